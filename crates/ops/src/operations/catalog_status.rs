//! Which catalogue answers, and how old is it?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::Known;
use crate::render::table;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which catalogue of AWS is in use and what it holds
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatalogStatus {}

/// The catalogue in use
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    source: CatalogSource,
    services: usize,
    actions: usize,
    resource_types: usize,
    condition_keys: usize,
    operations: usize,
}

/// Where a catalogue comes from
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum CatalogSource {
    /// It came with the program
    Embedded,
    /// `leastwise catalog update` wrote it
    Refreshed,
}

impl Operation for CatalogStatus {
    const NAME: &'static str = "catalog_status";
    const COMMAND: &'static [&'static str] = &["catalog", "status"];
    const EFFECT: Effect = Effect::Read;
    type Response = Status;

    fn run(self, cx: &Context) -> Result<Status, OpError> {
        let catalog = cx.catalog();
        let source = match catalog {
            Known::Embedded(_) => CatalogSource::Embedded,
            Known::Refreshed(_) => CatalogSource::Refreshed,
        };
        Ok(Status {
            source,
            services: catalog.services().len(),
            actions: catalog.actions().len(),
            resource_types: catalog.resource_types().len(),
            condition_keys: catalog.condition_keys().len(),
            operations: catalog.clients().map(|client| client.operations().len()).sum(),
        })
    }
}

impl Response for Status {
    fn text(&self, _: Style) -> String {
        let source = match self.source {
            CatalogSource::Embedded => "embedded in the program",
            CatalogSource::Refreshed => "refreshed with `leastwise catalog update`",
        };
        let rows = [
            ("catalogue", source.to_owned()),
            ("services", self.services.to_string()),
            ("actions", self.actions.to_string()),
            ("resource types", self.resource_types.to_string()),
            ("condition keys", self.condition_keys.to_string()),
            ("operations", self.operations.to_string()),
        ];
        table::rows(&rows.map(|(name, value)| [name.to_owned(), value]))
    }
}
