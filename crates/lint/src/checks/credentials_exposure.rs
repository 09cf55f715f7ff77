//! Handing out the credentials of others.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "credentials-exposure",
    aliases: &["CredentialsExposure", "CKV_AWS_107", "CKV_AWS_287"],
    summary: "an action that hands out credentials is allowed without a limit",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Whoever may make an access key for any user, or fetch a password of any machine, can act as that user or on that machine, and what is done then is not seen to be the caller's doing.

Actions whose token can do no more than its caller, such as `ecr:GetAuthorizationToken`, are not meant.
",
    fix: r#"
Name the users, databases or instances; for people who look after their own keys: `"Resource": "arn:aws:iam::*:user/${aws:username}"`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": ["iam:ListUsers", "iam:CreateAccessKey"], "Resource": "*" }
                                                 ^^^^^^^^^^^^^^^^^^^^^ `iam:CreateAccessKey` may hand out the credentials of anybody
"#,
        r#"
{ "Effect": "Allow", "Action": "redshift:GetClusterCred*", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^ `redshift:GetClusterCred*` may hand out the credentials of anybody
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:CreateLoginProfile", "Resource": "arn:aws:iam::111122223333:user/*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^ `iam:CreateLoginProfile` may hand out the credentials of anybody
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::111122223333:user/interns/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::111122223333:user/${aws:username}" }
"#,
        r#"
{ "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*" }
"#,
        r#"
{ "Effect": "Deny", "Action": "iam:CreateAccessKey", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Credentials]) {
        reach::report(
            cx,
            &grants,
            "may hand out the credentials of anybody",
            "name the resources it is needed for",
        );
    }
}
