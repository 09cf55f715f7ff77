//! What drafts are to hold, as requests say it.

use catalog::Catalog;
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::Deserialize;

use super::drafting_shape::DraftingShape;
use super::pattern_known::patterns;
use crate::OpError;

/// What a draft is to hold, and what not
// Flattened into requests that refuse unknown members, which serde can do only one level deep: it stands beside `DraftingShape`.
#[derive(Debug, Default, clap::Args, Deserialize, JsonSchema)]
pub(super) struct DraftingChoice {
    /// How far to narrow: `actions` on everything, on the `resources` that were touched (the default), or also under the
    /// `conditions` that all calls met
    #[arg(long, value_enum, default_value = "resources", hide_possible_values = true)]
    #[serde(default)]
    #[schemars(
        description = "How far to narrow: `actions` on everything, on the `resources` touched (the default), also under the `conditions` that all calls met"
    )]
    mode: DraftMode,

    /// Never draft actions that match: `iam:*`, `s3:Delete*` (can be repeated)
    #[arg(long, value_name = "PATTERN")]
    #[serde(default)]
    exclude_actions: Vec<String>,

    /// Draft only actions that match (can be repeated)
    #[arg(long, value_name = "PATTERN")]
    #[serde(default)]
    allow_actions: Vec<String>,

    /// Draft only what was used at least so often
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    min_count: u64,

    /// Draft what calls need beside the actions they stand for: `none`, what requests called for (`inferred`, the default: a role
    /// that is handed over, a key that is named), or also what AWS documents (`documented`)
    #[arg(
        long,
        value_enum,
        value_name = "WHICH",
        num_args = 0..=1,
        require_equals = true,
        default_value = "inferred",
        default_missing_value = "documented",
        hide_possible_values = true
    )]
    #[serde(default)]
    #[schemars(
        description = "What calls need beside: nothing, what requests called for (the default), or also what AWS documents"
    )]
    include_dependents: WhichDependents,

    /// Draft what was refused, too, each with its reason: it was never authorized
    #[arg(long)]
    #[serde(default)]
    #[schemars(description = "Draft what was refused, too, each with its reason")]
    include_denied: bool,

    /// Beside each read, draft those that AWS names alike and that read the same kinds of resources
    #[arg(long)]
    #[serde(default)]
    #[schemars(description = "Beside each read, draft those of like names and resources")]
    keep_read: bool,
}

/// How far a draft narrows
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum DraftMode {
    /// Actions on everything
    Actions,
    /// Actions on the resources that were touched
    #[default]
    Resources,
    /// The same, under the conditions that all calls met
    Conditions,
}

/// What calls need beside the actions they stand for
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(super) enum WhichDependents {
    /// Nothing
    None,
    /// What requests called for
    #[default]
    Inferred,
    /// And what AWS documents for the actions
    Documented,
}

impl DraftingChoice {
    pub(super) fn options(
        &self,
        shape: &DraftingShape,
        catalog: &Catalog,
    ) -> Result<draft::Options, OpError> {
        Ok(draft::Options {
            mode: match self.mode {
                DraftMode::Actions => draft::Mode::Actions,
                DraftMode::Resources => draft::Mode::Resources,
                DraftMode::Conditions => draft::Mode::Conditions,
            },
            filter: draft::Filter {
                exclude: patterns(&self.exclude_actions, catalog)?,
                only: patterns(&self.allow_actions, catalog)?,
                min_count: self.min_count,
            },
            dependents: match self.include_dependents {
                WhichDependents::None => draft::Dependents::None,
                WhichDependents::Inferred => draft::Dependents::Inferred,
                WhichDependents::Documented => draft::Dependents::Documented,
            },
            include_denied: self.include_denied,
            keep_read: self.keep_read,
            form: shape.form(),
            generalise: shape.generalise(),
            shorten: shape.shorten(),
        })
    }
}
