//! Names of resources in their places, and whether they can be such names.

use catalog::takes_no_slash;
use regex::Regex;

use super::build::Findings;
use super::holes::{Piece, Split};

/// What the names of some services hold: service, placeholder, pattern, and the pattern in words.
///
/// Sources: the naming rules of S3, and in the API references `CreateRole`, `CreateUser`, `CreateFunction`, `CreateTable`,
/// `CreateQueue`, `CreateTopic`, `CreateLogGroup`.
const NAMES: &[(&str, &str, &str, &str)] = &[
    (
        "s3",
        "BucketName",
        r"[a-z0-9](?:[a-z0-9-]|\.[a-z0-9]){1,61}[a-z0-9]",
        "3 to 63 lower-case letters, digits, hyphens and dots",
    ),
    ("iam", "RoleNameWithPath", IAM, IAM_WORDS),
    ("iam", "UserNameWithPath", IAM, IAM_WORDS),
    ("iam", "GroupNameWithPath", IAM, IAM_WORDS),
    ("iam", "PolicyNameWithPath", IAM, IAM_WORDS),
    (
        "lambda",
        "FunctionName",
        "[A-Za-z0-9_-]{1,64}(?::[A-Za-z0-9$_-]{1,128})?",
        "up to 64 letters, digits, hyphens and underscores",
    ),
    ("dynamodb", "TableName", "[A-Za-z0-9_.-]{3,255}", "3 to 255 letters, digits and characters of `_.-`"),
    (
        "sqs",
        "QueueName",
        r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo",
        "up to 80 letters, digits, hyphens and underscores, with `.fifo` at the end of a FIFO queue",
    ),
    (
        "sns",
        "TopicName",
        r"[A-Za-z0-9_-]{1,256}|[A-Za-z0-9_-]{1,251}\.fifo",
        "up to 256 letters, digits, hyphens and underscores, with `.fifo` at the end of a FIFO topic",
    ),
    (
        "logs",
        "LogGroupName",
        "[A-Za-z0-9_./#-]{1,512}",
        "up to 512 letters, digits and characters of `_./#-`",
    ),
];

const IAM: &str = r"(?:[\x21-\x7E]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,128}";
const IAM_WORDS: &str = "letters, digits and characters of `_+=,.@-`, with the path before it";

/// The last part of the ARN.
pub(super) fn filled(split: &Split<'_>, service: &str, found: &mut Findings) -> String {
    let mut text = String::new();
    for piece in &split.pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Hole(hole, "") => {
                text.push_str(&found.open(hole, format!("`resource_name` does not say the `{hole}`")));
            }
            Piece::Hole(hole, value) => {
                judge(service, hole, value, found);
                text.push_str(value);
            }
        }
    }
    let has_hole = split.pieces.iter().any(|piece| matches!(piece, Piece::Hole(..)));
    // AWS writes `*` for the name of some types.
    let stem = text.strip_suffix('*').map(str::to_owned);
    if let Some(stem) = stem.as_deref().filter(|_| !has_hole && !split.left_over.is_empty()) {
        let name = split.left_over.strip_prefix(stem).unwrap_or(split.left_over);
        judge(service, "name", name, found);
        return format!("{stem}{name}");
    }
    if let Some(stem) = stem.filter(|_| has_hole && split.pieces.last().is_some_and(is_star)) {
        found.note(format!("the `*` at the end is AWS's own, and stands for everything behind `{stem}`"));
    }
    if !split.left_over.is_empty() {
        found.note(format!("`{}` is left out: these ARNs have no place for a name", split.left_over));
    }
    text
}

fn is_star(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Text(text) if text.ends_with('*'))
}

fn judge(service: &str, hole: &str, value: &str, found: &mut Findings) {
    if value.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
        found.wrong(format!("the `{hole}` holds white space or control characters"));
        return;
    }
    if value.contains('/') && takes_no_slash(service, hole) {
        found.wrong(format!(
            "a `{hole}` holds no `/`, and `{value}` does: what stands behind it belongs to another type of resource"
        ));
        return;
    }
    if value.contains("${") {
        found.note(format!("the `{hole}` holds a policy variable, which a request gives its value"));
        return;
    }
    if value.contains(['*', '?']) {
        found.note(format!("`{value}` stands for every `{hole}` that matches"));
        return;
    }
    let rule = NAMES.iter().find(|(known, of, ..)| *known == service && *of == hole);
    if let Some((_, _, pattern, words)) = rule {
        let fits = Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|pattern| pattern.is_match(value));
        if !fits {
            found.wrong(format!("`{value}` cannot be a `{hole}`: it has {words}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_one_and_its_placeholder_is_there() {
        let catalog = catalog::Catalog::embedded();
        for (service, hole, pattern, _) in NAMES {
            assert!(Regex::new(&format!("^(?:{pattern})$")).is_ok(), "{pattern}");
            let place = format!("${{{hole}}}");
            assert!(catalog.arn_formats(service).any(|format| format.contains(&place)), "{service} {hole}");
        }
    }
}
