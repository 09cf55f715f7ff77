//! Values that a pattern of `*` makes the same as any.

use policy::tree::{Literal, Template};
use policy::{Piece, Token};

/// Whether every text matches the value: it consists of stars.
pub(crate) fn is_any(value: &Literal) -> bool {
    let text = value.text();
    let is_star = |piece| piece == Piece::Token(Token::AnyRun);
    text.contains('*') && Template::parse(&text).pieces().all(is_star)
}
