//! What is said about the policy: no sentence names a condition that is not in it.

use catalog::Level;

use super::Reasoned;
use super::actions::{Meant, changes};
use super::fit::{Fit, patterns};
use super::grouping::Group;
use super::guards::{OWNER, TLS};
use super::refusal::listed;
use crate::Demand;

pub(super) fn reasoned(group: &Group<'_>) -> Reasoned {
    let names: Vec<_> = group.actions.iter().map(|action| action.full_name()).collect();
    let limitable = group.actions.iter().any(|action| action.targets().len() > 0);
    let reason = match group.resources.as_slice() {
        [all] if all == "*" && limitable => {
            "these actions can be limited to resources, but need not name one"
        }
        [all] if all == "*" => "AWS names no resource for these actions, so that only `*` matches",
        _ => "these actions take these resources, and no others of those given",
    };
    Reasoned {
        sid: group.sid.clone(),
        actions: names,
        resources: group.resources.clone(),
        reason: reason.to_owned(),
    }
}

/// What the policy does and does not, statement by statement, then as a whole.
pub(super) fn notes(
    groups: &[Group<'_>],
    asked: &[Demand],
    meant: &[Meant<'_, '_>],
    fits: &[Fit<'_, '_>],
) -> Vec<String> {
    let mut notes = Vec::new();
    let mut demands: Vec<&Demand> = Vec::new();
    for demand in groups.iter().flat_map(|group| &group.demands) {
        if !demands.contains(&demand) {
            demands.push(demand);
        }
    }
    notes.extend(demands.into_iter().map(|demand| of_demand(demand, groups, asked)));
    notes.extend(asked.iter().filter_map(|demand| not_everywhere(demand, groups)));
    notes.extend(groups.iter().filter_map(unlimited));
    let changing = |level: Level| {
        let actions =
            groups.iter().flat_map(|group| &group.actions).filter(move |action| action.level() == level);
        actions.map(|action| action.full_name()).collect::<Vec<_>>()
    };
    let permits = changing(Level::PermissionsManagement);
    if !permits.is_empty() {
        notes.push(format!("{} can change who may use the resources", listed(permits)));
    }
    notes.extend(buckets_of_anybody(groups));
    notes.extend(groups.iter().filter_map(assumption));
    for fit in fits.iter().filter(|fit| !fit.lacking.is_empty()) {
        let types = listed(fit.lacking.iter().map(|resource| resource.name()));
        notes.push(format!(
            "`{}`: AWS also lists {types} as required, and none is given, so that calls which name one are denied",
            fit.action.full_name()
        ));
    }
    for pattern in patterns(meant) {
        let of: Vec<_> = meant.iter().filter(|meant| meant.pattern == Some(pattern)).collect();
        let taken = of.iter().filter(|meant| fits.iter().any(|fit| fit.action == meant.action)).count();
        notes.push(format!(
            "`{pattern}` is written out: {taken} of its {} actions fit the resources, and actions that AWS adds later are not allowed",
            of.len()
        ));
    }
    notes
}

fn of_demand(demand: &Demand, groups: &[Group<'_>], asked: &[Demand]) -> String {
    let Demand { operator, key, values } = demand;
    let sids = listed(groups.iter().filter(|group| group.demands.contains(demand)).map(|group| &group.sid));
    let values = listed(values);
    if asked.contains(demand) {
        return format!("{sids}: only where `{operator}` holds for `{key}` and {values}, as asked for");
    }
    match key.as_str() {
        TLS => format!("{sids}: `{key}` lets only requests over TLS through"),
        OWNER => format!(
            "{sids}: `{key}` lets only resources of the account {values} be used, as the ARNs say, too"
        ),
        _ => format!(
            "{sids}: `{key}` lets the roles be handed to {values} only, which the other actions hand them to"
        ),
    }
}

/// A `*` that no action needed.
pub(super) fn unused_star(resources: &[String], groups: &[Group<'_>]) -> Option<String> {
    let is_given = resources.iter().any(|resource| resource == "*");
    let is_used = groups.iter().any(|group| group.resources == ["*"]);
    (is_given && !is_used).then(|| "`*` is left out: every action has resources of its own".to_owned())
}

/// Statements without a condition that was asked for.
fn not_everywhere(demand: &Demand, groups: &[Group<'_>]) -> Option<String> {
    let without: Vec<_> = groups.iter().filter(|group| !group.demands.contains(demand)).collect();
    let names = listed(without.iter().map(|group| &group.sid));
    (!without.is_empty())
        .then(|| format!("`{}` does not limit {names}: AWS lists no such key there", demand.key))
}

fn unlimited(group: &Group<'_>) -> Option<String> {
    let changing = group.actions.iter().filter(|action| changes(**action));
    let changing: Vec<_> = changing.map(|action| action.full_name()).collect();
    let is_open = group.resources == ["*"] && !changing.is_empty();
    is_open.then(|| {
        let but = if group.demands.is_empty() { "" } else { " but the conditions" };
        format!(
            "nothing limits what {} change{}{but}",
            listed(&changing),
            if changing.len() == 1 { "s" } else { "" }
        )
    })
}

/// The ARNs of buckets say nothing of their owner.
fn buckets_of_anybody(groups: &[Group<'_>]) -> Option<String> {
    let is_open = |group: &&Group<'_>| {
        let owned = ["aws:ResourceAccount", "s3:ResourceAccount", "aws:ResourceOrgID"];
        group.resources.iter().any(|resource| resource.split(':').nth(2) == Some("s3"))
            && group.resources.iter().any(|resource| resource.split(':').nth(4) == Some(""))
            && !group
                .demands
                .iter()
                .any(|demand| demand.holds_requests_to_it() && owned.iter().any(|key| demand.is_on(key)))
    };
    let open: Vec<_> = groups.iter().filter(is_open).map(|group| &group.sid).collect();
    (!open.is_empty()).then(|| {
        format!(
            "{}: ARNs of S3 name no account, so that it does not matter who owns a bucket of this name",
            listed(open)
        )
    })
}

/// What is not demanded of whoever takes a role.
fn assumption(group: &Group<'_>) -> Option<String> {
    let assumes = group.actions.iter().any(|action| action.full_name() == "sts:AssumeRole");
    let demanded = || group.demands.iter().filter(|demand| demand.holds_requests_to_it());
    let has_id = demanded().any(|demand| demand.is_on("sts:ExternalId"));
    let has_code = demanded()
        .any(|demand| demand.is_on("aws:MultiFactorAuthPresent") && !demand.says("false"))
        || demanded().any(|demand| demand.is_on("aws:MultiFactorAuthAge"));
    let lacking: Vec<_> = [(has_id, "an external id"), (has_code, "MFA")]
        .into_iter()
        .filter(|(is_demanded, _)| !is_demanded)
        .map(|(_, what)| what)
        .collect();
    (assumes && !lacking.is_empty()).then(|| {
        format!(
            "`{}`: the roles can be taken without {}, as far as this policy goes; the trust policies of the roles may demand more",
            group.sid,
            lacking.join(" and without ")
        )
    })
}
