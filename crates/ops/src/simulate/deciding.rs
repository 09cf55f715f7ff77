//! What a decision was made of: the statements, the keys that were missing, and what each side said.

use catalog::Catalog;
use eval::{Explanation, Layer, LayerReport, PolicyReport, Request, StatementReport, Values, Verdict};
use policy::ResourcePattern;

use super::held::Held;
use crate::wire::{DecidedStatement, Deciding, Decision, GivenAs, Place};

/// The layers that IAM's policy simulator tells of.
const TOLD: [Layer; 3] = [Layer::Identity, Layer::Resource, Layer::Boundary];

pub(super) fn deciding(
    explanation: &Explanation,
    request: &Request,
    held: &Held,
    catalog: &Catalog,
) -> Deciding {
    let decision = Decision::from(explanation.decision.outcome);
    let missing = missing(explanation, request, held);
    let layer = |wanted: Layer| explanation.layers.iter().find(|report| report.layer == wanted);
    let across = request.resource_account().is_some_and(|owner| request.caller().account() != Some(owner));
    let said = |wanted| layer(wanted).map_or(Decision::ImplicitlyDenied, |report| says(&report.policies));
    Deciding {
        statements: statements(explanation, decision, held),
        hangs_on_missing: decision == Decision::Unknown && hangs_on_missing(explanation, request, held),
        missing,
        by_organization: layer(Layer::Scp).and_then(by_levels),
        by_boundary: layer(Layer::Boundary).and_then(|report| allowed(says(&report.policies))),
        sides: across.then(|| (said(Layer::Identity), said(Layer::Resource))),
        arn_format: arn_format(request, catalog),
    }
}

fn statements(explanation: &Explanation, decision: Decision, held: &Held) -> Vec<DecidedStatement> {
    let decides = |layer: Layer, statement: &StatementReport| {
        statement.verdict == Verdict::Matches
            && match decision {
                Decision::Allowed => statement.allows && layer != Layer::Boundary,
                Decision::ExplicitlyDenied => statement.denies,
                Decision::ImplicitlyDenied | Decision::Unknown => false,
            }
    };
    let mut decided = Vec::new();
    for (layer, index, policy) in told(explanation) {
        let Some(source) = held.source(layer, index) else { continue };
        for statement in policy.statements.iter().filter(|statement| decides(layer, statement)) {
            let policy = match layer {
                Layer::Identity => GivenAs::Identity(index),
                Layer::Boundary => GivenAs::Boundary(index),
                _ => GivenAs::Resource,
            };
            decided.push(DecidedStatement { policy, span: Place::new(source, statement.span) });
        }
    }
    decided
}

/// The keys of all statements that hang on them for this request.
fn missing(explanation: &Explanation, request: &Request, held: &Held) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    for (layer, index, policy) in told(explanation) {
        let statements = policy.statements.iter().filter(|statement| is_about(statement));
        for key in statements.flat_map(|statement| held.keys_of(layer, index, statement.index)) {
            if is_missing(key, request) && !missing.iter().any(|other| other.eq_ignore_ascii_case(key)) {
                missing.push(key.clone());
            }
        }
    }
    missing
}

/// Whether each statement of which nobody knows whether it applies looks at a key that is missing.
fn hangs_on_missing(explanation: &Explanation, request: &Request, held: &Held) -> bool {
    let layers = explanation.layers.iter();
    let mut unknown = layers
        .flat_map(policies)
        .filter(|(_, _, policy)| policy.statements.iter().any(is_unknown))
        .peekable();
    unknown.peek().is_some()
        && unknown.all(|(layer, index, policy)| {
            let mut statements = policy.statements.iter().filter(|statement| is_unknown(statement));
            statements.all(|statement| {
                held.keys_of(layer, index, statement.index).iter().any(|key| is_missing(key, request))
            })
        })
}

fn is_unknown(statement: &StatementReport) -> bool {
    matches!(statement.verdict, Verdict::Unknown { .. })
}

/// Whether the values of keys may decide: the statement is about the action and the caller. A resource may be named by a variable.
fn is_about(statement: &StatementReport) -> bool {
    match &statement.verdict {
        Verdict::Matches | Verdict::Unknown { .. } => true,
        Verdict::Fails { element, why } => match *element {
            "Condition" => true,
            "Resource" => why.starts_with("`${"),
            _ => false,
        },
    }
}

fn is_missing(key: &str, request: &Request) -> bool {
    matches!(request.context().get(key), None | Some(Values::Unknown))
}

fn told(explanation: &Explanation) -> impl Iterator<Item = (Layer, usize, &PolicyReport)> {
    let of = |layer: Layer| explanation.layers.iter().filter(move |report| report.layer == layer);
    TOLD.into_iter().flat_map(of).flat_map(policies)
}

fn policies(report: &LayerReport) -> impl Iterator<Item = (Layer, usize, &PolicyReport)> {
    report.policies.iter().enumerate().map(|(index, policy)| (report.layer, index, policy))
}

/// What policies that count together say by themselves.
fn says<'a>(policies: impl IntoIterator<Item = &'a PolicyReport>) -> Decision {
    let (mut allows, mut unknown) = (false, false);
    for statement in policies.into_iter().flat_map(|policy| &policy.statements) {
        match statement.verdict {
            Verdict::Matches if statement.denies => return Decision::ExplicitlyDenied,
            Verdict::Matches => allows |= statement.allows,
            Verdict::Unknown { .. } => unknown = true,
            Verdict::Fails { .. } => {}
        }
    }
    match (unknown, allows) {
        (true, _) => Decision::Unknown,
        (false, true) => Decision::Allowed,
        (false, false) => Decision::ImplicitlyDenied,
    }
}

fn allowed(said: Decision) -> Option<bool> {
    (said != Decision::Unknown).then_some(said == Decision::Allowed)
}

/// Every level of the organization must allow.
fn by_levels(report: &LayerReport) -> Option<bool> {
    let mut levels: Vec<(&Option<String>, Vec<&PolicyReport>)> = Vec::new();
    for policy in &report.policies {
        match levels.iter_mut().find(|(level, _)| **level == policy.level) {
            Some((_, others)) => others.push(policy),
            None => levels.push((&policy.level, vec![policy])),
        }
    }
    let said: Vec<_> = levels.into_iter().map(|(_, policies)| allowed(says(policies))).collect();
    if said.contains(&Some(false)) {
        return Some(false);
    }
    said.iter().all(|said| *said == Some(true)).then_some(true)
}

fn arn_format(request: &Request, catalog: &Catalog) -> Option<String> {
    let action = catalog.action(request.action())?;
    let target = *action.targets_meeting(&ResourcePattern::parse(request.resource())).first()?;
    target.resource.arn_formats().next().map(str::to_owned)
}
