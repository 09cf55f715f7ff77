//! What of the operations a surface offers, for those that ask the server about itself.

use crate::{Context, OPERATIONS};

/// How a surface was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// `local` for a program that its user started, `hosted` for one that serves others.
    pub mode: &'static str,
    /// The name of the choice of tools.
    pub profile: String,
    /// The names of the operations that it offers, in the order of its list.
    pub tools: Vec<String>,
}

impl Default for Surface {
    fn default() -> Self {
        Self {
            mode: "local",
            profile: "full".to_owned(),
            tools: OPERATIONS.iter().map(|operation| operation.name.to_owned()).collect(),
        }
    }
}

impl Context {
    #[must_use]
    pub fn with_surface(mut self, surface: Surface) -> Self {
        self.surface = Some(surface.into());
        self
    }

    /// What the surface offers: everything, unless it says otherwise.
    pub fn surface(&self) -> Surface {
        self.surface.as_deref().cloned().unwrap_or_default()
    }
}
