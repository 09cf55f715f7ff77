//! Which objects were counted, and what they gave: so that a run goes on where another one ended.
//!
//! ```json
//! {"format": "leastwise-ledger/1", "scope": "", "objects": {"s3://logs/AWSLogs/…json.gz": "\"etag\""}, "usage": {…}}
//! ```
//!
//! INVARIANT: `usage` is that of `objects`, no more and no less: both are in one file, which is written whole or not at all.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use trail::Usage;

use crate::{Context, ErrorKind, OpError};

const FORMAT: &str = "leastwise-ledger/1";

/// Objects counted, and their usage.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// What was left out of the objects, in words; usage of another scope is another usage.
    scope: String,
    /// Name → mark: what tells one content of the name from another, such as an `ETag`, or size and time of change.
    objects: BTreeMap<String, String>,
    usage: Usage,
    /// The books of what there was before this run.
    before: Usage,
}

/// What a ledger knows of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    New,
    Done,
    /// Counted when its content was another.
    Changed,
}

impl Ledger {
    pub(crate) fn new(scope: impl Into<String>) -> Self {
        Self { scope: scope.into(), ..Self::default() }
    }

    /// The ledger in the file, or an empty one if there is no such file.
    ///
    /// # Errors
    ///
    /// `Invalid` if the file is no ledger, is broken in any place, or was kept with another scope.
    pub(crate) fn open(path: &Path, scope: &str, cx: &Context) -> Result<Self, OpError> {
        let name = path.display().to_string();
        let bytes = match cx.read_file(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind == ErrorKind::NotFound => return Ok(Self::new(scope)),
            Err(error) => return Err(error),
        };
        let broken = |why: String| {
            OpError::invalid(format!("`{name}` is not a sound ledger: {why}"))
                .hint("give `--ledger` a file that does not exist yet, which reads all logs again")
        };
        let fault = |error: serde_json::Error| broken(crate::error::one_line(&error.to_string()));
        // First, as a usage file has an `objects` of another kind.
        let Head { format } = serde_json::from_slice(&bytes).map_err(fault)?;
        if format != FORMAT {
            return Err(broken(format!("its format is `{format}`, not `{FORMAT}`")));
        }
        let wire: LedgerWire<'_> = serde_json::from_slice(&bytes).map_err(fault)?;
        if wire.scope != scope {
            let shown = |scope: &str| if scope.is_empty() { "all".to_owned() } else { format!("`{scope}`") };
            return Err(OpError::invalid(format!(
                "the ledger `{name}` is of {}, but {} is asked for",
                shown(&wire.scope),
                shown(scope)
            ))
            .hint("keep a ledger of its own for each selection"));
        }
        let (usage, problems) = Usage::from_json(&name, wire.usage.get().as_bytes())
            .map_err(|problem| broken(problem.message))?;
        if let Some(problem) = problems.into_iter().next() {
            return Err(broken(problem.message));
        }
        Ok(Self { scope: wire.scope, objects: wire.objects, before: usage.books(), usage })
    }

    pub(crate) fn entry(&self, name: &str, mark: &str) -> Entry {
        match self.objects.get(name) {
            None => Entry::New,
            Some(known) if known == mark => Entry::Done,
            Some(_) => Entry::Changed,
        }
    }

    /// Enters objects of this run together with what they gave.
    pub(crate) fn add(&mut self, objects: impl IntoIterator<Item = (String, String)>, usage: Usage) {
        self.objects.extend(objects);
        self.usage.merge_part(usage, &self.before);
    }

    pub(crate) fn objects(&self) -> usize {
        self.objects.len()
    }

    #[cfg(test)]
    pub(crate) fn usage(&self) -> &Usage {
        &self.usage
    }

    pub(crate) fn into_usage(self) -> Usage {
        self.usage
    }

    /// # Errors
    ///
    /// `TooLarge` if no later run could read the ledger; what lay in the file before stays.
    pub(crate) fn save(&self, path: &Path, cx: &Context) -> Result<(), OpError> {
        let most = cx.limits().file_bytes;
        let mut is_too_large = false;
        let saved = cx.write(path, |file| {
            let mut bounded = Bounded { inner: file, left: most, is_full: false };
            let written = self.write(&mut bounded);
            is_too_large = bounded.is_full;
            written
        });
        if is_too_large {
            let name = path.display();
            let message =
                format!("the ledger `{name}` would have more than {most} bytes, and no run could read it");
            return Err(OpError::too_large(message)
                .hint("keep a ledger for each part of the logs: `--account` and `--region` choose one"));
        }
        saved
    }

