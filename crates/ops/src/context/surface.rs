//! The one value that every operation is handed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::files::{open_limited, read_all, read_limited};
use super::progress::Hold;
use super::{
    Buckets, Cancel, Catalogue, Configured, Fetch, Files, Found, Kept, Limits, Progress, Quiet, Session,
    Surface, Told, write_all, write_whole_with,
};
use crate::OpError;

/// What an operation may use beside its request. Clones share the catalogue.
#[derive(Clone)]
pub struct Context {
    pub(super) files: Files,
    pub(super) limits: Limits,
    pub(super) stdin: Stdin,
    /// Whether standard input was read, which can be done once.
    pub(super) stdin_read: Arc<AtomicBool>,
    pub(super) now: fn() -> i64,
    pub(super) progress: Arc<dyn Progress>,
    pub(super) cancel: Cancel,
    pub(super) data: Option<PathBuf>,
    pub(super) configured: Configured,
    pub(super) session: Option<Arc<Session>>,
    /// Of the command line and of the environment.
    pub(super) told: Vec<Told>,
    pub(super) surface: Option<Arc<Surface>>,
    pub(crate) fetch: Option<Arc<dyn Fetch>>,
    pub(super) buckets: Option<Arc<dyn Buckets>>,
    pub(super) kept: Option<Arc<dyn Kept>>,
    pub(super) catalogue: Arc<Catalogue>,
}

/// Whether `-` means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stdin {
    Read,
    /// Standard input carries the protocol, or there is none.
    Denied,
}

impl Context {
    /// A context that reaches nothing but the embedded catalogue; `now` gives seconds since 1970.
    pub fn new(files: Files, now: fn() -> i64) -> Self {
        Self {
            files,
            limits: Limits::default(),
            stdin: Stdin::Denied,
            stdin_read: Arc::default(),
            now,
            progress: Arc::new(Quiet),
            cancel: Cancel::default(),
            data: None,
            configured: Configured::Nothing,
            session: None,
            told: Vec::new(),
            surface: None,
            fetch: None,
            buckets: None,
            kept: None,
            catalogue: Arc::new(Catalogue::default()),
        }
    }

    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    #[must_use]
    pub fn with_stdin(mut self, stdin: Stdin) -> Self {
        self.stdin = stdin;
        self
    }

    #[must_use]
    pub fn with_progress(mut self, progress: Arc<dyn Progress>) -> Self {
        self.progress = progress;
        self
    }

    #[must_use]
    pub fn with_cancel(mut self, cancel: Cancel) -> Self {
        self.cancel = cancel;
        self
    }

    /// Where the refreshed catalogue lies.
    #[must_use]
    pub fn with_data(mut self, data: Option<PathBuf>) -> Self {
        self.data = data;
        self
    }

    /// What holds for requests that bring no configuration.
    #[must_use]
    pub fn with_configuration(mut self, configured: Configured) -> Self {
        self.configured = configured;
        self
    }

    #[must_use]
    pub fn with_fetch(mut self, fetch: Arc<dyn Fetch>) -> Self {
        self.fetch = Some(fetch);
        self
    }

    #[must_use]
    pub fn with_buckets(mut self, buckets: Arc<dyn Buckets>) -> Self {
        self.buckets = Some(buckets);
        self
    }

    pub fn files(&self) -> &Files {
        &self.files
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        (self.now)()
    }

    pub fn progress(&self) -> &dyn Progress {
        self.progress.as_ref()
    }

    /// Refuses to go on once nobody waits for the answer.
    pub fn check_cancelled(&self) -> Result<(), OpError> {
        if self.cancel.is_cancelled() { Err(OpError::internal("interrupted")) } else { Ok(()) }
    }

