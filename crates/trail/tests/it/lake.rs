//! Parquet files as Security Lake writes them, made of the events that a trail would have delivered.

use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;
use serde_json::{Map, Value, json};
use trail::usage::Time;

/// OCSF 1.1.0, as far as `CloudTrail` fills it.
pub(crate) const VERSION_2: &str = "message ocsf {
    optional group metadata { optional group product { optional binary name (STRING); optional binary version (STRING);
        optional group feature { optional binary name (STRING); } }
        optional binary event_code (STRING); optional binary uid (STRING); optional binary version (STRING);
        optional group profiles (LIST) { repeated group list { optional binary element (STRING); } } }
    optional int64 time;
    optional int64 time_dt (TIMESTAMP(MICROS,true));
    optional int32 class_uid;
    optional binary status (STRING);
    optional group cloud { optional binary region (STRING); optional binary provider (STRING); optional group account { optional binary uid (STRING); } }
    optional group api { optional binary operation (STRING); optional group service { optional binary name (STRING); }
        optional group request { optional binary data (STRING); optional binary uid (STRING); }
        optional group response { optional binary error (STRING); optional binary message (STRING); optional binary data (STRING); } }
    optional group actor {
        optional group user { optional binary type (STRING); optional binary name (STRING); optional binary uid_alt (STRING);
            optional binary uid (STRING); optional group account { optional binary uid (STRING); } }
        optional group session { optional int64 created_time_dt (TIMESTAMP(MICROS,true)); optional boolean is_mfa; optional binary issuer (STRING); }
        optional binary invoked_by (STRING);
        optional group idp { optional binary name (STRING); } }
    optional group http_request { optional binary user_agent (STRING); }
    optional group src_endpoint { optional binary uid (STRING); optional binary ip (STRING); optional binary domain (STRING); }
    optional group resources (LIST) { repeated group list { optional group element { optional binary uid (STRING);
        optional binary type (STRING); optional group account { optional binary uid (STRING); } } } }
    optional group unmapped (MAP) { repeated group key_value { required binary key (STRING); optional binary value (STRING); } }
}";

/// OCSF 1.0.0-rc.2: the request and the answer have no column.
pub(crate) const VERSION_1: &str = "message ocsf {
    optional group metadata { optional group product { optional binary name (STRING); optional binary version (STRING); }
        optional binary uid (STRING); optional binary version (STRING); }
    optional int64 time;
    optional int32 class_uid;
    optional binary status (STRING);
    optional int32 status_id;
    optional group cloud { optional binary region (STRING); optional binary provider (STRING); }
    optional group api { optional binary operation (STRING); optional group service { optional binary name (STRING); }
        optional group request { optional binary uid (STRING); }
        optional group response { optional binary error (STRING); optional binary message (STRING); } }
    optional group actor {
        optional group user { optional binary type (STRING); optional binary name (STRING); optional binary uid (STRING);
            optional binary uuid (STRING); optional binary account_uid (STRING); }
        optional group session { optional int64 created_time; optional boolean mfa; optional binary issuer (STRING); }
        optional binary invoked_by (STRING);
        optional group idp { optional binary name (STRING); } }
    optional group http_request { optional binary user_agent (STRING); }
    optional group src_endpoint { optional binary uid (STRING); optional binary ip (STRING); optional binary domain (STRING); }
    optional group resources (LIST) { repeated group array { optional binary uid (STRING); optional binary account_uid (STRING); } }
    optional group unmapped (MAP) { repeated group key_value { required binary key (STRING); optional binary value (STRING); } }
}";

