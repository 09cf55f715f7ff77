//! The prompts: plain, with arguments, with a resource, with an image, and one that asks back first.

use rmcp::ErrorData;
use rmcp::model::{GetPromptRequestParams, GetPromptResponse, GetPromptResult, ListPromptsResult};
use serde_json::{Value, json};

use crate::complete;
use crate::input_required::{elicitation, required};
use crate::resources::{PNG, text};

pub(crate) fn list() -> Result<ListPromptsResult, ErrorData> {
    let argument = |name: &str| json!({ "name": name, "description": "Any text", "required": true });
    complete(json!({ "prompts": [
        { "name": "test_simple_prompt", "description": "A fixed text" },
        { "name": "test_prompt_with_arguments", "description": "Repeats its arguments",
          "arguments": [argument("arg1"), argument("arg2")] },
        { "name": "test_prompt_with_embedded_resource", "description": "Carries a resource",
          "arguments": [argument("resourceUri")] },
        { "name": "test_prompt_with_image", "description": "Carries an image" },
        { "name": "test_input_required_result_prompt", "description": "Asks for a context first" },
    ]}))
}

pub(crate) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResponse, ErrorData> {
    let argument = |name: &str| {
        let value =
            request.arguments.as_ref().and_then(|arguments| arguments.get(name)).and_then(Value::as_str);
        value.ok_or_else(|| ErrorData::invalid_params(format!("the argument `{name}` is missing"), None))
    };
    let contents = match request.name.as_str() {
        "test_simple_prompt" => vec![said("This is a simple prompt for testing.")],
        "test_prompt_with_arguments" => {
            let (first, second) = (argument("arg1")?, argument("arg2")?);
            vec![said(&format!("Prompt with arguments: arg1='{first}', arg2='{second}'"))]
        }
        "test_prompt_with_embedded_resource" => {
            let resource =
                text(argument("resourceUri")?, "text/plain", "Embedded resource content for testing.");
            let resource = json!({ "type": "resource", "resource": resource });
            vec![resource, said("Please process the embedded resource above.")]
        }
        "test_prompt_with_image" => {
            let image = json!({ "type": "image", "data": PNG, "mimeType": "image/png" });
            vec![image, said("Please analyze the image above.")]
        }
        "test_input_required_result_prompt" => {
            let given = request.input_responses.as_ref().and_then(|given| given.get("user_context"));
            let Some(context) =
                given.and_then(|given| given.pointer("/content/context")).and_then(Value::as_str)
            else {
                let asked = elicitation("What context should the prompt use?", "context", "string");
                return Ok(required(&json!({ "user_context": asked }), None)?.into());
            };
            vec![said(&format!("Work in this context: {context}"))]
        }
        other => return Err(ErrorData::invalid_params(format!("there is no prompt `{other}`"), None)),
    };
    let messages: Vec<_> =
        contents.iter().map(|content| json!({ "role": "user", "content": content })).collect();
    Ok(complete::<GetPromptResult>(json!({ "messages": messages }))?.into())
}

fn said(text: &str) -> Value {
    json!({ "type": "text", "text": text })
}
