//! Grants of what AWS documents as needed for the actions that were used.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog, Target};
use trail::{ActionUse, Principal};

use super::drafted::Drafted;
use super::resources::of_accounts;
use crate::{Basis, Grant, LeftOut, Mode, Options, WhyLeftOut, Widening};

/// A grant for each action that is documented as needed, and that no other grant has.
pub(super) fn documented(
    uses: &[ActionUse<'_>],
    drafted: &Drafted,
    options: &Options,
    catalog: &Catalog,
) -> Drafted {
    let mut needs: BTreeMap<String, Need<'_, '_>> = BTreeMap::new();
    for used in uses.iter().filter(|used| !used.outcome.is_refusal()) {
        let Some(action) = catalog.action(used.action) else { continue };
        let name = action.full_name();
        if !drafted.has(&name) {
            continue;
        }
        for need in action.needs() {
            let needed = need.action.full_name();
            if needed == name || drafted.has(&needed) {
                continue;
            }
            let entry = needs.entry(needed).or_insert_with(|| Need::new(need.action));
            entry.by.push(used);
            entry.for_actions.insert(name.clone());
            entry.types.extend(action.targets().map(|target| target.resource.name()));
        }
    }
    let mut found = Drafted { grants: Vec::new(), left_out: Vec::new() };
    for (name, need) in needs {
        let refusal = options.filter.refuses(&name);
        let refusal = refusal.or_else(|| (name == "iam:PassRole").then_some(WhyLeftOut::RoleUnknown));
        match refusal {
            Some(why) => found.left_out.push(LeftOut {
                action: name,
                via: None,
                why,
                resources: Vec::new(),
                count: need.by.iter().fold(0, |sum: u64, used| sum.saturating_add(used.count)),
            }),
            None => found.grants.push(need.grant(name, options.mode)),
        }
    }
    found
}

struct Need<'c, 'u> {
    action: Action<'c>,
    for_actions: BTreeSet<String>,
    /// Names of the resource types of those actions.
    types: BTreeSet<&'c str>,
    by: Vec<&'u ActionUse<'u>>,
}

impl<'c> Need<'c, '_> {
    fn new(action: Action<'c>) -> Self {
        Self { action, for_actions: BTreeSet::new(), types: BTreeSet::new(), by: Vec::new() }
    }

    fn grant(self, name: String, mode: Mode) -> Grant {
        let needed_for = self.for_actions.iter().cloned().collect();
        let mut grant = Grant::of_uses(name, Basis::Documented { needed_for }, &self.by);
        grant.via = Vec::new();
        let principals: BTreeSet<&Principal> = self.by.iter().map(|used| used.principal).collect();
        let targets: Vec<_> = self.action.targets().collect();
        if targets.is_empty() {
            grant.resources.push("*".to_owned());
        } else if mode == Mode::Actions {
            grant.resources.push("*".to_owned());
            grant.widened.push(Widening::ActionsOnly);
        } else {
            for target in self.likely(&targets) {
                grant.widened.push(Widening::TypeNotLogged(target.resource.name().to_owned()));
                let entries = of_accounts(target.resource, &principals, None);
                grant.resources.extend(entries.into_iter().map(|entry| of_service(&grant.action, entry)));
            }
        }
        grant.sort();
        grant
    }
}

impl<'c> Need<'c, '_> {
    /// Those of the types that are required, else those that the actions take which need it, else all.
    fn likely<'t>(&self, targets: &'t [Target<'c>]) -> Vec<&'t Target<'c>> {
        let is_shared = |target: &&Target<'_>| self.types.contains(target.resource.name());
        let of = |is: &dyn Fn(&&Target<'c>) -> bool| targets.iter().filter(is).collect::<Vec<_>>();
        let choices = [of(&|target| target.required), of(&is_shared), of(&|_| true)];
        choices.into_iter().find(|choice| !choice.is_empty()).unwrap_or_default()
    }
}

/// Roles that services make for themselves lie under a path of their own.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html>
fn of_service(action: &str, entry: String) -> String {
    match entry.strip_suffix(":role/*").filter(|_| action == "iam:CreateServiceLinkedRole") {
        Some(beginning) => format!("{beginning}:role/aws-service-role/*"),
        None => entry,
    }
}
