//! A usage in pieces, one for each principal, and how a piece is written: the usage file as JSON, pressed against a text that most of them resemble.

use std::sync::LazyLock;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use trail::usage::event_id;
use trail::{Principal, Usage};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::{Error, ErrorKind, Partial};

/// A part of what an object gave: the use of one principal, or the books of what is left.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The name of the object, if it is a usage file that speaks of several.
    pub several: Option<String>,
    pub usage: Usage,
}

/// What a piece looks like. Part of the format: a change is another [`FORM`].
const SAMPLE: &str = include_str!("pieces.sample.json");
/// The first byte of every piece.
const FORM: u8 = 1;
/// Form, whether it is one of several objects, length and number of the text.
const HEAD: usize = 14;
const LEVEL: i32 = 3;

static PRESS: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(SAMPLE.as_bytes(), LEVEL));
static UNPRESS: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(SAMPLE.as_bytes()));

/// A partial as stores keep it.
pub(crate) struct Pieces {
    /// The number of mark and content: the same for the same, in every process.
    pub(crate) number: u64,
    pub(crate) records: u64,
    pub(crate) used: u64,
    pub(crate) books: Vec<u8>,
    /// In order of principals.
    pub(crate) of: Vec<(Principal, Vec<u8>)>,
}

impl Pieces {
    pub(crate) fn of(partial: &Partial<'_>) -> Result<Self, Error> {
        let Partial { object, usage } = *partial;
        let (records, used) = (usage.records(), usage.used());
        let is_several = usage.files().read > 1;
        let (books, by_principal) = usage.clone().split_by(|principal, _, _| principal.clone());
        let mut press = Compressor::with_prepared_dictionary(&PRESS).map_err(|error| unwritten(&error))?;
        let mut number = event_id(&object.mark, "", "");
        let mut write = |usage: &Usage| {
            let (bytes, of_text) = write(usage, is_several, &mut press)?;
            number = number.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ of_text;
            Ok::<_, Error>(bytes)
        };
        let books = write(&books)?;
        let of = by_principal.into_iter().map(|(principal, usage)| Ok((principal, write(&usage)?)));
        let of = of.collect::<Result<_, Error>>()?;
        Ok(Self { number, records, used, books, of })
    }
}

fn write(usage: &Usage, is_several: bool, press: &mut Compressor<'_>) -> Result<(Vec<u8>, u64), Error> {
    let text = usage.to_dense_json();
    let number = number_of(&text);
    let too_large =
        || Error::new(ErrorKind::TooLarge, "the usage of one principal in one object is over 4 GiB");
    let length = u32::try_from(text.len()).map_err(|_| too_large())?;
    let pressed = press.compress(&text).map_err(|error| unwritten(&error))?;
    let mut bytes = Vec::with_capacity(HEAD + pressed.len());
    bytes.extend([FORM, u8::from(is_several)]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(number.to_le_bytes());
    bytes.extend(pressed);
    Ok((bytes, number))
}

fn unwritten(error: &std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("usage cannot be compressed: {error}"))
}

/// FNV-1a, by words.
fn number_of(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mixed = |number: u64, word: u64| (number.rotate_left(23) ^ word).wrapping_mul(0x0100_0000_01b3);
    let number =
        words.iter().fold(bytes.len() as u64, |number, word| mixed(number, u64::from_le_bytes(*word)));
    let number = rest.iter().fold(number, |number, byte| mixed(number, u64::from(*byte)));
    number ^ (number >> 32)
}

/// Whose it is, what it says, and whether it is of several objects.
type ReadPiece<K> = (K, Usage, bool);

/// Pieces that it takes to be worth several threads.
const MANY: usize = 32;

/// Reads pieces, in order, on as many threads as there are. The error is one that is not sound, and why.
pub(crate) fn read_all<K: Send>(rows: Vec<(K, Vec<u8>)>) -> Result<Vec<ReadPiece<K>>, (K, String)> {
    let read = |reader: &mut Result<Reader, Error>, (of, bytes): (K, Vec<u8>)| {
        let read = match reader {
            Ok(reader) => reader.read(&bytes),
            Err(error) => Err(error.to_string()),
        };
        match read {
            Ok((usage, is_several)) => Ok((of, usage, is_several)),
            Err(why) => Err((of, why)),
        }
    };
    let rows: Vec<_> = if rows.len() < MANY {
        let mut reader = Reader::new();
        rows.into_iter().map(|row| read(&mut reader, row)).collect()
    } else {
        rows.into_par_iter().map_init(Reader::new, read).collect()
    };
    rows.into_iter().collect()
}

