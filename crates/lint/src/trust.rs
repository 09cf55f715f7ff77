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

/// What the policy itself shows of the account that its role is in.
pub(crate) enum Home<'a> {
    /// This account: an identity provider is always of the role's own.
    Account(&'a str),
    /// Perhaps that of this principal; if so, one of another account is foreign, and else this one is.
    PerhapsOf(&'a Spanned<Principal>),
    Unknown,
}

impl<'a> Home<'a> {
    pub(crate) fn of(policy: &'a Policy) -> Self {
        let providers =
            statements_in(policy).flat_map(|statement| principals(statement, &PrincipalType::Federated));
        let mut own = providers.filter(|provider| provider.value.form != PrincipalForm::WebIdentity);
        if let Some(account) = own.find_map(|provider| provider.value.account()) {
            return Self::Account(account);
        }
        let mut named =
            statements_in(policy).flat_map(|statement| principals(statement, &PrincipalType::Aws));
        let first = named.find(|principal| principal.value.account().is_some());
        first.map_or(Self::Unknown, Self::PerhapsOf)
    }

    /// Whether the account is another one than this.
    fn differs_from(&self, account: &str) -> bool {
        match self {
            Self::Account(own) => *own != account,
            Self::PerhapsOf(principal) => principal.value.account().is_some_and(|other| other != account),
            Self::Unknown => false,
        }
    }

    /// The principals of the statement that are of another account.
    pub(crate) fn foreign<'s>(
        &self,
        statement: &'s Statement,
    ) -> impl Iterator<Item = &'s Spanned<Principal>> {
        let named = principals(statement, &PrincipalType::Aws);
        named.filter(|principal| principal.value.account().is_some_and(|account| self.differs_from(account)))
    }
}

fn statements_in(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements.iter().filter(|statement| statement.allows())
}
