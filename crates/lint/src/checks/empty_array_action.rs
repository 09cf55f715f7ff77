//! A statement about no action, or about all but none.

use policy::Severity;
use policy::tree::Statement;

use crate::emptiness::lists_nothing;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "empty-array-action",
    aliases: &["EMPTY_ARRAY_ACTION"],
    summary: "`Action` or `NotAction` is an empty list",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r#"
`"Action": []` names no action, so the statement does nothing. `"NotAction": []` excepts none, so the statement is about every action there is.
"#,
    fix: r"
List the actions that were meant, or remove the statement.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": [], "Resource": "arn:aws:s3:::b/*" }
                               ^^ `Action` is empty, so the statement does nothing
"#,
        r#"
{ "Effect": "Deny", "NotAction": [], "Resource": "arn:aws:s3:::b/*" }
                                 ^^ `NotAction` is empty, so the statement is about every action
"#,
        r#"
{ "Effect": "Allow", "NotAction": [], "Resource": "*" }
                                  ^^ `NotAction` is empty, so the statement is about every action
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": [{ "Ref": "Action" }], "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(element) = statement.action.as_ref().filter(|element| lists_nothing(element)) {
        cx.report(element.span, "`Action` is empty, so the statement does nothing");
    }
    if let Some(element) = statement.not_action.as_ref().filter(|element| lists_nothing(element)) {
        cx.report(element.span, "`NotAction` is empty, so the statement is about every action");
    }
}
