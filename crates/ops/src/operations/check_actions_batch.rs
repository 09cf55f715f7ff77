//! Which of these actions exist, and which are sensitive?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::render::table;
use crate::sensitive::{Asked, Entry, Gravity, Unknown, Wildcard, risk};
use crate::wire::{Category, Severity, page, usual};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Says of each action in a list whether it exists and whether it is sensitive
///
/// To check names from memory, or from elsewhere. Letter case does not matter, and wildcards stand for what they match. Each that
/// does not exist comes with the reason and the nearest names.
///
/// On the command line it exits with 1 if one does not exist.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckActionsBatch {
    /// Actions such as `s3:GetObject` or `s3:Get*`
    #[arg(value_name = "ACTION", required = true)]
    actions: Vec<String>,

    /// Also say what each sensitive action is grave for
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// At most this many sensitive actions
    #[arg(long, value_name = "N", default_value_t = SHOWN)]
    #[serde(default = "usual::<SHOWN>")]
    limit: usize,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// So many fit into an answer that is to be read.
const SHOWN: usize = 100;

/// What is known of a list of actions
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheckedActions {
    /// In AWS's spelling; patterns as they were written
    valid_actions: Vec<String>,
    invalid_actions: Vec<Unknown>,
    sensitive_actions: Vec<Sensitive>,
    wildcards: Vec<Wildcard>,
    /// How many sensitive actions there are in all
    total: usize,
    /// Whether more sensitive actions follow
    truncated: bool,
}

/// A sensitive action
#[derive(Debug, Serialize, JsonSchema)]
struct Sensitive {
    action: String,
    /// The gravest
    category: Category,
    severity: Severity,
    /// The category in words
    name: String,
    /// The entry with wildcards that stands for it, if none names it
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_by: Option<String>,
    /// What it is grave for, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

impl Operation for CheckActionsBatch {
    const NAME: &'static str = "check_actions_batch";
    const COMMAND: &'static [&'static str] = &["check", "actions"];
    const EFFECT: Effect = Effect::Read;
    type Response = CheckedActions;

    fn run(self, cx: &Context) -> Result<CheckedActions, OpError> {
        let catalog = cx.catalog();
        let asked = Asked::read(&catalog, &self.actions)?;
        let gravity = Gravity::of(&catalog);
        let sensitive = asked.actions().intersection(gravity.all());
        let page = page(sensitive.actions(&catalog).collect(), Some(self.limit), self.offset, cx.limits());
        let told = page.items.iter().filter_map(|action| {
            let category = gravity.categories(*action).first().copied()?;
            Some(Sensitive {
                action: action.full_name(),
                category,
                severity: category.severity(),
                name: category.title().to_owned(),
                matched_by: asked.pattern_of(*action).map(str::to_owned),
                description: self.verbose.then(|| risk(*action, category, &catalog)),
            })
        });
        let (mut valid, mut invalid) = (Vec::new(), Vec::new());
        for (text, entry) in &asked.entries {
            match entry {
                Entry::Action(action) => valid.push(action.full_name()),
                Entry::Pattern(_) | Entry::Undocumented => valid.push(text.clone()),
                Entry::Unknown(unknown) => invalid.push(unknown.clone()),
            }
        }
        Ok(CheckedActions {
            valid_actions: valid,
            invalid_actions: invalid,
            sensitive_actions: told.collect(),
            wildcards: asked.wildcards(gravity.all()),
            total: page.total,
            truncated: page.truncated,
        })
    }
}

impl Response for CheckedActions {
    fn text(&self, _: Style) -> String {
        let row = |one: &Sensitive| {
            [one.action.clone(), one.category.name().to_owned(), one.severity.name().to_owned()]
        };
        let mut text = format!("{} exist, {} do not\n", self.valid_actions.len(), self.invalid_actions.len());
        text.push_str(&Unknown::lines(&self.invalid_actions));
        text.extend([format!("{} sensitive\n", table::counted(self.total, "action"))]);
        text.push_str(&table::rows(&self.sensitive_actions.iter().map(row).collect::<Vec<_>>()));
        text + &table::rest(self.sensitive_actions.len(), self.total, self.truncated)
    }

    fn outcome(&self) -> Outcome {
        if self.invalid_actions.is_empty() { Outcome::Clean } else { Outcome::Findings }
    }
}
