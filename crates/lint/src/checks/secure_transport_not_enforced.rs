//! A rule against plain HTTP with a gap.

use policy::tree::{ConditionEntry, Operator, OperatorName, Policy, PolicyKind, Statement};
use policy::{Severity, Span};

use crate::{Category, Check, Cx, Run, buckets, constraint, coverage, reach};

pub(super) const CHECK: Check = Check {
    id: "secure-transport-not-enforced",
    aliases: &["CKV_AWS_379"],
    summary: "a bucket policy denies requests without TLS only in part",
    category: Category::Exposure,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
The policy has a `Deny` for requests without TLS, so it means to enforce it; but that `Deny` leaves out the bucket or its objects, some actions or some callers, and there plain HTTP still works. With the value `true` it denies the very requests that are meant to be let in.
",
    fix: r#"
Deny `s3:*` to `"Principal": "*"` on both the bucket and `/*` of it, with `"Bool": { "aws:SecureTransport": "false" }`.
"#,
    references: &["https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::acme-logs/*",
                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ the bucket itself can still be used without TLS
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
                                                ^^^^^^^^^^^^^^ other actions than these still work without TLS
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^ others than these may still come without TLS
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
  "Condition": { "Bool": { "aws:SecureTransport": "true" } }
                                                  ^^^^^^ this denies the requests with TLS, and leaves those without
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::acme-logs", "arn:aws:s3:::acme-logs/*"],
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
{
  "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "*", "Resource": "arn:aws:s3:::acme-logs*",
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Resource {
        return;
    }
    for deny in policy.statements.iter().filter(|deny| deny.denies() && asks_alone(deny, "true")) {
        let at = constraint::entries(deny, "aws:SecureTransport").next().and_then(|(_, entry)| entry.values.first());
        if let Some(value) = at {
            cx.report(value.span, "this denies the requests with TLS, and leaves those without").help("write `\"false\"`");
        }
    }
    let mut gaps = Vec::new();
    for deny in policy.statements.iter().filter(|deny| deny.denies() && refuses_plain(deny)) {
        match gap(deny) {
            Some(found) => gaps.push(found),
            None => return,
        }
    }
    // One that is whole makes up for all others; several in part may do so together.
    if let [(span, message)] = gaps.as_slice() {
        cx.report(*span, *message);
    }
}

/// Whether the statement is about requests without TLS, and asks for nothing else.
fn refuses_plain(statement: &Statement) -> bool {
    asks_alone(statement, "false")
}

/// Whether the use of TLS is all that the statement asks for, with that answer.
fn asks_alone(statement: &Statement, answer: &str) -> bool {
    let is_answer = |(operator, entry): (&Operator, &ConditionEntry)| {
        operator.name == Some(OperatorName::Bool) && constraint::only_value(entry).is_some_and(|value| value == answer)
    };
    let asks = constraint::entries(statement, "aws:SecureTransport").any(is_answer);
    let count = statement.condition.iter().flat_map(policy::tree::Condition::entries).count();
    asks && count == 1 && buckets::is_of_s3(statement)
}

fn gap(deny: &Statement) -> Option<(Span, &'static str)> {
    let principal = deny.principal.as_ref()?;
    if !coverage::names_everyone(deny) {
        return Some((principal.span, "others than these may still come without TLS"));
    }
    let actions = deny.action.as_ref()?;
    if !actions.items.iter().any(|entry| reach::is_whole_service(&entry.value)) {
        return Some((actions.span, "other actions than these still work without TLS"));
    }
    let resources = deny.resource.as_ref()?;
    match (buckets::names_bucket(deny), buckets::names_objects(deny)) {
        (false, true) => Some((resources.span, "the bucket itself can still be used without TLS")),
        (true, false) => Some((resources.span, "the objects can still be used without TLS")),
        _ => None,
    }
}
