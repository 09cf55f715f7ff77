//! `ValidatePolicy`: the findings of the checks, page by page.
//!
//! Source: <https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html>

use ops::Context;
use serde_json::{Value, json};

use super::fault::Fault;
use super::members::Members;
use super::run::{formatted, put, run, summary};
use super::{form::Form, page};

const TYPES: [(&str, &str); 4] = [
    ("IDENTITY_POLICY", "identity"),
    ("RESOURCE_POLICY", "resource"),
    ("SERVICE_CONTROL_POLICY", "scp"),
    ("RESOURCE_CONTROL_POLICY", "rcp"),
];

/// Every finding is told in English, whichever of these is asked for.
const LOCALES: [(&str, ()); 10] = [
    ("DE", ()),
    ("EN", ()),
    ("ES", ()),
    ("FR", ()),
    ("IT", ()),
    ("JA", ()),
    ("KO", ()),
    ("PT_BR", ()),
    ("ZH_CN", ()),
    ("ZH_TW", ()),
];

/// Findings on a page, if the request does not say, and at most.
const PAGE: usize = 1000;

pub(super) fn validate(query: &str, body: &[u8], cx: &Context) -> Result<Value, Fault> {
    let members = Members::parse(body)?;
    let policy = members.policy("policyDocument")?;
    let kind = members.choice("policyType", &TYPES)?;
    if members.optional("locale")?.is_some() {
        members.choice("locale", &LOCALES)?;
    }
    let resource_type = members.optional("validatePolicyResourceType")?;
    if resource_type.is_some() && kind != "resource" {
        return Err(Fault::field("validatePolicyResourceType", "only goes with `RESOURCE_POLICY`"));
    }
    let asked = Form::parse(query.as_bytes()).map_err(|fault| Fault::unparsable(fault.message))?;
    let most = match asked.text("maxResults").map(str::parse::<usize>) {
        None => PAGE,
        Some(Ok(most)) if most > 0 => most.min(PAGE),
        Some(_) => return Err(Fault::field("maxResults", "must be a number above 0")),
    };
    let stray = || Fault::field("nextToken", "is none that was given for this request");
    let begin = match asked.text("nextToken") {
        None => 0,
        Some(token) => page::offset(token, body).ok_or_else(stray)?,
    };

    let wrong: fn(String) -> Fault = |message| Fault::field("policyDocument", message);
    if !policy.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return Err(wrong("is no JSON object".to_owned()));
    }
    let kind = kind_of(kind, resource_type, policy, cx);
    let mut request = json!({ "documents": [{ "text": policy }], "policy_type": kind });
    if let Some(resource_type) = resource_type {
        put(&mut request, "resource_type", resource_type);
    }
    let wrong = if resource_type.is_some() {
        |message| Fault::field("validatePolicyResourceType", message)
    } else {
        wrong
    };
    let answer = run("validate_policies", request, wrong, cx)?;
    let told = formatted(answer.as_ref(), "access-analyzer", wrong)?;
    let findings = told.get("findings").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if begin > 0 && begin >= findings.len() {
        return Err(stray());
    }
    let end = begin.saturating_add(most).min(findings.len());
    let mut answer = json!({ "findings": findings.get(begin..end).unwrap_or_default() });
    if end < findings.len() {
        put(&mut answer, "nextToken", page::token(end, body));
    }
    Ok(answer)
}

/// The service takes trust policies for resource policies, whether or not it is told what they are attached to.
fn kind_of(kind: &'static str, resource_type: Option<&str>, policy: &str, cx: &Context) -> &'static str {
    if kind != "resource" || resource_type.is_some() {
        return kind;
    }
    let shown = summary(policy, Fault::unprocessable, cx);
    if shown.is_ok_and(|summary| summary.get("kind").is_some_and(|kind| kind == "trust")) {
        "trust"
    } else {
        kind
    }
}
