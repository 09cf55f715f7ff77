//! Texts with policy variables, filled in from a request.

use policy::tree::{Part, Template};
use policy::{Case, Glob, Token};

use crate::{Context, Values};

/// What a text with variables stands for in one request.
pub(crate) enum Filled {
    /// As a pattern: wildcards of the policy are wildcards, all that came from the request stands for itself.
    Pattern(Glob),
    /// A variable has no value: `KEY`.
    Missing(String),
    /// A variable's value is not known.
    Unknown(String),
}

/// Whether `*` and `?` in the text are wildcards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wildcards {
    Active,
    Literal,
}

/// A multivalued key has no one value, so a variable never takes it; its default is only for a key that is absent.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
pub(crate) fn fill(parts: &[Part], wildcards: Wildcards, context: &Context) -> Filled {
    let mut tokens = Vec::new();
    for part in parts {
        match part {
            Part::Text(text) if wildcards == Wildcards::Active => {
                tokens.extend(text.chars().map(Token::written));
            }
            Part::Text(text) => tokens.extend(text.chars().map(Token::Char)),
            Part::Literal(letter) => tokens.push(Token::Char(*letter)),
            Part::Variable { key, default } => match (context.get(key), default) {
                (Some(Values::One(value)), _) | (None, Some(value)) => {
                    tokens.extend(value.chars().map(Token::Char));
                }
                (Some(Values::Unknown), _) => return Filled::Unknown(key.clone()),
                (Some(Values::Many(_)) | None, _) => return Filled::Missing(key.clone()),
            },
        }
    }
    Filled::Pattern(Glob::from_tokens(tokens, Case::Sensitive))
}

/// The text with the values of its variables, each of whose letters stands for itself, and with the variables whose value is not
/// known; none if one has no value.
pub(crate) fn resolved(text: &str, context: &Context) -> Option<String> {
    let mut resolved = String::new();
    for part in Template::parse(text).parts {
        let value = match part {
            Part::Text(text) => {
                resolved.push_str(&text.replace('$', "${$}"));
                continue;
            }
            Part::Literal(letter) => letter.to_string(),
            Part::Variable { key, default } => match (context.get(&key), default) {
                (Some(Values::One(value)), _) => value.clone(),
                (None, Some(value)) => value,
                (Some(Values::Unknown), _) => {
                    resolved.extend(["${", &key, "}"]);
                    continue;
                }
                (Some(Values::Many(_)) | None, _) => return None,
            },
        };
        value.chars().for_each(|letter| literal(letter, &mut resolved));
    }
    Some(resolved)
}

fn literal(letter: char, text: &mut String) {
    match letter {
        '*' | '?' | '$' => text.extend(['$', '{', letter, '}']),
        letter => text.push(letter),
    }
}

/// The parts of a text, if variables are active and it has any, literal ones included.
pub(crate) fn parts(text: &str, variables: bool) -> Option<Vec<Part>> {
    let is_template = variables && text.contains("${");
    is_template
        .then(|| Template::parse(text).parts)
        .filter(|parts| parts.iter().any(|part| !matches!(part, Part::Text(_))))
}
