//! Which of these actions are sensitive, and what to do about it?

use catalog::Action;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::render::table;
use crate::sensitive::{Asked, Escalation, Gravity, Remediation, Unknown, Wildcard, escalations, risk};
use crate::wire::{Category, Severity, page, usual};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which of a list of actions are sensitive, why, and how to allow them safely
///
/// Before writing a policy with them. Looks behind wildcards. Each sensitive action comes with a condition that AWS evaluates for it;
/// `escalations` says what the actions give their holder together.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckSensitiveActions {
    /// Actions such as `iam:PassRole`; wildcards stand for all that they match
    #[arg(value_name = "ACTION", required = true)]
    actions: Vec<String>,

    /// Also give the steps, the risk and where to read on
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// At most this many sensitive actions, the gravest first
    #[arg(long, value_name = "N", default_value_t = SHOWN)]
    #[serde(default = "usual::<SHOWN>")]
    limit: usize,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// So many come with all that is to be said of them.
const SHOWN: usize = 50;

/// What is sensitive in a list of actions
#[derive(Debug, Serialize, JsonSchema)]
#[allow(clippy::struct_field_names, reason = "the names of the wire")]
pub(crate) struct SensitiveActions {
    sensitive_actions: Vec<SensitiveAction>,
    /// How many entries were looked at
    total_checked: usize,
    /// How many sensitive actions they stand for
    sensitive_count: usize,
    categories_found: Vec<Category>,
    has_critical: bool,
    summary: String,
    /// What to do first
    fix_guidance: String,
    /// How many actions the entries stand for
    actions_checked: usize,
    /// Ways to more permissions that the actions open together
    escalations: Vec<Escalation>,
    wildcards: Vec<Wildcard>,
    /// Entries of which nothing can be said
    unknown: Vec<Unknown>,
    /// As `sensitive_count`
    total: usize,
    /// Whether more sensitive actions follow
    truncated: bool,
}

/// A sensitive action
#[derive(Debug, Serialize, JsonSchema)]
struct SensitiveAction {
    action: String,
    /// The gravest
    category: Category,
    severity: Severity,
    /// What it is grave for
    description: String,
    remediation: Remediation,
    categories: Vec<Category>,
    /// The entry with wildcards that stands for it, if none names it
    #[serde(skip_serializing_if = "Option::is_none")]
    matched_by: Option<String>,
}

impl Operation for CheckSensitiveActions {
    const NAME: &'static str = "check_sensitive_actions";
    const COMMAND: &'static [&'static str] = &["check", "sensitive"];
    const EFFECT: Effect = Effect::Read;
    type Response = SensitiveActions;

    fn run(self, cx: &Context) -> Result<SensitiveActions, OpError> {
        let catalog = cx.catalog();
        let asked = Asked::read(&catalog, &self.actions)?;
        let gravity = Gravity::of(&catalog);
        let all = asked.actions();
        let mut found: Vec<(Category, Vec<Category>, Action<'_>)> = Vec::new();
        for action in all.intersection(gravity.all()).actions(&catalog) {
            let categories = gravity.categories(action);
            found.extend(categories.first().copied().map(|gravest| (gravest, categories, action)));
        }
        // Stable: those of one category stay by service and name.
        found.sort_by_key(|(category, ..)| *category);
        let mut categories_found: Vec<_> =
            found.iter().flat_map(|(_, categories, _)| categories.iter().copied()).collect();
        categories_found.sort_unstable();
        categories_found.dedup();
        let page = page(found, Some(self.limit), self.offset, cx.limits());
        let told = |(category, categories, action): &(Category, Vec<Category>, Action<'_>)| SensitiveAction {
            action: action.full_name(),
            category: *category,
            severity: category.severity(),
            description: risk(*action, *category, &catalog),
            remediation: Remediation::of(*action, *category, self.verbose, &catalog),
            categories: categories.clone(),
            matched_by: asked.pattern_of(*action).map(str::to_owned),
        };
        let sensitive_actions: Vec<_> = page.items.iter().map(told).collect();
        let total_checked = asked.entries.len();
        Ok(SensitiveActions {
            total_checked,
            sensitive_count: page.total,
            has_critical: categories_found.iter().any(|category| category.severity() == Severity::Critical),
            summary: summary(page.total, all.len(), &categories_found),
            fix_guidance: guidance(sensitive_actions.first(), page.total),
            sensitive_actions,
            categories_found,
            actions_checked: all.len(),
            escalations: escalations(&all, &catalog),
            wildcards: asked.wildcards(gravity.all()),
            unknown: asked.unknown().collect(),
            total: page.total,
            truncated: page.truncated,
        })
    }
}

fn summary(sensitive: usize, all: usize, categories: &[Category]) -> String {
    let actions = table::counted(all, "action");
    if sensitive == 0 {
        return format!("none of {actions} is listed as sensitive");
    }
    let verb = if sensitive == 1 { "is" } else { "are" };
    let names: Vec<_> = categories.iter().map(|category| category.title().to_lowercase()).collect();
    format!("{sensitive} of {actions} {verb} sensitive: {}", names.join(", "))
}

fn guidance(first: Option<&SensitiveAction>, sensitive: usize) -> String {
    match first {
        None if sensitive > 0 => "the gravest come first: ask with a smaller `offset`".to_owned(),
        None => "nothing is to be done for the sake of these actions; still name the resources".to_owned(),
        Some(one) => format!(
            "put the sensitive actions into statements of their own with `condition_example`, and name their resources; begin with `{}`: {}",
            one.action,
            one.remediation.suggestion()
        ),
    }
}

impl Response for SensitiveActions {
    fn text(&self, _: Style) -> String {
        let mut text = format!("{}\n", self.summary);
        let row = |one: &SensitiveAction| {
            let through = one.matched_by.as_ref().map(|pattern| format!(" ({pattern})")).unwrap_or_default();
            [
                one.severity.name().to_owned(),
                one.category.name().to_owned(),
                format!("{}{through}", one.action),
                one.remediation.suggestion().to_owned(),
            ]
        };
        text.push_str(&table::rows(&self.sensitive_actions.iter().map(row).collect::<Vec<_>>()));
        text.push_str(&table::rest(self.sensitive_actions.len(), self.total, self.truncated));
        for way in &self.escalations {
            text.extend([format!("{} let the holder {}\n", way.actions.join(" + "), way.gain)]);
        }
        text.push_str(&Unknown::lines(&self.unknown));
        text
    }
}
