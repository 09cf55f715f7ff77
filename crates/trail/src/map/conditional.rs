//! Calls of S3 and STS that need other permissions because of what the request says.
//!
//! Sources: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html> and the API reference,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html>

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::decode::{parameter, parameter_names};

/// If the request has one of the parameters, the actions take the place of those of the call, or are added to them.
struct Rule {
    events: &'static [&'static str],
    /// Parameter names; one that ends in `*` stands for all that begin so.
    when: &'static [&'static str],
    effect: Effect,
}

enum Effect {
    Instead(&'static [&'static str]),
    Also(&'static [&'static str]),
}

use Effect::{Also, Instead};

const WRITES: &[&str] = &["PutObject", "CreateMultipartUpload", "CopyObject", "PostObject"];
const ACL: &[&str] = &["x-amz-acl", "x-amz-grant-*"];
const VERSION: &[&str] = &["versionId"];
/// Stands for a version in the value of `x-amz-copy-source`, such as `bucket/key?versionId=…`.
pub(crate) const SOURCE_VERSION: &str = "x-amz-copy-source?versionId";

const RULES: &[Rule] = &[
    Rule { events: &["GetObject", "HeadObject"], when: VERSION, effect: Instead(&["s3:GetObjectVersion"]) },
    Rule { events: &["DeleteObject"], when: VERSION, effect: Instead(&["s3:DeleteObjectVersion"]) },
    Rule { events: &["GetObjectAcl"], when: VERSION, effect: Instead(&["s3:GetObjectVersionAcl"]) },
    Rule { events: &["PutObjectAcl"], when: VERSION, effect: Instead(&["s3:PutObjectVersionAcl"]) },
    Rule { events: &["GetObjectTagging"], when: VERSION, effect: Instead(&["s3:GetObjectVersionTagging"]) },
    Rule { events: &["PutObjectTagging"], when: VERSION, effect: Instead(&["s3:PutObjectVersionTagging"]) },
    Rule {
        events: &["DeleteObjectTagging"],
        when: VERSION,
        effect: Instead(&["s3:DeleteObjectVersionTagging"]),
    },
    Rule {
        events: &["GetObjectAttributes"],
        when: VERSION,
        effect: Instead(&["s3:GetObjectVersion", "s3:GetObjectVersionAttributes"]),
    },
    Rule {
        events: &["CopyObject", "UploadPartCopy"],
        when: &[SOURCE_VERSION],
        effect: Instead(&["s3:GetObjectVersion", "s3:PutObject"]),
    },
    Rule { events: &["ListObjects"], when: &["versions"], effect: Instead(&["s3:ListBucketVersions"]) },
    Rule { events: WRITES, when: ACL, effect: Also(&["s3:PutObjectAcl"]) },
    Rule { events: WRITES, when: &["x-amz-tagging"], effect: Also(&["s3:PutObjectTagging"]) },
    Rule {
        events: WRITES,
        when: &["x-amz-object-lock-mode", "x-amz-object-lock-retain-until-date"],
        effect: Also(&["s3:PutObjectRetention"]),
    },
    Rule {
        events: WRITES,
        when: &["x-amz-object-lock-legal-hold"],
        effect: Also(&["s3:PutObjectLegalHold"]),
    },
    Rule {
        events: &["DeleteObject", "DeleteObjects", "PutObjectRetention"],
        when: &["x-amz-bypass-governance-retention"],
        effect: Also(&["s3:BypassGovernanceRetention"]),
    },
    Rule { events: &["CreateBucket"], when: ACL, effect: Also(&["s3:PutBucketAcl"]) },
    Rule {
        events: &["CreateBucket"],
        when: &["x-amz-object-ownership"],
        effect: Also(&["s3:PutBucketOwnershipControls"]),
    },
    Rule {
        events: &["CreateBucket"],
        when: &["x-amz-bucket-object-lock-enabled"],
        effect: Also(&["s3:PutBucketObjectLockConfiguration", "s3:PutBucketVersioning"]),
    },
    Rule {
        events: &["AssumeRole", "GetFederationToken"],
        when: &["tags"],
        effect: Also(&["sts:TagSession"]),
    },
    Rule { events: &["AssumeRole"], when: &["sourceIdentity"], effect: Also(&["sts:SetSourceIdentity"]) },
];

