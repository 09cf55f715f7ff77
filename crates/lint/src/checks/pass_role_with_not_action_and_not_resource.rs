//! `NotAction` leaves `iam:PassRole` allowed on all roles that `NotResource` does not name.

use policy::Severity;
use policy::tree::Statement;

use crate::breadth::{self, Named, On, PASS_ROLE};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "pass-role-with-not-action-and-not-resource",
    aliases: &["PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE"],
    summary: "`NotAction` leaves `iam:PassRole` allowed on all roles that `NotResource` does not name",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Whoever may pass a role to a service can make the service act with all that the role may do. With `NotAction` and `NotResource`, roles are among them that nobody thought of, also those of administrators: a common way from few permissions to all of them.

A condition that holds `iam:PassedToService` to certain services limits where the roles can go, so the check is silent then; a condition that any service meets does not.
",
    fix: r#"
Name the roles in `Resource`, or add a condition such as `"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}`.
"#,
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
    flagged: &[r#"
{ "Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }
                                          ^^^^^^^^^^^^^ `NotAction` leaves `iam:PassRole` allowed on every role that `NotResource` does not name
"#],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "s3:*", "NotResource": "arn:aws:iam::*:role/*" }
"#,
        r#"
{ "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:iam::111122223333:role/admin" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    breadth::report(cx, statement, &PASS_ROLE, Named::ByException, On::NotResource);
}
