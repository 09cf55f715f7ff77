//! The evaluator against a plain one, written from AWS's pages without regard to speed or reasons.
//!
//! It knows texts and lists only: no patterns made ready, no spans, no switches, no third value.
#![allow(clippy::string_slice, reason = "the texts are those of the small worlds, which are ASCII")]

use eval::Switches;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::case::Case;
use crate::world::world;

fn list(value: &Value) -> Vec<&str> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// `*` and `?` by brute force.
fn like(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(b'*'), _) => like(&pattern[1..], text) || (!text.is_empty() && like(pattern, &text[1..])),
        (Some(wanted), Some(letter)) => {
            (*wanted == b'?' || wanted == letter) && like(&pattern[1..], &text[1..])
        }
        _ => false,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    like(pattern.as_bytes(), text.as_bytes())
}

fn arn_matches(pattern: &str, arn: &str) -> bool {
    let mut parts = pattern.splitn(6, ':').zip(arn.splitn(6, ':'));
    pattern == "*" || parts.all(|(pattern, text)| matches(pattern, text))
}

/// The text with its variables filled in; values of the worlds hold no wildcards.
fn filled(text: &str, variables: bool, context: &Value) -> Option<String> {
    let mut text = text.to_owned();
    while let Some(start) = text.find("${").filter(|_| variables) {
        let end = text.find('}')?;
        let (key, default) = text[start + 2..end].split_once(", ").unwrap_or((&text[start + 2..end], ""));
        let value = match &context[key] {
            Value::Null if !default.is_empty() => default.trim_matches('\''),
            value => value.as_str()?,
        };
        text = format!("{}{value}{}", &text[..start], &text[end + 1..]);
    }
    Some(text)
}

fn compare(operator: &str, wanted: &str, given: &str) -> bool {
    let numbers = given.parse::<f64>().ok().zip(wanted.parse::<f64>().ok());
    match operator {
        "StringEquals" => wanted == given,
        "StringEqualsIgnoreCase" => wanted.eq_ignore_ascii_case(given),
        "StringLike" => matches(wanted, given),
        "Bool" => wanted == given && ["true", "false"].contains(&wanted),
        "NumericLessThan" => numbers.is_some_and(|(given, wanted)| given < wanted),
        _ => numbers.is_some_and(|(given, wanted)| (given - wanted).abs() < 1e-9),
    }
}

fn condition_holds(operator: &str, key: &str, wanted: &Value, variables: bool, context: &Value) -> bool {
    let (set, name) = operator.split_once(':').unwrap_or(("", operator));
    let name = name.trim_end_matches("IfExists");
    let (given, wanted) = (list(&context[key]), list(wanted));
    if name == "Null" {
        return wanted.contains(&if given.is_empty() { "true" } else { "false" });
    }
    let negated = name.contains("Not");
    if given.is_empty() {
        return operator.ends_with("IfExists") || set == "ForAllValues" || (negated && set.is_empty());
    }
    let passes = |given: &&str| {
        let is_number = |text: &&str| text.parse::<f64>().is_ok();
        if name == "NumericNotEquals" && !(is_number(given) && wanted.iter().all(is_number)) {
            return false;
        }
        let known =
            wanted.iter().filter_map(|text| filled(text, variables && name.starts_with("String"), context));
        known.into_iter().any(|wanted| compare(&name.replace("Not", ""), &wanted, given)) != negated
    };
    match set {
        "ForAllValues" => given.iter().all(passes),
        "ForAnyValue" => given.iter().any(passes),
        _ => given.len() == 1 && passes(&given[0]),
    }
}

/// Whether a statement matches, leaving aside who it is about.
fn applies(statement: &Value, variables: bool, request: &Value) -> bool {
    let (context, arn) = (&request["context"], request["resource"]["arn"].as_str().unwrap());
    let action = request["action"].as_str().unwrap().to_lowercase();
    let acts = |name| list(&statement[name]).iter().any(|pattern| matches(&pattern.to_lowercase(), &action));
    let meets = |name| {
        let known = list(&statement[name]).into_iter().filter_map(|text| filled(text, variables, context));
        known.into_iter().any(|text| arn_matches(&text, arn))
    };
    let blocks = statement["Condition"].as_object().into_iter().flatten();
    let mut pairs = blocks
        .flat_map(|(operator, block)| block.as_object().unwrap().iter().map(move |pair| (operator, pair)));
    (acts("Action") || (statement["Action"].is_null() && !acts("NotAction")))
        && (meets("Resource") || (statement["Resource"].is_null() && !meets("NotResource")))
        && pairs.all(|(operator, (key, wanted))| condition_holds(operator, key, wanted, variables, context))
}

