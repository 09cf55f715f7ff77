//! Sessions of roles that were asked for: what the trust policy of the role is asked about.

use std::borrow::Cow;
use std::sync::Arc;

use super::{Capped, Share};
use crate::json::{items, member, members, text as leaf};
use crate::record::{Field, Record};

/// Different requests kept for one use.
pub(super) const MANY: usize = 512;
/// The longest text that is kept: a condition with a part of a value would mean another. Ids of STS have up to 1,224 letters.
///
/// Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
const LONGEST: usize = 2048;

/// What one request for a session of a role says of whoever asks, beside the caller itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumed {
    /// The ARN of the role.
    pub role: Arc<str>,
    /// The provider that vouched for the caller: an ARN, or a name such as `accounts.google.com`.
    pub provider: Option<Arc<str>>,
    /// For whom the provider's token was made.
    pub audience: Option<Arc<str>>,
    /// Who the caller is to the provider.
    pub subject: Option<Arc<str>>,
    /// `sts:ExternalId`
    pub external_id: Option<Arc<str>>,
    /// `sts:SourceIdentity`
    pub source_identity: Option<Arc<str>>,
    /// Whether a second factor was shown, with the request or for the session that made it.
    pub mfa: bool,
    /// Keys of the tags that the session was to have, sorted.
    pub tags: Arc<[Arc<str>]>,
}

/// The requests of one use.
pub type AssumedRoles = Capped<Assumed, MANY>;

impl Assumed {
    /// Whether the record is of a request for a session of a role.
    pub(crate) fn is_asked(record: &Record<'_>) -> bool {
        let is_sts = || record.event_source.as_deref().is_some_and(|source| source.starts_with("sts."));
        record.event_name.as_deref().is_some_and(|name| name.trim().starts_with("AssumeRole")) && is_sts()
    }

    /// What [`Self::of`] hangs on: what the answer says is settled by this, too.
    pub(crate) fn request<'a>(record: &'a Record<'_>) -> [&'a str; 6] {
        let identity = &record.identity;
        let fields =
            [&identity.principal_id, &identity.mfa, &identity.identity_provider, &identity.user_name]
                .map(|field| field.as_deref().unwrap_or_default());
        let [id, mfa, provider, user] = fields;
        let listed = record.resources.first().and_then(|resource| resource.arn.as_deref());
        [record.parameters.unwrap_or_default(), id, mfa, provider, user, listed.unwrap_or_default()]
    }

    /// What a request says; none if it does not say which role it is for.
    pub(crate) fn of(record: &Record<'_>, share: &mut Share<'_>) -> Option<Self> {
        let request = record.parameters.unwrap_or_default();
        let answer = record.response.unwrap_or_default();
        let role = said(request, "roleArn").or_else(|| listed_role(record))?;
        let mut keep = |text: Option<Cow<'_, str>>| {
            text.filter(|text| !text.is_empty() && text.len() <= LONGEST).map(|text| share(&text))
        };
        let Token { provider, audience, subject } = token(record, request, answer);
        let source = said(request, "sourceIdentity").or_else(|| said(answer, "sourceIdentity"));
        let has_mfa = said(request, "serialNumber").is_some()
            || record.identity.mfa.as_deref().is_some_and(|mfa| mfa.trim() == "true");
        let mut tags: Vec<Arc<str>> =
            tag_keys(request).into_iter().filter_map(|key| keep(Some(key))).collect();
        tags.sort();
        tags.dedup();
        Some(Self {
            role: keep(Some(role))?,
            provider: keep(provider),
            audience: keep(audience),
            subject: keep(subject),
            external_id: keep(said(request, "externalId")),
            source_identity: keep(source),
            mfa: has_mfa,
            tags: tags.into(),
        })
    }
}

/// What a token tells of its bearer.
#[derive(Default)]
struct Token<'a> {
    provider: Field<'a>,
    audience: Field<'a>,
    subject: Field<'a>,
}

/// A web identity is `PROVIDER:AUDIENCE:SUBJECT`, and its name is the subject; of SAML the request names the provider and the answer
/// the audience.
fn token<'a>(record: &'a Record<'_>, request: &'a str, answer: &'a str) -> Token<'a> {
    let identity = &record.identity;
    let of = |field: &'a Field<'_>| field.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let name = || of(&identity.user_name).map(Cow::Borrowed);
    match of(&identity.kind) {
        Some("SAMLUser") => Token {
            provider: said(request, "principalArn"),
            audience: said(answer, "audience"),
            subject: said(answer, "subject").or_else(name),
        },
        Some("WebIdentityUser") => {
            let provider = of(&identity.identity_provider).map(Cow::Borrowed);
            let provider = provider.or_else(|| said(answer, "provider"));
            let subject = said(answer, "subjectFromWebIdentityToken").or_else(name);
            let audience = said(answer, "audience").or_else(|| {
                let rest =
                    of(&identity.principal_id)?.strip_prefix(provider.as_deref()?)?.strip_prefix(':')?;
                rest.strip_suffix(subject.as_deref()?)?.strip_suffix(':').map(Cow::Borrowed)
            });
            Token { provider, audience, subject }
        }
        _ => Token::default(),
    }
}

/// The keys of new tags, and of those that the session behind the call hands on.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>
fn tag_keys(request: &str) -> Vec<Cow<'_, str>> {
    let listed = member(request, "tags").into_iter().flat_map(items).filter_map(|tag| said(tag, "key"));
    let named = ["principalTags", "incomingTransitiveTags"].into_iter();
    let named = named.filter_map(|name| member(request, name)).flat_map(members);
    listed.chain(named.map(|(key, _)| Cow::Borrowed(key))).collect()
}

/// The only role among what the record lists.
fn listed_role<'a>(record: &'a Record<'_>) -> Option<Cow<'a, str>> {
    let arns = record.resources.iter().filter_map(|resource| resource.arn.as_deref());
    let mut roles = arns.filter(|arn| arn.contains(":role/"));
    let role = roles.next()?;
    roles.next().is_none().then_some(Cow::Borrowed(role))
}

fn said<'a>(object: &'a str, name: &str) -> Option<Cow<'a, str>> {
    leaf(member(object, name)?).filter(|text| !text.is_empty())
}