/// The row that Security Lake makes of an event in this version of the schema.
pub(crate) fn row(event: &Value, is_first_version: bool) -> Value {
    let identity = &event["userIdentity"];
    let session = &identity["sessionContext"];
    let address = event["sourceIPAddress"].as_str().unwrap_or_default();
    let is_address = address.parse::<std::net::IpAddr>().is_ok();
    let when = event["eventTime"].as_str().and_then(Time::parse);
    let millis = when.map(|when| when.seconds() * 1_000);
    let mfa = session["attributes"]["mfaAuthenticated"].as_str().map(|mfa| mfa == "true");
    let failed = event["errorCode"].as_str().is_some();
    let text = |value: &Value| if value.is_null() { Value::Null } else { json!(value.to_string()) };
    let mut unmapped = Map::new();
    for name in ["recipientAccountId", "sharedEventID", "readOnly", "vpcEndpointAccountId"] {
        flatten(&event[name], name, &mut unmapped);
    }
    flatten(&event["tlsDetails"], "tlsDetails", &mut unmapped);
    flatten(&event["additionalEventData"], "additionalEventData", &mut unmapped);
    flatten(&identity["onBehalfOf"], "userIdentity.onBehalfOf", &mut unmapped);
    for name in ["type", "accountId", "userName", "principalId"] {
        let key = format!("userIdentity.sessionContext.sessionIssuer.{name}");
        flatten(&session["sessionIssuer"][name], &key, &mut unmapped);
    }
    let resources = event["resources"].as_array().map(|list| {
        let resource = |resource: &Value| {
            json!({ "uid": resource["ARN"], "account": { "uid": resource["accountId"] }, "account_uid": resource["accountId"] })
        };
        list.iter().map(resource).collect::<Vec<_>>()
    });
    let provider = &session["webIdFederationData"]["federatedProvider"];
    let mut row = json!({
        "metadata": { "product": { "name": "CloudTrail", "version": event["eventVersion"] }, "uid": event["eventID"],
                      "version": "1.1.0", "event_code": event["eventType"], "profiles": ["cloud", "datetime"] },
        "time": millis, "time_dt": millis.map(|millis| millis * 1_000),
        "class_uid": if event["eventSource"] == "signin.amazonaws.com" { 3002 } else { 6003 },
        "status": if failed { "Failure" } else { "Success" },
        "cloud": { "region": event["awsRegion"], "provider": "AWS" },
        "api": { "operation": event["eventName"], "service": { "name": event["eventSource"] },
                 "request": { "data": text(&event["requestParameters"]) },
                 "response": { "error": event["errorCode"], "message": event["errorMessage"], "data": text(&event["responseElements"]) } },
        "actor": { "user": { "type": identity["type"], "name": identity["userName"], "uid_alt": identity["principalId"],
                             "uid": identity["arn"], "account": { "uid": identity["accountId"] } },
                   "session": { "is_mfa": mfa, "issuer": session["sessionIssuer"]["arn"] },
                   "invoked_by": identity["invokedBy"],
                   "idp": { "name": if provider.is_null() { &identity["identityProvider"] } else { provider } } },
        "http_request": { "user_agent": event["userAgent"] },
        "src_endpoint": { "uid": event["vpcEndpointId"], "ip": is_address.then_some(address), "domain": (!is_address).then_some(address) },
        "resources": resources,
    });
    if is_first_version {
        flatten(&event["eventType"], "eventType", &mut unmapped);
        flatten(&event["requestParameters"], "requestParameters", &mut unmapped);
        flatten(&event["responseElements"], "responseElements", &mut unmapped);
        row["class_uid"] = json!(if row["class_uid"] == 6003 { 3005 } else { 3002 });
        row["status_id"] = json!(if failed { 2 } else { 1 });
        let user = row["actor"]["user"].as_object_mut().unwrap();
        user.insert("uid".into(), identity["principalId"].clone());
        user.insert("uuid".into(), identity["arn"].clone());
        user.insert("account_uid".into(), identity["accountId"].clone());
        row["actor"]["session"]["mfa"] = json!(mfa);
    }
    row["unmapped"] = Value::Object(unmapped);
    row
}

/// Members with full stops between; the values of a list in one text.
fn flatten(value: &Value, key: &str, into: &mut Map<String, Value>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| flatten(value, &format!("{key}.{name}"), into));
        }
        Value::Array(items) => items.iter().for_each(|item| flatten(item, &format!("{key}[]"), into)),
        leaf => {
            let text = leaf.as_str().map_or_else(|| leaf.to_string(), ToOwned::to_owned);
            let joined = match into.get(key).and_then(Value::as_str) {
                Some(before) => format!("{before},{text}"),
                None => text,
            };
            into.insert(key.to_owned(), joined.into());
        }
    }
}

