//! The look-ups in one: for clients that would rather have few tools.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expand_wildcard_action::ExpandWildcardAction;
use super::query_action_details::QueryActionDetails;
use super::query_arn_formats::QueryArnFormats;
use super::query_condition_keys::QueryConditionKeys;
use super::query_service_actions::{AccessLevel, QueryServiceActions};
use crate::sensitive::Gravity;
use crate::wire::{Category, Paging, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Looks up actions, condition keys and ARN formats
///
/// `service_actions`, `condition_keys` and `arn_formats` list those of a `service`, `action_details` describes `actions`,
/// `expand_wildcard` lists what `patterns` stand for.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    /// What is looked up
    kind: Kind,

    /// The service's prefix, such as `s3`; all services if left out
    #[arg(long)]
    #[serde(default)]
    service: Option<String>,

    /// Full names such as `s3:GetObject`, for `action_details`
    #[arg(long)]
    #[serde(default)]
    actions: Option<Vec<String>>,

    /// Such as `s3:Get*`, for `expand_wildcard`
    #[arg(long)]
    #[serde(default)]
    patterns: Option<Vec<String>>,

    /// Only actions of this level, for `service_actions`
    #[arg(long)]
    #[serde(default)]
    access_level: Option<AccessLevel>,

    /// Only names that hold this, or match it if it has wildcards
    #[arg(long)]
    #[serde(default)]
    name_filter: Option<String>,

    /// At most this many, of each pattern too
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// What is looked up
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Kind {
    ServiceActions,
    ActionDetails,
    ConditionKeys,
    ArnFormats,
    ExpandWildcard,
}

/// What was found; which members there are hangs on the kind
#[derive(Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Found {
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition_keys: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arn_formats: Option<Vec<Formats>>,
    /// Of each action or pattern
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<Looked>>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
    #[serde(skip)]
    text: String,
}

/// The ARN formats of a resource type
#[derive(Debug, Serialize, JsonSchema)]
struct Formats {
    resource_type: String,
    /// `${…}` stands for what varies
    arn_formats: Vec<String>,
}

/// What was found of an action or a pattern
#[derive(Debug, Default, Serialize, JsonSchema)]
struct Looked {
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<String>,
    /// Whether there is such an action
    #[serde(skip_serializing_if = "Option::is_none")]
    valid: Option<bool>,
    /// What is wrong, with the nearest names
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access_level: Option<AccessLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    condition_keys: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// What it is grave for, if it is
    #[serde(skip_serializing_if = "Option::is_none")]
    sensitive: Option<Sensitive>,
    /// What a pattern stands for
    #[serde(skip_serializing_if = "Option::is_none")]
    actions: Option<Vec<String>>,
    /// How many actions a pattern stands for
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    /// Whether it stands for more than are listed
    #[serde(skip_serializing_if = "Option::is_none")]
    truncated: Option<bool>,
}

/// What an action is grave for
#[derive(Debug, Serialize, JsonSchema)]
struct Sensitive {
    /// The gravest
    category: Category,
    severity: Severity,
    /// The category in words
    name: String,
}

/// Names of one request: each that does not exist is searched for.
const MOST: usize = 100;

impl Operation for Query {
    const NAME: &'static str = "query";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Found;

    fn run(self, cx: &Context) -> Result<Found, OpError> {
        self.check_members()?;
        match self.kind {
            Kind::ServiceActions => self.service_actions(cx),
            Kind::ActionDetails => Ok(self.action_details(cx)),
            Kind::ConditionKeys => self.condition_keys(cx),
            Kind::ArnFormats => self.arn_formats(cx),
            Kind::ExpandWildcard => Ok(self.expand_wildcard(cx)),
        }
    }
}

impl Query {
    /// Refuses what would be passed over, and asks for what is missing.
    fn check_members(&self) -> Result<(), OpError> {
        let name = self.kind.name();
        let takes = self.kind.takes();
        for (member, is_given) in [
            ("service", self.service.is_some()),
            ("actions", self.actions.is_some()),
            ("patterns", self.patterns.is_some()),
            ("access_level", self.access_level.is_some()),
            ("name_filter", self.name_filter.is_some()),
        ] {
            if is_given && !takes.contains(&member) {
                let takes: Vec<_> = takes.iter().map(|member| format!("`{member}`")).collect();
                return Err(OpError::invalid(format!("`{name}` takes no `{member}`"))
                    .hint(format!("it takes {}", takes.join(", "))));
            }
        }
        let count = self.actions.iter().chain(&self.patterns).map(Vec::len).sum::<usize>();
        if count > MOST {
            return Err(OpError::too_large(format!("{count} names are more than {MOST}"))
                .hint("ask in several requests"));
        }
        let needed = match self.kind {
            Kind::ActionDetails if self.actions.as_ref().is_none_or(Vec::is_empty) => "actions",
            Kind::ExpandWildcard if self.patterns.as_ref().is_none_or(Vec::is_empty) => "patterns",
            _ => return Ok(()),
        };
        let example = if needed == "actions" { "s3:GetObject" } else { "s3:Get*" };
        Err(OpError::invalid(format!("`{name}` needs `{needed}`"))
            .hint(format!("for example `\"{needed}\": [\"{example}\"]`")))
    }

