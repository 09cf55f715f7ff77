//! What must never be allowed: proven for every action and resource meant, and whatever else the request has.

use std::rc::Rc;

use eval::{Caller, Layer};
use policy::tree::PolicyKind;
use policy::{Document, Limits, Node};

use crate::OpError;
use crate::reading::value::{text, texts, values};
use crate::simulate::{
    Asked, Attached, Case, Expected, Held, Principal, Settings, World, account_of, context, decide, undecided,
};
use crate::wire::{Decision, Expectation, SimulatedCase};

/// One action of a rule on one resource.
pub(super) struct Never {
    case: Case,
    /// Keys of which the file says what holds.
    said: Vec<String>,
}

/// Taken apart into the actions and resources that the rule at `node` lists; `said` are the keys of the file's own context.
pub(super) fn rules(node: &Node, default: &Asked, said: &[String]) -> Vec<Never> {
    let actions = text(Some(node)).map_or_else(|| texts(node.get("action")), |action| vec![action]);
    let mut resources = texts(node.get("resource"));
    if resources.is_empty() {
        resources.push("*".to_owned());
    }
    let mut asked = default.clone();
    if let Some(principal) = text(node.get("principal")) {
        asked.principal = Principal::Named(principal);
    }
    if let Some(account) = values(node.get("resourceAccount")).pop() {
        asked.account = Some(account);
    }
    let mut said = said.to_vec();
    said.extend(keys_of(node.get("context")));
    for given in context(node.get("context")) {
        asked.context.retain(|other| !other.key.eq_ignore_ascii_case(&given.key));
        asked.context.push(given);
    }
    let own = text(node.get("name"));
    let is_single = actions.len() == 1 && resources.len() == 1;
    let rule = |action: &String, resource: &String| {
        let what = if resource == "*" { action.clone() } else { format!("{action} on {resource}") };
        let name = match &own {
            Some(name) if is_single => name.clone(),
            Some(name) => format!("{name}: {what}"),
            None => format!("never {what}"),
        };
        let asked = Asked { action: action.clone(), resource: resource.clone(), ..asked.clone() };
        let expected = Expected { decision: Some(Expectation::Denied), ..Expected::default() };
        Never { case: Case { name: Some(name), asked, expected: Some(expected) }, said: said.clone() }
    };
    actions
        .iter()
        .flat_map(|action| resources.iter().map(move |it| (action, it)))
        .map(|(a, r)| rule(a, r))
        .collect()
}

/// The keys of a context, absent ones included.
pub(super) fn keys_of(context: Option<&Node>) -> Vec<String> {
    let members = context.and_then(Node::as_object).unwrap_or_default();
    members.iter().map(|member| member.key.text.clone()).collect()
}

impl Never {
    /// Holds only if every request is denied; what is not known fails it.
    pub(super) fn decide(
        mut self,
        world: &mut World<'_>,
        place: String,
        settings: &Settings<'_>,
    ) -> Result<SimulatedCase, OpError> {
        if let Some(why) = unknown_action(&self.case.asked.action, settings) {
            return Ok(unproven(undecided(&self.case, Some(place), why)));
        }
        let mut held = match world.meet(&mut self.case.asked) {
            Ok(held) => held,
            Err(error) => return Ok(unproven(undecided(&self.case, Some(place), error.message))),
        };
        self.case.asked.unknown = self.unknown(&held, settings);
        let mut answer = decide(&self.case, &held, Some(place.clone()), settings)?;
        if answer.ok == Some(true) {
            held = suppose(held, &mut self.case.asked);
            let supposed = decide(&self.case, &held, Some(place), settings)?;
            if supposed.ok == Some(true) {
                // Its reasons tell of the file's own policies alone.
                return Ok(answer);
            }
            answer = supposed;
        }
        let example = answer.answers.as_ref().and_then(|answers| answers.example_allowed.clone());
        let Some(example) = example else {
            return Ok(if answer.decision == Decision::Allowed { answer } else { unproven(answer) });
        };
        let mut one = self.case.clone();
        one.asked.action.clone_from(&example.action);
        one.asked.resource.clone_from(&example.resource);
        let told = decide(&one, &held, None, settings)?;
        let why = told.reasons.first().filter(|_| told.decision == example.decision);
        let why = why.map(|why| format!(": {}", why.trim_start_matches("all of it is allowed: ")));
        let shown = format!("`{}` on `{}` is allowed", example.action, example.resource);
        let shown = format!("{shown}{}", why.unwrap_or_default());
        match answer.reasons.first_mut() {
            Some(first) if answer.decision == Decision::Allowed => *first = shown,
            _ => answer.reasons.insert(0, shown),
        }
        Ok(answer)
    }

