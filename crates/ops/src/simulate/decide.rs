//! One case to its decision, the reasons, and whether that was expected.

use std::collections::BTreeMap;

use catalog::Catalog;
use eval::{Layer, Switches, Values, explain};
use serde_json::Value;

use super::asked::Asked;
use super::case::Case;
use super::chain::{layers, near_misses};
use super::deciding::deciding;
use super::held::Held;
use super::many;
use crate::wire::{Deciding, Decision, SimulatedCase};
use crate::{Context, OpError};

/// How all cases of a run are decided.
pub(crate) struct Settings<'a> {
    pub(crate) cx: &'a Context,
    pub(crate) catalog: &'a Catalog,
    pub(crate) switches: Switches,
    /// Whether every statement is told of.
    pub(crate) explain: bool,
    /// Whether what cannot be asked is refused, rather than unknown: then it is all that was asked for.
    pub(crate) is_strict: bool,
}

/// Decides a case.
pub(crate) fn decide(
    case: &Case,
    held: &Held,
    place: Option<String>,
    settings: &Settings<'_>,
) -> Result<SimulatedCase, OpError> {
    let mut answer = begun(case, place);
    let asked = &case.asked;
    let result = if many::is_pattern(asked, settings.catalog) {
        many::decide(asked, held, settings, &mut answer)?
    } else {
        one(asked, held, settings, &mut answer)
    };
    if let Err(why) = result {
        if settings.is_strict {
            return Err(OpError::invalid(why));
        }
        answer.reasons.push(why);
    }
    judge(case, &mut answer);
    Ok(answer)
}

/// A case that cannot be asked: unknown, for a reason that says so.
pub(crate) fn undecided(case: &Case, place: Option<String>, why: String) -> SimulatedCase {
    let mut answer = begun(case, place);
    answer.reasons.push(why);
    judge(case, &mut answer);
    answer
}

fn begun(case: &Case, place: Option<String>) -> SimulatedCase {
    let asked = &case.asked;
    SimulatedCase {
        name: case.name.clone().unwrap_or_else(|| format!("{} on {}", asked.action, asked.resource)),
        place,
        principal: asked.principal(),
        action: asked.action.clone(),
        resource: asked.resource.clone(),
        decision: Decision::Unknown,
        blocked_by: Vec::new(),
        expected: None,
        expected_blocked_by: Vec::new(),
        ok: None,
        reasons: Vec::new(),
        filled: BTreeMap::new(),
        hangs_on: Vec::new(),
        answers: None,
        layers: Vec::new(),
        deciding: Deciding::default(),
    }
}

/// Decides one request; the error says why it cannot be asked.
fn one(
    asked: &Asked,
    held: &Held,
    settings: &Settings<'_>,
    answer: &mut SimulatedCase,
) -> Result<(), String> {
    let request = asked.request(&asked.action, &asked.resource, held, settings.cx.now())?;
    let explanation = held.with(|policies| explain(&request, policies, settings.switches));
    answer.decision = explanation.decision.outcome.into();
    answer.blocked_by = explanation.decision.blocked_by.iter().map(|layer| layer.name().to_owned()).collect();
    answer.reasons = vec![reason(&explanation)];
    if answer.decision == Decision::ImplicitlyDenied {
        answer.reasons.extend(near_misses(&explanation, held));
    }
    answer.deciding = deciding(&explanation, &request, held, settings.catalog);
    answer.filled = filled(&request);
    answer.hangs_on = explanation.hangs_on.iter().map(|switch| switch.name().to_owned()).collect();
    if settings.explain {
        answer.layers = layers(&explanation, held);
    }
    Ok(())
}

/// The sentence of an explanation; one that is empty would leave people alone.
pub(super) fn reason(explanation: &eval::Explanation) -> String {
    if explanation.reason.is_empty() {
        "it hangs on several things that are not known".to_owned()
    } else {
        explanation.reason.clone()
    }
}

/// What follows from the request and was not given.
pub(super) fn filled(request: &eval::Request) -> BTreeMap<String, Value> {
    let value = |values: &Values| match values {
        Values::One(value) => value.as_str().into(),
        Values::Many(values) => values.clone().into(),
        Values::Unknown => Value::Null,
    };
    request.context().filled().into_iter().map(|(key, values)| (key.to_owned(), value(values))).collect()
}

fn judge(case: &Case, answer: &mut SimulatedCase) {
    let Some(expected) = &case.expected else { return };
    let mut ok = expected.decision.is_none_or(|expected| expected.is_met_by(answer.decision));
    for word in &expected.blocked_by {
        match layer(word) {
            None => {
                answer.reasons.push(format!("`{word}`, which is expected to block it, is no layer"));
                ok = false;
            }
            Some(layer) => ok &= answer.blocked_by.iter().any(|name| name == layer.name()),
        }
    }
    answer.expected = expected.decision;
    answer.expected_blocked_by.clone_from(&expected.blocked_by);
    answer.ok = Some(ok);
}

/// The layer that a word means: its name, or that of its policies.
fn layer(word: &str) -> Option<Layer> {
    let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_ascii_lowercase();
    let stem = word.trim_end_matches("policies").trim_end_matches("policy");
    match stem {
        "pb" | "permissionboundary" | "permissionsboundary" | "permissionboundaries" => Some(Layer::Boundary),
        "vpce" | "vpcendpoint" => Some(Layer::Endpoint),
        "scps" => Some(Layer::Scp),
        "rcps" => Some(Layer::Rcp),
        stem => Layer::ALL.into_iter().find(|layer| layer.name() == stem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_have_several_names() {
        for (word, name) in [
            ("scp", "scp"),
            ("SCPs", "scp"),
            ("identityPolicies", "identity"),
            ("resource-policy", "resource"),
            ("permissionBoundaries", "boundary"),
            ("vpce", "endpoint"),
            ("session", "session"),
        ] {
            assert_eq!(layer(word).map(Layer::name), Some(name), "{word}");
        }
        assert_eq!(layer("bucket"), None);
    }
}
