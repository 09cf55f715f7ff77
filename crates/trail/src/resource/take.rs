//! From a value of a request to what a placeholder of an ARN format stands for.

use std::borrow::Cow;

use super::ArnParts;
use super::table::Take;

/// What a placeholder is filled with, and what the value says beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) account: Option<&'a str>,
    pub(super) region: Option<&'a str>,
    /// Whether `text` has wildcards for what the request does not say.
    pub(super) is_pattern: bool,
}

impl<'a> Taken<'a> {
    fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), account: None, region: None, is_pattern: false }
    }

    fn pattern(text: String) -> Self {
        Self { is_pattern: true, ..Self::plain(text) }
    }
}

impl Take {
    /// Whether a name at the end of an ARN is of that kind.
    pub(super) fn is_of_arn(self, name: &str) -> bool {
        self != Self::CustomBus || take(self, name).is_some()
    }
}

/// Longest name that any ARN holds: the key of an object in S3.
const LONGEST: usize = 1024;
/// What stands in logs for what AWS does not log.
const HIDDEN: [&str; 3] = ["HIDDEN_DUE_TO_SECURITY_REASONS", "***", "<sensitiveDataRemoved>"];

/// Fills a placeholder from a value that is no ARN; nothing where the value is not of that kind.
pub(super) fn take(how: Take, value: &str) -> Option<Taken<'_>> {
    let is_name = !value.is_empty()
        && value.len() <= LONGEST
        && !value.contains(|letter: char| letter.is_control() || matches!(letter, '{' | '"'))
        && !HIDDEN.iter().any(|hidden| value.contains(hidden));
    // Names may have slashes, but none is nothing else.
    let is_nothing = |text: &str| text.trim_matches('/').is_empty();
    let may_be_slash = matches!(how, Take::Object | Take::CopyKey);
    // What begins like an ARN and comes here is an ARN that names nothing.
    if !is_name || (!may_be_slash && (is_nothing(value) || value.starts_with("arn:"))) {
        return None;
    }
    let taken = match how {
        Take::Whole | Take::Object | Take::Path => Taken::plain(value),
        Take::Parameter => {
            let name = value.trim_start_matches('/');
            // What AWS publishes belongs to no account.
            let is_public = value.starts_with("/aws/service/");
            let account = is_public.then_some("");
            Taken { account, ..Taken::plain(name.split(':').next().unwrap_or_default()) }
        }
        Take::Document => {
            let lower = value.get(..6).unwrap_or(value).to_ascii_lowercase();
            let is_own = !(lower.starts_with("aws") || lower.starts_with("amazon"));
            Taken { account: (!is_own).then_some(""), ..Taken::plain(value) }
        }
        Take::Function => function(value)?,
        Take::Version => Taken::plain(value.bytes().all(|byte| byte.is_ascii_digit()).then_some(value)?),
        Take::Alias => {
            let is_alias = value != "$LATEST" && !value.bytes().all(|byte| byte.is_ascii_digit());
            Taken::plain(is_alias.then_some(value)?)
        }
        Take::QueueUrl => queue(value)?,
        Take::Secret => Taken::pattern(format!("{}-??????", literal(value)?)),
        Take::Key => Taken::plain((!value.starts_with("alias/")).then_some(value)?),
        Take::KeyAlias => Taken::plain(value.strip_prefix("alias/")?),
        Take::Last => Taken::plain(value.rsplit('/').next()?),
        Take::CopyBucket => Taken::plain(copied(value)?.0.to_owned()),
        Take::CopyKey => Taken::plain(decoded(copied(value)?.1)),
        Take::Instance => Taken::plain(value.starts_with("i-").then_some(value)?),
        Take::ManagedNode => Taken::plain(value.starts_with("mi-").then_some(value)?),
        Take::Url => Taken::plain(value.split_once("://").map_or(value, |parts| parts.1)),
        Take::Family => Taken::plain(value.split(':').next()?),
        Take::Revision => Taken::plain(value.split_once(':')?.1),
        Take::CustomBus => Taken::plain((value != "default").then_some(value)?),
        Take::Model => Taken::plain((!has_region(value)).then_some(value)?),
        Take::InferenceProfile => Taken::plain(has_region(value).then_some(value)?),
        Take::Scope => Taken::plain(match value {
            "REGIONAL" => "regional",
            "CLOUDFRONT" => "global",
            _ => return None,
        }),
        Take::LinkedService => Taken::pattern(format!("aws-service-role/{}/*", literal(value)?)),
        Take::OfArn => return None,
        Take::Id(beginning) => {
            let rest = value.strip_prefix(beginning)?;
            Taken::plain(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some(value)?)
        }
    };
    let is_left = if may_be_slash { !taken.text.is_empty() } else { !is_nothing(&taken.text) };
    is_left.then_some(taken)
}

/// The name at the end of an ARN, for ARNs of what belongs to the thing: a service in the cluster that the request names.
pub(super) fn name_in_arn(arn: &str) -> Option<Taken<'_>> {
    let parts = ArnParts::of(arn)?;
    let name = parts.resource.rsplit(['/', ':']).next().filter(|name| !name.is_empty())?;
    let given = |text: &'_ str| !text.is_empty();
    Some(Taken {
        account: Some(parts.account).filter(|text| given(text)),
        region: Some(parts.region).filter(|text| given(text)),
        ..Taken::plain(name)
    })
}

/// A text as part of a pattern; none if it holds what means something there.
pub(super) fn literal(text: &str) -> Option<&str> {
    (!text.contains(['*', '?', '$'])).then_some(text)
}

