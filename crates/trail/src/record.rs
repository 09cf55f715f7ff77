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

/// What the error codes of refused calls have in them.
///
/// <https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html>,
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html>
pub(crate) const REFUSALS: [&str; 6] =
    ["AccessDenied", "Unauthorized", "NotAuthorized", "AuthorizationError", "AuthFailure", "Forbidden"];

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    Ok,
    /// Authorized, then failed for another reason.
    Error,
    /// Not authorized.
    Denied,
}

impl Outcome {
    pub const ALL: [Self; 3] = [Self::Ok, Self::Error, Self::Denied];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Error => "error",
            Self::Denied => "denied",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Services spell a refusal in several ways: `AccessDeniedException`, `Client.UnauthorizedOperation`, the
    /// `AuthorizationError` of SNS. Where a code may mean another failure too it counts as a refusal, since a call that
    /// was refused must not widen a policy.
    pub fn of(error_code: Option<&str>) -> Self {
        let is_refusal = |code: &str| REFUSALS.iter().any(|refusal| code.contains(refusal));
        match error_code {
            None | Some("") => Self::Ok,
            Some(code) if is_refusal(code) => Self::Denied,
            Some(_) => Self::Error,
        }
    }
}
