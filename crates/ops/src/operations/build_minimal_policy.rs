//! The smallest policy for actions, resources and conditions: checked before it is given.

use catalog::Catalog;
use draft::Demand;
use draft::minimal::{Guards, Minimal, Refusal, Wanted, minimal};
use policy::{Style as Layout, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::made_policies::Made;
use super::validate_policy::{ValidatePolicy, Validation};
use crate::render::plain;
use crate::wire::{Configuration, Finding, JsonObject, PolicyType, WantedCondition, wanted_condition};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Writes the smallest identity policy that allows some actions on some resources
///
/// When the actions are settled and no template fits. Each action goes only with the resources of its own types, and with `*` only if
/// AWS names no resource for it. Conditions that fit are added. What would grant too much is refused, with what to ask for instead.
///
/// Added are: `iam:PassedToService` to `iam:PassRole`, TLS for S3, SQS and SNS, the account where an ARN names it. Refused are: `*`
/// and `s3:*` as actions, patterns that stand for changes, changes on `*`, and whatever the checks would find fault with.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BuildMinimalPolicy {
    /// An action, such as `s3:GetObject`; a pattern such as `s3:Get*` only if it stands for nothing but reading, and then for what fits
    /// the resources (can be repeated)
    #[arg(long = "action", value_name = "ACTION", num_args = 1.., required = true)]
    pub(super) actions: Vec<String>,

    /// An ARN that the actions are to be allowed on, wildcards allowed (can be repeated)
    #[arg(long = "resource", value_name = "ARN", num_args = 1..)]
    #[serde(default)]
    pub(super) resources: Vec<String>,

    /// A condition as in a policy; it goes to the actions that know its key (can be repeated)
    #[arg(long = "condition", value_name = "OPERATOR:KEY=VALUE", num_args = 1..)]
    #[serde(default, deserialize_with = "wanted_condition::from_object")]
    #[schemars(schema_with = "wanted_condition::object_schema")]
    pub(super) conditions: Vec<WantedCondition>,

    /// Also name further actions that are likely needed, but of which AWS does not say so
    #[arg(long)]
    #[serde(default)]
    pub(super) verbose: bool,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    pub(super) config: Option<Configuration>,
}

/// A policy and what to know about it
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MinimalPolicy {
    policy: JsonObject,
    /// What the checks say of the policy
    validation: Validation,
    /// What the policy does and does not do
    security_notes: Vec<String>,
    /// Why each statement is as it is
    statements: Vec<StatementReason>,
    /// Further actions that those asked for need, and that the policy does not allow
    also_needed: Vec<AlsoNeeded>,
    /// Characters as IAM counts them: white space is free
    size: usize,
    #[serde(skip)]
    text: String,
}

/// A statement and the reason for it
#[derive(Debug, Serialize, JsonSchema)]
struct StatementReason {
    sid: String,
    actions: Vec<String>,
    resources: Vec<String>,
    reason: String,
}

/// An action that another one does not work without
#[derive(Debug, Serialize, JsonSchema)]
struct AlsoNeeded {
    action: String,
    needs: String,
    /// Whether AWS says so; else it is likely, where a role is handed over
    documented: bool,
}

impl Operation for BuildMinimalPolicy {
    const NAME: &'static str = "build_minimal_policy";
    const COMMAND: &'static [&'static str] = &["build", "policy"];
    const EFFECT: Effect = Effect::Read;
    type Response = MinimalPolicy;

    fn run(self, cx: &Context) -> Result<MinimalPolicy, OpError> {
        self.build(&[], cx)
    }
}

impl BuildMinimalPolicy {
    /// The policy for a form with a quota of its own, which whoever asks holds it to.
    pub(super) fn of_any_size(self, cx: &Context) -> Result<MinimalPolicy, OpError> {
        self.build(&["policy-size-exceeds-identity-policy-quota"], cx)
    }

