//! What every log of SARIF 2.1.0 says around its results.

use serde_json::{Value, json};

use crate::{OpError, schema};

/// A log of one run: its rules, and what they found.
pub(super) fn sarif_log(rules: &[Value], results: &[Value]) -> Result<String, OpError> {
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "leastwise",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    schema::pretty(&log)
}
