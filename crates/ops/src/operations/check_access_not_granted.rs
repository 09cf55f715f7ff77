//! Is it out of reach?

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use super::known;
use crate::compare::{Effort, Messages, Stack, access, checked, one_side};
use crate::operation::part;
use crate::wire::{AccessChange, AccessCheck, Document, Leveled, PolicyType};
use crate::{Context, Effect, OpError, Operation};

/// Checks that a policy allows none of some actions on any of some resources: proved, or with a request that shows it
///
/// To hold a policy to what it must never allow: `CheckAccessNotGranted` of IAM Access Analyzer, offline. Actions or resources that are
/// left out mean every one.
///
/// The policy may be a folder of policies, which count together, or name the policies of every layer, as the cases of `simulate` do.
/// Exits with 0 if the check passes, and with 1 if it fails or is unknown.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckAccessNotGranted {
    /// The policy: a file, a folder, or `-` for standard input
    #[arg(value_name = "POLICY")]
    #[schemars(description = "The policy; a path may be of a folder of policies")]
    policy: Document,

    /// Actions, perhaps with wildcards (can be repeated)
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    #[serde(default)]
    action: Vec<String>,

    /// ARNs, perhaps with wildcards (can be repeated)
    #[arg(long, value_name = "ARN", num_args = 1..)]
    #[serde(default)]
    resource: Vec<String>,

    /// What kind of policy it is; by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    effort: Effort,

    /// The permissions boundary of the caller
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    boundary: Vec<Document>,

    /// The policy that the caller's session began with
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    session: Vec<Document>,

    /// Service control policies. Those of one level count together, a folder is a level, and every level must allow
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    scp: Vec<Leveled>,

    /// Resource control policies, likewise
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    rcp: Vec<Leveled>,

    /// The policy of the resource
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    resource_policy: Option<Document>,

    /// The policy of the VPC endpoint that requests come through
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    endpoint: Vec<Document>,
}

const MESSAGES: Messages = Messages {
    pass: "the access is not granted, which is proved",
    fail: "the policy grants such access",
    unknown: "whether the access is granted is not known",
};

impl Operation for CheckAccessNotGranted {
    const NAME: &'static str = "check_access_not_granted";
    const COMMAND: &'static [&'static str] = &["check", "access-not-granted"];
    const EFFECT: Effect = Effect::Read;
    type Response = AccessCheck;

    fn run(self, cx: &Context) -> Result<AccessCheck, OpError> {
        self.is_sound(cx)?;
        let stack = Stack {
            boundary: &self.boundary,
            session: &self.session,
            scp: &self.scp,
            rcp: &self.rcp,
            resource_policy: self.resource_policy.as_ref(),
            endpoint: &self.endpoint,
        };
        let side = one_side(&self.policy, self.policy_type.map(PolicyKind::from), &stack, cx)?;
        let ask = self.effort.ask(side.is_of_holder());
        let (actions, resources) = (&self.action, &self.resource);
        let reach = |prover: &prove::Prover<'_>| side.with(|side| prover.reach(side, actions, resources));
        let granted = ask.ask(cx, reach)?;
        let mut told = access(&granted, &side, None, AccessChange::Granted, &ask);
        ask.beyond(&mut told, cx, reach)?;
        let check = checked(&granted, told, (&side, AccessChange::Granted), &ask, &MESSAGES, cx);
        Ok(check)
    }
}

impl CheckAccessNotGranted {
    /// A slip in what is not to be granted would make the check pass.
    fn is_sound(&self, cx: &Context) -> Result<(), OpError> {
        if self.action.is_empty() && self.resource.is_empty() {
            return Err(OpError::invalid("neither an action nor a resource is given")
                .hint("say by `--action` and `--resource` what is not to be granted"));
        }
        let catalog = cx.catalog();
        self.action.iter().try_for_each(|text| known::action_pattern(&catalog, text))?;
        self.resource.iter().try_for_each(|text| known::resource_pattern(text))
    }
}
