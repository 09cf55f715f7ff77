//! The policies themselves.

use super::Piece;

/// One policy after the other, and nothing else.
pub(crate) fn json(pieces: &[Piece<'_>]) -> String {
    pieces.iter().map(|piece| piece.text(false) + "\n").collect()
}
