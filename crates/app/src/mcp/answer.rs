//! What an operation said, in the words of the protocol.

use ops::{Answer, ErrorKind, OpError, Style};
use rmcp::ErrorData;
use rmcp::model::{CallToolResult, ContentBlock};

use crate::terminal;

pub(super) fn result(answer: &dyn Answer) -> Result<CallToolResult, OpError> {
    let mut result = CallToolResult::success(vec![ContentBlock::text(answer.text(Style::default()))]);
    result.structured_content = Some(answer.json()?);
    Ok(result)
}

/// The caller's mistakes are results that a model can read and mend; ours are errors of the protocol.
pub(super) fn refusal(error: &OpError) -> Result<CallToolResult, ErrorData> {
    if error.kind == ErrorKind::Internal {
        terminal::complain_of(error);
        return Err(ErrorData::internal_error(error.message.clone(), None));
    }
    let hint = error.hint.as_ref().map(|hint| format!("\nhelp: {hint}")).unwrap_or_default();
    let mut lines = vec![format!("{}{hint}", error.message)];
    lines.extend(error.also.iter().cloned());
    Ok(CallToolResult::error(vec![ContentBlock::text(lines.join("\n"))]))
}
