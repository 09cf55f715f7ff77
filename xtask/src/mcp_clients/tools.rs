//! Each tool, called by the official Python client.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;

use super::install::Installed;
use super::table::{Outcome, Row};
use crate::process;

const LIMIT: Duration = Duration::from_secs(90);

/// `mode` is how the client begins: with a handshake (`legacy`), or in the newest revision (`auto`).
pub(super) fn run(clients: &Installed, over: &str, mode: &str, target: &[&str]) -> Result<Vec<Row>> {
    let mut command = Command::new(&clients.python);
    command
        .arg(clients.scripts.join("call_tools.py"))
        .arg(mode)
        .args(target)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let ended = process::finish(&mut command, &clients.logs, &format!("tools-{over}-{mode}"), LIMIT)?;
    let what = |rest: &str| format!("python, {over}, {mode}: {rest}");
    let tried: Vec<_> =
        ended.output.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect();
    let text = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut rows: Vec<_> = tried
        .iter()
        .filter_map(|row| Some(Row::failed(what(&text(row, "what")?), text(row, "failed")?)))
        .collect();
    let passed = tried.len() - rows.len();
    rows.push(Row::new(
        what("tools"),
        Outcome::Passed(format!("{passed} of {} as they must be", tried.len())),
    ));
    if !ended.is_well() || tried.is_empty() {
        rows.push(Row::failed(what("the script"), ended.last_words()));
    }
    Ok(rows)
}