/// A file with these rows, in row groups of three.
pub(crate) fn file(schema: &str, rows: &[Value], compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut file = SerializedFileWriter::new(Vec::new(), Arc::clone(&schema), Arc::new(properties)).unwrap();
    for rows in rows.chunks(3) {
        let mut leaves = Vec::new();
        schema.get_fields().iter().for_each(|field| list_leaves(field, &mut leaves));
        for row in rows {
            let mut at = 0;
            schema.get_fields().iter().for_each(|field| {
                shred(field, &row[field.name()], Levels::default(), &mut leaves, &mut at);
            });
        }
        let mut group = file.next_row_group().unwrap();
        for Leaf { physical, definition, repetition, values } in leaves {
            let mut column = group.next_column().unwrap().unwrap();
            let levels = (Some(&*definition), Some(&*repetition));
            let number = |value: &Value| value.as_i64().unwrap();
            match physical {
                Physical::BYTE_ARRAY => {
                    let texts: Vec<ByteArray> =
                        values.iter().map(|value| value.as_str().unwrap().into()).collect();
                    column.typed::<ByteArrayType>().write_batch(&texts, levels.0, levels.1)
                }
                Physical::INT64 => {
                    let numbers: Vec<i64> = values.iter().map(number).collect();
                    column.typed::<Int64Type>().write_batch(&numbers, levels.0, levels.1)
                }
                Physical::INT32 => {
                    let numbers: Vec<i32> =
                        values.iter().map(|value| number(value).try_into().unwrap()).collect();
                    column.typed::<Int32Type>().write_batch(&numbers, levels.0, levels.1)
                }
                Physical::BOOLEAN => {
                    let flags: Vec<bool> = values.iter().map(|value| value.as_bool().unwrap()).collect();
                    column.typed::<BoolType>().write_batch(&flags, levels.0, levels.1)
                }
                other => panic!("{other}"),
            }
            .unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

struct Leaf {
    physical: Physical,
    definition: Vec<i16>,
    repetition: Vec<i16>,
    values: Vec<Value>,
}

#[derive(Clone, Copy, Default)]
struct Levels {
    definition: i16,
    repetition: i16,
    lists: i16,
}

fn list_leaves(field: &Type, leaves: &mut Vec<Leaf>) {
    if field.is_primitive() {
        let physical = field.get_physical_type();
        leaves.push(Leaf { physical, definition: vec![], repetition: vec![], values: vec![] });
    } else {
        field.get_fields().iter().for_each(|inner| list_leaves(inner, leaves));
    }
}

/// Lays a value out under a field, by Dremel's rules.
fn shred(field: &Type, value: &Value, mut levels: Levels, leaves: &mut [Leaf], at: &mut usize) {
    let info = field.get_basic_info();
    match info.repetition() {
        Repetition::REQUIRED => {}
        Repetition::OPTIONAL if value.is_null() => return absent(field, levels, leaves, at),
        Repetition::OPTIONAL => levels.definition += 1,
        Repetition::REPEATED => {
            let entries = value.as_array().unwrap();
            let start = *at;
            if entries.is_empty() {
                return absent(field, levels, leaves, at);
            }
            for (number, entry) in entries.iter().enumerate() {
                *at = start;
                let repetition = if number == 0 { levels.repetition } else { levels.lists + 1 };
                let inside =
                    Levels { definition: levels.definition + 1, repetition, lists: levels.lists + 1 };
                inner(field, entry, inside, leaves, at);
            }
            return;
        }
    }
    match info.converted_type() {
        ConvertedType::LIST => shred(&field.get_fields()[0], value, levels, leaves, at),
        ConvertedType::MAP => {
            let entries =
                value.as_object().unwrap().iter().map(|(key, value)| json!({ "key": key, "value": value }));
            shred(&field.get_fields()[0], &entries.collect(), levels, leaves, at);
        }
        _ => inner(field, value, levels, leaves, at),
    }
}

fn inner(field: &Type, value: &Value, levels: Levels, leaves: &mut [Leaf], at: &mut usize) {
    if field.is_primitive() {
        let leaf = &mut leaves[*at];
        leaf.definition.push(levels.definition);
        leaf.repetition.push(levels.repetition);
        leaf.values.push(value.clone());
        *at += 1;
        return;
    }
    for child in field.get_fields() {
        let is_wrapper = child.name() == "element" && field.name() == "list";
        shred(child, if is_wrapper { value } else { &value[child.name()] }, levels, leaves, at);
    }
}

fn absent(field: &Type, levels: Levels, leaves: &mut [Leaf], at: &mut usize) {
    if field.is_primitive() {
        leaves[*at].definition.push(levels.definition);
        leaves[*at].repetition.push(levels.repetition);
        *at += 1;
    } else {
        field.get_fields().iter().for_each(|inner| absent(inner, levels, leaves, at));
    }
}
