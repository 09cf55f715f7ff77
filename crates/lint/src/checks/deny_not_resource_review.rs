//! An exception from a `Deny` that spares all, or cannot spare.

use catalog::Flags;
use policy::tree::Statement;
use policy::{ResourcePattern, Severity};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deny-not-resource-review",
    aliases: &[],
    summary: "the exception of a `Deny` with `NotResource` spares everything, or cannot spare anything",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
`Deny` with `NotResource` forbids the actions on all but the listed resources. If the list holds `*`, nothing is forbidden. And an action for which AWS names no resource is always asked for on `*`, which no ARN matches: it is forbidden altogether, whatever the list spares.
",
    fix: r"
List the resources to be spared by their ARNs, and give actions without resources a statement of their own.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn:aws:s3:::acme-logs/*", "*"] }
                                                                                  ^^^ `*` spares every resource, so nothing is denied
"#,
        r#"
{ "Effect": "Deny", "Action": ["s3:PutObject", "ec2:DescribeInstances"], "NotResource": "arn:aws:s3:::acme-logs/*" }
                                               ^^^^^^^^^^^^^^^^^^^^^^^ AWS names no resource for `ec2:DescribeInstances`, so it is denied whatever is spared
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "s3:DeleteObject", "NotResource": "arn:aws:s3:::acme-scratch/*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/app" }
"#,
        r#"
{ "Effect": "Deny", "NotAction": "s3:GetObject", "NotResource": "arn:aws:s3:::acme-public/*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:ListAllMyBuckets", "NotResource": "arn:aws:s3:::*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(spared) = statement.not_resource.as_ref().filter(|_| statement.denies()) else { return };
    if let Some(all) = spared.items.iter().find(|resource| resource.value.is_everything()) {
        cx.report(all.span, "`*` spares every resource, so nothing is denied");
        return;
    }
    for entry in statement.actions().iter().filter(|entry| !entry.value.as_str().contains(['*', '?'])) {
        let Some(action) = cx.catalog.action(entry.value.as_str()) else { continue };
        let has_none = action.targets().len() == 0 && !action.flags().has(Flags::RESOURCES_UNKNOWN);
        // A pattern for all that a service has also matches what is nowhere named.
        let prefix = action.service().prefix();
        let may_spare = spared.items.iter().any(|resource| names_all_of(&resource.value, prefix));
        if has_none && !may_spare && spared.misplaced.is_empty() {
            let written = entry.value.as_str();
            cx.report(
                entry.span,
                format!("AWS names no resource for `{written}`, so it is denied whatever is spared"),
            )
            .label(spared.span, "none of these can spare it");
        }
    }
}

fn names_all_of(resource: &ResourcePattern, prefix: &str) -> bool {
    !resource.is_exact()
        || matches!(resource.parts(), [_, _, service, _, _, id] if service.matches(prefix) && id.is_everything())
}
