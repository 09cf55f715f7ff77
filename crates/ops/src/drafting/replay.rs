//! What was used, decided by policies.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use catalog::{Action, Catalog};
use eval::prepare::Statement;
use eval::{
    ALWAYS_ALLOWED, Caller, Context, Prepared, Request, Switches, Tri, Values, about, judge_by, judge_on,
    judge_on_all,
};
use policy::ResourcePattern;
use trail::dependent::{Inferred, Why, made};
use trail::resource::{of_actions, one_region, owner};
use trail::usage::{ANY_ACTION, Resources};
use trail::{Principal, Usage, Use, UseKey};

use super::asked::{Asked, Types, named};
use super::circumstances::{Call, contexts, keys};

/// What became of the calls that were authorized.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Replay {
    /// Calls that stand for actions.
    pub(crate) calls: u64,
    /// Those of them that are allowed, with all that they stand for and called for.
    pub(crate) allowed: u64,
    /// What is not allowed or not known to be, in order of actions, ways and resources.
    pub(crate) rest: Vec<Replayed>,
}

/// An action that was used on something and is not known to be allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replayed {
    /// In the spelling of the usage.
    pub(crate) action: String,
    /// An ARN, `*`, or an entry of `Resource` of which any that matches may be meant.
    pub(crate) resource: String,
    /// The service that made the call for its caller.
    pub(crate) via: Option<String>,
    /// No if it is allowed in none of the ways in which it may have come.
    pub(crate) decision: Tri,
    pub(crate) why: String,
    /// Calls that may have been of this kind.
    pub(crate) count: u64,
}

/// Decides all that the principals used by policies that each of them is to have, and no other.
///
/// Of what requests called for beside the calls, that counts which belongs to uses that `is_meant` lets pass.
pub(crate) fn replay(
    usage: &Usage,
    principals: &[Principal],
    policies: &[Prepared],
    catalog: &Catalog,
    is_meant: &dyn Fn(&UseKey) -> bool,
) -> Replay {
    let callers: Vec<Who<'_>> = principals.iter().map(Who::new).collect();
    let mut by_action: BTreeMap<&str, Vec<Used<'_>>> = BTreeMap::new();
    let mut counts: Vec<u64> = Vec::new();
    let tagged: Vec<_> = callers.iter().map(|who| tagged(usage, who.principal, catalog)).collect();
    for (who, tagged) in callers.iter().zip(&tagged) {
        for (key, known) in usage.uses(who.principal.name()).into_iter().flatten() {
            let actions = key.mapped.actions();
            if actions.is_empty() || !draft::was_authorized(key.outcome, known) {
                continue;
            }
            let call = counts.len();
            counts.push(known.count());
            let used = Used {
                who,
                known,
                via: key.via.as_deref(),
                passed_to: None,
                created_by: None,
                is_inferred: false,
                number: ANY_ACTION,
                resources: &known.resources,
                call,
            };
            for (number, action) in actions.iter().enumerate() {
                by_action.entry(action).or_default().push(Used { number: of_actions(number), ..used });
            }
            for (inferred, resources) in known.inferred.iter().filter(|_| is_meant(key)) {
                let service = inferred.service.as_deref();
                let used = Used { resources, is_inferred: true, ..used };
                let used = match inferred.why {
                    Why::TagsResource => {
                        let made = tagged.get(&(key, inferred)).unwrap_or(resources);
                        let created_by = Some(&*key.event_name);
                        Used { resources: made, created_by, is_inferred: false, ..used }
                    }
                    // Whose names the log does not tell is left out of the draft, and listed there.
                    _ if resources.is_empty() => continue,
                    Why::PassesRole => Used { passed_to: service, via: None, ..used },
                    Why::NamesKey | Why::EncryptsObject => Used { via: service, ..used },
                    Why::NamesLayer => Used { via: None, ..used },
                };
                by_action.entry(&inferred.action).or_default().push(used);
            }
        }
    }
    let mut run = Run { is_allowed: vec![true; counts.len()], rest: BTreeMap::new() };
    for (action, uses) in by_action {
        run.action(action, &uses, policies, catalog);
    }
    let allowed = run.is_allowed.iter().zip(&counts).filter(|(is_allowed, _)| **is_allowed);
    Replay {
        calls: counts.iter().copied().fold(0, u64::saturating_add),
        allowed: allowed.map(|(_, count)| *count).fold(0, u64::saturating_add),
        rest: run.rest.into_values().collect(),
    }
}

