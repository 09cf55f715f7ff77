//! Who a statement is about, in words.

use policy::tree::{PolicyKind, Principal, PrincipalElement, PrincipalForm, PrincipalType, Statement};

use super::list::{quoted, shortened};

/// How many principals are named.
const MOST: usize = 6;

/// Those whom a statement is about.
pub(super) enum Who {
    Everyone,
    /// In words, such as `the role x`.
    Named(String),
    /// All but these.
    AllBut(String),
}

/// Whom the statement names; where its kind of policy names nobody, whoever makes the request.
pub(super) fn who(statement: &Statement, kind: PolicyKind) -> Who {
    match (&statement.principal, &statement.not_principal) {
        (Some(element), _) if names_everyone(element) => Who::Everyone,
        (Some(element), _) => Who::Named(named(element)),
        (None, Some(element)) => Who::AllBut(named(element)),
        (None, None) if kind.has_principal() => Who::Everyone,
        (None, None) => Who::Named("the caller".to_owned()),
    }
}

pub(super) fn names_everyone(element: &PrincipalElement) -> bool {
    element.principals().any(|principal| principal.value.form == PrincipalForm::Everyone)
}

fn named(element: &PrincipalElement) -> String {
    let bare = element.text.iter().map(|principal| in_words(&principal.value, None));
    let entries = element.entries.iter().flat_map(|entry| {
        entry.element.items.iter().map(|principal| in_words(&principal.value, Some(&entry.kind)))
    });
    let all: Vec<String> = bare.chain(entries).collect();
    shortened(all.into_iter(), MOST, "and")
}

fn in_words(principal: &Principal, kind: Option<&PrincipalType>) -> String {
    let text = principal.text.as_str();
    let of = principal.account().map(|account| format!(" of account {account}")).unwrap_or_default();
    let last = |skip: &str| {
        let resource = text.splitn(6, ':').nth(5).unwrap_or_default();
        quoted(resource.split_once(skip).map_or(resource, |(_, rest)| rest))
    };
    match principal.form {
        PrincipalForm::Everyone => "everyone".to_owned(),
        PrincipalForm::Account => match principal.account() {
            Some(account) => format!("account {account} (whoever its own policies allow)"),
            None => quoted(text),
        },
        PrincipalForm::User => format!("the user {}{of}", last("/")),
        PrincipalForm::Role => format!("the role {}{of}", last("/")),
        PrincipalForm::RoleSession => match text.rsplit_once('/') {
            Some((role, session)) => {
                let role = role.rsplit('/').next().unwrap_or_default();
                format!("the session {} of the role {}{of}", quoted(session), quoted(role))
            }
            None => quoted(text),
        },
        PrincipalForm::FederatedUser => format!("the federated user {}{of}", last("/")),
        PrincipalForm::UniqueId => format!("the user or role with the unique id {}", quoted(text)),
        PrincipalForm::Service if text == "*" => "every AWS service".to_owned(),
        PrincipalForm::Service => format!("the service {}", quoted(text)),
        PrincipalForm::SamlProvider => format!("users of the SAML provider {}{of}", last("/")),
        PrincipalForm::OidcProvider => format!("users of the OIDC provider {}{of}", last("/")),
        PrincipalForm::WebIdentity => format!("users of {}", quoted(text)),
        PrincipalForm::CanonicalUser => format!("the account with the canonical id {}", quoted(text)),
        PrincipalForm::OtherArn => format!("{}, which can be no principal,", quoted(text)),
        PrincipalForm::Unrecognized => match kind {
            Some(PrincipalType::Other(kind)) => {
                format!("{} under {}, which is no type of principal,", quoted(text), quoted(kind))
            }
            _ => format!("{}, which is no principal,", quoted(text)),
        },
    }
}
