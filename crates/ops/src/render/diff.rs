//! Changes as a unified diff, as `patch` and `git apply` take it.

use similar::TextDiff;

use crate::OpError;
use crate::wire::Fixes;

/// The changes of all documents, and nothing else.
pub fn diff(fixes: &Fixes) -> Result<String, OpError> {
    Ok(fixes.changes.iter().map(|change| change.diff.as_str()).collect())
}

/// How `old` becomes `new`, with three lines around each change.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().header(name, name).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_change_stands_between_its_lines() {
        let diff = unified("a.json", "1\n2\n3\n4\n5\n6\n7\n8", "1\n2\n3\n4\nfive\n6\n7\n8");
        let expected = "--- a.json\n+++ a.json\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n\\ No newline at end of file\n";
        assert_eq!(diff, expected);
        assert_eq!(unified("a", "same\n", "same\n"), "");
    }

    /// A minified or repetitive document must not take minutes.
    #[test]
    fn many_changes_among_equal_lines_are_found_in_time() {
        let old = "{\n\"a\"\n}\n".repeat(20_000);
        let new = "{\n\"b\"\n}\n".repeat(20_000);
        let diff = unified("a", &old, &new);
        assert_eq!(diff.lines().filter(|line| *line == "+\"b\"").count(), 20_000);
    }
}
