//! What one client has set for its own later requests.

use std::sync::{Arc, PoisonError, RwLock};

use serde_json::Value;

use crate::config::Config;
use crate::{Context, OpError};

/// The state of one client: of a process that serves standard input, or of one session over HTTP. No two clients share one.
#[derive(Debug, Default)]
pub struct Session {
    organization: RwLock<Option<Arc<Organization>>>,
    instructions: RwLock<Option<Arc<str>>>,
}

/// The configuration of a session: read once, when it is set.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) config: Config,
    /// As it was given.
    pub(crate) written: Value,
}

impl Session {
    pub(crate) fn organization(&self) -> Option<Arc<Organization>> {
        self.organization.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the configuration, or takes it away, and gives the one before.
    pub(crate) fn set_organization(&self, new: Option<Organization>) -> Option<Arc<Organization>> {
        let mut held = self.organization.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *held, new.map(Arc::new))
    }

    pub(crate) fn instructions(&self) -> Option<Arc<str>> {
        self.instructions.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sets the instructions, or takes them away, and gives those before.
    pub(crate) fn set_instructions(&self, new: Option<&str>) -> Option<Arc<str>> {
        let mut held = self.instructions.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *held, new.map(Arc::from))
    }
}

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{Context, ErrorKind, Files, OPERATIONS};

    /// What would have to be remembered is refused, and what holds is told all the same.
    #[test]
    fn without_a_session_nothing_is_set() {
        let cx = Context::new(Files::Denied, || 0);
        let run = |name: &str, request: serde_json::Value| {
            let operation = OPERATIONS.iter().find(|operation| operation.name == name).unwrap();
            (operation.run_json)(request, &cx)
        };
        for (name, request, hint) in [
            ("set_organization_config", json!({"config": {}}), "pass `config` with each request instead"),
            (
                "load_organization_config_from_yaml",
                json!({"yaml_content": ""}),
                "pass `config` with each request instead",
            ),
            ("clear_organization_config", json!({}), "pass `config` with each request instead"),
            ("set_config", json!({"config": {}}), "pass `config` with each request instead"),
            (
                "set_custom_instructions",
                json!({"instructions": "a"}),
                "start the server with `--instructions`",
            ),
            ("clear_custom_instructions", json!({}), "what the server was started with stays"),
        ] {
            let refusal = run(name, request).err().unwrap();
            assert_eq!(refusal.kind, ErrorKind::Invalid, "{name}");
            assert_eq!(refusal.message, "there is no session here that could remember this", "{name}");
            assert_eq!(refusal.hint.as_deref(), Some(hint), "{name}");
        }
        for (name, pointer) in [
            ("get_organization_config", "/source"),
            ("get_custom_instructions", "/source"),
            ("get_config", "/custom_instructions/source"),
        ] {
            let told = run(name, json!({})).unwrap().json().unwrap();
            assert_eq!(told.pointer(pointer), Some(&json!("none")), "{name}");
        }
    }
}
