//! From the usage of one principal to its policies.

use catalog::Catalog;
use policy::Span;
use policy::tree::{Policy, Spanned, Statement, Version};
use trail::{Principal, Usage};

use crate::grant::{Grant, grants};
use crate::left_out::{DeniedUse, NoPolicy, NotReplayed, denied, no_policy, not_replayed};
use crate::shaped::{Shaped, shaped};
use crate::{Options, Overflow};

/// What a principal should be allowed, and what that rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub principal: Principal,
    /// Together they allow what was used; empty if nothing was, or if the principal takes no policy.
    pub policies: Vec<DraftedPolicy>,
    /// The quota of the form that the policies exceed, whatever was tried.
    pub overflow: Option<Overflow>,
    /// Why there is no policy although there was use.
    pub no_policy: Option<NoPolicy>,
    /// One for each action, in order: the evidence of the policies.
    pub grants: Vec<Grant>,
    /// Events that no action is known for; the policies may lack what they need.
    pub not_replayed: Vec<NotReplayed>,
    /// Calls that were refused; never drafted into a policy.
    pub denied: Vec<DeniedUse>,
}

/// One policy document, small enough for its form unless the draft says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftedPolicy {
    /// A name that IAM takes for a managed policy.
    pub name: String,
    pub policy: Policy,
    /// As the quota of its form counts: characters without white space, or bytes of the text without needless white space.
    pub size: usize,
}

/// Drafts the policies of one principal: the actions that were authorized, on the resources that the log names.
///
/// Of a principal that the usage does not know the draft is empty.
pub fn draft(usage: &Usage, principal: &Principal, options: &Options, catalog: &Catalog) -> Draft {
    let uses = usage.actions_of(principal.name());
    let mut grants = grants(principal, &uses, catalog);
    let no_policy = no_policy(principal);
    let shaped = match no_policy {
        Some(_) => Shaped::default(),
        None => shaped(&mut grants, options, catalog),
    };
    Draft {
        principal: principal.clone(),
        policies: named(principal, shaped.parts),
        overflow: shaped.overflow,
        no_policy,
        not_replayed: not_replayed(usage, principal),
        denied: denied(&uses, &grants),
        grants,
    }
}

fn named(principal: &Principal, parts: Vec<(usize, Vec<Statement>)>) -> Vec<DraftedPolicy> {
    let count = parts.len();
    let named = parts.into_iter().enumerate().map(|(index, (size, statements))| {
        let name = policy_name(principal, (count > 1).then_some(index + 1));
        DraftedPolicy { name, size, policy: policy_of(statements) }
    });
    named.collect()
}

pub(crate) fn policy_of(statements: Vec<Statement>) -> Policy {
    Policy {
        version: Some(Spanned::new(Version::V2012, Span::NONE)),
        statement_key: Some(Span::NONE),
        statements,
        ..Policy::default()
    }
}

/// `NAME-used`, numbered if there are several, within the 128 characters `[\w+=,.@-]` of a policy's name.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
fn policy_name(principal: &Principal, number: Option<usize>) -> String {
    const LONGEST: usize = 128;
    let name = principal.name().rsplit(['/', ':']).next().unwrap_or_default();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_+=,.@-".contains(c);
    let suffix = number.map_or("-used".to_owned(), |number| format!("-used-{number}"));
    let name: String =
        name.chars().map(|c| if allowed(c) { c } else { '-' }).take(LONGEST - suffix.len()).collect();
    name + &suffix
}
