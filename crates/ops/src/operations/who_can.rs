//! Who can do this? Each policy's answer, solved: on which resources, by whom, and under which conditions.

use eval::Prepared;
use policy::tree::{PolicyKind, lower};
use schemars::JsonSchema;
use serde::Deserialize;

use super::known;
use super::named_policies::{self, Opened};
use crate::compare::{Ask, Regions, doubts};
use crate::simulate::whole;
use crate::wire::{
    AccessChange, AccessRegion, DifferenceRegion, Document, PolicyAccess, PolicyType, WhoCanDo, Worlds, page,
};
use crate::{Context, Effect, OpError, Operation, Outcome, Response, Style, render};

/// Finds which policies allow an action, on which resources, for whom and under which conditions
///
/// To find who has a power such as `iam:PassRole`. Each policy is looked at by itself, over all requests: the answer has the regions
/// in which it is allowed, each with a decided example.
///
/// What another policy denies or limits is not taken into account. Policies that only limit (of organizations, boundaries, sessions,
/// endpoints) grant nothing and are named as such. What a broken policy allows is unknown, and the exit code is then 2.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhoCan {
    /// An action such as `s3:GetObject`, or a pattern
    #[arg(value_name = "ACTION")]
    action: String,

    /// An ARN, which may have wildcards; any resource if left out
    #[arg(value_name = "RESOURCE")]
    #[serde(default)]
    resource: Option<String>,

    /// Files, folders, or `-` for standard input
    #[arg(long, value_name = "PATHS", required = true, num_args = 1..)]
    #[schemars(description = "Policies; a path may be of a folder")]
    policies: Vec<Document>,

    /// What kind of policy the documents are; each by its content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    policy_type: Option<PolicyType>,

    /// Which requests are looked at
    #[arg(long, value_name = "WORLDS", default_value = "aws")]
    #[serde(default)]
    worlds: Worlds,

    /// At most this many policies
    #[arg(long, value_name = "N")]
    #[serde(default)]
    limit: Option<usize>,

    /// Skip so many
    #[arg(long, value_name = "N", default_value_t = 0)]
    #[serde(default)]
    offset: usize,
}

/// So many regions are described for each policy.
const REGIONS: usize = 16;

impl Operation for WhoCan {
    const NAME: &'static str = "who_can";
    const COMMAND: &'static [&'static str] = &["who-can"];
    const EFFECT: Effect = Effect::Read;
    type Response = WhoCanDo;

    fn run(self, cx: &Context) -> Result<WhoCanDo, OpError> {
        self.check(cx)?;
        let asked = Asked {
            actions: vec![self.action.clone()],
            resources: self.resource.iter().cloned().collect(),
            ask: Ask {
                worlds: self.worlds,
                steps: None,
                time_limit: None,
                describes: true,
                of_holders: false,
            },
        };
        let (mut found, mut limiting) = (Vec::new(), Vec::new());
        let (mut nothing, mut unreadable) = (0, 0);
        named_policies::each(&self.policies, cx, |opened| {
            let policy = lower(&opened.document.root);
            let kind = policy.kind_or(self.policy_type.map(Into::into)).kind;
            let name = name(&opened);
            if let Err(broken) = whole(&opened.document) {
                unreadable += 1;
                found.push(PolicyAccess::unknown(name, kind.into(), broken.message));
                return Ok(());
            }
            if !grants(kind) {
                limiting.push(name);
                return Ok(());
            }
            let prepared = [Prepared::new(name.as_str(), &policy, kind)];
            match asked.of(name, kind, &prepared, cx)? {
                Some(access) => found.push(access),
                None => nothing += 1,
            }
            Ok(())
        })?;
        let page = page(found, self.limit, self.offset, cx.limits());
        Ok(WhoCanDo {
            action: self.action,
            resource: self.resource,
            worlds: self.worlds,
            policies: page.items,
            total: page.total,
            truncated: page.truncated,
            without: nothing,
            unreadable,
            limiting,
        })
    }
}

impl WhoCan {
    fn check(&self, cx: &Context) -> Result<(), OpError> {
        known::action_pattern(&cx.catalog(), &self.action)?;
        self.resource.as_deref().map_or(Ok(()), known::resource_pattern)
    }
}

impl Response for WhoCanDo {
    fn text(&self, _: Style) -> String {
        render::who_can_text(self)
    }

    fn outcome(&self) -> Outcome {
        if self.unreadable == 0 { Outcome::Clean } else { Outcome::ReadInPart }
    }
}

/// The question, for each policy the same.
struct Asked {
    actions: Vec<String>,
    resources: Vec<String>,
    ask: Ask,
}

impl Asked {
    /// What a policy allows of it; none if it is proved that it allows nothing.
    fn of(
        &self,
        name: String,
        kind: PolicyKind,
        policy: &[Prepared],
        cx: &Context,
    ) -> Result<Option<PolicyAccess>, OpError> {
        let reach = self
            .ask
            .ask(cx, |prover| prover.reach(prove::Side::Pooled(policy), &self.actions, &self.resources))?;
        if reach.is_none() {
            return Ok(None);
        }
        let found = Regions::of(&reach, AccessChange::New, REGIONS, &cx.catalog());
        let regions: Vec<_> = found.told.into_iter().map(region).collect();
        let mut who: Vec<String> = Vec::new();
        for region in &regions {
            if !region.caller.is_empty() && !who.contains(&region.caller) {
                who.push(region.caller.clone());
            }
        }
        let unknown = if found.complete { Vec::new() } else { doubts(&reach, &self.ask) };
        Ok(Some(PolicyAccess {
            policy: name,
            kind: kind.into(),
            who,
            regions,
            complete: found.complete,
            unknown,
        }))
    }
}

fn region(told: DifferenceRegion) -> AccessRegion {
    let prefix = format!("{}: ", told.change.name());
    AccessRegion {
        text: told.text.strip_prefix(&prefix).unwrap_or(&told.text).to_owned(),
        actions: told.actions,
        resources: told.resources,
        conditions: told.conditions,
        caller: told.caller,
        witness: told.witness,
    }
}

/// Whether policies of a kind give access, rather than only limiting it.
fn grants(kind: PolicyKind) -> bool {
    matches!(kind, PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust)
}

fn name(opened: &Opened) -> String {
    let source = opened.document.source.name();
    match opened.within.as_deref() {
        Some(pointer) if !pointer.is_empty() => format!("{source}#{pointer}"),
        _ => source.to_owned(),
    }
}
