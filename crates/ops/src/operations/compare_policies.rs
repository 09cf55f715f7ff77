//! What does one side allow that the other does not?

use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::compare::{
    Ask, BothSides, Effort, Regions, Side, access, condition_counts, effect_changes, two_sides,
};
use crate::operation::{Format, part};
use crate::wire::{AccessChange, AccessVerdict, Compared, Document, PolicyType};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Compares what policies allow, over all requests: proves that there is no new access, or shows a request that has it
///
/// To tell what a change grants and takes away. Each side is a policy or a folder of policies, which count together. `unknown` is no proof.
///
/// Or a side names the policies of every layer, as the cases of `simulate` do (`identityPolicies`, `permissionBoundaries`,
/// `sessionPolicy`, `scps`, `rcps`, `resourcePolicy`, `endpointPolicies`): then whole decisions are compared. So they are if policies
/// are named that hold on both sides, such as a permissions boundary. Where the caller's own policies are among them, the caller is
/// neither a root user nor a role that AWS links to a service, to whom none can be attached.
///
/// Exits with 0 if it is proved that there is no new access, and with 1 if there is some or if it is not known.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ComparePolicies {
    /// The policies as they were: a file, a folder, or `-` for standard input
    #[arg(value_name = "OLD")]
    #[schemars(description = "The policies as they were; a path may be of a folder")]
    policy_a: Document,

    /// The policies as they are to be
    #[arg(value_name = "NEW")]
    policy_b: Document,

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

    /// Describe all regions of the difference that were found, rather than 16 in each direction
    #[arg(long)]
    #[serde(default)]
    verbose: bool,
}

/// So many regions are described in each direction.
const REGIONS: usize = 16;

impl Operation for ComparePolicies {
    const NAME: &'static str = "compare_policies";
    const COMMAND: &'static [&'static str] = &["compare"];
    const EFFECT: Effect = Effect::Read;
    type Response = Compared;

    fn run(self, cx: &Context) -> Result<Compared, OpError> {
        let kind = self.policy_type.map(PolicyKind::from);
        let (old, new) = two_sides((&self.policy_a, &self.policy_b), kind, &self.around.stack(), cx)?;
        let ask = self.effort.ask(old.is_of_holder() || new.is_of_holder());
        compared(&old, &new, &ask, if self.verbose { usize::MAX } else { REGIONS }, cx)
    }
}

fn compared(old: &Side, new: &Side, ask: &Ask, most: usize, cx: &Context) -> Result<Compared, OpError> {
    let gained = ask.ask(cx, |prover| new.without(old, prover))?;
    let lost = ask.ask(cx, |prover| old.without(new, prover))?;
    let mut new_access = access(&gained, new, Some(old), AccessChange::New, ask);
    ask.beyond(&mut new_access, cx, |prover| new.without(old, prover))?;
    let removed_access = access(&lost, old, Some(new), AccessChange::Removed, ask);
    let catalog = cx.catalog();
    let added = Regions::of(&gained, AccessChange::New, most, &catalog);
    let removed = Regions::of(&lost, AccessChange::Removed, most, &catalog);
    Ok(Compared {
        summary: summary(new_access.verdict, removed_access.verdict).to_owned(),
        added_actions: added.actions,
        removed_actions: removed.actions,
        added_resources: added.resources,
        removed_resources: removed.resources,
        condition_changes: condition_counts(old, new),
        effect_changes: effect_changes(old, new),
        new_access,
        removed_access,
        regions_complete: added.complete && removed.complete,
        regions: added.told.into_iter().chain(removed.told).collect(),
        worlds: ask.worlds,
        kind: old.kind().map(PolicyType::from),
        notes: [old, new].into_iter().flat_map(Side::notes).collect(),
    })
}

fn summary(gained: AccessVerdict, lost: AccessVerdict) -> &'static str {
    use AccessVerdict::{None, Unknown, Witness};
    match (gained, lost) {
        (None, None) => "both sides allow the same: proved",
        (None, Witness) => "no new access: proved; some access is lost",
        (None, Unknown) => "no new access: proved; whether access is lost is unknown",
        (Witness, None) => "new access; none is lost: proved",
        (Witness, Witness) => "new access, and some access is lost",
        (Witness, Unknown) => "new access; whether access is lost is unknown",
        (Unknown, None) => "whether there is new access is unknown; none is lost: proved",
        (Unknown, Witness) => "whether there is new access is unknown; some access is lost",
        (Unknown, Unknown) => "whether the sides differ is unknown",
    }
}

impl Response for Compared {
    const FORMATS: &'static [Format<Self>] = &[
        Format { name: "markdown", write: render::compared_markdown },
        Format { name: "sarif", write: render::compared_sarif },
    ];

    fn text(&self, style: Style) -> String {
        render::compared_text(self, style)
    }

    fn outcome(&self) -> Outcome {
        if self.new_access.verdict == AccessVerdict::None { Outcome::Clean } else { Outcome::Findings }
    }
}
