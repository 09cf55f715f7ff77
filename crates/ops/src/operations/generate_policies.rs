//! What should be allowed? Usage in, least-privilege policies out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use catalog::Catalog;
use draft::{Draft, DraftedPolicy};
use policy::Document;
use policy::write::Style as Layout;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::books::{self, FileProblem};
use super::evidence::{Denied, Evidence, NotReplayed};
use super::usage_inputs;
use crate::render::{plain, table};
use crate::wire::{JsonObject, page};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Writes the policies that allow what was used, and nothing else
///
/// When CloudTrail logs or usage files are at hand. For each principal: the actions that were authorized, on the resources that the
/// logs name. Calls that were denied are listed, never granted.
///
/// Each policy is checked before it is printed; an error that comes from the log itself, such as a region that AWS is not known to
/// have, is printed with it and fails the run.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GeneratePolicies {
    /// Files and folders of CloudTrail logs, or `s3://bucket/prefix` (can be repeated)
    #[arg(long, value_name = "DIR")]
    #[serde(default)]
    trail: Vec<PathBuf>,

    /// Usage files that `leastwise analyze` wrote (can be repeated)
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    #[schemars(description = "Usage files that `analyze_cloudtrail` wrote")]
    usage: Vec<PathBuf>,

    /// Only this principal
    #[arg(long, value_name = "ARN")]
    #[serde(default)]
    principal: Option<String>,

    /// At most this many principals
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Pass over this many principals
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// Policies by principal, and the books
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Generated {
    principals: Vec<OfPrincipal>,
    /// Records that came in: `used` plus all of `skipped`
    r#in: u64,
    /// API calls counted
    used: u64,
    /// Records not counted, by reason
    skipped: BTreeMap<String, u64>,
    /// The first files that are broken in some place
    problems: Vec<FileProblem>,
    /// How many principals there are in all
    total: usize,
    /// Whether more principals follow
    truncated: bool,
    #[serde(skip)]
    text: String,
}

/// What one principal needs
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct OfPrincipal {
    principal: String,
    /// Together they allow what was used
    policies: Vec<GeneratedPolicy>,
    /// Why there is no policy although there was use
    #[serde(skip_serializing_if = "Option::is_none")]
    no_policy: Option<String>,
    /// What the policies rest on, by action
    evidence: Vec<Evidence>,
    /// Events that no action is known for; the policies may lack what they need
    not_replayed: Vec<NotReplayed>,
    /// Calls that were refused, which the policies do not allow
    denied: Vec<Denied>,
}

/// A policy document
#[derive(Debug, Serialize, JsonSchema)]
struct GeneratedPolicy {
    name: String,
    document: JsonObject,
    /// Characters as IAM counts them: white space is free
    size: usize,
    /// Errors that the checks find in it: the log names something that AWS is not known to have
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<CheckError>,
    #[serde(skip)]
    text: String,
}

/// What a check says of a generated policy
#[derive(Debug, Serialize, JsonSchema)]
struct CheckError {
    check: String,
    message: String,
}

impl Operation for GeneratePolicies {
    const NAME: &'static str = "generate_policies";
    const COMMAND: &'static [&'static str] = &["generate"];
    const EFFECT: Effect = Effect::Read;
    type Response = Generated;

    fn run(self, cx: &Context) -> Result<Generated, OpError> {
        if self.trail.is_empty() && self.usage.is_empty() {
            return Err(OpError::invalid("neither logs nor usage files are given")
                .hint("use `--trail DIR` or `--usage FILE`"));
        }
        let (mut usage, mut problems) = books::read_usage(&self.usage, cx)?;
        if !self.trail.is_empty() {
            let analysis = books::analyze(&self.trail, cx)?;
            usage.merge(analysis.usage);
            problems.extend(analysis.problems);
        }
        let wanted = usage_inputs::principals(&usage, self.principal.as_deref())?;
        let page = page(wanted, self.limit, self.offset, cx.limits());
        let catalog = cx.catalog();
        let mut principals = Vec::new();
        for principal in &page.items {
            cx.check_cancelled()?;
            principals.push(of_principal(draft::draft(&usage, principal, &catalog), &catalog)?);
        }
        let problems = books::problems(&problems);
        Ok(Generated {
            text: text(&principals)
                + &table::rest(principals.len(), page.total, page.truncated)
                + &books::text(&usage, &problems),
            principals,
            r#in: usage.records(),
            used: usage.used(),
            skipped: books::skipped(&usage),
            problems,
            total: page.total,
            truncated: page.truncated,
        })
    }
}

