//! Whom the trust policy of a role lets in, and what is known of the account that the role is in.

use policy::tree::{
    OperatorName, Policy, PolicyKind, Principal, PrincipalForm, PrincipalType, Spanned, Statement,
};

use crate::Cx;
use crate::constraint::{entries, only_value, pins, pins_any};

/// Keys of which one suffices to tell a principal from others of its account.
pub(crate) const WHO: [&str; 5] =
    ["aws:PrincipalArn", "aws:PrincipalTag/", "aws:userid", "aws:username", "aws:SourceIdentity"];

/// What tells an organization from others.
pub(crate) const ORGANIZATION: [&str; 2] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];

/// What tells an organization or an account from others.
pub(crate) const WHOSE: [&str; 3] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount"];

/// Where a request comes from.
pub(crate) const WHERE_FROM: [&str; 7] = [
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:SourceVpcArn",
    "aws:VpceAccount",
    "aws:VpceOrgID",
    "aws:VpceOrgPaths",
];

/// Whether this is a statement of a trust policy that lets somebody in.
pub(crate) fn lets_in(cx: &Cx<'_>, statement: &Statement) -> bool {
    cx.kind == PolicyKind::Trust && statement.allows()
}

/// The principals of a type that the statement names.
pub(crate) fn principals<'a>(
    statement: &'a Statement,
    kind: &'a PrincipalType,
) -> impl Iterator<Item = &'a Spanned<Principal>> {
    let maps = statement.principal.iter().flat_map(|element| &element.entries);
    maps.filter(move |entry| entry.kind == *kind).flat_map(|entry| &entry.element.items)
}

/// Whether the statement asks for multi-factor authentication, or may do so.
pub(crate) fn demands_mfa(statement: &Statement) -> bool {
    let mut present = entries(statement, "aws:MultiFactorAuthPresent");
    let is_asked = present.any(|(operator, entry)| {
        let is_plain = operator.name == Some(OperatorName::Bool) && !operator.if_exists;
        is_plain && only_value(entry).is_none_or(|value| value != "false")
    });
    is_asked
        || pins(statement, "aws:MultiFactorAuthAge").is_yes()
        || crate::absence::has_malformed(statement, &["Condition"])
        || statement.condition.iter().any(|condition| !condition.malformed.is_empty())
}

/// Whether a party that acts for others has to prove for whom, by a secret, a second factor or its organization.
pub(crate) fn proves_itself(statement: &Statement) -> bool {
    !pins(statement, "sts:ExternalId").is_no()
        || !pins_any(statement, &ORGANIZATION).is_no()
        || demands_mfa(statement)
}

/// The principals of the statement that are of another account than the role, as far as the policy itself shows it, and why.
///
/// An identity provider is always of the role's own account. Without one, of two accounts one at least is another.
pub(crate) fn foreign<'a>(
    policy: &'a Policy,
    statement: &'a Statement,
) -> Vec<(&'a Spanned<Principal>, Foreign<'a>)> {
    let own = statements_in(policy).flat_map(|other| principals(other, &PrincipalType::Federated));
    let mut own = own.filter(|provider| provider.value.form != PrincipalForm::WebIdentity);
    let own = own.find_map(|provider| provider.value.account());
    let mut all = statements_in(policy).flat_map(|other| principals(other, &PrincipalType::Aws));
    let first = all.find(|principal| principal.value.account().is_some());
    let named = principals(statement, &PrincipalType::Aws);
    let found = named.filter_map(|principal| {
        let account = principal.value.account()?;
        match (own, first) {
            (Some(own), _) => (account != own).then_some((principal, Foreign::To(own))),
            (None, Some(first)) => {
                let other = first.value.account()?;
                (account != other).then_some((principal, Foreign::EitherThis(first)))
            }
            (None, None) => None,
        }
    });
    found.collect()
}

/// What shows that a principal is of another account.
#[derive(Clone, Copy)]
pub(crate) enum Foreign<'a> {
    /// The role is in this account.
    To(&'a str),
    /// It or this one is, being of different accounts.
    EitherThis(&'a Spanned<Principal>),
}

fn statements_in(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements.iter().filter(|statement| statement.allows())
}
