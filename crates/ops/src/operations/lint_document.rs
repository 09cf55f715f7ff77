//! One document through the reader and the checks: the same for every operation that finds things.

use lint::Options;
use policy::Document;

use crate::wire::{Checked, Finding, Input, PolicyType, ScpLanguage};
use crate::{Context, OpError};

/// What the caller wants checked, with names that exist.
pub(super) fn options(kind: Option<PolicyType>, only: Vec<String>) -> Result<Options, OpError> {
    let mut ids = Vec::new();
    for name in only {
        ids.extend(super::known::checks(&name)?.all().map(|check| check.id.to_owned()));
    }
    Ok(Options { kind: kind.map(Into::into), only: ids, ..Options::default() })
}

/// The same, where the caller also says what the policies are attached to and which language they are held to.
pub(super) fn options_for(
    kind: Option<PolicyType>,
    resource_type: Option<String>,
    scp_language: ScpLanguage,
    only: Vec<String>,
) -> Result<Options, OpError> {
    let kind = kind_of(kind, resource_type.as_deref())?;
    let legacy_scp = scp_language == ScpLanguage::Legacy;
    Ok(Options { resource_type, legacy_scp, ..options(kind, only)? })
}

pub(super) fn read(input: &Input, cx: &Context) -> Document {
    let limits = policy::Limits {
        bytes: usize::try_from(cx.limits().document_bytes).unwrap_or(usize::MAX),
        ..policy::Limits::default()
    };
    Document::read(&input.name, &input.bytes, None, &limits)
}

pub(super) fn check(document: Document, options: &Options, cx: &Context) -> Checked {
    let report = lint::lint(&document, &cx.catalog(), options);
    let findings = report.diagnostics.iter().map(|found| {
        let aliases = lint::find(found.id).map_or(&[][..], |check| check.aliases);
        Finding::new(found, aliases, &document.source, &document.root)
    });
    Checked {
        path: document.source.name().to_owned(),
        kind: report.kind.kind.into(),
        kind_reason: report.kind.reason.clone(),
        findings: findings.collect(),
        source: document.source,
    }
}

/// The same for a policy that another document holds at `within`: pointers begin at the root of that document.
pub(super) fn check_within(
    document: Document,
    within: Option<&str>,
    options: &Options,
    cx: &Context,
) -> Checked {
    let mut checked = check(document, options, cx);
    for finding in &mut checked.findings {
        finding.pointer.insert_str(0, within.unwrap_or_default());
    }
    checked
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
