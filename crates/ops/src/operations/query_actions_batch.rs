//! What is known of several actions?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::query_action_details::ActionDetails;
use crate::sensitive::{Asked, Entry, Unknown};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says what is known of several IAM actions at a time, as `query_action_details` does of one
///
/// The answer has a member for each action as it was asked for: null if there is none, and `not_found` says why.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryActionsBatch {
    /// Full names such as `s3:GetObject`, in any letter case; no wildcards
    #[arg(value_name = "ACTION", required = true)]
    actions: Vec<String>,
}

/// Actions by the names that were asked for
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActionsByName {
    /// Names that stand for no single action
    not_found: Vec<Unknown>,
    #[serde(flatten)]
    actions: BTreeMap<String, Option<ActionDetails>>,
}

/// The member beside the actions; no action has its name.
const OWN: &str = "not_found";

impl Operation for QueryActionsBatch {
    const NAME: &'static str = "query_actions_batch";
    const COMMAND: &'static [&'static str] = &["query", "batch"];
    const EFFECT: Effect = Effect::Read;
    type Response = ActionsByName;

    fn run(self, cx: &Context) -> Result<ActionsByName, OpError> {
        let catalog = cx.catalog();
        let asked = Asked::read(&catalog, &self.actions)?;
        let mut not_found: Vec<_> = asked.unknown().collect();
        let mut actions = BTreeMap::new();
        for (text, entry) in asked.entries {
            let details = match entry {
                Entry::Action(action) => Some(ActionDetails::of(action)),
                Entry::Pattern(set) => {
                    not_found.push(Unknown {
                        action: text.clone(),
                        error: format!(
                            "it is a pattern for {} actions; `expand_wildcard_action` lists them",
                            set.len()
                        ),
                        nearest: Vec::new(),
                    });
                    None
                }
                Entry::Undocumented | Entry::Unknown(_) => None,
            };
            if text != OWN {
                actions.insert(text, details);
            }
        }
        Ok(ActionsByName { not_found, actions })
    }
}

impl Response for ActionsByName {
    fn text(&self, _: Style) -> String {
        let known = self.actions.values().flatten().map(ActionDetails::text);
        known
            .chain([Unknown::lines(&self.not_found)])
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}
