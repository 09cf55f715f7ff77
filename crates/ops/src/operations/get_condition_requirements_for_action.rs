//! Which conditions should go with this action?

use catalog::ActionSet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::requirements::{RequiredCondition, Requirement, lines, requirements};
use crate::wire::{Configuration, PolicyType, Severity};
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says which conditions should go with one action
///
/// Before writing a statement with it; `get_required_conditions` does the same for several.
///
/// Unless `policy_type` says otherwise, `result` is about policies of users and roles, or about trust policies if nothing is asked for
/// there; `requirements` has all.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetConditionRequirementsForAction {
    /// The full name, such as `iam:PassRole`, in any letter case
    action: String,

    /// Only for this kind of policy
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// The configuration; else the `leastwise.yaml` found from the working directory on
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    config: Option<Configuration>,
}

/// Conditions that go with an action
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ActionRequirements {
    /// Those that go together into one statement; null if there are none
    result: Option<Together>,
    /// The same, each with where and by whom it is asked for
    requirements: Vec<Requirement>,
}

/// All requirements together
#[derive(Debug, Serialize, JsonSchema)]
struct Together {
    action: String,
    /// The gravest
    severity: Severity,
    suggestion_text: String,
    required_conditions: Vec<RequiredCondition>,
}

impl Operation for GetConditionRequirementsForAction {
    const NAME: &'static str = "get_condition_requirements_for_action";
    const COMMAND: &'static [&'static str] = &[];
    const EFFECT: Effect = Effect::Read;
    type Response = ActionRequirements;

    fn run(self, cx: &Context) -> Result<ActionRequirements, OpError> {
        let catalog = cx.catalog();
        let action = known::action(&catalog, &self.action)?;
        let config = cx.configuration(self.config.as_ref())?;
        let only: ActionSet = [action].into_iter().collect();
        let found = requirements(&only, self.policy_type, &config, &catalog);
        let of = |kind| found.iter().filter(|one| one.policy_types.contains(&kind)).collect::<Vec<_>>();
        let meant = match self.policy_type {
            Some(kind) => of(kind),
            None => [PolicyType::Identity, PolicyType::Trust]
                .into_iter()
                .map(of)
                .find(|some| !some.is_empty())
                .unwrap_or_default(),
        };
        let severity = meant.iter().map(|one| one.severity).min();
        let result = severity.map(|severity| Together {
            action: action.full_name(),
            severity,
            suggestion_text: meant.iter().map(|one| sentence(one)).collect::<Vec<_>>().join("\n"),
            required_conditions: together(&meant),
        });
        Ok(ActionRequirements { result, requirements: found })
    }
}

/// The conditions of all, with choices numbered on.
fn together(found: &[&Requirement]) -> Vec<RequiredCondition> {
    let mut all: Vec<RequiredCondition> = Vec::new();
    for one in found {
        let before = all.iter().filter_map(|condition| condition.choice).max().unwrap_or(0);
        let numbered = |condition: &RequiredCondition| RequiredCondition {
            choice: condition.choice.map(|choice| before + choice),
            when: Some(one.when.clone()),
            ..condition.clone()
        };
        all.extend(one.required_conditions.iter().map(numbered));
    }
    all
}

fn sentence(one: &Requirement) -> String {
    format!("{}: {}", one.when, one.suggestion_text)
}

impl Response for ActionRequirements {
    fn text(&self, _: Style) -> String {
        if self.requirements.is_empty() {
            return "no condition is asked for with this action; still name its resources\n".to_owned();
        }
        lines(&self.requirements)
    }
}
