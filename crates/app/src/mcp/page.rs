//! What is asked for page by page, and refusals where there is no result that could carry them.

use ops::{ErrorKind, OpError};
use rmcp::ErrorData;
use rmcp::model::PaginatedRequestParams;
use serde_json::json;

use crate::terminal;

/// Every list comes in one piece, so there is no cursor that could be right.
pub(super) fn only(request: Option<&PaginatedRequestParams>) -> Result<(), ErrorData> {
    match request.and_then(|request| request.cursor.as_ref()) {
        None => Ok(()),
        Some(_) => Err(ErrorData::invalid_params(
            "there is no such page: lists come in one piece, leave `cursor` out",
            None,
        )),
    }
}

/// A refusal where there is no result that could carry it.
pub(super) fn refused(error: &OpError) -> ErrorData {
    if error.kind == ErrorKind::Internal {
        terminal::complain_of(error);
        return ErrorData::internal_error(error.message.clone(), None);
    }
    ErrorData::invalid_params(told(error), None)
}

/// The same of a resource, whose absence has a code of its own.
pub(super) fn unread(uri: &str, error: &OpError) -> ErrorData {
    if error.kind == ErrorKind::NotFound {
        return ErrorData::resource_not_found(told(error), Some(json!({ "uri": uri })));
    }
    refused(error)
}

fn told(error: &OpError) -> String {
    let hint = error.hint.iter().map(|hint| format!("help: {hint}"));
    let lines: Vec<_> =
        std::iter::once(error.message.clone()).chain(hint).chain(error.also.clone()).collect();
    lines.join("\n")
}
