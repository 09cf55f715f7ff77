//! How far a job is, as it is told.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::problem::Problem;
use super::super::runs::RunTold;

/// How far a job is.
#[derive(Debug, Clone)]
pub(super) enum Stage {
    Waiting,
    Running(Progress),
    Done(Box<RunTold>),
    Failed(Problem),
}

/// How far the reading of a file is
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct Progress {
    /// Files read to their end
    pub(super) files: u64,
    /// Records found
    pub(super) events: u64,
    /// Of these, records that are not counted
    pub(super) skipped: u64,
    /// Bytes read of the file, as it was sent
    pub(super) bytes: u64,
    /// Bytes of the file
    pub(super) total: u64,
}

/// A job
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Told {
    job: String,
    /// `waiting`, `running`, `done` or `failed`
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    progress: Option<Progress>,
    /// What it came to
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunTold>,
    /// Why it failed
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// What the last event of a job that is done holds.
#[derive(Serialize)]
struct Done<'a> {
    run: &'a RunTold,
}

#[derive(Serialize)]
struct Failed<'a> {
    problem: &'a Problem,
}

impl Stage {
    pub(super) fn is_last(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Failed(_))
    }

    pub(super) fn told(&self, job: &str) -> Told {
        let told = |state| Told { job: job.to_owned(), state, progress: None, run: None, problem: None };
        match self {
            Self::Waiting => told("waiting"),
            Self::Running(progress) => Told { progress: Some(*progress), ..told("running") },
            Self::Done(run) => Told { run: Some((**run).clone()), ..told("done") },
            Self::Failed(problem) => Told { problem: Some(problem.clone()), ..told("failed") },
        }
    }

    /// The name of its event, and what that holds.
    pub(super) fn event(&self) -> (&'static str, String) {
        // Structs of texts and numbers can be written.
        let text = |written: serde_json::Result<String>| written.unwrap_or_default();
        match self {
            Self::Waiting => ("progress", text(serde_json::to_string(&Progress::default()))),
            Self::Running(progress) => ("progress", text(serde_json::to_string(progress))),
            Self::Done(run) => ("done", text(serde_json::to_string(&Done { run }))),
            Self::Failed(problem) => ("failed", text(serde_json::to_string(&Failed { problem }))),
        }
    }
}
