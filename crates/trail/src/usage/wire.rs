//! How one use is written in a usage file.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::list::List;
use super::wire_parts::{AssumedWire, ContextWire, DenialWire, Few, InferredWire, ResourcesWire};
use super::{EventIdText, EventIds, Time, Use, UseKey};
use crate::map::{Exempt, Mapped, Unmapped};
use crate::record::Outcome;

#[derive(Serialize, Deserialize, Default)]
pub(super) struct FilesWire {
    #[serde(default)]
    pub(super) read: u64,
    #[serde(default)]
    pub(super) broken: u64,
}

/// A text of a file, or of what is to be written: borrowed wherever it stands somewhere as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        self
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self)
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a Arc<str>> for Text<'a> {
    fn from(text: &'a Arc<str>) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<&EventIdText> for Text<'_> {
    fn from(id: &EventIdText) -> Self {
        id.to_string().into()
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UsageWire<'a> {
    #[serde(borrow)]
    pub(super) event_source: Text<'a>,
    pub(super) event_name: Text<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) via: Option<Text<'a>>,
    pub(super) outcome: Text<'a>,
    pub(super) count: u64,
    /// Exactly one of the four: what the event means in permissions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) actions: Option<List<Text<'a>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) one_of: Option<List<Text<'a>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) no_permission: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unmapped: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) regions: Few<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) accounts: Few<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) error_codes: Few<'a>,
    #[serde(default, skip_serializing_if = "ResourcesWire::is_empty")]
    pub(super) resources: ResourcesWire<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) inferred: Vec<InferredWire<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) denials: Vec<DenialWire<'a>>,
    /// Whether there were more ways of being denied.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) denials_truncated: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) assumed: Vec<AssumedWire<'a>>,
    /// Whether there were other requests for sessions of roles.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) assumed_truncated: bool,
    #[serde(default, skip_serializing_if = "ContextWire::is_empty")]
    pub(super) context: ContextWire<'a>,
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub(super) evidence: Few<'a>,
    /// The numbers of the events, 16 hex digits each, ascending; events beyond them in `count` had no id.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub(super) seen: Text<'a>,
}

impl<'a> UsageWire<'a> {
    pub(super) fn new(key: &'a UseKey, use_: &'a Use) -> Self {
        let list =
            |actions: &'a Arc<[Arc<str>]>| Some(actions.iter().map(|action| (&**action).into()).collect());
        let name = |name: &'static str| Some(name.into());
        let (actions, one_of, no_permission, unmapped) = match &key.mapped {
            Mapped::Actions(actions) => (list(actions), None, None, None),
            Mapped::OneOf(actions) => (None, list(actions), None, None),
            Mapped::NoPermission(exempt) => (None, None, name(exempt.name()), None),
            Mapped::Unknown(reason) => (None, None, None, name(reason.name())),
        };
        Self {
            event_source: (&*key.event_source).into(),
            event_name: (&*key.event_name).into(),
            via: key.via.as_deref().map(Into::into),
            outcome: key.outcome.name_in_file().into(),
            count: use_.count(),
            actions,
            one_of,
            no_permission,
            unmapped,
            first: use_.first.map(|time| time.to_string().into()),
            last: use_.last.map(|time| time.to_string().into()),
            regions: Few::new(&use_.regions),
            accounts: Few::new(&use_.accounts),
            error_codes: Few::new(&use_.error_codes),
            resources: ResourcesWire::new(&use_.resources, key.mapped.actions()),
            inferred: use_.inferred.iter().map(|(inferred, on)| InferredWire::new(inferred, on)).collect(),
            denials: use_.denials.iter().map(DenialWire::new).collect(),
            denials_truncated: use_.denials.is_truncated(),
            assumed: use_.assumed.iter().map(AssumedWire::new).collect(),
            assumed_truncated: use_.assumed.is_truncated(),
            context: ContextWire::new(&use_.context),
            evidence: Few::new(&use_.evidence),
            seen: hex(&use_.ids).into(),
        }
    }

    /// The use; the error says what in it is not understood.
    pub(super) fn read(self) -> Result<(UseKey, Box<Use>), String> {
        let outcome = &*self.outcome;
        let key = UseKey {
            outcome: Outcome::from_file(outcome).ok_or_else(|| format!("`{outcome}` is not an outcome"))?,
            mapped: self.mapped()?,
            event_source: (&*self.event_source).into(),
            event_name: (&*self.event_name).into(),
            via: self.via.as_deref().map(Into::into),
        };
        let ids = unhex(&self.seen)?;
        let without_id = self.count.checked_sub(ids.len() as u64);
        let mut use_ = Box::new(Use {
            without_id: without_id.ok_or("`seen` has more events than `count`")?,
            ids,
            regions: self.regions.read(),
            accounts: self.accounts.read(),
            error_codes: self.error_codes.read().into(),
            evidence: self.evidence.read(),
            ..Use::default()
        });
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
        for wire in self.assumed {
            use_.assumed.insert_owned(wire.read());
        }
        if self.assumed_truncated {
            use_.assumed.truncate();
        }
        use_.context = self.context.read()?;
        Ok((key, use_))
    }

    fn mapped(&self) -> Result<Mapped, String> {
        let list = |actions: &[Text<'_>]| actions.iter().map(|action| Arc::from(&**action)).collect();
        if let Some(actions) = &self.actions {
            return Ok(Mapped::Actions(list(actions)));
        }
        if let Some(actions) = &self.one_of {
            return Ok(Mapped::OneOf(list(actions)));
        }
        let exempt = self.no_permission.as_deref().unwrap_or_default();
        let exempt = Exempt::from_name(exempt).map(Mapped::NoPermission);
        let unknown = self.unmapped.as_deref().unwrap_or_default();
        let unknown = Unmapped::from_name(unknown).map(Mapped::Unknown);
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
    let (numbers, rest) = text.as_bytes().as_chunks::<16>();
    // Many are looked at in one step as long as none ends the search.
    if !text.bytes().fold(true, |is_hex, byte| is_hex & byte.is_ascii_hexdigit()) {
        return Err("a list of numbers is not made of hex digits".to_owned());
    }
    if !rest.is_empty() {
        return Err("a list of numbers ends within one".to_owned());
    }
    // Which digit comes next cannot be foretold, so nothing hangs on it but the sum.
    let digit = |byte: u8| u64::from((byte & 15) + (byte >> 6) * 9);
    let number = |digits: &[u8; 16]| digits.iter().fold(0, |sum, byte| sum << 4 | digit(*byte));
    let mut ids = EventIds::default();
    ids.extend(numbers.iter().map(number));
    ids.settle();
    Ok(ids)
}
