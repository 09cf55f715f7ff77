//! Which usage is asked for.

use trail::Usage;
use trail::usage::Time;

/// All of it, unless limited.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One caller, by its name.
    pub principal: Option<String>,
    /// The first part of event sources, such as `s3`.
    pub service: Option<String>,
    /// Uses that lie wholly before are left out. What is told apart is the use in one object, some minutes of a log.
    pub start: Option<Time>,
    /// Uses that begin here or later are left out.
    pub end: Option<Time>,
}

impl Filter {
    pub fn of_principal(name: impl Into<String>) -> Self {
        Self { principal: Some(name.into()), ..Self::default() }
    }

    /// Whether all that is stored is asked for, with the books.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// What of a piece is asked for, but for the principal.
    pub(crate) fn of(&self, piece: Usage) -> Usage {
        let piece = match self.service.as_deref() {
            Some(service) => {
                let is_of = |source: &str| source.split('.').next() == Some(service);
                piece.split_by(|_, key, _| is_of(&key.event_source)).1.remove(&true).unwrap_or_default()
            }
            None => piece,
        };
        piece.within(self.start, self.end)
    }
}
