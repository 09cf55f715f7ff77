//! An ARN of a type of resource that its service does not have.

use std::collections::BTreeSet;

use catalog::{Catalog, nearest_words};
use policy::tree::Spanned;
use policy::write::quote;
use policy::{Fix, ResourcePattern, Severity};

use crate::arns::{ResourceArn, is_open};
use crate::{ArnCheck, Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-arn-resource",
    aliases: &["INVALID_ARN_RESOURCE"],
    summary: "the last part of an ARN names no type of resource that its service has",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
After the account an ARN names the type of the resource and the resource itself, in a form that each service sets. An ARN of another form matches nothing. A pattern with wildcards is flagged if nothing that it matches has such a form. If only the case of letters is wrong, that is a warning.
",
    fix: r"
Write the resource as the service authorization reference shows it.
",
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "arn:aws:ec2:us-east-1:111122223333:instances/i-0abc1234" }
                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no resource of `ec2` is named like `instances/i-0abc1234`
"#,
        r#"
{ "Effect": "Deny", "Action": "dynamodb:*", "NotResource": "arn:aws:dynamodb:*:111122223333:Orders" }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no resource of `dynamodb` is named like `Orders`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "ec2:*", "Resource": ["arn:aws:ec2:us-east-1:111122223333:instance/*", "arn:aws:ec2:*:*:*/*", "arn:aws:ec2:*:*:*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:GetRole", "Resource": ["arn:aws:iam::111122223333:role/team/app", "arn:aws:iam::111122223333:${aws:PrincipalTag/kind}/app"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "contoso:GetThing", "Resource": "arn:aws:contoso:us-east-1:111122223333:thing/x" }
"#,
    ],
    run: Run::Arn(ArnCheck(run)),
};

fn run(cx: &mut Cx<'_>, resource: &Spanned<ResourcePattern>, arn: &ResourceArn<'_>) {
    let catalog = cx.catalog;
    if arn.has_open_service() || !arn.is_of_no_type() {
        return;
    }
    let written = arn.resource_text();
    if written.is_empty() {
        cx.report(resource.span, format!("`{}` names no resource", arn.text));
        return;
    }
    let may_search = cx.may_search();
    let finding =
        cx.report(resource.span, format!("no resource of `{}` is named like `{written}`", arn.service));
    if !may_search {
        return;
    }
    match mended(catalog, arn) {
        Some(right) => {
            let last = right.splitn(6, ':').nth(5).unwrap_or_default().to_owned();
            // Several of AWS's own policies write types in another case than its reference does: it is not said to refuse that.
            let is_same_word = right.eq_ignore_ascii_case(arn.text);
            let severity = if is_same_word { Severity::Warning } else { Severity::Error };
            finding.severity(severity).help(format!("did you mean `{last}`?")).fix(Fix::risky(
                format!("replace it by `{right}`, so that other resources are meant"),
                resource.span,
                quote(&right),
            ));
        }
        None => {
            finding.help(format!("they are named like {}", shapes(catalog, arn.service)));
        }
    }
}

/// The ARN with the type that was meant, if that makes it one of the service's.
fn mended(catalog: &Catalog, arn: &ResourceArn<'_>) -> Option<String> {
    let written = arn.resource_text();
    let end = written.find(['/', ':']).unwrap_or(written.len());
    let (kind, rest) = written.split_at_checked(end)?;
    if is_open(kind) {
        return None;
    }
    let kinds: BTreeSet<&str> = resources(catalog, arn.service).filter_map(kind_of).collect();
    let near = nearest_words(kind, kinds.iter().copied());
    let [meant] = near.as_slice() else { return None };
    // The right word may stand before the wrong separator.
    let separated = [rest.to_owned(), rest.replacen(':', "/", 1), rest.replacen('/', ":", 1)];
    let prefix = arn.text.strip_suffix(written)?;
    let candidates = separated.into_iter().map(|rest| format!("{prefix}{meant}{rest}"));
    candidates.into_iter().find(|right| {
        let pattern = ResourcePattern::with_variables(right);
        ResourceArn::of(catalog, &pattern).is_some_and(|arn| !arn.is_of_no_type())
    })
}

/// The word before the name in the last part of a format, if there is one.
fn kind_of(resource: &str) -> Option<&str> {
    let (kind, _) = resource.split_once(['/', ':'])?;
    (!kind.contains(['$', '*'])).then_some(kind)
}

/// A few of the forms that resources of the service have.
fn shapes(catalog: &Catalog, service: &str) -> String {
    let shapes: BTreeSet<&str> = resources(catalog, service).collect();
    let shown: Vec<_> = shapes.iter().take(3).map(|shape| format!("`{shape}`")).collect();
    shown.join(", ")
}

fn resources<'c>(catalog: &'c Catalog, service: &str) -> impl Iterator<Item = &'c str> {
    catalog.arn_formats(service).filter_map(|format| format.splitn(6, ':').nth(5))
}
