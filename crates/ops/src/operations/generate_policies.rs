//! What should be allowed? Usage in, least-privilege policies out.

use std::path::PathBuf;

use catalog::Catalog;
use schemars::JsonSchema;
use serde::Deserialize;
use trail::{Principal, Problem, Usage, Wanted};

use super::books;
use super::chosen_principals::{chosen, names_schema, one_or_several};
use super::drafting_choice::DraftingChoice;
use super::drafting_shape::DraftingShape;
use super::generated::{Generated, OfPrincipal};
use super::log_limits::Limits;
use super::made_policies::Making;
use super::trusted::chosen_roles;
use super::written_drafts::{Writing, WrittenDrafts};
use crate::drafting::{Current, Proof};
use crate::operation::part;
use crate::wire::{Document, page};
use crate::{Context, Effect, OpError, Operation};

/// Writes the policies that allow what was used, and nothing else
///
/// When CloudTrail logs or usage files are at hand. For each principal: the authorized actions, on the resources that the logs
/// name. Denied calls are listed, never granted unless asked for.
///
/// Before anything is printed, each policy is checked, and every authorized call is decided by the policies again. An error that comes
/// from the log itself, such as a region that AWS is not known to have, or a call that the policies do not allow without having been
/// left out on purpose, is printed with them, and the run exits with 1. So it does where `--current` names policies that do not allow
/// all that a draft allows. What each action rests on, and what was left out, is told beside the policies; with
/// `--format json` in full.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GeneratePolicies {
    /// Files and folders of CloudTrail logs, or `s3://bucket/prefix` (can be repeated)
    #[arg(long, value_name = "DIR")]
    #[serde(default)]
    trail: Vec<PathBuf>,

    /// Usage files that `leastwise analyze` wrote (can be repeated)
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    #[schemars(description = "Usage files that `analyze_cloudtrail` wrote")]
    usage: Vec<PathBuf>,

    /// Only this principal, or those that match: `arn:aws:iam::*:role/app-*` (can be repeated)
    #[arg(long, value_name = "ARN")]
    #[serde(default, deserialize_with = "one_or_several")]
    #[schemars(schema_with = "names_schema")]
    principal: Vec<String>,

    /// Draft all of the principals as one of this name, which is to do the work of each
    #[arg(long, value_name = "NAME")]
    #[serde(default)]
    #[schemars(description = "Draft all of them as one of this name")]
    together: Option<String>,

    /// Only calls from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`; a use of a usage file counts whole if it reaches into the time
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    #[schemars(description = "Only calls from this time on: `2026-01-31`, or `2026-01-31T12:00:00Z`")]
    start: Option<String>,

    /// Only calls up to this time: a day with all of its hours, or before a moment
    #[arg(long, value_name = "TIME")]
    #[serde(default)]
    #[schemars(description = "Only calls up to this time")]
    end: Option<String>,

    #[command(flatten)]
    #[serde(flatten)]
    choice: DraftingChoice,

    #[command(flatten)]
    #[serde(flatten)]
    shape: DraftingShape,

    // Taken over every surface, but not listed with the tool: over MCP two tools of their own do this.
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    #[schemars(skip)]
    making: Making,

    #[command(flatten)]
    #[serde(flatten)]
    writing: Writing,

    /// The policies that the drafts are to take the place of, files or folders: it is proved of each draft that it allows nothing that
    /// they do not, or the exceptions are listed
    #[arg(long, value_name = "POLICY", num_args = 1..)]
    #[serde(default)]
    #[schemars(description = "The policies that drafts replace: what drafts allow beyond them is listed")]
    current: Vec<Document>,

    /// At most this many principals
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many principals
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

