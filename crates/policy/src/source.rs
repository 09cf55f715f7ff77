//! A text that something can be said about, and places in it.

use std::sync::Arc;

/// Byte offsets `[start, end)` into the text of one [`Source`].
///
/// Offsets are `u32`: the size limit of documents (10 MB by default) is far below that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond `u32` saturate, which only documents over the size limit could reach.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// The empty span at the beginning, for nodes that no text stands behind.
    pub const NONE: Self = Self { start: 0, end: 0 };

    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> usize {
        self.range().len()
    }

    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The empty span just behind this one.
    #[must_use]
    pub fn after(self) -> Self {
        Self { start: self.end, end: self.end }
    }

    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A place as people count it: lines and columns from 1, columns in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
    /// Byte offset into the text.
    pub offset: usize,
}

/// A named text with its line starts. Clones share the text: a document may hold many policies, each with places in it.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: Arc<str>,
    /// Offset of the first byte of each line.
    lines: Arc<[usize]>,
    /// Characters before each block of [`BLOCK`] bytes: a column far into a long line is not counted from its beginning.
    blocks: Arc<[usize]>,
}

/// Bytes of text between two counts of its characters.
const BLOCK: usize = 1 << 10;

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text: Arc<str> = text.into().into();
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        let lines = std::iter::once(0).chain(newlines.map(|at| at + 1)).collect();
        let counts = text.as_bytes().chunks(BLOCK).scan(0, |count, block| {
            *count += characters(block);
            Some(*count)
        });
        let blocks = std::iter::once(0).chain(counts).collect();
        Self { name: name.into(), text, lines, blocks }
    }

    /// What the text is called in messages: a path, `-`, or a host document's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of `span`, empty where the span does not fall on character boundaries of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Line and column of a byte offset; an offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0);
        let column = self.characters_before(offset) - self.characters_before(start) + 1;
        Position { line, column, offset }
    }

    /// How many characters begin before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..offset).unwrap_or_default();
        self.blocks.get(block).copied().unwrap_or_default() + characters(rest)
    }
}

/// How many characters begin in a piece of UTF-8: continuation bytes (10xxxxxx) begin none.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("-", "a\nbé=x\r\n");
        let at = |offset| (source.position(offset).line, source.position(offset).column);
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(2), (2, 1));
        assert_eq!(at(3), (2, 2));
        assert_eq!(at(5), (2, 3), "`é` is two bytes and one column");
        assert_eq!(at(8), (2, 6), "a line ends behind its line break");
        assert_eq!(at(9), (3, 1));
        assert_eq!(at(999), (3, 1), "past the end is the end");
    }

    #[test]
    fn columns_of_a_long_line_are_counted_across_blocks() {
        for text in ["é".repeat(BLOCK), format!("x\n{}", "aé€😀".repeat(BLOCK))] {
            let source = Source::new("-", text.as_str());
            let mut expected = (1, 1);
            for (offset, letter) in text.char_indices() {
                let position = source.position(offset);
                assert_eq!((position.line, position.column), expected, "{offset}");
                expected = if letter == '\n' { (expected.0 + 1, 1) } else { (expected.0, expected.1 + 1) };
            }
            let end = source.position(text.len());
            assert_eq!((end.line, end.column), expected);
        }
    }

    #[test]
    fn a_slice_off_a_character_boundary_is_empty() {
        let source = Source::new("-", "é");
        assert_eq!(source.slice(Span::new(1, 2)), "");
        assert_eq!(source.slice(Span::new(0, 2)), "é");
    }
}
