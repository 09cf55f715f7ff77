//! The parallel run over objects that the caller hands in.

use std::borrow::Cow;
use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use catalog::Catalog;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::tally::Tally;
use crate::map::Mapper;
use crate::read::{Limits, read};
use crate::usage::Usage;
use crate::{Place, Problem};

/// Something with a name and bytes: a file, an object in a bucket, a test's string. `trail` itself opens nothing.
pub trait Object {
    /// What the object is called in problems.
    fn name(&self) -> Cow<'_, str>;
    fn read(&self) -> io::Result<Vec<u8>>;
}

/// A name with its bytes.
impl<N: AsRef<str>, B: AsRef<[u8]>> Object for (N, B) {
    fn name(&self) -> Cow<'_, str> {
        self.0.as_ref().into()
    }

    fn read(&self) -> io::Result<Vec<u8>> {
        Ok(self.1.as_ref().to_vec())
    }
}

/// How to read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    pub limits: Limits,
}

/// How far a run is, after each object. The order of objects is not that of the input.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Objects done, this one included.
    pub objects: u64,
    /// Bytes of objects done, as they lie in storage.
    pub bytes: u64,
    /// Records that came in.
    pub records: u64,
}

/// What a run found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Use, and the books: records in, used, skipped by reason, files.
    pub usage: Usage,
    /// One for each broken object, by name.
    pub problems: Vec<Problem>,
    /// Whether the run was stopped before its end; the usage then lacks the objects not read.
    pub is_stopped: bool,
}

/// Reads all objects, on the threads of the current rayon pool. The result depends on the objects only, not on their
/// order, the number of threads, or which was read first.
///
/// `progress` is told of each object done and may stop the run.
pub fn analyze<I>(
    objects: I,
    options: &Options,
    catalog: &Catalog,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Analysis
where
    I: IntoParallelIterator,
    I::Item: Object,
{
    let mapper = Mapper::new(catalog);
    let (stopped, done) = (AtomicBool::new(false), [const { AtomicU64::new(0) }; 3]);
    let step = |part: &mut Part<'_>, object: I::Item| {
        if !stopped.load(Ordering::Relaxed) {
            let (bytes, records) = part.object(&object, options);
            let [objects, bytes, records] = add(&done, [1, bytes, records]);
            if progress(Progress { objects, bytes, records }).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    let parts = objects.into_par_iter().fold(
        || Part::new(mapper.clone()),
        |mut part, object| {
            step(&mut part, object);
            part
        },
    );
    let parts = parts.map(Part::finish);
    let mut analysis = parts.reduce(Analysis::default, |mut one, other| {
        one.usage.merge(other.usage);
        one.problems.extend(other.problems);
        one
    });
    analysis.problems.sort();
    analysis.is_stopped = stopped.into_inner();
    analysis
}

struct Part<'c> {
    tally: Tally<'c>,
    problems: Vec<Problem>,
}

impl<'c> Part<'c> {
    fn new(mapper: Mapper<'c>) -> Self {
        Self { tally: Tally::new(mapper), problems: Vec::new() }
    }

    /// Reads one object and answers with its bytes and records.
    fn object(&mut self, object: &impl Object, options: &Options) -> (u64, u64) {
        let name = object.name();
        let before = self.tally.usage.records;
        let (size, problem) = match object.read() {
            Ok(bytes) => {
                let problem = read(&name, &bytes, &options.limits, &mut |item| self.tally.take(item));
                (bytes.len() as u64, problem)
            }
            Err(error) => (0, Some(Problem::new(&*name, Place::File, format!("cannot be read: {error}")))),
        };
        self.tally.usage.files.read += 1;
        self.tally.usage.files.broken += u64::from(problem.is_some());
        self.problems.extend(problem);
        (size, self.tally.usage.records - before)
    }

    fn finish(self) -> Analysis {
        Analysis { usage: self.tally.finish(), problems: self.problems, is_stopped: false }
    }
}

fn add(totals: &[AtomicU64; 3], more: [u64; 3]) -> [u64; 3] {
    let mut sums = totals.iter().zip(more);
    std::array::from_fn(|_| {
        sums.next().map_or(0, |(total, more)| total.fetch_add(more, Ordering::Relaxed) + more)
    })
}
