//! Grants of what requests called for beside the calls: to hand over a role, to use a key, to take a layer.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog};
use policy::Arn;
use trail::dependent::{Inferred, Why, made};
use trail::resource::{Origin, one_region};
use trail::usage::{InferredUse, Resources, Use};
use trail::{Outcome, Principal, Usage, UseKey};

use super::resources::{self, resource_entry};
use super::used::was_authorized;
use crate::grant::first_ids;
use crate::{
    Basis, Dependents, FoundResource, Grant, LeftOut, Mode, Options, WhyLeftOut, Widening, conditions,
};

/// What one action was called for, by all of the principals.
struct Called<'a> {
    inferred: &'a Inferred,
    by: Vec<(&'a Principal, Resources)>,
    /// Of tags, what the calls made, and whether they failed.
    made: Vec<(Resources, bool)>,
    uses: Vec<(&'a UseKey, &'a Use)>,
}

/// One grant for each action and the service it is for, of calls that stand for an action that is drafted.
pub(super) fn inferred(
    usage: &Usage,
    principals: &[Principal],
    granted: &[Grant],
    options: &Options,
    catalog: &Catalog,
    others: &mut Vec<LeftOut>,
) -> Vec<Grant> {
    let granted: BTreeSet<&str> = granted.iter().map(|grant| grant.action.as_str()).collect();
    let is_drafted = |key: &UseKey| {
        let names = key.mapped.actions().iter().filter_map(|name| catalog.action(name));
        names.map(Action::full_name).any(|name| granted.contains(name.as_str()))
    };
    let mut table: BTreeMap<&Inferred, Called<'_>> = BTreeMap::new();
    for principal in principals {
        for used in usage.inferred_of(principal.name()) {
            let is_meant = |key: &UseKey, calls: &Use| was_authorized(key.outcome, calls) && is_drafted(key);
            let Some(InferredUse { resources, uses, .. }) = used.only(is_meant) else { continue };
            let new =
                || Called { inferred: used.inferred, by: Vec::new(), made: Vec::new(), uses: Vec::new() };
            let called = table.entry(used.inferred).or_insert_with(new);
            if used.inferred.why == Why::TagsResource && resources.is_empty() {
                let made = |(key, calls): &(&UseKey, &Use)| {
                    let own = made(catalog, &used.inferred.action, (key, calls), principal).into_owned();
                    (own, key.outcome != Outcome::Ok)
                };
                called.made.extend(uses.iter().map(made));
            }
            called.by.push((principal, resources));
            called.uses.extend(uses);
        }
    }
    let mut grants = Vec::new();
    for called in table.values() {
        let Some(action) = catalog.action(&called.inferred.action) else { continue };
        let name = action.full_name();
        let refusal = options.filter.refuses(&name).or_else(|| options.filter.is_too_few(called.count()));
        let is_off = options.dependents == Dependents::None;
        let refusal = refusal.or_else(|| is_off.then_some(WhyLeftOut::DependentsNotAsked));
        if let Some(why) = refusal {
            others.push(called.left_out(&name, why));
        } else if called.inferred.why == Why::PassesRole {
            grants.extend(called.passed(action, catalog, others));
        } else if called.inferred.why == Why::TagsResource {
            grants.extend(called.tagged(action, others));
        } else if called.inferred.why == Why::NamesLayer {
            grants.push(called.layers(action, options.mode));
        } else {
            grants.extend(called.key(action, options, catalog, others));
        }
    }
    grants
}

