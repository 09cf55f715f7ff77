//! An action that an organization lets be allowed only under conditions.

use policy::Severity;
use policy::tree::Policy;

use crate::house::report_conditions;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "configured-required-condition",
    aliases: &[],
    summary: "an action is allowed without the condition that a rule of the configuration demands",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
The configuration names actions that may be allowed only under certain conditions, or not under others. A condition meets the demand if it really holds requests to it: one that passes where the key is absent (`IfExists`, `ForAllValues`), one that only asks whether the key is there, or one that every value meets does not.

A wildcard that stands for such an action allows it too, as does a `NotAction` that does not list it. An action that the same policy denies again outright is not reported, nor is a condition that hangs on a policy variable.
",
    fix: r"
Add the condition to the statement, or move the action to a statement of its own and add it there.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html"],
    flagged: &[
        r#"
# rule pass-to: iam:PassRole needs iam:PassedToService
{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app" }
                               ^^^^^^^^^^^^^^ rule `pass-to`: `iam:PassRole` is allowed without a condition on `iam:PassedToService`
"#,
        r#"
# rule tls: s3:PutObject needs aws:SecureTransport=true
{
  "Effect": "Allow", "Action": ["s3:List*", "s3:*"], "Resource": "*",
                                            ^^^^^^ rule `tls`: `s3:*` allows `s3:PutObject` without a sufficient condition on `aws:SecureTransport`
  "Condition": { "Bool": { "aws:SecureTransport": "false" } }
}
"#,
        r#"
# rule at-home: ssm:StartSession needs aws:SourceIp or aws:SourceVpc
{
  "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
                               ^^^^^^^^^^^^^^^^^^ rule `at-home`: `ssm:StartSession` is allowed without a sufficient condition on any of `aws:SourceIp` and `aws:SourceVpc`
  "Condition": { "StringEqualsIfExists": { "aws:SourceVpc": "vpc-1a2b3c4d" } }
}
"#,
        r#"
# rule not-open: s3:* never under aws:SourceIp=0.0.0.0/0
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } }
                                                                   ^^^^^^^^^^^ rule `not-open`: this condition on `aws:SourceIp` is not to be used where `s3:GetObject` is allowed
}
"#,
    ],
    clean: &[
        r#"
# rule pass-to: iam:PassRole needs iam:PassedToService
{
  "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app",
  "Condition": { "StringEquals": { "iam:passedtoservice": "ec2.amazonaws.com" } }
}
"#,
        r#"
# rule tls: s3:PutObject needs aws:SecureTransport=true
{
  "Effect": "Allow", "Action": "s3:*", "Resource": "*",
  "Condition": { "Bool": { "aws:SecureTransport": true } }
}
"#,
        r#"
# rule at-home: ssm:StartSession needs aws:SourceIp or aws:SourceVpc
{
  "Effect": "Allow", "Action": "ssm:StartSession", "Resource": "*",
  "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
}
"#,
        r#"
# rule tls: s3:PutObject needs aws:SecureTransport=true
{ "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, _: &Policy) {
    report_conditions(cx);
}
