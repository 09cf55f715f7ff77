//! What logs show of the use of actions, and what their silence means.

use std::collections::BTreeMap;

use catalog::{Action, ActionSet, Catalog, Flags};
use policy::ResourcePattern;
use trail::{Principal, Usage};

use crate::generalise::generalise;
use crate::grants::{Drafted, drafted};
use crate::left_out::no_policy;
use crate::{Generalise, Grant, Options, Widening};

/// What it means that the logs show no use of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    Unused,
    /// It was called for in vain.
    OnlyDenied,
    /// They may not show it, for this reason.
    Unknown(String),
}

/// What some principals used, and what is to be thought of the rest.
pub struct Evidence<'a> {
    pub(super) catalog: &'a Catalog,
    limits: Generalise,
    /// By the names of the actions in lower case.
    needs: BTreeMap<String, Need<'a>>,
    /// The actions of the catalogue among them.
    used: ActionSet,
    members: Vec<Principal>,
    /// By the number of the action; what was not used.
    silence: Vec<Silence>,
}

/// What the use of one action needs.
pub(super) struct Need<'a> {
    /// In the spelling of the catalogue.
    pub(super) action: String,
    pub(super) known: Option<Action<'a>>,
    pub(super) reach: Reach,
    grants: Vec<Grant>,
    pieces: BTreeMap<String, ResourcePattern>,
}

/// On what an action was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// On what its pieces say.
    Named,
    /// On nothing: it takes no resource.
    Nothing,
    /// The logs do not tell.
    Anything,
}

impl<'a> Evidence<'a> {
    /// What the principals used, those among them that take policies; what `silence` says of an action counts if they did not use it.
    pub fn of(
        usage: &Usage,
        principals: &[Principal],
        limits: Generalise,
        catalog: &'a Catalog,
        silence: &dyn Fn(Action<'a>) -> Silence,
    ) -> Self {
        let members: Vec<Principal> =
            principals.iter().filter(|principal| no_policy(principal).is_none()).cloned().collect();
        let uses: Vec<_> = members.iter().flat_map(|member| usage.actions_of(member.name())).collect();
        let options = Options { generalise: limits, ..Options::default() };
        let Drafted { grants, left_out } = drafted(usage, &members, &uses, &options, catalog);
        let mut needs: BTreeMap<String, Need<'a>> = BTreeMap::new();
        for grant in grants {
            let new = || Need::new(&grant.action, catalog);
            needs.entry(grant.action.to_ascii_lowercase()).or_insert_with(new).add(grant);
        }
        // What the logs name of such an action is not all that it was used on.
        for left in left_out.iter().filter(|left| left.why.is_unnamed()) {
            if let Some(need) = needs.get_mut(&left.action.to_ascii_lowercase()) {
                need.reach_anything();
            }
        }
        let used = needs.values().filter_map(|need| need.known).map(Action::id).collect();
        Self { catalog, limits, needs, used, members, silence: catalog.actions().map(silence).collect() }
    }

    /// Those whose use it is: the principals that take policies, in order.
    pub fn members(&self) -> &[Principal] {
        &self.members
    }

    pub(super) fn is_used(&self, action: Action<'_>) -> bool {
        self.used.contains(action.id())
    }

    pub(super) fn need(&self, action: &str) -> Option<&Need<'a>> {
        self.needs.get(&action.to_ascii_lowercase())
    }

    pub(super) fn needs(&self) -> impl Iterator<Item = &Need<'a>> {
        self.needs.values()
    }

    pub(super) fn silence(&self, action: Action<'_>) -> &Silence {
        self.silence.get(action.id().index()).unwrap_or(&Silence::Unused)
    }

    /// The entries that stand for what was used of the action where this is so, as few as the limits ask for; with each the number of
    /// resources that it stands for.
    pub(super) fn entries(
        &self,
        need: &Need<'_>,
        is_meant: impl Fn(&ResourcePattern) -> bool,
    ) -> Vec<(ResourcePattern, usize)> {
        let of = |grant: &Grant| {
            let mut grant = grant.clone();
            grant.resources.retain(|entry| need.pieces.get(entry).is_some_and(&is_meant));
            grant
        };
        let mut grants: Vec<Grant> = need.grants.iter().map(of).collect();
        let actions: Vec<_> = grants.iter().map(|grant| self.catalog.action(&grant.action)).collect();
        generalise(&mut grants, &actions, self.limits);
        let mut entries: BTreeMap<String, usize> = BTreeMap::new();
        for grant in &grants {
            for entry in &grant.resources {
                let is_it = |told: &Widening| match told {
                    Widening::Generalised(told) if told.pattern == *entry => Some(told.covers.len()),
                    _ => None,
                };
                let count = grant.widened.iter().find_map(is_it).unwrap_or(1);
                let most = entries.entry(entry.clone()).or_default();
                *most = count.max(*most);
            }
        }
        entries.into_iter().map(|(entry, count)| (ResourcePattern::with_variables(&entry), count)).collect()
    }
}

impl<'a> Need<'a> {
    fn new(action: &str, catalog: &'a Catalog) -> Self {
        let known = catalog.action(action);
        let takes_none = known
            .is_some_and(|known| known.targets().len() == 0 && !known.flags().has(Flags::RESOURCES_UNKNOWN));
        let reach = if takes_none { Reach::Nothing } else { Reach::Named };
        Self { action: action.to_owned(), known, reach, grants: Vec::new(), pieces: BTreeMap::new() }
    }

    fn add(&mut self, grant: Grant) {
        for entry in &grant.resources {
            if entry == "*" {
                self.reach_anything();
            }
            self.pieces.insert(entry.clone(), ResourcePattern::with_variables(entry));
        }
        self.grants.push(grant);
    }

    fn reach_anything(&mut self) {
        if self.reach == Reach::Named {
            self.reach = Reach::Anything;
        }
    }

    /// Whether some of the use may be on what the entry stands for.
    pub(super) fn meets(&self, entry: &ResourcePattern) -> bool {
        match self.reach {
            Reach::Named => self.pieces.values().any(|piece| !piece.intersects(entry).is_no()),
            Reach::Nothing => entry.is_everything(),
            Reach::Anything => self.known.is_none_or(|known| may_act_on(known, entry)),
        }
    }
}

/// Whether a statement with the action and this entry allows anything.
pub(super) fn may_act_on(action: Action<'_>, entry: &ResourcePattern) -> bool {
    entry.is_everything()
        || action.flags().has(Flags::RESOURCES_UNKNOWN)
        || !action.targets_meeting(entry).is_empty()
}
