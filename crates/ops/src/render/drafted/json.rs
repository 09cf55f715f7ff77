//! The policies themselves.

use catalog::Catalog;

use super::Piece;

/// One policy after the other, and nothing else; without white space where that would make it too large for its form.
pub(crate) fn json(pieces: &[Piece<'_>]) -> String {
    let text = |piece: &Piece<'_>| {
        let text = piece.text(false) + "\n";
        if piece.form.takes(&text, Catalog::embedded()) { text } else { piece.text(true) + "\n" }
    };
    pieces.iter().map(text).collect()
}
