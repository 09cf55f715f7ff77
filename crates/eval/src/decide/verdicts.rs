//! Each layer's word, and the decision made of them.

use super::effect::Effect;
use super::grants::{self, Granted};
use super::{Decision, Layer, Layers, Level, Outcome, Policies};
use crate::prepare::Grant;
use crate::request::View;
use crate::{Caller, Prepared, Request, Switches, Tri};

/// What each layer says about a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verdicts {
    pub(crate) scp: Guard,
    pub(crate) rcp: Guard,
    pub(crate) endpoint: Guard,
    pub(crate) resource: Effect,
    pub(crate) identity: Effect,
    pub(crate) boundary: Guard,
    pub(crate) session: Guard,
}

/// A layer that grants nothing and must let pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guard {
    pub(crate) denied: Tri,
    /// Whether it lets the request pass, its Denies aside; yes if there is no such layer.
    pub(crate) passes: Tri,
}

impl Guard {
    const ABSENT: Self = Self { denied: Tri::No, passes: Tri::Yes };

    fn of(policies: Option<&[Prepared]>, view: &View<'_>, switches: Switches) -> Self {
        policies.map_or(Self::ABSENT, |policies| {
            let effect = Effect::of(policies, view, switches);
            Self { denied: effect.denied, passes: effect.allowed() }
        })
    }

    /// Every level must allow.
    fn levels(
        levels: &[Level<'_>],
        view: &View<'_>,
        switches: Switches,
        allows: impl Fn(&Level<'_>) -> bool,
    ) -> Self {
        levels.iter().fold(Self::ABSENT, |guard, level| {
            let effect = Effect::of(level.policies, view, switches);
            let passes = if allows(level) { Tri::Yes } else { effect.allowed() };
            Self { denied: guard.denied.or(effect.denied), passes: guard.passes.and(passes) }
        })
    }
}

impl Verdicts {
    pub(crate) fn of(request: &Request, policies: &Policies<'_>, switches: Switches) -> Self {
        let view = &request.view(policies.boundary.is_some());
        let caller = request.caller();
        let scp = if binds_scp(caller, policies) {
            Guard::levels(policies.scps, view, switches, |_| false)
        } else {
            Guard::ABSENT
        };
        let rcp = if caller.is_service_linked_role() {
            Guard::ABSENT
        } else {
            // `RCPFullAWSAccess` is attached to every level and cannot be taken off; what is written down is what denies.
            let full = |level: &Level<'_>| !level.policies.iter().any(Prepared::has_allow);
            Guard::levels(policies.rcps, view, switches, full)
        };
        let is_root = matches!(caller, Caller::Root { .. });
        let has_identity = caller.account().is_some() && !is_root;
        Self {
            scp,
            rcp,
            endpoint: Guard::of(policies.endpoint, view, switches),
            resource: policies
                .resource
                .map_or(Effect::NOTHING, |policy| Effect::of([policy], view, switches)),
            identity: if has_identity {
                Effect::of(policies.identity, view, switches)
            } else {
                Effect::NOTHING
            },
            boundary: Guard::of(policies.boundary.filter(|_| has_identity), view, switches),
            session: Guard::of(policies.session.filter(|_| has_identity), view, switches),
        }
    }

    pub(crate) fn decision(
        &self,
        request: &Request,
        policies: &Policies<'_>,
        switches: Switches,
    ) -> Decision {
        let allowed = self.allowed(request, policies, switches);
        let denied = Tri::any(Layer::ALL.map(|layer| self.denied_by(layer)));
        let outcome = Outcome::of(denied, allowed.answer);
        let blocked_by = match outcome {
            Outcome::Allowed | Outcome::Unknown => Layers::default(),
            Outcome::ExplicitlyDenied => {
                Layer::ALL.into_iter().filter(|layer| self.denied_by(*layer).is_yes()).collect()
            }
            Outcome::ImplicitlyDenied => self.in_the_way(allowed.missing),
        };
        Decision { outcome, blocked_by }
    }

    /// Whether the request is granted and let through, Denies aside; the layers that are missing are those of the grant.
    pub(crate) fn allowed(&self, request: &Request, policies: &Policies<'_>, switches: Switches) -> Granted {
        let granted = grants::granted(self, request, policies, switches);
        let answer = self.scp.passes.and(self.rcp.passes).and(self.endpoint.passes).and(granted.answer);
        Granted { answer, ..granted }
    }

    /// The layers that had to let the request pass and did not.
    fn in_the_way(&self, missing: Layers) -> Layers {
        let mut layers = missing;
        let guards = [(Layer::Scp, self.scp), (Layer::Rcp, self.rcp), (Layer::Endpoint, self.endpoint)];
        for (layer, guard) in guards {
            if guard.passes.is_no() {
                layers.add(layer);
            }
        }
        layers
    }

    pub(crate) fn denied_by(&self, layer: Layer) -> Tri {
        match layer {
            Layer::Scp => self.scp.denied,
            Layer::Rcp => self.rcp.denied,
            Layer::Endpoint => self.endpoint.denied,
            Layer::Resource => self.resource.denied,
            Layer::Identity => self.identity.denied,
            Layer::Boundary => self.boundary.denied,
            Layer::Session => self.session.denied,
        }
    }

    /// Whether the resource's policy allows, however far.
    pub(crate) fn resource_reaches(&self, grants: &[Grant]) -> Tri {
        Tri::any(grants.iter().map(|grant| self.resource.reaches(*grant)))
    }
}

/// SCPs bind the users, roles and the root of member accounts, but not service-linked roles.
pub(crate) fn binds_scp(caller: &Caller, policies: &Policies<'_>) -> bool {
    caller.account().is_some() && !caller.is_service_linked_role() && !policies.caller_in_management_account
}
