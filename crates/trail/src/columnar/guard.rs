//! What a Parquet file may ask for: looked over before the library that reads it believes the file.
//!
//! The library walks schemas by recursion, makes room for as many children as a schema claims, for pages of any size they claim,
//! and inflates gzip to its end: a few bytes could overflow the stack or take all memory, which no `catch_unwind` catches.

use std::io::Read;

use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::reader::Length;

use super::source::Source;
use super::thrift::Thrift;

/// Groups in groups. Lists take two levels each.
const DEEPEST: usize = 32;
/// Columns and groups of a schema; that of Security Lake has some 150.
const MOST_ELEMENTS: u64 = 1 << 14;
/// Bytes of a page when it is unpacked. Writers aim at 1 MiB.
const LARGEST_PAGE: u64 = 128 << 20;
/// Values of a column in one row group, the entries of lists counted one by one.
const MOST_VALUES: i64 = 32 << 20;

const MAGIC: &[u8] = b"PAR1";
/// Magic bytes, length of the footer, magic bytes.
const LEAST: u64 = 12;

pub(super) const CUT: &str = "the Parquet file is cut, or its end is broken";
const TOO_DEEP: &str = "the schema of the Parquet file is broken, or nested too deep";

/// Looks over the end of a file.
pub(super) fn footer(file: &Source) -> Result<(), String> {
    let size = file.len();
    let end = size.checked_sub(8).filter(|_| size >= LEAST).and_then(|end| file.range(end, 8)).ok_or(CUT)?;
    let (length, magic) = end.split_first_chunk::<4>().ok_or(CUT)?;
    if magic == b"PARE" {
        return Err("the Parquet file is encrypted".to_owned());
    }
    let length = u64::from(u32::from_le_bytes(*length));
    let start = (size - 8).checked_sub(length).filter(|start| magic == MAGIC && *start >= MAGIC.len() as u64);
    let footer = start.and_then(|start| file.range(start, length)).ok_or(CUT)?;
    schema(&footer).ok_or_else(|| TOO_DEEP.to_owned())
}

/// `None` if the schema is broken, too deep or too large.
fn schema(footer: &[u8]) -> Option<()> {
    // How many elements are still to come of each group that is open.
    let mut open: Vec<u64> = Vec::new();
    Thrift::new(footer).structure(&mut |thrift, member| {
        if member.id != 2 {
            return Some(false);
        }
        let count = thrift.structures_of(member).filter(|count| *count <= MOST_ELEMENTS)?;
        for left in (0..count).rev() {
            let mut children = 0;
            thrift.structure(&mut |thrift, member| {
                if member.id == 5 {
                    children = thrift.number_of(member)?;
                }
                Some(member.id == 5)
            })?;
            let children = u64::try_from(children).ok().filter(|children| *children <= left)?;
            while open.last() == Some(&0) {
                open.pop();
            }
            if let Some(parent) = open.last_mut() {
                *parent -= 1;
            }
            if children > 0 {
                open.push(children);
            }
            if open.len() > DEEPEST {
                return None;
            }
        }
        Some(true)
    })
}

/// Looks over the pages of a column in one row group.
pub(super) fn pages(file: &Source, chunk: &ColumnChunkMetaData) -> Result<(), String> {
    let name = || chunk.column_path().string();
    let broken = || format!("the column `{}` lies outside of the Parquet file", name());
    let too_large = || format!("the column `{}` has a page that is broken or unpacks to too much", name());
    let start = chunk
        .dictionary_page_offset()
        .map_or(chunk.data_page_offset(), |at| at.min(chunk.data_page_offset()));
    let range = u64::try_from(start).ok().zip(u64::try_from(chunk.compressed_size()).ok());
    let bytes = range.and_then(|(start, length)| file.range(start, length)).ok_or_else(broken)?;
    let mut rest: &[u8] = &bytes;
    let mut values = 0_i64;
    while !rest.is_empty() {
        let Some((page, body)) = Page::read(rest) else { return Err(too_large()) };
        let length = usize::try_from(page.packed).ok();
        let Some((body, behind)) = length.and_then(|length| body.split_at_checked(length)) else {
            return Err(too_large());
        };
        values = values.saturating_add(page.values.max(0));
        let fits = u64::try_from(page.unpacked).is_ok_and(|size| size <= LARGEST_PAGE);
        if !fits || values > MOST_VALUES || !page.inflates_as_said(body, chunk.compression()) {
            return Err(too_large());
        }
        rest = behind;
    }
    Ok(())
}

