//! What requests call for beside the call: layers that are put into functions.

use serde_json::{Value, json};
use trail::Usage;
use trail::dependent::Why;

use crate::logs::{ROLE, delivered, event, run_one};

/// What a call of a service called for on this ground: the action, to which service, on what.
fn called_for(why: Why, service: &str, name: &str, parameters: &Value) -> Vec<String> {
    let more = json!({ "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "resources": null,
        "requestParameters": parameters });
    let usage = run_one(delivered(&[event("1", more)])).usage;
    let told = told(&usage, why);
    let (read, problems) = Usage::from_json("usage.json", usage.to_json().as_bytes()).unwrap();
    assert_eq!((self::told(&read, why), problems), (told.clone(), vec![]), "files keep it");
    told
}

fn told(usage: &Usage, why: Why) -> Vec<String> {
    let inferred = usage.inferred_of(ROLE);
    let of_kind = inferred.iter().filter(|used| used.inferred.why == why);
    of_kind
        .map(|used| {
            let service = used.inferred.service.as_deref().unwrap_or("-").to_owned();
            let what = vec![used.inferred.action.to_string(), service];
            [what, used.resources.arns().collect()].concat().join(" ")
        })
        .collect()
}

/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/permissions-user-layer.html>; without the permission AWS refuses the call with
/// "not authorized to perform: lambda:GetLayerVersion on resource: LAYER".
#[test]
fn layers_of_functions_call_for_the_permission_to_get_them() {
    let own = "arn:aws:lambda:eu-west-1:111122223333:layer:deps:7";
    let theirs = "arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension:55";
    for (name, parameters, expected) in [
        (
            "CreateFunction20150331",
            json!({ "functionName": "f", "layers": [own, theirs] }),
            vec![own, theirs],
        ),
        (
            "UpdateFunctionConfiguration20150331v2",
            json!({ "functionName": "f", "layers": [theirs] }),
            vec![theirs],
        ),
        ("UpdateFunctionConfiguration", json!({ "functionName": "f", "layers": [own] }), vec![own]),
        // Without layers, those that the function has are left as they are; an empty list takes them out.
        ("UpdateFunctionConfiguration20150331v2", json!({ "functionName": "f", "timeout": 30 }), vec![]),
        ("UpdateFunctionConfiguration20150331v2", json!({ "functionName": "f", "layers": [] }), vec![]),
        (
            "CreateFunction20150331",
            json!({ "functionName": "f", "layers": null, "description": own }),
            vec![],
        ),
        ("UpdateFunctionCode20150331v2", json!({ "functionName": "f", "layers": [own] }), vec![]),
    ] {
        let expected: Vec<String> = if expected.is_empty() {
            vec![]
        } else {
            vec![format!("lambda:GetLayerVersion - {}", expected.join(" "))]
        };
        assert_eq!(called_for(Why::NamesLayer, "lambda", name, &parameters), expected, "{name} {parameters}");
    }
}
