//! A report as one page for a browser, which loads nothing and runs nothing: `report.html`.

use std::fmt::Write;

use super::html::{head, prose};
use super::report_page::{Block, outcome, sections};
use crate::OpError;
use crate::wire::Reported;

/// The outcome, the figures, and what is behind them.
#[allow(clippy::unnecessary_wraps, reason = "the form of every writer")]
pub fn reported_html(report: &Reported) -> Result<String, OpError> {
    let mut page = head("Permission report");
    let _ = writeln!(
        page,
        "<header>\n<h1>Permission report</h1>\n<p><strong>{}</strong></p>\n</header>\n<main>",
        prose(&outcome(report))
    );
    for section in sections(report) {
        let level = section.level;
        let _ = writeln!(page, "<h{level}>{}</h{level}>", prose(&section.title));
        for block in section.blocks {
            write_block(&mut page, &block);
        }
    }
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

fn write_block(page: &mut String, block: &Block) {
    match block {
        Block::Text(text) => {
            let _ = writeln!(page, "<p>{}</p>", prose(text));
        }
        Block::List(items) => {
            page.push_str("<ul>\n");
            for item in items {
                let _ = writeln!(page, "<li>{}</li>", prose(item));
            }
            page.push_str("</ul>\n");
        }
        Block::Table(rows) => {
            page.push_str("<table>\n");
            for (number, row) in rows.iter().enumerate() {
                page.push_str("<tr>");
                for (column, cell) in row.iter().enumerate() {
                    let tag = match (number, column) {
                        (0, _) => "th scope=\"col\"",
                        (_, 0) => "th scope=\"row\"",
                        _ => "td",
                    };
                    let end = tag.split(' ').next().unwrap_or(tag);
                    let _ = write!(page, "<{tag}>{}</{end}>", prose(cell));
                }
                page.push_str("</tr>\n");
            }
            page.push_str("</table>\n");
        }
    }
}
