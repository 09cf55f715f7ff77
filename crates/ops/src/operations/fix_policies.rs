//! Can it be mended? Documents in, mended ones out.

use schemars::JsonSchema;
use serde::Deserialize;

use super::lint_document;
use super::mending::Mending;
use super::named_policies;
use super::plan::{Asked, Plan, TakenFor};
use crate::operation::{Format, part};
use crate::wire::{Configuration, Document, FailOn, Findings, Fixes};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Mends what is wrong in IAM policies, as far as there is one safe way to do it
///
/// Before mending by hand. A safe fix leaves what the policy allows as it is, or mends what AWS would refuse. Shows the changes as a
/// diff, and what is left to do by hand.
///
/// Layout and comments stay. What comes out is checked and mended again until nothing changes.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixPolicies {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATHS", required = true)]
    #[schemars(description = "Policies; a path may be of a folder")]
    documents: Vec<Document>,

    /// Also apply fixes after which a policy may allow something else
    #[arg(long = "unsafe")]
    #[serde(default, rename = "unsafe")]
    with_unsafe: bool,

    /// Write the files, each whole or not at all
    #[arg(long)]
    #[serde(default)]
    write: bool,

    /// Show the changes and write nothing, as is done without `--write`
    #[arg(long, conflicts_with = "write")]
    #[serde(default)]
    #[schemars(description = "Show the changes and write nothing, as is done without `write`")]
    diff: bool,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    taken: TakenFor,

    /// Run, and mend what is found by, only these checks (can be repeated)
    #[arg(long, value_name = "CHECK")]
    #[serde(default)]
    only: Vec<String>,

    /// The lowest severity that fails the run if it is left; else what the configuration says, else `high`
    #[arg(long, value_name = "SEVERITY")]
    #[serde(default)]
    fail_on: Option<FailOn>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// Report at most this many findings that are left; all are counted
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

impl Operation for FixPolicies {
    const NAME: &'static str = "fix_policies";
    const COMMAND: &'static [&'static str] = &["fix"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Fixes;

    fn run(self, cx: &Context) -> Result<Fixes, OpError> {
        if self.write && self.diff {
            return Err(OpError::invalid("`write` and `diff` exclude each other"));
        }
        let asked =
            Asked { taken: self.taken, only: self.only, fail_on: self.fail_on, config: self.config.as_ref() };
        let plan = Plan::of(asked, cx)?;
        let (mut changes, mut left) = (Vec::new(), Vec::new());
        let mut outgoing = Vec::new();
        let mut mending = Mending::new(&plan, self.with_unsafe, cx);
        let mut sieve = plan.sieve(None, cx);
        let skipped = named_policies::each(&self.documents, cx, |opened| {
            if self.write && opened.file.is_none() {
                return Err(no_file(opened.document.source.name()));
            }
            let mended = mending.mend(&opened);
            let within = opened.within.as_deref();
            left.push(lint_document::check_within(mended.document, within, &plan, &mut sieve, cx));
            if mended.change.is_of_interest() {
                outgoing.extend(
                    opened
                        .file
                        .filter(|_| self.write && mended.change.is_change())
                        .map(|file| (changes.len(), file, mended.text)),
                );
                changes.push(mended.change);
            }
            Ok(())
        })?;
        // Written only now, so that a fault in one document leaves all of them as they were.
        for (index, file, text) in outgoing {
            cx.write(&file, |out| out.write_all(text.as_bytes()))?;
            if let Some(change) = changes.get_mut(index) {
                change.written = true;
            }
        }
        let left = Findings::new(left, skipped, &plan.failing)
            .configured(&plan.config)
            .limited(self.limit, cx.limits());
        Ok(Fixes { changes, left })
    }
}

impl Response for Fixes {
    const FORMATS: &'static [Format<Self>] = &[Format { name: "diff", write: render::diff }];

    fn text(&self, style: Style) -> String {
        render::fixes_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        self.left.outcome()
    }
}

fn no_file(name: &str) -> OpError {
    OpError::invalid(format!("`{name}` is no file that could be written"))
        .hint("leave `write` out to be given the changes")
}
