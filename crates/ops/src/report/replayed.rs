//! Used actions on their resources, decided against both sides.
//!
//! Only what calls were authorized for is decided again. A key that the log does not tell is unknown, so that a decision that hangs on it
//! is, too. Where the resource has to agree, its policy is supposed to leave the decision to the caller's account.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog};
use eval::{Caller, Values};
use trail::dependent::{Inferred, Why, made};
use trail::resource::{one_region, owner};
use trail::usage::{ANY_ACTION, InferredUse};
use trail::{ActionUse, Mapped, Outcome, Principal, Resources, Use, UseKey};

use super::about::{About, Used};
use super::requests::{Ask, Sides, decided, is_telling, leaving_it_to};
use crate::OpError;
use crate::drafting::{Asked as On, Call, Told, Types, agreed, named, ways};
use crate::simulate::{Asked, Case, Principal as Who, account_of};
use crate::wire::{DecidedRequest, KeyValues, NotReplayed, RequestsChange};

/// A use to be decided again: an action of one way.
struct Once<'a> {
    action: &'a str,
    via: Option<&'a str>,
    resources: Resources,
    uses: Vec<(&'a UseKey, &'a Use)>,
    /// Of a role that is passed: to whom.
    passed_to: Option<&'a str>,
    /// Of tags: the call that made what gets them.
    created_by: Option<&'a str>,
    is_inferred: bool,
    /// Of what the requests called for and should have named: that.
    inferred: Option<&'a Inferred>,
}

impl<'a> Once<'a> {
    fn of(used: &ActionUse<'a>) -> Self {
        Self {
            action: used.action,
            via: used.via,
            resources: used.resources.clone().into_owned(),
            uses: used.uses.clone(),
            passed_to: None,
            created_by: None,
            is_inferred: false,
            inferred: None,
        }
    }

    /// What requests called for: by the service that uses a key, and by the caller itself where a role is passed or tags are given.
    fn of_inferred(used: &InferredUse<'a>, principal: &Principal, catalog: &Catalog) -> Self {
        let (inferred, service) = (used.inferred, used.inferred.service.as_deref());
        let resources = match inferred.why {
            Why::TagsResource if used.resources.is_empty() => {
                let mut all = Resources::default();
                for (key, calls) in &used.uses {
                    all.merge(made(catalog, &inferred.action, (key, calls), principal).into_owned());
                }
                all
            }
            _ => used.resources.clone(),
        };
        let mut events: Vec<&str> = used.uses.iter().map(|(key, _)| &*key.event_name).collect();
        events.dedup();
        Self {
            action: &inferred.action,
            via: service.filter(|_| matches!(inferred.why, Why::NamesKey | Why::EncryptsObject)),
            resources,
            uses: used.uses.clone(),
            passed_to: service.filter(|_| inferred.why == Why::PassesRole),
            created_by: match (inferred.why, events.as_slice()) {
                (Why::TagsResource, [event]) => Some(event),
                _ => None,
            },
            is_inferred: inferred.why != Why::TagsResource,
            inferred: Some(inferred).filter(|inferred| inferred.why != Why::TagsResource),
        }
    }

    /// The part of it of which some calls name nothing. One that failed may have failed for that.
    fn unnamed(&self) -> Option<Self> {
        let is_unnamed = |calls: &Use| match self.inferred {
            Some(inferred) => calls.inferred.get(inferred).is_some_and(Resources::is_unnamed),
            None => calls.resources.is_unnamed(),
        };
        let uses = self.uses.iter().copied();
        let uses: Vec<_> =
            uses.filter(|(key, calls)| key.outcome == Outcome::Ok && is_unnamed(calls)).collect();
        let is_any = self.resources.is_unnamed() && !uses.is_empty();
        is_any.then_some(Self { resources: Resources::default(), uses, ..*self })
    }
}

/// Decides again what was used; none without usage.
pub(super) fn replayed(sides: &Sides, used: &Used<'_>, about: &About<'_>) -> Result<RequestsChange, OpError> {
    let mut change = RequestsChange::default();
    for principal in &used.principals {
        let mut replay = Replay {
            principal,
            account: String::new(),
            sides,
            left_to_account: None,
            about,
            change: &mut change,
        };
        match Caller::parse(principal.name()) {
            Err(_)
            | Ok(
                Caller::Anonymous | Caller::Root { .. } | Caller::Service { .. } | Caller::Federated { .. },
            ) => {
                replay.leave_out("*", "the principal has no policies of its own");
                continue;
            }
            Ok(caller) => {
                let mut both = Sides { before: sides.before.clone(), after: sides.after.clone() };
                let account = caller.account().unwrap_or_default();
                leaving_it_to(account, &mut both.before);
                leaving_it_to(account, &mut both.after);
                account.clone_into(&mut replay.account);
                replay.left_to_account = Some(both);
            }
        }
        replay.all(used)?;
    }
    Ok(change)
}

