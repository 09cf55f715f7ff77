//! One ARN format, and whether it stands for an ARN or has one in common with a pattern.

use policy::{ARN_PARTS, Case, Glob, Token, arn_parts};

use super::condition_key::template_tokens;

/// An ARN format in its six parts; `${…}` is one letter or more but for the account, `*` any run.
pub(super) struct ArnFormat<'c> {
    text: &'c str,
    parts: [&'c str; ARN_PARTS],
}

/// Placeholders whose values hold no slash, by the naming rules of S3 and `DynamoDB`. Without this every object would
/// be a bucket too. Where other services' names hold one, as in paths of roles, AWS's placeholders do not tell.
const WITHOUT_SLASH: [(&str, &str); 7] = [
    ("dynamodb", "${TableName}"),
    ("s3", "${AccessPointName}"),
    ("s3", "${BucketName}"),
    ("s3-outposts", "${BucketName}"),
    ("s3express", "${BucketName}"),
    ("s3tables", "${TableBucketName}"),
    ("s3vectors", "${BucketName}"),
];

/// Whether the values of a placeholder (`BucketName`) in ARNs of a service hold no slash.
pub fn takes_no_slash(service: &str, placeholder: &str) -> bool {
    let bare =
        |known: &str| known.strip_prefix("${").and_then(|name| name.strip_suffix('}')) == Some(placeholder);
    WITHOUT_SLASH.iter().any(|(known, name)| *known == service && bare(name))
}

impl<'c> ArnFormat<'c> {
    pub(super) fn new(text: &'c str) -> Self {
        Self { text, parts: arn_parts(text).0 }
    }

    /// Whether it stands for an ARN of these parts, which hold no wildcards.
    pub(super) fn stands_for(&self, arn: &[&str; ARN_PARTS]) -> bool {
        let slashes = || arn.last().map_or(0, |resource| slashes(resource));
        // The last part differs most often.
        self.parts.iter().zip(arn).rev().all(|(part, text)| part_stands_for(part, text))
            && self.most_slashes().is_none_or(|most| slashes() <= most)
    }

    /// Whether some ARN is of this format and matches a pattern of these parts.
    pub(super) fn meets(&self, pattern: &[&Glob; ARN_PARTS]) -> bool {
        let [.., resource] = pattern;
        self.parts.iter().zip(pattern).rev().all(|(part, pattern)| part_meets(part, pattern))
            && self.has_room_for_slashes(resource)
    }

    pub(super) fn last_part(&self) -> &'c str {
        let [.., last] = self.parts;
        last
    }

    /// Whether some resource is named by this format and matches a pattern's last part, whatever the parts before it.
    pub(super) fn resource_meets(&self, pattern: &Glob) -> bool {
        part_meets(self.last_part(), pattern) && self.has_room_for_slashes(pattern)
    }

    /// The same of a format whose service part also matches a pattern's.
    pub(super) fn names(&self, service: &Glob, resource: &Glob) -> bool {
        let [_, _, own_service, ..] = self.parts;
        part_meets(own_service, service) && self.resource_meets(resource)
    }

    /// How many letters it prescribes: the more, the better it fits what it stands for.
    pub(super) fn letters(&self) -> usize {
        let tokens = template_tokens(self.text);
        tokens.iter().filter(|token| token.letter().is_some_and(|letter| letter != '*')).count()
    }

    fn has_room_for_slashes(&self, resource: &Glob) -> bool {
        let slashes = || resource.tokens().iter().filter(|token| **token == Token::Char('/')).count();
        self.most_slashes().is_none_or(|most| slashes() <= most)
    }

    /// How many slashes the last part of an ARN may have, where that is known.
    fn most_slashes(&self) -> Option<usize> {
        let [_, _, service, .., resource] = self.parts;
        if !resource.ends_with('}') {
            return None;
        }
        let mut of_service = WITHOUT_SLASH.iter().filter(|(known, _)| *known == service);
        of_service.any(|(_, placeholder)| resource.ends_with(placeholder)).then(|| slashes(resource))
    }
}

