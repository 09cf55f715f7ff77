//! The query that counts use where the logs are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trail::aggregate::{Dialect, Query};

use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Prints an SQL query that counts use over CloudTrail's table
///
/// Where the logs are more than one machine should read: run it in Athena, Trino, Spark or DuckDB, and give
/// the result (CSV or JSON lines) to `analyze_cloudtrail` with `from_aggregate`.
///
/// The table is the one that AWS documents. On the command line the result goes to `leastwise analyze --from-aggregate`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UsageSql {
    /// The engine
    #[arg(long, value_enum)]
    dialect: Engine,

    /// The table, such as `logs.cloudtrail`
    #[arg(long, value_name = "NAME", default_value = "cloudtrail_logs")]
    #[serde(default = "usual_table")]
    table: String,

    /// Group by requests, too: tells more resources, with a larger result
    #[arg(long)]
    #[serde(default)]
    with_requests: bool,

    /// `useridentity` has a member `identityprovider`, which the usual table lacks
    #[arg(long)]
    #[serde(default)]
    identity_provider: bool,
}

/// An SQL engine
#[derive(Debug, Clone, Copy, clap::ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Engine {
    Athena,
    Trino,
    Spark,
    #[value(name = "duckdb")]
    DuckDb,
}

/// A query
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Sql {
    sql: String,
}

impl Operation for UsageSql {
    const NAME: &'static str = "usage_sql";
    const COMMAND: &'static [&'static str] = &["usage", "sql"];
    const EFFECT: Effect = Effect::Read;
    type Response = Sql;

    fn run(self, _: &Context) -> Result<Sql, OpError> {
        if !is_table(&self.table) {
            let error = OpError::invalid(format!("`{}` is not the name of a table", self.table));
            return Err(error.hint(
                "a name has letters, digits and `_`, with dots between catalogue, database and table",
            ));
        }
        let dialect = match self.dialect {
            Engine::Athena => Dialect::Athena,
            Engine::Trino => Dialect::Trino,
            Engine::Spark => Dialect::Spark,
            Engine::DuckDb => Dialect::DuckDb,
        };
        let query = Query {
            dialect,
            table: &self.table,
            with_requests: self.with_requests,
            has_identity_provider: self.identity_provider,
        };
        Ok(Sql { sql: query.text() })
    }
}

impl Response for Sql {
    fn text(&self, _: Style) -> String {
        self.sql.clone()
    }
}

fn usual_table() -> String {
    "cloudtrail_logs".to_owned()
}

/// Whether the text is a name and nothing that would change the query.
fn is_table(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() <= 3
        && parts.iter().all(|part| {
            part.chars().next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
                && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_a_name_of_up_to_three_parts() {
        for name in ["cloudtrail_logs", "logs.cloudtrail", "AwsDataCatalog.logs._t1"] {
            assert!(is_table(name), "{name}");
        }
        for name in ["", "a b", "a;drop table b", "a..b", "a.b.c.d", "1a", "a-b", "\"a\"", "a.", "é"] {
            assert!(!is_table(name), "{name}");
        }
    }
}
