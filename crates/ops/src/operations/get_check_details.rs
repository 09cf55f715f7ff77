//! What does a check mean?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::wire::{Configuration, JsonObject, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Explains a check: why it matters, what to do, and examples
///
/// After a finding, before mending it.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetCheckDetails {
    /// The check's id, an alias of it, or an id of another tool, such as `CKV_AWS_63`
    #[arg(value_name = "CHECK")]
    pub(super) check_id: String,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(super) config: Option<Configuration>,
}

/// A check in full
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheckDetails {
    check_id: String,
    description: String,
    default_severity: Severity,
    category: String,
    /// A document that is flagged, where the first example is JSON
    #[serde(skip_serializing_if = "Option::is_none")]
    example_violation: Option<JsonObject>,
    /// A document in which the check finds nothing
    #[serde(skip_serializing_if = "Option::is_none")]
    example_fix: Option<JsonObject>,
    configuration: Setting,
    /// Other checks of the category
    related_checks: Vec<String>,
    /// Why it matters (Markdown)
    why: String,
    /// What to do about it (Markdown)
    fix: String,
    aliases: Vec<String>,
    /// What other tools call what it finds, besides the aliases
    other_tools: Vec<Elsewhere>,
    /// Set if another tool's id was asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    foreign_id: Option<ForeignId>,
    /// The version that first had it
    since: String,
    references: Vec<String>,
    /// Documents that are flagged; carets below a line mark the place and give the message
    flagged: Vec<String>,
    /// Documents in which the check finds nothing
    clean: Vec<String>,
}

/// An id of another tool, which may stand for several checks
#[derive(Debug, Serialize, JsonSchema)]
struct ForeignId {
    id: String,
    tools: Vec<String>,
    /// The checks it stands for; the first of them is the one explained
    checks: Vec<Counterpart>,
}

/// A check that another tool's id stands for
#[derive(Debug, Serialize, JsonSchema)]
struct Counterpart {
    check_id: String,
    description: String,
}

/// The ids that another tool has for what the check finds, in whole or in part
#[derive(Debug, Serialize, JsonSchema)]
struct Elsewhere {
    tool: String,
    ids: Vec<String>,
}

/// How the check is set
#[derive(Debug, Serialize, JsonSchema)]
struct Setting {
    enabled: bool,
    severity: Severity,
}

impl Operation for GetCheckDetails {
    const NAME: &'static str = "get_check_details";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = CheckDetails;

    fn run(self, cx: &Context) -> Result<CheckDetails, OpError> {
        let checks = super::known::checks(&self.check_id)?;
        let is_foreign = !checks.tools.is_empty();
        let asked = is_foreign.then(|| ForeignId {
            id: self.check_id.clone(),
            tools: checks.tools.iter().map(|tool| (*tool).to_owned()).collect(),
            checks: checks.all().map(Counterpart::of).collect(),
        });
        let config = cx.configuration(self.config.as_ref())?;
        let mut details = CheckDetails { foreign_id: asked, ..CheckDetails::of(checks.first) };
        details.configuration.enabled = config.is_enabled(checks.first.id);
        details.configuration.severity =
            config.severity(checks.first.id).unwrap_or(details.configuration.severity);
        Ok(details)
    }
}

impl CheckDetails {
    fn of(check: &lint::Check) -> Self {
        let owned =
            |texts: &[&str]| texts.iter().map(|text| text.trim_matches('\n').to_owned()).collect::<Vec<_>>();
        let related = |other: &&&lint::Check| other.category == check.category && other.id != check.id;
        Self {
            check_id: check.id.to_owned(),
            description: check.summary.to_owned(),
            default_severity: check.severity.into(),
            category: check.category.name().to_owned(),
            example_violation: check.flagged.first().and_then(|text| example(text)),
            example_fix: check.clean.first().and_then(|text| example(text)),
            configuration: Setting { enabled: true, severity: check.severity.into() },
            related_checks: lint::CHECKS.iter().filter(related).map(|other| other.id.to_owned()).collect(),
            why: check.why.trim().to_owned(),
            fix: check.fix.trim().to_owned(),
            aliases: owned(check.aliases),
            other_tools: lint::elsewhere(check).into_iter().map(Elsewhere::of).collect(),
            foreign_id: None,
            since: check.since.to_owned(),
            references: owned(check.references),
            flagged: owned(check.flagged),
            clean: owned(check.clean),
        }
    }

    /// The page of the check, as `docs/checks/` has it.
    fn markdown(&self) -> String {
        let aliases = match self.aliases.as_slice() {
            [] => String::new(),
            aliases => format!(" Also known as {}.", aliases.join(", ")),
        };
        let (severity, category, since) = (self.default_severity.name(), &self.category, &self.since);
        let mut parts = vec![
            format!("# {}", self.check_id),
            capitalized(&self.description),
            format!("Severity **{severity}**, category {category}, since {since}.{aliases}"),
            format!("## Why\n\n{}", self.why),
            format!("## What to do\n\n{}", self.fix),
        ];
        for (title, examples) in [("Flagged", &self.flagged), ("Not flagged", &self.clean)] {
            let blocks = examples.iter().map(|example| format!("```text\n{example}\n```"));
            parts.extend((!examples.is_empty()).then(|| format!("## {title}")).into_iter().chain(blocks));
        }
        let others: Vec<_> = self.other_tools.iter().map(Elsewhere::markdown).collect();
        if !others.is_empty() {
            parts.push(format!("## In other tools\n\n{}", others.join("\n")));
        }
        if !self.references.is_empty() {
            let links: Vec<_> = self.references.iter().map(|reference| format!("- <{reference}>")).collect();
            parts.push(format!("## References\n\n{}", links.join("\n")));
        }
        parts.join("\n\n") + "\n"
    }
}

impl ForeignId {
    fn markdown(&self) -> String {
        let (id, tools) = (&self.id, self.tools.join(" and "));
        match self.checks.as_slice() {
            [only] => format!("`{id}` of {tools} is `{}` here.\n\n", only.check_id),
            several => {
                let items =
                    several.iter().map(|check| format!("- `{}`: {}", check.check_id, check.description));
                let items = items.collect::<Vec<_>>().join("\n");
                format!(
                    "`{id}` of {tools} is several checks here, of which the first is explained below:\n\n{items}\n\n"
                )
            }
        }
    }
}

impl Counterpart {
    fn of(check: &lint::Check) -> Self {
        Self { check_id: check.id.to_owned(), description: check.summary.to_owned() }
    }
}

impl Elsewhere {
    fn of((tool, ids): (&'static str, Vec<&'static str>)) -> Self {
        Self { tool: tool.to_owned(), ids: ids.into_iter().map(str::to_owned).collect() }
    }

    fn markdown(&self) -> String {
        let ids: Vec<_> = self.ids.iter().map(|id| format!("`{id}`")).collect();
        format!("- {}: {}", self.tool, ids.join(", "))
    }
}

impl Response for CheckDetails {
    fn text(&self, _: Style) -> String {
        let asked = self.foreign_id.as_ref().map(ForeignId::markdown).unwrap_or_default();
        asked + &self.markdown()
    }
}

/// The page of every check, by id.
pub fn check_pages() -> Vec<(&'static str, String)> {
    lint::CHECKS.iter().map(|check| (check.id, CheckDetails::of(check).markdown())).collect()
}

/// The example without its lines of carets, if it is a JSON object.
fn example(text: &str) -> Option<JsonObject> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('^'));
    serde_json::from_str(&lines.collect::<Vec<_>>().join("\n")).ok().map(JsonObject)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
