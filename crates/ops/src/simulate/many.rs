//! Requests with wildcards: whether all, some or none of what they stand for is allowed, with an example of each.

use catalog::{Action, Catalog};
use eval::{Decision as Decided, Outcome, Request, Survey, explain, survey};
use policy::{ActionPattern, ResourcePattern};

use super::asked::Asked;
use super::chain::layers;
use super::decide::{Settings, filled, reason};
use super::deciding::deciding;
use super::held::Held;
use crate::OpError;
use crate::wire::{Answers, Decision, ExampleRequest, Extent, SimulatedCase};

/// Whether the request stands for several. Of a whole request only the action may; a `*` for the resource of an action that names none is
/// what AWS asks for.
pub(super) fn is_pattern(asked: &Asked, catalog: &Catalog) -> bool {
    let is_wild = |text: &str| text.contains(['*', '?']);
    if is_wild(&asked.action) {
        return true;
    }
    let names_none = || catalog.action(&asked.action).is_some_and(names_no_resource);
    !asked.is_whole && is_wild(&asked.resource) && !(asked.resource == "*" && names_none())
}

/// Decides all that the wildcards stand for; the inner error says why it cannot be asked.
pub(super) fn decide(
    asked: &Asked,
    held: &Held,
    settings: &Settings<'_>,
    answer: &mut SimulatedCase,
) -> Result<Result<(), String>, OpError> {
    let meant = match Meant::of(asked, settings.catalog) {
        Ok(meant) => meant,
        Err(why) => return Ok(Err(why)),
    };
    let mut tally = Tally::default();
    for (action, resource, is_literal) in meant.requests(asked) {
        settings.cx.check_cancelled()?;
        let request = match asked.request(action, resource, held, settings.cx.now()) {
            Ok(request) => request,
            Err(why) => return Ok(Err(why)),
        };
        let surveyed = held.with(|policies| {
            if is_literal {
                Survey::All(eval::decide(&request, policies, settings.switches))
            } else {
                survey(&request, policies, settings.switches)
            }
        });
        tally.add(&request, surveyed, held, settings);
        if answer.filled.is_empty() {
            answer.filled = filled(&request);
            let asked = if is_literal { request } else { request.for_all() };
            let explanation = held.with(|policies| explain(&asked, policies, settings.switches));
            tally.first_reason = reason(&explanation);
            answer.deciding = deciding(&explanation, &asked, held, settings.catalog);
            if settings.explain {
                answer.layers = layers(&explanation, held);
            }
        }
    }
    tally.write(answer);
    if meant.left_out > 0 {
        let reason = format!(
            "{} of the {} actions cannot be done to this resource and are left out",
            meant.left_out,
            meant.left_out + meant.actions.len()
        );
        answer.reasons.push(reason);
    }
    Ok(Ok(()))
}

/// The actions that a pattern means.
struct Meant {
    /// Each with whether it names no resource.
    actions: Vec<(String, bool)>,
    /// Actions that the resource is none for.
    left_out: usize,
}

impl Meant {
    fn of(asked: &Asked, catalog: &Catalog) -> Result<Self, String> {
        let named = |action: Action<'_>| (action.full_name(), names_no_resource(action));
        if !asked.action.contains(['*', '?']) {
            let names_none = catalog.action(&asked.action).is_some_and(names_no_resource);
            return Ok(Self { actions: vec![(asked.action.clone(), names_none)], left_out: 0 });
        }
        let set = catalog.expand(&ActionPattern::parse(&asked.action));
        let all: Vec<_> = set.actions(catalog).collect();
        if all.is_empty() {
            let date = catalog.date();
            return Err(format!("`{}` matches no action in the catalogue of {date}", asked.action));
        }
        let resource = ResourcePattern::parse(&asked.resource);
        let fits =
            |action: &Action<'_>| asked.resource == "*" || !action.targets_meeting(&resource).is_empty();
        let fitting: Vec<_> = all.iter().copied().filter(fits).map(named).collect();
        // What the catalogue knows no action for may be newer than it.
        let actions = if fitting.is_empty() { all.iter().copied().map(named).collect() } else { fitting };
        Ok(Self { left_out: all.len() - actions.len(), actions })
    }

    /// The requests to decide, each with whether its resource stands for itself.
    fn requests<'a>(&'a self, asked: &'a Asked) -> impl Iterator<Item = (&'a str, &'a str, bool)> {
        let is_wild = asked.resource.contains(['*', '?']) && !asked.is_whole;
        self.actions.iter().map(move |(action, names_none)| {
            let is_star = *names_none && asked.resource == "*";
            (action.as_str(), asked.resource.as_str(), is_star || !is_wild)
        })
    }
}

fn names_no_resource(action: Action<'_>) -> bool {
    action.targets().len() == 0
}

#[derive(Default)]
struct Tally {
    allowed: usize,
    explicit: usize,
    /// Denied, and not everywhere by a Deny.
    denied: usize,
    partly: usize,
    unknown: usize,
    example_allowed: Option<ExampleRequest>,
    example_denied: Option<ExampleRequest>,
    blocked_by: Vec<eval::Layer>,
    /// Why the first request is decided as it is.
    first_reason: String,
    why_denied: Option<String>,
    why_unknown: Option<String>,
}

