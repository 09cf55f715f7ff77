//! Is it right? Documents in, findings out.

use std::path::{Path, PathBuf};

use lint::house::PathPattern;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::organization::digest;
use super::plan::{Asked, Plan, TakenFor};
use super::policy_results::{Detail, PolicyResult, ReportForm, limited};
use super::{lint_document, named_policies};
use crate::context::ConfigSource;
use crate::operation::{Format, part};
use crate::suppress::Baseline;
use crate::wire::{Configuration, Document, EarlierReport, FailOn, Findings, Given};
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
    #[serde(default)]
    documents: Vec<Document>,

    /// Policies themselves, or their texts. With `policies`, `path`, `glob`, `detail` or `format` the answer has `results`
    #[arg(skip)]
    #[serde(default)]
    policies: Option<Vec<Given>>,

    /// A file or a folder
    #[arg(skip)]
    #[serde(default)]
    path: Option<PathBuf>,

    /// Of the files below folders only those whose path matches: `prod/**/*.json`
    #[arg(skip)]
    #[serde(default)]
    glob: Option<String>,

    /// How much `results` tell of each policy; `findings` if left out
    #[arg(skip)]
    #[serde(default)]
    detail: Option<Detail>,

    /// The form of the report; any but `json` stands as text in `report`, and nothing is listed besides
    #[arg(skip)]
    #[serde(default)]
    format: Option<ReportForm>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    taken: TakenFor,

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

/// What was found in some documents
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Validated {
    #[serde(flatten)]
    found: Findings,
    /// Of each policy, where the request asks for them
    #[serde(skip_serializing_if = "Option::is_none")]
    results: Option<Vec<PolicyResult>>,
    /// Changes when the configuration that held does
    #[serde(skip_serializing_if = "Option::is_none")]
    config_digest: Option<String>,
    /// Whether issues were counted that are not listed
    #[serde(skip_serializing_if = "Option::is_none")]
    truncated: Option<bool>,
    /// How many
    #[serde(skip_serializing_if = "Option::is_none")]
    truncated_count: Option<usize>,
    /// The report in the form that was asked for
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<String>,
    /// What is told in place of the documents, where they are not listed.
    #[serde(skip)]
    text: Option<String>,
}

impl Operation for ValidatePolicies {
    const NAME: &'static str = "validate_policies";
    const COMMAND: &'static [&'static str] = &["validate"];
    const EFFECT: Effect = Effect::Read;
    type Response = Validated;

    fn run(self, cx: &Context) -> Result<Validated, OpError> {
        let documents = self.documents()?;
        let asks_for_results = self.asks_for_results();
        let asked =
            Asked { taken: self.taken, only: self.only, fail_on: self.fail_on, config: self.config.as_ref() };
        let plan = Plan::of(asked, cx)?;
        let baseline = self.baseline.as_ref().map(|report| Baseline::open(report, cx)).transpose()?;
        let mut sieve = plan.sieve(baseline, cx);
        let (mut checked, mut results) = (Vec::new(), Vec::new());
        let pattern = self.glob.as_deref().map(PathPattern::parse);
        let wanted = |name: &str| pattern.as_ref().is_none_or(|pattern| pattern.matches(name));
        let skipped = named_policies::each_of(&documents, &wanted, cx, |opened| {
            let root = asks_for_results.then(|| opened.document.root.clone());
            let mut found = lint_document::check(opened.document, &plan, &mut sieve, cx);
            results.extend(root.map(|root| PolicyResult::of(&found, &root, &plan)));
            lint_document::place_within(&mut found, opened.within.as_deref());
            checked.push(found);
            Ok(())
        })?;
        let is_over_folders =
            documents.iter().filter_map(Document::path).any(|path| cx.files().is_folder(path));
        let leftovers = sieve.leftovers(&plan.config, is_over_folders);
        if let Some(suppressions) = plan.config.suppressions.as_ref().filter(|_| asks_for_results) {
            let root = &suppressions.document.root;
            results.extend(leftovers.iter().map(|found| PolicyResult::of(found, root, &plan)));
        }
        checked.extend(leftovers);
        let found = Findings::new(checked, skipped, &plan.failing).configured(&plan.config);
        if !asks_for_results {
            return Ok(Validated::of(found.limited(self.limit, cx.limits())));
        }
        let held = cx.held_configuration(self.config.as_ref())?;
        let config_digest = (held.source != ConfigSource::None).then(|| digest(&held.written));
        let (detail, form) = (self.detail.unwrap_or_default(), self.format.unwrap_or_default());
        let report = form.write(&found)?;
        let found = found.limited(self.limit, cx.limits());
        Ok(Validated { config_digest, report, ..Validated::of(found) }
            .by_policy(results, detail, self.limit, cx))
    }
}

