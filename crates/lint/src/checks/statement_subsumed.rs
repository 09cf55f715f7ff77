//! A statement that another one makes needless.

use policy::tree::Policy;
use policy::{Fix, Safety, Severity};

use crate::budget::{Budget, Limit};
use crate::coverage::{Weighed, reads_alike};
use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "statement-subsumed",
    aliases: &[],
    summary: "another statement of the policy already says all that a statement says",
    category: Category::Clarity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Another statement with the same effect covers every action, resource and caller of this one, and asks for no condition that this one does not ask for. The statement changes nothing, but whoever tightens it will believe that it did.

Statements that are the same but for the Sid are another check's.
",
    fix: r"
Take the statement out, or narrow the other one, if this one was meant to be the limit.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
    ],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::acme-logs/*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/2025/*" }
                ^^^^^^^ statement 1 already says all that this statement says
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Team", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
             ^^^^^^ statement `Teams` already says all that this statement says
      "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } }
    },
    {
      "Sid": "Teams", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
      "Condition": { "StringEquals": { "aws:PrincipalTag/team": ["red", "blue"] } }
    }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" },
    { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" }
                ^^^^^^^ statement 1 already says all that this statement says
  ]
}
"#,
    ],
    clean: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::acme-logs/2025/*" },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "s3:*", "Resource": "*",
      "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
    },
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" },
    { "Sid": "B", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let statements: Vec<_> = policy.statements.iter().map(Weighed::new).collect();
    let (denies, allows): (Vec<_>, Vec<_>) = statements
        .iter()
        .filter(|outer| outer.statement.denies() || outer.statement.allows())
        .partition(|outer| outer.statement.denies());
    let inners = statements.iter().filter(|inner| inner.statement.denies() || inner.statement.allows());
    for inner in inners {
        let outers = if inner.statement.denies() { &denies } else { &allows };
        let outer = outers.iter().find(|outer| subsumes(&cx.budget, outer, inner));
        if cx.budget.reached() == Some(Limit::Steps) {
            return;
        }
        let Some(outer) = outer.map(|outer| outer.statement) else { continue };
        let inner = inner.statement;
        let place = inner.sid.as_ref().map(|sid| sid.span);
        let place = place.or(inner.effect.as_ref().map(|effect| effect.span)).unwrap_or(inner.span);
        let edits = removal::items(cx, &[inner.span]);
        let finding = cx
            .report(place, format!("{} already says all that this statement says", outer.label()))
            .label(outer.span, "this says it");
        if let Some(edits) = edits {
            finding.fix(Fix { title: "take the statement out".to_owned(), safety: Safety::Safe, edits });
        }
    }
}

fn subsumes(budget: &Budget, outer: &Weighed<'_>, inner: &Weighed<'_>) -> bool {
    let [one, other] = [outer.statement, inner.statement];
    // Of two that say the same, the later is the needless one; and if they are written alike, another check says so.
    one.index != other.index
        && outer.covers(inner, budget)
        && (!inner.covers(outer, budget) || (one.index < other.index && !reads_alike(one, other)))
}
