//! An explanation as Markdown.

use super::explanation_text::{broken, errors, kind, label, risk, rows, unknown};
use super::markdown::sentence;
use super::plain;
use crate::OpError;
use crate::wire::PolicyExplanation;

/// Headings, a numbered sentence for each statement, and the table.
#[allow(clippy::unnecessary_wraps, reason = "the form of every writer")]
pub fn explanation_markdown(told: &PolicyExplanation) -> Result<String, OpError> {
    let line = |text: &str| sentence(&plain(text));
    let mut parts = vec![format!("# {} policy", kind(told))];
    parts.extend(broken(told).map(|note| line(&note)));
    parts.push(line(&told.summary));
    parts.extend(told.kind_note.iter().map(|note| line(note)));
    let statements: Vec<_> = told
        .statements
        .iter()
        .map(|statement| format!("- Statement {}: {}", line(&label(statement)), line(&statement.explanation)))
        .collect();
    let sections = [
        ("Statements", statements),
        ("Access", table(told)),
        ("Not counted", unknown(told).map(|text| format!("- {}", line(&text))).collect()),
        ("Risks", told.risks.iter().map(|found| format!("- {}", line(&risk(found)))).collect()),
        ("Mistakes", errors(told).map(|found| format!("- {}", line(&found))).collect()),
    ];
    for (title, lines) in sections {
        if !lines.is_empty() {
            parts.push(format!("## {title}"));
            parts.push(lines.join("\n"));
        }
    }
    Ok(parts.join("\n\n") + "\n")
}

fn table(told: &PolicyExplanation) -> Vec<String> {
    let row = |cells: &Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| sentence(&plain(cell))).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rows = rows(told);
    let Some((titles, services)) = rows.split_first().filter(|(_, services)| !services.is_empty()) else {
        return Vec::new();
    };
    let mut lines = vec![row(titles), format!("|{}", "---|".repeat(titles.len()))];
    lines.extend(services.iter().map(row));
    if told.truncated {
        lines.push(format!("\n{} of {} services, those with the most power.", services.len(), told.total));
    }
    lines
}
