//! An action that an organization does not let anyone allow.

use policy::Severity;
use policy::tree::Policy;

use crate::house::report_actions;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "configured-forbidden-action",
    aliases: &[],
    summary: "an action that a rule of the configuration forbids is allowed",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The configuration names actions that no policy may allow, or only on certain resources or in certain files. A wildcard that stands for such an action allows it too, as does a `NotAction` that does not list it.

An action that the same policy denies again outright, on everything and under all conditions, is not reported.
",
    fix: r"
Take the action out, narrow the wildcard, or keep to the resources that the rule leaves open.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"],
    flagged: &[
        r#"
# rule keep-buckets: never s3:DeleteBucket
{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteBucket"], "Resource": "*" }
                                                ^^^^^^^^^^^^^^^^^ rule `keep-buckets`: `s3:DeleteBucket` is not to be allowed
"#,
        r#"
# rule keep-buckets: never s3:DeleteBucket
{ "Effect": "Allow", "Action": "s3:Delete*", "Resource": "arn:aws:s3:::acme-logs" }
                               ^^^^^^^^^^^^ rule `keep-buckets`: `s3:Delete*` allows `s3:DeleteBucket`, which is not to be allowed
"#,
        r#"
# rule own-keys: never kms:Decrypt outside arn:aws:kms:*:111122223333:key/*
{ "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:444455556666:key/*" }
                               ^^^^^^^^^^^^^ rule `own-keys`: `kms:Decrypt` is not to be allowed outside of `arn:aws:kms:*:111122223333:key/*`
"#,
        r#"
# rule keep-buckets: never s3:DeleteBucket
{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }
                     ^^^^^^^^^^^ rule `keep-buckets`: `NotAction` allows `s3:DeleteBucket`, which is not to be allowed
"#,
    ],
    clean: &[
        r#"
# rule keep-buckets: never s3:DeleteBucket
{ "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" }
"#,
        r#"
# rule keep-buckets: never s3:DeleteBucket
{ "Effect": "Allow", "Action": ["s3:Get*", "s3:DeleteObject"], "Resource": "arn:aws:s3:::acme-logs/*" }
"#,
        r#"
# rule own-keys: never kms:Decrypt outside arn:aws:kms:*:111122223333:key/*
{ "Effect": "Allow", "Action": "kms:*", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/a1" }
"#,
        r#"
# rule keep-buckets: never s3:DeleteBucket
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" }
  ]
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    report_actions(cx);
}
