//! The policies themselves.

use catalog::Catalog;

use super::Piece;

/// One policy after the other, and nothing else; without white space where that would make it too large for its form.
pub(crate) fn json(pieces: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in pieces {
        text.push_str(if text.is_empty() || text.ends_with('\n') { "" } else { "\n" });
        text.push_str(&fitting(piece));
    }
    text
}

/// The text with as much white space as there is room for: a file is handed over with its last line break.
fn fitting(piece: &Piece<'_>) -> String {
    let minified = piece.text(true);
    let longer = [piece.text(false) + "\n", minified.clone() + "\n"];
    longer.into_iter().find(|text| piece.form.takes(text, Catalog::embedded())).unwrap_or(minified)
}
