//! The custom policy checks: no new access, access not granted, no public access.
//!
//! Sources: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html>,
//! <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html> and
//! <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html>

use ops::Context;
use serde_json::{Value, json};

use super::fault::Fault;
use super::members::Members;
use super::run::{run, summary, value};

const TYPES: [(&str, &str); 2] = [("IDENTITY_POLICY", "identity"), ("RESOURCE_POLICY", "resource")];

/// So many actions, and so many resources, may be asked about at once.
const MOST: usize = 100;

pub(super) fn no_new_access(body: &[u8], cx: &Context) -> Result<Value, Fault> {
    let members = Members::parse(body)?;
    let kind = members.choice("policyType", &TYPES)?;
    let (new, old) = (members.policy("newPolicyDocument")?, members.policy("existingPolicyDocument")?);
    let request = json!({
        "existing_policy": { "text": old },
        "new_policy": { "text": new },
        "policy_type": kind_of(kind, &[("newPolicyDocument", new), ("existingPolicyDocument", old)], cx)?,
    });
    Ok(told(&value(run("check_no_new_access", request, Fault::unprocessable, cx)?.as_ref())?))
}

pub(super) fn access_not_granted(body: &[u8], cx: &Context) -> Result<Value, Fault> {
    let members = Members::parse(body)?;
    let kind = members.choice("policyType", &TYPES)?;
    let policy = members.policy("policyDocument")?;
    let [access] = members.list("access")? else {
        return Err(Fault::field("access", "must have one item"));
    };
    let (actions, resources) = (texts(access, "actions")?, texts(access, "resources")?);
    if actions.is_empty() && resources.is_empty() {
        return Err(Fault::field("access", "must name an action or a resource"));
    }
    let kind = kind_of(kind, &[("policyDocument", policy)], cx)?;
    let request = json!({ "policy": { "text": policy }, "action": actions, "resource": resources, "policy_type": kind });
    // The policy is sound by now, so what is refused is an action or a resource.
    Ok(told(&value(run("check_access_not_granted", request, Fault::invalid_parameter, cx)?.as_ref())?))
}

pub(super) fn no_public_access(body: &[u8], cx: &Context) -> Result<Value, Fault> {
    let members = Members::parse(body)?;
    let (policy, resource) = (members.policy("policyDocument")?, members.text("resourceType")?);
    sound("policyDocument", policy, cx)?;
    let request = json!({ "policy": { "text": policy }, "resource_type": resource });
    Ok(told(&value(run("check_no_public_access", request, Fault::invalid_parameter, cx)?.as_ref())?))
}

/// Texts of the one item of `access`.
fn texts<'a>(access: &'a Value, name: &str) -> Result<Vec<&'a str>, Fault> {
    let wrong = |message: &str| Fault::field(&format!("access.{name}"), message);
    let items = match access.get(name) {
        None | Some(Value::Null) => &[][..],
        Some(Value::Array(items)) => items.as_slice(),
        Some(_) => return Err(wrong("must be a list")),
    };
    if items.len() > MOST {
        return Err(wrong(&format!("must have at most {MOST} items")));
    }
    items.iter().map(|item| item.as_str().ok_or_else(|| wrong("must hold strings"))).collect()
}

/// What the operations take the policies for. To the service trust policies are resource policies.
fn kind_of(kind: &'static str, policies: &[(&str, &str)], cx: &Context) -> Result<&'static str, Fault> {
    let shown = policies.iter().map(|(name, policy)| sound(name, policy, cx));
    let shown = shown.collect::<Result<Vec<_>, _>>()?;
    let all_trust = shown.iter().all(|summary| summary["kind"] == "trust");
    Ok(if kind == "resource" && all_trust { "trust" } else { kind })
}

/// A policy that can be read, in figures.
fn sound(name: &str, policy: &str, cx: &Context) -> Result<Value, Fault> {
    let shown = summary(policy, Fault::unprocessable, cx);
    shown.map_err(|fault| fault.of_member(name))
}

/// The answer in the service's words. What is not known might be allowed, which is what its `FAIL` says.
fn told(check: &Value) -> Value {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let message = text(&check["message"]);
    let why = || check["why"].as_array().into_iter().flatten().map(|why| json!({ "description": text(why) }));
    match check["result"].as_str() {
        Some("PASS") => json!({ "result": "PASS", "message": message, "reasons": [] }),
        Some("FAIL") => {
            let witness = witness(&check["witness"]);
            let mut reasons: Vec<Value> = check["reasons"].as_array().cloned().unwrap_or_default();
            if reasons.is_empty() {
                reasons.extend(why());
            }
            for reason in &mut reasons {
                if shows(check, reason) {
                    reason["description"] = format!("{}: {witness}", text(&reason["description"])).into();
                }
            }
            json!({ "result": "FAIL", "message": format!("{message}: {witness}"), "reasons": reasons })
        }
        _ => {
            let message = format!("{message}, which counts as FAIL");
            json!({ "result": "FAIL", "message": message, "reasons": why().collect::<Vec<_>>() })
        }
    }
}

/// Whether the witness is about this reason: its statement allows it.
fn shows(check: &Value, reason: &Value) -> bool {
    let mut allowing = check.pointer("/decidedBy/new").and_then(Value::as_array).into_iter().flatten();
    allowing.any(|statement| statement["says"] == "allows" && statement["index"] == reason["statementIndex"])
}

/// A request in one line.
fn witness(witness: &Value) -> String {
    let text = |name: &str| witness[name].as_str().unwrap_or_default();
    let mut line = format!("{} may {} on {}", text("principal"), text("action"), text("resource"));
    if witness["context"].as_object().is_some_and(|context| !context.is_empty()) {
        line.extend([" with ", &witness["context"].to_string()]);
    }
    let absent: Vec<_> =
        witness["absent"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !absent.is_empty() {
        line.extend([" without ", &absent.join(", ")]);
    }
    line
}