impl ValidatePolicies {
    /// All that is to be checked.
    fn documents(&self) -> Result<Vec<Document>, OpError> {
        let mut documents = self.documents.clone();
        documents.extend(self.policies.iter().flatten().map(|given| given.0.clone()));
        let folder = self.glob.as_ref().map(|_| Path::new("."));
        let is_over = documents.iter().any(|document| document.path().is_some());
        let path = self.path.as_deref().or(folder.filter(|_| !is_over));
        documents.extend(path.map(|path| Document::Path(path.to_path_buf())));
        if documents.is_empty() {
            return Err(OpError::invalid("no document is given")
                .hint("give `policies`, `documents` such as `[{\"path\": \"p.json\"}]`, or `path`"));
        }
        Ok(documents)
    }

    fn asks_for_results(&self) -> bool {
        self.policies.is_some()
            || self.path.is_some()
            || self.glob.is_some()
            || self.detail.is_some()
            || self.format.is_some()
    }
}

impl Validated {
    fn of(found: Findings) -> Self {
        Self {
            found,
            results: None,
            config_digest: None,
            truncated: None,
            truncated_count: None,
            report: None,
            text: None,
        }
    }

    /// Tells of each policy by itself, and nothing twice.
    fn by_policy(
        mut self,
        mut results: Vec<PolicyResult>,
        detail: Detail,
        limit: Option<usize>,
        cx: &Context,
    ) -> Self {
        let is_report = self.report.is_some();
        if is_report || detail == Detail::Summary {
            self.text = Some(match &self.report {
                Some(report) => report.clone(),
                None => results.iter().map(PolicyResult::line).collect(),
            });
            for result in &mut results {
                result.issues.clear();
            }
        } else {
            let left_out = limited(&mut results, limit, cx.limits());
            self.truncated_count = Some(left_out);
            self.text = Some(render::findings_text(&self.found, Style::default()));
        }
        self.truncated = Some(self.truncated_count.is_some_and(|count| count > 0));
        self.truncated_count.get_or_insert(0);
        if is_report || detail != Detail::Full {
            self.found.documents.clear();
        }
        self.results = Some(results);
        self
    }
}

impl Response for Validated {
    const FORMATS: &'static [Format<Self>] = &[
        Format { name: "sarif", write: |validated| render::sarif(&validated.found) },
        Format { name: "github", write: |validated| render::github(&validated.found) },
        Format { name: "junit", write: |validated| render::junit(&validated.found) },
        Format { name: "access-analyzer", write: |validated| render::access_analyzer(&validated.found) },
        Format { name: "markdown", write: |validated| render::markdown(&validated.found) },
        Format { name: "html", write: |validated| render::html(&validated.found) },
        Format { name: "csv", write: |validated| render::csv(&validated.found) },
    ];

    fn text(&self, style: Style) -> String {
        self.text.clone().unwrap_or_else(|| render::findings_text(&self.found, style))
    }

    fn outcome(&self) -> Outcome {
        self.found.outcome()
    }
}
