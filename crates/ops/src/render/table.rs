//! Rows in columns, and counted nouns.

use std::borrow::Cow;

use super::plain;

/// Rows as lines, columns padded to the widest cell and two spaces apart; no trailing spaces.
pub(crate) fn rows<R: AsRef<[String]>>(rows: &[R]) -> String {
    let rows: Vec<Vec<Cow<'_, str>>> =
        rows.iter().map(|row| row.as_ref().iter().map(|cell| plain(cell)).collect()).collect();
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    match (count, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// The same of what may be more than memory holds.
pub(crate) fn times(count: u64, noun: &str) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), noun)
}

/// The line that says a list goes on.
pub(crate) fn rest(shown: usize, total: usize, truncated: bool) -> String {
    if truncated {
        format!("({shown} of {total}; `limit` and `offset` show the others)\n")
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_nouns_count() {
        let table = rows(&[["é".to_owned(), "b".to_owned()], ["ccc".to_owned(), String::new()]]);
        assert_eq!(table, "é    b\nccc\n");
        assert_eq!(
            [counted(1, "policy"), counted(2, "policy"), counted(0, "key")],
            ["1 policy", "2 policies", "0 keys"]
        );
    }
}
