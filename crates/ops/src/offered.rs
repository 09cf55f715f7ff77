//! The page that says what can be started and read by name over MCP, beside the tools.

use crate::completion::Argument;
use crate::prompts::{INSTRUCTIONS, PROMPTS, Prompt};
use crate::resources::{RESOURCES, Resource};

/// `docs/mcp-offers.md`.
pub fn offers_page() -> String {
    let quoted: Vec<_> = INSTRUCTIONS.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
    let parts = [
        "# What the MCP server offers beside tools".to_owned(),
        "## Prompts\n\nA task that a person starts by name. What is given for an argument reaches the assistant as data, \
            behind a fence that it cannot close."
            .to_owned(),
        PROMPTS.iter().map(prompt).collect::<Vec<_>>().join("\n\n"),
        "## Resources".to_owned(),
        format!("| address | holds | as |\n|---|---|---|\n{}", RESOURCES.iter().map(row).collect::<Vec<_>>().join("\n")),
        "Values of arguments and of what stands in braces are completed, at most a hundred at a time.".to_owned(),
        "## What every assistant is told\n\nWhat the user wants assistants to know, such as the configuration's `instructions`, follows behind it.".to_owned(),
        quoted.join("\n"),
    ];
    parts.join("\n\n") + "\n"
}

fn prompt(prompt: &Prompt) -> String {
    let arguments: Vec<_> = prompt.arguments.iter().map(item).collect();
    format!("### {}\n\n{}.\n\n{}", prompt.name, prompt.summary, arguments.join("\n"))
}

fn item(argument: &Argument) -> String {
    let need = if argument.required { "required" } else { "optional" };
    format!("- `{}` ({need}): {}", argument.name, argument.help)
}

fn row(resource: &Resource) -> String {
    format!("| `{}` | {} | `{}` |", resource.uri, resource.summary, resource.media.mime())
}
