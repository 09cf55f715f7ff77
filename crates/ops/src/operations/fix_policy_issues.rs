//! One policy in, the same with what has one safe answer mended, and guidance for the rest.

use policy::{Style as Layout, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mending::Mending;
use super::plan::{Asked, Plan};
use super::{lint_document, named_policies};
use crate::render::plain;
use crate::wire::{
    AppliedFix, Configuration, Document, Finding, Fix, JsonObject, PolicyType, ProvedMeaning, Severity, page,
};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style};

/// Mends what is wrong in one policy, as far as there is one safe way to do it
///
/// Before mending by hand. Safe fixes leave what the policy allows as it is, or mend what AWS would refuse; fixes that could change
/// it are offered under `unfixed_issues` and not applied. For files: `fix_policies`.
///
/// The policy that comes out is checked again. `fix_policies` also takes documents that hold several policies.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixPolicyIssues {
    /// The policy itself, or `{"text": "…"}` with its text
    policy: Document,

    /// Mend only what these checks find: ids, aliases, or ids of other tools; all if left out
    #[arg(long = "only", value_name = "CHECK")]
    #[serde(default)]
    issues_to_fix: Option<Vec<String>>,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// Also give an example with every issue under `validation`
    #[arg(long)]
    #[serde(default)]
    verbose: bool,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,

    /// List at most this many issues; all are counted
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,
}

/// A policy after its fixes
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Mended {
    /// None if the text is too broken to be read as a policy
    fixed_policy: Option<JsonObject>,
    /// What was done, one line each
    fixes_applied: Vec<String>,
    /// What is left to do by hand, or to decide
    unfixed_issues: Vec<UnfixedIssue>,
    /// What the checks say of the policy as it is now
    validation: ValidationAfter,
    /// The same as `fixes_applied`, in parts
    fixes: Vec<AppliedFix>,
    /// Fixes that were left out because each alone makes other errors
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<AppliedFix>,
    /// What the fixes make of what the policy means; none if nothing changed
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<ProvedMeaning>,
    /// Why nothing was changed
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
    /// Whether there are more issues than are listed
    truncated: bool,
}

/// What is left
#[derive(Debug, Serialize, JsonSchema)]
struct UnfixedIssue {
    check_id: String,
    message: String,
    suggestion: Option<String>,
    /// A policy, or a part of one, in which the check finds nothing
    example: Option<String>,
    severity: Severity,
    /// JSON pointer to the place in the policy as it is now
    pointer: String,
    /// A fix after which the policy may allow something else, and that was not applied
    #[serde(skip_serializing_if = "Option::is_none")]
    offered_fix: Option<String>,
}

/// What the checks say
#[derive(Debug, Serialize, JsonSchema)]
struct ValidationAfter {
    /// Whether nothing of severity `error` is left
    is_valid: bool,
    issue_count: usize,
    issues: Vec<IssueAfter>,
}

/// A finding
#[derive(Debug, Serialize, JsonSchema)]
struct IssueAfter {
    severity: Severity,
    message: String,
    suggestion: Option<String>,
    example: Option<String>,
    check_id: String,
}

impl Operation for FixPolicyIssues {
    const NAME: &'static str = "fix_policy_issues";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = Mended;

    fn run(self, cx: &Context) -> Result<Mended, OpError> {
        const SEVERAL: &str = "`fix_policies` mends documents that hold several";
        let opened = named_policies::only(&self.policy, SEVERAL, cx)?;
        if opened.within.is_some() {
            let name = opened.document.source.name();
            return Err(
                OpError::invalid(format!("`{name}` holds a policy, and is none itself")).hint(SEVERAL)
            );
        }
        let asked = |only| Asked {
            taken: self.policy_type.into(),
            only,
            config: self.config.as_ref(),
            ..Asked::default()
        };
        let to_fix = Plan::of(asked(self.issues_to_fix.clone().unwrap_or_default()), cx)?;
        let all = Plan::of(asked(Vec::new()), cx)?;
        let mended = Mending::new(&to_fix, false, cx).mend(&opened);
        let root = &mended.document.root;
        let is_whole = root.as_object().is_some() && mended.document.is_sound();
        let fixed_policy = is_whole.then(|| JsonObject::of_policy(&write(root, Layout::Minified)));
        let fixed_policy = fixed_policy.transpose()?;
        let checked = lint_document::check(mended.document, &all, &mut all.sieve(None, cx), cx);
        let is_valid = checked.findings.iter().all(|finding| finding.severity != Severity::Error);
        let left = page(checked.findings, self.limit, 0, cx.limits());
        let change = mended.change;
        Ok(Mended {
            fixed_policy,
            fixes_applied: change.fixes.iter().map(sentence).collect(),
            unfixed_issues: left.items.iter().map(UnfixedIssue::of).collect(),
            validation: ValidationAfter {
                is_valid,
                issue_count: left.total,
                issues: left.items.iter().map(|finding| IssueAfter::of(finding, self.verbose)).collect(),
            },
            fixes: change.fixes,
            left_out: change.left_out,
            meaning: change.meaning,
            refused: change.refused,
            truncated: left.truncated,
        })
    }
}

fn sentence(fix: &AppliedFix) -> String {
    format!("{}: {} ({})", fix.id, fix.title, fix.message)
}

impl UnfixedIssue {
    fn of(finding: &Finding) -> Self {
        Self {
            check_id: finding.id.clone(),
            message: finding.message.clone(),
            suggestion: suggestion(finding),
            example: example(finding),
            severity: finding.severity,
            pointer: finding.pointer.clone(),
            offered_fix: finding.fix.as_ref().map(|fix: &Fix| fix.title.clone()),
        }
    }
}

impl IssueAfter {
    fn of(finding: &Finding, verbose: bool) -> Self {
        Self {
            severity: finding.severity,
            message: finding.message.clone(),
            suggestion: suggestion(finding),
            example: example(finding).filter(|_| verbose),
            check_id: finding.id.clone(),
        }
    }
}

/// What the finding says is to be done, else what its check says.
fn suggestion(finding: &Finding) -> Option<String> {
    let of_check = || lint::find(&finding.id).map(|check| check.fix.trim().to_owned());
    finding.help.clone().or_else(of_check)
}

fn example(finding: &Finding) -> Option<String> {
    let clean = lint::find(&finding.id)?.clean.first()?;
    Some(clean.trim_matches('\n').to_owned())
}

impl Response for Mended {
    fn text(&self, _: Style) -> String {
        let mut text = String::new();
        if let Some(policy) = &self.fixed_policy {
            text.push_str(&serde_json::to_string_pretty(policy).unwrap_or_default());
            text.push('\n');
        }
        text.extend(self.refused.iter().map(|why| format!("# unchanged: {why}\n")));
        text.extend(self.fixes_applied.iter().map(|fix| format!("# fixed: {}\n", plain(fix))));
        text.extend(self.meaning.iter().map(|meaning| format!("# {}\n", plain(&meaning.text))));
        for issue in &self.unfixed_issues {
            let (id, severity) = (&issue.check_id, issue.severity.name());
            text.extend([format!("# left: {severity}[{id}]: {}\n", plain(&issue.message))]);
        }
        text
    }

    fn outcome(&self) -> Outcome {
        if self.validation.is_valid { Outcome::Clean } else { Outcome::Findings }
    }
}
