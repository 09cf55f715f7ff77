//! Whether policies allow anything that they did not, over all requests.

use catalog::Catalog;
use policy::tree::PolicyKind;

use super::about::About;
use super::pairs::{Named, Pair};
use super::undenied::{note, undenied};
use crate::OpError;
use crate::compare::{Ask, OfOneKind, Regions, Side, access};
use crate::wire::{Access, AccessChange, AccessVerdict, DifferenceRegion};

/// So many regions are described in each direction.
const REGIONS: usize = 16;

/// What was proved of a pair.
pub(super) struct Proof {
    pub(super) new_access: Access,
    /// The same without what is waived; none where that makes no difference.
    pub(super) beside_waivers: Option<Access>,
    pub(super) removed_access: Access,
    pub(super) regions: Vec<DifferenceRegion>,
    pub(super) regions_complete: bool,
    pub(super) notes: Vec<String>,
}

/// Proves, both ways.
pub(super) fn proof(pair: &Pair, about: &About<'_>) -> Result<Proof, OpError> {
    let (cx, catalog): (_, &Catalog) = (about.cx, about.catalog);
    let before = side("the policies before", &pair.before, pair.kind).beside(about.around)?;
    let after = side("the policies after", &pair.after, pair.kind).beside(about.around)?;
    let ask = Ask { of_holders: before.is_of_holder() || after.is_of_holder(), ..about.ask };
    let gained = ask.ask(cx, |prover| after.without(&before, prover))?;
    let lost = ask.ask(cx, |prover| before.without(&after, prover))?;
    let mut new_access = access(&gained, &after, Some(&before), AccessChange::New, &ask);
    let mut undenied_note = None;
    if new_access.verdict == AccessVerdict::None {
        match undenied(pair, None, &ask, about)? {
            Some(unknown) => new_access = unknown,
            None => undenied_note = note(pair, &ask, about)?,
        }
    }
    ask.beyond(&mut new_access, cx, |prover| after.without(&before, prover))?;
    let removed_access = access(&lost, &before, Some(&after), AccessChange::Removed, &ask);
    let added = Regions::of(&gained, AccessChange::New, REGIONS, catalog);
    let removed = Regions::of(&lost, AccessChange::Removed, REGIONS, catalog);
    let beside_waivers =
        if new_access.verdict == AccessVerdict::None { None } else { beside(pair, &before, &ask, about)? };
    Ok(Proof {
        new_access,
        beside_waivers,
        removed_access,
        regions_complete: added.complete && removed.complete,
        regions: added.told.into_iter().chain(removed.told).collect(),
        // A side without any policy was not there, which says enough.
        notes: [(&pair.before, &before), (&pair.after, &after)]
            .into_iter()
            .filter(|(policies, _)| !policies.is_empty())
            .flat_map(|(_, side)| side.notes())
            .chain(undenied_note)
            .collect(),
    })
}

/// Asks again, of policies that deny what is waived: what is new even so is not waived.
fn beside(pair: &Pair, before: &Side, ask: &Ask, about: &About<'_>) -> Result<Option<Access>, OpError> {
    let Some(denial) = about.waivers.as_denial(pair.kind) else { return Ok(None) };
    // A resource has one policy.
    if !about.around.is_empty() && matches!(pair.kind, PolicyKind::Resource | PolicyKind::Trust) {
        return Ok(None);
    }
    let mut after = side("the policies after, without what is waived", &pair.after, pair.kind);
    after.attached.push(denial.clone());
    let after = after.beside(about.around)?;
    let gained = ask.ask(about.cx, |prover| after.without(before, prover))?;
    let found = access(&gained, &after, Some(before), AccessChange::New, ask);
    let undenied = match found.verdict {
        AccessVerdict::None => undenied(pair, Some(denial), ask, about)?,
        _ => None,
    };
    Ok(Some(undenied.unwrap_or(found)))
}

pub(super) fn side(name: &str, own: &[Named], kind: PolicyKind) -> OfOneKind {
    OfOneKind {
        name: match own {
            [one] => one.path.clone(),
            _ => name.to_owned(),
        },
        policies: own.iter().map(|named| named.policy.clone()).collect(),
        attached: own.iter().map(|named| named.attached(kind)).collect(),
        kind,
    }
}
