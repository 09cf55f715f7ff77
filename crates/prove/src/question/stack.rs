//! The whole decision as a formula: what `eval::decide` does for one request, for all requests of one kind of caller.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use eval::prepare::Grant;
use eval::{ALWAYS_ALLOWED, Level, Policies, Prepared};

use crate::atom::Variable;
use crate::formula::{FormulaId, Formulas};
use crate::reading::{Cell, EVERY_GRANT, Kind};
use crate::space::Space;

/// What a layer comes to: whether it lets pass, its Denies aside, and whether one of them matches.
#[derive(Debug, Clone, Copy)]
struct Guard {
    passes: FormulaId,
    denied: FormulaId,
}

impl Guard {
    const ABSENT: Self = Self { passes: Formulas::TRUE, denied: Formulas::FALSE };
}

impl Space<'_> {
    /// The request is allowed.
    pub(super) fn decided(&mut self, policies: &Policies<'_>, cell: &Cell) -> FormulaId {
        let cell = &Cell { has_boundary: policies.boundary.is_some(), ..cell.clone() };
        let has_identity = cell.kind.has_account() && cell.kind != Kind::Root;
        let identity = self.guard(Some(if has_identity { policies.identity } else { &[] }), cell);
        let boundary = self.guard(policies.boundary.filter(|_| has_identity), cell);
        let session = self.guard(policies.session.filter(|_| has_identity), cell);
        let endpoint = self.guard(policies.endpoint, cell);
        let (scp, rcp) = self.organization(policies, cell);
        let resource = policies.resource.map(std::slice::from_ref).unwrap_or_default();
        let resource_denied = self.denied(resource, cell);

        let layers = [identity, boundary, session, endpoint, scp, rcp];
        let denied = layers.iter().map(|guard| guard.denied).chain([resource_denied]);
        let denied = self.formulas.any(denied.collect::<Vec<_>>());
        let limits = self.formulas.all([boundary.passes, session.passes]);
        let own = match cell.kind {
            // A federated session has of its user's permissions only those that its session policy lets through.
            Kind::FederatedUser if policies.session.is_none() => Formulas::FALSE,
            _ => identity.passes,
        };
        let granted = self.granted(policies, own, limits, cell);
        let not_denied = self.formulas.not(denied);
        let allowed = self.formulas.all([scp.passes, rcp.passes, endpoint.passes, not_denied, granted]);
        if cell.kind.has_account() {
            let free = self.action_list(ALWAYS_ALLOWED, true);
            self.formulas.any([free, allowed])
        } else {
            allowed
        }
    }

    fn guard(&mut self, policies: Option<&[Prepared]>, cell: &Cell) -> Guard {
        policies.map_or(Guard::ABSENT, |policies| Guard {
            passes: self.allowed(policies, &EVERY_GRANT, cell),
            denied: self.denied(policies, cell),
        })
    }

    /// SCPs bind users, roles and root of member accounts, RCPs everyone; neither binds service-linked roles.
    fn organization(&mut self, policies: &Policies<'_>, cell: &Cell) -> (Guard, Guard) {
        let linked = self.is_service_linked(cell);
        let is_bound = cell.kind.has_account() && !policies.caller_in_management_account;
        let scp = if is_bound { self.levels(policies.scps, |_| false, cell) } else { Guard::ABSENT };
        // `RCPFullAWSAccess` is attached to every level and cannot be taken off.
        let rcp = self.levels(policies.rcps, |level| !level.policies.iter().any(Prepared::has_allow), cell);
        (self.unless(linked, scp), self.unless(linked, rcp))
    }

    fn levels(&mut self, levels: &[Level<'_>], is_full: fn(&Level<'_>) -> bool, cell: &Cell) -> Guard {
        let mut guard = Guard::ABSENT;
        for level in levels {
            let full = is_full(level);
            let passes = if full { Formulas::TRUE } else { self.allowed(level.policies, &EVERY_GRANT, cell) };
            let denied = self.denied(level.policies, cell);
            guard.passes = self.formulas.all([guard.passes, passes]);
            guard.denied = self.formulas.any([guard.denied, denied]);
        }
        guard
    }

    fn unless(&mut self, exempt: FormulaId, guard: Guard) -> Guard {
        let bound = self.formulas.not(exempt);
        Guard {
            passes: self.formulas.any([exempt, guard.passes]),
            denied: self.formulas.all([bound, guard.denied]),
        }
    }

    pub(super) fn is_service_linked(&mut self, cell: &Cell) -> FormulaId {
        match &cell.kind {
            Kind::Role => self.caller(&[
                "arn:~:~::~:role/AWSServiceRoleFor~".to_owned(),
                "arn:~:~::~:role/~/AWSServiceRoleFor~".to_owned(),
                "arn:~:~::~:role/aws-service-role/~".to_owned(),
            ]),
            Kind::Session(arn) => {
                let role = arn.splitn(6, ':').nth(5).and_then(|name| name.split('/').nth(1));
                Formulas::constant(role.is_some_and(|name| name.starts_with("AWSServiceRoleFor")))
            }
            _ => Formulas::FALSE,
        }
    }

    fn granted(
        &mut self,
        policies: &Policies<'_>,
        identity: FormulaId,
        limits: FormulaId,
        cell: &Cell,
    ) -> FormulaId {
        let any = self.resource_reaches(policies, &EVERY_GRANT, cell);
        let any = self.unless_shut_out(policies, any, cell);
        let is_own = cell.owner.is_own;
        match &cell.kind {
            Kind::Root if is_own => {
                let first = self.resource_first();
                let either = self.formulas.not(first);
                self.formulas.any([either, any])
            }
            Kind::Root | Kind::Anonymous | Kind::Service(_) | Kind::Provider(_) => any,
            _ if is_own => {
                let full = self.resource_reaches(policies, &[Grant::Full, Grant::Session], cell);
                let limited = self.resource_reaches(policies, &[Grant::Limited], cell);
                let limited = self.formulas.all([limited, limits]);
                let reaches = self.resource_reaches(policies, &EVERY_GRANT, cell);
                let first = self.resource_first();
                let either = self.formulas.not(first);
                let delegated = self.formulas.any([either, reaches]);
                let by_identity = self.formulas.all([delegated, identity, limits]);
                self.formulas.any([full, limited, by_identity])
            }
            _ => self.formulas.all([any, identity, limits]),
        }
    }

    fn resource_reaches(&mut self, policies: &Policies<'_>, grants: &[Grant], cell: &Cell) -> FormulaId {
        let resource = policies.resource.map(std::slice::from_ref).unwrap_or_default();
        self.allowed(resource, grants, cell)
    }

    /// S3 Block Public Access keeps strangers out of buckets with a public policy.
    fn unless_shut_out(&mut self, policies: &Policies<'_>, any: FormulaId, cell: &Cell) -> FormulaId {
        let is_public = policies.resource.is_some_and(Prepared::is_public);
        let is_stranger = match cell.kind {
            Kind::Service(_) => false,
            Kind::Anonymous => true,
            _ => !cell.owner.is_own,
        };
        if !(policies.restrict_public_buckets && is_public && is_stranger) {
            return any;
        }
        let bucket = vec![self.shape("arn:~:s3:~:~:*")];
        let elsewhere = self.text(Variable::Resource, bucket, false);
        self.formulas.all([any, elsewhere])
    }

    /// Keys of KMS, and roles to be assumed, ask the resource's policy first.
    fn resource_first(&mut self) -> FormulaId {
        let mut both = |action: &str, shape: &str| {
            let action = self.action_list([action], true);
            let resource = vec![self.shape(shape)];
            let resource = self.text(Variable::Resource, resource, true);
            self.formulas.all([action, resource])
        };
        let key = both("kms:*", "arn:~:kms:~:~:key/*");
        let role = both("sts:*", "arn:~:iam:~:~:role/*");
        self.formulas.any([key, role])
    }
}
