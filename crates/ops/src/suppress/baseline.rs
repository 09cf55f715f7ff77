//! What an earlier run found, to report only what is new.

use std::collections::HashSet;

use serde::Deserialize;

use crate::error::one_line;
use crate::wire::EarlierReport;
use crate::{Context, OpError};

/// The findings of an earlier run, by their fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    // Only looked up, never listed.
    fingerprints: HashSet<String>,
}

/// The members of the two forms of a report that are of interest; all others are left alone.
#[derive(Deserialize)]
struct Report {
    documents: Option<Vec<Document>>,
    #[serde(default)]
    summary: Summary,
    runs: Option<Vec<Run>>,
}

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    findings: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    fingerprint: Option<String>,
}

#[derive(Deserialize, Default)]
struct Summary {
    #[serde(default)]
    truncated: bool,
}

/// SARIF 2.1.0, section 3.14.
#[derive(Deserialize)]
struct Run {
    tool: Tool,
    #[serde(default)]
    results: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Tool {
    driver: Driver,
}

#[derive(Deserialize)]
struct Driver {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    #[serde(default)]
    partial_fingerprints: Fingerprints,
    #[serde(default)]
    suppressions: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize, Default)]
struct Fingerprints {
    #[serde(rename = "leastwise/v1")]
    ours: Option<String>,
}

impl Baseline {
    /// Reads the report that a request names.
    pub(crate) fn open(report: &EarlierReport, cx: &Context) -> Result<Self, OpError> {
        match report {
            EarlierReport::Path(path) => Self::read(&path.display().to_string(), &cx.read_file(path)?),
            EarlierReport::Text(text) => Self::read("baseline", text.as_bytes()),
            EarlierReport::Object(members) => {
                let report = serde_json::Value::Object(members.clone());
                let report = Report::deserialize(report).map_err(|error| no_report("baseline", &error))?;
                Self::of(report, "baseline")
            }
        }
    }

    /// Reads what `validate` printed with `--format json` or `--format sarif`.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, OpError> {
        if bytes.trim_ascii().is_empty() {
            return Err(refused(name, "is empty"));
        }
        // A shell may have written it as UTF-16.
        let (text, _) = policy::decode::decode(bytes);
        let report = serde_json::from_str(&text).map_err(|error| no_report(name, &error))?;
        Self::of(report, name)
    }

    fn of(report: Report, name: &str) -> Result<Self, OpError> {
        let fingerprints = match (report.documents, report.runs) {
            (Some(_), None) if report.summary.truncated => {
                return Err(OpError::invalid(format!("`{name}` does not list all findings of its run"))
                    .hint("write it without a limit"));
            }
            (Some(documents), None) => documents
                .into_iter()
                .flat_map(|document| document.findings)
                .map(|found| found.fingerprint)
                .collect(),
            (None, Some(runs)) if runs.iter().all(|run| run.tool.driver.name == "leastwise") => {
                let results = runs.into_iter().flat_map(|run| run.results);
                let reported = results.filter(|result| result.suppressions.is_empty());
                reported.map(|result| result.partial_fingerprints.ours).collect()
            }
            (None, Some(_)) => return Err(refused(name, "is the report of another tool")),
            _ => return Err(refused(name, "is no report of `leastwise validate`")),
        };
        let fingerprints: Option<HashSet<String>> = fingerprints;
        let fingerprints = fingerprints.ok_or_else(|| refused(name, "has findings without a fingerprint"))?;
        Ok(Self { fingerprints })
    }

    pub(super) fn has(&self, fingerprint: &str) -> bool {
        self.fingerprints.contains(fingerprint)
    }
}

fn refused(name: &str, what: &str) -> OpError {
    OpError::invalid(format!("the baseline `{name}` {what}"))
        .hint("`leastwise validate PATHS --format json > FILE` writes one")
}

fn no_report(name: &str, error: &serde_json::Error) -> OpError {
    if error.is_data() {
        return refused(name, "is no report of `leastwise validate`");
    }
    refused(name, &format!("is not JSON: {}", one_line(&error.to_string())))
}
