//! One ARN format, and whether it stands for an ARN or has one in common with a pattern.

use policy::{ARN_PARTS, Case, Glob, Token, arn_parts};

use super::condition_key::template_tokens;

/// An ARN format in its six parts; `${…}` is one letter or more but for the account, `*` any run.
pub(super) struct ArnFormat<'c> {
    text: &'c str,
    parts: [Part<'c>; ARN_PARTS],
}

/// A part of a format: letters, and what comes behind them.
struct Part<'c> {
    text: &'c str,
    letters: &'c str,
    open: Open<'c>,
}

/// What a part has from its first placeholder or star on.
enum Open<'c> {
    Nothing,
    /// The account alone, which may be empty: so it is where the resource is AWS's own, such as the SSM document `AWS-RunShellScript`.
    Account,
    /// One placeholder.
    Placeholder,
    /// Placeholders, stars and letters between them.
    Mixed(&'c str),
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
        Self { text, parts: arn_parts(text).0.map(Part::new) }
    }

    /// Whether it stands for an ARN of these parts, which hold no wildcards.
    pub(super) fn stands_for(&self, arn: &[&str; ARN_PARTS]) -> bool {
        let slashes = || arn.last().map_or(0, |resource| slashes(resource));
        // The last part differs most often.
        self.parts.iter().zip(arn).rev().all(|(part, text)| part.stands_for(text))
            && most_slashes(self.service(), self.last_part()).is_none_or(|most| slashes() <= most)
    }

    /// Whether some ARN is of this format and matches a pattern of these parts.
    pub(super) fn meets(&self, pattern: &[&Glob; ARN_PARTS]) -> bool {
        let [.., resource] = pattern;
        self.parts.iter().zip(pattern).rev().all(|(part, pattern)| part.meets(pattern))
            && has_room_for_slashes(self.service(), self.last_part(), resource)
    }

    pub(super) fn last_part(&self) -> &'c str {
        let [.., last] = &self.parts;
        last.text
    }

    /// What its last part has before the first placeholder or star.
    pub(super) fn first_letters(&self) -> &'c str {
        let [.., last] = &self.parts;
        last.letters
    }

    fn service(&self) -> &'c str {
        let [_, _, service, ..] = &self.parts;
        service.text
    }

    /// [`resource_meets`] of a format whose service part also matches a pattern's.
    pub(super) fn names(&self, service: &Glob, resource: &Glob) -> bool {
        let [_, _, own_service, .., last] = &self.parts;
        own_service.meets(service)
            && last.meets(resource)
            && has_room_for_slashes(own_service.text, last.text, resource)
    }

    /// The same of a service and a resource without wildcards.
    pub(super) fn stands_for_name(&self, service: &str, resource: &str) -> bool {
        let [_, _, own_service, _, _, last] = &self.parts;
        last.stands_for(resource)
            && own_service.stands_for(service)
            && most_slashes(own_service.text, last.text).is_none_or(|most| slashes(resource) <= most)
    }

    /// How many letters it prescribes: the more, the better it fits what it stands for.
    pub(super) fn letters(&self) -> usize {
        let tokens = template_tokens(self.text);
        tokens.iter().filter(|token| token.letter().is_some_and(|letter| letter != '*')).count()
    }
}

/// Whether some resource is named by a format of this service and last part and matches a pattern's last part, whatever the parts
/// before it.
pub(super) fn resource_meets(service: &str, last_part: &str, pattern: &Glob) -> bool {
    Part::new(last_part).meets(pattern) && has_room_for_slashes(service, last_part, pattern)
}

fn has_room_for_slashes(service: &str, last_part: &str, resource: &Glob) -> bool {
    let slashes = || resource.tokens().iter().filter(|token| **token == Token::Char('/')).count();
    most_slashes(service, last_part).is_none_or(|most| slashes() <= most)
}

/// How many slashes the last part of an ARN may have, where that is known.
fn most_slashes(service: &str, last_part: &str) -> Option<usize> {
    if !last_part.ends_with('}') {
        return None;
    }
    let mut of_service = WITHOUT_SLASH.iter().filter(|(known, _)| *known == service);
    of_service.any(|(_, placeholder)| last_part.ends_with(placeholder)).then(|| slashes(last_part))
}

fn slashes(resource: &str) -> usize {
    resource.bytes().filter(|byte| *byte == b'/').count()
}

