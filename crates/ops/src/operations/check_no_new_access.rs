//! Is nothing allowed that was not allowed before?

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::compare::{BothSides, Effort, Messages, access, checked, two_sides};
use crate::operation::part;
use crate::wire::{AccessChange, AccessCheck, CheckResult, Document, PolicyType};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Checks that a policy allows nothing that another does not: proved, or with a request that shows it
///
/// As a gate for changes: `CheckNoNewAccess` of IAM Access Analyzer, offline, and of every kind of policy. The sides are those of
/// `compare_policies`.
///
/// Exits with 0 if the check passes, and with 1 if it fails or is unknown.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckNoNewAccess {
    /// The policies as they were: a file, a folder, or `-` for standard input
    #[arg(value_name = "OLD")]
    #[schemars(description = "The policies as they were; a path may be of a folder")]
    existing_policy: Document,

    /// The policies as they are to be
    #[arg(value_name = "NEW")]
    new_policy: Document,

    /// What kind of policy both sides are; by their content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    effort: Effort,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    around: BothSides,
}

const MESSAGES: Messages = Messages {
    pass: "no new access, which is proved",
    fail: "the new policy allows what the old one does not",
    unknown: "whether there is new access is not known",
};

impl Operation for CheckNoNewAccess {
    const NAME: &'static str = "check_no_new_access";
    const COMMAND: &'static [&'static str] = &["check", "no-new-access"];
    const EFFECT: Effect = Effect::Read;
    type Response = AccessCheck;

    fn run(self, cx: &Context) -> Result<AccessCheck, OpError> {
        let kind = self.policy_type.map(PolicyKind::from);
        let (old, new) =
            two_sides((&self.existing_policy, &self.new_policy), kind, &self.around.stack(), cx)?;
        let ask = self.effort.ask(old.is_of_holder() || new.is_of_holder());
        let gained = ask.ask(cx, |prover| new.without(&old, prover))?;
        let mut told = access(&gained, &new, Some(&old), AccessChange::New, &ask);
        ask.beyond(&mut told, cx, |prover| new.without(&old, prover))?;
        let mut check = checked(&gained, told, (&new, AccessChange::New), &ask, &MESSAGES, cx);
        check.notes.extend(old.notes());
        Ok(check)
    }
}

impl Response for AccessCheck {
    fn text(&self, style: Style) -> String {
        render::access_check_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        if self.result == CheckResult::Pass { Outcome::Clean } else { Outcome::Findings }
    }
}
