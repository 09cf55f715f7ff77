//! A principal that an organization does not let in, or not without conditions.

use policy::Severity;
use policy::tree::Policy;

use crate::house::report_principals;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "configured-principal-rule",
    aliases: &[],
    summary: "a principal is let in against a rule of the configuration",
    category: Category::Exposure,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The configuration says which principals may be let in, which may not, and which only under conditions. In its patterns `*` alone is the principal `*`, everyone; an account id, or the ARN of its root, is the account with all in it; in any other text `*` and `?` are wildcards.

Everyone is more than any list of principals, unless a condition holds the callers to those on it. `NotPrincipal` with `Allow` lets in everyone else.
",
    fix: r"
Name principals that the rules let in, or add the conditions that they demand.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
# rule ours: only 111122223333
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Principal": { "AWS": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::444455556666:root"] }
                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ rule `ours`: `arn:aws:iam::444455556666:root` is not among the principals that may be let in
}
"#,
        r#"
# rule nobody: block *
{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                  ^^^ rule `nobody`: `*` is not to be let in
"#,
        r#"
# as trust
# rule services: no service wildcard
{ "Effect": "Allow", "Principal": { "Service": "*" }, "Action": "sts:AssumeRole" }
                                               ^^^ rule `services`: `*` under `Service` lets in the services of every account
"#,
        r#"
# rule org: arn:aws:iam::*:root needs aws:PrincipalOrgID=o-a1b2c3
{ "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sqs:SendMessage", "Resource": "*" }
                                           ^^^^^^^^^^^^^^ rule `org`: `444455556666` is let in without a condition on `aws:PrincipalOrgID`
"#,
    ],
    clean: &[
        r#"
# rule ours: only 111122223333
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Principal": "*",
  "Condition": { "StringEquals": { "aws:PrincipalAccount": "111122223333" } }
}
"#,
        r#"
# rule nobody: block *
{ "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
# as trust
# rule services: no service wildcard
{ "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole" }
"#,
        r#"
# rule org: arn:aws:iam::*:root needs aws:PrincipalOrgID=o-a1b2c3
{
  "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sqs:SendMessage", "Resource": "*",
  "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3" } }
}
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    report_principals(cx);
}
