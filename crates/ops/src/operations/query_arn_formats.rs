//! What do the ARNs of a service look like, and what is this ARN?

use catalog::ResourceType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::operation::part;
use crate::render::table;
use crate::wire::Paging;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the resource types of a service with their ARN formats, or says what an ARN is
///
/// Before writing a resource into a policy.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryArnFormats {
    /// The service's prefix, such as `s3`; all services if left out
    #[serde(default)]
    pub(super) service: Option<String>,

    /// Only types that this ARN may be of, the likeliest first
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    pub(super) arn: Option<String>,

    /// Only types whose name holds this, or matches it if it has wildcards
    #[arg(long, value_name = "PATTERN")]
    #[serde(default)]
    pub(super) name: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    pub(super) paging: Paging,
}

/// Resource types
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Formats {
    pub(super) result: Vec<ResourceFormats>,
    /// How many there are in all
    pub(super) total: usize,
    /// Whether more follow
    pub(super) truncated: bool,
}

/// A resource type
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ResourceFormats {
    pub(super) resource_type: String,
    /// `${…}` stands for what varies
    pub(super) arn_formats: Vec<String>,
    /// The prefix of the service that lists it
    service: String,
    condition_keys: Vec<String>,
}

impl Operation for QueryArnFormats {
    const NAME: &'static str = "query_arn_formats";
    const COMMAND: &'static [&'static str] = &["query", "arns"];
    const EFFECT: Effect = Effect::Read;
    type Response = Formats;

    fn run(self, cx: &Context) -> Result<Formats, OpError> {
        let catalog = cx.catalog();
        let service = self.service.as_deref().map(|prefix| known::service(&catalog, prefix)).transpose()?;
        let mut types: Vec<ResourceType<'_>> = match (&self.arn, service) {
            (Some(arn), _) if !arn.starts_with("arn:") => {
                return Err(
                    OpError::invalid(format!("`{arn}` is not an ARN")).hint("an ARN begins with `arn:`")
                );
            }
            (Some(arn), _) => {
                catalog.resource_types_of(arn).into_iter().map(|found| found.resource).collect()
            }
            (None, Some(service)) => service.resource_types().collect(),
            (None, None) => catalog.resource_types().collect(),
        };
        let name = self.name.as_deref().map(known::name_filter);
        types.retain(|resource| {
            service.is_none_or(|service| resource.service() == service)
                && name.as_ref().is_none_or(|name| name.matches(resource.name()))
        });
        let page = self.paging.of(types, cx);
        let result = page.items.into_iter().map(|resource| ResourceFormats {
            resource_type: resource.name().to_owned(),
            arn_formats: resource.arn_formats().map(str::to_owned).collect(),
            service: resource.service().prefix().to_owned(),
            condition_keys: resource.condition_keys().map(|key| key.name().to_owned()).collect(),
        });
        Ok(Formats { result: result.collect(), total: page.total, truncated: page.truncated })
    }
}

impl Response for Formats {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no resource type fits\n".to_owned();
        }
        let rows = self.result.iter().flat_map(|resource| {
            let name = format!("{}:{}", resource.service, resource.resource_type);
            resource.arn_formats.iter().map(move |format| [name.clone(), format.clone()])
        });
        table::rows(&rows.collect::<Vec<_>>()) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
