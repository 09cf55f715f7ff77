//! Reads objects, one after the other, with memory that is used again.

use std::fs::File;
use std::io::{BufReader, Read};

use super::gzip::Unpacker;
use super::limits::{HELD, KEPT, Limits};
use super::security_lake;
use super::text::{self, Packing};
use super::walk::{Item, Way, walk};
use super::window::Window;
use crate::columnar::{Source, is_parquet};
use crate::{Place, Problem};

/// Reads objects; each thread has one.
#[derive(Default)]
pub struct Reader {
    packed: Vec<u8>,
    unpacker: Unpacker,
}

impl Reader {
    /// Reads the records of one object, in order, and hands each to `visit`; answers with how many bytes the object has as far
    /// as it was read, and with what is wrong with it. An ordinary object is held as a whole, of a huge one only a window.
    ///
    /// `file` opens the object once more, if it is a file that can be read from any place on: then of a huge table only what is
    /// needed is held, too.
    ///
    /// For what is understood see [`read`].
    pub fn read(
        &mut self,
        name: &str,
        object: &mut dyn Read,
        file: &dyn Fn() -> Option<File>,
        limits: &Limits,
        visit: &mut dyn FnMut(Item<'_>),
    ) -> (u64, Option<Problem>) {
        let answer = self.read_any(name, object, file, limits, visit);
        self.packed.clear();
        // What a rare large object needed is not kept.
        self.packed.shrink_to(KEPT);
        self.unpacker.rest();
        answer
    }

    fn read_any(
        &mut self,
        name: &str,
        object: &mut dyn Read,
        file: &dyn Fn() -> Option<File>,
        limits: &Limits,
        visit: &mut dyn FnMut(Item<'_>),
    ) -> (u64, Option<Problem>) {
        // As much as may be held, and not twice that: what is not filled takes no memory.
        self.packed.reserve_exact(usize::try_from(HELD + 1).unwrap_or_default());
        if let Err(error) = object.take(HELD + 1).read_to_end(&mut self.packed) {
            let problem = Problem::new(name, Place::File, format!("cannot be read: {error}"));
            return (self.packed.len() as u64, Some(problem));
        }
        if is_parquet(&self.packed) {
            return self.table(name, object, file, limits, visit);
        }
        let held = self.packed.len() as u64;
        if held <= HELD {
            return (held, whole(name, &self.packed, &mut self.unpacker, limits, visit));
        }
        let packing = Packing::of(&self.packed);
        if packing == Packing::None && text::is_utf16(&self.packed) {
            return self.huge_utf16(name, object, limits, visit);
        }
        let mut rest = Counted { inner: object, count: held };
        let bytes = self.packed.as_slice().chain(BufReader::with_capacity(1 << 18, &mut rest));
        let problem = named(name, text::stream(bytes, packing, limits), limits, visit);
        (rest.count, problem)
    }

    fn table(
        &mut self,
        name: &str,
        object: &mut dyn Read,
        file: &dyn Fn() -> Option<File>,
        limits: &Limits,
        visit: &mut dyn FnMut(Item<'_>),
    ) -> (u64, Option<Problem>) {
        let held = self.packed.len() as u64;
        if let Some(file) = Some(()).filter(|()| held > HELD).and_then(|()| file()) {
            // To the end, as its number is made of all bytes.
            return match std::io::copy(object, &mut std::io::sink()) {
                Ok(rest) => {
                    (held + rest, security_lake::read(name, Source::File(file.into()), limits, visit))
                }
                Err(error) => {
                    (held, Some(Problem::new(name, Place::File, format!("cannot be read further: {error}"))))
                }
            };
        }
        let read = object.take((limits.table + 1).saturating_sub(held)).read_to_end(&mut self.packed);
        let size = self.packed.len() as u64;
        if let Err(error) = read {
            return (size, Some(Problem::new(name, Place::File, format!("cannot be read further: {error}"))));
        }
        if size > limits.table {
            let message =
                format!("a Parquet file of more than {} MiB, which is not read", limits.table >> 20);
            let problem = Problem::new(name, Place::File, message);
            return (
                size,
                Some(problem.help("name it as a file on disk, of which only parts are held, or split it")),
            );
        }
        let bytes = std::mem::take(&mut self.packed);
        (size, security_lake::read(name, Source::Held(bytes.into()), limits, visit))
    }

    /// Nobody writes huge logs in UTF-16, so it may cost memory.
    fn huge_utf16(
        &mut self,
        name: &str,
        object: &mut dyn Read,
        limits: &Limits,
        visit: &mut dyn FnMut(Item<'_>),
    ) -> (u64, Option<Problem>) {
        let read = object.take(limits.decompressed).read_to_end(&mut self.packed);
        let mut problem = whole(name, &self.packed, &mut self.unpacker, limits, visit);
        if let Err(error) = read {
            problem = Some(Problem::new(name, Place::File, format!("cannot be read further: {error}")));
        }
        (self.packed.len() as u64, problem)
    }
}

/// Reads the records of one object, in order, and hands each to `visit`; answers with what is wrong with the object.
///
/// Understood are `{"Records": […]}` as `CloudTrail` delivers it, a bare list, JSON values one after the other or one a
/// line, the answer of `LookupEvents`, `EventBridge` events, log messages of `CloudWatch` Logs (API answers,
/// subscriptions also as Lambda gets them, exports with a time before each line), and any of these inside another; CSV with
/// such an event in each row, or with the columns of the usual table of Athena; Parquet of Security Lake. Plain, gzip or zstd.
pub fn read(name: &str, bytes: &[u8], limits: &Limits, visit: &mut dyn FnMut(Item<'_>)) -> Option<Problem> {
    if is_parquet(bytes) {
        return security_lake::read(name, Source::Held(bytes::Bytes::copy_from_slice(bytes)), limits, visit);
    }
    whole(name, bytes, &mut Unpacker::default(), limits, visit)
}

/// [`read`] by the slow way.
pub(crate) fn read_slowly(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    let mut unpacker = Unpacker::default();
    let problem = walk(text::open(bytes, limits, &mut unpacker), limits, Way::Slow, visit);
    problem.map(|problem| Problem { file: name.to_owned(), ..problem })
}

fn whole(
    name: &str,
    bytes: &[u8],
    unpacker: &mut Unpacker,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    named(name, text::open(bytes, limits, unpacker), limits, visit)
}

fn named(
    name: &str,
    window: Window<'_>,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    walk(window, limits, Way::Quick, visit).map(|problem| Problem { file: name.to_owned(), ..problem })
}

/// Knows how many bytes were read.
struct Counted<'a> {
    inner: &'a mut dyn Read,
    count: u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count += count as u64;
        Ok(count)
    }
}
