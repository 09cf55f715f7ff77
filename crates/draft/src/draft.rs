//! From the usage of one principal to its policies.

use catalog::Catalog;
use policy::Span;
use policy::tree::{Policy, Spanned, Statement, Version};
use trail::{Principal, Usage};

use crate::grants::{Drafted, drafted};
use crate::left_out::{DeniedUse, LeftOut, NoPolicy, NotReplayed, denied, no_policy, not_replayed};
use crate::shaped::{Shaped, shaped};
use crate::{Grant, Options, Overflow};

/// What a principal should be allowed, and what that rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Of several that are drafted as one, a principal of the name they were given.
    pub principal: Principal,
    /// Whose use it is, in order; those that take no policy are not among them.
    pub members: Vec<Principal>,
    /// Together they allow what was used; empty if nothing was, or if the principal takes no policy.
    pub policies: Vec<DraftedPolicy>,
    /// The quota of the form that the policies exceed, whatever was tried.
    pub overflow: Option<Overflow>,
    /// Why there is no policy although there was use.
    pub no_policy: Option<NoPolicy>,
    /// By action: the evidence of the policies. An action may have several, on different grounds or under different conditions.
    pub grants: Vec<Grant>,
    /// What was used or called for and is not granted, and why.
    pub left_out: Vec<LeftOut>,
    /// Events that no action is known for; the policies may lack what they need.
    pub not_replayed: Vec<NotReplayed>,
    /// Calls that were refused; drafted into a policy only if that is asked for.
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
    draft_together(usage, principal, std::slice::from_ref(principal), options, catalog)
}

/// Drafts policies that allow what any of the principals used, for one that is to do the work of all of them.
pub fn draft_together(
    usage: &Usage,
    name: &Principal,
    principals: &[Principal],
    options: &Options,
    catalog: &Catalog,
) -> Draft {
    let mut sorted = principals.to_vec();
    sorted.sort();
    sorted.dedup();
    let (members, others): (Vec<Principal>, Vec<Principal>) =
        sorted.into_iter().partition(|principal| no_policy(principal).is_none());
    let why_none = if members.is_empty() { others.first().and_then(no_policy) } else { None };
    // What nobody can be granted is told all the same.
    let members = if members.is_empty() { others } else { members };
    let uses: Vec<_> = members.iter().flat_map(|member| usage.actions_of(member.name())).collect();
    let Drafted { mut grants, left_out } = drafted(usage, &members, &uses, options, catalog);
    let Shaped { parts, overflow } =
        if why_none.is_some() { Shaped::default() } else { shaped(&mut grants, options, catalog) };
    Draft {
        principal: name.clone(),
        policies: named(name, parts),
        overflow,
        no_policy: why_none,
        not_replayed: not_replayed(usage, &members),
        denied: denied(&uses, &grants),
        members,
        grants,
        left_out,
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