    fn paging(&self) -> Paging {
        Paging { limit: self.limit, offset: self.offset }
    }

    fn service_actions(self, cx: &Context) -> Result<Found, OpError> {
        let (service, paging) = (self.service.clone(), self.paging());
        let query = QueryServiceActions {
            service: self.service,
            access_level: self.access_level,
            resource_type: None,
            condition_key: None,
            name: self.name_filter,
            paging,
            verbose: false,
        };
        let found = query.run(cx)?;
        let (text, total, truncated) = (found.text(Style::default()), found.total, found.truncated);
        Ok(Found { service, actions: Some(found.actions), total, truncated, text, ..Found::default() })
    }

    fn action_details(self, cx: &Context) -> Found {
        let page = self.paging().of(self.actions.unwrap_or_default(), cx);
        let mut found = Found { total: page.total, truncated: page.truncated, ..Found::default() };
        let catalog = cx.catalog();
        let gravity = Gravity::of(&catalog);
        let mut results = Vec::new();
        for action in page.items {
            results.push(match (QueryActionDetails { action: action.clone() }).run(cx) {
                Ok(details) => {
                    found.text.push_str(&details.text(Style::default()));
                    let details = details.result;
                    let action = catalog.action(&details.action);
                    let category = action.and_then(|action| gravity.categories(action).first().copied());
                    Looked {
                        action: Some(details.action),
                        valid: Some(true),
                        service: Some(details.service),
                        access_level: Some(details.access_level),
                        resource_types: Some(details.resource_types),
                        condition_keys: Some(details.condition_keys),
                        description: Some(details.description),
                        sensitive: category.map(Sensitive::of),
                        ..Looked::default()
                    }
                }
                Err(error) => {
                    let error = found.refused(&error);
                    Looked {
                        action: Some(action),
                        valid: Some(false),
                        error: Some(error),
                        ..Looked::default()
                    }
                }
            });
        }
        Found { results: Some(results), ..found }
    }

    fn condition_keys(self, cx: &Context) -> Result<Found, OpError> {
        let (service, paging) = (self.service.clone(), self.paging());
        let query = QueryConditionKeys { service: self.service, name: self.name_filter, paging };
        let found = query.run(cx)?;
        let (text, total, truncated) = (found.text(Style::default()), found.total, found.truncated);
        Ok(Found { service, condition_keys: Some(found.result), total, truncated, text, ..Found::default() })
    }

    fn arn_formats(self, cx: &Context) -> Result<Found, OpError> {
        let (service, paging) = (self.service.clone(), self.paging());
        let query = QueryArnFormats { service: self.service, arn: None, name: self.name_filter, paging };
        let found = query.run(cx)?;
        let (text, total, truncated) = (found.text(Style::default()), found.total, found.truncated);
        let formats = found.result.into_iter();
        let formats =
            formats.map(|each| Formats { resource_type: each.resource_type, arn_formats: each.arn_formats });
        let arn_formats = Some(formats.collect());
        Ok(Found { service, arn_formats, total, truncated, text, ..Found::default() })
    }

    fn expand_wildcard(self, cx: &Context) -> Found {
        let paging = self.paging();
        let patterns = self.patterns.unwrap_or_default();
        let mut found = Found { total: patterns.len(), ..Found::default() };
        let mut results = Vec::new();
        for pattern in patterns {
            let expand = ExpandWildcardAction { pattern: pattern.clone(), paging };
            results.push(match expand.run(cx) {
                Ok(expansion) => {
                    let text = expansion.text(Style::default());
                    found.text.extend([pattern.as_str(), ":\n", text.as_str()]);
                    Looked {
                        pattern: Some(pattern),
                        actions: Some(expansion.result),
                        total: Some(expansion.total),
                        truncated: Some(expansion.truncated),
                        ..Looked::default()
                    }
                }
                Err(error) => {
                    let error = found.refused(&error);
                    Looked { pattern: Some(pattern), error: Some(error), ..Looked::default() }
                }
            });
        }
        found.truncated = results.iter().any(|result| result.truncated == Some(true));
        Found { results: Some(results), ..found }
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::ServiceActions => "service_actions",
            Self::ActionDetails => "action_details",
            Self::ConditionKeys => "condition_keys",
            Self::ArnFormats => "arn_formats",
            Self::ExpandWildcard => "expand_wildcard",
        }
    }

    fn takes(self) -> &'static [&'static str] {
        match self {
            Self::ServiceActions => &["service", "access_level", "name_filter"],
            Self::ActionDetails => &["actions"],
            Self::ConditionKeys | Self::ArnFormats => &["service", "name_filter"],
            Self::ExpandWildcard => &["patterns"],
        }
    }
}

impl Found {
    /// Notes one of several that could not be answered, and gives what is told of it.
    fn refused(&mut self, error: &OpError) -> String {
        let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        let told = format!("{}{hint}", error.message);
        self.text.push_str(&told);
        self.text.push('\n');
        told
    }
}

impl Sensitive {
    fn of(category: Category) -> Self {
        Self { category, severity: category.severity(), name: category.title().to_owned() }
    }
}

impl Response for Found {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }
}
