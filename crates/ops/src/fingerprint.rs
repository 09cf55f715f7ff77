//! A short name for a finding, the same on every machine, and wherever in its document it stands.

use policy::{Source, Span};

use crate::render::uri;
use crate::wire::Finding;

/// What stays the same when other lines of the document change: the file, the check, and the text it is about.
pub(crate) fn of(path: &str, finding: &Finding, source: &Source) -> String {
    let text = source.slice(Span::new(finding.span.start.offset, finding.span.end.offset));
    let uri = uri(path);
    let message = without_numbers(&finding.message);
    let parts = [&uri, &finding.id, &message, text];
    let bytes = parts.into_iter().flat_map(|part| part.bytes().chain([0]));
    format!("{:016x}", fnv1a(bytes))
}

/// The message without the numbers of statements, which other statements change.
fn without_numbers(message: &str) -> String {
    let mut parts = message.split("statement ");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        written.push_str("statement ");
        written.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    written
}

/// FNV-1a, 64 bits: the standard library's hasher promises no stability. Not a defence against forgery.
pub(crate) fn fnv1a(bytes: impl IntoIterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_numbers_of_statements_are_left_out_and_no_others() {
        for (message, left) in [
            (
                "nothing is allowed here: statement 12 denies all of it",
                "nothing is allowed here: statement  denies all of it",
            ),
            ("statement 1 has no `Action`", "statement  has no `Action`"),
            ("`1` has 1 digits, and an account id has 12", "`1` has 1 digits, and an account id has 12"),
        ] {
            assert_eq!(super::without_numbers(message), left);
        }
    }

    /// Source: the test vectors of the algorithm's authors, <http://www.isthe.com/chongo/src/fnv/test_fnv.c>.
    #[test]
    fn known_texts_have_their_known_fingerprints() {
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325_u64), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(super::fnv1a(text.bytes()), hash, "{text}");
        }
    }
}
