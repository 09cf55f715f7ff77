//! Requests decided against both sides.

use eval::{Layer, Switches};
use policy::tree::PolicyKind;
use policy::{Document, Limits};

use super::about::About;
use super::pairs::Named;
use super::waivers::{Finding, Waivers};
use crate::OpError;
use crate::compare::{Around, layer_of};
use crate::simulate::{Attached, Case, Held, Settings, decide, undecided};
use crate::wire::{DecidedRequest, Decision, DecisionChange, Expectation, Extent, SimulatedCase};

/// What requests meet on the two sides.
pub(super) struct Sides {
    pub(super) before: Held,
    pub(super) after: Held,
}

/// A request, and what is to be known of it beside.
pub(super) struct Ask<'a> {
    pub(super) case: &'a Case,
    pub(super) place: Option<String>,
    pub(super) via: Option<String>,
    pub(super) count: Option<u64>,
    /// Whether the request stands for one that is not known, rather than for all that its wildcards do.
    pub(super) is_one_of_them: bool,
}

/// The policies of a side in their layer, beside those that hold on both sides. Policies that only limit meet a caller whose own
/// allow everything, unless some are given.
pub(super) fn held(own: &[Named], kind: PolicyKind, around: &Around) -> Result<Held, OpError> {
    let mut held = Held::default();
    let attached: Vec<_> = own.iter().map(|named| named.attached(kind)).collect();
    let layer = layer_of(kind);
    if !attached.is_empty() {
        held.replace(layer, attached);
    }
    around.join(&mut held, "the policies")?;
    let grants = matches!(kind, PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust);
    if !grants && !held.has_identity_policy() {
        held.add(Layer::Identity, supposed("", PolicyKind::Identity));
    }
    Ok(held)
}

/// Supposes of the resource that it leaves the decision to the caller's account, unless its policy is given.
pub(super) fn leaving_it_to(account: &str, held: &mut Held) {
    if !held.has_resource_policy() {
        let principal = format!(r#""Principal": {{"AWS": "{account}"}},"#);
        held.add(Layer::Resource, supposed(&principal, PolicyKind::Resource));
    }
}

/// A policy that allows everything.
fn supposed(principal: &str, kind: PolicyKind) -> Attached {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", {principal} "Action": "*", "Resource": "*"}}]}}"#
    );
    let name = format!("the {} policy that is supposed", kind.name());
    let document = Document::read(&name, text.as_bytes(), None, &Limits::default());
    Attached::new(&name, &document.root, &document.source, kind)
}

/// Decides a request on both sides; the error of a side says why it cannot be asked there.
pub(super) fn decided(
    ask: &Ask<'_>,
    (before, after): (Result<&Held, String>, Result<&Held, String>),
    about: &About<'_>,
) -> Result<DecidedRequest, OpError> {
    let settings = Settings {
        cx: about.cx,
        catalog: about.catalog,
        switches: Switches::default(),
        explain: false,
        is_strict: false,
    };
    let side = |held: Result<&Held, String>| match held {
        Ok(held) => decide(ask.case, held, None, &settings),
        Err(why) => Ok(undecided(ask.case, None, why)),
    };
    let (before, after) = (side(before)?, side(after)?);
    let change = change(&before, &after, ask.is_one_of_them);
    let mut request = DecidedRequest {
        name: ask.case.name.clone(),
        place: ask.place.clone(),
        principal: after.principal,
        action: after.action,
        resource: after.resource,
        via: ask.via.clone(),
        count: ask.count,
        before: before.decision,
        after: after.decision,
        change,
        blocked_by: after.blocked_by,
        expected: after.expected.map(Expectation::name).map(str::to_owned),
        ok: after.ok,
        reasons: after.reasons,
        waived_by: None,
    };
    request.waived_by = waived(&request, about.waivers);
    Ok(request)
}

/// Whether a request deserves to be listed: it fares otherwise than before, or badly.
pub(super) fn is_telling(request: &DecidedRequest) -> bool {
    request.change != DecisionChange::Unchanged
        || request.after != Decision::Allowed && request.expected.is_none()
        || request.ok == Some(false)
}

/// What becomes of a request; of one with wildcards also if it is allowed for fewer or for more.
fn change(before: &SimulatedCase, after: &SimulatedCase, is_one_of_them: bool) -> DecisionChange {
    if !is_one_of_them && let (Some(before), Some(after)) = (extent(before), extent(after)) {
        return match after.cmp(&before) {
            std::cmp::Ordering::Less => DecisionChange::NewlyDenied,
            std::cmp::Ordering::Equal => DecisionChange::Unchanged,
            std::cmp::Ordering::Greater => DecisionChange::NewlyAllowed,
        };
    }
    DecisionChange::of(before.decision, after.decision)
}

/// How much is allowed: nothing, some, all.
fn extent(case: &SimulatedCase) -> Option<u8> {
    let some = case.answers.as_ref().is_some_and(|answers| answers.allowed == Extent::Some);
    match case.decision {
        _ if some => Some(1),
        Decision::Allowed => Some(2),
        Decision::ExplicitlyDenied | Decision::ImplicitlyDenied => Some(0),
        Decision::Unknown => None,
    }
}

/// The waiver of all that is to be said of a request.
fn waived(request: &DecidedRequest, waivers: &Waivers) -> Option<String> {
    let threshold = match request.change {
        DecisionChange::NewlyDenied | DecisionChange::NewlyUnknown => Some("new-denials"),
        DecisionChange::NewlyAllowed => Some("new-allowances"),
        DecisionChange::Unchanged => None,
    };
    let failed = (request.ok == Some(false)).then_some("failed-cases");
    let waived: Option<Vec<_>> = threshold
        .into_iter()
        .chain(failed)
        .map(|threshold| waivers.waive(&Finding::request(threshold, &request.action, &request.resource)))
        .collect();
    waived.and_then(|patterns| patterns.into_iter().next())
}
