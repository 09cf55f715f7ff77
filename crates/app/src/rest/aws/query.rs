//! The query protocol: an action by its name, and its answer or fault as XML.

use ops::Context;
use serde_json::{Value, json};

use super::fault::Fault;
use super::form::Form;
use super::xml::element;
use super::{caller, keys, simulation};

/// A form's answer, with its status.
pub(super) struct Answer {
    pub(super) status: u16,
    /// The fault's code.
    pub(super) fault: Option<&'static str>,
    pub(super) xml: String,
}

const IAM: &str = "2010-05-08";
const STS: &str = "2011-06-15";

/// Answers a form; `id` is the request's.
pub(super) fn answer(body: &[u8], id: &str, cx: &Context) -> Answer {
    match Form::parse(body).and_then(|form| acted(&form, cx)) {
        Ok((action, namespace, result)) => {
            let response = json!({
                format!("{action}Result"): result,
                "ResponseMetadata": { "RequestId": id },
            });
            Answer {
                status: 200,
                fault: None,
                xml: document(&format!("{action}Response"), &namespace, &response),
            }
        }
        Err(fault) => refusal(&fault, id),
    }
}

/// A fault as XML.
pub(super) fn refusal(fault: &Fault, id: &str) -> Answer {
    // What the two protocols call the same.
    let code = match fault.code {
        "AccessDeniedException" => "AccessDenied",
        "ThrottlingException" => "Throttling",
        "InternalServerException" => "ServiceFailure",
        code => code,
    };
    let response = json!({
        "Error": { "Type": fault.whose(), "Code": code, "Message": fault.message },
        "RequestId": id,
    });
    let xml = document("ErrorResponse", &namespace("iam", IAM), &response);
    Answer { status: fault.status, fault: Some(code), xml }
}

fn acted(form: &Form, cx: &Context) -> Result<(&'static str, String, Value), Fault> {
    let action = form.text("Action").ok_or_else(|| Fault::invalid_action("the form has no Action"))?;
    let version = form.text("Version").unwrap_or_default();
    let (name, namespace, result) = match (action, version) {
        ("SimulateCustomPolicy", IAM) => {
            ("SimulateCustomPolicy", namespace("iam", IAM), simulation::simulate(form, cx))
        }
        ("GetContextKeysForCustomPolicy", IAM) => {
            ("GetContextKeysForCustomPolicy", namespace("iam", IAM), keys::context_keys(form, cx))
        }
        ("GetCallerIdentity", STS) => ("GetCallerIdentity", namespace("sts", STS), Ok(caller::identity())),
        _ => {
            return Err(Fault::invalid_action(format!(
                "there is no action {action} of version {version} here: there are SimulateCustomPolicy and \
                 GetContextKeysForCustomPolicy of {IAM}, and GetCallerIdentity of {STS}"
            )));
        }
    };
    Ok((name, namespace, result?))
}

fn namespace(service: &str, version: &str) -> String {
    format!("https://{service}.amazonaws.com/doc/{version}/")
}

fn document(name: &str, namespace: &str, value: &Value) -> String {
    let mut body = String::new();
    element(name, value, &mut body);
    let rest = body.strip_prefix(&format!("<{name}>")).unwrap_or_default();
    format!("<{name} xmlns=\"{namespace}\">{rest}\n")
}
