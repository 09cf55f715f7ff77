//! The parts of a use in a usage file: sets, resources, what was inferred, denials, context.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ANY_ACTION, Assumed, Capped, Context, Known, Mfa, Network, Networks, Resources, Unsaid};
use crate::denial::{Denial, Reason};
use crate::dependent::{Inferred, Why};
use crate::resource::{Origin, of_actions};

#[derive(Serialize, Deserialize, Default)]
pub(super) struct Few {
    pub(super) values: Vec<String>,
    /// Whether there were more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) truncated: bool,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResourcesWire {
    /// Only in files of version 1: listed by the records, of any action.
    #[serde(default, skip_serializing)]
    pub(super) arns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) known: Vec<GroupWire>,
    /// ARN beginnings under which there were more resources than are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) crowded: Vec<String>,
    /// Whether there were resources elsewhere, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) truncated: bool,
    /// Whether of some event no resource is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) unnamed: bool,
}

/// Resources that are known in the same way.
#[derive(Serialize, Deserialize)]
pub(super) struct GroupWire {
    pub(super) by: Vec<String>,
    /// Of which of the actions of the use; of all if it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) actions: Option<Vec<String>>,
    pub(super) arns: Vec<String>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct InferredWire {
    pub(super) action: String,
    pub(super) why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) service: Option<String>,
    #[serde(default, skip_serializing_if = "ResourcesWire::is_empty")]
    pub(super) resources: ResourcesWire,
}

#[derive(Serialize, Deserialize)]
pub(super) struct DenialWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) action: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resource: Option<String>,
    pub(super) reason: String,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct AssumedWire {
    pub(super) role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) provider: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) audience: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source_identity: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) mfa: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct ContextWire {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) networks: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) vpc_networks: Vec<String>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) vpc_endpoints: Few,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) mfa: Vec<String>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) tls_versions: Few,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) user_agents: Few,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) sessions: Few,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) encryption: Few,
    /// What all the events said: `region`, `vpc-endpoint`, `tls-version`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) always: Vec<String>,
}

