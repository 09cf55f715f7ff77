//! Values that a pattern of `*` makes the same as any.

use policy::tree::{Literal, Template};
use policy::{Piece, Token};

/// Whether a pattern is several stars and nothing else. Whether AWS takes that for `*` is not documented, so nothing may be left
/// out because of it.
pub(crate) fn is_several_stars(pattern: &str) -> bool {
    pattern.len() > 1 && pattern.bytes().all(|letter| letter == b'*')
}

/// Whether every text matches the value: it consists of stars.
pub(crate) fn is_any(value: &Literal) -> bool {
    let text = value.text();
    let is_star = |piece| piece == Piece::Token(Token::AnyRun);
    text.contains('*') && Template::parse(&text).pieces().all(is_star)
}
