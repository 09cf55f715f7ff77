//! The figures of all pairs together.

use super::concrete::rounded;
use super::measure::Measured;
use super::thresholds::{Findings, count};
use crate::wire::{
    AccessVerdict, Concreteness, DecisionCounts, GrantStates, Ratios, ReportMetrics, ReportedPair,
    RequestsChange, UnusedCounts,
};

/// Adds up what was measured: what is shown, and what thresholds look at.
pub(crate) fn total(measured: &[Measured]) -> (ReportMetrics, Findings) {
    let mut metrics = ReportMetrics::default();
    let mut found = Findings::default();
    for one in measured {
        add(&one.pair, &mut metrics);
        count(&one.pair, &mut found);
    }
    let shown = |of: fn(&ReportedPair) -> &Concreteness| {
        mean(measured.iter().map(|one| (of(&one.pair).ratio, of(&one.pair).actions)))
    };
    let (before, actions_before) = shown(|pair| &pair.resource_concreteness.before);
    let (after, actions_after) = shown(|pair| &pair.resource_concreteness.after);
    metrics.resource_concreteness_ratio = Ratios { before, after, actions_before, actions_after };
    let open = |side: usize| mean(measured.iter().filter_map(|one| one.concreteness.get(side)).copied()).0;
    found.concreteness = (open(0), open(1));
    (metrics, found)
}

fn add(pair: &ReportedPair, metrics: &mut ReportMetrics) {
    metrics.allowed_action_delta.merge(pair.allowed_actions.counts);
    *match pair.new_access.verdict {
        AccessVerdict::None => &mut metrics.new_access.none,
        AccessVerdict::Witness => &mut metrics.new_access.witness,
        AccessVerdict::Unknown => &mut metrics.new_access.unknown,
    } += 1;
    let denied = &mut metrics.access_denied_change;
    add_requests(&mut denied.usage, pair.replayed_usage.as_ref());
    add_requests(&mut denied.cases, pair.cases.as_ref());
    metrics.high_risk_permissions.actions.merge(pair.high_risk.counts.actions);
    metrics.high_risk_permissions.on_wide_resources.merge(pair.high_risk.counts.on_wide_resources);
    metrics.high_risk_permissions.escalation_paths.merge(pair.high_risk.counts.escalation_paths);
    if let Some(unused) = &pair.granted_but_unused {
        let nothing = UnusedCounts { before: GrantStates::default(), after: GrantStates::default() };
        let all = metrics.granted_but_unused.get_or_insert(nothing);
        all.before.merge(unused.counts.before);
        all.after.merge(unused.counts.after);
    }
    metrics.statements_touched.merge(pair.statements.counts);
}

fn add_requests(all: &mut Option<DecisionCounts>, change: Option<&RequestsChange>) {
    if let Some(change) = change {
        all.get_or_insert_default().merge(change.counts);
    }
}

/// The mean of shares, each of the weight of its actions.
fn mean(shares: impl Iterator<Item = (Option<f64>, usize)>) -> (Option<f64>, usize) {
    let (mut sum, mut weight) = (0.0, 0_usize);
    for (share, actions) in shares {
        if let Some(share) = share {
            sum += share * f64::from(u32::try_from(actions).unwrap_or(u32::MAX));
            weight += actions;
        }
    }
    let ratio = (weight > 0).then(|| rounded(sum / f64::from(u32::try_from(weight).unwrap_or(u32::MAX))));
    (ratio, weight)
}
