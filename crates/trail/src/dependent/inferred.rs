//! What the request calls for beside the call itself: a role that is passed, a key that encrypts, a layer that is taken.

use std::sync::Arc;

use catalog::Catalog;

use super::beanstalk::{gives_options, options};
use super::layers::{layers, takes_layers};
use super::passed_to::{passed_to, passes_role_too, role_names};
use super::tagged::{tagged, tagging};
use crate::json::{leaves, member, members, text};
use crate::map::Mapped;
use crate::principal;
use crate::record::Record;
use crate::resource::{ArnParts, Origin};

/// An action that a request called for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inferred {
    /// In the spelling of the catalogue.
    pub action: Arc<str>,
    pub why: Why,
    /// The service principal that gets the role (`iam:PassedToService`), or that uses the key (`kms:ViaService`, without region).
    pub service: Option<Box<str>>,
}

/// What in the request called for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The request has the ARN of a role, or names one or an instance profile.
    PassesRole,
    /// The request names a key, and the action is documented to use it.
    NamesKey,
    /// S3 says in request, answer or additional data that the object is encrypted by KMS.
    EncryptsObject,
    /// The request has tags for what it makes.
    TagsResource,
    /// The request names a layer for a function.
    NamesLayer,
}

impl Why {
    pub const ALL: [Self; 5] =
        [Self::PassesRole, Self::NamesKey, Self::EncryptsObject, Self::TagsResource, Self::NamesLayer];

    pub const fn name(self) -> &'static str {
        match self {
            Self::PassesRole => "passes-role",
            Self::NamesKey => "names-key",
            Self::EncryptsObject => "encrypts-object",
            Self::TagsResource => "tags-resource",
            Self::NamesLayer => "names-layer",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

/// What the requests of one event can call for: worked out once.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// Services whose actions take a role.
    passes_role_to: Vec<String>,
    /// Services whose actions take the name of a role, with the parameter that has it.
    names_role: Vec<(String, &'static str)>,
    /// Services with the actions of KMS that theirs need.
    keys: Vec<(String, Vec<Arc<str>>)>,
    on_object: &'static [&'static str],
    tagging: Option<Arc<str>>,
    takes_layers: bool,
    gives_options: bool,
}

/// Events of S3 on objects, and what an object that KMS encrypts needs.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
const ON_OBJECTS: [(&[&str], &[&str]); 3] = [
    (&["GetObject", "HeadObject"], &["kms:Decrypt"]),
    (&["PutObject", "CopyObject", "PostObject"], &["kms:GenerateDataKey"]),
    (
        &["CreateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload"],
        &["kms:Decrypt", "kms:GenerateDataKey"],
    ),
];

impl Needs {
    pub(crate) fn new(catalog: &Catalog, event: &str, mapped: &Mapped) -> Self {
        let mut needs = Self::default();
        for action in mapped.actions().iter().filter_map(|name| catalog.action(name)) {
            let prefix = action.service().prefix();
            let names: Vec<String> = action.needs().map(|need| need.action.full_name()).collect();
            if names.iter().any(|name| name == PASS_ROLE) || passes_role_too(&action.full_name()) {
                needs.passes_role_to.push(prefix.to_owned());
            }
            let name = action.full_name();
            let parameters = role_names(&name);
            needs.names_role.extend(parameters.map(|parameter| (prefix.to_owned(), parameter)));
            let keys: Vec<Arc<str>> = names
                .iter()
                .filter(|name| name.starts_with("kms:"))
                .map(|name| name.as_str().into())
                .collect();
            if !keys.is_empty() && prefix != "kms" && prefix != "s3" {
                needs.keys.push((prefix.to_owned(), keys));
            }
            needs.tagging = needs.tagging.or_else(|| tagging(catalog, action));
            needs.takes_layers |= takes_layers(&name);
            needs.gives_options |= gives_options(&name);
            if prefix == "s3" {
                let row = ON_OBJECTS.iter().find(|(events, _)| events.contains(&event));
                needs.on_object = row.map_or(needs.on_object, |row| row.1);
            }
        }
        needs.passes_role_to.dedup();
        needs
    }