/// How far a statement's principals reach for the caller: "full", "limited", "delegated" or not at all.
fn reach(statement: &Value, caller: &str) -> Option<&'static str> {
    let account = caller.split(':').nth(4).unwrap_or("nobody's");
    let session = |named: &str| {
        named
            .replace(":iam:", ":sts:")
            .replace("user/", "federated-user/")
            .replace("role/App", "assumed-role/App/s")
    };
    let named = list(&statement["Principal"]["AWS"]);
    let everyone =
        named.contains(&"*") && !(caller.starts_with("cloudtrail") && statement["Effect"] == "Allow");
    if everyone || named.contains(&caller) {
        return Some("full");
    }
    let limited = named.iter().any(|named| session(named) == caller);
    let delegated =
        named.iter().any(|named| *named == account || named.ends_with(&format!("{account}:root")));
    if limited { Some("limited") } else { delegated.then_some("delegated") }
}

/// The statements with an effect that match.
fn matching<'a>(policies: &[&'a Value], effect: &str, request: &Value) -> Vec<&'a Value> {
    let all = policies.iter().flat_map(|policy| {
        let statements = policy["Statement"].as_array().into_iter().flatten();
        statements.map(move |statement| (statement, policy["Version"] == "2012-10-17"))
    });
    let matching = all.filter(|(it, variables)| it["Effect"] == effect && applies(it, *variables, request));
    matching.map(|(statement, _)| statement).collect()
}

fn decide(world: &Value) -> &'static str {
    let request = &world["request"];
    let caller = request["principal"].as_str().unwrap();
    let is_service = caller.starts_with("cloudtrail");
    let all = |name| world[name].as_array().into_iter().flatten().filter(|_| !is_service).collect::<Vec<_>>();
    let one = |name| [&world[name]].into_iter().filter(|it| !it.is_null()).collect::<Vec<_>>();
    let (identity, boundary, session) =
        (all("identityPolicies"), all("permissionBoundaries"), one("sessionPolicy"));
    let levels =
        all("scps").into_iter().map(|level| level["policies"].as_array().unwrap().iter().collect::<Vec<_>>());
    let levels: Vec<_> = levels.collect();
    let session = if is_service { Vec::new() } else { session };
    let denies = |side: &Vec<&Value>| !matching(side, "Deny", request).is_empty();
    let allows = |side: &Vec<&Value>| !matching(side, "Allow", request).is_empty();
    let named = |effect| {
        matching(&one("resourcePolicy"), effect, request)
            .into_iter()
            .filter_map(|it| reach(it, caller))
            .collect::<Vec<_>>()
    };
    if [&identity, &boundary, &session].into_iter().chain(&levels).any(denies) || !named("Deny").is_empty() {
        return "ExplicitlyDenied";
    }
    let limits = (boundary.is_empty() || allows(&boundary)) && (session.is_empty() || allows(&session));
    let own = allows(&identity) && limits && !(caller.contains("federated-user") && session.is_empty());
    let reaches = named("Allow");
    let granted = match caller.split(':').nth(4) {
        None => !reaches.is_empty(),
        Some("111111111111") => own || reaches.contains(&"full") || (reaches.contains(&"limited") && limits),
        Some(_) => own && !reaches.is_empty(),
    };
    if granted && levels.iter().all(allows) { "Allowed" } else { "ImplicitlyDenied" }
}

#[test]
fn a_plain_evaluator_agrees_on_100_000_small_worlds() {
    let mut runner = TestRunner::new(Config { cases: 100_000, ..Config::default() });
    runner
        .run(&world(), |world| {
            let decided = Case::read(&world).decide(Switches::default()).outcome.name();
            prop_assert_eq!(decided, decide(&world));
            Ok(())
        })
        .unwrap();
}
