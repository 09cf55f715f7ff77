//! The parts of a use in a usage file: sets, resources, what was inferred, denials, context.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::list::List;
use super::wire::Text;
use super::{ANY_ACTION, Assumed, Capped, Context, Known, Mfa, Network, Networks, Resources, Unsaid};
use crate::denial::{Denial, Reason};
use crate::dependent::{Inferred, Why};
use crate::resource::{Origin, of_actions};

#[derive(Serialize, Deserialize, Default)]
pub(super) struct Few<'a> {
    #[serde(borrow)]
    pub(super) values: List<Text<'a>>,
    /// Whether there were more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) truncated: bool,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourcesWire<'a> {
    /// Only in files of version 1: listed by the records, of any action.
    #[serde(borrow, default, skip_serializing)]
    pub(super) arns: List<Text<'a>>,
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub(super) known: List<GroupWire<'a>>,
    /// ARN beginnings under which there were more resources than are named.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub(super) crowded: List<Text<'a>>,
    /// Whether there were resources elsewhere, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) truncated: bool,
    /// Whether of some event no resource is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) unnamed: bool,
}

/// Resources that are known in the same way.
#[derive(Serialize, Deserialize)]
pub(super) struct GroupWire<'a> {
    #[serde(borrow)]
    pub(super) by: List<Text<'a>>,
    /// Of which of the actions of the use; of all if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) actions: Option<List<Text<'a>>>,
    pub(super) arns: List<Text<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct InferredWire<'a> {
    #[serde(borrow)]
    pub(super) action: Text<'a>,
    pub(super) why: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) service: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "ResourcesWire::is_empty")]
    pub(super) resources: ResourcesWire<'a>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DenialWire<'a> {
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<Text<'a>>,
    pub(super) reason: Text<'a>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssumedWire<'a> {
    #[serde(borrow)]
    pub(super) role: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_identity: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) mfa: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<Text<'a>>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContextWire<'a> {
    #[serde(borrow, default, skip_serializing_if = "List::is_empty")]
    pub(super) networks: List<Text<'a>>,
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub(super) vpc_networks: List<Text<'a>>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) vpc_endpoints: Few<'a>,
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub(super) mfa: List<Text<'a>>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) tls_versions: Few<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) user_agents: Few<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) sessions: Few<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) encryption: Few<'a>,
    /// What all the events said: `region`, `vpc-endpoint`, `tls-version`.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub(super) always: List<Text<'a>>,
}

impl<'a> Few<'a> {
    pub(super) fn new<T, const N: usize>(values: &'a Capped<T, N>) -> Self
    where
        T: Ord,
        Text<'a>: From<&'a T>,
    {
        Self { values: values.iter().map(Into::into).collect(), truncated: values.is_truncated() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && !self.truncated
    }

    pub(super) fn read<T, const N: usize>(self) -> Capped<T, N>
    where
        T: Ord + for<'t> From<&'t str>,
    {
        let mut values = Capped::of(self.values.iter().map(|value| T::from(value)));
        if self.truncated {
            values.truncate();
        }
        values
    }
}

impl<'a> ResourcesWire<'a> {
    /// `actions` are those of the use.
    pub(super) fn new(resources: &'a Resources, actions: &'a [Arc<str>]) -> Self {
        let mut groups: BTreeMap<Known, List<Text<'a>>> = BTreeMap::new();
        for (arn, known) in resources.entries() {
            groups.entry(known).or_default().push(arn.into());
        }
        let group = |(known, arns): (Known, List<Text<'a>>)| {
            let own = actions.iter().enumerate().filter(|(number, _)| known.of & of_actions(*number) != 0);
            let own = || texts(own.map(|(_, action)| &**action));
            GroupWire { by: texts(known.origin.names()), actions: (known.of != ANY_ACTION).then(own), arns }
        };
        Self {
            arns: List::default(),
            known: groups.into_iter().map(group).collect(),
            crowded: texts(resources.crowded_stems()),
            truncated: resources.is_truncated(),
            unnamed: resources.is_unnamed(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let is_marked = self.truncated || self.unnamed;
        self.arns.is_empty() && self.known.is_empty() && self.crowded.is_empty() && !is_marked
    }

    pub(super) fn read(self, actions: &[Arc<str>]) -> Result<Resources, String> {
        let known: List<Known> =
            self.known.iter().map(|group| group.known(actions)).collect::<Result<_, _>>()?;
        let listed = self.arns.iter().map(|arn| (&**arn, Known::LISTED));
        let groups = self.known.iter().zip(&*known);
        let named = groups.flat_map(|(group, known)| group.arns.iter().map(move |arn| (&**arn, *known)));
        let mut resources = Resources::of_entries(listed.chain(named));
        self.crowded.iter().for_each(|stem| resources.mark_crowded(stem));
        if self.truncated {
            resources.truncate();
        }
        if self.unnamed {
            resources.mark_unnamed();
        }
        Ok(resources)
    }
}

impl GroupWire<'_> {
    /// What is said of the resources, `actions` being those of the use.
    fn known(&self, actions: &[Arc<str>]) -> Result<Known, String> {
        let mut origin = Origin::default();
        for name in &self.by {
            let one = Origin::from_name(name);
            origin = origin.with(one.ok_or_else(|| format!("`{name}` is not a way to know a resource"))?);
        }
        let Some(names) = &self.actions else { return Ok(Known { origin, of: ANY_ACTION }) };
        let is_named = |action: &str| names.iter().any(|name| **name == *action);
        let own = actions.iter().enumerate().filter(|(_, action)| is_named(action));
        Ok(Known { origin, of: own.fold(0, |bits, (number, _)| bits | of_actions(number)) })
    }
}

impl<'a> InferredWire<'a> {
    pub(super) fn new(inferred: &'a Inferred, resources: &'a Resources) -> Self {
        Self {
            action: (&*inferred.action).into(),
            why: inferred.why.name().into(),
            service: inferred.service.as_deref().map(Into::into),
            // Where nothing is named at all, there is nothing to say.
            resources: ResourcesWire {
                unnamed: resources.is_unnamed() && !resources.is_empty(),
                ..ResourcesWire::new(resources, &[])
            },
        }
    }

    pub(super) fn read(self) -> Result<(Inferred, Resources), String> {
        let why = Why::from_name(&self.why);
        let inferred = Inferred {
            why: why.ok_or_else(|| format!("`{}` is not a reason to need an action", self.why))?,
            action: (&*self.action).into(),
            service: self.service.as_deref().map(Into::into),
        };
        let is_silent = self.resources.is_empty();
        let mut resources = self.resources.read(&[])?;
        if is_silent {
            resources.mark_unnamed();
        }
        Ok((inferred, resources))
    }
}

impl<'a> DenialWire<'a> {
    pub(super) fn new(denial: &'a Denial) -> Self {
        Self {
            action: denial.action.as_deref().map(Into::into),
            resource: denial.resource.as_deref().map(Into::into),
            reason: denial.reason.name().into_owned().into(),
        }
    }

    pub(super) fn read(self) -> Result<Denial, String> {
        let reason = Reason::from_name(&self.reason);
        Ok(Denial {
            reason: reason.ok_or_else(|| format!("`{}` is not a reason to be denied", self.reason))?,
            action: self.action.as_deref().map(Into::into),
            resource: self.resource.as_deref().map(Into::into),
        })
    }
}

impl<'a> AssumedWire<'a> {
    pub(super) fn new(assumed: &'a Assumed) -> Self {
        let text = |text: &'a Option<Arc<str>>| text.as_deref().map(Into::into);
        Self {
            role: (&*assumed.role).into(),
            provider: text(&assumed.provider),
            audience: text(&assumed.audience),
            subject: text(&assumed.subject),
            external_id: text(&assumed.external_id),
            source_identity: text(&assumed.source_identity),
            mfa: assumed.mfa,
            tags: assumed.tags.iter().map(|tag| (&**tag).into()).collect(),
        }
    }

    pub(super) fn read(self) -> Assumed {
        let text = |text: &Option<Text<'_>>| text.as_deref().map(Into::into);
        let mut tags: Vec<Arc<str>> = self.tags.iter().map(|tag| (&**tag).into()).collect();
        tags.sort();
        tags.dedup();
        Assumed {
            role: (&*self.role).into(),
            provider: text(&self.provider),
            audience: text(&self.audience),
            subject: text(&self.subject),
            external_id: text(&self.external_id),
            source_identity: text(&self.source_identity),
            mfa: self.mfa,
            tags: tags.into(),
        }
    }
}

impl<'a> ContextWire<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        let networks = |all: &Networks| all.iter().map(|network| network.to_string().into()).collect();
        Self {
            networks: networks(&context.networks),
            vpc_networks: networks(&context.vpc_networks),
            vpc_endpoints: Few::new(&context.vpc_endpoints),
            mfa: texts(context.mfa.names()),
            tls_versions: Few::new(&context.tls_versions),
            user_agents: Few::new(&context.user_agents),
            sessions: Few::new(&context.sessions),
            encryption: Few::new(&context.encryption),
            always: texts(context.unsaid.said()),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let few =
            [&self.vpc_endpoints, &self.tls_versions, &self.user_agents, &self.sessions, &self.encryption];
        self.networks.is_empty()
            && self.vpc_networks.is_empty()
            && self.mfa.is_empty()
            && self.always.is_empty()
            && few.into_iter().all(Few::is_empty)
    }

    pub(super) fn read(self) -> Result<Context, String> {
        let has = |name: &str| self.mfa.iter().any(|state| **state == *name);
        Ok(Context {
            mfa: Mfa { with: has("with"), without: has("without"), unsaid: has("unsaid") },
            networks: networks(&self.networks)?,
            vpc_networks: networks(&self.vpc_networks)?.into(),
            vpc_endpoints: self.vpc_endpoints.read().into(),
            tls_versions: self.tls_versions.read(),
            user_agents: self.user_agents.read(),
            sessions: self.sessions.read(),
            encryption: self.encryption.read().into(),
            unsaid: Unsaid::but(&self.always),
        })
    }
}

fn texts<'a, 't: 'a>(texts: impl Iterator<Item = &'t str>) -> List<Text<'a>> {
    texts.map(|text| -> Text<'a> { text.into() }).collect()
}

fn networks(texts: &[Text<'_>]) -> Result<Networks, String> {
    let mut networks = Networks::default();
    for text in texts {
        let network: Network = text.parse().map_err(|()| format!("`{text}` is not a network"))?;
        networks.insert(network);
    }
    Ok(networks)
}
