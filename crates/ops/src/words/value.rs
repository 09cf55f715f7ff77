//! Texts of a policy that may hold policy variables.

use policy::tree::{Part, Template};

use super::key::meaning;
use super::list::{joined, quoted};

/// A text of the policy, with what its variables stand for if they are active.
pub(super) fn value(text: &str, variables: bool) -> String {
    if !variables || !text.contains("${") {
        return quoted(text);
    }
    let template = Template::parse(text);
    if let [Part::Variable { key, default }] = template.parts.as_slice() {
        return one_of(key, default.as_deref());
    }
    let mut told: Vec<String> = Vec::new();
    for part in &template.parts {
        if let Part::Variable { key, default } = part {
            let stands = format!("{} is {}", quoted(&format!("${{{key}}}")), one_of(key, default.as_deref()));
            if !told.contains(&stands) {
                told.push(stands);
            }
        }
    }
    if told.is_empty() { quoted(text) } else { format!("{} ({})", quoted(text), joined(&told, "and")) }
}

/// Whether the text has wildcards, where it may have some.
pub(super) fn has_wildcard(text: &str, variables: bool) -> bool {
    if !variables || !text.contains("${") {
        return text.contains(['*', '?']);
    }
    let parts = Template::parse(text).parts;
    parts.iter().any(|part| matches!(part, Part::Text(text) if text.contains(['*', '?'])))
}

fn one_of(key: &str, default: Option<&str>) -> String {
    match default {
        Some(default) => format!("{}, or {} where there is none", meaning(key), quoted(default)),
        None => meaning(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_named() {
        for (text, expected) in [
            ("plain*", "`plain*`"),
            ("${aws:username}", "the caller's user name"),
            ("${aws:PrincipalTag/team, 'none'}", "the caller's tag `team`, or `none` where there is none"),
            (
                "home/${aws:username}/*",
                "`home/${aws:username}/*` (`${aws:username}` is the caller's user name)",
            ),
            ("a${*}", "`a${*}`"),
        ] {
            assert_eq!(value(text, true), expected);
            assert_eq!(value(text, false), quoted(text), "without variables it is text");
        }
        assert!(has_wildcard("${aws:username}*", true) && !has_wildcard("a${*}", true));
        assert!(has_wildcard("a${*}", false), "without variables a star is a star");
    }
}
