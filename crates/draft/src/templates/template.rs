//! What a template is: an entry of the table.

use catalog::{Catalog, nearest_words};
use policy::tree::PolicyKind;

use super::fill::{Filled, fill};
use super::{Parameter, TEMPLATES, ValueFault};

/// A policy with places for what differs from use to use.
pub struct Template {
    /// Its name, which never changes.
    pub id: &'static str,
    /// What the policy is for, without a full stop.
    pub summary: &'static str,
    pub kind: PolicyKind,
    pub parameters: &'static [Parameter],
    /// JSON, in whose strings `{{name}}` stands for the value of a parameter. Where an optional one has none, the entry or member that
    /// names it is left out, with what is empty without it; `{{name?}}` is nothing instead. A statement with `"OnlyWith": "name"` is there
    /// only if the parameter has a value, one with `"OnlyWithout": "name"` only if it has none. `{{partition}}` and `{{dns_suffix}}` follow
    /// from the region.
    pub policy: &'static str,
    /// What whoever uses the policy should know, each true of what it really does.
    pub notes: &'static [Note],
    /// AWS's pages about what the policy needs.
    pub references: &'static [&'static str],
    /// Values, and what the policy then decides: the tests and the documentation at once.
    pub examples: &'static [Example],
}

/// A sentence about the policy, and when it holds.
#[derive(Debug, Clone, Copy)]
pub enum Note {
    Always(&'static str),
    /// If the parameter has a value.
    With(&'static str, &'static str),
    /// If the parameter has none.
    Without(&'static str, &'static str),
}

pub struct Example {
    /// Parameters and their values.
    pub values: &'static [(&'static str, &'static str)],
    pub allowed: &'static [Ask],
    pub denied: &'static [Ask],
}

/// One request.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    pub action: &'static str,
    pub resource: &'static str,
    /// Who asks, as a principal of a policy is written; if empty, a role of the account 111122223333.
    pub by: &'static str,
    /// Condition keys with their values.
    pub context: &'static [(&'static str, &'static str)],
}

impl Template {
    /// The policy with the values put in; else all that is wrong with them.
    pub fn fill(&self, values: &[(String, String)], catalog: &Catalog) -> Result<Filled, Vec<ValueFault>> {
        fill(self, values, catalog)
    }

    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

impl Note {
    pub const fn text(self) -> &'static str {
        match self {
            Self::Always(text) | Self::With(_, text) | Self::Without(_, text) => text,
        }
    }
}

impl Ask {
    /// A request of the role that the policy is attached to.
    pub(super) const fn of(action: &'static str, resource: &'static str) -> Self {
        Self { action, resource, by: "", context: &[] }
    }

    pub(super) const fn by(self, by: &'static str) -> Self {
        Self { by, ..self }
    }

    pub(super) const fn with(self, context: &'static [(&'static str, &'static str)]) -> Self {
        Self { context, ..self }
    }
}

/// The template of that name.
pub fn template(id: &str) -> Option<&'static Template> {
    TEMPLATES.iter().copied().find(|template| template.id == id)
}

/// The names that `id` may be a slip for, or else those that share a word with it.
pub fn nearest_templates(id: &str) -> Vec<&'static str> {
    let asked = id.to_ascii_lowercase().replace(['_', ' '], "-");
    let near = nearest_words(&asked, TEMPLATES.iter().map(|template| template.id));
    if !near.is_empty() {
        return near;
    }
    let shares =
        |id: &str| id.split('-').any(|word| word.len() > 2 && asked.split('-').any(|other| other == word));
    TEMPLATES.iter().map(|template| template.id).filter(|id| shares(id)).collect()
}
