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
    /// The `awslogs.data` that a subscription hands to Lambda: gzip in base64.
    Packed(Cow<'a, str>),
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
    let Object { record, envelope, packed, is_record, is_digest } = serde_json::from_str(text)?;
    Ok(match envelope {
        _ if is_record => Decoded::Record(Box::new(record)),
        Some(inner) => Decoded::Envelope(inner),
        None if packed.is_some() => Decoded::Packed(packed.unwrap_or_default()),
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
    packed: Field<'a>,
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
        "errorMessage" => &mut record.error_message,
        "awsRegion" => &mut record.region,
        "sourceIPAddress" => &mut record.source_ip,
        "userAgent" => &mut record.user_agent,
        "recipientAccountId" => &mut record.recipient_account,
        "sharedEventID" => &mut record.shared_event_id,
        "vpcEndpointId" => &mut record.vpc_endpoint,
        "vpcEndpointAccountId" => &mut record.vpc_endpoint_account,
        "userIdentity" => {
            object.is_record = true;
            record.identity = map.next_value()?;
            continue;
        }
        "resources" => {
            record.resources = map.next_value::<Resources<'a>>()?.0;
            continue;
        }
        "tlsDetails" => {
            record.tls_version = map.next_value::<Tls<'a>>()?.version;
            continue;
        }
        "requestParameters" => {
            record.parameters = Some(map.next_value::<&'a RawValue>()?.get());
            continue;
        }
        "responseElements" => {
            record.response = Some(map.next_value::<&'a RawValue>()?.get());
            continue;
        }
        "additionalEventData" => {
            record.additional = Some(map.next_value::<&'a RawValue>()?.get());
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
        "awslogs" => {
            object.packed = map.next_value::<AwsLogs<'a>>()?.data;
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
        "principalId" => &mut identity.principal_id,
        "arn" => &mut identity.arn,
        "accountId" => &mut identity.account,
        "userName" => &mut identity.user_name,
        "invokedBy" => &mut identity.invoked_by,
        "identityProvider" => &mut identity.identity_provider,
        "sessionContext" => {
            let session: Session<'a> = map.next_value()?;
            identity.issuer_arn = session.issuer.arn;
            identity.issuer_kind = session.issuer.kind;
            identity.issuer_account = session.issuer.account;
            identity.issuer_name = session.issuer.name;
            identity.mfa = session.attributes.mfa;
            identity.federated_provider = session.federation.provider;
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

/// A type that is read from an object for some of its texts.
macro_rules! texts_of {
    ($type:ident { $($key:literal => $field:ident),+ $(,)? }) => {
        #[derive(Default)]
        struct $type<'a> {
            $($field: Field<'a>),+
        }
        tolerant_object!($type, |texts, key, map| {
            match key.as_deref().unwrap_or_default() {
                $($key => texts.$field = map.next_value::<Text<'a>>()?.0,)+
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        });
    };
}

texts_of!(AwsLogs { "data" => data });
texts_of!(Tls { "tlsVersion" => version });
texts_of!(Issuer { "arn" => arn, "type" => kind, "accountId" => account, "userName" => name });
texts_of!(Attributes { "mfaAuthenticated" => mfa });
texts_of!(Federation { "federatedProvider" => provider });
texts_of!(OnBehalfOf { "userId" => user });

#[derive(Default)]
struct Session<'a> {
    issuer: Issuer<'a>,
    attributes: Attributes<'a>,
    federation: Federation<'a>,
}

tolerant_object!(Session, |session, key, map| {
    match key.as_deref().unwrap_or_default() {
        "sessionIssuer" => session.issuer = map.next_value()?,
        "attributes" => session.attributes = map.next_value()?,
        "webIdFederationData" => session.federation = map.next_value()?,
        _ => drop(map.next_value::<IgnoredAny>()?),
    }
});

tolerant_object!(Resource, |resource, key, map| {
    match key.as_deref().unwrap_or_default() {
        "ARN" | "arn" => resource.arn = map.next_value::<Text<'a>>()?.0,
        "ARNPrefix" => resource.arn_prefix = map.next_value::<Text<'a>>()?.0,
        "accountId" => resource.account = map.next_value::<Text<'a>>()?.0,
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