/// Reads pieces, one after the other.
struct Reader(Decompressor<'static>);

impl Reader {
    fn new() -> Result<Self, Error> {
        let reader = Decompressor::with_prepared_dictionary(&UNPRESS);
        reader.map(Self).map_err(|error| Error::new(ErrorKind::Io, format!("usage cannot be read: {error}")))
    }

    /// The usage, and whether it is of several objects. The error says why it is not sound.
    fn read(&mut self, bytes: &[u8]) -> Result<(Usage, bool), String> {
        let (head, pressed) = bytes.split_first_chunk::<HEAD>().ok_or("a piece of usage is cut short")?;
        let [FORM, is_several, l0, l1, l2, l3, number @ ..] = *head else {
            return Err("a piece of usage has a form that is not known".to_owned());
        };
        let length = usize::try_from(u32::from_le_bytes([l0, l1, l2, l3])).unwrap_or(usize::MAX);
        if Decompressor::upper_bound(pressed) != Some(length) {
            return Err("a piece of usage has not its length".to_owned());
        }
        let text = self.0.decompress(pressed, length).map_err(|error| error.to_string())?;
        if text.len() != length || number_of(&text) != u64::from_le_bytes(number) {
            return Err("a piece of usage is not as it was written".to_owned());
        }
        let (usage, problems) = Usage::from_json("", &text).map_err(|problem| problem.message)?;
        match problems.into_iter().next() {
            Some(problem) => Err(problem.message),
            None => Ok((usage, is_several != 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Object;

    const FILE: &str = r#"{"format":"leastwise-usage/2","in":3,"used":2,"skipped":{"digest":1},"files":{"read":1,"broken":0},"principals":[
        {"principal":"arn:aws:iam::111122223333:user/ann","uses":[{"eventSource":"s3.amazonaws.com","eventName":"GetObject",
            "outcome":"ok","count":1,"actions":["s3:GetObject"],"seen":"00000000000000aa"}]},
        {"principal":"arn:aws:iam::111122223333:user/bob","uses":[{"eventSource":"sqs.amazonaws.com","eventName":"SendMessage",
            "outcome":"denied","count":1,"actions":["sqs:SendMessage"],"seen":"00000000000000bb"}]}]}"#;

    fn usage() -> Usage {
        Usage::from_json("file", FILE.as_bytes()).unwrap().0
    }

    fn pieces(mark: &str, usage: &Usage) -> Pieces {
        Pieces::of(&Partial { object: &Object::new("a", mark), usage }).unwrap()
    }

    #[test]
    fn pieces_add_up_to_what_they_were_made_of() {
        let pieces = pieces("e", &usage());
        let mut reader = Reader::new().unwrap();
        let mut sum = Usage::default();
        for bytes in pieces.of.iter().map(|(_, bytes)| bytes).chain([&pieces.books]) {
            let (usage, is_several) = reader.read(bytes).unwrap();
            assert!(!is_several);
            sum.add(usage);
        }
        assert_eq!(sum, usage());
        assert_eq!((pieces.records, pieces.used, pieces.of.len()), (3, 2, 2));
    }

    #[test]
    fn the_number_tells_marks_and_contents_apart() {
        let number = pieces("e", &usage()).number;
        assert_eq!(number, pieces("e", &usage()).number);
        assert_ne!(number, pieces("f", &usage()).number);
        assert_ne!(number, pieces("e", &usage().books()).number);
    }

    #[test]
    fn a_piece_that_changed_is_not_read() {
        let pieces = pieces("e", &usage());
        let (_, bytes) = &pieces.of[0];
        let mut reader = Reader::new().unwrap();
        let sound = reader.read(bytes).unwrap();
        for place in 0..bytes.len() {
            assert!(reader.read(&bytes[..place]).is_err(), "cut at {place}");
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[place] ^= 1 << bit;
                match reader.read(&changed) {
                    // Whether it is of several objects is all that is not under the number.
                    Ok((usage, _)) => assert!(usage == sound.0, "byte {place}, bit {bit}"),
                    Err(why) => assert!(!why.is_empty()),
                }
            }
        }
        assert_eq!(reader.read(bytes).unwrap(), sound, "a fault leaves the reader as it was");
    }

    /// As a store has it that is out there: if this fails, the sample was changed without another form.
    #[test]
    fn what_was_written_once_is_read_for_good() {
        const WRITTEN: &str = "010037010000900c2548b812a9c428b52ffd603700e50100a030626f6253656e6471733a5d6262227d5d7d5d7d0c00b8006a\
            44012a62bb5d716366d880e8334dd4671c3009daf39dc313807c58875e38ef270402";
        let bytes: Vec<u8> = (0..WRITTEN.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(WRITTEN.get(at..at + 2).unwrap(), 16).unwrap())
            .collect();
        let (read, _) = Reader::new().unwrap().read(&bytes).unwrap();
        assert_eq!(
            read,
            usage().split_by(|principal, _, _| principal.clone()).1.into_values().next_back().unwrap()
        );
    }
}
