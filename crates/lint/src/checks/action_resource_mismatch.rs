//! An action and resources that never meet.

use policy::Severity;
use std::collections::HashSet;

use catalog::{Action, Catalog, Flags};
use policy::tree::Statement;

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "action-resource-mismatch",
    aliases: &["RESOURCE_MISMATCH"],
    summary: "none of the resources is of a type that the action applies to",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r#"
An action applies to certain types of resources only: `s3:GetObject` to objects, `s3:ListBucket` to buckets; `ec2:DescribeInstances` to none, so that it only works on `"*"`.
Where no resource of the statement fits, the action is dead: an `Allow` of it grants nothing, a `Deny` forbids nothing.
A pattern with wildcards is flagged if that is so for every action it stands for.
"#,
    fix: r#"
Add a resource of the type that the action applies to, or `"*"` where it applies to none.
"#,
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "arn:aws:s3:::acme-invoices" }
                                                 ^^^^^^^^^^^^^^ `s3:GetObject` does not apply to any of these resources
"#,
        r#"
{ "Effect": "Deny", "Action": "ec2:DescribeInstances", "Resource": "arn:aws:ec2:*:*:instance/*" }
                              ^^^^^^^^^^^^^^^^^^^^^^^ `ec2:DescribeInstances` does not apply to any of these resources
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": ["ec2:Describe*", "s3:GetObject"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:*Object", "Resource": "arn:aws:s3:::b*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "arn:aws:s3:::*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/table}" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let resources = statement.resources();
    if resources.is_empty() || resources.iter().any(|resource| resource.value.is_everything()) {
        return;
    }
    let catalog = cx.catalog;
    let meeting = resources.iter().flat_map(|resource| catalog.resource_types_meeting(&resource.value));
    let types: HashSet<_> = meeting.map(|found| (found.resource.service().prefix(), found.resource.name())).collect();
    let applies = |action: Action<'_>| {
        action.flags().has(Flags::RESOURCES_UNKNOWN)
            || action.targets().any(|target| types.contains(&(target.resource.service().prefix(), target.resource.name())))
            || is_authorized_on(action, statement)
    };
    for action in statement.actions() {
        let meant = catalog.expand(&action.value);
        if meant.is_empty() || meant.actions(catalog).any(applies) {
            continue;
        }
        let written = action.value.as_str();
        let help = help(catalog, written);
        let place = statement.resource.as_ref().map_or(action.span, |element| element.span);
        cx.report(action.span, format!("`{written}` does not apply to any of these resources"))
            .label(place, "these resources")
            .help(help);
    }
}

/// Actions without resource types that AWS authorizes on an ARN all the same: listing buckets is granted by
/// `arn:aws:s3:::*` in AWS's own examples.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_s3_rw-bucket-console.html>
const AUTHORIZED_ON: &[(&str, &str)] = &[("s3:ListAllMyBuckets", "arn:aws:s3:::*")];

fn is_authorized_on(action: Action<'_>, statement: &Statement) -> bool {
    AUTHORIZED_ON
        .iter()
        .filter(|(name, _)| *name == action.full_name())
        .any(|(_, arn)| statement.resources().iter().any(|resource| !resource.value.matches(arn).is_no()))
}

fn help(catalog: &Catalog, written: &str) -> String {
    let Some(action) = catalog.action(written) else {
        return "none of the actions it stands for applies to them; see `leastwise query expand`".to_owned();
    };
    let formats: Vec<_> = action
        .targets()
        .flat_map(|target| target.resource.arn_formats().collect::<Vec<_>>())
        .take(3)
        .map(|format| format!("`{format}`"))
        .collect();
    if formats.is_empty() {
        return "it cannot be limited to resources: use `\"*\"`".to_owned();
    }
    format!("it applies to {}", formats.join(", "))
}