    /// Lets an interrupt wait for what the operation saves at its end.
    pub(crate) fn hold(&self) -> Hold {
        self.cancel.hold()
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// A document that a request names: a path, or `-` for standard input.
    pub fn read_document(&self, path: &Path) -> Result<Vec<u8>, OpError> {
        self.read(path, self.limits.document_bytes)
    }

    /// A found file as a document.
    pub fn read_found(&self, found: &Found) -> Result<Vec<u8>, OpError> {
        read_limited(&found.path, &found.name, self.limits.document_bytes)
    }

    /// A found file as a log, which is read as a stream and so may be larger than memory; `-` is standard input.
    pub fn open_log(&self, found: &Found) -> Result<Box<dyn std::io::Read>, OpError> {
        if found.named && found.path == Path::new("-") {
            return Ok(Box::new(self.stdin()?.lock()));
        }
        Ok(Box::new(open_limited(&found.path, &found.name, self.limits.log_bytes)?))
    }

    /// The same for who must read it from any place on: none if it comes through a pipe, which can be read once.
    pub fn open_log_file(&self, found: &Found) -> Option<std::fs::File> {
        if found.named && found.path == Path::new("-") {
            return None;
        }
        let log = open_limited(&found.path, &found.name, self.limits.log_bytes).ok()?;
        log.metadata().is_ok_and(|metadata| metadata.is_file()).then_some(log)
    }

    /// A file of ours, such as a usage file, of which `-` is standard input.
    pub fn read_file(&self, path: &Path) -> Result<Vec<u8>, OpError> {
        self.read(path, self.limits.file_bytes)
    }

    /// The first bytes of a file, at most so many.
    pub fn read_head(&self, path: &Path, bytes: u64) -> Result<Vec<u8>, OpError> {
        let name = path.display().to_string();
        let file = open_limited(&self.files.resolve(path)?, &name, u64::MAX)?;
        read_all(std::io::Read::take(file, bytes), &name, bytes)
    }

    /// The last bytes of a file, at most so many.
    pub fn read_tail(&self, path: &Path, bytes: u64) -> Result<Vec<u8>, OpError> {
        let name = path.display().to_string();
        let mut file = open_limited(&self.files.resolve(path)?, &name, u64::MAX)?;
        let fault = |error| OpError::io(&name, error);
        let length = file.metadata().map_err(fault)?.len();
        let start = std::io::SeekFrom::Start(length.saturating_sub(bytes));
        std::io::Seek::seek(&mut file, start).map_err(fault)?;
        read_all(std::io::Read::take(file, bytes), &name, bytes)
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, OpError> {
        if path == Path::new("-") {
            return self.read_stdin(limit);
        }
        read_limited(&self.files.resolve(path)?, &path.display().to_string(), limit)
    }

    fn read_stdin(&self, limit: u64) -> Result<Vec<u8>, OpError> {
        read_all(self.stdin()?.lock(), "-", limit)
    }

    /// Standard input, which is handed out once.
    fn stdin(&self) -> Result<std::io::Stdin, OpError> {
        self.check_stdin()?;
        if self.stdin_read.swap(true, Ordering::Relaxed) {
            return Err(OpError::invalid("`-`: standard input is read already, and can be read once"));
        }
        Ok(std::io::stdin())
    }

    /// Refuses `-` where it means nothing.
    pub(crate) fn check_stdin(&self) -> Result<(), OpError> {
        match self.stdin {
            Stdin::Read => Ok(()),
            Stdin::Denied => {
                Err(OpError::forbidden("`-`: no standard input over this transport")
                    .hint("send the text itself"))
            }
        }
    }

    /// Writes a file that a request names, whole or not at all.
    pub fn write(
        &self,
        path: &Path,
        write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> Result<(), OpError> {
        write_whole_with(&self.files.resolve(path)?, write)
    }

    /// Writes files into a folder that a request names, all or none, and says what they are called.
    pub fn write_files(&self, folder: &Path, files: &[(&str, String)]) -> Result<Vec<String>, OpError> {
        let resolved = self.files.resolve(folder)?;
        let targets =
            files.iter().map(|(name, text)| Ok((self.files.resolve(&folder.join(name))?, text.as_bytes())));
        write_all(&resolved, &targets.collect::<Result<Vec<_>, OpError>>()?)?;
        Ok(files.iter().map(|(name, _)| folder.join(name).display().to_string()).collect())
    }
}
