//! The chain of reasons, with the place of each statement.

use eval::{Explanation, PolicyReport, StatementReport, Verdict};

use super::attached::place;
use super::held::Held;
use crate::wire::{Applies, ExplainedLayer, ExplainedPolicy, ExplainedStatement};

/// So many statements that nearly allowed are told of.
const MOST_NEAR: usize = 3;

/// Every layer that has a say, statement by statement.
pub(super) fn layers(explanation: &Explanation, held: &Held) -> Vec<ExplainedLayer> {
    let of = |report: &eval::LayerReport| {
        let policies = report.policies.iter().enumerate();
        ExplainedLayer {
            layer: report.layer.name().to_owned(),
            policies: policies.map(|(index, policy)| explained(policy, report.layer, index, held)).collect(),
        }
    };
    explanation.layers.iter().map(of).collect()
}

/// The statements that would have allowed but for their resources, principals or conditions; those of conditions first.
pub(super) fn near_misses(explanation: &Explanation, held: &Held) -> Vec<String> {
    let mut near = Vec::new();
    for report in &explanation.layers {
        if !explanation.decision.blocked_by.contains(report.layer) {
            continue;
        }
        for (index, policy) in report.policies.iter().enumerate() {
            for statement in policy.statements.iter().filter(|statement| statement.allows) {
                let Verdict::Fails { element, why } = &statement.verdict else { continue };
                let rank = match *element {
                    "Condition" => 0,
                    "Action" | "NotAction" => continue,
                    _ => 1,
                };
                let at = place_of(statement, report.layer, index, held);
                near.push((
                    rank,
                    format!("{} of {} does not apply: {why} ({at})", statement.label, policy.name),
                ));
            }
        }
    }
    near.sort_by_key(|(rank, _)| *rank);
    near.into_iter().take(MOST_NEAR).map(|(_, line)| line).collect()
}

fn explained(policy: &PolicyReport, layer: eval::Layer, index: usize, held: &Held) -> ExplainedPolicy {
    let statements = policy.statements.iter().map(|statement| {
        let (applies, element, why) = match &statement.verdict {
            Verdict::Matches => (Applies::Yes, None, None),
            Verdict::Fails { element, why } => (Applies::No, Some((*element).to_owned()), Some(why.clone())),
            Verdict::Unknown { why } => (Applies::Unknown, None, Some(why.clone())),
        };
        let effect = match (statement.allows, statement.denies) {
            (true, _) => Some("Allow"),
            (_, true) => Some("Deny"),
            _ => None,
        };
        ExplainedStatement {
            statement: statement.label.clone(),
            place: place_of(statement, layer, index, held),
            effect: effect.map(str::to_owned),
            applies,
            element,
            why,
        }
    });
    ExplainedPolicy {
        name: policy.name.clone(),
        level: policy.level.clone().filter(|level| !level.is_empty()),
        statements: statements.collect(),
    }
}

fn place_of(statement: &StatementReport, layer: eval::Layer, index: usize, held: &Held) -> String {
    held.source(layer, index).map(|source| place(source, statement.span.range().start)).unwrap_or_default()
}
