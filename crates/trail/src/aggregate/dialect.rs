//! What the engines spell differently.

/// An SQL engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Athena,
    Trino,
    Spark,
    DuckDb,
}

impl Dialect {
    pub const ALL: [Self; 4] = [Self::Athena, Self::Trino, Self::Spark, Self::DuckDb];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Athena => "athena",
            Self::Trino => "trino",
            Self::Spark => "spark",
            Self::DuckDb => "duckdb",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The ARNs of the column `resources` as a JSON list, each once and in order; null without any.
    pub(super) fn arns(self) -> &'static str {
        match self {
            Self::Athena | Self::Trino => {
                "json_format(CAST(array_sort(array_distinct(filter(transform(resources, r -> r.arn), a -> a IS NOT NULL))) AS JSON))"
            }
            Self::Spark => {
                "to_json(array_sort(array_distinct(filter(transform(resources, r -> r.arn), a -> a IS NOT NULL))))"
            }
            Self::DuckDb => {
                "CAST(to_json(list_sort(list_distinct(list_filter(list_transform(resources, lambda r: r.arn), lambda a: a IS NOT NULL)))) AS VARCHAR)"
            }
        }
    }

    /// A member of the request, as text; null where there is none.
    pub(super) fn parameter(self, name: &str) -> String {
        match self {
            Self::Athena | Self::Trino => format!("json_extract_scalar(requestparameters, '$.{name}')"),
            Self::Spark => format!("get_json_object(requestparameters, '$.{name}')"),
            Self::DuckDb => format!(
                "CASE WHEN json_valid(requestparameters) THEN json_extract_string(requestparameters, '$.{name}') END"
            ),
        }
    }
}
