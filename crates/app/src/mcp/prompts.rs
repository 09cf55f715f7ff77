//! Prompts: the table of `ops` in the words of the protocol.

use std::collections::{BTreeMap, BTreeSet};

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
    let message = prompt.message(&texts(request.arguments.unwrap_or_default()), cx.limits())?;
    let message = PromptMessage::new_text(Role::User, format!("{}{message}", without(prompt, cx)));
    Ok(GetPromptResult::new(vec![message]).with_description(prompt.summary))
}

/// What an assistant must know where a profile leaves tools out that the task is done with.
fn without(prompt: &prompts::Prompt, cx: &Context) -> String {
    let offered = cx.surface().tools;
    let missing: BTreeSet<_> =
        prompt.tools().filter(|tool| offered.iter().all(|offered| offered != tool)).collect();
    if missing.is_empty() {
        return String::new();
    }
    let missing: Vec<_> = missing.iter().map(|tool| format!("`{tool}`")).collect();
    let missing = missing.join(", ");
    format!(
        "This server does not offer {missing}: leave out what they are for, and tell the user that it was left out.\n\n"
    )
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
