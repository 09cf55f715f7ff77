//! Prompts: the table of `ops` in the words of the protocol.

use std::collections::BTreeMap;

use ops::prompts::{self, PROMPTS};
use ops::{Context, OpError};
use rmcp::model::{
    GetPromptRequestParams, GetPromptResult, JsonObject, ListPromptsResult, Prompt, PromptArgument,
    PromptMessage, Role,
};
use serde_json::Value;

pub(super) fn list() -> ListPromptsResult {
    ListPromptsResult::with_all_items(PROMPTS.iter().map(prompt).collect())
}

fn prompt(prompt: &prompts::Prompt) -> Prompt {
    let arguments = prompt.arguments.iter().map(|argument| {
        PromptArgument::new(argument.name).with_description(argument.help).with_required(argument.required)
    });
    Prompt::new(prompt.name, Some(prompt.summary), Some(arguments.collect())).with_title(prompt.title)
}

pub(super) fn get(request: GetPromptRequestParams, cx: &Context) -> Result<GetPromptResult, OpError> {
    let prompt = prompts::prompt(&request.name)?;
    let offers = |tool: &str| cx.surface().tools.iter().any(|offered| offered == tool);
    let message = prompt.message(&texts(request.arguments.unwrap_or_default()), offers, cx.limits())?;
    let message = PromptMessage::new_text(Role::User, message);
    Ok(GetPromptResult::new(vec![message]).with_description(prompt.summary))
}

/// The protocol has texts only; a policy that comes as an object is as good as its text.
fn texts(arguments: JsonObject) -> BTreeMap<String, String> {
    let text = |value| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    };
    arguments.into_iter().map(|(name, value)| (name, text(value))).collect()
}
