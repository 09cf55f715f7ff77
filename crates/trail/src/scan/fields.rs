//! The fields of a record, picked while moving over it.
//!
//! The names stand in [`crate::decode`] again, on purpose: it is the oracle that tells whether one is wrong or missing here, and the
//! order of the comparisons here is for speed.

use super::cursor::Cursor;
use crate::record::{Identity, Record, Resource};

/// Why no record was read.
#[derive(Debug)]
pub(crate) enum Left {
    /// The text ends within a value that is sound so far.
    Unfinished,
    /// Something to read with [`crate::decode`].
    Odd,
}

/// Reads the record that `text` begins with into one whose memory is used again, and tells how many bytes it takes; what stands
/// behind it is not looked at.
pub(crate) fn record<'t>(text: &'t str, record: &mut Record<'t>) -> Result<usize, Left> {
    let mut resources = std::mem::take(&mut record.resources);
    resources.clear();
    *record = Record { resources, ..Record::default() };
    let mut cursor = Cursor::new(text);
    let mut is_record = false;
    let read = cursor.members(|cursor, name| member(cursor, name, record, &mut is_record));
    match read {
        Some(()) if is_record => Ok(cursor.offset()),
        None if cursor.is_at_end() => Err(Left::Unfinished),
        _ => Err(Left::Odd),
    }
}

/// A member of a record. Names are told apart by their length first, which leaves few to compare with.
#[inline]
fn member<'t>(
    cursor: &mut Cursor<'t>,
    name: &str,
    record: &mut Record<'t>,
    is_record: &mut bool,
) -> Option<()> {
    let slot = match name.len() {
        6 if matches!(name, "detail" | "Events" | "events") => return None,
        7 if matches!(name, "message" | "Records" | "records") => return None,
        7 if name == "eventID" => &mut record.event_id,
        9 => match name {
            "eventTime" => &mut record.event_time,
            "eventName" => {
                *is_record = true;
                &mut record.event_name
            }
            "eventType" => {
                *is_record = true;
                &mut record.event_type
            }
            "awsRegion" => &mut record.region,
            "userAgent" => &mut record.user_agent,
            "errorCode" => &mut record.error_code,
            "resources" => {
                record.resources.clear();
                return resources(cursor, &mut record.resources);
            }
            "logEvents" => return None,
            _ => return cursor.skip(),
        },
        10 if name == "tlsDetails" => {
            record.tls_version = None;
            return object(cursor, |cursor, name| match name {
                "tlsVersion" => cursor.field(&mut record.tls_version),
                _ => cursor.skip(),
            });
        }
        11 if name == "eventSource" => {
            *is_record = true;
            &mut record.event_source
        }
        12 => match name {
            "eventVersion" => &mut record.event_version,
            "errorMessage" => &mut record.error_message,
            "userIdentity" => {
                *is_record = true;
                record.identity = Identity::default();
                return object(cursor, |cursor, name| identity(cursor, name, &mut record.identity));
            }
            _ => return cursor.skip(),
        },
        13 if name == "sharedEventID" => &mut record.shared_event_id,
        13 if name == "vpcEndpointId" => &mut record.vpc_endpoint,
        15 if name == "sourceIPAddress" => &mut record.source_ip,
        15 if name == "CloudTrailEvent" => return None,
        16 if name == "responseElements" => {
            record.response = Some(cursor.raw()?);
            return Some(());
        }
        17 if name == "requestParameters" => {
            record.parameters = Some(cursor.raw()?);
            return Some(());
        }
        18 if name == "recipientAccountId" => &mut record.recipient_account,
        19 if name == "additionalEventData" => {
            record.additional = Some(cursor.raw()?);
            return Some(());
        }
        20 if name == "vpcEndpointAccountId" => &mut record.vpc_endpoint_account,
        _ => return cursor.skip(),
    };
    cursor.field(slot)
}

fn identity<'t>(cursor: &mut Cursor<'t>, name: &str, identity: &mut Identity<'t>) -> Option<()> {
    let slot = match name {
        "type" => &mut identity.kind,
        "principalId" => &mut identity.principal_id,
        "arn" => &mut identity.arn,
        "accountId" => &mut identity.account,
        "userName" => &mut identity.user_name,
        "invokedBy" => &mut identity.invoked_by,
        "identityProvider" => &mut identity.identity_provider,
        "sessionContext" => return session(cursor, identity),
        "onBehalfOf" => {
            identity.on_behalf_of = None;
            return object(cursor, |cursor, name| match name {
                "userId" => cursor.field(&mut identity.on_behalf_of),
                _ => cursor.skip(),
            });
        }
        _ => return cursor.skip(),
    };
    cursor.field(slot)
}

fn session<'t>(cursor: &mut Cursor<'t>, into: &mut Identity<'t>) -> Option<()> {
    clear_issuer(into);
    (into.mfa, into.federated_provider) = (None, None);
    object(cursor, |cursor, name| match name {
        "sessionIssuer" => {
            clear_issuer(into);
            object(cursor, |cursor, name| match name {
                "arn" => cursor.field(&mut into.issuer_arn),
                "type" => cursor.field(&mut into.issuer_kind),
                "accountId" => cursor.field(&mut into.issuer_account),
                "userName" => cursor.field(&mut into.issuer_name),
                _ => cursor.skip(),
            })
        }
        "attributes" => {
            into.mfa = None;
            object(cursor, |cursor, name| match name {
                "mfaAuthenticated" => cursor.field(&mut into.mfa),
                _ => cursor.skip(),
            })
        }
        "webIdFederationData" => {
            into.federated_provider = None;
            object(cursor, |cursor, name| match name {
                "federatedProvider" => cursor.field(&mut into.federated_provider),
                _ => cursor.skip(),
            })
        }
        _ => cursor.skip(),
    })
}

fn clear_issuer(identity: &mut Identity<'_>) {
    identity.issuer_arn = None;
    identity.issuer_kind = None;
    identity.issuer_account = None;
    identity.issuer_name = None;
}

fn resources<'t>(cursor: &mut Cursor<'t>, into: &mut Vec<Resource<'t>>) -> Option<()> {
    if cursor.peek()? != b'[' {
        return cursor.nothing();
    }
    cursor.elements(|cursor| {
        let mut resource = Resource::default();
        object(cursor, |cursor, name| match name {
            "ARN" | "arn" => cursor.field(&mut resource.arn),
            "ARNPrefix" => cursor.field(&mut resource.arn_prefix),
            "accountId" => cursor.field(&mut resource.account),
            _ => cursor.skip(),
        })?;
        into.push(resource);
        Some(())
    })
}

/// The members of an object; another value has none.
#[inline]
fn object<'t>(
    cursor: &mut Cursor<'t>,
    read: impl FnMut(&mut Cursor<'t>, &'t str) -> Option<()>,
) -> Option<()> {
    if cursor.peek()? == b'{' { cursor.members(read) } else { cursor.nothing() }
}
