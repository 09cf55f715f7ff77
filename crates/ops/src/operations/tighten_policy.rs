//! What of it is used? A policy and usage in, the policy without the rest out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use draft::Generalise;
use draft::tighten::{Change, Evidence, Silence, Tightened as Tight, tighten};
use policy::document::Format as Notation;
use policy::fix::{Instead, Rewritten, rewrite};
use policy::tree::{Policy, PolicyKind, lower};
use policy::write::write;
use policy::{Document as Read, Limits, Source, Span, Style as Layout};
use schemars::JsonSchema;
use serde::Deserialize;

use super::chosen_principals::{chosen, names_schema, one_or_several};
use super::named_policies::{self, Opened};
use super::proved_meaning::proved_meaning;
use super::seen_actions::{Seen, State};
use super::tighten_replay::replayed;
use super::tighten_words::{self, Period};
use super::told_policy::within_limits;
use super::{books, in_place, log_limits, usage_inputs};
use crate::operation::Format;
use crate::render::Reasons;
use crate::simulate::whole;
use crate::wire::{Document, JsonObject, KeptEntry, MeaningVerdict, Tightened};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Takes out of an identity policy what was never used, and narrows its resources to those that were
///
/// For policies that grant more than is used. Every edit has its reason. What logs cannot show stays; nothing new is allowed (proved).
///
/// Only `Action` and `Resource` of statements that allow change: wildcards become the actions that were used, resources those that
/// were touched. Structure, layout and comments of the rest stay; a comment on the line of an entry goes with it. The diff in text
/// has the reason behind each line; `--format diff` is for `patch` and `git apply`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TightenPolicy {
    /// A file, or `-` for standard input
    #[arg(value_name = "POLICY")]
    #[schemars(description = "The policy")]
    policy: Document,

    /// Usage files, log files, and folders of logs
    #[arg(long, value_name = "FILE", required = true, num_args = 1..)]
    usage: Vec<PathBuf>,

    /// Whose use counts, by ARN or pattern: all who have the policy (can be repeated); everybody in the usage if left out
    #[arg(long, value_name = "ARN")]
    #[serde(default, deserialize_with = "one_or_several")]
    #[schemars(
        schema_with = "names_schema",
        description = "Whose use counts, by ARN or pattern; everybody's if left out"
    )]
    principal: Vec<String>,

    // These two are taken over every surface, but not listed with the tool: the list of tools is in every conversation.
    /// Only use from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`; a use of a usage file counts whole if it reaches into the time
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    #[schemars(skip)]
    start: Option<String>,

    /// Only use up to this time: a day with all of its hours, or before a moment
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    #[schemars(skip)]
    end: Option<String>,

    /// Also take out what the logs cannot show, such as data events where none were logged
    #[arg(long)]
    #[serde(default)]
    #[schemars(description = "Also take out what logs cannot show")]
    remove_unknown: bool,

    /// Name up to so many like resources for each action (15 unless given); more become patterns
    #[arg(long, value_name = "N")]
    #[serde(default)]
    #[schemars(description = "Of more resources of a kind than this (15), like names become patterns")]
    generalise: Option<usize>,

    /// Write the file, whole or not at all
    #[arg(long)]
    #[serde(default)]
    write: bool,
}

