//! Which catalogue answers, and how old is it?

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::context::Known;
use crate::render::table;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which catalogue of AWS is in use and what it holds
///
/// To tell how old the facts are, when an action or service is missing.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatalogStatus {}

/// The catalogue in use
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    source: CatalogSource,
    /// The day or month of the newest facts
    date: String,
    /// Whether the facts are older than 90 days
    stale: bool,
    services: usize,
    actions: usize,
    resource_types: usize,
    condition_keys: usize,
    operations: usize,
    /// Where the facts come from
    sources: Vec<FactSource>,
}

/// A source of the facts
#[derive(Debug, Serialize, JsonSchema)]
struct FactSource {
    /// What it tells of
    of: String,
    name: String,
    licence: String,
    date: String,
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
            date: catalog.date().to_owned(),
            stale: is_stale(catalog.date(), cx.now()),
            services: catalog.services().len(),
            actions: catalog.actions().len(),
            resource_types: catalog.resource_types().len(),
            condition_keys: catalog.condition_keys().len(),
            operations: catalog.clients().map(|client| client.operations().len()).sum(),
            sources: catalog.sources().map(FactSource::of).collect(),
        })
    }
}

impl Response for Status {
    fn text(&self, _: Style) -> String {
        let source = match self.source {
            CatalogSource::Embedded => "embedded in the program",
            CatalogSource::Refreshed => "refreshed with `leastwise catalog update`",
        };
        let stale = if self.stale { ", over 90 days old" } else { "" };
        let rows = [
            ("catalogue", source.to_owned()),
            ("of", format!("{}{stale}", self.date)),
            ("services", self.services.to_string()),
            ("actions", self.actions.to_string()),
            ("resource types", self.resource_types.to_string()),
            ("condition keys", self.condition_keys.to_string()),
            ("operations", self.operations.to_string()),
        ];
        table::rows(&rows.map(|(name, value)| [name.to_owned(), value]))
    }
}

impl FactSource {
    fn of(source: catalog::Source<'_>) -> Self {
        Self {
            of: source.of().to_owned(),
            name: source.name().to_owned(),
            licence: source.licence().to_owned(),
            date: source.date().to_owned(),
        }
    }
}

/// Whether a day, or the first of a month, lies more than 90 days before `now`, in seconds since 1970.
fn is_stale(date: &str, now: i64) -> bool {
    const SECONDS: i64 = 90 * 86_400;
    let day = if date.len() == 7 { format!("{date}-01") } else { date.to_owned() };
    let begin = format!("{day}T00:00:00Z").parse::<jiff::Timestamp>();
    begin.is_ok_and(|begin| now - begin.as_second() > SECONDS)
}

#[cfg(test)]
mod tests {
    use super::is_stale;

    #[test]
    fn facts_are_stale_after_ninety_days() {
        // 2026-04-01T00:00:00Z is 1_775_001_600, the 90th day after 2026-01-01.
        let april = 1_775_001_600;
        assert!(!is_stale("2026-01-01", april));
        assert!(is_stale("2026-01-01", april + 1));
        assert!(is_stale("2025-12", april) && !is_stale("2026-02", april));
        assert!(!is_stale("", april), "no date says nothing");
    }
}
