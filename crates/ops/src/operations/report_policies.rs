//! What does a change of policies do, and is that worse than it may be?

use std::path::PathBuf;

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;
use trail::Principal;

use super::{books, usage_inputs};
use crate::compare::{BothSides, Effort};
use crate::operation::{Format, part};
use crate::render::{self, table};
use crate::report::{About, Pair, Thresholds, Used, Waivers, day, measure, pairs, read_cases, total};
use crate::sensitive::Gravity;
use crate::suppress::today;
use crate::wire::{Brought, Document, PolicyType, Reported, ReportedUsage};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Reports in figures what a change of policies does: allowed actions, new access (proved), denials of replayed usage and cases,
/// sensitive actions, unused grants
///
/// To review a change before it is made. `failOn` thresholds and waivers decide whether it `failed`.
///
/// Writes `diff.md`, `report.json`, `report.sarif` and `report.html` to a folder, and prints the first of them. Where a side is
/// several policies, those of one name (the path below the folder, without what says the format) are held against each other.
///
/// Thresholds are names of figures, each alone or with a limit, with commas between: `new-access`, `new-actions`, `lost-actions`,
/// `new-denials`, `new-allowances`, `failed-cases`, `high-risk`, `concreteness` (alone: if it falls), `unused`, `statements`; such as
/// `new-denials,concreteness<0.8,unused>10`. `default` stands for `new-access,new-denials,failed-cases,high-risk`.
///
/// Exits with 1 if the policies are worse than a threshold lets them be or a waiver has expired, and with 0 else.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportPolicies {
    /// The policies as they were: files or folders
    #[arg(long, value_name = "POLICIES", required = true, num_args = 1..)]
    before: Vec<Document>,

    /// The policies as they are to be
    #[arg(long, value_name = "POLICIES", required = true, num_args = 1..)]
    after: Vec<Document>,

    /// Usage files, log files and folders of logs, to be replayed
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    #[schemars(description = "Usage files and logs to be replayed")]
    usage: Vec<PathBuf>,

    /// Cases as `simulate` takes them, to be decided before and after (can be repeated)
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    cases: Vec<Brought>,

    /// Whose use it is, and who asks in cases that do not say; all principals together if left out
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    #[schemars(description = "Whose use it is, and who asks in cases; all together if left out")]
    principal: Option<String>,

    /// All policies of a side count together, as those of one principal
    #[arg(long)]
    #[serde(default)]
    together: bool,

    /// What kind of policies they are; by their content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// What fails the report: names of figures, perhaps with limits, such as `new-denials` or `concreteness<0.8`; `none`
    #[arg(long, value_name = "THRESHOLDS")]
    #[serde(default, rename = "failOn", alias = "fail_on")]
    #[schemars(description = "What fails the report, such as `new-denials` or `concreteness<0.8`; `none`")]
    fail_on: Vec<String>,

    /// Waivers in JSON or YAML: a list of `pattern` (actions), `resource`, `thresholds`, `reason`, `owner`, `expiry`
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    allowlist: Vec<Brought>,

    /// The day on which waivers are held against their expiry, `YYYY-MM-DD`; today if left out
    #[arg(long, value_name = "DATE")]
    #[serde(default)]
    #[schemars(description = "The day that waivers are held against, `YYYY-MM-DD`")]
    today: Option<String>,

    // These two are taken over every surface, but not listed with the tool: their schemas stand in that of `compare_policies`, and the list
    // of tools is in every conversation.
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    #[schemars(skip)]
    effort: Effort,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    #[schemars(skip)]
    around: BothSides,

    /// The folder that the four files are written to
    #[arg(long, value_name = "DIR", default_value = "artifacts")]
    #[serde(default)]
    #[schemars(description = "The folder that the four files are written to; none are if left out")]
    out: Option<PathBuf>,
}

