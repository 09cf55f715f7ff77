//! How one use is written in a usage file.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::wire_parts::{ContextWire, DenialWire, Few, InferredWire, ResourcesWire};
use super::{EventIds, Time, Use, UseKey};
use crate::map::{Exempt, Mapped, Unmapped};
use crate::record::Outcome;

#[derive(Serialize, Deserialize, Default)]
pub(super) struct FilesWire {
    #[serde(default)]
    pub(super) read: u64,
    #[serde(default)]
    pub(super) broken: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UsageWire {
    pub(super) event_source: String,
    pub(super) event_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) via: Option<String>,
    pub(super) outcome: String,
    pub(super) count: u64,
    /// Exactly one of the four: what the event means in permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) actions: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) one_of: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) no_permission: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unmapped: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<String>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) regions: Few,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) accounts: Few,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) error_codes: Few,
    #[serde(default, skip_serializing_if = "ResourcesWire::is_empty")]
    pub(super) resources: ResourcesWire,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) inferred: Vec<InferredWire>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) denials: Vec<DenialWire>,
    /// Whether there were more ways of being denied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) denials_truncated: bool,
    #[serde(default, skip_serializing_if = "ContextWire::is_empty")]
    pub(super) context: ContextWire,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) evidence: Few,
    /// The numbers of the events, 16 hex digits each, ascending; events beyond them in `count` had no id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) seen: String,
}

impl UsageWire {
    pub(super) fn new(key: &UseKey, use_: &Use) -> Self {
        let list = |actions: &Arc<[Arc<str>]>| Some(actions.iter().map(ToString::to_string).collect());
        let name = |name: &str| Some(name.to_owned());
        let (actions, one_of, no_permission, unmapped) = match &key.mapped {
            Mapped::Actions(actions) => (list(actions), None, None, None),
            Mapped::OneOf(actions) => (None, list(actions), None, None),
            Mapped::NoPermission(exempt) => (None, None, name(exempt.name()), None),
            Mapped::Unknown(reason) => (None, None, None, name(reason.name())),
        };
        Self {
            event_source: key.event_source.to_string(),
            event_name: key.event_name.to_string(),
            via: key.via.as_ref().map(ToString::to_string),
            outcome: key.outcome.name_in_file().to_owned(),
            count: use_.count(),
            actions,
            one_of,
            no_permission,
            unmapped,
            first: use_.first.as_ref().map(ToString::to_string),
            last: use_.last.as_ref().map(ToString::to_string),
            regions: Few::new(&use_.regions),
            accounts: Few::new(&use_.accounts),
            error_codes: Few::new(&use_.error_codes),
            resources: ResourcesWire::new(&use_.resources, key.mapped.actions()),
            inferred: use_.inferred.iter().map(|(inferred, on)| InferredWire::new(inferred, on)).collect(),
            denials: use_.denials.iter().map(DenialWire::new).collect(),
            denials_truncated: use_.denials.is_truncated(),
            context: ContextWire::new(&use_.context),
            evidence: Few::new(&use_.evidence),
            seen: hex(&use_.ids),
        }
    }

    /// The use; the error says what in it is not understood.
    pub(super) fn read(self) -> Result<(UseKey, Use), String> {
        let outcome = &self.outcome;
        let key = UseKey {
            outcome: Outcome::from_file(outcome).ok_or_else(|| format!("`{outcome}` is not an outcome"))?,
            mapped: self.mapped()?,
            event_source: self.event_source.into(),
            event_name: self.event_name.into(),
            via: self.via.map(Into::into),
        };
        let ids = unhex(&self.seen)?;
        let without_id = self.count.checked_sub(ids.len() as u64);
        let mut use_ = Use {
            without_id: without_id.ok_or("`seen` has more events than `count`")?,
            ids,
            regions: self.regions.read(),
            accounts: self.accounts.read(),
            error_codes: self.error_codes.read().into(),
            evidence: self.evidence.read(),
            ..Use::default()
        };
        for text in [self.first, self.last].into_iter().flatten() {
            use_.seen(Time::parse(&text).ok_or_else(|| format!("`{text}` is not a time"))?);
        }
        use_.resources = self.resources.read(key.mapped.actions())?;
        for wire in self.inferred {
            let (inferred, resources) = wire.read()?;
            use_.inferred.entry(inferred).or_default().merge(resources);
        }
        for wire in self.denials {
            use_.denials.insert_owned(wire.read()?);
        }
        if self.denials_truncated {
            use_.denials.truncate();
        }
        use_.context = self.context.read()?;
        Ok((key, use_))
    }

    fn mapped(&self) -> Result<Mapped, String> {
        let list = |actions: &Vec<String>| actions.iter().map(|action| Arc::from(action.as_str())).collect();
        if let Some(actions) = &self.actions {
            return Ok(Mapped::Actions(list(actions)));
        }
        if let Some(actions) = &self.one_of {
            return Ok(Mapped::OneOf(list(actions)));
        }
        let of = |name: &Option<String>| name.clone().unwrap_or_default();
        let exempt = Exempt::from_name(&of(&self.no_permission)).map(Mapped::NoPermission);
        let unknown = Unmapped::from_name(&of(&self.unmapped)).map(Mapped::Unknown);
        exempt
            .or(unknown)
            .ok_or_else(|| "what it means in permissions is not said in a way known here".to_owned())
    }
}

pub(super) fn hex(ids: &EventIds) -> String {
    let mut text = String::with_capacity(ids.len() * 16);
    let digit = |nibble: u64| char::from_digit(u32::try_from(nibble & 15).unwrap_or_default(), 16);
    for id in ids.iter() {
        text.extend((0..16).rev().filter_map(|place| digit(id >> (4 * place))));
    }
    text
}

pub(super) fn unhex(text: &str) -> Result<EventIds, String> {
    let mut ids = EventIds::default();
    let (numbers, rest) = text.as_bytes().as_chunks::<16>();
    let number = |digits: &[u8; 16]| {
        let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
        u64::from_str_radix(digits, 16).ok()
    };
    let numbers: Option<Vec<u64>> = numbers.iter().map(number).collect();
    ids.extend(numbers.ok_or("a list of numbers is not made of hex digits")?.into_iter());
    if !rest.is_empty() {
        return Err("a list of numbers ends within one".to_owned());
    }
    ids.settle();
    Ok(ids)
}
