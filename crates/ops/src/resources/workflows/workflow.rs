//! A task as calls of tools, in which a call may take over what an earlier one answered.

use serde_json::Value;

/// A task and the calls that do it.
pub struct Workflow {
    pub title: &'static str,
    /// What somebody wants, in a sentence.
    pub task: &'static str,
    pub steps: &'static [Step],
    /// What to tell the user at the end, or to look out for.
    pub end: &'static str,
}

/// One call.
pub struct Step {
    /// An operation.
    pub tool: &'static str,
    /// What the call is for.
    pub why: &'static str,
    /// Its arguments as JSON. A text `<answer of step N: POINTER>` stands for that part of an earlier answer.
    pub arguments: &'static str,
    /// Parts of the answer, by JSON pointer, each with its value in JSON.
    pub answers: &'static [(&'static str, &'static str)],
}

impl Step {
    /// The arguments, with what they take over from the answers so far; `None` if they are no JSON or an answer has no such part.
    pub fn filled(&self, answers: &[Value]) -> Option<Value> {
        let mut arguments = serde_json::from_str(self.arguments).ok()?;
        fill(&mut arguments, answers)?;
        Some(arguments)
    }
}

fn fill(value: &mut Value, answers: &[Value]) -> Option<()> {
    match value {
        Value::String(text) => {
            let Some(from) = text.strip_prefix("<answer of step ").and_then(|text| text.strip_suffix('>'))
            else {
                return Some(());
            };
            let (step, pointer) = from.split_once(": ")?;
            let answer = answers.get(step.parse::<usize>().ok()?.checked_sub(1)?)?;
            *value = answer.pointer(pointer)?.clone();
        }
        Value::Array(items) => items.iter_mut().try_for_each(|item| fill(item, answers))?,
        Value::Object(members) => members.values_mut().try_for_each(|member| fill(member, answers))?,
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::WORKFLOWS;
    use super::*;
    use crate::{Context, Files, OPERATIONS};

    /// A server started in the repository.
    fn cx() -> Context {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Context::new(Files::Under(vec![root]), || 0)
    }

    #[test]
    fn every_call_answers_what_the_page_says() {
        let cx = cx();
        for workflow in WORKFLOWS {
            let mut answers = Vec::new();
            for (number, step) in (1..).zip(workflow.steps) {
                let place = format!("{}, step {number}", workflow.title);
                let operation = OPERATIONS.iter().find(|operation| operation.name == step.tool);
                let operation = operation.unwrap_or_else(|| panic!("{place}: no tool {}", step.tool));
                let arguments =
                    step.filled(&answers).unwrap_or_else(|| panic!("{place}: {}", step.arguments));
                let answer = (operation.run_json)(arguments, &cx);
                let answer = answer.unwrap_or_else(|error| panic!("{place}: {}", error.message));
                let answer = answer.json().unwrap();
                for (pointer, value) in step.answers {
                    let value: Value = serde_json::from_str(value).unwrap();
                    assert_eq!(answer.pointer(pointer), Some(&value), "{place}: {pointer} of {answer}");
                }
                answers.push(answer);
            }
        }
    }

    /// An example that nothing holds to its words could say anything.
    #[test]
    fn every_example_ends_with_an_answer_that_is_shown() {
        for workflow in WORKFLOWS {
            let last = workflow.steps.last().unwrap();
            assert!(!last.answers.is_empty(), "{}", workflow.title);
            assert!(workflow.steps.len() > 1, "{}", workflow.title);
        }
    }

    #[test]
    fn what_an_answer_lacks_is_not_made_up() {
        let step = Step {
            tool: "",
            why: "",
            arguments: r#"{"policy": "<answer of step 1: /policy>", "list": ["<answer of step 1: /n>"]}"#,
            answers: &[],
        };
        let answer = serde_json::json!({"policy": {"Version": "2012-10-17"}, "n": 1});
        let filled = serde_json::json!({"policy": {"Version": "2012-10-17"}, "list": [1]});
        assert_eq!(step.filled(&[answer]), Some(filled));
        assert_eq!(step.filled(&[]), None);
        assert_eq!(step.filled(&[serde_json::json!({})]), None);
    }
}
