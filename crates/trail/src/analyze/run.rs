//! The parallel run over objects that the caller hands in.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::queue::Queue;
use super::stamp::Stamped;
use super::tally::Tally;
use crate::layout::{delivered, key};
use crate::map::Mapper;
use crate::read::{Limits, Reader};
use crate::usage::{Usage, event_id};
use crate::{Place, Problem, Wanted};
use catalog::Catalog;

/// Something with a name and bytes: a file, an object in a bucket, a test's string. `trail` itself opens nothing.
pub trait Object {
    /// What the object is called in problems.
    fn name(&self) -> Cow<'_, str>;
    /// Its bytes, from the first on.
    fn open(&self) -> io::Result<Box<dyn Read + '_>>;
    /// The same once more, if it is a file that can be read from any place on.
    fn file(&self) -> Option<File> {
        None
    }
}

/// A name with its bytes.
impl<N: AsRef<str>, B: AsRef<[u8]>> Object for (N, B) {
    fn name(&self) -> Cow<'_, str> {
        self.0.as_ref().into()
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.1.as_ref()))
    }
}

/// More threads than this are not made, whoever asks for them.
const MOST_THREADS: usize = 256;

/// How to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    pub limits: Limits,
    /// How many objects are read at the same time; without a number as many as the rayon pool has threads.
    pub threads: Option<NonZeroUsize>,
    /// Records that are not are skipped.
    pub wanted: Wanted,
    /// Whether [`Analysis::objects`] is to be filled.
    pub lists_objects: bool,
}

/// How far a run is, after each object. The order of objects is not that of the input.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Objects done, this one included.
    pub objects: u64,
    /// Bytes of objects done, as they lie in storage.
    pub bytes: u64,
    /// Records that came in.
    pub records: u64,
    /// Of these, how many were skipped; duplicates are known only at the end.
    pub skipped: u64,
}

/// What a run found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Use, and the books: records in, used, skipped by reason, files.
    pub usage: Usage,
    /// One for each broken object, by name.
    pub problems: Vec<Problem>,
    /// The objects read to their end, by name, each with the number that [`Usage::has_object`] knows; if asked for.
    pub objects: Vec<(String, u64)>,
    /// Whether the run was stopped before its end; the usage then lacks the objects not read.
    pub is_stopped: bool,
}

