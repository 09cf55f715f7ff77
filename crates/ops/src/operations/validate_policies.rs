//! Is it right? Documents in, findings out.

use policy::Document as Read;
use schemars::JsonSchema;
use serde::Deserialize;

use super::lint_document;
use crate::operation::Format;
use crate::wire::{Document, FailOn, Findings, Input, PolicyType, ScpLanguage};
use crate::{Context, Effect, ErrorKind, OpError, Operation, Outcome, Response, Style, render};

/// Checks IAM policies for mistakes and risks
///
/// Reports each finding with its place in the document, and how to mend it. Of a folder, every JSON and YAML file below it that
/// holds a policy is checked.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValidatePolicies {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATHS", required = true)]
    documents: Vec<Document>,

    /// What kind of policy the documents are; by their content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// What the policies are attached to, as CloudFormation names it: `AWS::S3::Bucket`
    #[arg(long, value_name = "TYPE")]
    #[serde(default)]
    resource_type: Option<String>,

    /// Which language service control policies are held to
    #[arg(long, value_name = "LANGUAGE", default_value = "current")]
    #[serde(default)]
    scp_language: ScpLanguage,

    /// Run only these checks (can be repeated)
    #[arg(long, value_name = "CHECK")]
    #[serde(default)]
    only: Vec<String>,

    /// The lowest severity that fails the run
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    #[serde(default)]
    fail_on: FailOn,

    /// Report at most this many findings; all are counted
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

impl Operation for ValidatePolicies {
    const NAME: &'static str = "validate_policies";
    const COMMAND: &'static [&'static str] = &["validate"];
    const EFFECT: Effect = Effect::Read;
    type Response = Findings;

    fn run(self, cx: &Context) -> Result<Findings, OpError> {
        let kind = kind(self.policy_type, self.resource_type.as_deref())?;
        let options = lint::Options {
            resource_type: self.resource_type,
            legacy_scp: self.scp_language == ScpLanguage::Legacy,
            ..lint_document::options(kind, self.only)?
        };
        if self.documents.is_empty() {
            return Err(OpError::invalid("no document is given"));
        }
        let (mut checked, mut skipped) = (Vec::new(), 0);
        for (index, document) in self.documents.iter().enumerate() {
            for (input, named) in inputs(document, index, self.documents.len(), cx)? {
                cx.check_cancelled()?;
                let input = match input() {
                    // No policy is as large; a folder may well hold other JSON that is.
                    Err(error) if !named && error.kind == ErrorKind::TooLarge => {
                        cx.progress().note(&format!("{}; it is skipped", error.message));
                        skipped += 1;
                        continue;
                    }
                    input => input?,
                };
                let read = lint_document::read(&input, cx);
                if named || is_policy(&read) {
                    checked.push(lint_document::check(read, &options, cx));
                } else {
                    skipped += 1;
                }
                cx.progress().at(checked.len() as u64, None, "documents checked");
            }
        }
        if checked.is_empty() {
            return Err(no_policy(&self.documents, skipped));
        }
        Ok(Findings::new(checked, skipped, self.fail_on).limited(self.limit, cx.limits()))
    }
}

impl Response for Findings {
    const FORMATS: &'static [Format<Self>] = &[Format { name: "sarif", write: render::sarif }];

    fn text(&self, style: Style) -> String {
        render::findings_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        Findings::outcome(self)
    }
}

/// A document to come, and whether it was named rather than found.
type Coming<'a> = (Box<dyn FnOnce() -> Result<Input, OpError> + 'a>, bool);

/// What a document of the request stands for: itself, or the files below a folder.
fn inputs<'a>(
    document: &'a Document,
    index: usize,
    count: usize,
    cx: &'a Context,
) -> Result<Vec<Coming<'a>>, OpError> {
    let one = |named| -> Vec<Coming<'a>> {
        let read = move || {
            let input = document.read(cx)?;
            let numbered = document.path().is_none() && count > 1;
            Ok(if numbered { Input { name: format!("policy {}", index + 1), ..input } } else { input })
        };
        vec![(Box::new(read), named)]
    };
    let Some(path) = document.path().filter(|path| *path != std::path::Path::new("-")) else {
        return Ok(one(true));
    };
    let found = cx.walk(path, &|name| {
        let name = name.to_ascii_lowercase();
        [".json", ".yaml", ".yml"].iter().any(|extension| name.ends_with(extension))
    })?;
    let read = found.into_iter().map(|found| {
        let named = found.named;
        let read = move || Ok(Input { bytes: cx.read_found(&found)?, name: found.name });
        (Box::new(read) as Box<dyn FnOnce() -> _>, named)
    });
    Ok(read.collect())
}

/// Whether a file found below a folder holds a policy, or something broken that was meant as one.
fn is_policy(document: &Read) -> bool {
    let says = |name: &str| name.eq_ignore_ascii_case("Statement");
    match document.root.as_object() {
        Some(members) if members.iter().any(|member| says(&member.key.text)) => true,
        _ => !document.is_sound() && document.source.text().contains("Statement"),
    }
}

fn no_policy(documents: &[Document], skipped: usize) -> OpError {
    let paths: Vec<_> =
        documents.iter().filter_map(Document::path).map(|path| format!("`{}`", path.display())).collect();
    let looked =
        if skipped == 0 { "no JSON or YAML file is there" } else { "no file there has a `Statement`" };
    OpError::not_found(format!("no policy below {}", paths.join(", "))).hint(looked)
}

/// The kind that was asked for; a resource says it too.
fn kind(asked: Option<PolicyType>, resource_type: Option<&str>) -> Result<Option<PolicyType>, OpError> {
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
        let of = |asked, resource| kind(asked, resource).map_err(|error| error.message);
        assert_eq!(of(None, None), Ok(None));
        assert_eq!(of(None, Some("AWS::S3::Bucket")), Ok(Some(PolicyType::Resource)));
        assert_eq!(of(Some(PolicyType::Trust), Some("AWS::IAM::Role")), Ok(Some(PolicyType::Trust)));
        assert!(of(Some(PolicyType::Scp), Some("AWS::S3::Bucket")).is_err());
        for wrong in ["s3", "AWS::S3", "AWS::S3::", "AWS::S3::Bucket::x", "GCP::S3::Bucket"] {
            assert!(of(None, Some(wrong)).is_err(), "{wrong}");
        }
    }
}
