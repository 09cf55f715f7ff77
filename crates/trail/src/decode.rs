//! The text of one JSON object → a record, or what else the object is.
//!
//! [`decode`] is the only way from text to [`Record`], so that a faster scanner can take its place.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::record::{Field, Identity, Record, Resource};

/// What one JSON object of a log is.
#[derive(Debug)]
pub(crate) enum Decoded<'a> {
    Record(Box<Record<'a>>),
    /// An envelope: `EventBridge`'s `detail`, a log message, the `CloudTrailEvent` of `LookupEvents`.
    Envelope(Cow<'a, str>),
    /// A digest file: names and hashes of log files.
    Digest,
    Other,
}

/// Reads one object. The error is broken JSON; a field of an unexpected type never is one, and of repeated keys the last counts.
pub(crate) fn decode(text: &str) -> Result<Decoded<'_>, serde_json::Error> {
    if text.starts_with('"') {
        let Text(inner) = serde_json::from_str(text)?;
        return Ok(Decoded::Envelope(inner.unwrap_or_default()));
    }
    let Object { record, envelope, is_record, is_digest } = serde_json::from_str(text)?;
    Ok(match envelope {
        _ if is_record => Decoded::Record(Box::new(record)),
        Some(inner) => Decoded::Envelope(inner),
        None if is_digest => Decoded::Digest,
        None => Decoded::Other,
    })
}

/// The parameters of a request that change which permissions it needs, by name; values that are not text are left empty.
pub(crate) fn parameter_names(parameters: &str) -> Vec<String> {
    let names: Result<Names, _> = serde_json::from_str(parameters);
    names.map(|Names(names)| names).unwrap_or_default()
}

/// One text parameter of a request.
pub(crate) fn parameter<'a>(parameters: &'a str, name: &str) -> Field<'a> {
    let pairs: Result<Pairs<'a>, _> = serde_json::from_str(parameters);
    pairs.ok()?.0.into_iter().rev().find(|(key, _)| key == name)?.1
}

#[derive(Default)]
struct Object<'a> {
    record: Record<'a>,
    envelope: Field<'a>,
    is_record: bool,
    is_digest: bool,
}

/// Implements `Deserialize` for a type that is read from an object key by key and stays empty for any other JSON value.
macro_rules! tolerant_object {
    ($type:ident, |$into:ident, $key:ident, $map:ident| $read:expr) => {
        impl<'de: 'a, 'a> Deserialize<'de> for $type<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader<'a>(PhantomData<&'a ()>);
                impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
                    type Value = $type<'a>;
                    tolerant!();
                    fn visit_map<A: MapAccess<'de>>(self, mut $map: A) -> Result<Self::Value, A::Error> {
                        let mut $into = $type::default();
                        while let Some(Text($key)) = $map.next_key()? {
                            $read
                        }
                        Ok($into)
                    }
                    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                        drain(list).map(|()| $type::default())
                    }
                }
                deserializer.deserialize_any(Reader(PhantomData))
            }
        }
    };
}

/// The visits that every tolerant type answers with its empty value.
macro_rules! tolerant {
    () => {
        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("any JSON value")
        }
        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok(Default::default())
        }
    };
}

tolerant_object!(Object, |object, key, map| {
    let record = &mut object.record;
    let slot = match key.as_deref().unwrap_or_default() {
        "eventVersion" => &mut record.event_version,
        "eventType" => {
            object.is_record = true;
            &mut record.event_type
        }
        "eventID" => &mut record.event_id,
        "eventTime" => &mut record.event_time,
        "eventSource" => {
            object.is_record = true;
            &mut record.event_source
        }
        "eventName" => {
            object.is_record = true;
            &mut record.event_name
        }
        "errorCode" => &mut record.error_code,
        "awsRegion" => &mut record.region,
        "sourceIPAddress" => &mut record.source_ip,
        "recipientAccountId" => &mut record.recipient_account,
        "userIdentity" => {
            object.is_record = true;
            record.identity = map.next_value()?;
            continue;
        }
        "resources" => {
            record.resources = map.next_value::<Resources<'a>>()?.0;
            continue;
        }
        "requestParameters" => {
            record.parameters = Some(map.next_value::<&'a RawValue>()?.get());
            continue;
        }
        "detail" => {
            let detail: &'a RawValue = map.next_value()?;
            object.envelope = Some(Cow::Borrowed(detail.get()));
            continue;
        }
        "CloudTrailEvent" | "message" => {
            object.envelope = map.next_value::<Payload<'a>>()?.0.or(object.envelope.take());
            continue;
        }
        name => {
            object.is_digest |=
                matches!(name, "digestS3Bucket" | "digestStartTime" | "previousDigestSignature");
            map.next_value::<IgnoredAny>()?;
            continue;
        }
    };
    *slot = map.next_value::<Text<'a>>()?.0;
});

tolerant_object!(Identity, |identity, key, map| {
    let slot = match key.as_deref().unwrap_or_default() {
        "type" => &mut identity.kind,
        "arn" => &mut identity.arn,
        "accountId" => &mut identity.account,
        "userName" => &mut identity.user_name,
        "invokedBy" => &mut identity.invoked_by,
        "identityProvider" => &mut identity.identity_provider,
        "sessionContext" => {
            identity.issuer_arn = map.next_value::<Session<'a>>()?.issuer.arn;
            continue;
        }
        "onBehalfOf" => {
            identity.on_behalf_of = map.next_value::<OnBehalfOf<'a>>()?.user;
            continue;
        }
        _ => {
            map.next_value::<IgnoredAny>()?;
            continue;
        }
    };
    *slot = map.next_value::<Text<'a>>()?.0;
});

#[derive(Default)]
struct Session<'a> {
    issuer: Issuer<'a>,
}

