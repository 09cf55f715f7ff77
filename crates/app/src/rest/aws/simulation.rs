//! `SimulateCustomPolicy`: requests decided, in the words of IAM's policy simulator.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html>

use ops::Context;
use serde_json::{Map, Value, json};

use super::fault::Fault;
use super::form::Form;
use super::run::{formatted, put, run, summary};
use super::{context, page, scenario};

/// Results on a page if the request does not say, and at most.
const PAGE: usize = 100;
const PAGE_MOST: usize = 1000;

/// Levels of an organization.
const LEVELS: usize = 7;

pub(super) fn simulate(form: &Form, cx: &Context) -> Result<Value, Fault> {
    let actions = form.list("ActionNames");
    actions.iter().try_for_each(|action| sound_action(action))?;
    if actions.is_empty() {
        return Err(Fault::invalid_input("ActionNames must have an item"));
    }
    let resources = form.list("ResourceArns");
    let most_cases = cx.limits().page_max;
    if resources.len() > most_cases {
        return Err(Fault::invalid_input(format!("ResourceArns must have at most {most_cases} items")));
    }
    if let Some(option) = form.text("ResourceHandlingOption") {
        scenario::has_all(option, &resources)?;
    }
    let most = match form.text("MaxItems").map(str::parse::<usize>) {
        None => PAGE,
        Some(Ok(most)) if (1..=PAGE_MOST).contains(&most) => most,
        Some(_) => return Err(Fault::invalid_input(format!("MaxItems must be between 1 and {PAGE_MOST}"))),
    };
    let request = request(form, cx)?;
    let print = print(&request, &actions, &resources);
    let begin = match form.text("Marker") {
        None => 0,
        Some(marker) => page::offset(marker, &print)
            .filter(|begin| *begin < actions.len())
            .ok_or_else(|| Fault::invalid_input("Marker is none that was given for this request"))?,
    };
    // There is one result for each action; with many resources a page is shorter.
    let most = most.min((most_cases / resources.len().max(1)).max(1));
    let end = begin.saturating_add(most).min(actions.len());
    let mut answer = json!({ "EvaluationResults": [] });
    if let Some(asked) = actions.get(begin..end).filter(|asked| !asked.is_empty()) {
        let mut request = request;
        request.insert("action".to_owned(), json!(asked));
        request.insert("resource".to_owned(), json!(resources));
        request.insert("limit".to_owned(), json!(most_cases));
        let simulated = run("simulate_policy", Value::Object(request), Fault::invalid_input, cx)?;
        answer = formatted(simulated.as_ref(), "policy-simulator", Fault::undecided)?;
    }
    put(&mut answer, "IsTruncated", end < actions.len());
    if end < actions.len() {
        put(&mut answer, "Marker", page::token(end, &print));
    }
    Ok(answer)
}

/// The service takes no wildcards in actions.
fn sound_action(action: &str) -> Result<(), Fault> {
    let named = action.split_once(':').is_some_and(|(service, name)| !service.is_empty() && !name.is_empty());
    if !named || action.contains(['*', '?']) || action.chars().any(char::is_whitespace) {
        return Err(Fault::invalid_input(format!(
            "{action} is no action: write iam:CreateUser, without wildcards"
        )));
    }
    Ok(())
}

/// The request but for its actions and resources.
fn request(form: &Form, cx: &Context) -> Result<Map<String, Value>, Fault> {
    let mut request = Map::new();
    let mut put = |name: &str, value: Value| request.insert(name.to_owned(), value);
    let policies = documents(form, "PolicyInputList", cx)?;
    if policies.is_empty() {
        return Err(Fault::invalid_input("PolicyInputList must have an item"));
    }
    put("policy", policies.into());
    let boundaries = documents(form, "PermissionsBoundaryPolicyInputList", cx)?;
    if boundaries.len() > 1 {
        return Err(Fault::invalid_input("PermissionsBoundaryPolicyInputList must have one item"));
    }
    put("boundary", boundaries.into());
    put("scp", levels(form, cx)?.into());
    let caller = form.text("CallerArn").filter(|arn| !arn.is_empty());
    if let Some(arn) = caller {
        put("principal", sound_caller(arn)?.into());
    }
    if let Some(policy) = form.text("ResourcePolicy").filter(|policy| !policy.is_empty()) {
        if caller.is_none() {
            return Err(Fault::invalid_input(
                "ResourcePolicy needs CallerArn, which its principals are held against",
            ));
        }
        summary(policy, Fault::invalid_input, cx).map_err(|fault| fault.of_member("ResourcePolicy"))?;
        put("resource_policy", json!({ "text": policy }));
    }
    if let Some(owner) = form.text("ResourceOwner").filter(|owner| !owner.is_empty()) {
        put("resource_account", account(owner)?.into());
    }
    put("context", Value::Object(context::entries(form)?));
    Ok(request)
}

/// The policies of a list, each of which must be one.
fn documents(form: &Form, name: &str, cx: &Context) -> Result<Vec<Value>, Fault> {
    let document = |(index, text): (usize, &str)| {
        summary(text, Fault::invalid_input, cx).map_err(|fault| fault.within(name, index))?;
        Ok(json!({ "text": text }))
    };
    form.list(name).into_iter().enumerate().map(document).collect()
}

/// Service control policies, from the root of the organization down to the account.
fn levels(form: &Form, cx: &Context) -> Result<Vec<Value>, Fault> {
    let levels = form.entries("OrderedOrganizationPolicyInputList");
    if levels.len() > LEVELS {
        return Err(Fault::invalid_input(format!(
            "OrderedOrganizationPolicyInputList must have at most {LEVELS} items"
        )));
    }
    let mut policies = Vec::new();
    for (index, level) in levels.iter().enumerate() {
        let of_level = documents(level, "ServiceControlPolicyInputList", cx)?;
        if of_level.is_empty() {
            let fault = Fault::invalid_input("ServiceControlPolicyInputList must have an item");
            return Err(fault.within("OrderedOrganizationPolicyInputList", index));
        }
        policies.extend(of_level.into_iter().map(|mut policy| {
            put(&mut policy, "level", format!("level-{}", index + 1));
            policy
        }));
    }
    Ok(policies)
}

/// The service simulates users, groups and roles, not their sessions, and no services.
fn sound_caller(arn: &str) -> Result<&str, Fault> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let known = ["user/", "role/"];
    match parts.as_slice() {
        ["arn", _, "iam", "", _, name] if known.iter().any(|kind| name.starts_with(kind)) => Ok(arn),
        ["arn", _, "iam", "", _, name] if name.starts_with("group/") => {
            Err(Fault::invalid_input("CallerArn: a group makes no requests; name one of its users"))
        }
        _ => Err(Fault::invalid_input(format!("CallerArn: {arn} is the ARN of no IAM user and no role"))),
    }
}

/// The account that `arn:aws:iam::111122223333:root` is, or the number itself.
fn account(owner: &str) -> Result<&str, Fault> {
    let number = match owner.splitn(6, ':').collect::<Vec<_>>().as_slice() {
        ["arn", _, "iam", "", number, "root"] => *number,
        _ => owner,
    };
    if number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(number);
    }
    Err(Fault::invalid_input(format!(
        "ResourceOwner: {owner} is no account; write arn:aws:iam::111122223333:root"
    )))
}

/// What a marker belongs to: all but the size of the page.
fn print(request: &Map<String, Value>, actions: &[&str], resources: &[&str]) -> Vec<u8> {
    json!([request, actions, resources]).to_string().into_bytes()
}
