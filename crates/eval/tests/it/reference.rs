//! The evaluator against a plain one, written from AWS's pages without regard to speed or reasons.
//!
//! It knows texts and lists only: no patterns made ready, no spans, no switches, no third value.

use eval::Switches;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::Value;

use crate::case::Case;
use crate::world::world;

fn list(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}

/// `*` and `?` by brute force.
fn like(pattern: &[char], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some('*'), _) => like(&pattern[1..], text) || (!text.is_empty() && like(pattern, &text[1..])),
        (Some('?'), Some(_)) => like(&pattern[1..], &text[1..]),
        (Some(wanted), Some(letter)) => wanted == letter && like(&pattern[1..], &text[1..]),
        _ => false,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    like(&pattern.chars().collect::<Vec<_>>(), &text.chars().collect::<Vec<_>>())
}

fn arn_matches(pattern: &str, arn: &str) -> bool {
    let parts = |text: &str| text.splitn(6, ':').map(str::to_owned).collect::<Vec<_>>();
    pattern == "*" || parts(pattern).iter().zip(parts(arn)).all(|(pattern, text)| matches(pattern, &text))
}

/// The text with its variables filled in; values of the worlds hold no wildcards.
fn filled(text: &str, variables: bool, context: &Value) -> Option<String> {
    let mut text = text.to_owned();
    while let Some(start) = text.find("${").filter(|_| variables) {
        let end = start + text[start..].find('}').unwrap();
        let (key, default) = match text[start + 2..end].split_once(", ") {
            Some((key, default)) => (key.to_owned(), Some(default.trim_matches('\'').to_owned())),
            None => (text[start + 2..end].to_owned(), None),
        };
        let value = match &context[&key] {
            Value::Null => default?,
            Value::String(value) => value.clone(),
            _ => return None,
        };
        text.replace_range(start..=end, &value);
    }
    Some(text)
}

fn compare(operator: &str, wanted: &str, given: &str) -> bool {
    match operator {
        "StringEquals" => wanted == given,
        "Bool" => ["true", "false"].contains(&wanted) && wanted == given,
        "StringEqualsIgnoreCase" => wanted.to_lowercase() == given.to_lowercase(),
        "StringLike" => matches(wanted, given),
        "NumericLessThan" => {
            matches!((given.parse::<f64>(), wanted.parse::<f64>()), (Ok(given), Ok(wanted)) if given < wanted)
        }
        "NumericEquals" => given
            .parse::<f64>()
            .is_ok_and(|given| wanted.parse::<f64>().is_ok_and(|wanted| (given - wanted).abs() < 1e-9)),
        other => unreachable!("{other}"),
    }
}

fn condition_holds(operator: &str, key: &str, wanted: &Value, variables: bool, context: &Value) -> bool {
    let if_exists = operator.ends_with("IfExists");
    let (set, operator) = operator.split_once(':').map_or(("", operator), |(set, rest)| (set, rest));
    let operator = operator.trim_end_matches("IfExists");
    let (given, wanted) = (list(&context[key]), list(wanted));
    if operator == "Null" {
        return wanted.contains(&given.is_empty().to_string());
    }
    let negated = operator.contains("Not");
    if given.is_empty() {
        return if_exists || set == "ForAllValues" || (negated && set.is_empty());
    }
    let base = operator.replace("Not", "");
    let passes = |given: &String| {
        let is_text = operator.starts_with("String");
        let known = |wanted: &String| filled(wanted, variables && is_text, context);
        let numeric = operator.starts_with("Numeric");
        if negated && numeric && wanted.iter().chain([given]).any(|text| text.parse::<f64>().is_err()) {
            return false;
        }
        let any = wanted.iter().filter_map(known).any(|wanted| compare(&base, &wanted, given));
        any != negated
    };
    match set {
        "ForAllValues" => given.iter().all(passes),
        "ForAnyValue" => given.iter().any(passes),
        _ => given.len() == 1 && passes(&given[0]),
    }
}