/// The hosts that the rules are about: no two have an event of the same name.
pub(crate) const CONDITIONAL_SOURCES: [&str; 2] = ["s3", "sts"];

/// A request without any of these needs no closer look: every name in the rules has one of them.
pub(crate) const WORDS: [&str; 4] = ["version", "x-amz-", "tags", "sourceIdentity"];

/// Made once, which takes longer than to look through a request. Names may be written with escapes, too.
static FINDERS: LazyLock<Vec<Finder<'_>>> =
    LazyLock::new(|| WORDS.iter().chain(&["\\"]).map(Finder::new).collect());

/// The events that any rule is about, in order.
pub(crate) fn conditional_events() -> BTreeSet<&'static str> {
    RULES.iter().flat_map(|rule| rule.events.iter().copied()).collect()
}

/// The parameters that any rule asks for, in order, as [`Rule::when`] names them.
pub(crate) fn conditional_parameters() -> BTreeSet<&'static str> {
    RULES.iter().flat_map(|rule| rule.when.iter().copied()).collect()
}

/// The rules that hold for one request, a bit each: the part of a request that the mapping depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Conditions(u32);

impl Conditions {
    /// `parameters` is the text of `requestParameters`.
    pub(super) fn of(name: &str, parameters: &str) -> Self {
        if !FINDERS.iter().any(|word| word.find(parameters.as_bytes()).is_some()) {
            return Self::default();
        }
        let source = parameter(parameters, "x-amz-copy-source");
        let mut parameters = parameter_names(parameters);
        if source.is_some_and(|source| source.contains("?versionId=")) {
            parameters.push(SOURCE_VERSION.to_owned());
        }
        let has = |wanted: &&str| match wanted.strip_suffix('*') {
            Some(prefix) => parameters.iter().any(|parameter| parameter.starts_with(prefix)),
            None => parameters.iter().any(|parameter| parameter == wanted),
        };
        let holds = |rule: &Rule| rule.events.contains(&name) && rule.when.iter().any(has);
        Self(RULES.iter().enumerate().fold(0, |bits, (bit, rule)| bits | u32::from(holds(rule)) << bit))
    }

    pub(super) fn number(self) -> u32 {
        self.0
    }

    /// Whether any rule is about this event, so that its request must be looked at.
    pub(super) fn concern(host: &str, name: &str) -> bool {
        CONDITIONAL_SOURCES.contains(&host) && RULES.iter().any(|rule| rule.events.contains(&name))
    }

    /// The actions of the call, changed by the rules that hold.
    pub(super) fn apply(self, mut actions: Vec<String>) -> Vec<String> {
        for (bit, rule) in RULES.iter().enumerate() {
            if self.0 & 1 << bit != 0 {
                let more = match rule.effect {
                    Instead(more) => {
                        actions.clear();
                        more
                    }
                    Also(more) => more,
                };
                actions.extend(more.iter().map(ToString::to_string));
            }
        }
        actions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_bit_and_a_word_and_names_actions_that_exist() {
        assert!(RULES.len() <= 32);
        let catalog = catalog::Catalog::embedded();
        for rule in RULES {
            for name in rule.when {
                assert!(WORDS.iter().any(|word| name.contains(word)), "{name}");
            }
            let (Also(actions) | Instead(actions)) = rule.effect;
            for action in actions {
                assert_eq!(catalog.action(action).map(catalog::Action::full_name).as_deref(), Some(*action));
            }
        }
    }
}