    /// Whether the answer is looked at, too.
    pub(crate) fn is_on_object(&self) -> bool {
        !self.on_object.is_empty()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.passes_role_to.is_empty()
            && self.names_role.is_empty()
            && self.keys.is_empty()
            && self.on_object.is_empty()
            && self.tagging.is_none()
            && !self.takes_layers
            && !self.gives_options
    }
}

/// Takes what was inferred, with its resource where that is known.
pub(super) type Found<'f> = dyn FnMut(Inferred, Option<(&str, Origin)>) + 'f;

/// Hands over what the request of a record called for, with the resource where that is known.
pub(crate) fn inferred(needs: &Needs, catalog: &Catalog, record: &Record<'_>, found: &mut Found<'_>) {
    let request = record.parameters.unwrap_or_default();
    let has = |word: &str| memchr::memmem::find(request.as_bytes(), word.as_bytes()).is_some();
    let has_profile = || PROFILES.iter().any(|name| has(name.get(1..).unwrap_or_default()));
    let passes = !needs.passes_role_to.is_empty() && (has(":role/") || has_profile());
    let names_key = !needs.keys.is_empty() && (has("kms") || has("Kms") || has("KMS"));
    for (prefix, parameter) in &needs.names_role {
        let value = parameter.split('.').try_fold(request, member);
        if let Some(name) = value.and_then(text) {
            named_role(catalog, record, prefix, parameter, &name, found);
        }
    }
    if passes && names_profile(request) {
        // Which role is in an instance profile, the log does not say.
        let service = Some("ec2.amazonaws.com".into());
        found(Inferred { action: PASS_ROLE.into(), why: Why::PassesRole, service }, None);
    }
    if passes || names_key {
        for leaf in leaves(request) {
            if passes {
                role(needs, catalog, leaf.key, &leaf.value, found);
            }
            if names_key && is_key_name(leaf.key) {
                key(needs, catalog, record, &leaf.value, found);
            }
        }
    }
    if let Some(action) = needs.tagging.as_ref().filter(|_| has("tag") || has("Tag")) {
        tagged(action, record, found);
    }
    if needs.takes_layers {
        layers(record, found);
    }
    if needs.gives_options {
        options(catalog, record, found);
    }
    if !needs.on_object.is_empty() {
        object(needs, record, found);
    }
}

/// The parameters of services that take an instance profile.
const PROFILES: [&str; 3] = ["iamInstanceProfile", "instanceRole", "jobFlowRole"];

/// Whether the request itself, or the one within it, has an instance profile.
fn names_profile(request: &str) -> bool {
    let is_around =
        |name: &str| name.ends_with("Request") || ["launchSpecification", "computeResources"].contains(&name);
    members(request).any(|(name, value)| {
        if PROFILES.iter().any(|profile| name.eq_ignore_ascii_case(profile)) {
            return !leaves(value).is_empty();
        }
        is_around(name) && names_profile(value)
    })
}

/// A role by its name: where no path stands before it, the request does not tell it.
pub(super) fn named_role(
    catalog: &Catalog,
    record: &Record<'_>,
    prefix: &str,
    parameter: &str,
    name: &str,
    found: &mut Found<'_>,
) {
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+=,.@_-/".contains(&byte))
    };
    let account = record.recipient_account.as_deref().or(record.identity.account.as_deref());
    let Some(account) = account.filter(|_| is_name(name)) else { return };
    let partition = principal::partition(record.region.as_deref().unwrap_or_default());
    let key = parameter.rsplit('.').next().unwrap_or_default();
    let service: Option<Box<str>> = passed_to(catalog, prefix, key).map(Into::into);
    let name = name.trim_start_matches('/');
    let has_path = name.contains('/');
    let forms = [("", Origin::TEMPLATE), ("*/", Origin::PATTERN)];
    for (path, origin) in forms.into_iter().filter(|(path, _)| path.is_empty() || !has_path) {
        let inferred = Inferred { action: PASS_ROLE.into(), why: Why::PassesRole, service: service.clone() };
        found(inferred, Some((&format!("arn:{partition}:iam::{account}:role/{path}{name}"), origin)));
    }
}

