//! Roles of a name that a service gives them may be passed to any service.

use policy::Severity;
use policy::tree::{PolicyKind, Statement};

use crate::breadth::{PASS_ROLE, pattern_of_one_service, wide_pattern};
use crate::constraint::pins_any;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "pass-role-review",
    aliases: &[],
    summary: "roles are passed by a name pattern of one service, to any service",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
A pattern such as `role/service-role/AWSBatchJobRole*` is meant for one service, and AWS's own policies use such patterns. But nothing keeps other roles from getting a name that fits, and nothing says that only this service gets them.
",
    fix: r"
Add a condition on `iam:PassedToService` with the service that the roles are for.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/service-role/AWSBatchJobRole*" }
                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ every role that `arn:aws:iam::*:role/service-role/AWSBatchJobRole*` stands for may be passed to any service
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/service-role/AWSBatchJobRole*",
  "Condition": { "StringEquals": { "iam:PassedToService": "batch.amazonaws.com" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app" }
"#,
        r#"
{ "Effect": "Deny", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/AWSBatchJobRole*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let passes = statement.actions().iter().any(|action| action.value.matches(PASS_ROLE.action));
    if cx.kind != PolicyKind::Identity || !statement.allows() || !passes {
        return;
    }
    // The checks for wider patterns say more.
    let wide = wide_pattern(cx, statement, &PASS_ROLE);
    let Some((span, text)) = pattern_of_one_service(cx, statement, &PASS_ROLE).filter(|_| wide.is_none())
    else {
        return;
    };
    if pins_any(statement, PASS_ROLE.keys).is_no() {
        cx.report(span, format!("every role that `{text}` stands for may be passed to any service"))
            .help("add a condition on `iam:PassedToService`");
    }
}
