//! The template of the serverless form: its policies under our own checks, and against the calls that the functions make.
//!
//! The calls are recorded by `cargo xtask lambda-check`, which fails where they are others than in the file.

use std::collections::BTreeSet;
use std::fs;

use policy::{Document, Format, Limits, Style};
use serde_json::{Value, json};

use crate::run::{command, finish, workspace};

const ACCOUNT: &str = "123456789012";
const REGION: &str = "us-east-1";

/// What a policy is, where in the template it stands, and its text with all that the template refers to.
struct Written {
    kind: &'static str,
    resource: String,
    document: Value,
}

fn template() -> Value {
    let bytes = fs::read(workspace().join("infra/sam/template.yaml")).unwrap();
    let document = Document::read("template.yaml", &bytes, Some(Format::Yaml), &Limits::default());
    assert!(document.is_sound(), "{:?}", document.diagnostics);
    serde_json::from_str(&policy::write(&document.root, Style::Minified)).unwrap()
}

/// What a resource or parameter of the template is called once it is there, in the account that the calls were made in.
fn named(name: &str) -> String {
    match name {
        "AWS::AccountId" => ACCOUNT.to_owned(),
        "AWS::Region" => REGION.to_owned(),
        "AWS::Partition" => "aws".to_owned(),
        "AWS::StackName" | "TrailName" => "leastwise".to_owned(),
        "LogBucket.Arn" => format!("arn:aws:s3:::leastwise-logs-{ACCOUNT}-{REGION}"),
        "UiBucket.Arn" => "arn:aws:s3:::leastwise-ui".to_owned(),
        "Notifications.Arn" => format!("arn:aws:sqs:{REGION}:{ACCOUNT}:leastwise-notifications"),
        "Table.Arn" => format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/leastwise-table"),
        "UiDistribution" => "E1EXAMPLE".to_owned(),
        other => panic!("`{other}` stands in a policy, and has no value here"),
    }
}

/// The value with what it refers to.
fn resolved(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(resolved).collect(),
        Value::Object(members) => {
            let only = members.iter().next().filter(|_| members.len() == 1);
            match only.map(|(name, value)| (name.as_str(), value)) {
                Some(("Ref", name)) => named(name.as_str().unwrap()).into(),
                Some(("Fn::GetAtt", parts)) => {
                    let parts: Vec<_> = parts.as_array().unwrap().iter().filter_map(Value::as_str).collect();
                    named(&parts.join(".")).into()
                }
                Some(("Fn::Sub", text)) => {
                    let mut parts = text.as_str().unwrap().split("${");
                    let first = parts.next().unwrap().to_owned();
                    let rest = parts.map(|part| {
                        let (name, rest) = part.split_once('}').unwrap();
                        named(name) + rest
                    });
                    (first + &rest.collect::<String>()).into()
                }
                Some((name, _)) if name.starts_with("Fn::") => panic!("`{name}` stands in a policy"),
                _ => members.iter().map(|(name, value)| (name.clone(), resolved(value))).collect(),
            }
        }
        other => other.clone(),
    }
}