tolerant_object!(Session, |session, key, map| {
    if key.as_deref() == Some("sessionIssuer") {
        session.issuer = map.next_value()?;
    } else {
        map.next_value::<IgnoredAny>()?;
    }
});

#[derive(Default)]
struct Issuer<'a> {
    arn: Field<'a>,
}

tolerant_object!(Issuer, |issuer, key, map| {
    if key.as_deref() == Some("arn") {
        issuer.arn = map.next_value::<Text<'a>>()?.0;
    } else {
        map.next_value::<IgnoredAny>()?;
    }
});

#[derive(Default)]
struct OnBehalfOf<'a> {
    user: Field<'a>,
}

tolerant_object!(OnBehalfOf, |person, key, map| {
    if key.as_deref() == Some("userId") {
        person.user = map.next_value::<Text<'a>>()?.0;
    } else {
        map.next_value::<IgnoredAny>()?;
    }
});

tolerant_object!(Resource, |resource, key, map| {
    match key.as_deref().unwrap_or_default() {
        "ARN" | "arn" => resource.arn = map.next_value::<Text<'a>>()?.0,
        "ARNPrefix" => resource.arn_prefix = map.next_value::<Text<'a>>()?.0,
        _ => {
            map.next_value::<IgnoredAny>()?;
        }
    }
});

#[derive(Default)]
struct Pairs<'a>(Vec<(Cow<'a, str>, Field<'a>)>);

tolerant_object!(Pairs, |pairs, key, map| {
    let value = map.next_value::<Text<'a>>()?.0;
    pairs.0.push((key.unwrap_or_default(), value));
});

struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Pairs(pairs) = Pairs::deserialize(deserializer)?;
        Ok(Self(pairs.into_iter().map(|(name, _)| name.into_owned()).collect()))
    }
}

#[derive(Default)]
struct Resources<'a>(Vec<Resource<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Resources<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
            type Value = Resources<'a>;
            tolerant!();
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut resources = Vec::new();
                while let Some(resource) = list.next_element()? {
                    resources.push(resource);
                }
                Ok(Resources(resources))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                drain_map(map).map(|()| Resources::default())
            }
        }
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

/// A text, or nothing for any other value.
#[derive(Default)]
struct Text<'a>(Field<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reader<'a> {
            type Value = Text<'a>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("any JSON value")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Borrowed(text))))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Owned(text.to_owned()))))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Text(Some(Cow::Owned(number.to_string()))))
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
                Ok(Text(None))
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
                Ok(Text(None))
            }
            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Text(None))
            }
            fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
                Ok(Text(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
                drain(list).map(|()| Text(None))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                drain_map(map).map(|()| Text(None))
            }
        }
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

/// What an envelope holds: a string of JSON, or the JSON itself.
struct Payload<'a>(Field<'a>);

impl<'de: 'a, 'a> Deserialize<'de> for Payload<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &'a RawValue = <&RawValue>::deserialize(deserializer)?;
        let inner = match raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str::<Text<'a>>(raw.get()).ok().and_then(|text| text.0),
            Some(b'{') => Some(Cow::Borrowed(raw.get())),
            _ => None,
        };
        Ok(Self(inner))
    }
}

fn drain<'de, A: SeqAccess<'de>>(mut list: A) -> Result<(), A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn drain_map<'de, A: MapAccess<'de>>(mut map: A) -> Result<(), A::Error> {
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}
