//! Comma-separated values (RFC 4180), for spreadsheets.

use super::plain;
use crate::OpError;
use crate::wire::Findings;

const HEAD: [&str; 10] =
    ["path", "line", "column", "endLine", "endColumn", "severity", "id", "message", "help", "pointer"];

/// A head, and a line for each finding.
pub fn csv(report: &Findings) -> Result<String, OpError> {
    let mut text = HEAD.join(",") + "\r\n";
    for document in &report.documents {
        for finding in &document.findings {
            let (start, end) = (finding.span.start, finding.span.end);
            let cells = [
                cell(&document.path),
                start.line.to_string(),
                start.column.to_string(),
                end.line.to_string(),
                end.column.to_string(),
                finding.severity.name().to_owned(),
                cell(&finding.id),
                cell(&finding.message),
                cell(finding.help.as_deref().unwrap_or_default()),
                cell(&finding.pointer),
            ];
            text.extend([cells.join(",").as_str(), "\r\n"]);
        }
    }
    Ok(text)
}

/// A text as a cell, quoted where it must be. Spreadsheets take some beginnings for formulas, which an apostrophe prevents.
fn cell(text: &str) -> String {
    let text = plain(text);
    let is_formula = text.starts_with(['=', '+', '-', '@']) && text.len() > 1;
    let guard = if is_formula { "'" } else { "" };
    if text.contains([',', '"']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        for (text, expected) in [
            ("a b", "a b"),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("a\nb", "a\\nb"),
            ("=1+1", "'=1+1"),
            ("@a,b", "\"'@a,b\""),
            ("-", "-"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