fn policies(template: &Value) -> Vec<Written> {
    let mut found = Vec::new();
    for (name, resource) in template["Resources"].as_object().unwrap() {
        let properties = &resource["Properties"];
        let mut add = |kind, document: &Value| {
            found.push(Written { kind, resource: name.clone(), document: resolved(document) });
        };
        match resource["Type"].as_str().unwrap() {
            "AWS::IAM::Role" => {
                add("trust", &properties["AssumeRolePolicyDocument"]);
                properties["Policies"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .for_each(|policy| add("identity", &policy["PolicyDocument"]));
            }
            "AWS::S3::BucketPolicy" | "AWS::SQS::QueuePolicy" => {
                add("resource", &properties["PolicyDocument"]);
            }
            kind => {
                assert!(!properties.to_string().contains("PolicyDocument"), "{kind} `{name}` has a policy");
            }
        }
    }
    found
}

fn identity_policy(template: &Value, role: &str) -> Value {
    let found =
        policies(template).into_iter().find(|policy| policy.resource == role && policy.kind == "identity");
    found.unwrap().document
}

/// What Lambda does by the role of a function, beside what the function itself calls: it writes its log
/// (<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html>).
fn of_lambda(function: &str) -> [(String, String); 2] {
    let stream = format!(
        "arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/leastwise-{function}:log-stream:2026/11/22/[$LATEST]0123"
    );
    ["logs:CreateLogStream", "logs:PutLogEvents"].map(|action| (action.to_owned(), stream.clone()))
}

/// Action and resource of every call made by the role of the function.
fn calls(function: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(workspace().join("infra/sam/calls.json")).unwrap();
    let calls: Value = serde_json::from_str(&text).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let called = calls[function].as_array().unwrap().iter().map(|call| (text(&call[0]), text(&call[1])));
    called.chain(of_lambda(function)).collect()
}

const FUNCTIONS: [(&str, &str); 2] = [("analyzer", "AnalyzerRole"), ("api", "ApiRole")];

#[test]
fn no_check_finds_fault_with_a_policy_of_the_template() {
    let policies = policies(&template());
    assert_eq!(policies.len(), 7);
    for Written { kind, resource, document } in policies {
        let ran =
            finish(command(&["validate", "--type", kind, "--format", "json", "-"]), &document.to_string());
        let findings = &ran.json()["documents"][0]["findings"];
        assert_eq!((ran.code, findings), (Some(0), &json!([])), "{resource}: {ran:?}");
    }
}

#[test]
fn every_call_of_a_function_is_allowed_to_its_role() {
    let template = template();
    for (function, role) in FUNCTIONS {
        let policy = identity_policy(&template, role);
        let case = |(action, resource): (String, String)| {
            json!({
                "name": action,
                "request": {"principal": format!("arn:aws:iam::{ACCOUNT}:role/leastwise-{function}"), "action": action, "resource": resource},
                "identityPolicies": [policy], "expected": {"decision": "Allowed"},
            })
        };
        let cases: Vec<_> = calls(function).into_iter().map(case).collect();
        let count = cases.len();
        let ran =
            finish(command(&["simulate", "--cases", "-", "--format", "json"]), &json!(cases).to_string());
        assert_eq!(
            (ran.code, &ran.json()["summary"]["passed"]),
            (Some(0), &json!(count)),
            "{function}: {ran:?}"
        );
        assert!(count > 5, "{function} makes {count} calls");
    }
}

#[test]
fn no_action_is_allowed_that_a_function_never_calls() {
    let template = template();
    for (function, role) in FUNCTIONS {
        let policy = identity_policy(&template, role);
        let mut allowed = BTreeSet::new();
        for statement in policy["Statement"].as_array().unwrap() {
            assert_eq!(statement["Effect"], "Allow");
            match &statement["Action"] {
                Value::String(action) => drop(allowed.insert(action.clone())),
                actions => allowed.extend(
                    actions.as_array().unwrap().iter().map(|action| action.as_str().unwrap().to_owned()),
                ),
            }
        }
        let called: BTreeSet<_> = calls(function).into_iter().map(|(action, _)| action).collect();
        assert_eq!(allowed, called, "{function}");
    }
}

/// What `generate` makes of a trail of the calls lies within what the template grants, and needs as many actions.
#[test]
fn a_draft_of_the_calls_allows_nothing_that_the_template_does_not() {
    let template = template();
    for (function, role) in FUNCTIONS {
        let folder = tempfile::tempdir().unwrap();
        let arn = format!("arn:aws:iam::{ACCOUNT}:role/leastwise-{function}");
        let calls = calls(function);
        let records: Vec<_> =
            calls.iter().enumerate().map(|(number, call)| record(&arn, number, call)).collect();
        let trail = folder.path().join("trail.json");
        fs::write(&trail, json!({"Records": records}).to_string()).unwrap();
        let ran = finish(command(&["generate", "--trail", trail.to_str().unwrap(), "--format", "json"]), "");
        let answer = ran.json();
        assert_eq!(answer["used"], calls.len(), "{function}: {ran:?}");
        let drafted = &answer["principals"][0]["policies"];
        assert_eq!(drafted.as_array().unwrap().len(), 1, "{function}: {ran:?}");
        let [granted, draft] = ["granted.json", "draft.json"].map(|name| folder.path().join(name));
        fs::write(&granted, identity_policy(&template, role).to_string()).unwrap();
        fs::write(&draft, drafted[0]["document"].to_string()).unwrap();
        let [granted, draft] = [granted.to_str().unwrap(), draft.to_str().unwrap()];
        let ran = finish(command(&["compare", granted, draft, "--format", "json"]), "");
        assert_eq!(ran.json()["newAccess"]["verdict"], "none", "{function}: {} {ran:?}", drafted[0]);
    }
}

/// A record of the call, as `CloudTrail` would write it.
fn record(role: &str, number: usize, (action, resource): &(String, String)) -> Value {
    let (service, operation) = action.split_once(':').unwrap();
    let name = resource.rsplit(['/', ':']).next().unwrap();
    let parameters = match service {
        "s3" => {
            let (bucket, key) = resource.strip_prefix("arn:aws:s3:::").unwrap().split_once('/').unwrap();
            json!({"bucketName": bucket, "key": key})
        }
        "dynamodb" if operation.starts_with("Batch") => json!({"requestItems": {name: []}}),
        "dynamodb" => json!({"tableName": name}),
        "sqs" => json!({"queueUrl": format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}")}),
        "logs" => {
            let (group, stream) =
                resource.split_once(":log-group:").unwrap().1.split_once(":log-stream:").unwrap();
            json!({"logGroupName": group, "logStreamName": stream})
        }
        other => panic!("`{other}` is not called"),
    };
    json!({
        "eventVersion": "1.10", "eventType": "AwsApiCall", "eventID": format!("call-{number}"),
        "eventTime": "2026-11-22T12:00:00Z", "eventSource": format!("{service}.amazonaws.com"), "eventName": operation,
        "awsRegion": REGION, "recipientAccountId": ACCOUNT, "requestParameters": parameters,
        "resources": [{"ARN": resource, "accountId": ACCOUNT}],
        "userIdentity": {
            "type": "AssumedRole", "accountId": ACCOUNT,
            "arn": format!("arn:aws:sts::{ACCOUNT}:assumed-role/leastwise/function"),
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": role, "accountId": ACCOUNT}},
        },
    })
}
