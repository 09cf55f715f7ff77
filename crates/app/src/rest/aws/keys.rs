//! `GetContextKeysForCustomPolicy`: the condition keys that policies look at.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html>

use ops::Context;
use serde_json::{Value, json};

use super::fault::Fault;
use super::form::Form;
use super::run::summary;

pub(super) fn context_keys(form: &Form, cx: &Context) -> Result<Value, Fault> {
    let policies = form.list("PolicyInputList");
    if policies.is_empty() {
        return Err(Fault::invalid_input("PolicyInputList must have an item"));
    }
    let mut keys: Vec<String> = Vec::new();
    for (index, policy) in policies.iter().enumerate() {
        let summary = summary(policy, Fault::invalid_input, cx)
            .map_err(|fault| fault.within("PolicyInputList", index))?;
        for key in summary
            .get("condition_keys")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            if !keys.iter().any(|other| other.eq_ignore_ascii_case(key)) {
                keys.push(key.to_owned());
            }
        }
    }
    Ok(json!({ "ContextKeyNames": keys }))
}
