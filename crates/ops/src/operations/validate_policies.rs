//! Is it right? Documents in, findings out.

use schemars::JsonSchema;
use serde::Deserialize;

use super::plan::{Asked, Plan};
use super::{lint_document, named_policies};
use crate::operation::Format;
use crate::suppress::Baseline;
use crate::wire::{Configuration, Document, EarlierReport, FailOn, Findings, PolicyType, ScpLanguage};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Checks IAM policies for mistakes and risks
///
/// For files, folders and several policies at once; `validate_policy` is for one at hand. Reports each finding with its place and how
/// to mend it.
///
/// Of a folder, every JSON and YAML file below it that holds a policy is checked. A document may also be a list of policies, or an
/// answer of the AWS command line that holds some, such as that of `iam get-role-policy`, `s3api get-bucket-policy` or `iam
/// get-account-authorization-details`.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValidatePolicies {
    /// Files, folders, or `-` for standard input
    #[arg(value_name = "PATHS", required = true)]
    #[schemars(description = "Policies; a path may be of a folder")]
    documents: Vec<Document>,

    /// What kind of policy the documents are; by their content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// What the policies are attached to, as CloudFormation names it: `AWS::S3::Bucket`
    #[arg(long, value_name = "TYPE")]
    #[serde(default)]
    resource_type: Option<String>,

    /// Which language service control policies are held to; else what the configuration says, else `current`
    #[arg(long, value_name = "LANGUAGE")]
    #[serde(default)]
    scp_language: Option<ScpLanguage>,

    /// Run only these checks (can be repeated)
    #[arg(long, value_name = "CHECK")]
    #[serde(default)]
    only: Vec<String>,

    /// The lowest severity that fails the run; else what the configuration says, else `high`
    #[arg(long, value_name = "SEVERITY")]
    #[serde(default)]
    fail_on: Option<FailOn>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// What an earlier run printed with `--format json` or `sarif`: only findings that are not in it are reported
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    #[schemars(description = "The answer of an earlier call: only findings that are not in it are reported")]
    baseline: Option<EarlierReport>,

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
        let asked = Asked {
            kind: self.policy_type,
            resource_type: self.resource_type,
            scp_language: self.scp_language,
            only: self.only,
            fail_on: self.fail_on,
            config: self.config.as_ref(),
        };
        let plan = Plan::of(asked, cx)?;
        let baseline = self.baseline.as_ref().map(|report| Baseline::open(report, cx)).transpose()?;
        let mut sieve = plan.sieve(baseline, cx);
        let mut checked = Vec::new();
        let skipped = named_policies::each(&self.documents, cx, |opened| {
            let within = opened.within.as_deref();
            checked.push(lint_document::check_within(opened.document, within, &plan, &mut sieve, cx));
            Ok(())
        })?;
        let is_over_folders =
            self.documents.iter().filter_map(Document::path).any(|path| cx.files().is_folder(path));
        checked.extend(sieve.leftovers(&plan.config, is_over_folders));
        Ok(Findings::new(checked, skipped, &plan.failing)
            .configured(&plan.config)
            .limited(self.limit, cx.limits()))
    }
}

impl Response for Findings {
    const FORMATS: &'static [Format<Self>] = &[
        Format { name: "sarif", write: render::sarif },
        Format { name: "github", write: render::github },
        Format { name: "junit", write: render::junit },
        Format { name: "access-analyzer", write: render::access_analyzer },
        Format { name: "markdown", write: render::markdown },
        Format { name: "html", write: render::html },
        Format { name: "csv", write: render::csv },
    ];

    fn text(&self, style: Style) -> String {
        render::findings_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        Findings::outcome(self)
    }
}
