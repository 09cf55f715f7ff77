//! Which actions are there?

use catalog::{Action, ActionSet, Level};
use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::operation::part;
use crate::render::table;
use crate::wire::Paging;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the IAM actions of a service, or of all
///
/// To find the actions that exist, before writing any. Filters narrow the list down: all of them must hold.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryServiceActions {
    /// The service's prefix, such as `s3`; all services if left out
    #[serde(default)]
    pub(super) service: Option<String>,

    /// Only actions of this access level
    #[arg(long = "level", value_name = "LEVEL")]
    #[serde(default)]
    pub(super) access_level: Option<AccessLevel>,

    /// Only actions that can be limited to this resource type, such as `bucket`; `*` for those that cannot be limited to any
    #[arg(long, value_name = "TYPE")]
    #[serde(default)]
    pub(super) resource_type: Option<String>,

    /// Only actions for which AWS lists this condition key, such as `aws:RequestTag/Project`
    #[arg(long, value_name = "KEY")]
    #[serde(default)]
    pub(super) condition_key: Option<String>,

    /// Only actions whose name holds this, or matches it if it has wildcards: `Get*`
    #[arg(long, value_name = "PATTERN")]
    #[serde(default)]
    pub(super) name: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    pub(super) paging: Paging,

    /// Also give each action's level, resource types and condition keys
    #[arg(long)]
    #[serde(default)]
    pub(super) verbose: bool,
}

/// What an action does to a resource, in AWS's classification
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(crate) enum AccessLevel {
    #[serde(alias = "List")]
    List,
    #[serde(alias = "Read")]
    Read,
    #[serde(alias = "Write")]
    Write,
    #[serde(alias = "Tagging")]
    Tagging,
    #[serde(
        alias = "permissions_management",
        alias = "PermissionsManagement",
        alias = "Permissions management"
    )]
    PermissionsManagement,
}

/// Actions, by service and name
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FoundActions {
    /// Full names such as `s3:GetObject`
    pub(super) actions: Vec<String>,
    /// The same actions with more about them, when asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Vec<ActionSummary>>,
    /// How many there are in all
    pub(super) total: usize,
    /// Whether more follow
    has_more: bool,
    /// Whether more follow
    pub(super) truncated: bool,
    #[serde(skip)]
    lines: Vec<[String; 3]>,
}

/// An action in short
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct ActionSummary {
    action: String,
    access_level: AccessLevel,
    resource_types: Vec<String>,
    condition_keys: Vec<String>,
}

impl Operation for QueryServiceActions {
    const NAME: &'static str = "query_service_actions";
    const COMMAND: &'static [&'static str] = &["query", "actions"];
    const EFFECT: Effect = Effect::Read;
    type Response = FoundActions;

    fn run(self, cx: &Context) -> Result<FoundActions, OpError> {
        let catalog = cx.catalog();
        let service = self.service.as_deref().map(|prefix| known::service(&catalog, prefix)).transpose()?;
        let with_key = match &self.condition_key {
            Some(name) => Some(known::condition_key(&catalog, name)?.actions().collect::<ActionSet>()),
            None => None,
        };
        let name = self.name.as_deref().map(known::name_filter);
        let mut actions: Vec<Action<'_>> = match service {
            Some(service) => service.actions().collect(),
            None => catalog.actions().collect(),
        };
        match (self.resource_type.as_deref(), service) {
            (None, _) => {}
            (Some("*"), _) => actions.retain(|action| action.targets().len() == 0),
            (Some(name), Some(service)) => {
                let of_type: ActionSet = known::resource_type(service, name)?.actions().collect();
                actions.retain(|action| of_type.contains(action.id()));
            }
            (Some(name), None) => {
                let same = |resource: &str| resource.eq_ignore_ascii_case(name);
                actions.retain(|action| action.targets().any(|target| same(target.resource.name())));
            }
        }
        actions.retain(|action| {
            self.access_level.is_none_or(|level| level == action.level().into())
                && with_key.as_ref().is_none_or(|set| set.contains(action.id()))
                && name.as_ref().is_none_or(|name| name.matches(action.name()))
        });
        let page = self.paging.of(actions, cx);
        Ok(FoundActions {
            actions: page.items.iter().map(|action| action.full_name()).collect(),
            details: self.verbose.then(|| page.items.iter().copied().map(ActionSummary::of).collect()),
            lines: page.items.iter().map(|action| line(*action, self.verbose)).collect(),
            total: page.total,
            has_more: page.truncated,
            truncated: page.truncated,
        })
    }
}

impl Response for FoundActions {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no action fits\n".to_owned();
        }
        table::rows(&self.lines) + &table::rest(self.actions.len(), self.total, self.truncated)
    }
}

impl ActionSummary {
    pub(super) fn of(action: Action<'_>) -> Self {
        Self {
            action: action.full_name(),
            access_level: action.level().into(),
            resource_types: action.targets().map(|target| target.resource.name().to_owned()).collect(),
            condition_keys: action.condition_keys().iter().map(|key| key.name().to_owned()).collect(),
        }
    }
}

impl From<Level> for AccessLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::List => Self::List,
            Level::Read => Self::Read,
            Level::Write => Self::Write,
            Level::Tagging => Self::Tagging,
            Level::PermissionsManagement => Self::PermissionsManagement,
        }
    }
}

impl AccessLevel {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Tagging => "tagging",
            Self::PermissionsManagement => "permissions-management",
        }
    }
}

fn line(action: Action<'_>, verbose: bool) -> [String; 3] {
    let summary = ActionSummary::of(action);
    let types =
        if summary.resource_types.is_empty() { "*".to_owned() } else { summary.resource_types.join(", ") };
    [summary.action, summary.access_level.name().to_owned(), if verbose { types } else { String::new() }]
}
