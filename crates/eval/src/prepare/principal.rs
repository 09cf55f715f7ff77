//! `Principal` and `NotPrincipal`.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use policy::tree::{Principal, PrincipalElement, PrincipalForm, PrincipalType};

use crate::request::View;
use crate::{Caller, Switch, Switches};

/// Who a statement is about.
#[derive(Debug, Clone)]
pub enum Who {
    /// Whoever the policy is attached to.
    Bearer,
    /// A statement of a resource-based policy that names nobody.
    Nobody,
    Of(Vec<Named>),
    Except(Vec<Named>),
}

/// How far a match in a resource-based policy reaches within the account, weakest first.
///
/// Source: the table "within the same account" of
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grant {
    /// The account is named: its identity policies must allow as well.
    Delegated,
    /// The role of the session, or the user behind the federated session: boundary and session policy still limit it.
    Limited,
    /// The session itself, but a switch may let a session policy limit it.
    Session,
    /// The user, the service, or everyone: nothing else is asked.
    Full,
}

/// A principal as written, ready to be compared.
#[derive(Debug, Clone)]
pub enum Named {
    Everyone,
    Account(Box<str>),
    /// An ARN of a user, compared whole.
    User(Box<str>),
    Role {
        partition: Box<str>,
        account: Box<str>,
        name: Box<str>,
        /// As written, with the role's path.
        arn: Box<str>,
    },
    Session(Box<str>),
    FederatedUser(Box<str>),
    Service(Box<str>),
    EveryService,
    /// Also an account by its canonical id: whose that is, only AWS knows, so it is a caller by itself.
    Provider(Box<str>),
    /// What no caller is: a deleted user's id, a group.
    Nothing,
}

impl Who {
    pub(crate) fn of(element: &PrincipalElement) -> Vec<Named> {
        let bare = element.text.iter().map(|principal| {
            // A bare ARN is not in AWS's grammar, but plain to read.
            named(&Principal::parse(&PrincipalType::Aws, &principal.value.text))
        });
        let listed = element.entries.iter().flat_map(|entry| entry.element.items.iter());
        bare.chain(listed.map(|principal| named(&principal.value))).collect()
    }

    /// How far the statement reaches for the caller; none if it is not about the caller.
    pub(crate) fn grant(&self, view: &View<'_>, allows: bool, switches: Switches) -> Option<Grant> {
        match self {
            Self::Bearer => Some(Grant::Full),
            Self::Nobody => None,
            Self::Of(named) => {
                named.iter().filter_map(|named| named.grant(view.caller, allows, switches)).max()
            }
            // A Deny with `NotPrincipal` always hits a caller that has a permissions boundary.
            Self::Except(_) if !allows && view.has_boundary => Some(Grant::Full),
            Self::Except(named) => (!is_spared(named, view.caller, switches)).then_some(Grant::Full),
        }
    }
}

fn is_spared(named: &[Named], caller: &Caller, switches: Switches) -> bool {
    let by = |wanted: fn(Grant) -> bool| {
        named.iter().filter_map(|named| named.grant(caller, false, switches)).any(wanted)
    };
    let account_counts = switches.is_on(Switch::NotPrincipalNeedsAccount) && caller.account().is_some();
    if account_counts {
        by(|grant| grant == Grant::Delegated) && by(|grant| grant != Grant::Delegated)
    } else {
        by(|_| true)
    }
}

impl Named {
    fn grant(&self, caller: &Caller, allows: bool, switches: Switches) -> Option<Grant> {
        let is = |same: bool, grant: Grant| same.then_some(grant);
        match (self, caller) {
            // A Deny for everyone does hit services: policies that fence data in spare them by `aws:PrincipalIsAWSService`.
            (Self::Everyone, Caller::Service { .. }) => {
                is(!allows || switches.is_on(Switch::EveryoneIncludesServices), Grant::Full)
            }
            (Self::Everyone, _) | (Self::EveryService, Caller::Service { .. }) => Some(Grant::Full),
            (Self::Account(account), _) => is(caller.account() == Some(account), Grant::Delegated),
            (Self::User(user), Caller::User { arn, .. }) => is(**user == **arn, Grant::Full),
            (Self::User(user), Caller::FederatedUser { account, name, arn }) => {
                let same_partition = arn.split(':').nth(1) == user.split(':').nth(1);
                is(same_partition && is_user(user, account, name), Grant::Limited)
            }
            (
                Self::Role { partition, account, name, .. },
                Caller::Role { account: own, name: role, arn, .. },
            ) => {
                let same_partition = arn.split(':').nth(1) == Some(partition);
                is(same_partition && **account == **own && name.eq_ignore_ascii_case(role), Grant::Limited)
            }
            (Self::Session(session), Caller::Role { arn, .. }) => is(**session == **arn, Grant::Session),
            (Self::FederatedUser(user), Caller::FederatedUser { arn, .. }) => {
                is(**user == **arn, Grant::Session)
            }
            (Self::Service(service), Caller::Service { name }) => is(**service == **name, Grant::Full),
            (Self::Provider(named), Caller::Federated { provider }) => is(**named == **provider, Grant::Full),
            _ => None,
        }
    }
}

/// Whether the ARN is that of a user with this name; a session of the user's does not tell the path.
fn is_user(arn: &str, account: &str, name: &str) -> bool {
    let Some((_, rest)) = arn.split_once(":iam::") else { return false };
    let Some(path) = rest.strip_prefix(account).and_then(|rest| rest.strip_prefix(":user/")) else {
        return false;
    };
    path.rsplit('/').next() == Some(name)
}

fn named(principal: &Principal) -> Named {
    let text = principal.text.as_str();
    match principal.form {
        PrincipalForm::Everyone => Named::Everyone,
        PrincipalForm::Account => {
            principal.account().map_or(Named::Nothing, |account| Named::Account(account.into()))
        }
        PrincipalForm::User => Named::User(text.into()),
        PrincipalForm::Role => role(principal),
        PrincipalForm::RoleSession => Named::Session(text.into()),
        PrincipalForm::FederatedUser => Named::FederatedUser(text.into()),
        PrincipalForm::Service if text == "*" => Named::EveryService,
        PrincipalForm::Service => Named::Service(text.into()),
        PrincipalForm::SamlProvider
        | PrincipalForm::OidcProvider
        | PrincipalForm::WebIdentity
        | PrincipalForm::CanonicalUser => Named::Provider(text.into()),
        PrincipalForm::UniqueId | PrincipalForm::OtherArn | PrincipalForm::Unrecognized => Named::Nothing,
    }
}

fn role(principal: &Principal) -> Named {
    let partition = principal.text.split(':').nth(1);
    match (partition, principal.account(), principal.text.rsplit('/').next()) {
        (Some(partition), Some(account), Some(name)) => {
            let arn = principal.text.as_str().into();
            Named::Role { partition: partition.into(), account: account.into(), name: name.into(), arn }
        }
        _ => Named::Nothing,
    }
}
