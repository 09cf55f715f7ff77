//! The Inspector's command line: what it lists and calls, over both transports.

use std::time::Duration;

use anyhow::Result;
use serde_json::Value;

use super::install::Installed;
use super::table::Row;
use crate::process;

const LIMIT: Duration = Duration::from_mins(1);

/// A method with its arguments, and where something must be in the answer.
const REQUESTS: &[(&[&str], &str)] = &[
    (&["tools/list", "--strict"], "/tools/0/inputSchema"),
    (
        &["tools/call", "--tool-name", "query_action_details", "--tool-arg", "action=s3:GetObject"],
        "/structuredContent/result/access_level",
    ),
    (
        &["tools/call", "--tool-name", "validate_policy", "--tool-arg", "policy={\"Statement\": []}"],
        "/structuredContent/issues/0/message",
    ),
    (&["resources/list"], "/resources/0/uri"),
    (&["resources/read", "--uri", "iam://templates"], "/contents/0/text"),
    (&["prompts/list"], "/prompts/0/name"),
    (
        &["prompts/get", "--prompt-name", "review_policy_security", "--prompt-args", "policy_json={}"],
        "/messages/0/content/text",
    ),
];

/// `target` is a URL, or a command.
pub(super) fn run(clients: &Installed, over: &str, target: &[&str]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (index, (request, place)) in REQUESTS.iter().enumerate() {
        let mut command = clients.node("mcp-inspector")?;
        command.arg("--cli").args(target).arg("--method").args(*request);
        let ended =
            process::finish(&mut command, &clients.logs, &format!("inspector-{over}-{index}"), LIMIT)?;
        let what =
            format!("inspector, {over}: {}", request.iter().take(3).copied().collect::<Vec<_>>().join(" "));
        let answer: Value = serde_json::from_str(&ended.output).unwrap_or_default();
        rows.push(if !ended.is_well() {
            Row::failed(what, ended.last_words())
        } else if answer.pointer(place).is_none() {
            Row::failed(what, format!("the answer has no `{place}`"))
        } else {
            Row::passed(what)
        });
    }
    Ok(rows)
}
