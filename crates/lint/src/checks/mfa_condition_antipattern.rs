//! A condition that looks like multi-factor authentication and does not ask for it.

use policy::tree::{OperatorName, Policy, Statement};
use policy::{Safety, Severity};

use crate::constraint::{entries, only_value};
use crate::operators::replace;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "mfa-condition-antipattern",
    aliases: &["BAD_PATTERN_FOR_MFA"],
    summary: "a condition on multi-factor authentication does not enforce it",
    category: Category::Effect,
    severity: Severity::High,
    since: "0.1.0",
    why: r#"
`aws:MultiFactorAuthPresent` is `true` or `false` in requests with temporary credentials, and absent from requests with the long-term keys of a user. A condition that looks at the value alone, or at the presence alone, therefore misses one of the two.
What works is an `Allow` with `"Bool": {"aws:MultiFactorAuthPresent": "true"}`, and a `Deny` with `"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}`.
"#,
    fix: r"
Use `Bool` with `true` in an `Allow`, and `BoolIfExists` with `false` in a `Deny`.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
    ],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } }
                 ^^^^^^ long-term keys have no `aws:MultiFactorAuthPresent`, so they are not denied
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } }
                 ^^^^^^^^^^^^^^ long-term keys have no `aws:MultiFactorAuthPresent`, so they are allowed without a second factor
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } }
                                                         ^^^^^^^ this asks for requests without a second factor
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Null": { "aws:MultiFactorAuthPresent": "false" } }
                                                         ^^^^^^^ temporary credentials have the key with or without a second factor
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Null": { "aws:MultiFactorAuthAge": "true" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:DeleteObject", "Resource": "*",
  "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" }, "Null": { "aws:MultiFactorAuthPresent": "false" } }
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } },
    { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Null": { "aws:MultiFactorAuthPresent": "true" } } }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

const KEY: &str = "aws:MultiFactorAuthPresent";

const UNSEEN: &str = "long-term keys have no `aws:MultiFactorAuthPresent`";
const WITHOUT: &str = "this asks for requests without a second factor";

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let denied = Denied::of(policy);
    policy.statements.iter().for_each(|statement| check(cx, statement, denied));
}

/// What the `Deny` statements of the policy ask for, so that two of them can take care of the two halves.
#[derive(Clone, Copy)]
struct Denied {
    absence: bool,
    value: bool,
}

impl Denied {
    fn of(policy: &Policy) -> Self {
        let any = |name, value| {
            let mut denying = policy.statements.iter().filter(|statement| statement.denies());
            denying.any(|statement| asks_for(statement, name, value))
        };
        Self { absence: any(OperatorName::Null, "true"), value: any(OperatorName::Bool, "false") }
    }
}

fn check(cx: &mut Cx<'_>, statement: &Statement, denied: Denied) {
    let blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    for block in blocks {
        let operator = &block.operator.value;
        let mut on_key = block.entries.iter().filter(|entry| entry.key.value.is(KEY));
        let Some(entry) = on_key.next().filter(|_| operator.set.is_none()) else { continue };
        let (Some(name), Some(value)) = (operator.name, only_value(entry)) else { continue };
        let Some(fault) = fault(denied, statement, name, operator.if_exists, value == "true") else {
            continue;
        };
        if !matches!(value.as_str(), "true" | "false") {
            continue;
        }
        let by = fault.operator;
        let value_span = entry.values.first().map_or(entry.span, |value| value.span);
        let span = if by.is_some() { block.operator.span } else { value_span };
        let finding = cx.report(span, fault.message).help(fault.help);
        if let Some(fix) = by.and_then(|by| replace(statement, &block.operator, by, Safety::Unsafe)) {
            finding.fix(fix);
        }
    }
}

struct Fault {
    message: String,
    help: &'static str,
    /// What belongs in place of the operator, if that is all that is wrong.
    operator: Option<&'static str>,
}

const IN_ALLOW: &str = "in an `Allow`, use `Bool` with `true`";
const IN_DENY: &str = "in a `Deny`, use `BoolIfExists` with `false`";

/// What is wrong with the condition, if anything: for each kind of credentials, whether it is met with and without a factor.
fn fault(
    denied: Denied,
    statement: &Statement,
    name: OperatorName,
    if_exists: bool,
    value: bool,
) -> Option<Fault> {
    let found = |message: String, help, operator| Some(Fault { message, help, operator });
    match (statement.allows(), name, if_exists, value) {
        (true, OperatorName::Bool, true, true) => {
            found(format!("{UNSEEN}, so they are allowed without a second factor"), IN_ALLOW, Some("Bool"))
        }
        (true, OperatorName::Bool, _, false) | (true, OperatorName::Null, _, true) => {
            found(WITHOUT.to_owned(), IN_ALLOW, None)
        }
        (true, OperatorName::Null, _, false) if !asks_for(statement, OperatorName::Bool, "true") => {
            let message = "temporary credentials have the key with or without a second factor";
            found(message.to_owned(), IN_ALLOW, None)
        }
        (false, OperatorName::Bool, false, false) if !denied.absence => {
            found(format!("{UNSEEN}, so they are not denied"), IN_DENY, Some("BoolIfExists"))
        }
        (false, OperatorName::Bool, _, true) | (false, OperatorName::Null, _, false) => {
            found("this denies requests with a second factor too".to_owned(), IN_DENY, None)
        }
        (false, OperatorName::Null, _, true) if !denied.value => {
            let message =
                "temporary credentials without a second factor have the key, so they are not denied";
            found(message.to_owned(), IN_DENY, None)
        }
        _ => None,
    }
    .filter(|_| statement.allows() || statement.denies())
}

fn asks_for(statement: &Statement, name: OperatorName, value: &str) -> bool {
    entries(statement, KEY).any(|(operator, entry)| {
        operator.name == Some(name) && only_value(entry).is_some_and(|only| only == value)
    })
}
