//! What all statements of a policy together allow, by service.
//!
//! An action is allowed if some Allow is left of it: one that no Deny without conditions covers with all its resources and
//! callers. What `NotResource` leaves is taken to hold some resource for every action: more may be said to be allowed than is, never
//! less. What other Denies may take out, under their conditions or on their resources, is counted beside it.

use std::collections::BTreeSet;

use catalog::{ActionSet, Catalog, Service};

use super::actions::{self, Levels, levels};
use super::outright::{Outright, is_about_everything, is_unconditional};
use super::resources::Fit;
use super::statement::Told;

/// How many resources of a service are named.
const MOST: usize = 20;

/// What a policy allows.
pub(crate) struct Reach<'c, 't> {
    catalog: &'c Catalog,
    /// What some Allow names, whatever is denied.
    pub(crate) named: ActionSet,
    /// Allowed to somebody on something.
    pub(crate) allowed: ActionSet,
    /// Those that some Allow without conditions is left of.
    pub(crate) always: ActionSet,
    /// What the Allows name and Denies take out altogether.
    pub(crate) taken_out: ActionSet,
    /// Denied outright, whether or not anything allows it.
    pub(crate) denied: ActionSet,
    /// Of these some Deny speaks, whatever it asks for.
    pub(crate) touched: ActionSet,
    /// Allowed, and denied under conditions, on some resources or to some callers.
    pub(crate) restricted: ActionSet,
    /// What is left of each Allow, with its resources.
    grants: Vec<(ActionSet, &'t [Fit])>,
}

/// What a policy allows of one service.
pub(crate) struct Access<'c> {
    pub(crate) service: Service<'c>,
    pub(crate) allowed: ActionSet,
    pub(crate) levels: Levels,
    pub(crate) denied: usize,
    pub(crate) restricted: usize,
    pub(crate) when: When,
    /// On which resources: at most some, and how many there are.
    pub(crate) resources: Vec<String>,
    pub(crate) resource_count: usize,
}

/// Whether what is allowed hangs on conditions of the Allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    Always,
    Partly,
    UnderConditions,
    /// Nothing is allowed.
    Never,
}

impl<'c, 't> Reach<'c, 't> {
    pub(crate) fn of(told: &'t [Told<'_>], catalog: &'c Catalog) -> Self {
        let sound = || told.iter().filter(|told| told.is_sound);
        let (allows, denies): (Vec<_>, Vec<_>) = sound().partition(|told| told.statement.allows());
        let outright = Outright::new();
        let mut reach = Self {
            catalog,
            named: ActionSet::new(),
            allowed: ActionSet::new(),
            always: ActionSet::new(),
            taken_out: ActionSet::new(),
            denied: ActionSet::new(),
            touched: ActionSet::new(),
            restricted: ActionSet::new(),
            grants: Vec::new(),
        };
        for allow in allows {
            let covering = denies.iter().filter(|deny| outright.is(deny.statement, allow.statement));
            let left = covering.fold(allow.applying.clone(), |left, deny| left.difference(&deny.listed));
            reach.named = reach.named.union(&allow.applying);
            reach.allowed = reach.allowed.union(&left);
            if is_unconditional(allow.statement) {
                reach.always = reach.always.union(&left);
            }
            reach.grants.push((left, &allow.fits));
        }
        for deny in denies {
            reach.touched = reach.touched.union(&deny.applying);
            let is_for_all = deny.statement.principal.as_ref().is_none_or(super::principal::names_everyone)
                && deny.statement.not_principal.is_none();
            if is_unconditional(deny.statement) && is_about_everything(deny.statement) && is_for_all {
                reach.denied = reach.denied.union(&deny.listed);
            }
        }
        reach.taken_out = reach.named.difference(&reach.allowed);
        reach.restricted = reach.allowed.intersection(&reach.touched);
        reach
    }

    /// What is allowed or denied outright, by service; the most powerful access first: permissions management, then write, and
    /// so on.
    pub(crate) fn services(&self) -> Vec<Access<'c>> {
        let all = self.allowed.union(&self.denied);
        let mut services: Vec<_> =
            actions::services(&all, self.catalog).map(|service| self.of_service(service)).collect();
        let rank = |access: &Access<'_>| {
            let levels = access.levels;
            [
                levels.permissions_management,
                levels.write,
                levels.tagging,
                levels.read,
                levels.list,
                access.denied,
            ]
        };
        // Stable: services of one rank stay in the order of their prefixes.
        services.sort_by_key(|access| std::cmp::Reverse(rank(access)));
        services
    }

    fn of_service(&self, service: Service<'c>) -> Access<'c> {
        let own: ActionSet = service.actions().collect();
        let allowed = self.allowed.intersection(&own);
        let when = match self.always.intersection(&allowed).len() {
            _ if allowed.is_empty() => When::Never,
            0 => When::UnderConditions,
            some if some == allowed.len() => When::Always,
            _ => When::Partly,
        };
        let resources = self.resources(&allowed);
        Access {
            service,
            levels: levels(&allowed, self.catalog),
            denied: self.denied.intersection(&own).len(),
            restricted: self.restricted.intersection(&own).len(),
            when,
            resource_count: resources.len(),
            resources: resources.into_iter().take(MOST).map(str::to_owned).collect(),
            allowed,
        }
    }

    /// What is left of each Allow that AWS would take, in the order of the statements.
    pub(crate) fn left(&self) -> impl Iterator<Item = &ActionSet> {
        self.grants.iter().map(|(left, _)| left)
    }

    /// The resources on which some of these actions are allowed.
    fn resources(&self, actions: &ActionSet) -> BTreeSet<&'t str> {
        let mut resources = BTreeSet::new();
        for (left, fits) in &self.grants {
            let granted = left.intersection(actions);
            if granted.is_empty() {
                continue;
            }
            let fit = fits
                .iter()
                .filter(|(_, set)| set.as_ref().is_none_or(|set| !set.intersection(&granted).is_empty()));
            resources.extend(fit.map(|(text, _)| text.as_str()));
        }
        resources
    }
}
