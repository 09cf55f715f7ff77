//! An `Allow` that a `Deny` of the same policy takes back.

use policy::Severity;
use policy::tree::Policy;

use crate::budget::Limit;
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
An explicit `Deny` always wins, wherever it stands. Here one of them covers every action, resource and caller of the `Allow`, with no condition that the `Allow` does not have too: the `Allow` can never take effect.
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
    ],
    clean: &[
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
        if cx.budget.reached() == Some(Limit::Steps) {
            return;
        }
        let Some(deny) = deny.map(|deny| deny.statement) else { continue };
        let place = allow.effect.as_ref().map_or(allow.span, |effect| effect.span);
        let cause = deny.effect.as_ref().map_or(deny.span, |effect| effect.span);
        cx.report(place, format!("nothing is allowed here: {} denies all of it", deny.label()))
            .label(cause, "this denies it");
    }
}
