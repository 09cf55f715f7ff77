//! An element together with its opposite.

use policy::Severity;
use policy::Span;
use policy::tree::Statement;

use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "unsupported-element-combination",
    aliases: &["UNSUPPORTED_ELEMENT_COMBINATION"],
    summary: "a statement has an element and its opposite",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
`Action` says which actions are meant, `NotAction` says all but these; a statement can hold one of them only. The same goes for `Resource` and `Principal`. AWS refuses both together.
",
    fix: r"
Keep one, or write two statements.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"],
    flagged: &[
        r#"
{
  "Effect": "Deny",
  "Action": "s3:*",
  "NotAction": "s3:GetObject",
  ^^^^^^^^^^^ `NotAction` cannot stand beside `Action`
  "Resource": "*"
}
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let pairs = [
        ("Action", statement.action.as_ref().map(|it| it.key), statement.not_action.as_ref().map(|it| it.key)),
        ("Resource", statement.resource.as_ref().map(|it| it.key), statement.not_resource.as_ref().map(|it| it.key)),
        ("Principal", statement.principal.as_ref().map(|it| it.key), statement.not_principal.as_ref().map(|it| it.key)),
    ];
    for (name, plain, negated) in pairs {
        if let (Some(plain), Some(negated)) = (plain, negated) {
            report(cx, name, plain, negated);
        }
    }
}

fn report(cx: &mut Cx<'_>, name: &str, plain: Span, negated: Span) {
    cx.report(negated, format!("`Not{name}` cannot stand beside `{name}`")).label(plain, format!("`{name}` is here"));
}
