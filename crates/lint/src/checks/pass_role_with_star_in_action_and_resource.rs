//! Wildcards allow `iam:PassRole` on many roles.

use policy::Severity;
use policy::tree::Statement;

use crate::breadth::{self, Named, On, PASS_ROLE};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "pass-role-with-star-in-action-and-resource",
    aliases: &["PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE"],
    summary: "wildcards allow `iam:PassRole` on many roles",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Whoever may pass a role to a service can make the service act with all that the role may do. With wildcards in action and resource, roles are among them that nobody thought of, also those of administrators: a common way from few permissions to all of them.

A condition that holds `iam:PassedToService` to certain services limits where the roles can go, so the check is silent then; a condition that any service meets does not.
",
    fix: r#"
Name the roles in `Resource`, or add a condition such as `"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "iam:*", "Resource": "*" }
                               ^^^^^^^ `iam:*` allows `iam:PassRole` on every role that `*` stands for
"#,
        r#"
{
  "Effect": "Allow", "Action": "iam:*", "Resource": "*",
                               ^^^^^^^ `iam:*` allows `iam:PassRole` on every role that `*` stands for
  "Condition": { "StringLike": { "iam:PassedToService": "*" } }
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }
"#,
        r#"
{
  "Effect": "Allow", "Action": "iam:*", "Resource": "*",
  "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:*", "Resource": ["arn:aws:iam::*:role/app", "arn:aws:iam::*:role/service-role/AWSBatchJobRole*"] }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    breadth::report(cx, statement, &PASS_ROLE, Named::ByWildcard, On::Pattern);
}
