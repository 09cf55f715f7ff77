//! What does a template ask for, and what does it make?

use catalog::Catalog;
use draft::templates::{Ask, Example, Note, TEMPLATES, Template};
use policy::{Style as Layout, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::list_templates::Variable;
use crate::wire::PolicyType;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Shows a policy template: what it asks for, its policy, what to know about it, and examples
///
/// To decide whether it fits, before `generate_policy_from_template`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetTemplate {
    /// The template's name, as `list_templates` has it
    #[arg(value_name = "TEMPLATE")]
    template_name: String,
}

/// A template in full
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TemplateDetails {
    /// Its name, which never changes
    name: String,
    description: String,
    #[schemars(with = "PolicyType")]
    kind: PolicyType,
    variables: Vec<Variable>,
    /// JSON, in which `{{name}}` stands for the value of a variable. Where one has none, what names it is left out; `{{name?}}` is
    /// nothing instead. `OnlyWith` and `OnlyWithout` name a variable: the statement is there if it has a value, or has none
    policy_text: String,
    security_notes: Vec<SecurityNote>,
    examples: Vec<TemplateExample>,
    references: Vec<String>,
}

/// What to know about the policy, and when it holds
#[derive(Debug, Serialize, JsonSchema)]
struct SecurityNote {
    note: String,
    /// It holds if this variable has a value
    #[serde(skip_serializing_if = "Option::is_none")]
    if_given: Option<String>,
    /// It holds if this variable has none
    #[serde(skip_serializing_if = "Option::is_none")]
    if_left_out: Option<String>,
}

/// Values, and how requests are then decided
#[derive(Debug, Serialize, JsonSchema)]
struct TemplateExample {
    variables: Vec<Given>,
    /// The text of the policy that they make
    policy_text: String,
    requests: Vec<DecidedRequest>,
}

/// A value of a variable or of a condition key
#[derive(Debug, Serialize, JsonSchema)]
struct Given {
    name: String,
    value: String,
}

/// A request, and whether the policy allows it
#[derive(Debug, Serialize, JsonSchema)]
struct DecidedRequest {
    action: String,
    resource: String,
    /// Who asks, where it is not whoever has the policy
    #[serde(skip_serializing_if = "Option::is_none")]
    principal: Option<String>,
    /// Condition keys of the request
    context: Vec<Given>,
    allowed: bool,
}

impl Operation for GetTemplate {
    const NAME: &'static str = "get_template";
    const COMMAND: &'static [&'static str] = &["templates", "show"];
    const EFFECT: Effect = Effect::Read;
    type Response = TemplateDetails;

    fn run(self, cx: &Context) -> Result<TemplateDetails, OpError> {
        Ok(TemplateDetails::of(known::template(&self.template_name)?, &cx.catalog()))
    }
}

impl TemplateDetails {
    fn of(template: &Template, catalog: &Catalog) -> Self {
        Self {
            name: template.id.to_owned(),
            description: template.summary.to_owned(),
            kind: template.kind.into(),
            variables: template.parameters.iter().map(Variable::of).collect(),
            policy_text: template.policy.trim().to_owned(),
            security_notes: template.notes.iter().map(|note| SecurityNote::of(*note)).collect(),
            examples: template
                .examples
                .iter()
                .map(|example| TemplateExample::of(template, example, catalog))
                .collect(),
            references: template.references.iter().map(|reference| (*reference).to_owned()).collect(),
        }
    }

    /// The page of the template, as `docs/templates/` has it.
    fn markdown(&self) -> String {
        let mut parts =
            vec![format!("# {}", self.name), format!("{}: {}.", kind_in_words(self.kind), self.description)];
        if self.variables.is_empty() {
            parts.push("It asks for nothing.".to_owned());
        } else {
            let rows: Vec<_> = self.variables.iter().map(Variable::row).collect();
            parts.push(format!("| variable | is | takes | |\n|---|---|---|---|\n{}", rows.join("\n")));
        }
        parts.push(format!("```text\n{}\n```", self.policy_text));
        parts
            .push(format!("## To know\n\n{}", items(self.security_notes.iter().map(SecurityNote::markdown))));
        for (number, example) in (1..).zip(&self.examples) {
            parts.push(format!("## Example {number}\n\n{}", example.markdown(&self.name)));
        }
        parts.push(format!(
            "## References\n\n{}",
            items(self.references.iter().map(|page| format!("<{page}>")))
        ));
        parts.join("\n\n") + "\n"
    }
}

