//! Resources that are as good as a star.

use catalog::{Action, Target};
use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ResourcePattern, Severity, Span, Token};

use crate::budget::Budget;
use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "resource-effectively-star",
    aliases: &[],
    summary: "the resources of a statement are all that its actions can touch",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
A pattern such as `arn:aws:s3:::*/*` looks like a limit and is none: every resource that the action can touch matches it. It is found where neither account nor name is given; an account or the beginning of a name is a limit.

The check is silent where a condition limits the statement.
",
    fix: r#"
Give the beginning of the names at least; or write `"*"`, which does not pretend.
"#,
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/*" }
                                                           ^^^^^^^^^^^^^^^^^^ this is every resource that `s3:GetObject` can touch
"#,
        r#"
{ "Effect": "Allow", "Action": ["dynamodb:PutItem", "dynamodb:Query"], "Resource": "arn:aws:dynamodb:*:*:table/*" }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is every resource that `dynamodb:PutItem` can touch
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "route53:GetChange", "Resource": "arn:aws:route53:::change/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-*/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "codecommit:GitPull", "Resource": "arn:aws:codecommit:us-east-1:111122223333:*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/*",
  "Condition": { "StringEquals": { "s3:ResourceAccount": "111122223333" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:DeleteVolume", "Resource": "arn:aws:ec2:*:*:volume/*",
  "Condition": { "StringLike": { "ec2:ResourceTag/kubernetes.io/created-for": "*" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "ec2:RunInstances",
  "Resource": ["arn:aws:ec2:*::image/*", "arn:aws:ec2:eu-west-1:111122223333:instance/*"]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "arn:aws:ec2:*:*:instance/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let everywhere = statement.resources().iter().any(|resource| resource.value.is_everything());
    if cx.kind != PolicyKind::Identity || !statement.allows() || everywhere {
        return;
    }
    let open: Vec<_> =
        statement.resources().iter().filter(|resource| has_no_owner(&resource.value)).collect();
    if open.is_empty() || reach::is_narrowed(statement) {
        return;
    }
    let catalog = cx.catalog;
    let entries = statement.actions().iter().filter(|entry| !reach::is_whole_service(&entry.value));
    let can_be_named = |action: &Action<'_>| !UNNAMED.contains(&action.full_name().as_str());
    for entry in entries {
        if !cx.may_expand(&entry.value) {
            return;
        }
        let meant = cx.facts.meaning(&entry.value);
        let mut actions =
            meant.actions(catalog).filter(|action| action.targets().len() > 0 && can_be_named(action));
        let held = actions.find_map(|action| Some((action, all_of(action, &open, &cx.budget)?)));
        if let Some((action, span)) = held {
            let message = format!("this is every resource that `{}` can touch", action.full_name());
            cx.report(span, message).label(entry.span, "the action is allowed here");
            return;
        }
    }
}

/// Actions that AWS's own guides allow on all there is: the holder cannot know the names beforehand, or may see all of them.
///
/// Sources: the IAM User Guide, "Allows IAM users to self-manage an MFA device"; the Route 53 Developer Guide, "Identity-based
/// policy examples"; the S3 User Guide, "Controlling access to a bucket with user policies".
const UNNAMED: [&str; 3] = ["iam:CreateVirtualMFADevice", "route53:GetChange", "s3:GetBucketLocation"];

/// What it costs to hold a type of resource against a pattern.
const HELD: usize = 200;

/// The pattern that holds all resources of the action, if each type that it needs is held by one.
fn all_of(action: Action<'_>, open: &[&Spanned<ResourcePattern>], budget: &Budget) -> Option<Span> {
    let has_required = action.targets().any(|target| target.required);
    let held_by = |target: Target<'_>| {
        // Each format of an ARN is written out and parsed.
        let is_held = |resource: &ResourcePattern| budget.allows(HELD) && holds(resource, &target);
        open.iter().find(|resource| is_held(&resource.value))
    };
    // An access point is another way to a bucket and what is in it.
    let is_needed = |target: &Target<'_>| {
        let is_another_way = target.resource.name().contains("accesspoint");
        if has_required { target.required } else { !is_another_way }
    };
    let mut needed = action.targets().filter(is_needed);
    let first = held_by(needed.next()?)?;
    needed.all(|target| held_by(target).is_some()).then_some(first.span)
}

/// Whether every ARN of the resource type matches, in the partition that the pattern names.
fn holds(resource: &ResourcePattern, target: &Target<'_>) -> bool {
    let [_, _, own, .., id] = resource.parts() else { return false };
    // What the pattern prescribes, each format must prescribe too: mostly it does not, and nothing has to be parsed.
    let begins_so = |format: &str| {
        let mut parts = format.splitn(6, ':').skip(2);
        let service = parts.next().unwrap_or_default();
        let mut letters = parts.last().unwrap_or_default().chars().take_while(|letter| *letter != '$');
        (service.contains('$') || own.matches(service))
            && id.tokens().iter().map_while(|token| token.letter()).all(|letter| letters.next() == Some(letter))
    };
    if !target.resource.arn_formats().all(begins_so) {
        return false;
    }
    let mut formats = target.resource.arn_formats().peekable();
    formats.peek().is_some()
        && formats.all(|format| {
            let partition = resource.parts().get(1).map(ToString::to_string).unwrap_or_default();
            let any = format.split("${").enumerate().map(|(index, part)| match part.split_once('}') {
                Some((name, rest)) if index > 0 && name == "Partition" => format!("{partition}{rest}"),
                Some((_, rest)) if index > 0 => format!("*{rest}"),
                _ => part.to_owned(),
            });
            resource.covers(&ResourcePattern::parse(&any.collect::<String>())).is_yes()
        })
}

/// Whether the pattern names neither an account nor anything of a name.
fn has_no_owner(resource: &ResourcePattern) -> bool {
    let [_, _, _, region, account, id] = resource.parts() else { return false };
    let is_open = |part: &policy::Glob| part.is_everything() || part.tokens().is_empty();
    let ends_open = id.tokens().last() == Some(&Token::AnyRun);
    resource.is_exact() && is_open(region) && is_open(account) && ends_open
}
