//! A report as Markdown: `diff.md`, for comments on pull requests.

use super::markdown::sentence;
use super::plain;
use super::report_page::{Block, outcome, sections};
use crate::wire::Reported;

/// The outcome, the figures, and what is behind them.
pub fn reported_markdown(report: &Reported) -> String {
    let line = |text: &str| sentence(&plain(text));
    let mut parts = vec!["# Permission report".to_owned(), format!("**{}**", line(&outcome(report)))];
    for section in sections(report) {
        parts.push(format!("{} {}", "#".repeat(section.level), line(&section.title)));
        for block in section.blocks {
            parts.push(match block {
                Block::Text(text) => line(&text),
                Block::List(items) => {
                    items.iter().map(|item| format!("- {}", line(item))).collect::<Vec<_>>().join("\n")
                }
                Block::Table(rows) => table(&rows),
            });
        }
    }
    parts.join("\n\n") + "\n"
}

/// Cells are words and figures of ours.
fn table(rows: &[[String; 4]]) -> String {
    let row = |cells: &[String; 4]| format!("| {} |", cells.join(" | "));
    let mut lines: Vec<_> = rows.iter().map(row).collect();
    lines.insert(1.min(lines.len()), "|---|---:|---:|---|".to_owned());
    lines.join("\n")
}
