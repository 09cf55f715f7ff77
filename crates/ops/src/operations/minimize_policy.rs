//! Can it be said with less? A policy in, a smaller one that means the same out.

use std::path::Path;

use policy::Style as Layout;
use policy::fix::shorten;
use policy::tree::{Policy, lower};
use policy::write::write;
use prove::{Minimal, Prover};
use schemars::JsonSchema;
use serde::Deserialize;

use super::in_place;
use super::named_policies::{self, Opened};
use crate::operation::Format;
use crate::simulate::whole;
use crate::wire::{Document, DroppedPart, JsonObject, Minimized, PolicyType, Worlds};
use crate::{Context, Effect, OpError, Operation, Response, Style, render};

/// Makes a policy smaller, and proves that it still means the same
///
/// For policies near their size limit, or with parts that nobody needs. Takes out what changes nothing and joins what differs in one
/// list; each step is proved over all requests. No wildcard is put for a list of actions.
///
/// What can go: statements, entries of `Action`, `NotAction`, `Resource` and `NotResource`, values of conditions and whole
/// conditions. The policy allows the same and denies the same, whatever it stands beside. What cannot be proved stays. A wildcard
/// would take new actions as they come. Order, layout and Sids of what is left stay.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MinimizePolicy {
    /// A file, or `-` for standard input
    #[arg(value_name = "POLICY")]
    #[schemars(description = "The policy")]
    policy: Document,

    /// Write the file, whole or not at all
    #[arg(long)]
    #[serde(default)]
    write: bool,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// Which requests must be decided as before; `any` if left out. With `aws`, what no request of today's catalogue meets goes as well
    #[arg(long, value_name = "WORLDS")]
    #[serde(default)]
    worlds: Option<Worlds>,
}

impl Operation for MinimizePolicy {
    const NAME: &'static str = "minimize_policy";
    const COMMAND: &'static [&'static str] = &["minimize"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Minimized;

    fn run(self, cx: &Context) -> Result<Minimized, OpError> {
        let opened = named_policies::only(&self.policy, "minimize one of them at a time", cx)?;
        let source = &opened.document.source;
        if self.write {
            in_place::can_be_written(&opened)?;
        }
        whole(&opened.document)?;
        let policy = lower(&opened.document.root);
        let kind = policy.kind_or(self.policy_type.map(Into::into)).kind;
        in_place::is_accepted(&policy, kind)?;
        let worlds = self.worlds.unwrap_or(Worlds::Any);
        cx.check_cancelled()?;
        let catalog = cx.catalog();
        let prover = Prover { worlds: worlds.into(), ..Prover::new(&catalog) };
        let minimal = prover.minimize(&policy, kind);
        cx.check_cancelled()?;
        let mut minimized = Minimized {
            path: source.name().to_owned(),
            kind: kind.into(),
            worlds,
            policy: as_json(&minimal.policy)?,
            dropped: minimal.steps.iter().map(DroppedPart::of).collect(),
            size_before: size(&policy),
            size_after: size(&minimal.policy),
            diff: String::new(),
            text: None,
            written: false,
            refused: None,
            complete: minimal.complete,
            notes: notes(worlds, &minimal),
        };
        if minimal.steps.is_empty() {
            return Ok(minimized);
        }
        match changed(&opened, &minimal.policy, cx) {
            Ok(text) => {
                minimized.diff = render::unified(source.name(), source.text(), &text);
                match (&opened.file, self.write) {
                    (Some(file), true) => minimized.written = write_file(file, &text, cx)?,
                    (Some(_), false) => {}
                    (None, _) => minimized.text = Some(text),
                }
            }
            Err(why) => minimized.refused = Some(why.to_owned()),
        }
        Ok(minimized)
    }
}

impl Response for Minimized {
    const FORMATS: &'static [Format<Self>] =
        &[Format { name: "diff", write: |minimized| Ok(minimized.diff.clone()) }];

    fn text(&self, style: Style) -> String {
        render::minimized_text(self, style)
    }
}

/// The text that holds the smaller policy; else why there is none.
fn changed(opened: &Opened, smaller: &Policy, cx: &Context) -> Result<String, &'static str> {
    in_place::can_be_edited(opened)?;
    let source = &opened.document.source;
    let edited = shorten(source, &opened.document.root, smaller)
        .filter(|text| in_place::says(text, smaller, opened, cx));
    if let Some(text) = edited.or_else(|| in_place::laid_out_anew(smaller, opened)) {
        return Ok(text);
    }
    Err("its layout or a comment is in the way; `policy` in the JSON answer is what it comes to")
}

fn write_file(file: &Path, text: &str, cx: &Context) -> Result<bool, OpError> {
    cx.write(file, |out| out.write_all(text.as_bytes()))?;
    Ok(true)
}

fn as_json(policy: &Policy) -> Result<JsonObject, OpError> {
    JsonObject::of_policy(&write(&policy.to_node(), Layout::Minified))
}

/// Characters without white space, as IAM counts them.
fn size(policy: &Policy) -> usize {
    write(&policy.to_node(), Layout::Minified).chars().filter(|letter| !letter.is_whitespace()).count()
}

fn notes(worlds: Worlds, minimal: &Minimal) -> Vec<String> {
    let mut notes = Vec::new();
    if worlds == Worlds::Aws && !minimal.steps.is_empty() {
        notes.push(
            "it means the same for the requests that AWS sends as far as the catalogue knows; a new action or resource type may \
             part the two"
                .to_owned(),
        );
    }
    if !minimal.complete {
        notes.push("the work allowed was done before all was tried, so that more may be needless".to_owned());
    }
    if minimal.open > 0 {
        let questions = render::table::counted(minimal.open, "question");
        notes.push(format!("{questions} had no proof either way, and what they were about was left in"));
    }
    notes
}
