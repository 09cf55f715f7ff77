//! An action and resources that never meet.

use catalog::{Action, Catalog, Flags};
use policy::tree::{Element, Statement};
use policy::{Glob, ResourcePattern, Severity};

use crate::arns::is_malformed;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "action-resource-mismatch",
    aliases: &["RESOURCE_MISMATCH"],
    summary: "no resource of the statement is of a type that the action applies to",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r#"
An action applies to certain types of resources only: `s3:GetObject` to objects, `s3:ListBucket` to buckets. Where no resource of the statement fits, the action is dead: an `Allow` of it grants nothing, a `Deny` forbids nothing.
For actions such as `ec2:DescribeInstances` AWS names no resource at all and demands `"*"`; some services check such an action against an ARN all the same, but which one is nowhere promised.
A pattern with wildcards is flagged if that is so for every action it stands for. Region and account of the resources are not looked at.
"#,
    fix: r#"
Add a resource of the type that the action applies to, or give the actions that have none a statement of their own with `"*"`.
"#,
    references: &["https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": "arn:aws:s3:::acme-invoices" }
                                                 ^^^^^^^^^^^^^^ `s3:GetObject` does not apply to any of these resources
"#,
        r#"
{ "Effect": "Deny", "Action": "ec2:DescribeInstances", "Resource": "arn:aws:ec2:*:*:instance/*" }
                              ^^^^^^^^^^^^^^^^^^^^^^^ AWS names no resource for `ec2:DescribeInstances`, so only `*` is sure to match
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
{ "Effect": "Allow", "Action": "logs:DescribeLogGroups", "Resource": "arn:aws:logs:eu-west-1:111122223333:log-group:*" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["ssm:SendCommand", "ssm:GetDocument"], "Resource": "arn:aws:ssm:*::document/AWS-RunShellScript" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b", { "Fn::Sub": "${Bucket.Arn}/*" }] }
"#,
        r#"
{ "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/table}" }
"#,
        r#"
{ "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "arn:aws:ec2:*:*:instances/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:S3:::acme-invoices/*", "acme-invoices/*"] }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(element) = &statement.resource else { return };
    let everything = element.items.iter().any(|resource| resource.value.is_everything());
    if element.items.is_empty() || !element.misplaced.is_empty() || everything {
        return;
    }
    let catalog = cx.catalog;
    if element.items.iter().any(|resource| is_malformed(catalog, &resource.value)) {
        return;
    }
    let resources: Vec<_> = element.items.iter().map(|resource| Named::of(&resource.value)).collect();
    let applies = |action: Action<'_>| {
        action.flags().has(Flags::RESOURCES_UNKNOWN)
            || resources.iter().any(|resource| action.applies_to(&resource.service, &resource.name))
            || is_checked_unnamed(action, element)
    };
    for action in statement.actions() {
        let meant = catalog.expand(&action.value);
        if meant.is_empty() || meant.actions(catalog).any(applies) {
            continue;
        }
        let written = action.value.as_str();
        let (message, help) = if meant.actions(catalog).all(|action| action.targets().len() == 0) {
            let message = format!("AWS names no resource for `{written}`, so only `*` is sure to match");
            (message, "give it a statement of its own with `\"Resource\": \"*\"`".to_owned())
        } else {
            (format!("`{written}` does not apply to any of these resources"), help(catalog, written))
        };
        cx.report(action.span, message).label(element.span, "these resources").help(help);
    }
}

/// The parts of a resource that say of which type it is. It may be AWS's own, and other checks judge region and account, so
/// those are not looked at. What a variable may bring with it is taken to fit.
struct Named {
    service: Glob,
    name: Glob,
}

impl Named {
    fn of(resource: &ResourcePattern) -> Self {
        let part = |index: usize| resource.parts().get(index).cloned().unwrap_or_else(Glob::everything);
        Self { service: part(2), name: part(5) }
    }
}

/// ARNs that actions without resource types are checked against all the same, as AWS's own guide says.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html>
const CHECKED_AGAINST: &[(&str, &str)] = &[
    ("logs:DescribeLogGroups", "arn:aws:logs:::log-group:*"),
    ("logs:DescribeResourcePolicies", "arn:aws:logs:::log-group:*"),
    ("logs:PutResourcePolicy", "arn:aws:logs:::log-group:*"),
];

/// Whether an action for which AWS names no resource may be checked against one of these all the same. A pattern for all that
/// the service has also matches the ARNs that are nowhere named, as `arn:aws:s3:::*` does that of `s3:ListAllMyBuckets`.
fn is_checked_unnamed(action: Action<'_>, resources: &Element<ResourcePattern>) -> bool {
    if action.targets().len() > 0 {
        return false;
    }
    let name = action.full_name();
    let known = CHECKED_AGAINST.iter().filter(|(checked, _)| *checked == name);
    known.map(|(_, arn)| arn).any(|arn| resources.items.iter().any(|resource| may_match(&resource.value, arn)))
        || resources.items.iter().any(|resource| names_all_of(&resource.value, action.service().prefix()))
}

/// Whether the pattern matches the service and the last part of an ARN.
fn may_match(resource: &ResourcePattern, arn: &str) -> bool {
    let named = Named::of(resource);
    let part = |index: usize| arn.splitn(6, ':').nth(index).unwrap_or_default();
    named.service.matches(part(2)) && named.name.matches(part(5))
}

fn names_all_of(resource: &ResourcePattern, prefix: &str) -> bool {
    matches!(resource.parts(), [_, _, service, _, _, id] if service.matches(prefix) && id.is_everything())
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
    format!("it applies to {}", formats.join(", "))
}
