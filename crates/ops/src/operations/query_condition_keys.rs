//! Which condition keys are there?

use catalog::ConditionKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use crate::operation::part;
use crate::render::table;
use crate::wire::Paging;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Lists the condition keys of a service, or of all
///
/// Before writing a condition: no request ever holds a key that does not exist.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryConditionKeys {
    /// The service's prefix, such as `s3`; `aws` for the keys of all services; everything if left out
    #[serde(default)]
    pub(super) service: Option<String>,

    /// Only keys whose name holds this, or matches it if it has wildcards
    #[arg(long, value_name = "PATTERN")]
    #[serde(default)]
    pub(super) name: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    pub(super) paging: Paging,
}

/// Condition keys
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ConditionKeys {
    /// Names; `${…}` stands for what varies
    pub(super) result: Vec<String>,
    /// The same keys with their types
    keys: Vec<Key>,
    /// How many there are in all
    pub(super) total: usize,
    /// Whether more follow
    pub(super) truncated: bool,
}

/// A condition key
#[derive(Debug, Serialize, JsonSchema)]
struct Key {
    name: String,
    /// String, ARN, Numeric, Bool, Date, IPAddress, Binary or Null
    r#type: String,
    /// Whether a request may carry several values, so that policies must say `ForAllValues:` or `ForAnyValue:`
    multivalued: bool,
}

impl Operation for QueryConditionKeys {
    const NAME: &'static str = "query_condition_keys";
    const COMMAND: &'static [&'static str] = &["query", "conditions"];
    const EFFECT: Effect = Effect::Read;
    type Response = ConditionKeys;

    fn run(self, cx: &Context) -> Result<ConditionKeys, OpError> {
        let catalog = cx.catalog();
        let global = |key: &ConditionKey<'_>| key.name().starts_with("aws:");
        let mut keys: Vec<ConditionKey<'_>> = match self.service.as_deref() {
            None => catalog.condition_keys().collect(),
            Some(prefix) if prefix.eq_ignore_ascii_case("aws") => {
                catalog.condition_keys().filter(global).collect()
            }
            Some(prefix) => known::service(&catalog, prefix)?.condition_keys().collect(),
        };
        if let Some(name) = self.name.as_deref().map(known::name_filter) {
            keys.retain(|key| name.matches(key.name()));
        }
        let page = self.paging.of(keys, cx);
        let keys = page.items.iter().map(|key| Key {
            name: key.name().to_owned(),
            r#type: key.kind().scalar.word().to_owned(),
            multivalued: key.is_multivalued(),
        });
        let result = page.items.iter().map(|key| key.name().to_owned()).collect();
        Ok(ConditionKeys { result, keys: keys.collect(), total: page.total, truncated: page.truncated })
    }
}

impl Response for ConditionKeys {
    fn text(&self, _: Style) -> String {
        if self.total == 0 {
            return "no condition key fits\n".to_owned();
        }
        let row = |key: &Key| {
            let many = if key.multivalued { "multivalued" } else { "" };
            [key.name.clone(), key.r#type.clone(), many.to_owned()]
        };
        let rows: Vec<_> = self.keys.iter().map(row).collect();
        table::rows(&rows) + &table::rest(self.result.len(), self.total, self.truncated)
    }
}
