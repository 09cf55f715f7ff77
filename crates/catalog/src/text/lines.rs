//! The lines of a facts file: words between tabs, comments left out, each knowing where it stands.

use crate::facts::Problem;

/// One fact: its words, and whether it belongs to the fact above.
pub(super) struct Line<'t> {
    pub(super) words: Vec<&'t str>,
    pub(super) is_part: bool,
    file: &'t str,
    number: usize,
}

/// The facts of a file in order, without comments and empty lines.
pub(super) fn lines<'t>(file: &'t str, text: &'t str) -> impl Iterator<Item = Line<'t>> {
    text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty()).map(
        move |(index, line)| {
            let bare = line.strip_prefix('\t');
            Line {
                words: bare.unwrap_or(line).split('\t').collect(),
                is_part: bare.is_some(),
                file,
                number: index + 1,
            }
        },
    )
}

impl<'t> Line<'t> {
    /// The word at `index`, `""` beyond the end.
    pub(super) fn word(&self, index: usize) -> &'t str {
        self.words.get(index).copied().unwrap_or("")
    }

    pub(super) fn required(&self, index: usize, what: &str) -> Result<String, Problem> {
        match self.word(index) {
            "" => Err(self.problem(format!("{what} is missing"))),
            word => Ok(word.to_owned()),
        }
    }

    /// A list between commas; `-` and nothing are empty.
    pub(super) fn list(&self, index: usize) -> Vec<String> {
        let word = self.word(index);
        word.split(',').filter(|item| !item.is_empty() && *item != "-").map(str::to_owned).collect()
    }

    pub(super) fn problem(&self, message: impl Into<String>) -> Problem {
        Problem::new(format!("{}:{}", self.file, self.number), message)
    }

    pub(super) fn unexpected(&self) -> Problem {
        let parted = if self.is_part { " below the fact above" } else { "" };
        self.problem(format!("a line that begins with `{}` does not belong here{parted}", self.word(0)))
    }
}

/// `-` stands for nothing.
pub(super) fn unless_dash(word: &str) -> String {
    if word == "-" { String::new() } else { word.to_owned() }
}
