//! The requests for sessions of a role.

use std::collections::BTreeSet;

use trail::usage::Assumed;
use trail::{Principal, PrincipalKind, Usage, Use, UseKey};

/// Requests of one caller for sessions of one role that said the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) caller: &'a Principal,
    pub(super) action: &'static str,
    pub(super) key: &'a UseKey,
    pub(super) use_: &'a Use,
    /// None where only the refusal tells the role.
    pub(super) said: Option<&'a Assumed>,
}

/// A request as policies are asked about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Request {
    /// A principal's ARN, a service principal, or an identity provider.
    pub caller: String,
    /// All of them must be allowed.
    pub actions: Vec<String>,
    /// Condition keys with their values, sorted.
    pub context: Vec<(String, Vec<String>)>,
}

const ACTIONS: [(&str, &str); 3] = [
    ("AssumeRole", "sts:AssumeRole"),
    ("AssumeRoleWithSAML", "sts:AssumeRoleWithSAML"),
    ("AssumeRoleWithWebIdentity", "sts:AssumeRoleWithWebIdentity"),
];

/// The roles of which sessions were asked for, in order, whether any was given or not.
pub fn assumed_roles(usage: &Usage) -> Vec<Principal> {
    let mut roles = BTreeSet::new();
    for (_, key, use_) in requests(usage) {
        roles.extend(named(key, use_).into_iter().map(Principal::new));
    }
    roles.into_iter().filter(is_role).collect()
}

/// The requests for sessions of one role.
pub(super) fn asked<'a>(usage: &'a Usage, role: &str) -> Vec<Asked<'a>> {
    let mut found = Vec::new();
    for (caller, key, use_) in requests(usage) {
        let Some(action) = action(key) else { continue };
        let before = found.len();
        let of_role = use_.assumed.iter().filter(|said| &*said.role == role);
        found.extend(of_role.map(|said| Asked { caller, action, key, use_, said: Some(said) }));
        if found.len() == before && named(key, use_).contains(role) {
            found.push(Asked { caller, action, key, use_, said: None });
        }
    }
    found
}

fn requests(usage: &Usage) -> impl Iterator<Item = (&Principal, &UseKey, &Use)> {
    let all = usage
        .principals()
        .flat_map(|(caller, uses)| uses.iter().map(move |(key, use_)| (caller, key, &**use_)));
    all.filter(|(_, key, _)| action(key).is_some())
}

fn action(key: &UseKey) -> Option<&'static str> {
    let is_sts = key.event_source.starts_with("sts.");
    ACTIONS.iter().find(|(event, _)| is_sts && *event == &*key.event_name).map(|(_, action)| *action)
}

/// The roles that requests named, or the messages that refused them.
fn named<'a>(key: &UseKey, use_: &'a Use) -> BTreeSet<&'a str> {
    let mut roles: BTreeSet<&str> = use_.assumed.iter().map(|said| &*said.role).collect();
    if key.outcome.is_refusal() {
        roles.extend(use_.denials.iter().filter_map(|denial| denial.resource.as_deref()));
    }
    roles
}

fn is_role(role: &Principal) -> bool {
    let is_account = |account: &str| account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    role.kind() == PrincipalKind::Role
        && role.account().is_some_and(is_account)
        && !role.name().contains(['*', '?'])
}
