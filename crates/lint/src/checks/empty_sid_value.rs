//! A Sid without a letter.

use policy::tree::Statement;
use policy::{Fix, Safety, Severity};

use crate::{Category, Check, Cx, Run, removal};

pub(super) const CHECK: Check = Check {
    id: "empty-sid-value",
    aliases: &["EMPTY_SID_VALUE"],
    summary: "a Sid is empty",
    category: Category::Clarity,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r"
An empty Sid names nothing. Some tools write it without being asked.
",
    fix: r"
Give the statement a name, or leave the Sid out.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html"],
    flagged: &[
        r#"
{ "Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
         ^^ the Sid is empty
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Sid": "" }
                                                                                      ^^ the Sid is empty
"#,
    ],
    clean: &[
        r#"
{ "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(sid) = statement.sid.as_ref().filter(|sid| sid.value.is_empty()) else { return };
    let removed = removal::member_with_value(cx, sid.span);
    let finding = cx.report(sid.span, "the Sid is empty").help("leave it out, or give the statement a name");
    if let Some(edit) = removed {
        let edits = vec![edit];
        finding.fix(Fix { title: "remove the Sid".to_owned(), safety: Safety::Safe, edits });
    }
}
