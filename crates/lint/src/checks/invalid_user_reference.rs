//! A user who is gone.

use policy::Severity;
use policy::tree::{Principal, PrincipalType, Spanned, Statement};

use crate::deleted::report_unique_id;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-user-reference",
    aliases: &["INVALID_USER_REFERENCE"],
    summary: "a principal is the unique id of a user",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
AWS keeps users in policies under a unique id that begins with `AIDA`, and shows it when the user has been deleted. The statement then is about nobody, also if a user of the same name has been made since.
",
    fix: r"
Name the ARN of a user who exists, or remove the principal.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": ["AIDACKCEVSQ6C2EXAMPLE", "111122223333"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                            ^^^^^^^^^^^^^^^^^^^^^^^ this is the id of a user that was likely deleted
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:user/AIDAN", "AROADBQP57FF2AEXAMPLE"] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Principal(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, _: Option<&PrincipalType>, principal: &Spanned<Principal>) {
    report_unique_id(cx, statement, principal, "AIDA", "user");
}
