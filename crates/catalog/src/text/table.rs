//! `tables/NAME.tsv`: comments, then rows of as many cells each.

use super::lines::lines;
use crate::facts::{Problem, TableFacts};

/// Reads one table named `name`; `file` is only named in problems.
pub fn parse_table(file: &str, name: &str, text: &str) -> Result<TableFacts, Problem> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines(file, text) {
        if rows.first().is_some_and(|first| first.len() != line.words.len()) || line.is_part {
            return Err(
                line.problem("the rows of a table have the same number of cells, the first not empty")
            );
        }
        rows.push(line.words.iter().map(|word| (*word).to_owned()).collect());
    }
    Ok(TableFacts { name: name.to_owned(), rows })
}
