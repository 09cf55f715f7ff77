//! A condition operator that does not exist.

use policy::Severity;
use policy::tree::{Operator, OperatorName, SetPrefix, Statement};

use catalog::nearest_words;
use crate::names::suggest;
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-condition-operator",
    aliases: &["INVALID_CONDITION_OPERATOR"],
    summary: "a condition operator does not exist",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
AWS refuses a policy with an operator that it does not know, and letter case counts; a tool that takes it for valid lets a policy through that protects nothing.
Only some operators have a negation, and only in one place: it is `StringNotEquals`, but `NotIpAddress`, and for `Bool` the other value is written.
",
    fix: r"
Write one of the operators of the policy language, with an optional `ForAllValues:` or `ForAnyValue:` before it and `IfExists` after it.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"],
    flagged: &[
        r#"
{
  "Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*",
  "Condition": { "stringEquals": { "aws:PrincipalAccount": "111122223333" }, "StringEqual": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }
                 ^^^^^^^^^^^^^^ `stringEquals` is no condition operator
                                                                             ^^^^^^^^^^^^^ `StringEqual` is no condition operator
}
"#,
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "ForAnyValues:StringNotLikes": { "aws:TagKeys": "team" } }
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ForAnyValues:StringNotLikes` is no condition operator
}
"#,
    ],
    clean: &[
        r#"
{
  "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "ForAnyValue:StringNotLikeIfExists": { "aws:TagKeys": "team" }, "NumericLessThan": { "s3:max-keys": "10" } }
}
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    let Some(condition) = &statement.condition else { return };
    for block in &condition.blocks {
        let Operator { text, name: None, .. } = &block.operator.value else { continue };
        if cx.is_full() {
            return;
        }
        let span = block.operator.span;
        let near = nearest_operators(text);
        let near: Vec<_> = near.iter().map(String::as_str).collect();
        let finding = cx.report(span, format!("`{text}` is no condition operator"));
        match near.as_slice() {
            // Renaming would repeat the key and lose one of the two.
            [one] if condition.has_operator(one) => {
                finding.help(format!("did you mean `{one}`? move what it holds to the one that is there"));
            }
            near => suggest(finding, text, span, near),
        }
    }
}

/// The nearest operators, prefix and suffix looked for on their own, so that all combinations are found.
fn nearest_operators(text: &str) -> Vec<String> {
    let (prefixes, rest) = match text.split_once(':') {
        Some((prefix, rest)) => {
            let known = [SetPrefix::ForAllValues.text(), SetPrefix::ForAnyValue.text()];
            (nearest_words(prefix, known).iter().map(|prefix| format!("{prefix}:")).collect(), rest)
        }
        None => (vec![String::new()], text),
    };
    let plain = OperatorName::ALL.iter().map(|name| name.text());
    let suffixed: Vec<_> = OperatorName::ALL
        .iter()
        .filter(|name| **name != OperatorName::Null)
        .map(|name| format!("{}IfExists", name.text()))
        .collect();
    let all: Vec<_> = plain.chain(suffixed.iter().map(String::as_str)).collect();
    let near = nearest_negated(rest, &all).unwrap_or_else(|| nearest_words(rest, all.iter().copied()));
    prefixes.iter().flat_map(|prefix| near.iter().map(move |name| format!("{prefix}{name}"))).collect()
}

/// The nearest operators that negate, for a text that does, wherever its `not` stands; none if it has no `not` or is near to none.
fn nearest_negated<'a>(text: &str, all: &[&'a str]) -> Option<Vec<&'a str>> {
    let rest = without_not(text)?;
    let negated: Vec<_> = all.iter().filter_map(|name| Some((*name, without_not(name)?))).collect();
    let near = nearest_words(&rest, negated.iter().map(|(_, rest)| rest.as_str()));
    let names = negated.iter().filter(|(_, rest)| near.contains(&rest.as_str())).map(|(name, _)| *name);
    Some(names.collect()).filter(|names: &Vec<_>| !names.is_empty())
}

/// The operator without its `not`, in any letter case; none if it has none. What follows `If` is about the key.
fn without_not(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("not").filter(|at| lower.find("if").is_none_or(|suffix| *at < suffix))?;
    let (before, after) = (text.get(..at)?, text.get(at + "not".len()..)?);
    Some(format!("{before}{after}"))
}

#[cfg(test)]
mod tests {
    use super::nearest_operators;

    #[test]
    fn a_negation_in_another_place_is_kept() {
        for (written, near) in [
            ("NotStringEquals", &["StringNotEquals"][..]),
            ("stringEqualsNot", &["StringNotEquals"]),
            ("ForAllValues:NotStringLike", &["ForAllValues:StringNotLike"]),
            ("NotStringEqualIfExists", &["StringNotEqualsIfExists"]),
            ("IpNotAddress", &["NotIpAddress"]),
            ("NotIpAdress", &["NotIpAddress"]),
            ("NotArnLike", &["ArnNotLike"]),
            ("NumericNotEqual", &["NumericNotEquals"]),
            ("StringEqual", &["StringEquals"]),
            ("StringEqualsIfNotExists", &["StringEqualsIfExists"]),
        ] {
            assert_eq!(nearest_operators(written), near, "{written}");
        }
    }
}
