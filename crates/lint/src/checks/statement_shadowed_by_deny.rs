//! An `Allow` that a `Deny` of the same policy takes back.

use policy::tree::{Policy, Statement};
use policy::{Severity, Span};

use crate::budget::{Budget, Limit};
use crate::coverage::Weighed;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "statement-shadowed-by-deny",
    aliases: &[],
    summary: "a `Deny` of the same policy takes back all that a statement allows",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
An explicit `Deny` always wins, wherever it stands. Here one of them, or several together, cover every action, resource and caller of the `Allow`, with no condition that the `Allow` does not have too: the `Allow` can never take effect.
",
    fix: r"
Take the `Allow` out, or narrow the `Deny` to what it is meant for.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    ],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::acme-logs/tmp/*" },
                ^^^^^^^ nothing is allowed here: statement 2 denies all of it
    { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::acme-logs/*" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Web", "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" },
    { "Sid": "Queue", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }
                                ^^^^^^^ nothing is allowed here: statement `Web` denies all of it
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject", "sqs:SendMessage"], "Resource": "*" },
                ^^^^^^^ nothing is allowed here: several statements together deny all of it
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Deny", "Action": "sqs:*", "Resource": "*" }
  ]
}
"#,
    ],
    clean: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["s3:GetObject", "sqs:SendMessage"], "Resource": ["arn:aws:s3:::b/*", "arn:aws:sqs:us-east-1:111122223333:q"] },
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:111122223333:other" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::acme-logs/*" },
    { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::acme-logs/audit/*" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" },
    { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" },
    { "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let denies: Vec<_> =
        policy.statements.iter().filter(|statement| statement.denies()).map(Weighed::new).collect();
    for allow in policy.statements.iter().filter(|statement| statement.allows() && !denies.is_empty()) {
        let weighed = Weighed::new(allow);
        let deny = denies.iter().find(|deny| deny.covers(&weighed, &cx.budget));
        let all = if deny.is_none() { together(&cx.budget, &denies, allow) } else { None };
        if cx.budget.reached() == Some(Limit::Steps) {
            return;
        }
        let place = allow.effect.as_ref().map_or(allow.span, |effect| effect.span);
        if let Some(deny) = deny.map(|deny| deny.statement) {
            cx.report(place, format!("nothing is allowed here: {} denies all of it", deny.label()))
                .label(effect_of(deny), "this denies it");
        } else if let Some(all) = all {
            let mut finding =
                cx.report(place, "nothing is allowed here: several statements together deny all of it");
            for deny in all {
                finding = finding.label(effect_of(deny), "this denies a part of it");
            }
        }
    }
}

fn effect_of(deny: &Statement) -> Span {
    deny.effect.as_ref().map_or(deny.span, |effect| effect.span)
}

/// The statements that deny every single action of the other on every single resource, each a part.
fn together<'a>(budget: &Budget, denies: &[Weighed<'a>], allow: &Statement) -> Option<Vec<&'a Statement>> {
    let (actions, resources) = (allow.actions(), allow.resources());
    let pairs = actions.len().saturating_mul(resources.len());
    if denies.len() < 2 || !(2..=MOST_PAIRS).contains(&pairs) {
        return None;
    }
    let mut found: Vec<&Statement> = Vec::new();
    for action in actions {
        let mut part = allow.clone();
        part.action.as_mut()?.items = vec![action.clone()];
        for resource in resources {
            part.resource.as_mut()?.items = vec![resource.clone()];
            let part = Weighed::new(&part);
            let deny = denies.iter().find(|deny| deny.covers(&part, budget))?.statement;
            if !found.iter().any(|known| known.index == deny.index) {
                found.push(deny);
            }
        }
    }
    Some(found)
}

/// More than a policy within AWS's quotas has in one statement, as a rule.
const MOST_PAIRS: usize = 100;
