//! Which actions does a task need?

use draft::Suggestion;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::query_service_actions::AccessLevel;
use crate::render::table;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// So many fit on a screen, and in the head.
const LIMIT: usize = 10;

/// Suggests the IAM actions that a task in plain words needs, ranked
///
/// The first step where a task is told in words. Says for each why it is suggested. Suggestions are a place to start from: names that
/// look alike are not always what a task needs.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SuggestActions {
    /// What is to be done, such as `consume messages of a queue`
    #[arg(value_name = "WORDS")]
    description: String,

    /// Only actions of this service, such as `s3`
    #[arg(long)]
    #[serde(default)]
    service: Option<String>,

    /// At most this many; 10 if left out
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

/// Actions that a task seems to need, the likeliest first
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SuggestedActions {
    actions: Vec<SuggestedAction>,
    /// The names of the same actions
    result: Vec<String>,
    /// How many fit nearly as well as the first
    total: usize,
    /// Whether more follow
    truncated: bool,
}

/// An action that a task seems to need
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SuggestedAction {
    /// The full name, such as `s3:GetObject`
    action: String,
    level: AccessLevel,
    /// How well it fits beside the best, which has 100
    score: u32,
    /// Which words speak for it
    why: String,
}

impl Operation for SuggestActions {
    const NAME: &'static str = "suggest_actions";
    const COMMAND: &'static [&'static str] = &["suggest"];
    const EFFECT: Effect = Effect::Read;
    type Response = SuggestedActions;

    fn run(self, cx: &Context) -> Result<SuggestedActions, OpError> {
        if self.description.trim().is_empty() {
            return Err(OpError::invalid("`description` is empty").hint("say in words what is to be done"));
        }
        let catalog = cx.catalog();
        let service = self.service.as_deref().map(|prefix| known::service(&catalog, prefix)).transpose()?;
        let limit = self.limit.unwrap_or(LIMIT).min(cx.limits().page_max);
        let suggested = cx.suggester(&catalog).suggest(&catalog, &self.description, service, limit);
        let actions: Vec<_> = suggested.suggestions.into_iter().map(SuggestedAction::of).collect();
        Ok(SuggestedActions {
            result: actions.iter().map(|one| one.action.clone()).collect(),
            truncated: actions.len() < suggested.total,
            actions,
            total: suggested.total,
        })
    }
}

impl Response for SuggestedActions {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no action fits these words\n".to_owned();
        }
        let lines = self.actions.iter().map(|one| {
            [one.score.to_string(), one.action.clone(), one.level.name().to_owned(), one.why.clone()]
        });
        let rows = table::rows(&lines.collect::<Vec<_>>());
        let rest = format!("({} of {}; `limit` shows more)\n", self.actions.len(), self.total);
        rows + if self.truncated { &rest } else { "" }
    }
}

impl SuggestedAction {
    fn of(suggestion: Suggestion<'_>) -> Self {
        Self {
            action: suggestion.action.full_name(),
            level: suggestion.action.level().into(),
            score: suggestion.score,
            why: suggestion.why,
        }
    }
}