    fn build(self, unasked: &[&str], cx: &Context) -> Result<MinimalPolicy, OpError> {
        let catalog = cx.catalog();
        for action in self.actions.iter().filter(|action| !action.contains(['*', '?'])) {
            known::action(&catalog, action)?;
        }
        let conditions = self.conditions.iter().map(|wanted| Demand {
            operator: wanted.operator.clone(),
            key: wanted.key.clone(),
            values: wanted.values.clone(),
        });
        let conditions: Vec<_> = conditions.collect();
        let wanted = |guards| Wanted {
            actions: &self.actions,
            resources: &self.resources,
            conditions: &conditions,
            guards,
        };
        // A condition that is added must not be what keeps the checks quiet.
        let bare = minimal(wanted(Guards::Needed), &catalog).map_err(refused)?;
        self.checked(&bare, unasked, cx)?;
        let made = minimal(wanted(Guards::All), &catalog).map_err(refused)?;
        let (text, validation) = self.checked(&made, unasked, cx)?;
        let policy = JsonObject::of_policy(&text)?;
        let needed = made.also_needed.into_iter().filter(|also| also.is_documented || self.verbose);
        Ok(MinimalPolicy {
            policy,
            validation,
            security_notes: made.notes,
            statements: made.statements.into_iter().map(StatementReason::of).collect(),
            also_needed: needed.map(AlsoNeeded::of).collect(),
            size: draft::size(&made.policy),
            text,
        })
    }
}

impl MinimalPolicy {
    /// The policy as one of several that are to be written.
    pub(super) fn made(self, prefix: &str) -> Made {
        let needed = self.also_needed.iter().map(AlsoNeeded::sentence);
        Made {
            name: format!("{prefix}minimal"),
            notes: self.security_notes.iter().cloned().chain(needed).collect(),
            text: self.text,
            size: self.size,
            validation: self.validation,
        }
    }
}

impl BuildMinimalPolicy {
    /// The text of the policy, in which the checks find nothing, but for those that are not asked.
    fn checked(
        &self,
        made: &Minimal,
        unasked: &[&str],
        cx: &Context,
    ) -> Result<(String, Validation), OpError> {
        let text = write(&made.policy.to_node(), Layout::default()) + "\n";
        let validate = ValidatePolicy::of(&text, PolicyType::Identity, self.config.clone(), self.verbose);
        let mut validation = validate.run(cx)?;
        validation.findings.retain(|found| !unasked.contains(&found.id.as_str()));
        if validation.findings.is_empty() {
            return Ok((text, validation));
        }
        Err(faulted(&validation.findings, &made_actions(made), &cx.catalog()))
    }
}

fn made_actions(made: &Minimal) -> Vec<String> {
    made.statements.iter().flat_map(|statement| statement.actions.clone()).collect()
}

/// All that stands in the way, the first with what to do about it.
fn refused(refusals: Vec<Refusal>) -> OpError {
    let mut refusals = refusals.into_iter();
    let Some(first) = refusals.next() else { return OpError::invalid("nothing is asked for") };
    let also = refusals.map(|refusal| refusal.to_string()).collect();
    OpError { hint: first.help, also, ..OpError::invalid(first.message) }
}

/// The policy that was asked for would be one that the checks find fault with.
fn faulted(findings: &[Finding], actions: &[String], catalog: &Catalog) -> OpError {
    let told = |finding: &Finding| {
        format!("the policy would be found fault with: {} ({})", finding.message, finding.id)
    };
    let mut rest = findings.iter();
    let Some(first) = rest.next() else { return OpError::internal("nothing was found") };
    let mut hint: Vec<String> = first.help.clone().into_iter().collect();
    let check = lint::find(&first.id);
    if hint.is_empty() {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        hint.extend(check.map(|check| words(check.fix).trim_end_matches('.').to_owned()));
    }
    hint.extend(keys_of(first, actions, catalog));
    hint.push(format!("`get_issue_guidance` explains `{}`", first.id));
    OpError { also: rest.map(told).collect(), ..OpError::invalid(told(first)).hint(hint.join("; ")) }
}

