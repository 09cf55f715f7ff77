//! One request in one sentence.

use policy::tree::PolicyKind;
use serde_json::Value;

use super::list::{joined, quoted};
use crate::wire::{PolicyType, WitnessRequest};

/// `a may do b on c, where d is e and f is absent`; without a name it is the caller who may.
pub(crate) fn request(request: &WitnessRequest, who: Option<&str>) -> String {
    let who = match (who, request.principal.as_str()) {
        (Some(who), _) => who.to_owned(),
        (None, "anonymous") => "anyone without credentials".to_owned(),
        (None, principal) => quoted(principal),
    };
    let mut text = format!("{who} may do {} on {}", quoted(&request.action), quoted(&request.resource));
    let given = request.context.iter().map(|(key, value)| format!("{} is {}", quoted(key), shown(value)));
    let absent = request.absent.iter().map(|key| format!("{} is absent", quoted(key)));
    let clauses: Vec<_> = given.chain(absent).collect();
    if !clauses.is_empty() {
        text.push_str(&format!(", where {}", joined(&clauses, "and")));
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<_> =
                items.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), quoted)).collect();
            format!("the list [{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// Keys that hang on who calls, rather than on what is known of the caller.
const CALLER_KEYS: [&str; 5] =
    ["aws:principalaccount", "aws:principalarn", "aws:principaltype", "aws:userid", "aws:username"];

/// `the caller`, where the policies do not ask who calls; the witness then has some name.
pub(crate) fn subject(request: &WitnessRequest, kind: Option<PolicyType>) -> Option<&'static str> {
    let attached = kind.is_some_and(|kind| !PolicyKind::from(kind).has_principal());
    let asks_who = request.context.keys().any(|key| {
        let key = key.to_ascii_lowercase();
        CALLER_KEYS.contains(&key.as_str())
    });
    (attached && !asks_who && request.principal.ends_with(":role/Example")).then_some("the caller")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_request_is_one_sentence() {
        let mut witness = WitnessRequest {
            principal: "arn:aws:iam::123456789012:role/Example".to_owned(),
            action: "s3:GetObject".to_owned(),
            resource: "arn:aws:s3:::b/k".to_owned(),
            context: [
                ("aws:TagKeys".to_owned(), json!(["a", "b"])),
                ("aws:SourceIp".to_owned(), json!("203.0.113.9")),
            ]
            .into(),
            absent: vec!["aws:PrincipalOrgID".to_owned()],
        };
        let where_ = "`aws:SourceIp` is `203.0.113.9`, `aws:TagKeys` is the list [`a`, `b`] and `aws:PrincipalOrgID` is absent";
        let who = subject(&witness, Some(PolicyType::Identity));
        assert_eq!(
            request(&witness, who),
            format!("the caller may do `s3:GetObject` on `arn:aws:s3:::b/k`, where {where_}")
        );
        assert_eq!(subject(&witness, Some(PolicyType::Resource)), None, "who calls is part of the answer");
        witness.context.insert("aws:PrincipalArn".to_owned(), json!(witness.principal));
        assert_eq!(subject(&witness, Some(PolicyType::Identity)), None);
        witness = WitnessRequest {
            principal: "anonymous".to_owned(),
            context: [].into(),
            absent: vec![],
            ..witness
        };
        assert_eq!(
            request(&witness, None),
            "anyone without credentials may do `s3:GetObject` on `arn:aws:s3:::b/k`"
        );
    }
}
