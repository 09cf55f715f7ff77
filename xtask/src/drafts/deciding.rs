//! The same questions to every policy, decided by the evaluator.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, anyhow};
use catalog::{Action, Catalog};
use draft::{Draft, WhyLeftOut, resource_entry};
use eval::{Caller, Context, Prepared, Request, Switches, Tri, Values, judge};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, ResourcePattern};
use trail::dependent::Why;
use trail::resource::{Origin, of_actions};
use trail::usage::Resources;
use trail::{Principal, Usage};

/// Calls that are alike: how many, and what they asked for.
pub(super) struct Calls {
    count: u64,
    pub(super) asked: BTreeSet<Asked>,
}

/// An action on a resource.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    pub(super) action: String,
    /// An ARN; an entry of `Resource` if any that it matches may be meant.
    pub(super) resource: String,
    pub(super) is_pattern: bool,
    passed_to: Option<String>,
    /// Of tags: the call that makes what gets them.
    made_by: Option<String>,
}

/// What became of calls.
pub(super) struct Replayed {
    pub(super) calls: u64,
    pub(super) allowed: u64,
    /// What is not allowed, in words.
    pub(super) missing: BTreeSet<String>,
}

/// What the principal of a draft asked for and was authorized to, as far as the log tells.
pub(super) fn calls(usage: &Usage, draft: &Draft, catalog: &Catalog) -> Vec<Calls> {
    let refused: BTreeSet<&str> = draft
        .left_out
        .iter()
        .filter(|left| left.why == WhyLeftOut::CredentialsRefused)
        .map(|left| left.action.as_str())
        .collect();
    let mut named: BTreeSet<String> = BTreeSet::new();
    let mut found: Vec<Calls> = Vec::new();
    for (key, known) in usage.uses(draft.principal.name()).into_iter().flatten() {
        let actions = key.mapped.actions();
        if actions.is_empty() || key.outcome.is_refusal() {
            continue;
        }
        let is_granted =
            |action: &str| draft.grants.iter().any(|grant| grant.action.eq_ignore_ascii_case(action));
        if actions.iter().any(|action| refused.contains(&**action) && !is_granted(action)) {
            continue;
        }
        let mut asked = BTreeSet::new();
        for (number, action) in actions.iter().enumerate() {
            let resources = known.resources.of(of_actions(number));
            asked.extend(asked_of(action, &resources, (None, None), catalog));
        }
        for (inferred, resources) in known.inferred.iter() {
            let service = inferred.service.as_deref();
            if !resources.is_empty() && (service.is_some() || &*inferred.action != "iam:PassRole") {
                let made_by = (inferred.why == Why::TagsResource).then_some(&*key.event_name);
                asked.extend(asked_of(&inferred.action, resources, (service, made_by), catalog));
            }
        }
        named.extend(asked.iter().filter(|asked| asked.resource != "*").map(|asked| asked.action.clone()));
        found.push(Calls { count: known.count(), asked });
    }
    // What one call does not name is one of those that others name.
    for calls in &mut found {
        calls.asked.retain(|asked| asked.resource != "*" || !named.contains(&asked.action));
    }
    found
}

/// What a call asks for of an action, for whom a role is and what makes that which is tagged.
fn asked_of(
    name: &str,
    resources: &Resources,
    (passed_to, made_by): (Option<&str>, Option<&str>),
    catalog: &Catalog,
) -> Vec<Asked> {
    let ask = |resource: String, is_pattern: bool| Asked {
        action: name.to_owned(),
        resource,
        is_pattern,
        passed_to: passed_to.map(str::to_owned),
        made_by: made_by.map(str::to_owned),
    };
    let Some(action) = catalog.action(name) else { return vec![ask("*".to_owned(), true)] };
    let entries = resources.entries().map(|(arn, known)| {
        let is_pattern = known.origin.has(Origin::PATTERN) || arn.ends_with('*');
        ask(if is_pattern { resource_entry(arn, known) } else { arn }, is_pattern)
    });
    let named: Vec<_> = entries.filter(|asked| takes(action, asked)).collect();
    if named.is_empty() { vec![ask("*".to_owned(), action.targets().len() > 0)] } else { named }
}

fn takes(action: Action<'_>, asked: &Asked) -> bool {
    !action.targets_meeting(&ResourcePattern::with_variables(&asked.resource)).is_empty()
}

/// Policies that a principal has, and no others.
pub(super) struct Judge {
    caller: Caller,
    policies: Vec<Prepared>,
}

impl Judge {
    pub(super) fn new(principal: &Principal, texts: &[String]) -> Result<Self> {
        let caller = Caller::parse(principal.name()).map_err(|fault| anyhow!("no caller: {}", fault.text))?;
        let prepare = |text: &String| {
            let document =
                Document::read("policy", text.as_bytes(), Some(Format::Json), &policy::Limits::default());
            Prepared::new("policy", &lower(&document.root), PolicyKind::Identity)
        };
        Ok(Self { caller, policies: texts.iter().map(prepare).collect() })
    }

    pub(super) fn replay(&self, calls: &[Calls], catalog: &Catalog) -> Replayed {
        let mut known: BTreeMap<&Asked, bool> = BTreeMap::new();
        let mut replayed = Replayed { calls: 0, allowed: 0, missing: BTreeSet::new() };
        for call in calls {
            let mut is_allowed = true;
            for asked in &call.asked {
                let is_free =
                    eval::ALWAYS_ALLOWED.iter().any(|free| free.eq_ignore_ascii_case(&asked.action));
                let own = is_free || *known.entry(asked).or_insert_with(|| self.allows(asked, catalog));
                if !own {
                    is_allowed = false;
                    replayed.missing.insert(format!("{} on {}", asked.action, asked.resource));
                }
            }
            replayed.calls += call.count;
            replayed.allowed += if is_allowed { call.count } else { 0 };
        }
        replayed
    }

    fn allows(&self, asked: &Asked, catalog: &Catalog) -> bool {
        let mut context = Context::new();
        if let Some(service) = &asked.passed_to {
            context.set("iam:PassedToService", Values::One(service.clone()));
            context.set("kms:ViaService", Values::Unknown);
        }
        if let Some(call) = &asked.made_by {
            context.set("ec2:CreateAction", Values::One(call.clone()));
        }
        let name = catalog.action(&asked.action).map_or_else(|| asked.action.clone(), Action::full_name);
        let answer = self.ask(&name, &asked.resource, asked.is_pattern, context);
        answer.is_yes()
    }

    /// What becomes of the action on the resource, with nothing known of the request.
    pub(super) fn may(&self, action: &str, resource: &str) -> bool {
        let mut context = Context::new();
        context.set("iam:PassedToService", Values::Unknown);
        context.set("ec2:CreateAction", Values::Unknown);
        !matches!(self.ask(action, resource, false, context), Tri::No)
    }

    fn ask(&self, action: &str, resource: &str, is_pattern: bool, context: Context) -> Tri {
        let Ok(request) = Request::new(self.caller.clone(), action, resource, None, context) else {
            return Tri::Unknown;
        };
        let request = if is_pattern { request.for_all() } else { request };
        judge(&request, &self.policies, Switches::default()).passes()
    }
}
