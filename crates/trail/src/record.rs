//! One record of `CloudTrail`, as far as usage needs it; every field may be missing or of another type.

use std::borrow::Cow;

/// The fields of a record, borrowed from the text where no escape stands in the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record<'a> {
    pub event_version: Field<'a>,
    pub event_type: Field<'a>,
    pub event_id: Field<'a>,
    pub event_time: Field<'a>,
    pub event_source: Field<'a>,
    pub event_name: Field<'a>,
    pub error_code: Field<'a>,
    pub error_message: Field<'a>,
    pub region: Field<'a>,
    pub source_ip: Field<'a>,
    pub user_agent: Field<'a>,
    pub recipient_account: Field<'a>,
    /// The same in all copies of one call that several accounts were told of.
    pub shared_event_id: Field<'a>,
    pub vpc_endpoint: Field<'a>,
    /// The owner of the endpoint.
    pub vpc_endpoint_account: Field<'a>,
    /// `tlsDetails.tlsVersion`.
    pub tls_version: Field<'a>,
    pub identity: Identity<'a>,
    pub resources: Vec<Resource<'a>>,
    /// `requestParameters`, as text.
    pub parameters: Option<&'a str>,
    /// `responseElements`, as text.
    pub response: Option<&'a str>,
    /// `additionalEventData`, as text.
    pub additional: Option<&'a str>,
    /// Whether the source of the record does not tell all of its request or resources.
    pub is_cut: bool,
}

impl Record<'_> {
    /// The account that received the call.
    pub(crate) fn account(&self) -> &str {
        self.recipient_account.as_deref().or(self.identity.account.as_deref()).unwrap_or_default()
    }
}

/// A text, or nothing where the record has none or something else; numbers count as their digits.
pub type Field<'a> = Option<Cow<'a, str>>;

/// `userIdentity`: who called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity<'a> {
    pub kind: Field<'a>,
    /// For a session the id of its role and, behind a colon, its name.
    pub principal_id: Field<'a>,
    pub arn: Field<'a>,
    pub account: Field<'a>,
    pub user_name: Field<'a>,
    pub invoked_by: Field<'a>,
    pub identity_provider: Field<'a>,
    /// `sessionContext.sessionIssuer.arn`: for a role session the role with its path.
    pub issuer_arn: Field<'a>,
    /// `sessionContext.sessionIssuer.type`: `Role`, `IAMUser`, `Root`.
    pub issuer_kind: Field<'a>,
    pub issuer_account: Field<'a>,
    pub issuer_name: Field<'a>,
    /// `sessionContext.attributes.mfaAuthenticated`: `true`, `false`.
    pub mfa: Field<'a>,
    /// `sessionContext.webIdFederationData.federatedProvider`.
    pub federated_provider: Field<'a>,
    /// `onBehalfOf.userId`: the user of Identity Center behind the call.
    pub on_behalf_of: Field<'a>,
}

/// One entry of `resources`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resource<'a> {
    pub arn: Field<'a>,
    /// Stands for every ARN that begins so.
    pub arn_prefix: Field<'a>,
    /// The owner.
    pub account: Field<'a>,
}

/// What error codes have in them that say that a call was denied.
pub(crate) const DENIALS: [&str; 2] = ["AccessDenied", "Unauthorized"];

/// What error codes have in them that may say so, too.
///
/// <https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
pub(crate) const REFUSALS: [&str; 4] = ["NotAuthorized", "AuthorizationError", "AuthFailure", "Forbidden"];

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Ok,
    /// Authorized, then failed for another reason.
    Error,
    /// Not authorized.
    Denied,
    /// An error to whoever asks, by a code that may say that the call was not authorized: the `AuthorizationError` of SNS. Kept
    /// apart, since a call that was refused must not widen a policy.
    Refused,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::Ok, Self::Error, Self::Denied, Self::Refused];

    /// The name that is shown: one of `ok`, `error` and `denied`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error | Self::Refused => "error",
            Self::Denied => "denied",
        }
    }

    /// The name in usage files.
    pub(crate) const fn name_in_file(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            other => other.name(),
        }
    }

    pub(crate) fn from_file(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name_in_file() == name)
    }

    /// The outcome that is shown.
    #[must_use]
    pub const fn shown(self) -> Self {
        match self {
            Self::Refused => Self::Error,
            other => other,
        }
    }

    /// Whether the call was not authorized, or may not have been.
    pub const fn is_refusal(self) -> bool {
        matches!(self, Self::Denied | Self::Refused)
    }

    /// Services spell a denial in several ways: `AccessDeniedException`, `Client.UnauthorizedOperation`.
    pub fn of(error_code: Option<&str>) -> Self {
        let has = |code: &str, parts: &[&str]| parts.iter().any(|part| code.contains(part));
        match error_code {
            None | Some("") => Self::Ok,
            Some(code) if has(code, &DENIALS) => Self::Denied,
            Some(code) if has(code, &REFUSALS) => Self::Refused,
            Some(_) => Self::Error,
        }
    }
}
