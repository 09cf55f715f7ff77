//! What all clients of a process share.

use std::sync::OnceLock;
use std::time::Duration;

use ops::{Context, OPERATIONS, Registered, nearest_words};
use rmcp::ErrorData;
use rmcp::model::Tool;

use super::call::Calls;
use super::tools;

/// What all clients of a process share.
pub(super) struct Shared {
    cx: Context,
    offered: Vec<&'static Registered>,
    /// Made when it is first asked for: schemas take longer than all the rest of a start.
    tools: OnceLock<Vec<Tool>>,
    pub(super) calls: Calls,
}

impl Shared {
    /// `offered` are the operations that clients may call, `limit` is the time that a call may take.
    pub(super) fn new(cx: Context, offered: Vec<&'static Registered>, limit: Option<Duration>) -> Self {
        Self { cx, offered, tools: OnceLock::new(), calls: Calls::new(limit) }
    }

    pub(super) fn context(&self) -> &Context {
        &self.cx
    }

    pub(super) fn tools(&self) -> &[Tool] {
        self.tools.get_or_init(|| self.offered.iter().map(|operation| tools::tool(operation)).collect())
    }

    /// The operation that a call names.
    pub(super) fn operation(&self, name: &str) -> Result<&'static Registered, ErrorData> {
        self.offered.iter().copied().find(|operation| operation.name == name).ok_or_else(|| {
            if OPERATIONS.iter().any(|operation| operation.name == name) {
                let how = "`tools/list` gives those of the profile that it was started with";
                let message = format!("the tool `{name}` is not offered here\nhelp: {how}");
                return ErrorData::invalid_params(message, None);
            }
            let offered = self.offered.iter().map(|operation| operation.name);
            let near: Vec<_> = nearest_words(name, offered).iter().map(|near| format!("`{near}`")).collect();
            let near = if near.is_empty() {
                String::new()
            } else {
                format!(": did you mean {}?", near.join(" or "))
            };
            let how = "`tools/list` gives the names, and what each takes as `arguments`";
            ErrorData::invalid_params(format!("there is no tool `{name}`{near}\nhelp: {how}"), None)
        })
    }
}
