//! The two ways of reading held against each other, for tests and for fuzzing.

use crate::decode::{Decoded, decode};
use crate::read::{Item, Limits, read, read_slowly};
use crate::record::Record;
use crate::scan::{Left, record};

/// In what the scanner and the JSON library disagree about these bytes, if they do.
pub fn disagreement(bytes: &[u8]) -> Option<String> {
    let of_record = std::str::from_utf8(bytes).ok().and_then(of_record);
    of_record.or_else(|| of_text(bytes))
}

/// A single record.
fn of_record(text: &str) -> Option<String> {
    let mut scanned = Record::default();
    let length = match record(text, &mut scanned) {
        Ok(length) => length,
        Err(Left::Odd) => return None,
        // What is sound to its end is not unfinished, but a string is no object to the scanner.
        Err(Left::Unfinished) => {
            let is_whole = text.trim_start().starts_with('{') && decode(text).is_ok();
            return is_whole.then(|| "unfinished for the scanner, whole for the library".to_owned());
        }
    };
    match text.get(..length).map(decode) {
        Some(Ok(Decoded::Record(decoded))) if *decoded == scanned => None,
        other => Some(format!("scanned {scanned:?}, decoded {other:?}")),
    }
}

/// A text of many.
fn of_text(bytes: &[u8]) -> Option<String> {
    // What begins so is a Parquet file and no text; only one of the two is asked to tell.
    if bytes.starts_with(b"PAR1") {
        return None;
    }
    let limits = Limits::default();
    let (mut quick, mut slow) = (Vec::new(), Vec::new());
    let note = |into: &mut Vec<String>, item: Item<'_>| into.push(format!("{item:?}"));
    let quick_problem = read("", bytes, &limits, &mut |item| note(&mut quick, item));
    let slow_problem = read_slowly("", bytes, &limits, &mut |item| note(&mut slow, item));
    if quick != slow {
        let first = quick.iter().zip(&slow).find(|(quick, slow)| quick != slow);
        return Some(format!(
            "{} items quickly, {} slowly; first difference {first:?}",
            quick.len(),
            slow.len()
        ));
    }
    (quick_problem != slow_problem).then(|| format!("problems {quick_problem:?} and {slow_problem:?}"))
}
