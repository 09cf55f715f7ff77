//! Regular expressions for actions, as patterns with wildcards: rules are about these.

/// The patterns that match what the expression finds; nothing if it says what wildcards cannot.
///
/// As there, an expression may match anywhere in the name unless it is anchored.
pub(super) fn patterns(expression: &str) -> Option<Vec<String>> {
    let mut patterns = vec![String::new()];
    let mut rest = expression;
    let is_anchored = rest.starts_with('^');
    rest = rest.strip_prefix('^').unwrap_or(rest);
    let is_ended = rest.ends_with('$') && !rest.ends_with("\\$");
    rest = rest.strip_suffix('$').filter(|_| is_ended).unwrap_or(rest);
    if !is_anchored {
        append(&mut patterns, &["*".to_owned()]);
    }
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..)?;
        let (pieces, left) = match letter {
            '.' => match after.chars().next() {
                Some('*') => (vec!["*".to_owned()], after.get(1..)?),
                Some('+') => (vec!["?*".to_owned()], after.get(1..)?),
                _ => (vec!["?".to_owned()], after),
            },
            '\\' => {
                let escaped = after.chars().next().filter(|letter| !letter.is_ascii_alphanumeric())?;
                (vec![literal(escaped)?], after.get(escaped.len_utf8()..)?)
            }
            '(' => {
                let (inner, left) = after.split_once(')')?;
                let inner = inner.strip_prefix("?:").unwrap_or(inner);
                let choices = inner.split('|').map(|choice| choice.chars().map(literal).collect());
                (choices.collect::<Option<Vec<String>>>()?, left)
            }
            other => (vec![literal(other)?], after),
        };
        // What is repeated or may be missing has no counterpart.
        if left.starts_with(['*', '+', '?', '{']) {
            return None;
        }
        append(&mut patterns, &pieces);
        rest = left;
        if patterns.len() > 100 {
            return None;
        }
    }
    if !is_ended {
        append(&mut patterns, &["*".to_owned()]);
    }
    Some(patterns.iter().map(|pattern| pattern.replace("**", "*")).flat_map(with_service).collect())
}

/// What names no service may stand in the service or in the name.
fn with_service(pattern: String) -> Vec<String> {
    match pattern.as_str() {
        "*" => vec![pattern],
        text if text.contains(':') => vec![pattern],
        text => vec![format!("{text}:*"), format!("*:{text}")],
    }
}

fn append(patterns: &mut Vec<String>, pieces: &[String]) {
    *patterns =
        patterns.iter().flat_map(|start| pieces.iter().map(move |piece| format!("{start}{piece}"))).collect();
}

/// A letter that stands for itself both there and here.
fn literal(letter: char) -> Option<String> {
    (letter.is_ascii_alphanumeric() || matches!(letter, ':' | '-' | '_')).then(|| letter.to_string())
}

#[cfg(test)]
mod tests {
    use super::patterns;

    #[test]
    fn simple_expressions_are_patterns_with_wildcards() {
        for (expression, expected) in [
            ("^iam:Create.*", Some(vec!["iam:Create*"])),
            ("^iam:Put.*Policy$", Some(vec!["iam:Put*Policy"])),
            ("^s3:(Get|Put)Object$", Some(vec!["s3:GetObject", "s3:PutObject"])),
            (".*production.*", Some(vec!["*production*:*", "*:*production*"])),
            ("^ec2\\:.+Instances$", Some(vec!["ec2:?*Instances"])),
            ("^s3:Get[A-Z]+", None),
            ("^s3:(Get)?Object", None),
            ("^s3:\\w+", None),
            ("(?i)s3", None),
        ] {
            let expected = expected.map(|all| all.into_iter().map(str::to_owned).collect());
            assert_eq!(patterns(expression), expected, "{expression}");
        }
    }
}