/// What calls made and gave tags, where the requests do not say of which type that is.
fn tagged<'u>(
    usage: &'u Usage,
    principal: &Principal,
    catalog: &Catalog,
) -> BTreeMap<(&'u UseKey, &'u Inferred), Resources> {
    let mut table = BTreeMap::new();
    for (key, calls) in usage.uses(principal.name()).into_iter().flatten() {
        for (inferred, resources) in calls.inferred.iter() {
            if inferred.why == Why::TagsResource && resources.is_empty() {
                let own = made(catalog, &inferred.action, (key, calls), principal).into_owned();
                table.insert((key, inferred), own);
            }
        }
    }
    table
}

/// Who called.
struct Who<'a> {
    principal: &'a Principal,
    /// None of one that AWS's policies do not name as a caller.
    caller: Option<Caller>,
}

impl<'a> Who<'a> {
    fn new(principal: &'a Principal) -> Self {
        Self { principal, caller: Caller::parse(principal.name()).ok() }
    }
}

/// One use of an action, or what a request called for.
#[derive(Clone, Copy)]
struct Used<'a> {
    who: &'a Who<'a>,
    known: &'a Use,
    via: Option<&'a str>,
    passed_to: Option<&'a str>,
    created_by: Option<&'a str>,
    is_inferred: bool,
    number: u16,
    resources: &'a Resources,
    /// Its place among the calls.
    call: usize,
}

struct Run<'a> {
    /// Of each call whether all that was decided is.
    is_allowed: Vec<bool>,
    rest: BTreeMap<(&'a str, Option<&'a str>, String), Replayed>,
}

impl<'a> Run<'a> {
    fn action(&mut self, name: &'a str, uses: &[Used<'a>], policies: &'a [Prepared], catalog: &'a Catalog) {
        if ALWAYS_ALLOWED.iter().any(|action| action.eq_ignore_ascii_case(name)) {
            return;
        }
        let Some(action) = catalog.action(name) else {
            let asked = Asked::One("*".to_owned());
            for used in uses {
                self.add(name, used, &asked, Tri::Unknown, NOT_IN_CATALOGUE);
            }
            return;
        };
        let statements = about(policies, name);
        let keys = keys(&statements);
        let decider = Decider { name, action, statements, keys };
        let mut types = Types::new(action);
        let mut waits: Vec<(&Used<'a>, Rc<Asker>)> = Vec::new();
        for used in uses {
            let alike = waits.last().filter(|(other, _)| decider.asks_alike(used, other));
            let asker = alike.map_or_else(|| Rc::new(decider.asker(used)), |(_, asker)| Rc::clone(asker));
            let decide = |asked: &Asked| asker.decide(&decider, asked);
            let refused = |asked: &Asked, answer: Tri| {
                self.add(name, used, asked, answer, &decider.why(answer, asked, asker.is_told()));
            };
            named(&mut types, used.resources, used.number, decide, refused);
            waits.push((used, asker));
        }
        for (used, asker) in waits {
            for asked in types.unnamed(owner(used.who.principal), one_region([used.known])) {
                if let Some(answer) = asker.decide(&decider, &asked) {
                    self.add(name, used, &asked, answer, &decider.why(answer, &asked, asker.is_told()));
                }
            }
        }
    }

    fn add(&mut self, action: &'a str, used: &Used<'a>, asked: &Asked, decision: Tri, why: &str) {
        if let Some(is_allowed) = self.is_allowed.get_mut(used.call) {
            *is_allowed = false;
        }
        let resource = asked.text();
        let new = || Replayed {
            action: action.to_owned(),
            resource: resource.to_owned(),
            via: used.via.map(str::to_owned),
            decision,
            why: why.to_owned(),
            count: 0,
        };
        let entry = self.rest.entry((action, used.via, resource.to_owned())).or_insert_with(new);
        entry.count = entry.count.saturating_add(used.known.count());
        if entry.decision != decision {
            entry.decision = Tri::Unknown;
        }
    }
}

