//! What policies no longer deny.
//!
//! A Deny means something only beside what allows, which may stand in another policy of the same principal. So where a policy is held
//! against what it was, with the others in pairs of their own, that it denies less is no new access of its own, and may be some all the same.

use std::collections::BTreeSet;

use policy::tree::{PolicyKind, lower};

use super::about::About;
use super::pairs::{Named, Pair};
use super::proof::side;
use crate::OpError;
use crate::compare::{Around, Ask, Denial, Side, access, denials, full_access};
use crate::simulate::Attached;
use crate::wire::{Access, AccessChange, AccessVerdict};

/// Whether what a pair no longer denies is allowed by policies of other pairs; they may be of one principal, so that this is unknown.
/// `denial` denies what is waived.
pub(super) fn undenied(
    pair: &Pair,
    denial: Option<Attached>,
    ask: &Ask,
    about: &About<'_>,
) -> Result<Option<Access>, OpError> {
    let is_one_of_several = matches!(pair.kind, PolicyKind::Identity | PolicyKind::Session | PolicyKind::Scp);
    let others: Vec<&Named> = about
        .pairs
        .iter()
        .filter(|other| other.kind == pair.kind && other.name != pair.name)
        .flat_map(|other| &other.after)
        .collect();
    if !is_one_of_several || others.is_empty() || !denies_less(pair) {
        return Ok(None);
    }
    let with_others = |own: &[Named], denial: Option<Attached>| {
        let mut side = side("the policies beside others", own, pair.kind);
        for other in &others {
            let (policy, attached) = other.without_denials(pair.kind);
            side.policies.push(policy);
            side.attached.push(attached);
        }
        side.attached.extend(denial);
        side.beside(about.around)
    };
    let (before, after) = (with_others(&pair.before, None)?, with_others(&pair.after, denial)?);
    let mut found = new_access(&before, &after, ask, about)?;
    if found.verdict == AccessVerdict::None {
        return Ok(None);
    }
    let why = "what these policies no longer deny others of the report allow: that is new access if they are of one principal, \
               and `--together` takes them so";
    found.verdict = AccessVerdict::Unknown;
    found.why.push(why.to_owned());
    found.why.extend(elsewhere(pair, about));
    Ok(Some(found))
}

/// What is to be said of a pair that denies less, where nobody knows the policies that stand beside it.
pub(super) fn note(pair: &Pair, ask: &Ask, about: &About<'_>) -> Result<Option<String>, OpError> {
    use PolicyKind::{Boundary, Identity, Resource, Scp, Session};
    // What a boundary does not allow, resource policies may grant to users all the same; what it denies, they may not.
    let has_others = matches!(pair.kind, Identity | Session | Resource | Boundary | Scp);
    if !has_others || !denies_less(pair) {
        return Ok(None);
    }
    let kind = if pair.kind == PolicyKind::Resource { PolicyKind::Rcp } else { pair.kind };
    let full = full_access(kind);
    let with_all = |own: &[Named]| {
        let mut side = side("the policies beside full access", own, pair.kind);
        side.policies.push(lower(&full.root));
        side.attached.push(Attached::new(full.source.name(), &full.root, &full.source, pair.kind));
        side.beside(&Around::default())
    };
    let found = new_access(&with_all(&pair.before)?, &with_all(&pair.after)?, ask, about)?;
    let Some(witness) = found.witness else { return Ok(None) };
    let elsewhere = elsewhere(pair, about).map(|told| format!("; {told}")).unwrap_or_default();
    Ok(Some(format!(
        "`{}` no longer denies such as `{}` on `{}`: where another policy allows it, that is new access{elsewhere}",
        pair.name, witness.action, witness.resource
    )))
}

/// Where the very statements stand that are gone here. They hold for whoever has that other policy, so this settles nothing.
fn elsewhere(pair: &Pair, about: &About<'_>) -> Option<String> {
    let gone = gone(pair);
    let (mut names, mut found) = (BTreeSet::new(), BTreeSet::new());
    for other in about.pairs.iter().filter(|other| other.kind == pair.kind && other.name != pair.name) {
        let there = denied(&other.after);
        let same: Vec<&Denial> = gone.iter().filter(|denial| there.contains(*denial)).collect();
        if !same.is_empty() {
            names.insert(format!("`{}`", other.name));
            found.extend(same);
        }
    }
    let shown: Vec<&str> = names.iter().map(String::as_str).take(NAMED).collect();
    let rest = names.len().saturating_sub(NAMED);
    let others = shown.join(", ") + &(if rest > 0 { format!(" and {rest} more") } else { String::new() });
    let what = match (found.len(), gone.len()) {
        (0, _) => return None,
        (all, of) if all == of => format!("what it denied is denied in the same words by {others}"),
        (1, of) => format!("1 of its {of} statements that denied stands in the same words in {others}"),
        (some, of) => {
            format!("{some} of its {of} statements that denied stand in the same words in {others}")
        }
    };
    Some(what + ", which holds here only if both are of one principal")
}

/// More policies than this are only counted.
const NAMED: usize = 3;

fn new_access(before: &Side, after: &Side, ask: &Ask, about: &About<'_>) -> Result<Access, OpError> {
    let ask = Ask { of_holders: before.is_of_holder() || after.is_of_holder(), describes: false, ..*ask };
    let gained = ask.ask(about.cx, |prover| after.without(before, prover))?;
    Ok(access(&gained, after, Some(before), AccessChange::New, &ask))
}

/// Whether a statement that denies is not there any more as it was.
fn denies_less(pair: &Pair) -> bool {
    !gone(pair).is_empty()
}

/// The statements that deny and are not there any more as they were.
fn gone(pair: &Pair) -> BTreeSet<Denial> {
    let after = denied(&pair.after);
    denied(&pair.before).into_iter().filter(|denial| !after.contains(denial)).collect()
}

fn denied(own: &[Named]) -> BTreeSet<Denial> {
    denials(own.iter().map(|named| &named.policy)).map(|(denial, _)| denial).collect()
}
