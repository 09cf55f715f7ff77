//! An action that another entry of the list covers.

use policy::Severity;
use policy::tree::Policy;

use crate::redundancy;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "redundant-action",
    aliases: &["REDUNDANT_ACTION"],
    summary: "an action is listed twice or covered by a wildcard of the same list",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
The entry adds nothing and uses up characters, of which a policy may have few. Entries that overlap in part are both needed and not reported. Letter case does not matter.
",
    fix: r"
Remove the entry.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "iam:GetCredentialReport", "IAM:list*"], "Resource": "*" }
                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^ `iam:GetCredentialReport` is covered by `iam:Get*`
                                                                                    ^^^^^^^^^^^ `IAM:list*` is covered by `iam:List*`
"#,
        r#"
{ "Effect": "Deny", "NotAction": ["sts:AssumeRole", "iam:*", "sts:AssumeRole", "iam:Get?ole"], "Resource": "*" }
                                                             ^^^^^^^^^^^^^^^^ `sts:AssumeRole` is listed twice
                                                                               ^^^^^^^^^^^^^ `iam:Get?ole` is covered by `iam:*`
"#,
        r#"
{
  "Effect": "Allow",
  "Action": [
    "s3:GetObject",
    ^^^^^^^^^^^^^^ `s3:GetObject` is covered by `*`
    "*"
  ],
  "Resource": "arn:aws:s3:::b/*"
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["iam:Get*", "iam:*CredentialReport"], "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:Get*", "s3-object-lambda:GetObject", "s3:Put*"], "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    for statement in &policy.statements {
        redundancy::report(cx, statement.action.as_ref());
        redundancy::report(cx, statement.not_action.as_ref());
    }
}
