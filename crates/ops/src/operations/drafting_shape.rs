//! What drafts are to become, as requests say it.

use clap::ValueEnum;
use draft::{Form, Generalise};
use schemars::JsonSchema;
use serde::Deserialize;

/// What drafts are to become, and how far they name each resource
#[derive(Debug, Default, clap::Args, Deserialize, JsonSchema)]
pub(super) struct DraftingShape {
    /// What the policies are for: managed policies (`identity`, the default), `inline-role`, `inline-user`, `inline-group`, `boundary`,
    /// `session`, `permission-set` or `scp`; it decides how large and how many they may be. `trust`: the trust policies of the roles of
    /// which sessions were given, to whom they were given
    #[arg(long, value_enum, default_value = "identity", hide_possible_values = true)]
    #[serde(default)]
    #[schemars(description = "What the policies are for; quotas follow from it")]
    form: DraftForm,

    /// Name up to so many resources of one type, account and region for each action (15 unless given); of more, those with like names
    /// become patterns, and actions that do the same kind of thing share theirs. 0: each by itself, however many
    #[arg(long, value_name = "N")]
    #[serde(default)]
    #[schemars(description = "Of more resources of a kind than this (15), like names become patterns")]
    generalise: Option<usize>,

    /// The same grants in as few characters as can be: names of actions by beginnings that match no other action today, and no Sids. What
    /// AWS adds under such a beginning is granted, too
    #[arg(long)]
    #[serde(default)]
    #[schemars(
        description = "Fewest characters: no Sids, and names cut to beginnings, which later actions may match"
    )]
    shorten: bool,
}

/// What drafted policies are for
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(super) enum DraftForm {
    /// Managed policies
    #[default]
    Identity,
    /// A policy embedded in a role
    InlineRole,
    /// A policy embedded in a user
    InlineUser,
    /// A policy embedded in a group
    InlineGroup,
    /// A permissions boundary
    Boundary,
    /// A session policy
    Session,
    /// The inline policy of a permission set
    PermissionSet,
    /// Service control policies
    Scp,
    /// Trust policies of roles
    Trust,
}

impl DraftingShape {
    /// Whether not permissions of principals are asked for, but who may take roles.
    pub(super) fn is_trust(&self) -> bool {
        self.form == DraftForm::Trust
    }

    pub(super) fn form(&self) -> Form {
        match self.form {
            // What is trusted is no grant, and takes none of the forms of grants.
            DraftForm::Identity | DraftForm::Trust => Form::Identity,
            DraftForm::InlineRole => Form::InlineRole,
            DraftForm::InlineUser => Form::InlineUser,
            DraftForm::InlineGroup => Form::InlineGroup,
            DraftForm::Boundary => Form::Boundary,
            DraftForm::Session => Form::Session,
            DraftForm::PermissionSet => Form::PermissionSet,
            DraftForm::Scp => Form::Scp,
        }
    }

    /// Whether it is to be as short as can be.
    pub(super) fn shorten(&self) -> bool {
        self.shorten
    }

    pub(super) fn generalise(&self) -> Generalise {
        let default = Generalise::default();
        match self.generalise {
            Some(0) => Generalise::NONE,
            Some(limit) => {
                Generalise { limit, ids: default.ids.min(limit), whole: limit.max(default.whole), ..default }
            }
            None => default,
        }
    }
}