impl Operation for TightenPolicy {
    const NAME: &'static str = "tighten_policy";
    const COMMAND: &'static [&'static str] = &["tighten"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Tightened;

    fn run(self, cx: &Context) -> Result<Tightened, OpError> {
        let opened = named_policies::only(&self.policy, "tighten one of them at a time", cx)?;
        let source = &opened.document.source;
        if self.write {
            in_place::can_be_written(&opened)?;
        }
        let policy = identity_policy(&opened)?;
        within_work(&policy, source.name(), &cx.catalog())?;
        let (start, end) = (self.start.as_deref(), self.end.as_deref());
        let wanted = log_limits::Limits { start, end, account: &[], region: &[] }.wanted()?;
        let (usage, problems) = usage_inputs::read_wanted(&self.usage, &wanted, cx)?;
        books::understood(&self.usage, &usage, &problems)?;
        let usage = usage.with_paths();
        let principals = chosen(&usage, &self.principal)?;
        if principals.is_empty() {
            return Err(OpError::not_found("the usage has no principal")
                .hint("what was never logged would be taken for never used"));
        }
        cx.check_cancelled()?;
        let catalog = cx.catalog();
        let seen = Seen::of(&usage, &principals, &catalog);
        let silence = |action: catalog::Action<'_>| match seen.state(action) {
            State::Unused => Silence::Unused,
            State::OnlyDenied => Silence::OnlyDenied,
            State::Used => Silence::Unknown("the logs show its use, but not on what".to_owned()),
            State::Unknown(why) => Silence::Unknown(tighten_words::silence(why, action.service().prefix())),
        };
        let limit = self.generalise.unwrap_or(Generalise::default().limit);
        let limits = Generalise { limit, ..Generalise::default() };
        let evidence = Evidence::of(&usage, &principals, limits, &catalog, &silence);
        let tight = tighten(&policy, &evidence, self.remove_unknown);
        cx.check_cancelled()?;
        let members = evidence.members();
        let period = Period::of(&usage, members);
        let mut answer = Tightened {
            path: source.name().to_owned(),
            principals: members.iter().map(|principal| principal.name().to_owned()).collect(),
            policy: JsonObject::of_policy(&write(&tight.policy.to_node(), Layout::Minified))?,
            edits: tight.changes.iter().map(|change| period.part(change)).collect(),
            kept: tight.kept.iter().map(tighten_words::kept).collect(),
            size_before: size(&policy),
            size_after: size(&tight.policy),
            diff: String::new(),
            text: None,
            written: false,
            refused: None,
            new_access: proved_meaning(
                &opened.document,
                &as_document(source.name(), &tight.policy),
                &[],
                Some(PolicyKind::Identity),
                &catalog,
            )
            .into(),
            replay: replayed(&usage, members, (&policy, &tight.policy), &catalog),
            notes: books::problems(&problems).iter().map(books::FileProblem::line).collect(),
            lines: Vec::new(),
        };
        if tight.changes.is_empty() {
            return Ok(answer);
        }
        match changed(&opened, &tight, cx) {
            _ if answer.new_access.verdict == MeaningVerdict::Wider => {
                answer.refused = Some("it is not changed, as it would allow what it did not".to_owned());
            }
            _ if !answer.replay.lost.is_empty() => {
                answer.refused = Some("it is not changed, as calls that were used would be lost".to_owned());
            }
            Ok(rewritten) => {
                let text = &rewritten.text;
                answer.diff = render::unified(source.name(), source.text(), text);
                let reasons = reasons(source, &rewritten, &tight.changes, &answer);
                answer.lines = render::reasoned(&answer.diff, &reasons);
                match (&opened.file, self.write) {
                    (Some(file), true) => {
                        cx.write(file, |out| out.write_all(text.as_bytes()))?;
                        answer.written = true;
                    }
                    (Some(_), false) => {}
                    (None, _) => answer.text = Some(rewritten.text),
                }
            }
            Err(why) => answer.refused = Some(why.to_owned()),
        }
        Ok(answer)
    }
}

impl Response for Tightened {
    const FORMATS: &'static [Format<Self>] =
        &[Format { name: "diff", write: |tightened| Ok(tightened.diff.clone()) }];

    fn text(&self, style: Style) -> String {
        render::tightened_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        let is_right = self.new_access.verdict != MeaningVerdict::Wider && self.replay.lost.is_empty();
        if is_right { Outcome::Clean } else { Outcome::Findings }
    }
}

/// The policy, if it is one that usage of principals can speak of.
fn identity_policy(opened: &Opened) -> Result<Policy, OpError> {
    whole(&opened.document)?;
    let name = opened.document.source.name();
    let policy = lower(&opened.document.root);
    let detected = policy.kind_or(None);
    if detected.kind != PolicyKind::Identity {
        return Err(OpError::invalid(format!("`{name}` is not an identity policy: {}", detected.reason))
            .hint("give a policy of the principals whose use it is"));
    }
    in_place::is_accepted(&policy, PolicyKind::Identity)?;
    within_limits(&policy, name)?;
    Ok(policy)
}

/// So many lookups of an action on a resource are made for a policy: some fifty statements of all actions.
const MOST_LOOKUPS: usize = 1_000_000;

