//! Whether a caller can be named in a trust policy, and how.

use catalog::Catalog;
use policy::tree::{Principal as Named, PrincipalForm, PrincipalType};
use trail::usage::Time;
use trail::{Principal, PrincipalKind};

use super::asked::{Asked, SAML};

/// Under which name a principal stands in `Principal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TrusteeKind {
    Service,
    Aws,
    Federated,
}

/// Whose requests are not trusted, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotTrusted {
    /// As the usage names it: of requests with a token that may be the role itself.
    pub caller: String,
    pub provider: Option<String>,
    pub action: String,
    pub why: WhyNotTrusted,
    pub first: Option<Time>,
    pub last: Option<Time>,
    /// Ids of some of the events.
    pub event_ids: Vec<String>,
}

/// Why a caller is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNotTrusted {
    /// It was never given a session.
    Refused,
    /// Requests failed for another reason, maybe before anybody looked at the trust policy.
    Failed,
    /// The log names only its account, as it does of callers of other accounts: theirs names it.
    OnlyAccountKnown,
    /// The catalogue does not know the service as a principal.
    UnknownService,
    /// The provider, the audience or the subject of its token is not known; without these anyone of the provider would be trusted.
    TokenUnknown,
    /// The provider is of another account, and roles trust providers of their own.
    ProviderOfOtherAccount,
    /// It cannot be named in a trust policy.
    NotNameable,
}

/// A caller as a trust policy names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Trustee {
    pub(super) kind: TrusteeKind,
    pub(super) name: String,
    /// Of a token, the key and the value of its audience.
    pub(super) audience: Option<(String, String)>,
    /// And the key of its subject, where there is one to ask for.
    pub(super) subject: Option<String>,
}

impl TrusteeKind {
    /// The name that it has in policies.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Service => "Service",
            Self::Aws => "AWS",
            Self::Federated => "Federated",
        }
    }

    pub(super) fn of_policy(self) -> PrincipalType {
        PrincipalType::parse(self.name())
    }
}

impl WhyNotTrusted {
    /// `refused`, `failed` …
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::OnlyAccountKnown => "only-account-known",
            Self::UnknownService => "unknown-service",
            Self::TokenUnknown => "token-unknown",
            Self::ProviderOfOtherAccount => "provider-of-other-account",
            Self::NotNameable => "not-nameable",
        }
    }

    pub const fn reason(self) -> &'static str {
        match self {
            Self::Refused => "it was refused, and what was refused is not trusted",
            Self::Failed => "its requests failed, maybe before the trust policy was asked",
            Self::OnlyAccountKnown => {
                "the log names only its account; analyze the log of that account, too, which names the caller"
            }
            Self::UnknownService => "AWS is not known to have such a service principal",
            Self::TokenUnknown => {
                "the log does not tell provider, audience and subject of the token, and without them anyone of the provider would be trusted"
            }
            Self::ProviderOfOtherAccount => {
                "the provider is of another account, and roles trust those of their own"
            }
            Self::NotNameable => "such a caller cannot be named in a trust policy",
        }
    }
}

/// Names the caller, or says why that cannot be.
pub(super) fn trustee(
    asked: &Asked<'_>,
    role: &Principal,
    catalog: &Catalog,
) -> Result<Trustee, WhyNotTrusted> {
    if asked.key.outcome.is_refusal() {
        return Err(WhyNotTrusted::Refused);
    }
    if asked.key.outcome != trail::Outcome::Ok {
        return Err(WhyNotTrusted::Failed);
    }
    match asked.action {
        SAML => of_saml(asked, role),
        "sts:AssumeRoleWithWebIdentity" => of_token(asked, role),
        _ => of_caller(asked.caller, catalog),
    }
}

fn of_caller(caller: &Principal, catalog: &Catalog) -> Result<Trustee, WhyNotTrusted> {
    let name = caller.name();
    let kind = match caller.kind() {
        PrincipalKind::Service if catalog.is_service_principal(name) => TrusteeKind::Service,
        PrincipalKind::Service => return Err(WhyNotTrusted::UnknownService),
        PrincipalKind::Role | PrincipalKind::User => TrusteeKind::Aws,
        PrincipalKind::Account => return Err(WhyNotTrusted::OnlyAccountKnown),
        _ => return Err(WhyNotTrusted::NotNameable),
    };
    let form = Named::parse(&kind.of_policy(), name).form;
    let is_known = matches!(form, PrincipalForm::Service | PrincipalForm::Role | PrincipalForm::User);
    let plain = Trustee { kind, name: name.to_owned(), audience: None, subject: None };
    if is_known && !name.contains(['*', '?']) { Ok(plain) } else { Err(WhyNotTrusted::NotNameable) }
}

/// Keys: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-saml>
fn of_saml(asked: &Asked<'_>, role: &Principal) -> Result<Trustee, WhyNotTrusted> {
    let said = asked.said.ok_or(WhyNotTrusted::TokenUnknown)?;
    let (Some(provider), Some(audience)) = (&said.provider, &said.audience) else {
        return Err(WhyNotTrusted::TokenUnknown);
    };
    let audience = Some(("SAML:aud".to_owned(), audience.to_string()));
    federated(provider, role, PrincipalForm::SamlProvider, audience, None)
}

/// Providers that AWS knows by their host; every other one is an object in IAM.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-federated-web-identity>
const KNOWN_BY_HOST: [&str; 4] =
    ["cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com", "accounts.google.com"];

/// Keys: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif>
fn of_token(asked: &Asked<'_>, role: &Principal) -> Result<Trustee, WhyNotTrusted> {
    let said = asked.said.ok_or(WhyNotTrusted::TokenUnknown)?;
    let (Some(provider), Some(audience), Some(_)) = (&said.provider, &said.audience, &said.subject) else {
        return Err(WhyNotTrusted::TokenUnknown);
    };
    let is_known = KNOWN_BY_HOST.contains(&&**provider);
    let name = match (is_known || provider.starts_with("arn:"), role.name().split_once(":role/")) {
        // Some records name only the host; the provider is one of the role's account.
        (false, Some((account, _))) => format!("{account}:oidc-provider/{provider}"),
        _ => provider.to_string(),
    };
    let form = if is_known { PrincipalForm::WebIdentity } else { PrincipalForm::OidcProvider };
    let host = name.split_once(":oidc-provider/").map_or(&*name, |parts| parts.1);
    let (audience_key, subject_key) = match host {
        "www.amazon.com" => ("app_id", "user_id"),
        "graph.facebook.com" => ("app_id", "id"),
        _ => ("aud", "sub"),
    };
    let audience = Some((format!("{host}:{audience_key}"), audience.to_string()));
    federated(&name, role, form, audience, Some(format!("{host}:{subject_key}")))
}

fn federated(
    name: &str,
    role: &Principal,
    form: PrincipalForm,
    audience: Option<(String, String)>,
    subject: Option<String>,
) -> Result<Trustee, WhyNotTrusted> {
    let named = Named::parse(&PrincipalType::Federated, name);
    if named.form != form || name.contains(['*', '?']) {
        return Err(WhyNotTrusted::NotNameable);
    }
    if named.account().is_some_and(|account| Some(account) != role.account()) {
        return Err(WhyNotTrusted::ProviderOfOtherAccount);
    }
    Ok(Trustee { kind: TrusteeKind::Federated, name: name.to_owned(), audience, subject })
}