    /// Every key that a policy looks at, but for those that the file speaks of, and those that follow from who asks and from the
    /// resource's ARN.
    fn unknown(&self, held: &Held, settings: &Settings<'_>) -> Vec<String> {
        let asked = &self.case.asked;
        // What follows does so whatever the action is.
        let request = asked.request("any:Any", &asked.resource, held, settings.cx.now()).ok();
        let filled = request.as_ref().map(|request| request.context().filled()).unwrap_or_default();
        let has_account = asked.account.is_some() || account_of(&asked.resource).is_some();
        let follows = |key: &str| {
            let is = |name: &str| key.eq_ignore_ascii_case(name);
            let is_guessed = is("aws:CurrentTime")
                || is("aws:EpochTime")
                || (is("aws:ResourceAccount") && !has_account)
                || (is("aws:PrincipalAccount") && asked.principal == Principal::Anyone);
            !is_guessed && filled.iter().any(|(filled, _)| is(filled))
        };
        let is_said = |key: &str| self.said.iter().any(|said| said.eq_ignore_ascii_case(key));
        held.keys().filter(|key| !is_said(key) && !follows(key)).map(str::to_owned).collect()
    }
}

/// Supposes that what is not tested allows: a proof that rests on policies that the file does not give proves nothing.
///
/// Without a resource policy, the resource leaves it to the caller's account, as keys and roles have to do before any identity policy counts.
/// Without an identity policy, the caller is of another account and may do all that the resource lets it do; unless both are known to be of
/// one account, in which the resource policy grants by itself. Without either, the caller may do all.
fn suppose(held: Rc<Held>, asked: &mut Asked) -> Rc<Held> {
    let Some(account) = Caller::parse(&asked.principal()).ok().and_then(|it| it.account().map(str::to_owned))
    else {
        return held;
    };
    let (has_identity, has_resource) = (held.has_identity_policy(), held.has_resource_policy());
    let mut held = Held::clone(&held);
    if !has_resource {
        held.add(
            Layer::Resource,
            supposed(&format!("\"Principal\": {{\"AWS\": \"{account}\"}},"), PolicyKind::Resource),
        );
    }
    if !has_identity {
        let owner = asked.account.as_deref().or(account_of(&asked.resource)).map(str::to_owned);
        let is_foreign = owner.as_ref().is_some_and(|owner| *owner != account);
        if has_resource && owner.is_none() {
            asked.account =
                Some(ANOTHER_ACCOUNT.into_iter().find(|it| *it != account).unwrap_or_default().to_owned());
        }
        if !has_resource || owner.is_none() || is_foreign {
            held.add(Layer::Identity, supposed("", PolicyKind::Identity));
        }
    }
    Rc::new(held)
}

/// One of these is not the caller's.
const ANOTHER_ACCOUNT: [&str; 2] = ["210987654321", "345678901234"];

/// A policy that allows everything.
fn supposed(principal: &str, kind: PolicyKind) -> Attached {
    let text = format!(
        "{{\"Version\": \"2012-10-17\", \"Statement\": [{{\"Effect\": \"Allow\", {principal} \"Action\": \"*\", \"Resource\": \"*\"}}]}}"
    );
    let name = format!("the {} policy that is supposed", kind.name());
    let document = Document::read(&name, text.as_bytes(), None, &Limits::default());
    Attached::new(&name, &document.root, &document.source, kind)
}

/// A misspelled action is never allowed, which says nothing.
fn unknown_action(action: &str, settings: &Settings<'_>) -> Option<String> {
    let catalog = settings.catalog;
    if action.contains(['*', '?']) || catalog.action(action).is_some() {
        return None;
    }
    let near: Vec<_> = catalog
        .nearest_actions(action)
        .iter()
        .take(3)
        .map(|near| format!("`{}`", near.full_name()))
        .collect();
    let near = if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(" or ")) };
    Some(format!("the catalogue of {} has no action `{action}`{near}", catalog.date()))
}

fn unproven(mut answer: SimulatedCase) -> SimulatedCase {
    if let Some(first) = answer.reasons.first_mut() {
        *first = format!("not proven: {first}");
    }
    answer
}
