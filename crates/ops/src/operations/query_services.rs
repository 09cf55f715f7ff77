//! Which services are there?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::operation::part;
use crate::render::table;
use crate::wire::Paging;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the AWS services that have IAM actions
///
/// To find a service's prefix.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryServices {
    /// Only services whose prefix or name holds this, or matches it if it has wildcards
    #[serde(default)]
    name: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    paging: Paging,
}

/// Services, by prefix
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Services {
    result: Vec<ServiceSummary>,
    /// How many there are in all
    total: usize,
    /// Whether more follow
    truncated: bool,
}

/// A service
#[derive(Debug, Serialize, JsonSchema)]
struct ServiceSummary {
    /// What its actions begin with
    service: String,
    /// AWS's name of it
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    /// How many actions it has
    actions: usize,
}

impl Operation for QueryServices {
    const NAME: &'static str = "query_services";
    const COMMAND: &'static [&'static str] = &["query", "services"];
    const EFFECT: Effect = Effect::Read;
    type Response = Services;

    fn run(self, cx: &Context) -> Result<Services, OpError> {
        let catalog = cx.catalog();
        let name = self.name.as_deref().map(known::name_filter);
        let fits = |service: &catalog::Service<'_>| {
            name.as_ref().is_none_or(|name| name.matches(service.prefix()) || name.matches(service.title()))
        };
        let page = self.paging.of(catalog.services().filter(fits).collect(), cx);
        let result = page.items.into_iter().map(|service| ServiceSummary {
            service: service.prefix().to_owned(),
            name: service.title().to_owned(),
            category: service.category().map(str::to_owned),
            actions: service.actions().len(),
        });
        Ok(Services { result: result.collect(), total: page.total, truncated: page.truncated })
    }
}

impl Response for Services {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no service fits\n".to_owned();
        }
        let row = |service: &ServiceSummary| {
            [service.service.clone(), service.name.clone(), table::counted(service.actions, "action")]
        };
        let rows: Vec<_> = self.result.iter().map(row).collect();
        table::rows(&rows) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