struct Replay<'a> {
    principal: &'a Principal,
    account: String,
    sides: &'a Sides,
    /// With a resource that leaves the decision to the caller's account.
    left_to_account: Option<Sides>,
    about: &'a About<'a>,
    change: &'a mut RequestsChange,
}

impl Replay<'_> {
    fn all(&mut self, used: &Used<'_>) -> Result<(), OpError> {
        let name = self.principal.name();
        let actions: Vec<_> =
            used.usage.actions_of(name).iter().filter_map(|used| used.only(is_authorized)).collect();
        let inferred: Vec<_> =
            used.usage.inferred_of(name).iter().filter_map(|used| used.only(is_authorized)).collect();
        let mut by_action: BTreeMap<&str, Vec<Once<'_>>> = BTreeMap::new();
        for action in &actions {
            if action.uses.iter().any(|(key, _)| matches!(key.mapped, Mapped::Actions(_))) {
                by_action.entry(action.action).or_default().push(Once::of(action));
            } else {
                self.leave_out(
                    action.action,
                    "the log does not tell which of several actions was called for",
                );
            }
        }
        for inferred in &inferred {
            by_action.entry(&inferred.inferred.action).or_default().push(Once::of_inferred(
                inferred,
                self.principal,
                self.about.catalog,
            ));
        }
        by_action.into_iter().try_for_each(|(name, uses)| self.action(name, &uses))
    }

    /// All that an action was used on: what the log names, and what calls need beside.
    fn action(&mut self, name: &str, uses: &[Once<'_>]) -> Result<(), OpError> {
        let Some(action) = self.about.catalog.action(name) else {
            self.leave_out(name, "the action is not in the catalogue");
            return Ok(());
        };
        let mut types = Types::new(action);
        let mut all: Vec<Vec<On>> = Vec::new();
        for used in uses {
            let mut on = Vec::new();
            named(&mut types, &used.resources, ANY_ACTION, |_| Some(()), |asked, ()| on.push(asked.clone()));
            all.push(on);
        }
        for (used, named) in uses.iter().zip(all) {
            let region = one_region(used.uses.iter().map(|(_, calls)| *calls));
            for on in named.iter().chain(&types.unnamed(owner(self.principal), region)) {
                self.on(action, used, on)?;
            }
            if let Some(unnamed) = used.unnamed() {
                for on in types.beside_named(owner(self.principal), region) {
                    self.on(action, &unnamed, &on)?;
                }
            }
        }
        Ok(())
    }

    fn on(&mut self, action: Action<'_>, used: &Once<'_>, on: &On) -> Result<(), OpError> {
        self.about.cx.check_cancelled()?;
        let (resource, why) = match on {
            On::One(arn) => (arn.clone(), None),
            On::Any { pattern, why } => (as_asked(pattern), Some(*why)),
        };
        let own = self.left_to_account.as_ref().filter(|_| self.asks_the_resource(used.action, &resource));
        let sides = own.unwrap_or(self.sides);
        let keys = sides.before.keys().chain(sides.after.keys());
        let keys: BTreeSet<String> =
            keys.filter(|key| !follows(key, &resource)).map(str::to_ascii_lowercase).collect();
        let asked = |told: Told, count: u64| -> Result<DecidedRequest, OpError> {
            let asked = self.asked(used.action, resource.clone(), why.is_some(), told);
            let case = Case { name: None, asked, expected: None };
            let via = used.via.map(str::to_owned);
            let ask = Ask { case: &case, place: None, via, count: Some(count), is_one_of_them: true };
            let mut request = decided(&ask, (Ok(&sides.before), Ok(&sides.after)), self.about)?;
            if let Some(why) = why {
                request.reasons.push(format!("{why}: the policies are asked about all that fit"));
            }
            Ok(request)
        };
        let mut requests: Vec<DecidedRequest> = Vec::new();
        for group in self.groups(action, used, on.text(), &keys) {
            let mut all = Vec::new();
            if group.ways.len() <= MOST_WAYS {
                all =
                    group.ways.into_iter().map(|told| asked(told, group.count)).collect::<Result<_, _>>()?;
            }
            // Where it hangs on which of the ways it was, it is asked without what they differ in.
            let first = all.first().filter(|first| all.iter().all(|other| fares_alike(first, other)));
            let request = match first {
                Some(first) => first.clone(),
                None => asked(agreed(&group.calls, &keys), group.count)?,
            };
            match requests.iter_mut().find(|other| fares_alike(other, &request)) {
                Some(other) => other.count = other.count.zip(request.count).map(|(one, more)| one + more),
                None => requests.push(request),
            }
        }
        for request in requests {
            self.change.counts.add(&request);
            if is_telling(&request) {
                self.change.requests.push(request);
            }
        }
        Ok(())
    }

    /// The calls, those together that may have been made in the same ways.
    fn groups<'u>(
        &'u self,
        action: Action<'u>,
        used: &'u Once<'_>,
        on: &str,
        keys: &BTreeSet<String>,
    ) -> Vec<Group<'u>> {
        let mut groups: Vec<Group<'u>> = Vec::new();
        // Of what several uses are about, each counts for what it touched itself, where one is known to have touched it.
        let touched = |known: &Use| known.resources.has(on);
        let is_known = used.uses.iter().any(|(_, known)| touched(known));
        for (_, known) in used.uses.iter().filter(|(_, known)| !is_known || touched(known)) {
            let call = Call {
                action,
                principal: self.principal,
                via: used.via,
                passed_to: used.passed_to,
                created_by: used.created_by,
                is_inferred: used.is_inferred,
                known,
            };
            let ways = ways(&call, keys);
            match groups.iter_mut().find(|group| group.ways == ways) {
                Some(group) => {
                    group.count = group.count.saturating_add(known.count());
                    group.calls.push(call);
                }
                None => groups.push(Group { ways, count: known.count(), calls: vec![call] }),
            }
        }
        groups
    }

    /// The request that stands for calls of which this is known.
    fn asked(&self, action: &str, resource: String, is_pattern: bool, told: Told) -> Asked {
        let (mut context, mut unknown) = (Vec::new(), Vec::new());
        for (key, values) in told {
            match values {
                None => {}
                Some(Values::One(value)) => {
                    context.push(KeyValues { key, values: vec![value], is_list: false });
                }
                Some(Values::Many(values)) => context.push(KeyValues { key, values, is_list: true }),
                Some(_) => unknown.push(key),
            }
        }
        Asked {
            principal: Who::Named(self.principal.name().to_owned()),
            action: action.to_owned(),
            resource,
            account: None,
            unknown,
            context,
            known: Vec::new(),
            is_whole: !is_pattern,
        }
    }

    /// Whether identity policies do not suffice, whatever they say.
    fn asks_the_resource(&self, action: &str, resource: &str) -> bool {
        let is_foreign = account_of(resource).is_some_and(|owner| owner != self.account);
        is_foreign || action.starts_with("kms:") || action.starts_with("sts:AssumeRole")
    }

    fn leave_out(&mut self, action: &str, why: &str) {
        self.change.not_replayed.push(NotReplayed {
            principal: self.principal.name().to_owned(),
            action: action.to_owned(),
            why: why.to_owned(),
        });
    }
}