    fn write(&self, file: &mut dyn Write) -> io::Result<()> {
        writeln!(file, "{{\n\"format\": \"{FORMAT}\",\n\"scope\": {},", serde_json::to_string(&self.scope)?)?;
        write!(file, "\"objects\": {{")?;
        for (place, (name, mark)) in self.objects.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(file, "{comma}\n{}: {}", serde_json::to_string(name)?, serde_json::to_string(mark)?)?;
        }
        write!(file, "\n}},\n\"usage\": ")?;
        self.usage.write_json(file)?;
        writeln!(file, "}}")
    }
}

/// Takes so many bytes and no more.
struct Bounded<'w> {
    inner: &'w mut dyn Write,
    left: u64,
    is_full: bool,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() as u64 > self.left {
            self.is_full = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.inner.write(bytes)?;
        self.left -= count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[derive(Deserialize)]
struct Head {
    format: String,
}

#[derive(Deserialize)]
struct LedgerWire<'a> {
    #[serde(default)]
    scope: String,
    objects: BTreeMap<String, String>,
    #[serde(borrow)]
    usage: &'a RawValue,
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::Files;

    const LOG: &str = r#"{"Records":[{"eventVersion":"1.08","eventType":"AwsApiCall","eventID":"e-1",
        "eventTime":"2026-01-31T10:00:00Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets",
        "awsRegion":"eu-west-1","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/a",
        "accountId":"111122223333"}}]}"#;

    fn usage() -> Usage {
        let go_on = |_: trail::Progress| ControlFlow::Continue(());
        let cx = Context::new(Files::Any, || 0);
        trail::analyze([("a", LOG)], &trail::Options::default(), &cx.catalog(), &go_on).usage
    }

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cx) = (folder.path().join("ledger.json"), Context::new(Files::Any, || 0));
        let mut ledger = Ledger::open(&path, "", &cx).unwrap();
        assert_eq!((ledger.objects(), ledger.usage().used()), (0, 0));
        ledger.add([("s3://b/\"quoted\"".to_owned(), "\"e1\"".to_owned())], usage());
        ledger.save(&path, &cx).unwrap();

        let read = Ledger::open(&path, "", &cx).unwrap();
        assert_eq!(read.entry("s3://b/\"quoted\"", "\"e1\""), Entry::Done);
        assert_eq!(read.entry("s3://b/\"quoted\"", "\"e2\""), Entry::Changed);
        assert_eq!(read.entry("s3://b/other", "\"e1\""), Entry::New);
        assert_eq!(read.into_usage().to_json(), usage().to_json());
    }

    #[test]
    fn a_ledger_that_no_run_could_read_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (path, any) = (folder.path().join("ledger.json"), Context::new(Files::Any, || 0));
        let within = |file_bytes| {
            let limits = crate::Limits { file_bytes, ..crate::Limits::default() };
            Context::new(Files::Any, || 0).with_limits(limits)
        };
        let mut ledger = Ledger::new("");
        ledger.save(&path, &any).unwrap();
        let small = any.read_file(&path).unwrap();
        ledger.add([("a".to_owned(), "1".to_owned())], usage());
        let error = ledger.save(&path, &within(small.len() as u64)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::TooLarge);
        assert_eq!(any.read_file(&path).unwrap(), small, "what was there stays");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "and nothing beside it");

        ledger.save(&path, &any).unwrap();
        let size = std::fs::metadata(&path).unwrap().len();
        ledger.save(&path, &within(size)).unwrap();
        assert_eq!(Ledger::open(&path, "", &within(size)).unwrap().objects(), 1);
        assert!(ledger.save(&path, &within(size - 1)).is_err());
    }

    #[test]
    fn what_is_no_ledger_of_this_scope_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, cx) = (folder.path().join("ledger.json"), Context::new(Files::Any, || 0));
        let refusal = || Ledger::open(&path, "", &cx).unwrap_err().message;
        Ledger::new("account 1").save(&path, &cx).unwrap();
        assert!(refusal().contains("is of `account 1`, but all is asked for"), "{}", refusal());
        for (text, why) in [
            (usage().to_json(), "its format is"),
            ("{".to_owned(), "EOF"),
            (r#"{"format":"leastwise-ledger/9","objects":{},"usage":{}}"#.to_owned(), "its format is"),
            (format!(r#"{{"format":"{FORMAT}","objects":{{}},"usage":{{}}}}"#), "not a usage file"),
        ] {
            cx.write(&path, |file| file.write_all(text.as_bytes())).unwrap();
            assert!(refusal().contains(why), "{}", refusal());
        }
    }
}
