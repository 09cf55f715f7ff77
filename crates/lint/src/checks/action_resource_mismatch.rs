//! An action and resources that never meet.

use std::collections::{BTreeSet, HashMap, HashSet};

use catalog::{Action, Catalog, Flags, ResourceType};
use policy::tree::Statement;
use policy::{Glob, ResourcePattern, Severity};

use super::deny_user_action_on_group_resource::{is_about_users, spares_members};
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
    references: &[
        "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    ],
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
{ "Effect": "Deny", "Action": "iam:CreateLoginProfile", "Resource": "arn:aws:iam::111122223333:group/admins" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:AddTags"], "Resource": "arn:aws:elasticloadbalancing:*:*:loadbalancer/net/*/*" }
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
    let is_unknown = |resource: &ResourcePattern| {
        is_malformed(cx, resource) || cx.facts.arn(resource).is_some_and(|arn| arn.is_of_unlisted_type())
    };
    if element.items.iter().any(|resource| is_unknown(&resource.value)) {
        return;
    }
    let resources: Vec<_> = element.items.iter().map(|resource| Named::of(&resource.value)).collect();
    let is_few = resources.len() <= FEW;
    let many = resources.iter().filter(|_| !is_few);
    let types = many.flat_map(|named| catalog.resource_types_named(&named.service, &named.name));
    let types: HashSet<_> = types.map(type_id).collect();
    let meets = |action: Action<'_>| {
        if is_few {
            resources.iter().any(|named| action.applies_to(&named.service, &named.name))
        } else {
            action.targets().any(|target| types.contains(&type_id(target.resource)))
        }
    };
    let unnamed = Unnamed::of(&resources);
    let is_about_groups = spares_members(statement);
    // Thousands of patterns may stand for the same actions.
    let mut known = HashMap::new();
    let mut applies = |action: Action<'_>| {
        *known.entry(action.id()).or_insert_with(|| {
            action.flags().has(Flags::RESOURCES_UNKNOWN)
                || meets(action)
                || (action.targets().len() == 0 && unnamed.may_be_checked(action, &resources))
        })
    };
    for action in statement.actions() {
        if !cx.may_expand(&action.value) {
            return;
        }
        let meant = cx.facts.meaning(&action.value);
        if meant.is_empty() || meant.actions(catalog).any(&mut applies) {
            continue;
        }
        let written = action.value.as_str();
        // A check of its own says what is wrong with those.
        if is_about_groups && is_about_users(catalog, written) {
            continue;
        }
        let (message, help) = if meant.actions(catalog).all(|action| action.targets().len() == 0) {
            let message = format!("AWS names no resource for `{written}`, so only `*` is sure to match");
            (message, "give it a statement of its own with `\"Resource\": \"*\"`".to_owned())
        } else {
            (format!("`{written}` does not apply to any of these resources"), help(catalog, written))
        };
        cx.report(action.span, message).label(element.span, "these resources").help(help);
    }
}

/// How many resources to ask one by one: the answer is mostly yes, and comes soon. Of more, the types are looked up beforehand.
const FEW: usize = 8;

/// The parts of a resource that say of which type it is. It may be AWS's own, and other checks judge region and account, so
/// those are not looked at. What a variable may bring with it is taken to fit.
struct Named {
    service: Glob,
    name: Glob,
    /// It has all its parts.
    is_whole: bool,
}

impl Named {
    fn of(resource: &ResourcePattern) -> Self {
        let part = |index: usize| resource.parts().get(index).cloned().unwrap_or_else(Glob::everything);
        Self { service: part(2), name: part(5), is_whole: resource.parts().len() == 6 }
    }

    /// Whether the pattern matches the service and the last part of an ARN.
    fn may_be(&self, arn: &str) -> bool {
        let part = |index: usize| arn.splitn(6, ':').nth(index).unwrap_or_default();
        self.service.matches(part(2)) && self.name.matches(part(5))
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

/// What actions for which AWS names no resource may be checked against all the same.
struct Unnamed<'a> {
    /// The services of patterns for all that a service has. They also match the ARNs that are nowhere named, as
    /// `arn:aws:s3:::*` does that of `s3:ListAllMyBuckets`.
    whole: BTreeSet<&'a Glob>,
}

impl<'a> Unnamed<'a> {
    fn of(resources: &'a [Named]) -> Self {
        let whole = resources.iter().filter(|named| named.is_whole && named.name.is_everything());
        Self { whole: whole.map(|named| &named.service).collect() }
    }

    fn may_be_checked(&self, action: Action<'_>, resources: &[Named]) -> bool {
        let prefix = action.service().prefix();
        let name = action.full_name();
        let known = CHECKED_AGAINST.iter().filter(|(checked, _)| *checked == name);
        self.whole.iter().any(|service| service.matches(prefix))
            || known.map(|(_, arn)| arn).any(|arn| resources.iter().any(|named| named.may_be(arn)))
    }
}

fn type_id(resource: ResourceType<'_>) -> (&str, &str) {
    (resource.service().prefix(), resource.name())
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
