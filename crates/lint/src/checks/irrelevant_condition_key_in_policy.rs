//! A condition on the owner of the resource in its own policy.

use policy::Severity;
use policy::tree::{ConditionEntry, Operator, PolicyKind, Spanned, Statement};

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "irrelevant-condition-key-in-policy",
    aliases: &["IRRELEVANT_CONDITION_KEY_IN_POLICY"],
    summary: "a condition in a resource policy compares the resource with itself",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
`s3:ResourceAccount` is the account that owns the bucket. In the policy of a bucket or access point that is always the account the policy stands in, so the condition always or never holds. In an identity policy the key keeps its owner from reading or writing the buckets of others.
",
    fix: r"
Take the condition out, and put it into the identity policies of the callers.
",
    references: &["https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html"],
    flagged: &[r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "s3:GetObject",
  "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "s3:ResourceAccount": "111122223333" } }
                                   ^^^^^^^^^^^^^^^^^^^^ `s3:ResourceAccount` is always the account of this policy
}
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "s3:ResourceAccount": "111122223333" } }
}
"#,
        r#"
# as endpoint
{
  "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringEquals": { "s3:ResourceAccount": "111122223333" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, _: &Statement, _: &Spanned<Operator>, entry: &ConditionEntry) {
    let stands_on_storage = cx.resource_type.is_none_or(|kind| kind.starts_with("AWS::S3"));
    if cx.kind != PolicyKind::Resource || !stands_on_storage || !entry.key.value.is("s3:ResourceAccount") {
        return;
    }
    cx.report(entry.key.span, format!("`{}` is always the account of this policy", entry.key.value.text))
        .help("compare it in the identity policies of the callers");
}
