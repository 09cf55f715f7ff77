//! A statement about no resource, or about all but none.

use policy::Severity;
use policy::tree::Statement;

use crate::emptiness::lists_nothing;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "empty-array-resource",
    aliases: &["EMPTY_ARRAY_RESOURCE"],
    summary: "`Resource` or `NotResource` is an empty list",
    category: Category::Effect,
    severity: Severity::Suggestion,
    since: "0.1.0",
    why: r#"
`"Resource": []` names no resource, so the statement does nothing. `"NotResource": []` excepts none, so the statement is about every resource there is.
"#,
    fix: r"
List the resources that were meant, or remove the statement.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": [] }
                                                           ^^ `Resource` is empty, so the statement does nothing
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "NotResource": [] }
                                                              ^^ `NotResource` is empty, so the statement is about every resource
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*"] }
"#,
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": [{ "Ref": "Bucket" }] }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(element) = statement.resource.as_ref().filter(|element| lists_nothing(element)) {
        cx.report(element.span, "`Resource` is empty, so the statement does nothing");
    }
    if let Some(element) = statement.not_resource.as_ref().filter(|element| lists_nothing(element)) {
        cx.report(element.span, "`NotResource` is empty, so the statement is about every resource");
    }
}
