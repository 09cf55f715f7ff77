//! A wildcard under an operator that takes none.

use catalog::Scalar;
use policy::tree::{
    ConditionEntry, Literal, Operator, OperatorName, OperatorType, Part, Spanned, Statement, Template,
};
use policy::{Safety, Severity};

use crate::condition_keys::KeyFacts;
use crate::literals::has_wildcard;
use crate::operators::{renamed, replace};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-without-like-operator",
    aliases: &["WILDCARD_WITHOUT_LIKE_OPERATOR"],
    summary: "a value has a wildcard where the operator compares letter by letter",
    category: Category::Effect,
    severity: Severity::Warning,
    since: "0.1.0",
    why: r"
`StringEquals` and its kin take `*` and `?` for themselves. A value such as `red-*` then only equals the text `red-*`, so the condition practically never holds, or, if it is negated, always. A `${*}` means the star itself and is not flagged.
",
    fix: r"
Use `StringLike`, or for ARNs `ArnLike`; or write the values in full.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    ],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red-*" } }
                                                            ^^^^^^^ `StringEquals` takes the wildcard in `red-*` for a letter
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ForAllValues:StringNotEqualsIgnoreCase": { "aws:TagKeys": ["team", "cost?center"] } }
                                                                                     ^^^^^^^^^^^^^ `ForAllValues:StringNotEqualsIgnoreCase` takes the wildcard in `cost?center` for a letter
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "StringLike": { "aws:PrincipalTag/team": "red-*" }, "StringNotEquals": { "aws:PrincipalTag/team": "red-old" } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-logs",
  "Condition": { "StringEquals": { "s3:prefix": ["", "a${*}b", "${aws:username}/"] } }
}
"#,
        r#"
{
  "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*",
  "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } }
}
"#,
    ],
    run: Run::Condition(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement, operator: &Spanned<Operator>, entry: &ConditionEntry) {
    let Some(name) = operator.value.name else { return };
    if name.value_type() != OperatorType::String || name.takes_wildcards() {
        return;
    }
    let mut wild = entry.values.iter().filter(|value| holds_wildcard(&value.value)).peekable();
    if wild.peek().is_none() {
        return;
    }
    let like = renamed(&operator.value, like(cx, name, entry));
    // A pattern would also tell letter case apart.
    let ignores_case = name.text().ends_with("IgnoreCase");
    let fix = replace(statement, operator, &like, Safety::Unsafe).filter(|_| !ignores_case);
    for value in wild {
        let text = value.value.text();
        let finding = cx
            .report(
                value.span,
                format!("`{}` takes the wildcard in `{text}` for a letter", operator.value.text),
            )
            .help(format!("use `{like}`"));
        if let Some(fix) = &fix {
            finding.fix(fix.clone());
        }
    }
}

fn holds_wildcard(literal: &Literal) -> bool {
    let Literal::String(text) = literal else { return false };
    has_wildcard(text)
        && Template::parse(text)
            .parts
            .iter()
            .any(|part| matches!(part, Part::Text(text) if has_wildcard(text)))
}

fn like(cx: &Cx<'_>, name: OperatorName, entry: &ConditionEntry) -> OperatorName {
    let is_arn = KeyFacts::of(cx.catalog, &entry.key.value).is_some_and(|facts| facts.scalar == Scalar::Arn);
    match (is_arn, name.is_negated()) {
        (true, false) => OperatorName::ArnLike,
        (true, true) => OperatorName::ArnNotLike,
        (false, false) => OperatorName::StringLike,
        (false, true) => OperatorName::StringNotLike,
    }
}
