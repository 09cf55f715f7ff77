//! One request for many resources: do all, some or none of them get the same answer?

use policy::ResourcePattern;

use crate::decide::{Outcome, Policies, decide};
use crate::{Decision, Prepared, Request, Switches};

/// How the resources that match a pattern fare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Survey {
    /// Every one is decided alike.
    All(Decision),
    /// Some are allowed and some are not: one of each.
    Some { allowed: String, denied: String, denial: Decision },
    /// Neither could be shown; all that were looked at were decided so.
    Unknown { seen: Option<(String, Decision)> },
}

/// Decides a request for every resource that its own, read as a pattern with wildcards, matches.
///
/// "All" is proven on the patterns; "some" is shown by two resources that the evaluator decides differently.
pub fn survey(request: &Request, policies: &Policies<'_>, switches: Switches) -> Survey {
    let together = decide(&request.for_all(), policies, switches);
    if together.outcome != Outcome::Unknown {
        return Survey::All(together);
    }
    let decide = |resource: &String| decide(&request.on(resource), policies, switches);
    let examples = examples(request, policies);
    let decided: Vec<_> = examples.iter().map(|resource| (resource, decide(resource))).collect();
    let find = |wanted: fn(Outcome) -> bool| decided.iter().find(|(_, decision)| wanted(decision.outcome));
    let allowed = find(|outcome| outcome == Outcome::Allowed);
    let denied = find(|outcome| matches!(outcome, Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied));
    match (allowed, denied) {
        (Some((allowed, _)), Some((denied, denial))) => {
            Survey::Some { allowed: (*allowed).clone(), denied: (*denied).clone(), denial: *denial }
        }
        (Some(seen), None) | (None, Some(seen)) => Survey::Unknown { seen: Some((seen.0.clone(), seen.1)) },
        (None, None) => Survey::Unknown { seen: None },
    }
}

/// At most so many resources are looked at; each is decided in microseconds.
const MOST_EXAMPLES: usize = 4096;

/// Resources of the pattern that lie inside and outside of the patterns of the policies.
fn examples(request: &Request, policies: &Policies<'_>) -> Vec<String> {
    let asked = ResourcePattern::parse(request.resource());
    let patterns: Vec<_> = all(policies)
        .flat_map(Prepared::statements)
        .flat_map(|statement| statement.resources.patterns())
        .filter(|pattern| !pattern.intersects(&asked).is_no())
        // What variables stand for shows in other patterns, or not at all.
        .map(|pattern| ResourcePattern::parse(pattern.as_str()))
        .collect();
    let mut examples: Vec<String> = asked.common(&asked).into_iter().collect();
    for pattern in &patterns {
        let inside = pattern.common(&asked);
        let outside = asked.outside(pattern);
        // What lies in one pattern and outside of another shows what a Deny takes out of an Allow.
        let between = patterns.iter().filter_map(|other| {
            let both = pattern.common(&asked)?;
            (!other.matches(&both).is_yes()).then_some(both).or_else(|| pattern.outside(other))
        });
        examples.extend(inside.into_iter().chain(outside).chain(between));
        if examples.len() > MOST_EXAMPLES {
            break;
        }
    }
    examples.retain(|example| asked.matches(example).is_yes());
    examples.sort();
    examples.dedup();
    examples
}

fn all<'a>(policies: &Policies<'a>) -> impl Iterator<Item = &'a Prepared> {
    let levels = policies.scps.iter().chain(policies.rcps).flat_map(|level| level.policies);
    let lists = [Some(policies.identity), policies.boundary, policies.session, policies.endpoint];
    lists.into_iter().flatten().flatten().chain(policies.resource).chain(levels)
}