/// Whether the id of a model has a region or a group of them before its provider.
fn has_region(model: &str) -> bool {
    let geography = model.split_once('.').map_or("", |parts| parts.0);
    GEOGRAPHIES.contains(&geography)
}

/// Source: <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html>
const GEOGRAPHIES: [&str; 8] = ["apac", "au", "ca", "eu", "global", "jp", "us", "us-gov"];

fn function(value: &str) -> Option<Taken<'_>> {
    let (account, rest) = match value.split_once(":function:") {
        Some((account, rest)) => (Some(account.rsplit(':').next()?), rest),
        None => (None, value.strip_prefix("function:").unwrap_or(value)),
    };
    Some(Taken { account, ..Taken::plain(rest.split(':').next()?) })
}

/// `https://sqs.eu-west-1.amazonaws.com/111122223333/name`, and the older hosts `eu-west-1.queue.…` and `queue.…`.
fn queue(url: &str) -> Option<Taken<'_>> {
    let (host, path) = url.split_once("://")?.1.split_once('/')?;
    let (account, name) = path.split_once('/')?;
    let mut labels = host.split('.');
    let region = match (labels.next()?, labels.next()?) {
        ("sqs", region) | (region, "queue") => Some(region).filter(|label| label.contains('-')),
        _ => None,
    };
    Some(Taken { account: Some(account), region, ..Taken::plain(name) })
}

/// Bucket and key of `x-amz-copy-source`.
fn copied(source: &str) -> Option<(&str, &str)> {
    if source.starts_with("arn:") {
        return None;
    }
    let path = source.split_once("?versionId=").map_or(source, |parts| parts.0);
    path.strip_prefix('/').unwrap_or(path).split_once('/')
}

/// A key as it is, where the header has it in the letters of a URL; as written if it is not sound.
fn decoded(key: &str) -> Cow<'_, str> {
    if !key.contains('%') {
        return key.into();
    }
    let mut bytes = Vec::with_capacity(key.len());
    let mut rest = key.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%');
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8(bytes).map_or(key.into(), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_names() {
        for (how, value, expected) in [
            (Take::Parameter, "/app/db", Some("app/db")),
            (Take::Parameter, "app/db:3", Some("app/db")),
            (Take::Parameter, "/aws/service/eks/x", Some("aws/service/eks/x of ``")),
            (Take::Document, "AWS-RunShellScript", Some("AWS-RunShellScript of ``")),
            (Take::Document, "mine", Some("mine")),
            (Take::Function, "f", Some("f")),
            (Take::Function, "f:PROD", Some("f")),
            (Take::Function, "function:f", Some("f")),
            (Take::Function, "111122223333:function:f:1", Some("f of `111122223333`")),
            (Take::Version, "12", Some("12")),
            (Take::Version, "PROD", None),
            (Take::Alias, "PROD", Some("PROD")),
            (Take::Alias, "$LATEST", None),
            (
                Take::QueueUrl,
                "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
                Some("jobs of `111122223333` in eu-west-1"),
            ),
            (Take::QueueUrl, "https://queue.amazonaws.com/111122223333/jobs", Some("jobs of `111122223333`")),
            (Take::QueueUrl, "jobs", None),
            (Take::Secret, "db", Some("db-??????")),
            (Take::Secret, "d*", None),
            (Take::Key, "alias/k", None),
            (Take::KeyAlias, "alias/k", Some("k")),
            (Take::Last, "/hostedzone/Z1", Some("Z1")),
            (Take::CopyKey, "/b/a/k%20l?versionId=v", Some("a/k l")),
            (Take::CopyBucket, "b/k", Some("b")),
            (Take::Instance, "mi-1", None),
            (
                Take::Url,
                "https://token.actions.githubusercontent.com",
                Some("token.actions.githubusercontent.com"),
            ),
            (Take::Revision, "web:7", Some("7")),
            (Take::Revision, "web", None),
            (Take::Whole, "HIDDEN_DUE_TO_SECURITY_REASONS", None),
            (Take::Whole, "{\"Version\":1}", None),
            (Take::CustomBus, "default", None),
            (Take::OfArn, "b", None),
            (Take::Model, "anthropic.claude-3", Some("anthropic.claude-3")),
            (Take::Model, "eu.anthropic.claude-3", None),
            (Take::InferenceProfile, "eu.anthropic.claude-3", Some("eu.anthropic.claude-3")),
            (Take::LinkedService, "ecs.amazonaws.com", Some("aws-service-role/ecs.amazonaws.com/*")),
            (Take::Id("tgw-"), "tgw-attach-1", None),
            (Take::Id("tgw-"), "tgw-1", Some("tgw-1")),
            (Take::Whole, "", None),
            (Take::Whole, "//", None),
            (Take::Whole, "arn:aws:sns:eu-west-1:111122223333:", None),
            (Take::Parameter, "/", None),
            (Take::Secret, "/", None),
            (Take::Last, "/hostedzone/", None),
            (Take::Object, "/", Some("/")),
            (Take::CopyKey, "/b/", None),
            (Take::CopyKey, "/b//", Some("/")),
        ] {
            let told = take(how, value).map(|taken| {
                let owner = taken.account.map(|account| format!(" of `{account}`")).unwrap_or_default();
                let place = taken.region.map(|region| format!(" in {region}")).unwrap_or_default();
                format!("{}{owner}{place}", taken.text)
            });
            assert_eq!(told.as_deref(), expected, "{how:?} {value}");
        }
    }
}