impl Called<'_> {
    fn count(&self) -> u64 {
        self.uses.iter().fold(0, |sum: u64, (_, calls)| sum.saturating_add(calls.count()))
    }

    fn left_out(&self, action: &str, why: WhyLeftOut) -> LeftOut {
        let mut resources: Vec<String> =
            self.by.iter().flat_map(|(_, resources)| resources.arns().collect::<Vec<_>>()).collect();
        resources.sort();
        resources.dedup();
        LeftOut { action: action.to_owned(), via: None, why, resources, count: self.count() }
    }

    /// What calls needed beside that which is named, if they did: the count is that of all the calls of which some are such.
    fn left_untold(
        &self,
        action: &str,
        why: WhyLeftOut,
        is_untold: fn(&Resources) -> bool,
    ) -> Option<LeftOut> {
        let is_any = self.by.iter().any(|(_, resources)| is_untold(resources));
        let own = |calls: &Use| calls.inferred.get(self.inferred).is_some_and(is_untold);
        let untold = self.uses.iter().filter(|(_, calls)| own(calls));
        let count = untold.fold(0, |sum: u64, (_, calls)| sum.saturating_add(calls.count()));
        let left = || {
            let left = self.left_out(action, why);
            // Of none by itself, if only together there were more than usage keeps.
            LeftOut { resources: Vec::new(), count: if count == 0 { left.count } else { count }, ..left }
        };
        is_any.then(left)
    }

    /// The grant as far as it is told by the calls.
    fn grant(&self, action: Action<'_>) -> Grant {
        let mut grant = Grant::new(action.full_name(), Basis::Inferred(self.inferred.why));
        grant.count = self.count();
        grant.principals = self.by.iter().map(|(principal, _)| principal.name().to_owned()).collect();
        for (key, calls) in &self.uses {
            grant.saw(calls.first, calls.last);
            grant.saw_event(&key.event_source, &key.event_name);
        }
        grant.event_ids = first_ids(self.uses.iter().map(|(_, calls)| *calls));
        grant
    }

    /// `iam:PassRole`: on the roles by name and to the service by name, in every mode, or not at all.
    fn passed(&self, action: Action<'_>, catalog: &Catalog, others: &mut Vec<LeftOut>) -> Option<Grant> {
        let name = action.full_name();
        let Some(service) = self.inferred.service.as_deref() else {
            others.push(self.left_out(&name, WhyLeftOut::ReceiverUnknown));
            return None;
        };
        let mut grant = self.grant(action);
        for (principal, resources) in &self.by {
            for (arn, known) in resources.entries() {
                let account = Arn::parse(&arn).map(|arn| arn.account).unwrap_or_default();
                if principal.account().is_some_and(|own| own != account) {
                    let left = self.left_out(&name, WhyLeftOut::RoleOfOtherAccount);
                    others.push(LeftOut { resources: vec![arn.clone()], ..left });
                    continue;
                }
                let entry = resource_entry(arn, known);
                if known.origin.has(Origin::PATTERN) {
                    grant.widened.push(Widening::PartlyLogged(entry.clone()));
                }
                grant.found.push(FoundResource {
                    entry: entry.clone(),
                    origin: known.origin,
                    only_failed: false,
                });
                grant.resources.push(entry);
            }
        }
        others.extend(self.left_untold(&name, WhyLeftOut::RoleUnknown, is_in_part));
        let calls: Vec<&Use> = self.uses.iter().map(|(_, calls)| *calls).collect();
        let receivers =
            self.by.iter().flat_map(|(caller, _)| conditions::receivers(service, caller, &calls, catalog));
        grant.demands.push(conditions::passed_to(&receivers.collect()));
        grant.sort();
        (!grant.resources.is_empty()).then_some(grant)
    }

    /// A tagging action on what the calls made and tagged, in every mode; where a key tells, only for tags that such calls give.
    fn tagged(&self, action: Action<'_>, others: &mut Vec<LeftOut>) -> Option<Grant> {
        let mut grant = self.grant(action);
        let principals = self.by.iter().map(|(principal, _)| *principal).collect();
        let told = self.by.iter().map(|(_, resources)| (resources, false));
        let made = self.made.iter().map(|(resources, only_failed)| (resources, *only_failed));
        let resources: Vec<_> = told.chain(made).filter(|(resources, _)| !resources.is_empty()).collect();
        let about = (&principals, one_region(self.uses.iter().map(|(_, calls)| *calls)));
        resources::fill_with(&mut grant, action, &resources, about, Mode::Resources);
        if grant.resources == ["*"] {
            others.push(self.left_out(&action.full_name(), WhyLeftOut::TaggedUnknown));
            return None;
        }
        let events: BTreeSet<&str> = self.uses.iter().map(|(key, _)| &*key.event_name).collect();
        grant.demands.extend(conditions::created_by(action, &events));
        grant.sort();
        Some(grant)
    }

    /// The permission to get the layers that requests name, whoever published them.
    fn layers(&self, action: Action<'_>, mode: Mode) -> Grant {
        let mut grant = self.grant(action);
        let principals = self.by.iter().map(|(principal, _)| *principal).collect();
        let resources: Vec<_> = self.by.iter().map(|(_, resources)| (resources, false)).collect();
        let about = (&principals, one_region(self.uses.iter().map(|(_, calls)| *calls)));
        resources::fill_with(&mut grant, action, &resources, about, mode);
        grant.sort();
        grant
    }

    /// An action of KMS on the keys that requests name.
    fn key(
        &self,
        action: Action<'_>,
        options: &Options,
        catalog: &Catalog,
        others: &mut Vec<LeftOut>,
    ) -> Option<Grant> {
        let is_named = self.by.iter().any(|(_, resources)| !resources.is_empty());
        if !is_named {
            others.push(self.left_out(&action.full_name(), WhyLeftOut::KeyUnknown));
            return None;
        }
        let mut grant = self.grant(action);
        let principals = self.by.iter().map(|(principal, _)| *principal).collect();
        let named: Vec<Resources> = self.by.iter().map(|(_, resources)| resources.named()).collect();
        let resources: Vec<_> = named.iter().map(|resources| (resources, false)).collect();
        let calls: Vec<&Use> = self.uses.iter().map(|(_, calls)| *calls).collect();
        let about = (&principals, one_region(calls.iter().copied()));
        resources::fill_with(&mut grant, action, &resources, about, options.mode);
        grant.demands =
            conditions::of_key(action, self.inferred.service.as_deref(), &calls, options.mode, catalog);
        if grant.widened.contains(&Widening::NoResourceLogged) && options.mode != Mode::Actions {
            others.push(self.left_out(&action.full_name(), WhyLeftOut::KeyUnknown));
            return None;
        }
        others.extend(self.left_untold(&action.full_name(), WhyLeftOut::KeyUnknown, Resources::is_unnamed));
        grant.sort();
        Some(grant)
    }
}

/// Whether more was meant than is named.
fn is_in_part(resources: &Resources) -> bool {
    resources.is_unnamed() || resources.is_truncated() || resources.crowded_stems().next().is_some()
}