fn slashes(resource: &str) -> usize {
    resource.bytes().filter(|byte| *byte == b'/').count()
}

/// The account of a resource is empty where the resource is AWS's own, such as the SSM document `AWS-RunShellScript`.
const ACCOUNT: &str = "${Account}";

/// A part parted before its first placeholder or star.
fn parted(part: &str) -> (&str, &str) {
    let open = part.bytes().position(|byte| matches!(byte, b'$' | b'*')).unwrap_or(part.len());
    part.split_at_checked(open).unwrap_or((part, ""))
}

/// Whether the text is one placeholder and nothing else.
fn is_placeholder(text: &str) -> bool {
    text.starts_with("${") && text.bytes().position(|byte| byte == b'}') == Some(text.len() - 1)
}

fn part_stands_for(part: &str, text: &str) -> bool {
    let (head, open) = parted(part);
    let Some(rest) = text.as_bytes().strip_prefix(head.as_bytes()) else { return false };
    match open {
        "" => rest.is_empty(),
        ACCOUNT if head.is_empty() => true,
        _ if is_placeholder(open) => !rest.is_empty(),
        _ => glob(part).matches(text),
    }
}

fn part_meets(part: &str, pattern: &Glob) -> bool {
    let (head, open) = parted(part);
    match open {
        "" => pattern.matches(part),
        ACCOUNT if head.is_empty() && pattern.matches("") => true,
        // Any text of a letter or more.
        _ => begun(head, pattern.tokens()).is_some_and(|rest| is_laid_out(open, rest)) || glob(part).intersects(pattern),
    }
}

/// What follows these letters in tokens that begin with them.
fn begun<'t>(letters: &str, tokens: &'t [Token]) -> Option<&'t [Token]> {
    letters.chars().try_fold(tokens, |rest, letter| match rest {
        [Token::Char(own), behind @ ..] if *own == letter => Some(behind),
        _ => None,
    })
}

/// Whether placeholders and the letters between them find each their place in the tokens, each placeholder one token or more. It
/// is so in most cases where some text is of the format, and then no glob need be made.
fn is_laid_out(open: &str, tokens: &[Token]) -> bool {
    let Some((_, behind)) = open.strip_prefix("${").and_then(|open| open.split_once('}')) else { return false };
    let (letters, open) = parted(behind);
    match (letters, open) {
        ("", "") => !tokens.is_empty(),
        (_, "") => (1..tokens.len()).any(|at| begun(letters, tokens.get(at..).unwrap_or_default()) == Some(&[])),
        _ => (1..tokens.len()).find_map(|at| begun(letters, tokens.get(at..)?)).is_some_and(|rest| is_laid_out(open, rest)),
    }
}

/// Whether what the last part of a format has before its first placeholder agrees with what a pattern has before its first
/// wildcard, as far as both go: a service may have a hundred formats, and few are worth a closer look.
pub(super) fn may_name(last_part: &str, resource: &Glob) -> bool {
    let letters = last_part.chars().take_while(|letter| !matches!(letter, '$' | '*'));
    letters
        .zip(resource.tokens())
        .map_while(|(letter, token)| Some((letter, token.letter()?)))
        .all(|(one, other)| one == other)
}

pub(super) fn last_part(format: &str) -> &str {
    let mut colons = 0;
    let last = format.bytes().position(|byte| {
        colons += usize::from(byte == b':');
        colons == ARN_PARTS - 1
    });
    last.and_then(|colon| format.get(colon + 1..)).unwrap_or_default()
}

fn glob(part: &str) -> Glob {
    let star = |token| if token == Token::Char('*') { Token::AnyRun } else { token };
    Glob::from_tokens(template_tokens(part).into_iter().map(star), Case::Sensitive)
}