const ACCOUNT: &str = "${Account}";

impl<'c> Part<'c> {
    fn new(text: &'c str) -> Self {
        let (letters, open) = parted(text);
        let open = match open {
            "" => Open::Nothing,
            ACCOUNT if letters.is_empty() => Open::Account,
            open if is_placeholder(open) => Open::Placeholder,
            open => Open::Mixed(open),
        };
        Self { text, letters, open }
    }

    fn stands_for(&self, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(self.letters) else { return false };
        match self.open {
            Open::Nothing => rest.is_empty(),
            Open::Account => true,
            Open::Placeholder => !rest.is_empty(),
            Open::Mixed(open) => is_filled(open, rest),
        }
    }

    fn meets(&self, pattern: &Glob) -> bool {
        let open = match self.open {
            Open::Nothing => return pattern.matches(self.text),
            Open::Account if pattern.matches("") => return true,
            Open::Account => ACCOUNT,
            Open::Placeholder => self.text.get(self.letters.len()..).unwrap_or_default(),
            Open::Mixed(open) => open,
        };
        // Any text of a letter or more.
        begun(self.letters, pattern.tokens()).is_some_and(|rest| is_laid_out(open, rest))
            || glob(self.text).intersects(pattern)
    }
}

/// A part parted before its first placeholder or star.
fn parted(part: &str) -> (&str, &str) {
    let open = part.bytes().position(|byte| matches!(byte, b'$' | b'*')).unwrap_or(part.len());
    part.split_at_checked(open).unwrap_or((part, ""))
}

/// Whether the text is one placeholder and nothing else.
fn is_placeholder(text: &str) -> bool {
    text.starts_with("${") && text.bytes().position(|byte| byte == b'}') == Some(text.len() - 1)
}

/// Whether a text is what this becomes if each placeholder is one letter or more, and each star any run of letters.
fn is_filled(open: &str, text: &str) -> bool {
    let (mut open, mut text) = (open, text);
    let mut is_anywhere = false;
    while !open.is_empty() {
        if let Some(behind) = open.strip_prefix('*') {
            (open, is_anywhere) = (behind, true);
        } else if let Some(behind) = open.strip_prefix("${") {
            let mut letters = text.chars();
            if letters.next().is_none() {
                return false;
            }
            text = letters.as_str();
            (open, is_anywhere) = (behind.split_once('}').map_or("", |(_, behind)| behind), true);
        } else {
            let is_open = |at: &usize| {
                open.as_bytes()
                    .get(*at..)
                    .is_some_and(|rest| rest.starts_with(b"*") || rest.starts_with(b"${"))
            };
            let end = (0..open.len()).find(is_open).unwrap_or(open.len());
            let (letters, behind) = open.split_at_checked(end).unwrap_or((open, ""));
            // Of several places the first leaves most of the text for what follows.
            let place = match (is_anywhere, behind) {
                (false, _) => text.starts_with(letters).then_some(0),
                (true, "") => text.ends_with(letters).then(|| text.len() - letters.len()),
                (true, _) => text.find(letters),
            };
            let Some(rest) = place.and_then(|place| text.get(place + letters.len()..)) else { return false };
            (open, text, is_anywhere) = (behind, rest, false);
        }
    }
    is_anywhere || text.is_empty()
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
    let Some((_, behind)) = open.strip_prefix("${").and_then(|open| open.split_once('}')) else {
        return false;
    };
    let (letters, open) = parted(behind);
    match (letters, open) {
        ("", "") => !tokens.is_empty(),
        (_, "") => {
            (1..tokens.len()).any(|at| begun(letters, tokens.get(at..).unwrap_or_default()) == Some(&[]))
        }
        _ => (1..tokens.len())
            .find_map(|at| begun(letters, tokens.get(at..)?))
            .is_some_and(|rest| is_laid_out(open, rest)),
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Without a glob the answer is that of the glob.
        #[test]
        fn a_part_stands_for_what_its_glob_matches(
            part in "(a|b|é|/|\\*|\\$|\\$\\{N\\}|\\$\\{Account\\}){0,6}",
            text in "[abé/$*]{0,7}",
        ) {
            let expected = glob(&part).matches(&text) || part == ACCOUNT;
            prop_assert_eq!(Part::new(&part).stands_for(&text), expected, "{} {}", part, text);
        }
    }
}