impl Few {
    pub(super) fn new<T: Ord + ToString, const N: usize>(values: &Capped<T, N>) -> Self {
        Self { values: values.iter().map(ToString::to_string).collect(), truncated: values.is_truncated() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && !self.truncated
    }

    pub(super) fn read<T, const N: usize>(self) -> Capped<T, N>
    where
        T: Ord + for<'a> From<&'a str>,
    {
        let mut values = Capped::default();
        for value in &self.values {
            values.insert_owned(value.as_str().into());
        }
        if self.truncated {
            values.truncate();
        }
        values
    }
}

impl ResourcesWire {
    /// `actions` are those of the use.
    pub(super) fn new(resources: &Resources, actions: &[Arc<str>]) -> Self {
        let mut groups: BTreeMap<Known, Vec<String>> = BTreeMap::new();
        for (arn, known) in resources.entries() {
            groups.entry(known).or_default().push(arn);
        }
        let group = |(known, arns): (Known, Vec<String>)| {
            let own = actions.iter().enumerate().filter(|(number, _)| known.of & of_actions(*number) != 0);
            let own = || own.map(|(_, action)| action.to_string()).collect();
            GroupWire {
                by: known.origin.names().map(ToOwned::to_owned).collect(),
                actions: (known.of != ANY_ACTION).then(own),
                arns,
            }
        };
        Self {
            arns: Vec::new(),
            known: groups.into_iter().map(group).collect(),
            crowded: resources.crowded_stems().map(ToOwned::to_owned).collect(),
            truncated: resources.is_truncated(),
            unnamed: resources.is_unnamed(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        let is_marked = self.truncated || self.unnamed;
        self.arns.is_empty() && self.known.is_empty() && self.crowded.is_empty() && !is_marked
    }

    pub(super) fn read(self, actions: &[Arc<str>]) -> Result<Resources, String> {
        let mut resources = Resources::default();
        for arn in &self.arns {
            resources.insert(arn, Known::LISTED);
        }
        for group in &self.known {
            let mut origin = Origin::default();
            for name in &group.by {
                let one = Origin::from_name(name);
                origin = origin.with(one.ok_or_else(|| format!("`{name}` is not a way to know a resource"))?);
            }
            let of = match &group.actions {
                None => ANY_ACTION,
                Some(names) => {
                    let numbers = actions
                        .iter()
                        .enumerate()
                        .filter(|(_, action)| names.iter().any(|name| **name == ***action));
                    numbers.fold(0, |bits, (number, _)| bits | of_actions(number))
                }
            };
            group.arns.iter().for_each(|arn| resources.insert(arn, Known { origin, of }));
        }
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

impl InferredWire {
    pub(super) fn new(inferred: &Inferred, resources: &Resources) -> Self {
        Self {
            action: inferred.action.to_string(),
            why: inferred.why.name().to_owned(),
            service: inferred.service.as_ref().map(ToString::to_string),
            resources: ResourcesWire::new(resources, &[]),
        }
    }

    pub(super) fn read(self) -> Result<(Inferred, Resources), String> {
        let why = Why::from_name(&self.why);
        let inferred = Inferred {
            why: why.ok_or_else(|| format!("`{}` is not a reason to need an action", self.why))?,
            action: self.action.into(),
            service: self.service.map(Into::into),
        };
        Ok((inferred, self.resources.read(&[])?))
    }
}

impl DenialWire {
    pub(super) fn new(denial: &Denial) -> Self {
        Self {
            action: denial.action.as_ref().map(ToString::to_string),
            resource: denial.resource.as_ref().map(ToString::to_string),
            reason: denial.reason.name().into_owned(),
        }
    }

    pub(super) fn read(self) -> Result<Denial, String> {
        let reason = Reason::from_name(&self.reason);
        Ok(Denial {
            reason: reason.ok_or_else(|| format!("`{}` is not a reason to be denied", self.reason))?,
            action: self.action.map(Into::into),
            resource: self.resource.map(Into::into),
        })
    }
}

impl AssumedWire {
    pub(super) fn new(assumed: &Assumed) -> Self {
        let text = |text: &Option<Arc<str>>| text.as_ref().map(ToString::to_string);
        Self {
            role: assumed.role.to_string(),
            provider: text(&assumed.provider),
            audience: text(&assumed.audience),
            subject: text(&assumed.subject),
            external_id: text(&assumed.external_id),
            source_identity: text(&assumed.source_identity),
            mfa: assumed.mfa,
            tags: assumed.tags.iter().map(ToString::to_string).collect(),
        }
    }

    pub(super) fn read(self) -> Assumed {
        let mut tags: Vec<Arc<str>> = self.tags.into_iter().map(Into::into).collect();
        tags.sort();
        tags.dedup();
        Assumed {
            role: self.role.into(),
            provider: self.provider.map(Into::into),
            audience: self.audience.map(Into::into),
            subject: self.subject.map(Into::into),
            external_id: self.external_id.map(Into::into),
            source_identity: self.source_identity.map(Into::into),
            mfa: self.mfa,
            tags: tags.into(),
        }
    }
}

impl ContextWire {
    pub(super) fn new(context: &Context) -> Self {
        let texts = |networks: &Networks| networks.iter().map(|network| network.to_string()).collect();
        Self {
            networks: texts(&context.networks),
            vpc_networks: texts(&context.vpc_networks),
            vpc_endpoints: Few::new(&context.vpc_endpoints),
            mfa: context.mfa.names().map(ToOwned::to_owned).collect(),
            tls_versions: Few::new(&context.tls_versions),
            user_agents: Few::new(&context.user_agents),
            sessions: Few::new(&context.sessions),
            encryption: Few::new(&context.encryption),
            always: context.unsaid.said().map(ToOwned::to_owned).collect(),
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
        let has = |name: &str| self.mfa.iter().any(|state| state == name);
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

fn networks(texts: &[String]) -> Result<Networks, String> {
    let mut networks = Networks::default();
    for text in texts {
        let network: Network = text.parse().map_err(|()| format!("`{text}` is not a network"))?;
        networks.insert(network);
    }
    Ok(networks)
}
