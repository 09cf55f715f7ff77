//! One ARN format, and whether it stands for an ARN or has one in common with a pattern.

use policy::{Case, Glob, Token};

use super::condition_key::template_tokens;

/// An ARN format in its six parts; `${…}` is one letter or more but for the account, `*` any run.
pub(super) struct ArnFormat<'c> {
    text: &'c str,
    parts: [&'c str; PARTS],
}

pub(super) const PARTS: usize = 6;

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

/// The parts of an ARN or of a format; those that it does not have are empty.
pub(super) fn parts(text: &str) -> [&str; PARTS] {
    let mut parts = [""; PARTS];
    let mut start = 0;
    let (last, before) = match &mut parts {
        [before @ .., last] => (last, before),
    };
    for part in before {
        let behind = text.as_bytes().get(start..).unwrap_or_default();
        // Parts are short: to look at each letter takes no longer than to make ready for a faster search.
        let Some(length) = behind.iter().position(|byte| *byte == b':') else {
            *part = text.get(start..).unwrap_or_default();
            return parts;
        };
        *part = text.get(start..start + length).unwrap_or_default();
        start += length + 1;
    }
    *last = text.get(start..).unwrap_or_default();
    parts
}

impl<'c> ArnFormat<'c> {
    pub(super) fn new(text: &'c str) -> Self {
        Self { text, parts: parts(text) }
    }

    /// Whether it stands for an ARN of these parts, which hold no wildcards.
    pub(super) fn stands_for(&self, arn: &[&str; PARTS]) -> bool {
        let most = self.most_slashes();
        let slashes = || arn.last().map_or(0, |resource| resource.matches('/').count());
        (most == usize::MAX || slashes() <= most)
            && self.parts.iter().zip(arn).all(|(part, text)| part_stands_for(part, text))
    }

    /// Whether some ARN is of this format and matches a pattern of these parts.
    pub(super) fn meets(&self, pattern: &[&Glob; PARTS]) -> bool {
        let [.., resource] = pattern;
        self.has_room_for_slashes(resource)
            && self.parts.iter().zip(pattern).all(|(part, pattern)| part_meets(part, pattern))
    }

    /// Whether some resource is named by this format and matches a pattern's last part, whatever the parts before it.
    pub(super) fn resource_meets(&self, pattern: &Glob) -> bool {
        let [.., resource] = self.parts;
        self.has_room_for_slashes(pattern) && part_meets(resource, pattern)
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
        let most = self.most_slashes();
        let slashes = || resource.tokens().iter().filter(|token| **token == Token::Char('/')).count();
        most == usize::MAX || slashes() <= most
    }

    fn most_slashes(&self) -> usize {
        let [_, _, service, .., resource] = self.parts;
        let holds_none = |placeholder: &str| WITHOUT_SLASH.contains(&(service, placeholder));
        let last = resource.rfind("${").and_then(|start| resource.get(start..)).unwrap_or("");
        if holds_none(last) { resource.matches('/').count() } else { usize::MAX }
    }
}

/// The account of a resource is empty where the resource is AWS's own, such as the SSM document `AWS-RunShellScript`.
const ACCOUNT: &str = "${Account}";

/// Whether the part is one placeholder and nothing else.
fn is_placeholder(part: &str) -> bool {
    part.starts_with("${") && part.find('}') == Some(part.len() - 1)
}

fn part_stands_for(part: &str, text: &str) -> bool {
    if part == ACCOUNT {
        return true;
    }
    if is_placeholder(part) {
        return !text.is_empty();
    }
    let Some(wild) = part.find(['$', '*']) else { return part == text };
    let head = part.get(..wild).unwrap_or("");
    let Some(rest) = text.strip_prefix(head) else { return false };
    let is_last = part.get(wild..).is_some_and(|open| open.find('}') == Some(open.len() - 1));
    if is_last && part.get(wild..).is_some_and(|open| open.starts_with("${")) {
        return !rest.is_empty();
    }
    glob(part).matches(text)
}

fn part_meets(part: &str, pattern: &Glob) -> bool {
    if part == ACCOUNT && pattern.matches("") {
        return true;
    }
    if is_placeholder(part) {
        // Any text of a letter or more.
        return !pattern.tokens().is_empty();
    }
    if !part.contains(['$', '*']) {
        return pattern.matches(part);
    }
    is_named_plainly(part, pattern) || glob(part).intersects(pattern)
}

/// Whether a part that is some letters and one placeholder begins just as the pattern does: by far the most common case, which
/// needs no glob to be made.
fn is_named_plainly(part: &str, pattern: &Glob) -> bool {
    let Some((head, placeholder)) = part.find("${").and_then(|start| part.split_at_checked(start)) else {
        return false;
    };
    let mut tokens = pattern.tokens().iter();
    placeholder.find('}') == Some(placeholder.len() - 1)
        && !head.contains('*')
        && head.chars().all(|letter| tokens.next().is_some_and(|token| token.letter() == Some(letter)))
        && tokens.next().is_some()
}

/// Whether what a format has before its first placeholder agrees with what a pattern has before its first wildcard, as far as
/// both go: a service may have a hundred formats, and few are worth a closer look.
pub(super) fn may_name(format: &str, resource: &Glob) -> bool {
    let letters = last_part(format).chars().take_while(|letter| !matches!(letter, '$' | '*'));
    letters
        .zip(resource.tokens())
        .map_while(|(letter, token)| Some((letter, token.letter()?)))
        .all(|(one, other)| one == other)
}

pub(crate) fn last_part(format: &str) -> &str {
    let mut colons = 0;
    let last = format.bytes().position(|byte| {
        colons += usize::from(byte == b':');
        colons == PARTS - 1
    });
    last.and_then(|colon| format.get(colon + 1..)).unwrap_or_default()
}

fn glob(part: &str) -> Glob {
    let star = |token| if token == Token::Char('*') { Token::AnyRun } else { token };
    Glob::from_tokens(template_tokens(part).into_iter().map(star), Case::Sensitive)
}
