//! Look-ups that search: by pattern, by ARN, by template, by likeness.

mod arn;
mod arn_format;
mod condition_key;
mod expand;
mod kinds;
mod likeness;
mod nearest;
mod nearest_principal;
mod nearest_word;
mod shrink;

pub use arn::{ArnMatch, ArnOwner};
pub use arn_format::takes_no_slash;
pub use kinds::Kinds;
pub use nearest_word::{nearest_within, nearest_words};
