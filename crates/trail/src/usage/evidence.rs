//! The text of an event id, without memory of its own where it has the length that ids have.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;

/// `6b3f…-…`: 32 hex digits and four hyphens.
const LENGTH: usize = 36;

/// The id of an event, as logged; ordered as text.
#[derive(Clone)]
pub struct EventIdText(Form);

#[derive(Clone)]
enum Form {
    /// INVARIANT: copied from a text of this length.
    Usual([u8; LENGTH]),
    Other(Box<str>),
}

impl Deref for EventIdText {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Form::Usual(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
            Form::Other(text) => text,
        }
    }
}

impl From<&str> for EventIdText {
    fn from(text: &str) -> Self {
        match text.as_bytes().try_into() {
            Ok(bytes) => Self(Form::Usual(bytes)),
            Err(_) => Self(Form::Other(text.into())),
        }
    }
}

impl Borrow<str> for EventIdText {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for EventIdText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for EventIdText {}

impl PartialOrd for EventIdText {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EventIdText {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (**self).cmp(&**other)
    }
}

impl fmt::Debug for EventIdText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, out)
    }
}

impl fmt::Display for EventIdText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_every_length_are_the_texts_they_were() {
        let texts =
            ["", "a", "11111111-2222-3333-4444-555555555555", "é11111111-2222-3333-4444-5555555555", "z"];
        for one in texts {
            assert_eq!(&*EventIdText::from(one), one);
            for other in texts {
                assert_eq!(EventIdText::from(one).cmp(&other.into()), one.cmp(other));
            }
        }
    }
}
