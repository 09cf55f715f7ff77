//! The page of worked examples.

use super::super::{Media, Resource};
use super::{Step, WORKFLOWS, Workflow};

pub(in super::super) const WORKFLOW_EXAMPLES: Resource = Resource {
    uri: "iam://workflow-examples",
    name: "workflow-examples",
    title: "Worked examples",
    summary: "Whole tasks as calls of tools, with what the answers say",
    media: Media::Markdown,
    variable: None,
    read: |_, _| Ok(page()),
};

fn page() -> String {
    let head = "# Worked examples\n\nEvery call below is made by the tests of Leastwise, and answers as it is said. \
        `<answer of step N: POINTER>` stands for that part of an earlier answer.";
    let parts: Vec<_> = std::iter::once(head.to_owned()).chain(WORKFLOWS.iter().map(section)).collect();
    parts.join("\n\n") + "\n"
}

fn section(workflow: &Workflow) -> String {
    let mut parts = vec![format!("## {}", workflow.title), workflow.task.to_owned()];
    parts.extend((1..).zip(workflow.steps).map(|(number, step)| call(number, step)));
    parts.push(workflow.end.to_owned());
    parts.join("\n\n")
}

fn call(number: usize, step: &Step) -> String {
    let Step { tool, why, arguments, answers } = step;
    let answers: Vec<_> =
        answers.iter().map(|(pointer, value)| format!("`{pointer}` is {}", code(value))).collect();
    let told =
        if answers.is_empty() { String::new() } else { format!("\n\nIn the answer {}.", answers.join(", ")) };
    format!("{number}. `{tool}`: {why}\n\n```json\n{}\n```{told}", arguments.trim())
}

/// The text as code, which may hold backticks itself.
fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
