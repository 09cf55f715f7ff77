//! The one analyzer there is, for clients that look for one before they ask for checks.
//!
//! Source: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html>

use serde_json::{Value, json};

use super::caller::ACCOUNT;
use super::fault::Fault;
use super::form::Form;

/// Analyzers of accounts; there are none of organizations.
pub(super) fn list(query: &str) -> Result<Value, Fault> {
    let asked = Form::parse(query.as_bytes()).map_err(|fault| Fault::unparsable(fault.message))?;
    let analyzer = json!({
        "arn": format!("arn:aws:access-analyzer:us-east-1:{ACCOUNT}:analyzer/leastwise"),
        "name": "leastwise",
        "type": "ACCOUNT",
        "status": "ACTIVE",
        "createdAt": "2026-01-01T00:00:00Z",
    });
    let wanted = asked.text("type").is_none_or(|kind| kind == "ACCOUNT");
    Ok(json!({ "analyzers": if wanted { vec![analyzer] } else { Vec::new() } }))
}

/// There is one analyzer, and who made a preview knows it.
pub(super) fn unsupported(what: &str) -> Fault {
    Fault::not_supported(format!("{what}: this server checks policies, and knows no account"))
}