/// Calls that may have been made in the same ways.
struct Group<'u> {
    ways: Vec<Told>,
    count: u64,
    calls: Vec<Call<'u>>,
}

/// More ways than this are not asked for one by one.
const MOST_WAYS: usize = 16;

/// Whether two requests, of one action on one resource, are told in the same words.
fn fares_alike(one: &DecidedRequest, other: &DecidedRequest) -> bool {
    (one.before, one.after, &one.blocked_by, &one.reasons)
        == (other.before, other.after, &other.blocked_by, &other.reasons)
}

/// As drafts take it: what was refused, or came with credentials that were, was never allowed.
fn is_authorized(key: &UseKey, calls: &Use) -> bool {
    draft::was_authorized(key.outcome, calls)
}

/// Keys that follow from who asks for what.
fn follows(key: &str, resource: &str) -> bool {
    let has_region =
        resource.split(':').nth(3).is_some_and(|region| !region.is_empty() && !region.contains('*'));
    matches!(
        key,
        "aws:principalarn" | "aws:principalaccount" | "aws:principaltype" | "aws:principalisawsservice"
    ) || (key == "aws:resourceaccount" && account_of(resource).is_some())
        || (key == "aws:requestedregion" && has_region)
}

/// An entry of `Resource` as requests name what is meant: a letter that is escaped there may be any letter here.
fn as_asked(pattern: &str) -> String {
    pattern.replace("${*}", "?").replace("${?}", "?").replace("${$}", "?")
}
