//! Grants of what was refused, where that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog};
use trail::dependent::Why;
use trail::{ActionUse, Reason};

use super::resources;
use crate::left_out::{left_out, reasons};
use crate::{Basis, Grant, LeftOut, Options, WhyLeftOut, Widening, conditions};

/// One grant for each action that was refused.
pub(super) fn refused(
    uses: &[ActionUse<'_>],
    options: &Options,
    catalog: &Catalog,
    others: &mut Vec<LeftOut>,
) -> Vec<Grant> {
    let mut by_action: BTreeMap<&str, Vec<&ActionUse<'_>>> = BTreeMap::new();
    for used in uses.iter().filter(|used| used.outcome.is_refusal()) {
        by_action.entry(used.action).or_default().push(used);
    }
    let mut grants = Vec::new();
    for (action, uses) in by_action {
        // A message can name what no catalogue knows.
        let Some(known) = catalog.action(action) else { continue };
        let name = known.full_name();
        let count = uses.iter().fold(0, |sum: u64, used| sum.saturating_add(used.count));
        let refusal = options.filter.refuses(&name).or_else(|| options.filter.is_too_few(count));
        match refusal {
            Some(why) => others.extend(uses.iter().map(|used| left_out(used, why.clone()))),
            None => grants.extend(grant(known, name, &uses, options, catalog, others)),
        }
    }
    grants
}

fn grant(
    action: Action<'_>,
    name: String,
    uses: &[&ActionUse<'_>],
    options: &Options,
    catalog: &Catalog,
    others: &mut Vec<LeftOut>,
) -> Option<Grant> {
    let reasons: BTreeSet<Reason> = uses.iter().flat_map(|used| reasons(used)).collect();
    let is_pass_role = name == conditions::PASS_ROLE;
    let basis = Basis::Denied { reasons: reasons.into_iter().collect() };
    let mut grant = Grant::of_uses(name, basis, uses);
    // Roles are passed by name, or not at all.
    let mode = if is_pass_role { crate::Mode::Resources } else { options.mode };
    resources::fill(&mut grant, action, uses, mode);
    if is_pass_role {
        let receivers = receivers(uses, catalog);
        let is_wide = grant.widened.iter().any(|why| *why != Widening::OneOfSeveral);
        let missing = match (is_wide, receivers.is_empty()) {
            (true, _) => Some(WhyLeftOut::RoleUnknown),
            (_, true) => Some(WhyLeftOut::ReceiverUnknown),
            _ => None,
        };
        if let Some(why) = missing {
            others.extend(uses.iter().map(|used| left_out(used, why.clone())));
            return None;
        }
        grant.demands.push(conditions::passed_to(&receivers));
    }
    grant.sort();
    Some(grant)
}

/// The services that were to get roles by the calls that were refused.
fn receivers(uses: &[&ActionUse<'_>], catalog: &Catalog) -> BTreeSet<String> {
    let mut receivers = BTreeSet::new();
    for used in uses {
        for (_, calls) in &used.uses {
            let passed = calls.inferred.keys().filter(|inferred| inferred.why == Why::PassesRole);
            for service in passed.filter_map(|inferred| inferred.service.as_deref()) {
                receivers.extend(conditions::receivers(service, used.principal, &[calls], catalog));
            }
        }
    }
    receivers
}
