//! The rows of a result, from CSV or from JSON lines.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::read::csv_rows;

/// A row: the text of each column that has one.
#[derive(Debug, Default)]
pub(super) struct Row(BTreeMap<String, String>);

/// Every column of the result.
pub(super) const COLUMNS: [&str; 18] = [
    "skipped",
    "principal",
    "event_source",
    "event_name",
    "outcome",
    "via",
    "conditions",
    "region",
    "account",
    "error_code",
    "message",
    "request",
    "resources",
    "is_rest",
    "first_seen",
    "last_seen",
    "records",
    "events",
];

impl Row {
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str).filter(|text| !text.is_empty())
    }

    pub(super) fn count(&self, column: &str) -> Result<u64, String> {
        let text = self.text(column).ok_or_else(|| format!("`{column}` is missing"))?;
        // Sums are decimals for some engines.
        let whole = text.strip_suffix(".0").unwrap_or(text);
        whole.parse().map_err(|_| format!("`{column}` is `{text}`, which is no count"))
    }
}

/// Hands each row with its number, from 1, to `visit`. The error is a text that is no result at all.
pub(super) fn rows(bytes: &[u8], visit: &mut dyn FnMut(u64, Result<Row, String>)) -> Result<(), String> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    if bytes.trim_ascii_start().first() == Some(&b'{') {
        let mut number = 0;
        for line in bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty())
        {
            number += 1;
            visit(number, serde_json::from_slice(line).map_err(|error| error.to_string()).map(of_json));
        }
        return Ok(());
    }
    let mut names: Option<Vec<String>> = None;
    let mut error = None;
    let mut number = 0;
    csv_rows(bytes, &mut |cells| {
        let cells: Vec<String> =
            cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        let Some(names) = &names else {
            let header: Vec<String> = cells.iter().map(|name| name.trim().to_lowercase()).collect();
            let lacks = |column: &&&str| !header.iter().any(|name| name == **column);
            let missing: Vec<String> =
                COLUMNS.iter().filter(lacks).map(|column| format!("`{column}`")).collect();
            if !missing.is_empty() {
                error = Some(format!("lacks the columns {}", missing.join(", ")));
            }
            names = Some(header);
            return;
        };
        if error.is_some() {
            return;
        }
        number += 1;
        let row = if cells.len() == names.len() {
            Ok(Row(names.iter().cloned().zip(cells).collect()))
        } else {
            Err(format!("has {} of {} columns", cells.len(), names.len()))
        };
        visit(number, row);
    });
    match (error, names) {
        (Some(error), _) => Err(error),
        (None, None) => Err("is empty".to_owned()),
        (None, Some(_)) => Ok(()),
    }
}

fn of_json(object: BTreeMap<String, Value>) -> Row {
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Null => None,
        other => Some(other.to_string()),
    };
    Row(object.into_iter().filter_map(|(name, value)| Some((name.to_lowercase(), text(value)?))).collect())
}