fn within_work(policy: &Policy, name: &str, catalog: &catalog::Catalog) -> Result<(), OpError> {
    let allows = policy.statements.iter().filter(|statement| statement.allows());
    let lookups = allows.map(|statement| {
        let actions = statement.actions().iter().map(|entry| catalog.expand(&entry.value).len());
        actions.sum::<usize>().saturating_mul(1 + statement.resources().len())
    });
    if lookups.fold(0, usize::saturating_add) > MOST_LOOKUPS {
        return Err(OpError::too_large(format!(
            "`{name}` allows more actions on more resources than are held against usage"
        ))
        .hint("narrow its widest statements by hand first, or leave some out"));
    }
    Ok(())
}

/// The text that holds the tightened policy, and where in it stands what each change put there; else why there is none.
fn changed(opened: &Opened, tight: &Tight, cx: &Context) -> Result<Rewritten, &'static str> {
    let source = &opened.document.source;
    if tight.policy.statements.is_empty() {
        return Err("nothing of it was used: detach it, since AWS takes no policy without statements");
    }
    in_place::can_be_edited(opened)?;
    let instead: Vec<_> =
        tight.changes.iter().map(|change| Instead { span: change.place.span, texts: &change.now }).collect();
    let edited = rewrite(source, &opened.document.root, &instead)
        .filter(|rewritten| in_place::says(&rewritten.text, &tight.policy, opened, cx));
    let anew = || {
        let text = in_place::laid_out_anew(&tight.policy, opened)?;
        Some(Rewritten { text, places: Vec::new(), taken: Vec::new() })
    };
    if let Some(rewritten) = edited.or_else(anew) {
        return Ok(rewritten);
    }
    Err("its layout or an anchor is in the way; `policy` in the JSON answer is what it comes to")
}

/// Which lines changed for which reason.
fn reasons(source: &Source, rewritten: &Rewritten, changes: &[Change], answer: &Tightened) -> Reasons {
    let new = Source::new(source.name(), rewritten.text.as_str());
    let texts: Vec<&str> = new.text().lines().collect();
    let (mut old_lines, mut new_lines) = (Told::new(), Told::new());
    for (at, (change, part)) in changes.iter().zip(&answer.edits).enumerate() {
        let taken = rewritten.taken.get(at).copied().unwrap_or(change.place.span);
        for line in lines(source, taken) {
            add(&mut old_lines, line, &part.was, &part.reason);
        }
        let place = rewritten.places.get(at).copied().unwrap_or_default();
        let range = if place == Span::NONE { 1..1 } else { lines(&new, place) };
        for line in range {
            let text = texts.get(line - 1).copied().unwrap_or_default();
            let entry = |kept: &&KeptEntry| {
                let ends = [format!("{}\"", kept.entry), format!("{}'", kept.entry)];
                ends.iter().any(|end| text.contains(end)) || text.split(' ').any(|word| word == kept.entry)
            };
            let kept = part.kept.iter().find(entry).map(|kept| format!("stays: {}", kept.why));
            add(&mut new_lines, line, &part.was, kept.as_ref().unwrap_or(&part.reason));
        }
    }
    Reasons { old: in_words(old_lines), new: in_words(new_lines) }
}

/// By line: what each reason is about, and the reason.
type Told = BTreeMap<usize, Vec<(String, String)>>;

fn add(told: &mut Told, line: usize, was: &str, reason: &str) {
    let told = told.entry(line).or_default();
    if !told.iter().any(|(_, other)| other == reason) {
        told.push((was.to_owned(), reason.to_owned()));
    }
}

/// Of several reasons at one line each says what it is about.
fn in_words(told: Told) -> BTreeMap<usize, Vec<String>> {
    let words = |told: Vec<(String, String)>| match told.as_slice() {
        [(_, reason)] => vec![reason.clone()],
        several => several.iter().map(|(was, reason)| format!("`{was}`: {reason}")).collect(),
    };
    told.into_iter().map(|(line, told)| (line, words(told))).collect()
}

/// The lines that a part of a text touches.
fn lines(source: &Source, span: Span) -> Range<usize> {
    let range = span.range();
    let last = range.end.saturating_sub(1).max(range.start);
    source.position(range.start).line..source.position(last).line + 1
}

fn as_document(name: &str, policy: &Policy) -> Read {
    let text = write(&policy.to_node(), Layout::Minified);
    Read::read(name, text.as_bytes(), Some(Notation::Json), &Limits::default())
}

/// Characters without white space, as IAM counts them.
fn size(policy: &Policy) -> usize {
    write(&policy.to_node(), Layout::Minified).chars().filter(|letter| !letter.is_whitespace()).count()
}