/// Reads all objects, on the threads of the current rayon pool or as many as asked for. The result depends on the objects
/// only, not on their order, the number of threads, or which was read first.
///
/// `progress` is told of each object done and may stop the run.
pub fn analyze<I>(
    objects: I,
    options: &Options,
    catalog: &Catalog,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Analysis
where
    I: IntoIterator,
    I::Item: Object + Send,
{
    Backlog::new(objects, options).read(options, catalog, progress)
}

/// Objects still to be read, for runs that pause: `progress` may stop a reading, and the next one takes up what is left.
pub struct Backlog<O>(Mutex<Queue<O>>);

impl<O: Object + Send> Backlog<O> {
    pub fn new(objects: impl IntoIterator<Item = O>, options: &Options) -> Self {
        // What trails of an organization and of its accounts have of one account lies far apart by name.
        let account = |name: &str| delivered(name).and_then(|place| place.account).map(str::to_owned);
        let objects = objects.into_iter().map(|object| (account(&object.name()), object));
        Self(Mutex::new(Queue::new(objects, threads_of(options))))
    }

    pub fn is_empty(&self) -> bool {
        locked(&self.0).is_empty()
    }

    /// [`analyze`] of what is left.
    pub fn read(
        &self,
        options: &Options,
        catalog: &Catalog,
        progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
    ) -> Analysis {
        read_all(&|thread| locked(&self.0).next(thread), options, catalog, progress)
    }
}

/// Like [`analyze`], for objects that come in their own time: each thread that is done with one asks `next`, which may wait and
/// ends the run with `None`.
pub fn analyze_stream<O: Object + Send>(
    next: &(dyn Fn() -> Option<O> + Sync),
    options: &Options,
    catalog: &Catalog,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Analysis {
    read_all(&|_| next(), options, catalog, progress)
}

fn threads_of(options: &Options) -> usize {
    options.threads.map_or_else(rayon::current_num_threads, NonZeroUsize::get).min(MOST_THREADS)
}

fn read_all<O: Object + Send>(
    next: &(dyn Fn(usize) -> Option<O> + Sync),
    options: &Options,
    catalog: &Catalog,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Analysis {
    let threads = threads_of(options);
    let run = Run {
        next,
        options,
        progress,
        is_stopped: AtomicBool::new(false),
        done: [const { AtomicU64::new(0) }; 4],
    };
    let mapper = Mapper::new(catalog);
    let pool = options.threads.filter(|_| threads > 1);
    let pool = pool.map(|_| rayon::ThreadPoolBuilder::new().num_threads(threads).build());
    let parts = match pool {
        Some(Ok(pool)) => pool.install(|| run.on(threads, &mapper)),
        // Where no threads are to be had, there still is this one.
        Some(Err(_)) => run.on(1, &mapper),
        None => run.on(threads, &mapper),
    };
    let mut analysis = parts.into_iter().reduce(merged).unwrap_or_default();
    analysis.problems.sort();
    analysis.objects.sort();
    analysis.is_stopped = run.is_stopped.into_inner();
    analysis
}

fn merged(mut one: Analysis, other: Analysis) -> Analysis {
    one.usage.add(other.usage);
    one.problems.extend(other.problems);
    one.objects.extend(other.objects);
    one
}

/// What the threads share: each takes the next object when it is done with one.
struct Run<'r, O> {
    /// The next object for the thread of that number.
    next: &'r (dyn Fn(usize) -> Option<O> + Sync),
    options: &'r Options,
    progress: &'r (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    is_stopped: AtomicBool,
    done: [AtomicU64; 4],
}

impl<O: Object + Send> Run<'_, O> {
    fn on(&self, threads: usize, mapper: &Mapper<'_>) -> Vec<Analysis> {
        if threads <= 1 {
            return vec![self.part(0, mapper.clone())];
        }
        let parts = Mutex::new(Vec::with_capacity(threads));
        rayon::scope(|scope| {
            for thread in 0..threads {
                let parts = &parts;
                scope.spawn(move |_| {
                    let part = self.part(thread, mapper.clone());
                    locked(parts).push(part);
                });
            }
        });
        std::mem::take(&mut *locked(&parts))
    }

    /// Reads objects until none is left.
    fn part(&self, thread: usize, mapper: Mapper<'_>) -> Analysis {
        let tally = Tally::new(mapper, &self.options.wanted);
        let mut part = Part { tally, problems: Vec::new(), objects: Vec::new(), reader: Reader::default() };
        while !self.is_stopped.load(Ordering::Relaxed) {
            let Some(object) = (self.next)(thread) else { break };
            let [bytes, records, skipped] = part.object(&object, self.options);
            let [objects, bytes, records, skipped] = add(&self.done, [1, bytes, records, skipped]);
            if (self.progress)(Progress { objects, bytes, records, skipped }).is_break() {
                self.is_stopped.store(true, Ordering::Relaxed);
            }
        }
        let Part { tally, problems, objects, reader } = part;
        drop(reader);
        Analysis { usage: tally.finish(), problems, objects, is_stopped: false }
    }
}

/// What a thread that panicked has left is as good as any: the panic itself goes on at the end of the scope.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

struct Part<'c> {
    tally: Tally<'c>,
    problems: Vec<Problem>,
    objects: Vec<(String, u64)>,
    reader: Reader,
}

impl Part<'_> {
    /// Reads one object and answers with its bytes, its records and how many of these were skipped.
    fn object(&mut self, object: &impl Object, options: &Options) -> [u64; 3] {
        let name = object.name();
        let before = self.tally.counts();
        let (size, problem) = match object.open() {
            Ok(bytes) => {
                let tally = &mut self.tally;
                let mut bytes = Stamped::new(bytes);
                let read =
                    self.reader.read(&name, &mut bytes, &|| object.file(), &options.limits, &mut |item| {
                        tally.take(item);
                    });
                // One that was not read to its end is not known: a later run is to read it again.
                if let Some(number) = bytes.number() {
                    let number = object_number(&name, number, &options.wanted);
                    self.tally.usage.objects.extend([number].into_iter());
                    if options.lists_objects {
                        self.objects.push((name.clone().into_owned(), number));
                    }
                }
                read
            }
            Err(error) => (0, Some(Problem::new(&*name, Place::File, format!("cannot be read: {error}")))),
        };
        self.tally.usage.files.read += 1;
        self.tally.usage.files.broken += u64::from(problem.is_some());
        self.problems.extend(problem);
        let [records, skipped] = self.tally.counts();
        [size, records - before[0], skipped - before[1]]
    }
}

/// What an object is known by in usage: its key, its bytes and what of it was wanted.
///
/// With the key, since the same bytes may lie in several places: then each is an object, wherever the parts are counted.
fn object_number(name: &str, bytes: u64, wanted: &Wanted) -> u64 {
    event_id(&key(name), &format!("{bytes:016x}"), &wanted.to_string())
}

fn add(totals: &[AtomicU64; 4], more: [u64; 4]) -> [u64; 4] {
    let mut sums = totals.iter().zip(more);
    std::array::from_fn(|_| {
        sums.next().map_or(0, |(total, more)| total.fetch_add(more, Ordering::Relaxed) + more)
    })
}
