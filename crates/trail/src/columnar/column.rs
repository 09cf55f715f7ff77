//! What a column of ours is called and holds.

use std::fmt::Write;

/// A column of a table that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) place: Place,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    /// A moment: milliseconds since 1970, UTC.
    Moment,
}

/// Where the values of a column lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// One value a row, or none.
    Row,
    /// A list of values a row, or none.
    List,
    /// In each entry of the list of this name one value, or none. Members of one list follow each other.
    Entry(&'static str),
}

impl Place {
    /// The definition level of a value that is there, and of an entry of the list.
    pub(super) fn levels(self) -> (i16, i16) {
        match self {
            Self::Row => (1, 0),
            Self::List => (2, 2),
            Self::Entry(_) => (3, 2),
        }
    }
}

/// The columns in the notation of Parquet's schemas.
pub(super) fn message(columns: &[Column]) -> String {
    let mut text = "message usage {\n".to_owned();
    let mut list = "";
    for Column { name, kind, place } in columns {
        let of = match place {
            Place::Entry(of) => of,
            Place::Row | Place::List => "",
        };
        if of != list {
            if !list.is_empty() {
                text.push_str("}}}\n");
            }
            if !of.is_empty() {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "optional group {of} (LIST) {{ repeated group list {{ required group element {{"
                );
            }
            list = of;
        }
        let (physical, logical) = match kind {
            Kind::Text => ("binary", " (STRING)"),
            Kind::Number => ("int64", ""),
            Kind::Flag => ("boolean", ""),
            Kind::Moment => ("int64", " (TIMESTAMP(MILLIS,true))"),
        };
        let _ = match place {
            Place::List => writeln!(
                text,
                "optional group {name} (LIST) {{ repeated group list {{ required {physical} element{logical}; }} }}"
            ),
            Place::Row | Place::Entry(_) => writeln!(text, "optional {physical} {name}{logical};"),
        };
    }
    if !list.is_empty() {
        text.push_str("}}}\n");
    }
    text + "}"
}
