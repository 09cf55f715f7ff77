//! Actions of one kind that take on each other's resources.
//!
//! Who tags three roles and lists the policies of two of them has six statements to read, or one. Whatever is shared was touched by the
//! same principal, in the same account and region, by an action of the same service and the same kind, and is a resource of a type that
//! the action itself was used on.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Kinds, Level};

use super::kin::{Kin, kin, must_be_named};
use crate::demand::Demand;
use crate::grant::{Basis, Grant, Widening};

/// What an action does to a resource, as far as actions may share them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doing {
    Reads,
    Tags,
    Writes,
    /// Whoever changes one thing and deletes another is not to delete the first.
    Destroys,
}

/// Service and conditions.
type Family<'g> = (&'g str, &'g [Demand]);

/// The place of a grant, and its action.
type Member<'c> = (usize, Action<'c>);

/// Adds to each grant the resources that others of its family have of the same kin. More resources never make for less. The actions are
/// those of the grants as the catalogue has them.
pub(crate) fn share(grants: &mut [Grant], actions: &[Option<Action<'_>>]) {
    let mut families: BTreeMap<Family<'_>, Vec<Member<'_>>> = BTreeMap::new();
    for (at, (grant, action)) in grants.iter().zip(actions).enumerate() {
        if let Some(action) = action.filter(|_| grant.basis == Basis::Used) {
            let family = (action.service().prefix(), grant.demands.as_slice());
            families.entry(family).or_default().push((at, action));
        }
    }
    let mut added: Vec<(usize, Vec<String>)> = Vec::new();
    for members in families.values().filter(|members| members.len() > 1) {
        added.extend(of_family(members, grants));
    }
    for (at, more) in added {
        if let Some(grant) = grants.get_mut(at) {
            grant.resources.extend(more.iter().cloned());
            grant.widened.push(Widening::Shared(more));
            grant.sort();
        }
    }
}

/// By place of a grant the resources that it takes on, sorted as those of all grants are.
fn of_family(members: &[Member<'_>], grants: &[Grant]) -> Vec<(usize, Vec<String>)> {
    let entries = |at: usize| grants.get(at).map(|grant| grant.resources.as_slice()).unwrap_or_default();
    let mut all = members.iter().map(|(at, _)| entries(*at));
    let first = all.next();
    if all.all(|other| Some(other) == first) {
        return Vec::new();
    }
    // What an action does if it may share.
    let members: Vec<_> = members.iter().map(|(at, action)| (*at, *action, doing(*action))).collect();
    let mut pools: BTreeMap<Doing, Vec<&String>> = BTreeMap::new();
    for (at, _, doing) in &members {
        // What is changed may be looked at.
        for doing in doing.iter().copied().chain([Doing::Reads]) {
            pools.entry(doing).or_default().extend(entries(*at));
        }
    }
    for pool in pools.values_mut() {
        pool.sort();
        pool.dedup();
    }
    let mut added = Vec::new();
    for (at, action, doing) in &members {
        let own = entries(*at);
        let pool = doing.and_then(|doing| pools.get(&doing));
        let Some(all) = pool.filter(|all| all.len() > own.len()) else { continue };
        let kinds = action.kinds();
        let kins: BTreeSet<(Kin<'_>, &str)> = own.iter().filter_map(|entry| place(entry, &kinds)).collect();
        if kins.is_empty() {
            continue;
        }
        let open: Vec<&str> = own.iter().filter_map(|entry| entry.strip_suffix('*')).collect();
        let is_new = |entry: &&&String| {
            own.binary_search(entry).is_err() && !open.iter().any(|start| entry.starts_with(start))
        };
        let is_kin = |entry: &&&String| place(entry, &kinds).is_some_and(|place| kins.contains(&place));
        let more: Vec<String> =
            all.iter().filter(is_new).filter(is_kin).map(|entry| (*entry).clone()).collect();
        if !more.is_empty() {
            added.push((*at, more));
        }
    }
    added
}

/// The kin of an entry, and the bucket of an object: who owns a bucket is not told.
fn place<'a>(entry: &'a str, kinds: &Kinds<'a>) -> Option<(Kin<'a>, &'a str)> {
    // What stands for all that begin alike is of the kin of those.
    let (kin, name) = kin(entry.strip_suffix('*').unwrap_or(entry), kinds)?;
    let is_object = kin.head.ends_with(":s3:::");
    let bucket = if is_object { name.text.get(..name.start) } else { None };
    Some((kin, bucket.unwrap_or_default()))
}

/// Actions that are no less than those of the lists: what they do is done with what their resources hold or may.
const GRAVE: [&str; 4] =
    ["ecs:ExecuteCommand", "lambda:InvokeFunction", "ssm:SendCommand", "ssm:StartSession"];

/// Whether the action keeps to what it was used on: what manages permissions, what uses keys, what runs commands, and what lists of
/// sensitive actions name.
pub(crate) fn keeps_to_its_own(action: Action<'_>) -> bool {
    doing(action).is_none()
}

/// None if the action keeps to what it was used on.
fn doing(action: Action<'_>) -> Option<Doing> {
    const DESTROYS: [&str; 9] =
        ["Delete", "Terminate", "Destroy", "Purge", "Deregister", "Release", "Stop", "Revoke", "Disable"];
    let is_grave = action.service().prefix() == "kms" || GRAVE.contains(&action.full_name().as_str());
    if is_grave || must_be_named(action) || action.sensitivities().next().is_some() {
        return None;
    }
    match action.level() {
        Level::List | Level::Read => Some(Doing::Reads),
        Level::Tagging => Some(Doing::Tags),
        Level::Write if DESTROYS.iter().any(|verb| action.name().starts_with(verb)) => Some(Doing::Destroys),
        Level::Write => Some(Doing::Writes),
        Level::PermissionsManagement => None,
    }
}
