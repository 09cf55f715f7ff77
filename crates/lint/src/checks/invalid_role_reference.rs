//! A role that is gone.

use policy::Severity;
use policy::tree::{Principal, PrincipalType, Spanned, Statement};

use crate::deleted::report_unique_id;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-role-reference",
    aliases: &["INVALID_ROLE_REFERENCE"],
    summary: "a principal is the unique id of a role",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
AWS keeps roles in policies under a unique id that begins with `AROA`, and shows it when the role has been deleted. The statement then is about nobody, also if a role of the same name has been made since.
",
    fix: r"
Name the ARN of a role that exists, or remove the principal.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "AROADBQP57FF2AEXAMPLE" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                           ^^^^^^^^^^^^^^^^^^^^^^^ this is the id of a role that was likely deleted
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/AROA-like-name", "AIDACKCEVSQ6C2EXAMPLE"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Principal(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, _: Option<&PrincipalType>, principal: &Spanned<Principal>) {
    report_unique_id(cx, statement, principal, "AROA", "role");
}
