//! A global condition key that has a successor.

use policy::tree::{ConditionEntry, Operator, PrincipalType, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::condition_keys::{block_of, has_key};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "deprecated-global-condition-key",
    aliases: &["DEPRECATED_GLOBAL_CONDITION_KEY"],
    summary: "a global condition key has a successor",
    category: Category::Validity,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
Services that call on behalf of a resource tell its account as `aws:SourceAccount`. Only some old ones also send `aws:SourceOwner`, and new ones cannot be let in with it.
Where no service is let in, as in the policy that Amazon SNS gives a new topic, the key is left alone.
",
    fix: r"
Compare `aws:SourceAccount`, or better `aws:SourceArn`.
",
    references: &["https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html"],
    flagged: &[r#"
# as resource AWS::SNS::Topic
{
  "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
  "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:t",
  "Condition": { "StringEquals": { "aws:SourceOwner": "111122223333" } }
                                   ^^^^^^^^^^^^^^^^^ `aws:SourceOwner` is out of date: services send `aws:SourceAccount`
}
"#],
    clean: &[
        r#"
# as resource AWS::SNS::Topic
{
  "Effect": "Allow", "Principal": { "AWS": "*" },
  "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:t",
  "Condition": { "StringEquals": { "AWS:SourceOwner": "111122223333" } }
}
"#,
        r#"
# as resource AWS::SNS::Topic
{
  "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
  "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:t",
  "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } }
}
"#,
    ],
    run: Run::Condition(run),
};

const SUCCESSOR: &str = "aws:SourceAccount";

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key;
    let entries = statement.principal.iter().flat_map(|principal| &principal.entries);
    let lets_services_in = entries.into_iter().any(|entry| entry.kind == PrincipalType::Service);
    if !key.value.is("aws:SourceOwner") || !lets_services_in {
        return;
    }
    let finding = cx
        .report(key.span, format!("`{}` is out of date: services send `{SUCCESSOR}`", key.value.text))
        .help(format!("compare `{SUCCESSOR}`, or better `aws:SourceArn`"));
    if block_of(statement, operator).is_some_and(|block| !has_key(block, SUCCESSOR)) {
        finding.fix(Fix::risky(format!("replace it by `{SUCCESSOR}`, which other requests carry"), key.span, quote(SUCCESSOR)));
    }
}
