//! The files of a report, by their names.

use super::{reported_html, reported_sarif};
use crate::wire::Reported;
use crate::{OpError, schema};

/// Every form of a report, to be written side by side.
pub(crate) fn report_files(report: &Reported) -> Result<[(&'static str, String); 4], OpError> {
    let json = serde_json::to_value(report);
    let json = json.map_err(|error| OpError::internal("the report is not JSON").because(error))?;
    Ok([
        ("diff.md", report.text.clone()),
        ("report.json", schema::pretty(&json)?),
        ("report.sarif", reported_sarif(report)?),
        ("report.html", reported_html(report)?),
    ])
}
