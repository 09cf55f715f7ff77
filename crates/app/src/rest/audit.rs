//! Who wrote what, when, and what came of it: one line of JSON for each request that may write. Nothing of bodies, no secrets.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use ops::OpError;
use serde::Serialize;
use trail::usage::Time;

use crate::http::listen::Peer;
use crate::{environment, terminal};

/// Where the lines go.
#[derive(Clone)]
pub(super) struct Audit {
    sink: Arc<Mutex<Box<dyn Write + Send>>>,
    /// What the token is called by which those who write were let in.
    token: Option<Arc<str>>,
}

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    /// The address of the connection; none for what the server does later by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<SocketAddr>,
    pub(super) operation: &'a str,
    /// What was written: a name, a job.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<&'a str>,
    /// The status that was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<u16>,
    /// `done`, `accepted`, `refused` or `failed`
    pub(super) outcome: &'a str,
}

/// A request that may write, until the log is told what came of it: whatever that is, and even if nobody waits for the answer any more.
pub(super) struct Pending {
    audit: Audit,
    from: Option<SocketAddr>,
    operation: &'static str,
    target: Option<String>,
    is_told: bool,
}

impl Pending {
    /// Writes the line.
    pub(super) fn end(mut self, status: StatusCode) {
        self.tell(Some(status));
    }

    fn tell(&mut self, status: Option<StatusCode>) {
        self.is_told = true;
        let status = status.map(|status| status.as_u16());
        let outcome = match status {
            Some(202) => "accepted",
            Some(200..300) => "done",
            Some(500..) | None => "failed",
            Some(_) => "refused",
        };
        let (from, operation, target) = (self.from, self.operation, self.target.as_deref());
        self.audit.write(&Line { from, operation, target, status, outcome });
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if !self.is_told {
            self.tell(None);
        }
    }
}

#[derive(Serialize)]
struct Dated<'a> {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(flatten)]
    line: &'a Line<'a>,
}

impl Audit {
    /// Lines go behind what is in the file, or else to standard error.
    pub(super) fn open(file: Option<&Path>, token: Option<String>) -> Result<Self, OpError> {
        let sink: Box<dyn Write + Send> = match file {
            Some(path) => {
                let opened = OpenOptions::new().append(true).create(true).open(path);
                Box::new(opened.map_err(|error| OpError::io(&path.display().to_string(), error))?)
            }
            None => Box::new(std::io::stderr()),
        };
        Ok(Self { sink: Arc::new(Mutex::new(sink)), token: token.map(Arc::from) })
    }

    pub(super) fn pending(
        &self,
        peer: Option<Peer>,
        operation: &'static str,
        target: Option<String>,
    ) -> Pending {
        let from = peer.map(|peer| peer.0);
        Pending { audit: self.clone(), from, operation, target, is_told: false }
    }

    /// Writes a line; it is there when this returns.
    pub(super) fn write(&self, line: &Line<'_>) {
        let dated = Dated { at: moment(environment::now()), token: self.token.as_deref(), line };
        // A struct of texts and numbers can be written.
        let mut text = serde_json::to_vec(&dated).unwrap_or_default();
        text.push(b'\n');
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = sink.write_all(&text).and_then(|()| sink.flush()) {
            terminal::complain(&format!("the audit log cannot be written: {error}"));
        }
    }
}

/// `2026-01-31T12:00:00Z` of seconds since 1970.
pub(super) fn moment(seconds: i64) -> String {
    let beginning = Time::parse("1970-01-01T00:00:00Z");
    beginning.map(|beginning| beginning.plus(seconds).to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_logs_write_them() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(1_795_366_800), "2026-11-22T17:00:00Z");
    }
}
