//! A statement that says what another one says.

use std::collections::HashMap;

use policy::tree::{Condition, Policy, Statement};
use policy::{Fix, Safety, Severity};

use crate::said::Said;
use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "redundant-statement",
    aliases: &["REDUNDANT_STATEMENT"],
    summary: "two statements are the same but for their Sid",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The second statement changes nothing. Often it is the copy of a statement that somebody meant to change. The order of lists, the case of actions and keys, and whether one value stands in a list do not matter.
",
    fix: r"
Remove it, or write what it was meant to say.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html",
    ],
    flagged: &[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" },
    { "Sid": "B", "Effect": "Allow", "Action": ["s3:putobject", "s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"] }
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ statement `B` says what statement `A` says
  ]
}
"#],
    clean: &[r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Allow", "NotAction": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${One.Arn}" } },
    { "Effect": "Deny", "Action": "s3:GetObject", "Resource": { "Fn::Sub": "${Two.Arn}" } }
  ]
}
"#],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if policy.statements.len() < 2 {
        return;
    }
    let mut alike = HashMap::new();
    for statement in &policy.statements {
        *alike.entry(shape(statement)).or_insert(0_usize) += 1;
    }
    let is_candidate = |statement: &&Statement| alike.get(&shape(statement)).is_some_and(|count| *count > 1);
    let mut first = HashMap::new();
    for statement in policy.statements.iter().filter(is_candidate) {
        let Some(said) = Said::of(statement) else { continue };
        let Some(earlier) = first.get(&said) else {
            first.insert(said, statement);
            continue;
        };
        let removed = removal::items(cx, &[statement.span]);
        let message = format!("{} says what {} says", statement.label(), earlier.label());
        let finding = cx.report(statement.span, message).label(earlier.span, "the same is said here");
        if let Some(edits) = removed {
            finding.fix(Fix { title: "remove the copy".to_owned(), safety: Safety::Safe, edits });
        }
    }
}

/// What is quickly told apart; statements that say the same have the same.
fn shape(statement: &Statement) -> [usize; 5] {
    let conditions = statement.condition.iter().flat_map(Condition::entries).count();
    [
        usize::from(statement.allows()),
        statement.actions().len() + statement.not_actions().len(),
        statement.resources().len() + statement.not_resources().len(),
        usize::from(statement.not_action.is_some()) + 2 * usize::from(statement.not_resource.is_some()),
        conditions,
    ]
}