impl Operation for GeneratePolicies {
    const NAME: &'static str = "generate_policies";
    const COMMAND: &'static [&'static str] = &["generate"];
    const EFFECT: Effect = Effect::WritesFiles;
    type Response = WrittenDrafts;

    fn run(self, cx: &Context) -> Result<WrittenDrafts, OpError> {
        if self.making.is_asked(!self.trail.is_empty() || !self.usage.is_empty())? {
            return self.make(cx);
        }
        let catalog = cx.catalog();
        let options = self.choice.options(&self.shape, &catalog)?;
        let wanted = self.wanted()?;
        let (usage, problems) = self.usage(&wanted, cx)?;
        let usage = usage.with_paths();
        if self.shape.is_trust() {
            let trusts = self.trust(usage, &problems, &catalog, cx)?;
            return self.writing.write(trusts, None, cx);
        }
        let principals = chosen(&usage, &self.principal)?;
        let groups: Vec<(Principal, Vec<Principal>)> = match &self.together {
            Some(_) if principals.is_empty() => Vec::new(),
            Some(name) => vec![(Principal::new(name), principals)],
            None => principals.into_iter().map(|principal| (principal.clone(), vec![principal])).collect(),
        };
        let kind = options.form.kind();
        let proof = Proof { usage: &usage, kind, current: Current::read(&self.current, kind, cx)? };
        let page = page(groups, self.limit, self.offset, cx.limits());
        let mut drafted = Vec::new();
        for (name, members) in &page.items {
            cx.check_cancelled()?;
            let draft = draft::draft_together(&usage, name, members, &options, &catalog);
            let is_out = |member: &&Principal| !draft.members.contains(member);
            let passed_over: Vec<_> = members.iter().filter(is_out).cloned().collect();
            drafted.push(OfPrincipal::new(draft, &passed_over, &wanted, options.form, &proof, cx)?);
        }
        let problems = books::problems(&problems);
        let generated = Generated::new(drafted, usage, problems, page.total, page.truncated);
        self.writing.write(generated, Some(options.form), cx)
    }
}

impl GeneratePolicies {
    /// For each role of which sessions were asked for: whom it should trust.
    fn trust(
        &self,
        usage: Usage,
        problems: &[Problem],
        catalog: &Catalog,
        cx: &Context,
    ) -> Result<Generated, OpError> {
        if self.together.is_some() {
            return Err(OpError::invalid("trust policies are drafted for each role alone")
                .hint("leave `--together` out, or draft another form"));
        }
        if !self.current.is_empty() {
            return Err(OpError::invalid("trust policies are not compared with current ones")
                .hint("leave `--current` out, and compare the policies with `leastwise compare`"));
        }
        if self.shape.shorten() {
            return Err(OpError::invalid("trust policies are not shortened")
                .hint("leave `--shorten` out, or draft another form"));
        }
        let takers = draft::trust::Takers::of(&usage);
        let page = page(chosen_roles(&takers, &self.principal)?, self.limit, self.offset, cx.limits());
        let mut drafted = Vec::new();
        for role in &page.items {
            cx.check_cancelled()?;
            drafted.push(OfPrincipal::of_trust(&takers.trust(role, catalog), catalog));
        }
        Ok(Generated::new(drafted, usage, books::problems(problems), page.total, page.truncated))
    }

    /// The policy that rests on no usage.
    fn make(self, cx: &Context) -> Result<WrittenDrafts, OpError> {
        let named = match self.principal.as_slice() {
            [name] if !name.contains(['*', '?']) => Some(name.clone()),
            _ => None,
        };
        let (made, form) = self.making.make(self.together.or(named), &self.shape, &self.current, cx)?;
        self.writing.write(made, form, cx)
    }

    fn wanted(&self) -> Result<Wanted, OpError> {
        let (start, end) = (self.start.as_deref(), self.end.as_deref());
        Limits { start, end, account: &[], region: &[] }.wanted()
    }

    fn usage(&self, wanted: &Wanted, cx: &Context) -> Result<(Usage, Vec<Problem>), OpError> {
        if self.trail.is_empty() && self.usage.is_empty() {
            return Err(OpError::invalid("neither logs nor usage files are given")
                .hint("use `--trail DIR` or `--usage FILE`; without usage, `--actions` or `--template`"));
        }
        if self.together.as_ref().is_some_and(|name| name.trim().is_empty()) {
            return Err(OpError::invalid("what is drafted together needs a name"));
        }
        let (usage, mut problems) = books::read_usage(&self.usage, cx)?;
        let mut usage = usage.within(wanted.start, wanted.end);
        if !self.trail.is_empty() {
            let analysis = books::analyze_wanted(&self.trail, wanted, cx)?;
            usage.merge(analysis.usage);
            problems.extend(analysis.problems);
        }
        books::understood(self.trail.iter().chain(&self.usage), &usage, &problems)?;
        Ok((usage, problems))
    }
}