/// Whether a statement matches, leaving aside who it is about.
fn applies(statement: &Value, variables: bool, request: &Value) -> bool {
    let context = &request["context"];
    let action = request["action"].as_str().unwrap().to_lowercase();
    let arn = request["resource"]["arn"].as_str().unwrap();
    let acts =
        |name: &str| list(&statement[name]).iter().any(|pattern| matches(&pattern.to_lowercase(), &action));
    let meets = |name: &str| {
        list(&statement[name])
            .iter()
            .filter_map(|text| filled(text, variables, context))
            .any(|text| arn_matches(&text, arn))
    };
    let action = if statement["Action"].is_null() { !acts("NotAction") } else { acts("Action") };
    let resource = if statement["Resource"].is_null() { !meets("NotResource") } else { meets("Resource") };
    let blocks = statement["Condition"].as_object().into_iter().flatten();
    let mut pairs = blocks
        .flat_map(|(operator, pairs)| pairs.as_object().unwrap().iter().map(move |pair| (operator, pair)));
    action
        && resource
        && pairs.all(|(operator, (key, wanted))| condition_holds(operator, key, wanted, variables, context))
}

/// How far a principal element reaches for the caller: "full", "limited", "delegated" or not at all.
fn reach(statement: &Value, caller: &str) -> Option<&'static str> {
    let account = caller.split(':').nth(4).unwrap_or("");
    let reach = |named: &String| match named.as_str() {
        "*" if caller.ends_with(".com") && statement["Effect"] == "Allow" => None,
        "*" => Some("full"),
        named if named == caller => Some("full"),
        named if !account.is_empty() && (named == account || named.ends_with(&format!("{account}:root"))) => {
            Some("delegated")
        }
        named if caller == named.replace(":iam:", ":sts:").replace("role/App", "assumed-role/App/s") => {
            Some("limited")
        }
        named if caller == named.replace(":iam:", ":sts:").replace("user/", "federated-user/") => {
            Some("limited")
        }
        _ => None,
    };
    let reaches: Vec<_> = list(&statement["Principal"]["AWS"]).iter().filter_map(reach).collect();
    ["full", "limited", "delegated"].into_iter().find(|wanted| reaches.contains(wanted))
}

/// The statements of some policies that match with an effect.
fn matching<'a>(policies: &[&'a Value], effect: &str, request: &Value) -> Vec<&'a Value> {
    let of = |policy: &&'a Value| -> Vec<&'a Value> {
        let variables = policy["Version"] == "2012-10-17";
        let statements = policy["Statement"].as_array().into_iter().flatten();
        statements.filter(|it| it["Effect"] == effect && applies(it, variables, request)).collect()
    };
    policies.iter().flat_map(of).collect()
}

fn decide(world: &Value) -> &'static str {
    let request = &world["request"];
    let caller = request["principal"].as_str().unwrap();
    let is_service = caller.ends_with(".com");
    let all = |name: &str| world[name].as_array().into_iter().flatten().collect::<Vec<_>>();
    let one = |name: &str| Some(&world[name]).filter(|it| !it.is_null()).into_iter().collect::<Vec<_>>();
    let levels: Vec<Vec<_>> = if is_service {
        Vec::new()
    } else {
        all("scps").iter().map(|level| level["policies"].as_array().unwrap().iter().collect()).collect()
    };
    let own: Vec<&[&Value]> = Vec::new();
    let (identity, boundary, session) =
        (all("identityPolicies"), all("permissionBoundaries"), one("sessionPolicy"));
    let sides = [&identity, &boundary, &session];
    let bearer = own
        .into_iter()
        .chain(sides.iter().filter(|_| !is_service).map(|side| side.as_slice()))
        .chain(levels.iter().map(Vec::as_slice));
    let resource = one("resourcePolicy");
    let named = |effect| {
        matching(&resource, effect, request)
            .into_iter()
            .filter_map(|it| reach(it, caller))
            .collect::<Vec<_>>()
    };
    if bearer.into_iter().any(|side| !matching(side, "Deny", request).is_empty()) || !named("Deny").is_empty()
    {
        return "ExplicitlyDenied";
    }
    let allows = |side: &[&Value]| !matching(side, "Allow", request).is_empty();
    let reaches = named("Allow");
    let limits = (world["permissionBoundaries"].is_null() || allows(&boundary))
        && (session.is_empty() || allows(&session));
    let federated = caller.contains("federated-user") && session.is_empty();
    let identity = !federated && allows(&identity) && limits;
    let granted = if is_service {
        !reaches.is_empty()
    } else if caller.contains("111111111111") {
        identity || reaches.contains(&"full") || (reaches.contains(&"limited") && limits)
    } else {
        identity && !reaches.is_empty()
    };
    let passes = levels.iter().all(|level| allows(level));
    if granted && passes { "Allowed" } else { "ImplicitlyDenied" }
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
