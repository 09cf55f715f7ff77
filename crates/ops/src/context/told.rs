//! What AI assistants are told beside our own words, and whose words hold.

use std::sync::Arc;

use crate::{Context, OpError};

/// Whose instructions they are; those of the first hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Teller {
    /// `--instructions` or `--instructions-file`.
    Flag,
    /// The key of the configuration that holds.
    Config,
    /// An environment variable.
    Environment,
    /// The session set them.
    Session,
}

/// Instructions that can be handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    text: Arc<str>,
    source: Teller,
}

/// More would crowd out what the assistant is asked for.
const MOST_CHARACTERS: usize = 10_000;

impl Told {
    /// # Errors
    ///
    /// `Invalid` if the text is empty or holds control characters, `TooLarge` if it is too long.
    pub fn new(text: &str, source: Teller) -> Result<Self, OpError> {
        fault(text)?;
        Ok(Self { text: text.into(), source })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn source(&self) -> Teller {
        self.source
    }
}

/// What keeps a text from being instructions.
pub(crate) fn fault(text: &str) -> Result<(), OpError> {
    if text.trim().is_empty() {
        return Err(OpError::invalid("the instructions are empty"));
    }
    let length = text.chars().count();
    if length > MOST_CHARACTERS {
        let message = format!("the instructions have {length} characters, more than {MOST_CHARACTERS}");
        return Err(OpError::too_large(message).hint("say what matters most, and link to the rest"));
    }
    let is_odd = |letter: &char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    match text.chars().find(is_odd) {
        Some(odd) => Err(OpError::invalid(format!(
            "the instructions hold the control character U+{:04X}",
            u32::from(odd)
        ))
        .hint("plain text with line breaks and tabs is fine")),
        None => Ok(()),
    }
}

impl Context {
    /// What whoever started the program tells AI assistants.
    #[must_use]
    pub fn with_instructions(mut self, told: Told) -> Self {
        self.told.push(told);
        self
    }

    /// What an AI assistant is told beside our own words.
    pub fn instructions(&self) -> Result<Option<String>, OpError> {
        Ok(self.told()?.map(|told| told.text.to_string()))
    }

    /// The same, and whose words they are: those of the command line, else of the configuration that holds, else of the
    /// environment, else of the session.
    pub fn told(&self) -> Result<Option<Told>, OpError> {
        let of = |source| self.told.iter().find(|told| told.source == source).cloned();
        if let Some(told) = of(Teller::Flag) {
            return Ok(Some(told));
        }
        // A configuration without instructions that could be handed on was noted when it was read.
        if let Some(text) = self.configuration(None)?.instructions {
            return Ok(Some(Told { text: text.into(), source: Teller::Config }));
        }
        let of_session = || {
            let text = self.session.as_ref()?.instructions()?;
            Some(Told { text, source: Teller::Session })
        };
        Ok(of(Teller::Environment).or_else(of_session))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn instructions_are_plain_text_of_some_length() {
        let kind = |text: &str| fault(text).err().map(|error| error.kind);
        assert_eq!(kind("Demand TLS.\r\n\tAlways."), None);
        assert_eq!(kind(&"é".repeat(MOST_CHARACTERS)), None, "characters are counted, not bytes");
        assert_eq!(kind(&"e".repeat(MOST_CHARACTERS + 1)), Some(ErrorKind::TooLarge));
        for text in ["", " \n", "a\u{1b}[2J", "a\0", "\u{85}b"] {
            assert_eq!(kind(text), Some(ErrorKind::Invalid), "{text:?}");
        }
    }
}