impl Tally {
    fn add(&mut self, request: &Request, surveyed: Survey, held: &Held, settings: &Settings<'_>) {
        match surveyed {
            Survey::All(decision) => match decision.outcome {
                Outcome::Allowed => {
                    self.allowed += 1;
                    self.seen_allowed(request, request.resource());
                }
                Outcome::Unknown => self.not_known(request, held, settings),
                outcome => {
                    *(if outcome == Outcome::ExplicitlyDenied {
                        &mut self.explicit
                    } else {
                        &mut self.denied
                    }) += 1;
                    self.blocked_by.extend(decision.blocked_by.iter());
                    self.seen_denied(request, request.resource(), decision, held, settings);
                }
            },
            Survey::Some { allowed, denied, denial } => {
                self.partly += 1;
                self.seen_allowed(request, &allowed);
                self.seen_denied(request, &denied, denial, held, settings);
            }
            Survey::None { explicit, implicit } => {
                self.denied += 1;
                if let Some(resource) = implicit.or(explicit) {
                    let on = request.on(&resource);
                    let decision = held.with(|policies| eval::decide(&on, policies, settings.switches));
                    self.blocked_by.extend(decision.blocked_by.iter());
                    self.seen_denied(request, &resource, decision, held, settings);
                }
            }
            Survey::Unknown { seen } => {
                match seen {
                    Some((resource, decision)) if decision.outcome == Outcome::Allowed => {
                        self.seen_allowed(request, &resource);
                    }
                    Some((resource, decision)) => {
                        self.seen_denied(request, &resource, decision, held, settings);
                    }
                    None => {}
                }
                self.not_known(request, held, settings);
            }
        }
    }

    fn seen_allowed(&mut self, request: &Request, resource: &str) {
        self.example_allowed.get_or_insert_with(|| ExampleRequest {
            action: request.action().to_owned(),
            resource: resource.to_owned(),
            decision: Decision::Allowed,
        });
    }

    fn seen_denied(
        &mut self,
        request: &Request,
        resource: &str,
        decision: Decided,
        held: &Held,
        settings: &Settings<'_>,
    ) {
        if self.example_denied.is_some() {
            return;
        }
        let on = request.on(resource);
        self.why_denied = Some(held.with(|policies| reason(&explain(&on, policies, settings.switches))));
        self.example_denied = Some(ExampleRequest {
            action: request.action().to_owned(),
            resource: resource.to_owned(),
            decision: decision.outcome.into(),
        });
    }

    fn not_known(&mut self, request: &Request, held: &Held, settings: &Settings<'_>) {
        self.unknown += 1;
        if self.why_unknown.is_none() {
            let explanation = held.with(|policies| explain(&request.for_all(), policies, settings.switches));
            self.why_unknown = Some(reason(&explanation));
        }
    }

    fn total(&self) -> usize {
        self.allowed + self.explicit + self.denied + self.partly + self.unknown
    }

    fn extent(&self) -> Extent {
        let shown = self.example_allowed.is_some() && self.example_denied.is_some();
        match (self.unknown, self.allowed, self.partly) {
            _ if shown => Extent::Some,
            (0, allowed, _) if allowed == self.total() => Extent::All,
            (0, 0, 0) => Extent::None,
            _ => Extent::Unknown,
        }
    }

    fn write(mut self, answer: &mut SimulatedCase) {
        let extent = self.extent();
        answer.decision = match extent {
            Extent::All => Decision::Allowed,
            Extent::None if self.explicit == self.total() => Decision::ExplicitlyDenied,
            Extent::None => Decision::ImplicitlyDenied,
            Extent::Some | Extent::Unknown => Decision::Unknown,
        };
        answer.reasons.push(match (extent, &self.example_allowed, &self.example_denied) {
            (Extent::All, ..) => format!("all of it is allowed: {}", self.first_reason),
            (Extent::Some, Some(allowed), Some(denied)) => format!(
                "some of it is allowed: {} is, and {} is not: {}",
                shown(allowed),
                shown(denied),
                self.why_denied.take().unwrap_or_default()
            ),
            (Extent::None, ..) => {
                format!("none of it is allowed: {}", self.why_denied.take().unwrap_or(self.first_reason))
            }
            _ => self.why_unknown.take().unwrap_or_default(),
        });
        if extent == Extent::None {
            let blocking = eval::Layer::ALL.into_iter().filter(|layer| self.blocked_by.contains(layer));
            answer.blocked_by = blocking.map(|layer| layer.name().to_owned()).collect();
        }
        answer.answers = Some(Answers {
            allowed: extent,
            actions: self.allowed + self.explicit + self.denied + self.partly + self.unknown,
            actions_allowed: self.allowed,
            example_allowed: self.example_allowed,
            example_denied: self.example_denied,
        });
    }
}

fn shown(example: &ExampleRequest) -> String {
    format!("`{}` on `{}`", example.action, example.resource)
}
