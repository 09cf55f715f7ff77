//! A VPC endpoint policy that EC2 refuses.

use policy::tree::{Condition, ConditionEntry, Literal, OperatorType, Policy, PolicyKind, Spanned};
use policy::{Severity, Span};

use crate::{Category, Check, Cx, Run, permissive, size};

pub(super) const CHECK: Check = Check {
    id: "endpoint-policy-syntax",
    aliases: &[],
    summary: "a VPC endpoint policy is too long, or uses a wildcard as such a policy cannot",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
The policy of a VPC endpoint may have 20,480 characters, white space included. It is held to more than others: before or behind each wildcard under a string operator must stand at least six other characters in a row, and the account of an ARN may be an id or a wildcard, not both in one.
",
    fix: r"
Write more of the value before the wildcard, or all of it; write the account in full or as `*`.
",
    references: &[
        "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#vpc-endpoint-policy-considerations",
    ],
    flagged: &[
        r#"
# as endpoint
{
^ the policy has 20528 characters with white space, a VPC endpoint policy may have 20480
  "Version": "2012-10-17",
  "Statement": { "Sid": "(20400 letters)", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
}
"#,
        r#"
# as endpoint
{
  "Effect": "Allow", "Principal": "*", "Action": "sns:Publish",
  "Resource": ["arn:aws:sns:*:1111*:alarms", "arn:aws:sns:*:*:news"],
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the account `1111*` is neither an id nor a wildcard alone
  "Condition": { "StringLike": { "aws:PrincipalTag/team": ["red*", "platform-*", "*-platform"] } }
                                                           ^^^^^^ in an endpoint policy six characters must stand before or behind the wildcard of `red*`
}
"#,
    ],
    clean: &[
        r#"
# as endpoint
{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
"#,
        r#"
# as resource AWS::SNS::Topic
{
  "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "red*" } }
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Endpoint {
        return;
    }
    size::report_if_over(cx, "vpc-endpoint-policy.size", "a VPC endpoint policy");
    for statement in &policy.statements {
        for resource in statement.resources().iter().chain(statement.not_resources()) {
            check_account(cx, resource.span, resource.value.as_str());
        }
        for (operator, entry) in statement.condition.iter().flat_map(Condition::entries) {
            let Some(name) = operator.name else { continue };
            for value in &entry.values {
                match name.value_type() {
                    OperatorType::Arn => check_account(cx, value.span, &value.value.text()),
                    OperatorType::String if name.takes_wildcards() => check_wildcards(cx, entry, value),
                    _ => {}
                }
            }
        }
    }
}

fn check_account(cx: &mut Cx<'_>, span: Span, arn: &str) {
    let account = arn.split(':').nth(4).unwrap_or_default();
    let has = |sort: fn(char) -> bool| account.chars().any(sort);
    if has(|c| c.is_ascii_digit()) && has(|c| matches!(c, '*' | '?')) && !account.contains("${") {
        cx.report(span, format!("the account `{account}` is neither an id nor a wildcard alone"));
    }
}

/// What AWS asks to stand in a row before or behind a wildcard.
const LETTERS: usize = 6;

fn check_wildcards(cx: &mut Cx<'_>, entry: &ConditionEntry, value: &Spanned<Literal>) {
    let text = value.value.text();
    // Of keys that take no wildcards at all another check speaks, and what a variable stands for is not known.
    if permissive::is_exact_key(&entry.key.value.text) || text.contains("${") {
        return;
    }
    let words: Vec<_> = text.split(['*', '?']).collect();
    let is_long = |word: &&str| word.chars().count() >= LETTERS;
    let is_bare = |pair: &[&str]| !pair.iter().any(is_long);
    if words.windows(2).any(is_bare) {
        cx.report(
            value.span,
            format!(
                "in an endpoint policy six characters must stand before or behind the wildcard of `{text}`"
            ),
        );
    }
}