impl Response for Generated {
    fn text(&self, _: Style) -> String {
        self.text.clone()
    }

    fn outcome(&self) -> Outcome {
        let mut policies = self.principals.iter().flat_map(|of| &of.policies);
        if policies.any(|policy| !policy.errors.is_empty()) { Outcome::Findings } else { Outcome::Clean }
    }
}

fn of_principal(draft: Draft, catalog: &Catalog) -> Result<OfPrincipal, OpError> {
    let principal = draft.principal.name().to_owned();
    if let Some(unknown) = draft.grants.iter().find(|grant| catalog.action(&grant.action).is_none()) {
        return Err(OpError::invalid(format!(
            "the usage names `{}`, which is not in the catalogue of {}",
            unknown.action,
            catalog.date()
        ))
        .hint("analyze the logs again with this version"));
    }
    let policies = draft.policies.into_iter().map(|drafted| checked(drafted, catalog));
    Ok(OfPrincipal {
        policies: policies.collect::<Result<_, _>>()?,
        no_policy: draft.no_policy.map(|why| why.reason().to_owned()),
        evidence: draft.grants.iter().map(Evidence::of).collect(),
        not_replayed: draft.not_replayed.iter().map(NotReplayed::of).collect(),
        denied: draft.denied.iter().map(Denied::of).collect(),
        principal,
    })
}

/// The policy as it will be printed, with the errors that the checks find in that very text.
fn checked(drafted: DraftedPolicy, catalog: &Catalog) -> Result<GeneratedPolicy, OpError> {
    let text = policy::write(&drafted.policy.to_node(), Layout::Pretty(2)) + "\n";
    let document = Document::read("policy.json", text.as_bytes(), None, &policy::Limits::default());
    let options =
        lint::Options { kind: Some(policy::tree::PolicyKind::Identity), ..lint::Options::default() };
    let report = lint::lint(&document, catalog, &options);
    let errors = report.diagnostics.into_iter().filter(|found| found.severity == policy::Severity::Error);
    let document = serde_json::from_str(&text);
    let document =
        document.map_err(|error| OpError::internal("a drafted policy is not JSON").because(error))?;
    Ok(GeneratedPolicy {
        name: drafted.name,
        document: JsonObject(document),
        size: drafted.size,
        errors: errors
            .map(|found| CheckError { check: found.id.to_owned(), message: found.message })
            .collect(),
        text,
    })
}

fn text(principals: &[OfPrincipal]) -> String {
    let mut text = String::new();
    for of in principals {
        text.extend(["# ", &plain(&of.principal), "\n"]);
        for policy in &of.policies {
            text.extend([format!("# {}, {} characters\n", policy.name, policy.size), policy.text.clone()]);
            for error in &policy.errors {
                text.extend([format!("# error[{}]: {}\n", error.check, plain(&error.message))]);
            }
        }
        match &of.no_policy {
            Some(why) => text.extend(["# no policy: ", why, "\n"]),
            None if of.policies.is_empty() => text.push_str("# no policy: nothing was authorized\n"),
            None => {}
        }
        let widened = of.evidence.iter().flat_map(Evidence::notes);
        let denied = of.denied.iter().map(Denied::note);
        let not_replayed = of.not_replayed.iter().map(NotReplayed::note);
        for note in widened.chain(denied).chain(not_replayed) {
            text.extend(["# ", &plain(&note), "\n"]);
        }
        text.push('\n');
    }
    text
}
