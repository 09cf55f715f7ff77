//! How large a policy is, as AWS counts it.

use catalog::{Quota, WhiteSpace};
use policy::write::{Style, write};
use policy::{Node, Value};

use crate::absence::opening;
use crate::{Cx, cx::Finding};

/// Reports the policy if it is larger than the quota of that name: `what` is said to have that size at most.
pub(crate) fn report_if_over<'c>(cx: &'c mut Cx<'_>, quota: &str, what: &str) -> Option<Finding<'c>> {
    let quota = cx.catalog.quota(quota)?;
    let limit = usize::try_from(quota.limit()?).ok()?;
    let size = size(cx, quota, limit).filter(|size| *size > limit)?;
    if is_dynamic(cx.root) {
        return None;
    }
    let unit = quota.unit();
    let (blanks, help) = match quota.white_space() {
        WhiteSpace::Counts => {
            let least = count(&write(cx.root, Style::Minified), unit, WhiteSpace::Counts);
            (" with white space", (least <= limit).then(|| format!("without white space it has {least}")))
        }
        _ => (" without white space", None),
    };
    let message = format!("the policy has {size} {unit}{blanks}, {what} may have {limit}");
    let finding = cx.report(opening(cx.policy.span), message);
    Some(finding.help(help.unwrap_or_else(|| {
        "join statements of the same effect and condition, or spread them over several policies".to_owned()
    })))
}

/// The size of the policy; none if it is plainly below the limit.
fn size(cx: &Cx<'_>, quota: Quota<'_>, limit: usize) -> Option<usize> {
    let written = cx.source.slice(cx.policy.span);
    if written.starts_with('{') {
        return (written.len() > limit).then(|| count(written, quota.unit(), quota.white_space()));
    }
    // AWS takes JSON, which for short YAML texts is at most three times as long.
    let is_large = written.len().saturating_mul(3) > limit;
    is_large.then(|| count(&write(cx.root, Style::Minified), quota.unit(), quota.white_space()))
}

fn count(text: &str, unit: &str, white_space: WhiteSpace) -> usize {
    let counted = text.chars().filter(|c| white_space == WhiteSpace::Counts || !c.is_whitespace());
    if unit == "bytes" { counted.map(char::len_utf8).sum() } else { counted.count() }
}

/// Whether a template still fills something in, so that nobody knows the size.
fn is_dynamic(node: &Node) -> bool {
    let is_function = |key: &str| key == "Ref" || key.starts_with("Fn::");
    let here = match &node.value {
        Value::Tagged(..) => true,
        Value::Object(members) => members.iter().any(|member| is_function(&member.key.text)),
        _ => false,
    };
    here || node.children().any(is_dynamic)
}
