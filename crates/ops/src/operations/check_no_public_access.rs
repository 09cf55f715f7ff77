//! Is nobody let in whom the policy does not know?

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::compare::{Effort, Messages, NO_STACK, access, checked, one_side};
use crate::operation::part;
use crate::wire::{AccessChange, AccessCheck, Document, kind_of};
use crate::{Context, Effect, OpError, Operation};

/// Checks that a resource's policy lets no strangers in: proved, or with a request that shows it
///
/// For the policy of a bucket, key, queue or role: `CheckNoPublicAccess` of IAM Access Analyzer, offline. Public is meant as S3 Block
/// Public Access means it.
///
/// Strangers are callers without credentials, and those of accounts that the policy does not name, who have none of the values by
/// which it tells its callers apart: such as organizations, accounts, ARNs, networks. An identity provider that anybody can be a user
/// of, as GitHub's, has strangers too: their tokens say that they are somebody else's.
///
/// Exits with 0 if the check passes, and with 1 if it fails or is unknown.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckNoPublicAccess {
    /// The policy: a file, or `-` for standard input
    #[arg(value_name = "POLICY")]
    #[schemars(description = "The policy")]
    policy: Document,

    /// What the policy is attached to, as CloudFormation names it: `AWS::S3::Bucket`
    #[arg(long, value_name = "TYPE")]
    #[serde(default)]
    resource_type: Option<String>,

    #[command(flatten)]
    #[serde(flatten, deserialize_with = "part")]
    effort: Effort,
}

const MESSAGES: Messages = Messages {
    pass: "the policy is not public, which is proved",
    fail: "the policy lets strangers in",
    unknown: "whether the policy is public is not known",
};

impl Operation for CheckNoPublicAccess {
    const NAME: &'static str = "check_no_public_access";
    const COMMAND: &'static [&'static str] = &["check", "no-public-access"];
    const EFFECT: Effect = Effect::Read;
    type Response = AccessCheck;

    fn run(self, cx: &Context) -> Result<AccessCheck, OpError> {
        let asked = kind_of(None, self.resource_type.as_deref())?;
        let side = one_side(&self.policy, asked.map(PolicyKind::from), &NO_STACK, cx)?;
        let Some((policies, kind)) = side.pooled() else {
            return Err(OpError::invalid(
                "whether a policy is public is asked of the policy of one resource",
            ));
        };
        if !kind.has_principal() {
            return Err(OpError::invalid(format!(
                "`{}` names no principals, so it is no resource's policy",
                side.name
            ))
            .hint("say by `--resource-type` what it is attached to"));
        }
        let ask = self.effort.ask(side.is_of_holder());
        let public = ask.ask(cx, |prover| prover.public(policies))?;
        let mut told = access(&public, &side, None, AccessChange::Granted, &ask);
        ask.beyond(&mut told, cx, |prover| prover.public(policies))?;
        Ok(checked(&public, told, (&side, AccessChange::Granted), &ask, &MESSAGES, cx))
    }
}