/// The header of a page.
#[derive(Default)]
struct Page {
    unpacked: i64,
    packed: i64,
    values: i64,
    /// Bytes before the packed ones, in pages of the second version.
    levels: i64,
}

impl Page {
    /// Reads a header; what follows it is handed back, too.
    fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let mut page = Self::default();
        let mut thrift = Thrift::new(bytes);
        thrift.structure(&mut |thrift, member| {
            match member.id {
                2 => page.unpacked = thrift.number_of(member)?,
                3 => page.packed = thrift.number_of(member)?,
                5 | 8 => thrift.structure(&mut |thrift, inner| {
                    match (member.id, inner.id) {
                        (_, 1) => page.values = thrift.number_of(inner)?,
                        (8, 5 | 6) => page.levels = page.levels.saturating_add(thrift.number_of(inner)?),
                        _ => return Some(false),
                    }
                    Some(true)
                })?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some((page, bytes.get(thrift.passed()..)?))
    }

    /// Only gzip is unpacked without a look at the size that was promised.
    fn inflates_as_said(&self, body: &[u8], packing: Compression) -> bool {
        if !matches!(packing, Compression::GZIP(_)) {
            return true;
        }
        let packed = usize::try_from(self.levels).ok().and_then(|levels| body.get(levels..));
        let promised = u64::try_from(self.unpacked).unwrap_or_default();
        let inflated = MultiGzDecoder::new(packed.unwrap_or_default()).take(promised + 1);
        // A fault in the data, and pages that are not packed at all, are the library's to tell.
        std::io::copy(&mut { inflated }, &mut std::io::sink()).map_or(true, |size| size <= promised)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A footer with the version, and one group that claims so many children.
    fn claiming(children: &[u8]) -> Source {
        let group = [&[0x48, 1, b'm', 0x15][..], children, &[0]].concat();
        let footer = [&[0x15, 2, 0x19, 0x1c][..], &group, &[0]].concat();
        let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
        Source::Held([MAGIC, &footer, &length, MAGIC].concat().into())
    }

    /// Groups in groups, one in each.
    fn deep(depth: usize) -> Source {
        let groups = [0x48, 1, b'm', 0x15, 2, 0].repeat(depth);
        let count = [0xfc, u8::try_from(depth + 1).unwrap() & 0x7f];
        let footer = [&[0x15, 2, 0x19][..], &count, &groups, &[0x48, 1, b'x', 0, 0]].concat();
        let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
        Source::Held([MAGIC, &footer, &length, MAGIC].concat().into())
    }

    #[test]
    fn schemas_are_believed_within_bounds() {
        let too_deep = Err(TOO_DEEP.to_owned());
        assert_eq!(footer(&claiming(&[0])), Ok(()));
        // 2³¹ - 1 children, -1 children, a number without an end.
        for children in [&[0xfe, 0xff, 0xff, 0xff, 0x0f][..], &[1], &[0xff; 12]] {
            assert_eq!(footer(&claiming(children)), too_deep, "{children:x?}");
        }
        assert_eq!(footer(&deep(30)), Ok(()));
        assert_eq!(footer(&deep(100)), too_deep);
    }

    #[test]
    fn files_that_are_cut_or_encrypted_say_so() {
        let whole = claiming(&[0]);
        let whole = whole.range(0, whole.len()).unwrap();
        for length in 0..whole.len() {
            assert_eq!(footer(&Source::Held(whole.slice(..length))), Err(CUT.to_owned()), "{length}");
        }
        let encrypted = [&whole[..whole.len() - 4], b"PARE"].concat();
        let told = footer(&Source::Held(encrypted.into()));
        assert_eq!(told, Err("the Parquet file is encrypted".to_owned()));
    }

    #[test]
    fn gzip_may_not_inflate_to_more_than_was_said() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(&vec![0; 100_000]).unwrap();
        let packed = packed.finish().unwrap();
        let gzip = Compression::GZIP(parquet::basic::GzipLevel::default());
        for (unpacked, packing, fits) in
            [(100_000, gzip, true), (99_999, gzip, false), (1, gzip, false), (1, Compression::SNAPPY, true)]
        {
            let page = Page { unpacked, ..Page::default() };
            assert_eq!(page.inflates_as_said(&packed, packing), fits, "{unpacked}");
        }
        assert!(Page { unpacked: 3, ..Page::default() }.inflates_as_said(b"abc", gzip), "not packed at all");
    }
}
