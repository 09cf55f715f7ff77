//! A request with its policies, as a test writes it.

use eval::{Caller, Context, Decision, Explanation, Level, Policies, Prepared, Request, Switches, Values};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits};
use serde_json::Value;

/// Everything a decision needs, prepared.
pub(crate) struct Case {
    pub request: Request,
    identity: Vec<Prepared>,
    resource: Option<Prepared>,
    boundary: Option<Vec<Prepared>>,
    session: Option<Vec<Prepared>>,
    endpoint: Option<Vec<Prepared>>,
    scps: Vec<(String, Vec<Prepared>)>,
    rcps: Vec<(String, Vec<Prepared>)>,
}

impl Case {
    pub(crate) fn read(case: &Value) -> Self {
        let list = |name: &str, kind| case[name].as_array().map(|all| prepare_all(all, kind));
        let levels = |name: &str, kind| {
            let levels = case[name].as_array().into_iter().flatten();
            levels
                .map(|level| {
                    let policies = level["policies"].as_array().unwrap();
                    (level["orgIdentifier"].as_str().unwrap().to_owned(), prepare_all(policies, kind))
                })
                .collect()
        };
        let one =
            |name: &str, kind| case.get(name).filter(|it| !it.is_null()).map(|it| prepare(name, it, kind));
        let action = case["request"]["action"].as_str().unwrap();
        let on = if action.starts_with("sts:Assume") { PolicyKind::Trust } else { PolicyKind::Resource };
        Self {
            request: request(&case["request"]),
            identity: list("identityPolicies", PolicyKind::Identity).unwrap_or_default(),
            resource: one("resourcePolicy", on),
            boundary: list("permissionBoundaries", PolicyKind::Boundary),
            session: one("sessionPolicy", PolicyKind::Session).map(|policy| vec![policy]),
            endpoint: list("endpointPolicies", PolicyKind::Endpoint),
            scps: levels("scps", PolicyKind::Scp),
            rcps: levels("rcps", PolicyKind::Rcp),
        }
    }

    pub(crate) fn decide(&self, switches: Switches) -> Decision {
        self.with(|policies| eval::decide(&self.request, policies, switches))
    }

    pub(crate) fn explain(&self) -> Explanation {
        self.with(|policies| eval::explain(&self.request, policies, Switches::default()))
    }

    pub(crate) fn with<'a, T>(&'a self, answer: impl Fn(&Policies<'_>) -> T) -> T {
        let levels = |levels: &'a [(String, Vec<Prepared>)]| -> Vec<Level<'a>> {
            levels.iter().map(|(id, policies)| Level { id, policies }).collect()
        };
        let (scps, rcps) = (levels(&self.scps), levels(&self.rcps));
        answer(&Policies {
            identity: &self.identity,
            resource: self.resource.as_ref(),
            boundary: self.boundary.as_deref(),
            session: self.session.as_deref(),
            scps: &scps,
            rcps: &rcps,
            endpoint: self.endpoint.as_deref(),
            ..Policies::default()
        })
    }
}

fn request(value: &Value) -> Request {
    let mut context = Context::new();
    for (key, value) in value["context"].as_object().into_iter().flatten() {
        context.set(key, values(value));
    }
    let caller = value["principal"].as_str().map_or(Caller::Anonymous, |text| Caller::parse(text).unwrap());
    let wildcard_only = value["wildcardOnlyAction"] == true;
    let resource = if wildcard_only { "*" } else { value["resource"]["arn"].as_str().unwrap() };
    let account = value["resource"]["accountId"].as_str();
    Request::new(caller, value["action"].as_str().unwrap(), resource, account, context).unwrap()
}

pub(crate) fn values(value: &Value) -> Values {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Array(items) => Values::Many(items.iter().map(text).collect()),
        value => Values::One(text(value)),
    }
}

pub(crate) fn prepare(name: &str, policy: &Value, kind: PolicyKind) -> Prepared {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Limits::default());
    Prepared::new(name, &lower(&document.root), kind)
}

fn prepare_all(policies: &[Value], kind: PolicyKind) -> Vec<Prepared> {
    policies
        .iter()
        .enumerate()
        .map(|(at, policy)| prepare(&format!("{} {}", kind.name(), at + 1), policy, kind))
        .collect()
}
