//! A service that is let in is limited by another key than those for its source.

use policy::Severity;
use policy::tree::Statement;

use crate::constraint::{entries, pins};
use crate::service_principals::{OTHER_KEYS, lets_any_source_in};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "recommended-condition-key-for-service-principal",
    aliases: &["RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL"],
    summary: "a service is limited by another key than those that AWS has for its source",
    category: Category::Exposure,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
Keys such as `aws:Referer` were once used to tell on whose behalf a service comes. AWS has keys of their own for that, which all of its newer integrations send and which cannot be mistaken.
",
    fix: r"
Use `aws:SourceArn`, `aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths` instead.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Principal": { "Service": "ses.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-mail/*",
  "Condition": { "StringEquals": { "aws:Referer": "111122223333" } }
                                   ^^^^^^^^^^^^^ `aws:Referer` is not what AWS has for the source of a service
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Principal": { "Service": "ses.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-mail/*",
  "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" }, "StringLike": { "aws:Referer": "111122223333" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-mail/*",
  "Condition": { "StringEquals": { "aws:Referer": "https://example.com" } }
}
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Service": "ses.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-mail/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !lets_any_source_in(cx, statement) {
        return;
    }
    for key in OTHER_KEYS.iter().filter(|key| pins(statement, key).is_yes()) {
        for (_, entry) in entries(statement, key) {
            let message =
                format!("`{}` is not what AWS has for the source of a service", entry.key.value.text);
            cx.report(entry.key.span, message).help("use `aws:SourceArn` or `aws:SourceAccount`");
        }
    }
}
