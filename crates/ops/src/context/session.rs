//! What one client has set for its own later requests.

use std::sync::Arc;

use crate::{Context, OpError};

/// The state of one client: of a process that serves standard input, or of one session over HTTP. No two clients share one.
#[derive(Debug, Default)]
pub struct Session {}

impl Context {
    #[must_use]
    pub fn with_session(mut self, session: Arc<Session>) -> Self {
        self.session = Some(session);
        self
    }

    /// The client's own state.
    ///
    /// # Errors
    ///
    /// `Invalid` where requests stand alone and nothing could be remembered.
    pub fn session(&self) -> Result<&Session, OpError> {
        self.session.as_deref().ok_or_else(|| {
            OpError::invalid("there is no session here that could remember this")
                .hint("pass `config` with each request instead")
        })
    }
}
