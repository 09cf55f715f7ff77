//! What did the refresh change?

use catalog::Catalog;
use catalog::refresh::diff;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::catalog_changes::CatalogChanges;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says what the catalogue in use knows that the embedded one does not, and the other way round
///
/// After a refresh.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatalogDiff {
    /// Compare with the refreshed catalogue before the one in use, instead of the embedded one
    #[arg(long)]
    #[serde(default)]
    previous: bool,

    /// At most this many of each list
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

/// The differences
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Differences {
    /// The date of the catalogue compared with
    before: String,
    /// The date of the catalogue in use
    after: String,
    changes: CatalogChanges,
}

impl Operation for CatalogDiff {
    const NAME: &'static str = "catalog_diff";
    const COMMAND: &'static [&'static str] = &["catalog", "diff"];
    const EFFECT: Effect = Effect::Read;
    type Response = Differences;

    fn run(self, cx: &Context) -> Result<Differences, OpError> {
        let after = cx.catalog();
        let previous = if self.previous { Some(cx.previous_catalog()?) } else { None };
        let before = previous.as_ref().unwrap_or_else(|| Catalog::embedded());
        let changes = CatalogChanges::of(&diff(before, &after), self.limit, cx);
        Ok(Differences { before: before.date().to_owned(), after: after.date().to_owned(), changes })
    }
}

impl Response for Differences {
    fn text(&self, _: Style) -> String {
        format!("from the catalogue of {} to that of {}\n{}", self.before, self.after, self.changes.text())
    }
}
