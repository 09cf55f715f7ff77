//! The requests for sessions of roles.

use std::collections::{BTreeMap, BTreeSet};

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

pub(super) const SAML: &str = "sts:AssumeRoleWithSAML";

const ACTIONS: [(&str, &str); 3] = [
    ("AssumeRole", "sts:AssumeRole"),
    ("AssumeRoleWithSAML", SAML),
    ("AssumeRoleWithWebIdentity", "sts:AssumeRoleWithWebIdentity"),
];

/// Who asked for sessions of which roles, looked up once for all roles.
#[derive(Debug, Clone, Default)]
pub struct Takers<'a>(BTreeMap<&'a str, Vec<Asked<'a>>>);

impl<'a> Takers<'a> {
    pub fn of(usage: &'a Usage) -> Self {
        let mut takers: BTreeMap<&str, Vec<Asked<'_>>> = BTreeMap::new();
        for (caller, uses) in usage.principals() {
            for (key, use_) in uses {
                let Some(action) = action(key) else { continue };
                let asked = |said| Asked { caller, action, key, use_, said };
                for said in use_.assumed.iter() {
                    takers.entry(&said.role).or_default().push(asked(Some(said)));
                }
                for role in refused(key, use_) {
                    takers.entry(role).or_default().push(asked(None));
                }
            }
        }
        Self(takers)
    }

    /// The roles, in order, whether any session was given or not.
    pub fn roles(&self) -> Vec<Principal> {
        self.0.keys().map(|role| Principal::new(role)).filter(is_role).collect()
    }

    pub(super) fn asked(&self, role: &Principal) -> &[Asked<'a>] {
        self.0.get(role.name()).map_or(&[], Vec::as_slice)
    }
}

fn action(key: &UseKey) -> Option<&'static str> {
    let is_sts = key.event_source.starts_with("sts.");
    ACTIONS.iter().find(|(event, _)| is_sts && *event == &*key.event_name).map(|(_, action)| *action)
}

/// The roles that only the messages name by which requests were refused.
fn refused<'a>(key: &UseKey, use_: &'a Use) -> BTreeSet<&'a str> {
    let denials = use_.denials.iter().filter(|_| key.outcome.is_refusal());
    let roles = denials.filter_map(|denial| denial.resource.as_deref());
    roles.filter(|role| !use_.assumed.iter().any(|said| &*said.role == *role)).collect()
}

fn is_role(role: &Principal) -> bool {
    let is_account = |account: &str| account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    role.kind() == PrincipalKind::Role
        && role.account().is_some_and(is_account)
        && !role.name().contains(['*', '?'])
}
