//! Tools whose work goes on after the answer, as the extension for tasks has them: the call is answered with the name of
//! a task, and the task is asked after.

use std::time::Duration;

use rmcp::ErrorData;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ClientCapabilities, CreateTaskResult,
    InputRequest,
};
use rmcp::task_manager::{TaskContext, TaskExit, TaskFuture, TaskManager, TaskOptions};
use serde_json::{Value, json};

use crate::input_required::{elicitation, required};
use crate::{answer, said, typed};

/// Answers the tools of this file; none for the name of another.
pub(crate) fn call(
    request: &CallToolRequestParams,
    client: Option<&ClientCapabilities>,
    tasks: &TaskManager,
) -> Option<Result<CallToolResponse, ErrorData>> {
    let argument = |name: &str| request.arguments.as_ref().and_then(|arguments| arguments.get(name));
    let begin = |work: fn(TaskContext, Value) -> TaskFuture, with: Value| {
        Ok(CreateTaskResult::new(tasks.spawn(TaskOptions::new(), |task| work(task, with))).into())
    };
    Some(match request.name.as_ref() {
        "greet" => said(&format!("Hello, {}!", argument("name").and_then(Value::as_str).unwrap_or_default())),
        // Who knows nothing of tasks waits for the answer, and must not wait for long.
        "slow_compute" if !client.is_some_and(ClientCapabilities::supports_tasks) => said("computed at once"),
        "slow_compute" => begin(slow, argument("seconds").cloned().unwrap_or_default()),
        "failing_job" => begin(failing, Value::Null),
        "protocol_error_job" => begin(broken, Value::Null),
        "confirm_delete" => begin(confirmed, json!(["confirm"])),
        "multi_input" => begin(confirmed, json!(["first", "second"])),
        "test_tool_with_task" => {
            let given = request.input_responses.as_ref().and_then(|given| given.get("user_name"));
            match given.and_then(|given| given.pointer("/content/name")) {
                Some(name) => begin(greeting, name.clone()),
                None => asked_first(),
            }
        }
        _ => return None,
    })
}

fn asked_first() -> Result<CallToolResponse, ErrorData> {
    let question = elicitation("What is your name?", "name", "string");
    Ok(required(&json!({ "user_name": question }), None)?.into())
}

fn slow(task: TaskContext, seconds: Value) -> TaskFuture {
    Box::pin(async move {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(seconds.as_u64().unwrap_or_default())) => ended("computed", false),
            () = task.cancelled() => Err(TaskExit::Cancelled),
        }
    })
}

fn failing(_task: TaskContext, _with: Value) -> TaskFuture {
    Box::pin(async { ended("this job always fails", true) })
}

fn broken(_task: TaskContext, _with: Value) -> TaskFuture {
    Box::pin(async { Err(TaskExit::Error(ErrorData::internal_error("this job always breaks", None))) })
}

/// Asks for all of `keys` at once, and ends when each is answered.
fn confirmed(task: TaskContext, keys: Value) -> TaskFuture {
    Box::pin(async move {
        let keys = keys.as_array().cloned().unwrap_or_default();
        let questions = keys.iter().filter_map(Value::as_str).map(|key| {
            let question = elicitation("Shall it be deleted?", "confirm", "boolean");
            let question = typed::<InputRequest>(question).map_err(TaskExit::Error);
            let task = &task;
            async move { task.request_input(key, question?).await }
        });
        futures::future::try_join_all(questions).await?;
        ended("deleted", false)
    })
}

fn greeting(_task: TaskContext, name: Value) -> TaskFuture {
    Box::pin(async move { ended(&format!("Hello, {}!", name.as_str().unwrap_or_default()), false) })
}

fn ended(text: &str, is_error: bool) -> Result<CallToolResult, TaskExit> {
    answer(text, is_error).map_err(TaskExit::Error)
}