fn role(needs: &Needs, catalog: &Catalog, key: &str, value: &str, found: &mut Found<'_>) {
    let is_role =
        ArnParts::of(value).is_some_and(|arn| arn.service == "iam" && arn.resource.starts_with("role/"));
    let is_somebody = key.to_ascii_lowercase().contains("principal") || key.eq_ignore_ascii_case("sourceArn");
    if is_role && !is_somebody {
        for prefix in &needs.passes_role_to {
            let service = passed_to(catalog, prefix, key).map(Into::into);
            let inferred = Inferred { action: PASS_ROLE.into(), why: Why::PassesRole, service };
            found(inferred, Some((value, Origin::PARAMETER)));
        }
    }
}

fn key(needs: &Needs, catalog: &Catalog, record: &Record<'_>, value: &str, found: &mut Found<'_>) {
    let Some(arn) = key_arn(record, value) else { return };
    let origin = if value == arn { Origin::PARAMETER } else { Origin::TEMPLATE };
    for (prefix, actions) in &needs.keys {
        let service =
            Some(format!("{prefix}.amazonaws.com")).filter(|name| catalog.is_service_principal(name));
        for action in actions {
            let service = service.clone().map(Into::into);
            let inferred = Inferred { action: Arc::clone(action), why: Why::NamesKey, service };
            found(inferred, Some((&arn, origin)));
        }
    }
}

pub(super) const PASS_ROLE: &str = "iam:PassRole";

/// The headers of S3 that name a key, and what additional data have to say of an object that KMS encrypts.
const KEY_HEADER: &str = "x-amz-server-side-encryption-aws-kms-key-id";
const HEADER: &str = "x-amz-server-side-encryption";

fn object(needs: &Needs, record: &Record<'_>, found: &mut Found<'_>) {
    let says = |json: Option<&str>, name: &str, word: &str| {
        let json = json.filter(|json| memchr::memmem::find(json.as_bytes(), word.as_bytes()).is_some());
        json.and_then(|json| text(member(json, name)?)).is_some_and(|value| value.contains(word))
    };
    let is_encrypted = says(record.additional, "SSEApplied", "SSE_KMS")
        || says(record.parameters, HEADER, "aws:kms")
        || says(record.response, HEADER, "aws:kms");
    if !is_encrypted {
        return;
    }
    let key = |json: Option<&str>| text(member(json?, KEY_HEADER)?).and_then(|value| key_arn(record, &value));
    let arn = key(record.parameters).or_else(|| key(record.response));
    for action in needs.on_object {
        let inferred = Inferred {
            action: (*action).into(),
            why: Why::EncryptsObject,
            service: Some("s3.amazonaws.com".into()),
        };
        found(inferred, arn.as_deref().map(|arn| (arn, Origin::PARAMETER)));
    }
}

fn is_key_name(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.contains("kms") && (key.contains("key") || key.ends_with("id") || key.ends_with("arn"))
}

/// The ARN of a key that is named by its ARN or its id; an alias is no key.
fn key_arn(record: &Record<'_>, value: &str) -> Option<String> {
    if let Some(arn) = ArnParts::of(value) {
        return (arn.service == "kms" && arn.resource.starts_with("key/")).then(|| value.to_owned());
    }
    let id = value.strip_prefix("mrk-").unwrap_or(value);
    let is_id =
        matches!(id.len(), 32 | 36) && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let region = record.region.as_deref().filter(|region| !region.is_empty())?;
    let account = record.recipient_account.as_deref().or(record.identity.account.as_deref())?;
    is_id.then(|| format!("arn:{}:kms:{region}:{account}:key/{value}", principal::partition(region)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_on_objects_exist() {
        for action in ON_OBJECTS.iter().flat_map(|row| row.1) {
            assert!(Catalog::embedded().action(action).is_some(), "{action}");
        }
    }

    #[test]
    fn names_of_reasons_read_back() {
        for why in Why::ALL {
            assert_eq!(Why::from_name(why.name()), Some(why));
        }
    }
}