impl SecurityNote {
    fn of(note: Note) -> Self {
        let (if_given, if_left_out) = match note {
            Note::Always(_) => (None, None),
            Note::With(name, _) => (Some(name.to_owned()), None),
            Note::Without(name, _) => (None, Some(name.to_owned())),
        };
        Self { note: note.text().to_owned(), if_given, if_left_out }
    }

    fn markdown(&self) -> String {
        match (&self.if_given, &self.if_left_out) {
            (Some(name), _) => format!("With `{name}`: {}", self.note),
            (None, Some(name)) => format!("Without `{name}`: {}", self.note),
            (None, None) => self.note.clone(),
        }
    }
}

impl TemplateExample {
    fn of(template: &Template, example: &Example, catalog: &Catalog) -> Self {
        let values: Vec<_> =
            example.values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        // Another catalogue may lack a region of the example.
        let made = template.fill(&values, catalog);
        let text =
            made.map_or_else(|_| String::new(), |made| write(&made.policy.to_node(), Layout::default()));
        let decided = [(example.allowed, true), (example.denied, false)];
        let requests = decided
            .into_iter()
            .flat_map(|(asks, allowed)| asks.iter().map(move |ask| DecidedRequest::of(ask, allowed)));
        Self { variables: given(example.values), policy_text: text, requests: requests.collect() }
    }

    fn markdown(&self, name: &str) -> String {
        let set: Vec<_> =
            self.variables.iter().map(|given| format!(" --set '{}={}'", given.name, given.value)).collect();
        let requests = self.requests.iter().map(DecidedRequest::markdown);
        format!(
            "```console\n$ leastwise templates generate {name}{}\n```\n\n```json\n{}\n```\n\n{}",
            set.concat(),
            self.policy_text,
            items(requests)
        )
    }
}

impl DecidedRequest {
    fn of(ask: &Ask, allowed: bool) -> Self {
        Self {
            action: ask.action.to_owned(),
            resource: ask.resource.to_owned(),
            principal: (!ask.by.is_empty()).then(|| ask.by.to_owned()),
            context: given(ask.context),
            allowed,
        }
    }

    fn markdown(&self) -> String {
        let verdict = if self.allowed { "Allowed" } else { "Not allowed" };
        let by = self.principal.as_ref().map(|principal| format!(" by `{principal}`")).unwrap_or_default();
        let keys: Vec<_> =
            self.context.iter().map(|given| format!("`{}` = `{}`", given.name, given.value)).collect();
        let with = if keys.is_empty() { String::new() } else { format!(", with {}", keys.join(", ")) };
        format!("{verdict}: `{}` on `{}`{by}{with}", self.action, self.resource)
    }
}

impl Variable {
    fn row(&self) -> String {
        let need = match (&self.default, self.required) {
            (Some(default), _) => format!("`{default}` if left out"),
            (None, true) => "required".to_owned(),
            (None, false) => "optional".to_owned(),
        };
        format!(
            "| `{}` | {} | {}, such as `{}` | {need} |",
            self.name, self.description, self.form, self.example
        )
    }
}

fn given(pairs: &[(&str, &str)]) -> Vec<Given> {
    pairs.iter().map(|(name, value)| Given { name: (*name).to_owned(), value: (*value).to_owned() }).collect()
}

fn items(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
}

fn kind_in_words(kind: PolicyType) -> &'static str {
    match kind {
        PolicyType::Trust => "The trust policy of a role",
        PolicyType::Identity => "A policy for a role, user or group",
        PolicyType::Resource => "The policy of a resource",
        _ => "A policy",
    }
}

impl Response for TemplateDetails {
    fn text(&self, _: Style) -> String {
        self.markdown()
    }
}

/// The page of every template, by name.
pub fn template_pages() -> Vec<(&'static str, String)> {
    let catalog = Catalog::embedded();
    TEMPLATES
        .iter()
        .map(|template| (template.id, TemplateDetails::of(template, catalog).markdown()))
        .collect()
}
