//! The trust policy of one role.

use std::collections::BTreeMap;

use catalog::Catalog;
use trail::Principal;

use super::asked::{Asked, Takers};
use super::parts::{Trusted, trusted};
use super::statements::statements;
use super::who::{NotTrusted, Trustee, trustee};
use crate::draft::{DraftedPolicy, policy_of};
use crate::{Overflow, size};

/// Whom a role should trust, and what that rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Trust {
    pub role: Principal,
    /// None if nobody is known who was given a session, or if the policy is not the account's to write.
    pub policy: Option<DraftedPolicy>,
    /// The quota that the policy exceeds.
    pub overflow: Option<Overflow>,
    pub no_policy: Option<NoTrust>,
    pub trusted: Vec<Trusted>,
    /// Who asked for a session and is not trusted.
    pub not_trusted: Vec<NotTrusted>,
    /// Callers whose requests usage does not keep all of: others may have been for this role, or said something else.
    pub cut: Vec<String>,
    /// Whether only accounts of callers logged the requests: who else takes the role, the log of its own account tells.
    pub is_one_sided: bool,
}

/// Why a role gets no trust policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoTrust {
    ServiceLinkedRole,
    /// A role that Identity Center made for a permission set.
    PermissionSet,
    /// Nobody who could be named was given a session.
    Nobody,
}

const QUOTA: &str = "role-trust-policy.size";

impl NoTrust {
    pub const fn reason(self) -> &'static str {
        match self {
            Self::ServiceLinkedRole => "the trust policy of a service-linked role is AWS's",
            Self::PermissionSet => "the trust policy of a permission set's role is that of Identity Center",
            Self::Nobody => "nobody who can be named was given a session",
        }
    }

    fn of(role: &Principal) -> Option<Self> {
        if role.name().contains(":role/aws-service-role/") {
            return Some(Self::ServiceLinkedRole);
        }
        role.name().contains(":role/aws-reserved/").then_some(Self::PermissionSet)
    }
}

impl Takers<'_> {
    /// Drafts the trust policy of a role: whoever was given sessions of it, under what all their requests said.
    ///
    /// Nobody is trusted who was only refused, or whom the log does not name.
    pub fn trust(&self, role: &Principal, catalog: &Catalog) -> Trust {
        let asked = self.asked(role);
        let mut callers: BTreeMap<(Trustee, &'static str), Vec<Asked<'_>>> = BTreeMap::new();
        let mut not_trusted = Vec::new();
        for one in asked {
            match trustee(one, role, catalog) {
                Ok(trustee) => callers.entry((trustee, one.action)).or_default().push(*one),
                Err(why) => not_trusted.push(NotTrusted {
                    caller: one.caller.name().to_owned(),
                    provider: one.said.and_then(|said| said.provider.as_ref()).map(ToString::to_string),
                    action: one.action.to_owned(),
                    why,
                    first: one.use_.first,
                    last: one.use_.last,
                    event_ids: one.use_.evidence.iter().map(ToString::to_string).collect(),
                }),
            }
        }
        not_trusted.sort();
        not_trusted.dedup();
        let trusted: Vec<Trusted> =
            callers.iter().flat_map(|((trustee, _), asked)| trusted(trustee, asked)).collect();
        let no_policy = NoTrust::of(role).or(trusted.is_empty().then_some(NoTrust::Nobody));
        let policy = no_policy.is_none().then(|| {
            let policy = policy_of(statements(&trusted));
            let name = role.name().rsplit('/').next().unwrap_or_default();
            DraftedPolicy { name: format!("{name}-trust"), size: size(&policy), policy }
        });
        let is_own =
            |asked: &Asked<'_>| asked.use_.accounts.iter().any(|account| Some(&**account) == role.account());
        Trust {
            role: role.clone(),
            overflow: policy.as_ref().and_then(|policy| overflow(policy.size, catalog)),
            policy,
            no_policy,
            trusted,
            not_trusted,
            cut: cut(asked),
            is_one_sided: !asked.is_empty() && !asked.iter().any(is_own),
        }
    }
}

fn cut(asked: &[Asked<'_>]) -> Vec<String> {
    let cut = asked.iter().filter(|asked| asked.use_.assumed.is_truncated());
    let mut callers: Vec<String> = cut.map(|asked| asked.caller.name().to_owned()).collect();
    callers.sort();
    callers.dedup();
    callers
}

fn overflow(size: usize, catalog: &Catalog) -> Option<Overflow> {
    let quota = catalog.quota(QUOTA)?;
    let limit = quota.limit()?.try_into().ok()?;
    let unit = quota.unit().to_owned();
    (size > limit).then_some(Overflow { quota: QUOTA, unit, limit, needed: size })
}
