//! What is asked for, what comes out, and the way from one to the other.

use catalog::{Action, Catalog};
use policy::tree::Policy;

use super::actions::{Meant, meant};
use super::fit::fits;
use super::grouping::{Unit, grouped};
use super::{Refusal, asked, guards, told};
use crate::Demand;
use crate::draft::policy_of;

/// Actions, what they are to be done on, and under which conditions.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Names, or patterns that only stand for reading and listing.
    pub actions: &'a [String],
    /// ARNs, wildcards allowed; `*` for what can be limited to nothing.
    pub resources: &'a [String],
    pub conditions: &'a [Demand],
    pub guards: Guards,
}

/// Which conditions are added beside those asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guards {
    /// Only the one that a grant is not to be without: to which service a role may be passed.
    Needed,
    /// Also TLS where a service answers without it, and the owner of resources whose ARN names it.
    All,
}

/// The policy, and what there is to know about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimal {
    pub policy: Policy,
    /// One for each statement, in their order.
    pub statements: Vec<Reasoned>,
    /// What the policy does and what it does not, each true of it.
    pub notes: Vec<String>,
    /// Further actions that those asked for need, and that the policy does not grant.
    pub also_needed: Vec<AlsoNeeded>,
}

/// A statement with the reason for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasoned {
    pub sid: String,
    pub actions: Vec<String>,
    pub resources: Vec<String>,
    pub reason: String,
}

/// An action that another one does not work without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoNeeded {
    pub action: String,
    pub needs: String,
    /// AWS says so; else it is likely, where a role is handed over.
    pub is_documented: bool,
}

/// No policy within AWS's limits has as many entries.
const MOST_ENTRIES: usize = 200;

/// No policy of an identity has as many letters: a role's own policies together have the most.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_LETTERS: usize = 10_240;

/// Makes the policy, or says all that stands in the way.
pub fn minimal(wanted: Wanted<'_>, catalog: &Catalog) -> Result<Minimal, Vec<Refusal>> {
    let entries = [wanted.actions.len(), wanted.resources.len(), wanted.conditions.len()];
    if entries.into_iter().any(|count| count > MOST_ENTRIES) {
        let message = format!("more than {MOST_ENTRIES} actions, resources or conditions are given");
        return Err(vec![Refusal::new(message, "no policy holds as many; ask for one task at a time")]);
    }
    let values = wanted
        .conditions
        .iter()
        .flat_map(|demand| [&demand.operator, &demand.key].into_iter().chain(&demand.values));
    let letters: usize = wanted.actions.iter().chain(wanted.resources).chain(values).map(String::len).sum();
    if letters > MOST_LETTERS {
        let message = format!(
            "actions, resources and conditions have {letters} letters, and no policy holds more than {MOST_LETTERS}"
        );
        return Err(vec![Refusal::new(
            message,
            "ask for one task at a time, or name the resources by a shared beginning",
        )]);
    }
    let (meant, mut refusals) = meant(wanted.actions, catalog);
    let (fits, unfit) = fits(&meant, wanted.resources, catalog);
    refusals.extend(unfit);
    let (demands, unknown) = asked::checked(wanted.conditions, catalog);
    refusals.extend(unknown);
    if refusals.is_empty() {
        refusals.extend(asked::unsupported(&demands, &fits, catalog));
        refusals.extend(guards::missing(&demands, &fits, catalog));
        refusals.extend(guards::every_role(&fits));
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut units = Vec::new();
    for fit in &fits {
        for resource in &fit.resources {
            let mut of = asked::supported(&demands, fit.action, resource, catalog);
            of.extend(guards::added(&demands, fit.action, &fits, wanted.guards, catalog));
            of.sort();
            units.push(Unit { action: fit.action, resource: (*resource).to_owned(), demands: of });
        }
    }
    let mut groups = grouped(&units);
    for group in &mut groups {
        group.demands.extend(guards::owner(&demands, &group.actions, &group.resources, wanted.guards));
        group.demands.sort();
    }
    let mut notes = told::notes(&groups, &demands, &meant, &fits);
    notes.extend(told::unused_star(wanted.resources, &groups));
    notes.extend(guards::unknown_services(&demands, catalog));
    Ok(Minimal {
        policy: policy_of(groups.iter().map(super::grouping::Group::statement).collect()),
        statements: groups.iter().map(told::reasoned).collect(),
        notes,
        also_needed: also_needed(&meant, &fits.iter().map(|fit| fit.action).collect::<Vec<_>>()),
    })
}

fn also_needed(meant: &[Meant<'_, '_>], granted: &[Action<'_>]) -> Vec<AlsoNeeded> {
    // What a pattern stands for is not what is to be done.
    let named = meant.iter().filter(|meant| meant.pattern.is_none()).map(|meant| meant.action);
    let needs = named.flat_map(|action| action.needs().map(move |need| (action, need)));
    let missing = needs.filter(|(_, need)| !granted.contains(&need.action));
    missing
        .map(|(action, need)| AlsoNeeded {
            action: action.full_name(),
            needs: need.action.full_name(),
            is_documented: need.how == "documented",
        })
        .collect()
}