const NOT_IN_CATALOGUE: &str = "the action is not in the catalogue";

/// What policies say of one action.
struct Decider<'a> {
    name: &'a str,
    action: Action<'a>,
    statements: Vec<&'a Statement>,
    /// What they look at of a request beside action and resource.
    keys: BTreeSet<String>,
}

/// The requests that a use may have been, but for the resource.
struct Asker(Vec<Request>);

impl<'a> Decider<'a> {
    fn asker(&self, used: &Used<'a>) -> Asker {
        let call = Call {
            action: self.action,
            principal: used.who.principal,
            via: used.via,
            passed_to: used.passed_to,
            created_by: used.created_by,
            is_inferred: used.is_inferred,
            known: used.known,
        };
        let contexts = contexts(&call, &self.keys).into_iter();
        Asker(contexts.filter_map(|context| self.request(used.who, context)).collect())
    }

    /// Whether nothing is asked of either use but who called.
    fn asks_alike(&self, one: &Used<'_>, other: &Used<'_>) -> bool {
        self.keys.is_empty() && one.who.principal == other.who.principal
    }

    fn request(&self, who: &Who<'_>, mut context: Context) -> Option<Request> {
        let caller = who.caller.clone().unwrap_or_else(|| {
            // Nothing is known that follows from the caller.
            for key in self.keys.iter().filter(|key| key.starts_with("aws:principal")) {
                context.set(key, Values::Unknown);
            }
            Caller::Anonymous
        });
        // Whose the resource is hangs on the resource, and many do not tell.
        if self.keys.contains(OWNER) {
            context.set(OWNER, Values::Unknown);
        }
        Request::new(caller, self.name, "*", None, context).ok()
    }

    fn why(&self, answer: Tri, asked: &Asked, is_told: bool) -> String {
        match (answer, asked) {
            (Tri::Yes, _) => String::new(),
            (Tri::No, _) if self.statements.is_empty() => "no statement has the action".to_owned(),
            (Tri::No, _) => "no statement that has the action allows it on this".to_owned(),
            (Tri::Unknown, Asked::Any { why, .. }) => {
                format!("{why}, and not all that may be meant is allowed")
            }
            (Tri::Unknown, Asked::One(_)) if !is_told || self.keys.is_empty() => {
                "what is named cannot be asked for".to_owned()
            }
            (Tri::Unknown, Asked::One(_)) => {
                let keys: Vec<_> = self.keys.iter().map(|key| format!("`{key}`")).collect();
                format!("not in all of the ways that usage leaves open; it hangs on {}", keys.join(", "))
            }
        }
    }
}

const OWNER: &str = "aws:resourceaccount";

impl Asker {
    fn is_told(&self) -> bool {
        !self.0.is_empty()
    }

    /// None if it is allowed in all of the ways; no if it is in none.
    fn decide(&self, decider: &Decider<'_>, asked: &Asked) -> Option<Tri> {
        let mut all: Option<Tri> = None;
        for request in &self.0 {
            let answer = decided(request, decider, asked);
            all = Some(all.map_or(answer, |all| if all == answer { all } else { Tri::Unknown }));
        }
        Some(all.unwrap_or(Tri::Unknown)).filter(|answer| !answer.is_yes())
    }
}

fn decided(request: &Request, decider: &Decider<'_>, asked: &Asked) -> Tri {
    let (statements, switches) = (&decider.statements, Switches::default());
    match asked {
        Asked::One(arn) if arn == "*" => judge_by(request, statements, switches).passes(),
        Asked::One(arn) if !arn.starts_with("arn:") => Tri::Unknown,
        Asked::One(arn) => judge_on(request, arn, statements, switches).passes(),
        Asked::Any { pattern, .. } => {
            let pattern = ResourcePattern::with_variables(pattern);
            judge_on_all(request, pattern, statements, switches).passes()
        }
    }
}
