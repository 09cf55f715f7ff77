//! What becomes of a file: usage in the store, or a policy.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use ops::{Context, OpError};
use schemars::JsonSchema;
use serde::Deserialize;
use store::{Object, PolicyVersion, Put, Run, Store};
use trail::{Problem, Usage};

use super::super::kept::fault;
use super::super::policies::{sound_name, sound_text};
use super::intake::Taken;
use super::stage::Progress;
use crate::environment;

/// What a file is
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum Kind {
    /// CloudTrail, in any form that `analyze` reads.
    #[default]
    Logs,
    /// A usage file.
    Usage,
    /// A policy, saved under the file's name without its ending.
    Policy,
}

/// Bytes of a usage file and of a policy, which are read in one piece.
const LARGEST_USAGE: u64 = 64 << 20;
const LARGEST_POLICY: u64 = 1_000_000;

/// Progress is told as often as that.
const PACE: Duration = Duration::from_millis(100);

/// What is to be done.
pub(super) struct Work {
    pub(super) kind: Kind,
    /// What the file is called by who sent it; never a path of ours.
    pub(super) name: String,
    pub(super) taken: Taken,
    pub(super) id: String,
}

impl Work {
    /// Does it, and puts what it came to among the runs.
    pub(super) fn done(
        &self,
        store: &dyn Store,
        cx: &Context,
        tell: &(dyn Fn(Progress) + Sync),
    ) -> Result<Run, OpError> {
        let kind = match self.kind {
            Kind::Logs => "upload",
            Kind::Usage => "upload-usage",
            Kind::Policy => "upload-policy",
        };
        let mut run = Run {
            id: self.id.clone(),
            kind: kind.to_owned(),
            started_at: environment::now(),
            files: 1,
            ..Run::default()
        };
        match self.kind {
            Kind::Logs => {
                let analysis = self.analyzed(cx, tell)?;
                self.keep(&analysis.usage, &analysis.problems, &mut run, store)?;
            }
            Kind::Usage => {
                let bytes = self.read("usage file", LARGEST_USAGE)?;
                let read = Usage::from_bytes(&self.name, bytes)
                    .map_err(|problem| OpError::invalid(problem.to_string()));
                let (usage, problems) = read?;
                self.keep(&usage, &problems, &mut run, store)?;
            }
            Kind::Policy => {
                run.note = self.save(store)?;
            }
        }
        run.finished_at = Some(environment::now());
        store.put_run(&run).map_err(fault)?;
        Ok(run)
    }

    fn analyzed(&self, cx: &Context, tell: &(dyn Fn(Progress) + Sync)) -> Result<trail::Analysis, OpError> {
        let told = Pace { total: self.taken.bytes, at: Mutex::new((Instant::now(), 0)), tell };
        let log = Log { name: self.unique(), path: self.taken.file.path(), told: &told };
        // Requests want the other cores.
        let options = trail::Options { threads: NonZeroUsize::new(1), ..trail::Options::default() };
        let analysis = trail::analyze([log], &options, &cx.catalog(), &|at| {
            let (files, events, skipped) = (at.objects, at.records, at.skipped);
            tell(Progress { files, events, skipped, bytes: self.taken.bytes, total: self.taken.bytes });
            ControlFlow::Continue(())
        });
        if analysis.usage.records() == 0 {
            let none = OpError::invalid(format!("no CloudTrail record in `{}`", self.name));
            let why = analysis.problems.first().map(|problem| self.plain(problem));
            return Err(match why {
                Some(why) => none.hint(why),
                None => none,
            });
        }
        Ok(analysis)
    }

    /// Files of one name may have different contents.
    fn unique(&self) -> String {
        format!("upload/{}/{}", self.taken.content, self.name)
    }

    fn plain(&self, problem: &Problem) -> String {
        problem.to_string().replace(&self.unique(), &self.name)
    }

    fn keep(
        &self,
        usage: &Usage,
        problems: &[Problem],
        run: &mut Run,
        store: &dyn Store,
    ) -> Result<(), OpError> {
        run.records = usage.records();
        run.used = usage.used();
        run.skipped = usage.skipped().iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect();
        // The same content, sent once more under whatever name, is the same object.
        let object = Object::new(format!("upload:{}", self.taken.content), self.taken.content.clone());
        let put = store.put_partial(&object, usage).map_err(fault)?;
        let mut notes: Vec<String> = Vec::new();
        if put != Put::New {
            notes.push(format!("`{}` was counted before", self.name));
        }
        notes.extend(problems.iter().take(3).map(|problem| self.plain(problem)));
        run.note = if notes.is_empty() { self.name.clone() } else { notes.join("; ") };
        Ok(())
    }

    fn save(&self, store: &dyn Store) -> Result<String, OpError> {
        let text = String::from_utf8(self.read("policy", LARGEST_POLICY)?);
        let document = text.map_err(|_| OpError::invalid(format!("`{}` is not UTF-8", self.name)))?;
        let name = Path::new(&self.name)
            .file_stem()
            .map_or_else(|| self.name.clone(), |stem| stem.to_string_lossy().into_owned());
        sound_name(&name)?;
        sound_text(&document)?;
        let policy = PolicyVersion { version: 0, saved_at: environment::now(), principal: None, document };
        let version = store.save_policy(&name, &policy, None).map_err(fault)?;
        Ok(format!("saved as `{name}`, version {version}"))
    }

    fn read(&self, what: &str, largest: u64) -> Result<Vec<u8>, OpError> {
        if self.taken.bytes > largest {
            return Err(OpError::too_large(format!("a {what} has {largest} bytes at most")));
        }
        let mut bytes = Vec::new();
        let read = File::open(self.taken.file.path()).and_then(|mut file| file.read_to_end(&mut bytes));
        read.map_err(|error| OpError::internal("a file that was sent cannot be read").because(error))?;
        Ok(bytes)
    }
}

/// The file as `trail` reads it.
struct Log<'a> {
    name: String,
    path: &'a Path,
    told: &'a Pace<'a>,
}

impl trail::Object for Log<'_> {
    fn name(&self) -> Cow<'_, str> {
        self.name.as_str().into()
    }

    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(Watched { file: File::open(self.path)?, told: self.told }))
    }

    fn file(&self) -> Option<File> {
        File::open(self.path).ok()
    }
}

/// Tells how many bytes were read, now and then.
struct Pace<'a> {
    total: u64,
    /// When it was told last, and what was read since the beginning.
    at: Mutex<(Instant, u64)>,
    tell: &'a (dyn Fn(Progress) + Sync),
}

struct Watched<'a> {
    file: File,
    told: &'a Pace<'a>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if let Ok(mut at) = self.told.at.lock() {
            at.1 += read as u64;
            if at.0.elapsed() >= PACE {
                at.0 = Instant::now();
                let bytes = at.1.min(self.told.total);
                (self.told.tell)(Progress { bytes, total: self.told.total, ..Progress::default() });
            }
        }
        Ok(read)
    }
}
