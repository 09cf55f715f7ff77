//! A difference, as it is told: the witness, and the statements that decide it.

use std::collections::BTreeMap;

use eval::{Request, StatementReport, Values, Verdict};
use policy::Source;
use prove::{Difference, Doubt, Witness};
use serde_json::Value;

use super::{Ask, Side};
use crate::wire::{Access, AccessChange, AccessVerdict, DecidedBy, DecidingStatement, Says, WitnessRequest};

/// So many statements of one side are told of, and so many that nearly match.
const MOST_DECIDING: usize = 8;
const MOST_NEAR: usize = 3;

/// Whether there is a difference, with a request that shows it. `by` allows it, and `not_by` does not; the new side is told first.
pub(crate) fn access(
    difference: &Difference,
    by: &Side,
    not_by: Option<&Side>,
    change: AccessChange,
    ask: &Ask,
) -> Access {
    let mut access = Access {
        verdict: AccessVerdict::None,
        witness: None,
        why: Vec::new(),
        decided_by: DecidedBy::default(),
        beyond_catalogue: None,
    };
    match &difference.verdict {
        prove::Verdict::None => {}
        prove::Verdict::Unknown(doubts) => {
            access.verdict = AccessVerdict::Unknown;
            access.why = doubts.iter().map(|doubt| doubt_in_words(doubt, &spent(ask))).collect();
        }
        prove::Verdict::Witness(witness) => {
            access.verdict = AccessVerdict::Witness;
            access.witness = Some(request(witness));
            let (allowed, allowing) = deciding(by, &witness.request, true);
            access.why.push(allowed);
            let mut refusing = Vec::new();
            if let Some(not_by) = not_by {
                let (refused, statements) = deciding(not_by, &witness.request, false);
                access.why.push(refused);
                refusing = statements;
            }
            access.decided_by = match change {
                AccessChange::New | AccessChange::Granted => DecidedBy { new: allowing, old: refusing },
                AccessChange::Removed => DecidedBy { new: refusing, old: allowing },
            };
        }
    }
    access
}

/// A witness on the wire.
pub(crate) fn request(witness: &Witness) -> WitnessRequest {
    let value = |values: &Values| match values {
        Values::One(value) => value.as_str().into(),
        Values::Many(values) => values.clone().into(),
        Values::Unknown => Value::Null,
    };
    let context: BTreeMap<_, _> =
        witness.context.iter().map(|(name, values)| (name.clone(), value(values))).collect();
    let request: &Request = &witness.request;
    WitnessRequest {
        principal: request.caller().text().to_owned(),
        action: request.action().to_owned(),
        resource: request.resource().to_owned(),
        context,
        absent: witness.absent.clone(),
    }
}

/// Why nothing more is known, in sentences.
pub(crate) fn doubts(difference: &Difference, ask: &Ask) -> Vec<String> {
    match &difference.verdict {
        prove::Verdict::Unknown(doubts) => {
            doubts.iter().map(|doubt| doubt_in_words(doubt, &spent(ask))).collect()
        }
        prove::Verdict::None | prove::Verdict::Witness(_) => Vec::new(),
    }
}

fn spent(ask: &Ask) -> String {
    let steps = ask.steps();
    match ask.time_limit {
        Some(limit) => {
            format!(
                "the search ended after {steps} steps or {limit} seconds; `--steps` and `--time-limit` allow more"
            )
        }
        None => format!("the search ended after {steps} steps; `--steps` allows more"),
    }
}

/// Why nothing was proved; `spent` is what to say if the work that was allowed did not suffice.
pub(crate) fn doubt_in_words(doubt: &Doubt, spent: &str) -> String {
    match doubt {
        Doubt::Variable(name) => {
            format!("it hangs on the policy variable `{name}`, of whose values only some were looked at")
        }
        Doubt::Unreadable { statement, why } => format!("{statement} cannot be judged: {why}"),
        Doubt::MixedKey(key) => format!("`{key}` is compared as values of several kinds"),
        Doubt::Accounts(pattern) => {
            format!(
                "it hangs on which of the accounts `{pattern}` is meant, of which only some were looked at"
            )
        }
        Doubt::Budget => spent.to_owned(),
        Doubt::Unconfirmed(request) => {
            format!(
                "a request was found that the evaluator does not confirm, which is a fault of Leastwise's: {request}"
            )
        }
    }
}

/// Why a side decides as it does, and the statements that do; where none allows the request, those that nearly do.
pub(super) fn deciding(side: &Side, request: &Request, allowed: bool) -> (String, Vec<DecidingStatement>) {
    let said = side.says(request);
    let (mut statements, mut near) = (Vec::new(), Vec::new());
    for (policy, source) in &said.policies {
        for statement in &policy.statements {
            let told = |says, element: Option<&str>, why: Option<&str>| {
                told(&policy.name, statement, *source, says, element, why)
            };
            match &statement.verdict {
                Verdict::Matches if statement.allows && allowed => {
                    statements.push(told(Says::Allows, None, None));
                }
                Verdict::Matches if statement.denies && !allowed => {
                    statements.push(told(Says::Denies, None, None));
                }
                Verdict::Fails { element, why } if statement.allows && !allowed => match *element {
                    "Action" | "NotAction" => {}
                    "Condition" => near.push((0, told(Says::WouldAllow, Some(element), Some(why)))),
                    _ => near.push((1, told(Says::WouldAllow, Some(element), Some(why)))),
                },
                Verdict::Unknown { why } => near.push((2, told(Says::Unknown, None, Some(why)))),
                _ => {}
            }
        }
    }
    statements.truncate(MOST_DECIDING);
    let name = &side.name;
    if let Some(first) = statements.first() {
        let verb = if allowed { "allows" } else { "denies" };
        let own = || format!("{} of {} {verb} it", first.statement, first.policy);
        return (said.reason.map_or_else(own, |reason| format!("`{name}`: {reason}")), statements);
    }
    let own = || if allowed { "nothing stands in the way" } else { "no statement allows it" }.to_owned();
    let reason = format!("`{name}`: {}", said.reason.unwrap_or_else(own));
    near.sort_by_key(|(rank, _)| *rank);
    let near = near.into_iter().filter(|_| !allowed).take(MOST_NEAR).map(|(_, told)| told);
    (reason, near.collect())
}

fn told(
    policy: &str,
    statement: &StatementReport,
    source: Option<&Source>,
    says: Says,
    element: Option<&str>,
    why: Option<&str>,
) -> DecidingStatement {
    let position = source.map(|source| source.position(statement.span.range().start));
    DecidingStatement {
        policy: policy.to_owned(),
        statement: statement.label.clone(),
        index: statement.index,
        path: source.map_or_else(String::new, |source| source.name().to_owned()),
        line: position.map_or(1, |position| position.line),
        column: position.map_or(1, |position| position.column),
        says,
        element: element.map(str::to_owned),
        why: why.map(str::to_owned),
    }
}
