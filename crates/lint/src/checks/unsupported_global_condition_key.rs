//! The condition key `aws:ARN`.

use policy::tree::{ConditionEntry, Operator, Spanned, Statement};
use policy::write::quote;
use policy::{Fix, Severity};

use crate::condition_keys::{block_of, has_key};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-global-condition-key",
    aliases: &["UNSUPPORTED_GLOBAL_CONDITION_KEY"],
    summary: "`aws:ARN` is no longer a condition key",
    category: Category::Validity,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`aws:ARN` never said whose ARN it is. No request carries it any more, so a condition on it never holds, or, if negated, always.
",
    fix: r"
Use `aws:PrincipalArn` for the caller, or `aws:SourceArn` for the resource on whose behalf a service calls.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"],
    flagged: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "aws:arn": "arn:aws:iam::111122223333:role/app" } }
                              ^^^^^^^^^ `aws:arn` is not supported
}
"#],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app" } }
}
"#],
    run: Run::Condition(run),
};

const SUCCESSOR: &str = "aws:PrincipalArn";

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let key = &entry.key;
    if !key.value.is("aws:ARN") {
        return;
    }
    let finding = cx
        .report(key.span, format!("`{}` is not supported", key.value.text))
        .help("use `aws:PrincipalArn` for the caller, `aws:SourceArn` for the resource a service calls for");
    if block_of(statement, operator).is_some_and(|block| !has_key(block, SUCCESSOR)) {
        finding.fix(Fix::risky(format!("replace it by `{SUCCESSOR}`, which other requests carry"), key.span, quote(SUCCESSOR)));
    }
}
