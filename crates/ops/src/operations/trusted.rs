//! What a drafted trust policy rests on, and the replay of the requests that were seen.

use catalog::Catalog;
use draft::Demand;
use draft::trust::{NotTrusted, Request, Takers, Trust, Trusted};
use eval::{Caller, Policies, Prepared, Switches, Values};
use policy::Glob;
use policy::tree::{Policy, PolicyKind};
use schemars::JsonSchema;
use serde::Serialize;
use trail::Principal;

use crate::{OpError, Outcome};

/// Who takes a role
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TakenBy {
    /// Who was given sessions, and is trusted
    trusted: Vec<TrustedCaller>,
    /// Who asked for sessions and is not trusted, and why
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_trusted: Vec<Untrusted>,
    /// Callers of whose requests not all are kept: others may have been for this role
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_all_kept: Vec<String>,
    /// Whether only the logs of the callers' accounts were read: who else takes the role, the log of its own account tells
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    one_sided: bool,
    /// Requests that were seen and that the policy does not allow, with the reason
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_allowed: Vec<String>,
}

/// A caller that is trusted
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct TrustedCaller {
    principal: String,
    /// `AWS`, `Service` or `Federated`
    kind: String,
    actions: Vec<String>,
    /// What all its requests met
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<TrustCondition>,
    /// Whether anyone for whom the provider vouches is trusted
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    any_subject: bool,
    /// How often; missing if the same use is of other roles, too
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
}

/// A condition of trust
#[derive(Debug, Serialize, JsonSchema)]
struct TrustCondition {
    operator: String,
    key: String,
    values: Vec<String>,
}

/// A caller that is not trusted
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Untrusted {
    caller: String,
    /// Who vouched for it
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
    action: String,
    /// `refused`, `failed`, `only-account-known`, `unknown-service`, `token-unknown`, `provider-of-other-account`, `not-nameable`
    reason: String,
    /// The same in words
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    /// Ids of some of the events
    event_ids: Vec<String>,
}

impl TakenBy {
    pub(super) fn of(trust: &Trust, catalog: &Catalog) -> Self {
        let not_allowed = match &trust.policy {
            Some(drafted) => not_allowed(&drafted.policy, trust, catalog),
            None => Vec::new(),
        };
        Self {
            trusted: trust.trusted.iter().map(TrustedCaller::of).collect(),
            not_trusted: trust.not_trusted.iter().map(Untrusted::of).collect(),
            not_all_kept: trust.cut.clone(),
            one_sided: trust.is_one_sided,
            not_allowed,
        }
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.not_allowed.is_empty() { Outcome::Clean } else { Outcome::Findings }
    }

    /// A line for each thing that the policy does not tell.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = self
            .not_allowed
            .iter()
            .map(|request| format!("error: seen and not allowed: {request}"))
            .collect();
        let wide = self.trusted.iter().filter(|trusted| trusted.any_subject);
        notes.extend(wide.map(|trusted| {
            format!("wider than the log: anyone for whom {} vouches is trusted", trusted.principal)
        }));
        notes.extend(self.not_trusted.iter().map(Untrusted::note));
        let kept =
            |caller| format!("not all is kept of what {caller} asked for: it may have said something else");
        notes.extend(self.not_all_kept.iter().map(kept));
        if self.one_sided {
            notes.push("no log of the role's own account was read, which tells who else takes it".to_owned());
        }
        notes
    }
}

impl TrustedCaller {
    fn of(trusted: &Trusted) -> Self {
        let condition = |demand: &Demand| TrustCondition {
            operator: demand.operator.clone(),
            key: demand.key.clone(),
            values: demand.values.clone(),
        };
        Self {
            principal: trusted.name.clone(),
            kind: trusted.kind.name().to_owned(),
            actions: trusted.actions.clone(),
            conditions: trusted.demands.iter().map(condition).collect(),
            any_subject: trusted.takes_any_subject(),
            count: trusted.count,
            first: trusted.first.map(|time| time.to_string()),
            last: trusted.last.map(|time| time.to_string()),
            event_ids: trusted.event_ids.clone(),
        }
    }
}

impl Untrusted {
    fn of(not: &NotTrusted) -> Self {
        Self {
            caller: not.caller.clone(),
            provider: not.provider.clone(),
            action: not.action.clone(),
            reason: not.why.name().to_owned(),
            why: not.why.reason().to_owned(),
            first: not.first.map(|time| time.to_string()),
            last: not.last.map(|time| time.to_string()),
            event_ids: not.event_ids.clone(),
        }
    }

    fn note(&self) -> String {
        let caller = self.provider.as_ref().unwrap_or(&self.caller);
        format!("not trusted: {caller} ({}): {}", self.action, self.why)
    }
}

/// The roles that any of the names stands for, in order; all if there are no names. A name that stands for none is refused.
pub(super) fn chosen_roles(takers: &Takers<'_>, names: &[String]) -> Result<Vec<Principal>, OpError> {
    let roles = takers.roles();
    if names.is_empty() {
        return Ok(roles);
    }
    let patterns: Vec<Glob> = names.iter().map(|name| Glob::new(name)).collect();
    for (name, pattern) in names.iter().zip(&patterns) {
        if !roles.iter().any(|role| pattern.matches(role.name())) {
            return Err(OpError::not_found(format!("no role that was asked for matches `{name}`")).hint(
                "with `--form trust` a name is that of a role of which sessions were asked for: its ARN with its path",
            ));
        }
    }
    let is_meant = |role: &Principal| patterns.iter().any(|pattern| pattern.matches(role.name()));
    Ok(roles.into_iter().filter(is_meant).collect())
}

/// The requests that the policy does not allow, of callers whose own policies allow everything: only trust is asked about.
fn not_allowed(trust: &Policy, drafted: &Trust, catalog: &Catalog) -> Vec<String> {
    const EVERYTHING: &str = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let limits = policy::Limits::default();
    let read = policy::Document::read("everything.json", EVERYTHING.as_bytes(), None, &limits);
    let everything = [Prepared::new("everything", &policy::tree::lower(&read.root), PolicyKind::Identity)];
    let trust = Prepared::new("trust", trust, PolicyKind::Trust);
    let policies = Policies { identity: &everything, resource: Some(&trust), ..Policies::default() };
    let mut failed = Vec::new();
    for request in drafted.trusted.iter().flat_map(|trusted| &trusted.requests) {
        for action in &request.actions {
            match decided(request, action, &drafted.role, &policies, catalog) {
                Ok(eval::Outcome::Allowed) => {}
                Ok(_) => failed.push(format!("{action} by {}", request.caller)),
                Err(why) => failed.push(format!("{action} by {}: {why}", request.caller)),
            }
        }
    }
    failed.dedup();
    failed
}

fn decided(
    request: &Request,
    action: &str,
    role: &Principal,
    policies: &Policies<'_>,
    catalog: &Catalog,
) -> Result<eval::Outcome, String> {
    let mut context = eval::Context::new();
    for (key, values) in &request.context {
        let is_many = catalog.condition_key(key).is_some_and(catalog::ConditionKey::is_multivalued);
        let values = match values.as_slice() {
            [one] if !is_many => Values::One(one.clone()),
            _ => Values::Many(values.clone()),
        };
        context.set(key, values);
    }
    let caller = Caller::parse(&request.caller).map_err(|_| "no such caller is known".to_owned())?;
    let asked = eval::Request::new(caller, action, role.name(), role.account(), context)
        .map_err(|fault| fault.to_string())?;
    Ok(eval::decide(&asked, policies, Switches::default()).outcome)
}
