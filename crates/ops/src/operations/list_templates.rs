//! Which templates are there?

use draft::templates::{self, TEMPLATES, Template};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::operation::part;
use crate::render::table;
use crate::wire::{Paging, PolicyType};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the policy templates and what each asks for
///
/// Before writing a policy by hand: one may do the task.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListTemplates {
    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    paging: Paging,
}

/// Templates, by name
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Templates {
    result: Vec<TemplateSummary>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
}

/// A template in short
#[derive(Debug, Serialize, JsonSchema)]
struct TemplateSummary {
    /// Its name, which never changes
    name: String,
    description: String,
    #[schemars(with = "PolicyType")]
    kind: PolicyType,
    variables: Vec<Variable>,
}

/// What a template asks for
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) required: bool,
    /// A regular expression that the whole value matches
    pub(super) pattern: String,
    /// What the pattern takes, in words
    pub(super) form: String,
    /// The value if none is given
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<String>,
    pub(super) example: String,
}

impl Operation for ListTemplates {
    const NAME: &'static str = "list_templates";
    const COMMAND: &'static [&'static str] = &["templates", "list"];
    const EFFECT: Effect = Effect::Read;
    type Response = Templates;

    fn run(self, cx: &Context) -> Result<Templates, OpError> {
        let page = self.paging.of(TEMPLATES.to_vec(), cx);
        let result = page.items.into_iter().map(TemplateSummary::of).collect();
        Ok(Templates { result, total: page.total, truncated: page.truncated })
    }
}

impl TemplateSummary {
    fn of(template: &Template) -> Self {
        Self {
            name: template.id.to_owned(),
            description: template.summary.to_owned(),
            kind: template.kind.into(),
            variables: template.parameters.iter().map(Variable::of).collect(),
        }
    }
}

impl Variable {
    pub(super) fn of(parameter: &templates::Parameter) -> Self {
        Self {
            name: parameter.name.to_owned(),
            description: parameter.meaning.to_owned(),
            required: parameter.is_required(),
            pattern: parameter.pattern.to_owned(),
            form: parameter.form.to_owned(),
            default: parameter.default().map(str::to_owned),
            example: parameter.example.to_owned(),
        }
    }
}

impl Response for Templates {
    fn text(&self, _: Style) -> String {
        let row = |template: &TemplateSummary| {
            [template.name.clone(), template.kind.name().to_owned(), template.description.clone()]
        };
        let rows: Vec<_> = self.result.iter().map(row).collect();
        table::rows(&rows) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
