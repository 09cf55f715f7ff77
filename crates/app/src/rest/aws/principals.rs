//! A policy in parts: each statement that allows with one of its principals, beside all that is denied.

use serde_json::{Map, Value, json};

/// What one principal of one statement is allowed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    /// As findings name it: its type with its name.
    pub(super) principal: Value,
    pub(super) actions: Vec<String>,
    /// Each key with the values it is compared with.
    pub(super) conditions: Map<String, Value>,
    pub(super) policy: Value,
}

/// The parts of a policy; nothing if it has no statements.
pub(super) fn parts(text: &str) -> Option<Vec<Part>> {
    let policy: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let statements = items(policy.get("Statement")?);
    let is_deny = |one: &&Value| one.get("Effect").is_some_and(|effect| effect == "Deny");
    let denies: Vec<&Value> = statements.iter().copied().filter(is_deny).collect();
    let mut parts = Vec::new();
    for allows in statements.iter().filter(|one| !is_deny(one)) {
        let statement = allows.as_object()?;
        for principal in principals(statement) {
            let mut own = statement.clone();
            if own.contains_key("Principal") {
                own.insert("Principal".to_owned(), principal.clone());
            }
            let mut all = vec![Value::Object(own)];
            all.extend(denies.iter().copied().cloned());
            let version = policy.get("Version").cloned().unwrap_or_else(|| "2008-10-17".into());
            let whole = json!({ "Version": version, "Statement": all });
            parts.push(Part {
                principal,
                actions: actions(statement),
                conditions: conditions(statement),
                policy: whole,
            });
        }
    }
    Some(parts)
}

/// One, or all of a list.
fn items(one_or_more: &Value) -> Vec<&Value> {
    match one_or_more {
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Each principal by itself. Who is excepted from a statement is nobody in particular, so it is for everybody.
fn principals(statement: &Map<String, Value>) -> Vec<Value> {
    let each = |(kind, names): (&String, &Value)| {
        items(names).into_iter().map(|name| json!({ kind.as_str(): name })).collect::<Vec<_>>()
    };
    match statement.get("Principal") {
        Some(Value::Object(kinds)) => kinds.iter().flat_map(each).collect(),
        _ => vec![json!({ "AWS": "*" })],
    }
}

fn actions(statement: &Map<String, Value>) -> Vec<String> {
    match statement.get("Action") {
        Some(actions) => items(actions).into_iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => vec!["*".to_owned()],
    }
}

fn conditions(statement: &Map<String, Value>) -> Map<String, Value> {
    let operators = statement.get("Condition").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let keys = operators.filter_map(Value::as_object).flat_map(Map::iter);
    let mut conditions: Map<String, Value> = Map::new();
    for (key, values) in keys {
        let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let before = conditions.get(key).and_then(Value::as_str).map(str::to_owned);
        let words = before.into_iter().chain(items(values).into_iter().map(word));
        let words = words.collect::<Vec<_>>().join(", ");
        conditions.insert(key.clone(), words.into());
    }
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_falls_into_its_principals() {
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": ["1", "2"], "Service": "s"}, "Action": ["a:B", "a:C"], "Resource": "*",
                "Condition": {"StringEquals": {"k:a": ["x", "y"]}, "StringLike": {"k:a": "z", "k:b": true}}},
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"},
            {"Effect": "Allow", "Principal": "*", "NotAction": "a:B", "Resource": "*"},
        ]});
        let parts = parts(&policy.to_string()).unwrap();
        let who: Vec<_> = parts.iter().map(|part| part.principal.clone()).collect();
        assert_eq!(
            who,
            [json!({"AWS": "1"}), json!({"AWS": "2"}), json!({"Service": "s"}), json!({"AWS": "*"})]
        );
        assert_eq!(parts[0].actions, ["a:B", "a:C"]);
        assert_eq!(Value::Object(parts[0].conditions.clone()), json!({"k:a": "x, y, z", "k:b": "true"}));
        assert_eq!(parts[3].actions, ["*"]);
        for part in &parts {
            assert_eq!(part.policy["Statement"].as_array().unwrap().len(), 2);
            assert_eq!(part.policy["Statement"][1]["Effect"], "Deny");
            assert_eq!(part.policy["Statement"][0]["Principal"], part.principal);
        }
        assert_eq!(super::parts("{}"), None);
    }
}