/// The keys with which an action that the finding names can be limited.
fn keys_of(finding: &Finding, actions: &[String], catalog: &Catalog) -> Option<String> {
    const MOST: usize = 6;
    let named = actions.iter().filter(|action| finding.message.contains(&format!("`{action}`")));
    let action =
        named.filter_map(|action| catalog.action(action)).find(|action| action.own_keys().len() > 0)?;
    // Keys of identity providers are in requests with their tokens only, and those of new tags limit nothing that is there.
    let is_own = |key: &&str| key.split_once(':').is_some_and(|(own, _)| own == action.service().prefix());
    let names = action.own_keys().map(catalog::ConditionKey::name).filter(is_own);
    let keys: Vec<_> = names.map(|name| format!("`{name}`")).take(MOST).collect();
    (!keys.is_empty()).then(|| format!("give `conditions` on {}", keys.join(" or ")))
}

impl StatementReason {
    fn of(reasoned: draft::minimal::Reasoned) -> Self {
        let draft::minimal::Reasoned { sid, actions, resources, reason } = reasoned;
        Self { sid, actions, resources, reason }
    }
}

impl AlsoNeeded {
    fn of(also: draft::minimal::AlsoNeeded) -> Self {
        Self { action: also.action, needs: also.needs, documented: also.is_documented }
    }

    fn sentence(&self) -> String {
        let how =
            if self.documented { "AWS lists it as needed" } else { "it may be needed, to hand a role over" };
        format!("`{}` is not allowed here, and for `{}` {how}", self.needs, self.action)
    }
}

impl Response for MinimalPolicy {
    /// The policy, for a file, and then as comments what to know about it.
    fn text(&self, style: Style) -> String {
        let mut text = self.text.clone();
        text.extend(self.security_notes.iter().map(|note| format!("# {}\n", plain(note))));
        text.extend(self.also_needed.iter().map(|also| format!("# {}\n", plain(&also.sentence()))));
        if self.validation.text.summary.findings > 0 {
            text.push('\n');
            text.push_str(&render::findings_text(&self.validation.text, style));
        }
        text
    }

    fn outcome(&self) -> Outcome {
        self.validation.outcome()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Files;

    /// A sample of the whole catalogue, on resources of each action's first type: a policy without a finding, or a way on.
    #[test]
    fn no_action_gives_a_policy_with_a_finding() {
        let cx = Context::new(Files::Denied, || 0);
        let (mut made, mut refused) = (0, 0);
        for action in Catalog::embedded().actions().step_by(37) {
            let mut targets: Vec<_> = action.targets().collect();
            targets.sort_by_key(|target| !target.required);
            let format = targets.first().and_then(|target| target.resource.arn_formats().next());
            let arn = |format: &str| {
                let known = format.replace("${Partition}", "aws").replace("${Region}", "eu-west-1");
                known
                    .replace("${Account}", "111122223333")
                    .replace(['$', '{', '}'], "")
                    .replace("BucketName", "acme")
            };
            let resources: Vec<_> = format.into_iter().map(arn).collect();
            let request = json!({"actions": [action.full_name()], "resources": resources});
            let request: BuildMinimalPolicy = serde_json::from_value(request).unwrap();
            match request.run(&cx) {
                Ok(answer) => {
                    made += 1;
                    assert!(answer.validation.findings.is_empty(), "{}", answer.text);
                }
                Err(error) => {
                    refused += 1;
                    assert!(error.kind == crate::ErrorKind::Invalid && error.hint.is_some(), "{error:?}");
                }
            }
        }
        assert!(made > 500 && refused > 10, "{made} {refused}");
    }

    #[test]
    fn no_key_of_an_identity_provider_is_offered_for_a_role() {
        let cx = Context::new(Files::Denied, || 0);
        let request = json!({"actions": ["sts:AssumeRole"], "resources": ["arn:aws:iam::*:role/*"]});
        let request: BuildMinimalPolicy = serde_json::from_value(request).unwrap();
        let hint = request.run(&cx).unwrap_err().hint.unwrap();
        assert!(hint.contains("`sts:ExternalId`") && !hint.contains("google"), "{hint}");
    }
}
