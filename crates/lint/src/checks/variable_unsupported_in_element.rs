//! A policy variable where none is replaced.

use policy::Severity;
use policy::tree::{Condition, PrincipalElement, Statement};

use crate::variables::holds_variable;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "variable-unsupported-in-element",
    aliases: &["VARIABLE_UNSUPPORTED_IN_ELEMENT"],
    summary: "a policy variable stands in an element that takes none",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS replaces policy variables in `Resource`, `NotResource` and the values of conditions only. Anywhere else the policy is refused, or the text stands for itself and matches nothing.
",
    fix: r"
Name the actions and principals in full; what depends on the caller goes into a condition such as `aws:PrincipalArn`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"],
    flagged: &[
        r#"
# as resource AWS::S3::Bucket
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
  "Principal": { "AWS": "arn:aws:iam::111122223333:user/${aws:username}" }
                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a principal takes no policy variables
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:${aws:PrincipalTag/verb}Object", "Resource": "*",
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ an action takes no policy variables
  "Condition": { "StringEquals": { "aws:RequestTag/${aws:username}": "x" } }
                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a condition key takes no policy variables
}
"#,
    ],
    clean: &[r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "NotResource": "arn:aws:s3:::${aws:username}",
  "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:user/${aws:username}" } }
}
"#],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(sid) = statement.sid.as_ref().filter(|sid| holds_variable(&sid.value)) {
        cx.report(sid.span, "a Sid takes no policy variables");
    }
    for action in statement.actions().iter().chain(statement.not_actions()) {
        if holds_variable(action.value.as_str()) {
            cx.report(action.span, "an action takes no policy variables");
        }
    }
    let elements = statement.principal.iter().chain(&statement.not_principal);
    for principal in elements.flat_map(PrincipalElement::principals) {
        if holds_variable(&principal.value.text) {
            cx.report(principal.span, "a principal takes no policy variables")
                .help("name the principal in full, or test `aws:PrincipalArn` in a condition");
        }
    }
    for (_, entry) in statement.condition.iter().flat_map(Condition::entries) {
        if holds_variable(&entry.key.value.text) {
            cx.report(entry.key.span, "a condition key takes no policy variables");
        }
    }
}
