//! Bytes to text: UTF-8, UTF-16 with or without a mark, and the honest account of what is neither.

use crate::{Diagnostic, Fix, Severity, Span};

/// A byte order mark at the head of the text; IAM refuses a policy that begins with one.
pub const BYTE_ORDER_MARK: &str = "byte-order-mark";
/// The bytes are not UTF-8.
pub const TEXT_ENCODING: &str = "text-encoding";

/// The text of a file and what is wrong with its encoding.
///
/// Bytes that stand for no character become U+FFFD. The byte order mark of a UTF-8 file stays in the text, so that
/// offsets into the text are offsets into the file; UTF-16 becomes UTF-8 without a mark.
pub fn decode(bytes: &[u8]) -> (String, Vec<Diagnostic>) {
    match utf16(bytes) {
        Some((units, order)) => decode_utf16(units, order),
        None => decode_utf8(bytes),
    }
}

#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// The bytes behind the mark and their order, if this is UTF-16.
///
/// Without a mark the first two characters tell: a policy begins with ASCII, whose other byte is NUL (RFC 4627, section 3).
fn utf16(bytes: &[u8]) -> Option<(&[u8], Order)> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => Some((rest, Order::Little)),
        [0xFE, 0xFF, rest @ ..] => Some((rest, Order::Big)),
        [1..=0xFF, 0] | [1..=0xFF, 0, 1..=0xFF, 0, ..] => Some((bytes, Order::Little)),
        [0, 1..=0xFF] | [0, 1..=0xFF, 0, 1..=0xFF, ..] => Some((bytes, Order::Big)),
        _ => None,
    }
}

fn decode_utf16(bytes: &[u8], order: Order) -> (String, Vec<Diagnostic>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match order {
        Order::Little => u16::from_le_bytes(*pair),
        Order::Big => u16::from_be_bytes(*pair),
    });
    let mut text = String::with_capacity(pairs.len());
    let mut broken = None;
    for unit in char::decode_utf16(units) {
        if unit.is_err() {
            broken.get_or_insert(text.len());
        }
        text.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !odd.is_empty() {
        broken.get_or_insert(text.len());
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let name = match order {
        Order::Little => "UTF-16 (little-endian)",
        Order::Big => "UTF-16 (big-endian)",
    };
    let message = format!("the text is {name}, and policies are UTF-8");
    let mut found = vec![
        Diagnostic::new(TEXT_ENCODING, Severity::Warning, Span::NONE, message)
            .help("save the file as UTF-8 without a byte order mark"),
    ];
    if let Some(at) = broken {
        let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
        let message = "half a UTF-16 character stands here, and was replaced by `\u{FFFD}`";
        found.push(Diagnostic::new(TEXT_ENCODING, Severity::Error, span, message));
    }
    (text, found)
}

fn decode_utf8(bytes: &[u8]) -> (String, Vec<Diagnostic>) {
    let mut found = Vec::new();
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let span = Span::new(0, 3);
        found.push(
            Diagnostic::new(
                BYTE_ORDER_MARK,
                Severity::Warning,
                span,
                "the text begins with a byte order mark",
            )
            .help("save the file as UTF-8 without a byte order mark")
            .fix(Fix::safe("remove the byte order mark", span, "")),
        );
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), found),
        Err(error) => error,
    };
    let at = error.valid_up_to();
    let byte = bytes.get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02X} at offset {at} is not UTF-8, and was replaced by `\u{FFFD}`");
    let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    found.push(
        Diagnostic::new(TEXT_ENCODING, Severity::Error, span, message)
            .help("save the file as UTF-8; it may be Latin-1 or Windows-1252 now"),
    );
    (String::from_utf8_lossy(bytes).into_owned(), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "{\"é\": \"𝄞\"}";
        for (case, bytes, severities) in [
            ("UTF-8", text.as_bytes().to_vec(), vec![]),
            ("LE", utf16_bytes(text, u16::to_le_bytes), vec![Severity::Warning]),
            ("BE", utf16_bytes(text, u16::to_be_bytes), vec![Severity::Warning]),
            ("LE+BOM", utf16_bytes(&format!("\u{FEFF}{text}"), u16::to_le_bytes), vec![Severity::Warning]),
            ("BE+BOM", utf16_bytes(&format!("\u{FEFF}{text}"), u16::to_be_bytes), vec![Severity::Warning]),
        ] {
            let (decoded, found) = decode(&bytes);
            assert_eq!(decoded, text, "{case}");
            assert_eq!(found.iter().map(|each| each.severity).collect::<Vec<_>>(), severities, "{case}");
        }
    }

    #[test]
    fn a_utf8_mark_is_reported_and_kept() {
        let (text, found) = decode(b"\xEF\xBB\xBF{}");
        assert_eq!(text, "\u{FEFF}{}");
        assert_eq!((found[0].id, found[0].span), (BYTE_ORDER_MARK, Span::new(0, 3)));
    }

    #[test]
    fn broken_bytes_are_reported_where_they_stand() {
        for (bytes, text, start) in [
            (&b"{\"a\": \"caf\xE9\"}"[..], "{\"a\": \"caf\u{FFFD}\"}", 10),
            (b"ab\xFF\xFE", "ab\u{FFFD}\u{FFFD}", 2),
            (b"\xFF\xFE{\0}", "{\u{FFFD}", 1),
            (b"\xFF\xFE{\0\x00\xD8}\0", "{\u{FFFD}}", 1),
        ] {
            let (decoded, found) = decode(bytes);
            assert_eq!(decoded, text);
            let error = found.iter().find(|each| each.severity == Severity::Error).unwrap();
            assert_eq!((error.id, error.span), (TEXT_ENCODING, Span::new(start, start + 3)), "{bytes:?}");
        }
    }
}
