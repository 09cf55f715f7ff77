//! Which actions deserve a second look?

use catalog::{Action, Catalog};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::query_service_actions::AccessLevel;
use crate::operation::part;
use crate::render::table;
use crate::sensitive::{Gravity, risk};
use crate::wire::{Category, Paging, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the sensitive actions of AWS: those that deserve a second look before they are allowed
///
/// To know what to look for in a review. They hand out credentials, give their holder more permissions, read what is stored, or open
/// or remove resources.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSensitiveActions {
    /// Only of one category: `credential_exposure`, `priv_esc`, `data_access` or `resource_exposure`
    #[serde(default)]
    category: Option<String>,

    /// Only of this service, such as `s3`
    #[arg(long, value_name = "SERVICE")]
    #[serde(default)]
    service: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    paging: Paging,

    /// Also give each action's categories, severity, access level and risk
    #[arg(long)]
    #[serde(default)]
    verbose: bool,
}

/// Sensitive actions, by service and name
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SensitiveList {
    /// Full names such as `iam:PassRole`
    actions: Vec<String>,
    /// The same actions with more about them, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Vec<Listed>>,
    /// How many there are of each category; an action may be in several
    categories: Vec<Counted>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    has_more: bool,
    /// Whether more follow
    truncated: bool,
}

/// A sensitive action
#[derive(Debug, Serialize, JsonSchema)]
struct Listed {
    action: String,
    /// The gravest
    category: Category,
    categories: Vec<Category>,
    severity: Severity,
    access_level: AccessLevel,
    /// What it is grave for
    description: String,
}

/// A category
#[derive(Debug, Serialize, JsonSchema)]
struct Counted {
    category: Category,
    name: String,
    severity: Severity,
    actions: usize,
}

impl Operation for ListSensitiveActions {
    const NAME: &'static str = "list_sensitive_actions";
    const COMMAND: &'static [&'static str] = &["query", "sensitive"];
    const EFFECT: Effect = Effect::Read;
    type Response = SensitiveList;

    fn run(self, cx: &Context) -> Result<SensitiveList, OpError> {
        let catalog = cx.catalog();
        let category = self.category.as_deref().map(known::category).transpose()?;
        let service = self.service.as_deref().map(|prefix| known::service(&catalog, prefix)).transpose()?;
        let gravity = Gravity::of(&catalog);
        let is_of = |action: &Action<'_>| service.is_none_or(|service| action.service() == service);
        let actions: Vec<_> = gravity.in_category(category).actions(&catalog).filter(is_of).collect();
        let count = |category: Category| Counted {
            category,
            name: category.title().to_owned(),
            severity: category.severity(),
            actions: gravity.in_category(Some(category)).actions(&catalog).filter(is_of).count(),
        };
        let page = self.paging.of(actions, cx);
        let listed = |action: &Action<'_>| Listed::of(*action, &gravity, category, &catalog);
        Ok(SensitiveList {
            actions: page.items.iter().map(|action| action.full_name()).collect(),
            details: self.verbose.then(|| page.items.iter().filter_map(listed).collect()),
            categories: Category::ALL.into_iter().map(count).collect(),
            total: page.total,
            has_more: page.truncated,
            truncated: page.truncated,
        })
    }
}

impl Listed {
    /// The action under the category asked for, or its gravest.
    fn of(action: Action<'_>, gravity: &Gravity, asked: Option<Category>, catalog: &Catalog) -> Option<Self> {
        let categories = gravity.categories(action);
        let category = asked.or_else(|| categories.first().copied())?;
        Some(Self {
            action: action.full_name(),
            category,
            severity: category.severity(),
            access_level: action.level().into(),
            description: risk(action, category, catalog),
            categories,
        })
    }
}

impl Response for SensitiveList {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no sensitive action fits\n".to_owned();
        }
        let rows: Vec<Vec<String>> = match &self.details {
            None => self.actions.iter().map(|action| vec![action.clone()]).collect(),
            Some(details) => {
                let row = |one: &Listed| {
                    let (category, severity) = (one.category.name(), one.severity.name());
                    vec![
                        one.action.clone(),
                        category.to_owned(),
                        severity.to_owned(),
                        one.description.clone(),
                    ]
                };
                details.iter().map(row).collect()
            }
        };
        table::rows(&rows) + &table::rest(self.actions.len(), self.total, self.truncated)
    }
}
