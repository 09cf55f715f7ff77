//! The policies themselves.

use super::Piece;
use crate::OpError;

/// One policy after the other, and nothing else.
pub(crate) fn json(pieces: &[Piece<'_>]) -> Result<String, OpError> {
    Ok(pieces.iter().map(|piece| piece.text(false) + "\n").collect())
}
