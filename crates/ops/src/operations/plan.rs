//! What a request wants checked, with what the configuration makes of it.

use lint::{Options, Report};
use policy::{Diagnostic, Document};

use super::known;
use crate::config::Config;
use crate::suppress::{Baseline, Sieve, today};
use crate::wire::{Configuration, FailOn, Failing, PolicyType, ScpLanguage};
use crate::{Context, OpError};

/// What a request says about its checks; each member wins over the configuration.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) kind: Option<PolicyType>,
    pub(super) resource_type: Option<String>,
    pub(super) scp_language: Option<ScpLanguage>,
    pub(super) only: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) config: Option<&'a Configuration>,
}

/// How the documents of a request are checked.
pub(super) struct Plan {
    pub(super) options: Options,
    pub(super) config: Config,
    pub(super) failing: Failing,
}

impl Plan {
    pub(super) fn of(asked: Asked<'_>, cx: &Context) -> Result<Self, OpError> {
        let mut config = cx.configuration(asked.config)?;
        let kind = kind_of(asked.kind, asked.resource_type.as_deref())?;
        let mut only = Vec::new();
        for name in asked.only {
            only.extend(known::checks(&name)?.all().map(|check| check.id.to_owned()));
        }
        let language = asked.scp_language.or(config.scp_language).unwrap_or_default();
        let options = Options {
            kind: kind.map(Into::into),
            // What is asked for by name runs, whatever the configuration says.
            without: if only.is_empty() { config.without() } else { Vec::new() },
            only,
            resource_type: asked.resource_type,
            legacy_scp: language == ScpLanguage::Legacy,
            house: std::mem::take(&mut config.house),
        };
        let failing = asked.fail_on.map(Failing::From).or_else(|| config.failing.clone()).unwrap_or_default();
        Ok(Self { options, config, failing })
    }

    /// What parts the findings of a run; `baseline` is what an earlier run found.
    pub(super) fn sieve(&self, baseline: Option<Baseline>, cx: &Context) -> Sieve<'_> {
        Sieve::new(self.config.suppressions.as_ref(), baseline, &self.options, cx)
    }

    /// What is found in a document and not suppressed.
    pub(super) fn open_findings(&self, document: &Document, cx: &Context) -> Vec<Diagnostic> {
        let mut report = self.lint(document, cx);
        if let Some(suppressions) = &self.config.suppressions {
            let (name, day) = (document.source.name(), today(cx));
            report.diagnostics.retain(|found| !suppressions.hide(name, &report.policy, found, day));
        }
        report.diagnostics
    }

    /// What the checks find in a document, as the configuration wants it told.
    pub(super) fn lint(&self, document: &Document, cx: &Context) -> Report {
        let mut report = lint::lint(document, &cx.catalog(), &self.options);
        self.config.settle(&mut report.diagnostics);
        report
    }
}

/// The kind that was asked for; a resource says it too.
fn kind_of(asked: Option<PolicyType>, resource_type: Option<&str>) -> Result<Option<PolicyType>, OpError> {
    let Some(resource_type) = resource_type else { return Ok(asked) };
    let parts: Vec<&str> = resource_type.split("::").collect();
    let sound = parts.len() == 3
        && parts.first() == Some(&"AWS")
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if !sound {
        return Err(OpError::invalid(format!("`{resource_type}` is not a resource type"))
            .hint("write it as CloudFormation does: `AWS::S3::Bucket`"));
    }
    let implied = match resource_type {
        "AWS::IAM::Role" | "AWS::IAM::AssumeRolePolicyDocument" => PolicyType::Trust,
        "AWS::EC2::VPCEndpoint" => PolicyType::Endpoint,
        _ => PolicyType::Resource,
    };
    match asked {
        Some(asked) if asked != implied => Err(OpError::invalid(format!(
            "a policy of `{resource_type}` is of type `{}`, not `{}`",
            implied.name(),
            asked.name()
        ))),
        _ => Ok(Some(implied)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resource_type_says_the_kind() {
        let of = |asked, resource| kind_of(asked, resource).map_err(|error| error.message);
        assert_eq!(of(None, None), Ok(None));
        assert_eq!(of(None, Some("AWS::S3::Bucket")), Ok(Some(PolicyType::Resource)));
        assert_eq!(of(Some(PolicyType::Trust), Some("AWS::IAM::Role")), Ok(Some(PolicyType::Trust)));
        assert!(of(Some(PolicyType::Scp), Some("AWS::S3::Bucket")).is_err());
        for wrong in ["s3", "AWS::S3", "AWS::S3::", "AWS::S3::Bucket::x", "GCP::S3::Bucket"] {
            assert!(of(None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