impl Operation for ReportPolicies {
    const NAME: &'static str = "report_policies";
    const COMMAND: &'static [&'static str] = &["report"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = Reported;

    fn run(self, cx: &Context) -> Result<Reported, OpError> {
        let thresholds = Thresholds::read(&self.fail_on)?;
        thresholds.check(!self.usage.is_empty(), !self.cases.is_empty())?;
        let today = self.today.as_deref().map_or_else(|| Ok(today(cx)), day)?;
        let waivers = Waivers::read(&self.allowlist, today, cx)?;
        let kind = self.policy_type.map(PolicyKind::from);
        let pairs = pairs((&self.before, &self.after), self.together, kind, cx)?;
        let around = self.around.stack().read(cx)?;
        let cases = read_cases(&self.cases, self.principal.as_deref(), cx)?;
        let usage = (!self.usage.is_empty()).then(|| usage_inputs::read(&self.usage, cx)).transpose()?;
        let usage = usage.map(|(usage, problems)| (usage.with_paths(), problems));
        let mut notes = Vec::new();
        let used = match &usage {
            None => None,
            Some((usage, problems)) => {
                notes.extend(problems.iter().map(ToString::to_string));
                books::understood(&self.usage, usage, problems)?;
                if usage.used() == 0 {
                    return Err(OpError::invalid("the usage holds no call, so that nothing can be replayed")
                        .hint("leave `--usage` out, or give logs or usage files of the time in question"));
                }
                let principals = usage_inputs::principals(usage, self.principal.as_deref())?;
                Some(Used { usage, principals: meant(principals, &pairs, &mut notes)? })
            }
        };
        let catalog = cx.catalog();
        let ask = self.effort.ask(false);
        let about = About {
            cx,
            catalog: &catalog,
            ask,
            around: &around,
            waivers: &waivers,
            gravity: &Gravity::of(&catalog),
            used,
            cases: &cases,
            pairs: &pairs,
        };
        notes.extend(unclaimed(&pairs, &about)?);
        let mut measured = Vec::new();
        for pair in &pairs {
            cx.check_cancelled()?;
            measured.push(measure(pair, pairs.len() == 1, &about)?);
            cx.progress().at(measured.len() as u64, Some(pairs.len() as u64), "pairs measured");
        }
        let (metrics, found) = total(&measured);
        let thresholds = thresholds.hold(&found);
        let told = waivers.told();
        let failed = thresholds.iter().any(|limit| limit.failed) || told.iter().any(|waiver| waiver.expired);
        notes.extend(measured.iter_mut().flat_map(|one| std::mem::take(&mut one.notes)));
        let mut seen = std::collections::BTreeSet::new();
        notes.retain(|note| seen.insert(note.clone()));
        let mut reported = Reported {
            summary: String::new(),
            failed,
            metrics,
            thresholds,
            pairs: measured.into_iter().map(|one| one.pair).collect(),
            today: (!told.is_empty()).then(|| today.to_string()),
            waivers: told,
            worlds: ask.worlds,
            usage: about.used.as_ref().map(|used| ReportedUsage {
                r#in: used.usage.records(),
                used: used.usage.used(),
                skipped: used
                    .usage
                    .skipped()
                    .iter()
                    .map(|(skip, count)| (skip.name().to_owned(), count))
                    .collect(),
                principals: used.principals.len(),
            }),
            notes,
            truncated: false,
            written: Vec::new(),
            text: String::new(),
        };
        reported.summary = reported.verdict();
        reported.text = render::reported_markdown(&reported);
        if let Some(folder) = &self.out {
            let files = render::report_files(&reported)?;
            reported.written = cx.write_files(folder, &files)?;
        }
        reported.shorten(cx.limits().page);
        Ok(reported)
    }
}

impl Response for Reported {
    const FORMATS: &'static [Format<Self>] = &[
        Format { name: "sarif", write: render::reported_sarif },
        Format { name: "html", write: render::reported_html },
    ];

    fn text(&self, _: Style) -> String {
        self.text.clone()
    }

    fn outcome(&self) -> Outcome {
        if self.failed { Outcome::Findings } else { Outcome::Clean }
    }
}

/// Whose use is meant: where one pair is reported on, that of those whose name it bears, or of all if it bears nobody's.
fn meant(
    principals: Vec<Principal>,
    pairs: &[Pair],
    notes: &mut Vec<String>,
) -> Result<Vec<Principal>, OpError> {
    if !pairs.iter().any(Pair::is_of_principals) {
        return Err(OpError::invalid(
            "usage is replayed against policies of principals, and all of these are of resources",
        )
        .hint("leave `--usage` out, and give `--cases`"));
    }
    let ([only], [_, _, ..]) = (pairs, principals.as_slice()) else { return Ok(principals) };
    let (own, others): (Vec<_>, Vec<_>) =
        principals.iter().cloned().partition(|principal| only.is_of(principal.name()));
    if own.is_empty() {
        notes.push(format!(
            "the use of {} is held against the policies, as if they were of all of them; `--principal` names one",
            table::counted(principals.len(), "principal")
        ));
        return Ok(principals);
    }
    let named: Vec<_> = own.iter().map(|principal| format!("`{}`", principal.name())).collect();
    notes.push(format!(
        "the policies are called like {}: the use of {} is left aside",
        named.join(" and "),
        table::counted(others.len(), "other principal")
    ));
    Ok(own)
}

/// What belongs to none of several pairs: use is told of, and cases are refused.
fn unclaimed(pairs: &[Pair], about: &About<'_>) -> Result<Vec<String>, OpError> {
    if pairs.len() == 1 {
        return Ok(Vec::new());
    }
    if let Some(case) = about.cases.iter().find(|case| !pairs.iter().any(|pair| case.is_of(pair))) {
        return Err(OpError::invalid(format!("{}: the case is about the policies of no principal", case.place()))
            .hint("name the principal whose policies are called like it, or say by `--together` that all are of one"));
    }
    let principals: Vec<_> = about.used.iter().flat_map(|used| &used.principals).collect();
    let mut notes = Vec::new();
    for pair in pairs {
        let count = principals.iter().filter(|principal| pair.is_of(principal.name())).count();
        if count > 1 {
            notes.push(format!("`{}` are the policies of {count} principals of that name", pair.name));
        }
    }
    let without: Vec<_> = principals
        .iter()
        .filter(|principal| !pairs.iter().any(|pair| pair.is_of(principal.name())))
        .collect();
    let Some(first) = without.first() else { return Ok(notes) };
    if without.len() == principals.len() {
        return Err(OpError::invalid(format!(
            "no policy is called like a principal of the usage, such as `{}`",
            first.name()
        ))
        .hint("call files or folders like the roles and users, or say by `--together` that all are of one"));
    }
    notes.push(format!(
        "no policy is called like {} of the usage, such as `{}`: what they used is not replayed",
        table::counted(without.len(), "principal"),
        first.name()
    ));
    Ok(notes)
}
