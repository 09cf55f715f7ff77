//! Offering the right name for a misspelt one that AWS refuses.

use policy::write::quote;
use policy::{Fix, Span};

use crate::cx::Finding;

/// Adds the names that may have been meant. If there is one only, replacing is safe, as AWS does not take the policy as it
/// stands; but not if what was written may say "not", which the name does not.
pub(crate) fn suggest(finding: Finding<'_>, written: &str, span: Span, near: &[&str]) {
    match near {
        [] => {}
        [one] => {
            let fix = if may_lose_negation(written, one) {
                Fix::risky(format!("replace it by `{one}`, which negates nothing"), span, quote(one))
            } else {
                Fix::safe(format!("replace it by `{one}`"), span, quote(one))
            };
            finding.help(format!("did you mean `{one}`?")).fix(fix);
        }
        several => {
            let list = several.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
            finding.help(format!("did you mean {list}?"));
        }
    }
}

/// Whether the written name has a sign of negation more than the other: `not`, `non`, `un`, `n` or `!`. A slip such as
/// `Conditionn` may look like one, and is left to the author.
fn may_lose_negation(written: &str, name: &str) -> bool {
    let signs = |text: &str| text.chars().filter(|letter| matches!(letter, 'n' | 'N')).count();
    written.contains('!') || signs(written) > signs(name)
}

#[cfg(test)]
mod tests {
    use super::may_lose_negation;

    #[test]
    fn a_name_without_the_negation_that_was_written_is_told_from_a_slip() {
        for (written, name, may) in [
            ("StringEqual", "StringEquals", false),
            ("StringNoEquals", "StringNotEquals", false),
            ("NotStringEquals", "StringNotEquals", false),
            ("Statments", "Statement", false),
            ("NotStringEquals", "StringEquals", true),
            ("StringUnEquals", "StringEquals", true),
            ("NotBool", "Bool", true),
            ("StringEqualsIfNotExists", "StringEqualsIfExists", true),
            ("UnAction", "Action", true),
            ("ActionNot", "Action", true),
            ("!Resource", "Resource", true),
        ] {
            assert_eq!(may_lose_negation(written, name), may, "{written}");
        }
    }
}
