//! Is nothing allowed that was not allowed before?

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::compare::{Ask, Messages, Stack, access, checked, two_sides};
use crate::wire::{AccessChange, AccessCheck, CheckResult, Document, Leveled, PolicyType, Worlds};
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

    /// Which requests are looked at
    #[arg(long, value_name = "WORLDS", default_value = "aws")]
    #[serde(default)]
    worlds: Worlds,

    /// How much work to do before the answer is unknown, in steps of some hundred nanoseconds
    #[arg(long, value_name = "N")]
    #[serde(default)]
    steps: Option<u64>,
    /// Give up after so many seconds; the answer is then unknown
    #[arg(long, value_name = "SECONDS")]
    #[serde(default)]
    time_limit: Option<u64>,

    /// The permissions boundary of the caller, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    boundary: Vec<Document>,

    /// The policy that the caller's session began with, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    session: Vec<Document>,

    /// Service control policies, on both sides. Those of one level count together, a folder is a level, and every level must allow
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    scp: Vec<Leveled>,

    /// Resource control policies, likewise
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    rcp: Vec<Leveled>,

    /// The policy of the resource, on both sides
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    resource_policy: Option<Document>,

    /// The policy of the VPC endpoint that requests come through, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    endpoint: Vec<Document>,
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
        let stack = Stack {
            boundary: &self.boundary,
            session: &self.session,
            scp: &self.scp,
            rcp: &self.rcp,
            resource_policy: self.resource_policy.as_ref(),
            endpoint: &self.endpoint,
        };
        let kind = self.policy_type.map(PolicyKind::from);
        let (old, new) = two_sides((&self.existing_policy, &self.new_policy), kind, &stack, cx)?;
        let ask = Ask {
            worlds: self.worlds,
            steps: self.steps,
            time_limit: self.time_limit,
            describes: true,
            of_holders: old.is_of_holder() || new.is_of_holder(),
        };
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
