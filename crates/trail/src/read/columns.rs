//! What the columns of an export hold, and one row of them → the JSON of the event it was.
//!
//! The table: <https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html>

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::rows::CsvRow;
use super::struct_text::{self, Holds, Member};

/// How events lie in the rows.
pub(super) enum Columns {
    /// A column holds the whole event as JSON.
    Event,
    /// Each member has its column.
    Members(Vec<Option<Column>>),
}

/// A column: its member as CloudTrail spells it, and what it holds.
pub(super) type Column = (&'static str, Cell);

#[derive(Clone, Copy)]
pub(super) enum Cell {
    Text,
    Json,
    Row(&'static [Member]),
    Rows(&'static [Member]),
}

use Holds::{Anything, Row, Text};

const MEMBERS: [(&str, Cell); 19] = [
    ("eventVersion", Cell::Text),
    ("userIdentity", Cell::Row(IDENTITY)),
    ("eventTime", Cell::Text),
    ("eventSource", Cell::Text),
    ("eventName", Cell::Text),
    ("awsRegion", Cell::Text),
    ("sourceIPAddress", Cell::Text),
    ("userAgent", Cell::Text),
    ("errorCode", Cell::Text),
    ("errorMessage", Cell::Text),
    ("requestParameters", Cell::Json),
    ("responseElements", Cell::Json),
    ("additionalEventData", Cell::Json),
    ("eventID", Cell::Text),
    ("resources", Cell::Rows(RESOURCE)),
    ("eventType", Cell::Text),
    ("recipientAccountId", Cell::Text),
    ("sharedEventID", Cell::Text),
    ("vpcEndpointId", Cell::Text),
];
/// What is read where it is there, but is not in the table of every age.
const LATER: [(&str, Cell); 2] = [("vpcEndpointAccountId", Cell::Text), ("tlsDetails", Cell::Row(TLS))];

/// Without these a row tells no event.
const NEEDED: [&str; 5] = ["userIdentity", "eventTime", "eventSource", "eventName", "eventType"];

const IDENTITY: &[Member] = &[
    ("type", "type", Text),
    ("principalid", "principalId", Text),
    ("arn", "arn", Text),
    ("accountid", "accountId", Text),
    ("invokedby", "invokedBy", Text),
    ("accesskeyid", "accessKeyId", Text),
    ("username", "userName", Text),
    ("identityprovider", "identityProvider", Text),
    ("credentialid", "credentialId", Text),
    ("onbehalfof", "onBehalfOf", Row(ON_BEHALF_OF)),
    ("inscopeof", "inScopeOf", Anything),
    ("sessioncontext", "sessionContext", Row(SESSION)),
];
const ON_BEHALF_OF: &[Member] = &[("userid", "userId", Text), ("identitystorearn", "identityStoreArn", Text)];
const SESSION: &[Member] = &[
    ("attributes", "attributes", Row(ATTRIBUTES)),
    ("sessionissuer", "sessionIssuer", Row(ISSUER)),
    ("ec2roledelivery", "ec2RoleDelivery", Text),
    ("webidfederationdata", "webIdFederationData", Row(FEDERATION)),
    ("sourceidentity", "sourceIdentity", Text),
    ("assumedroot", "assumedRoot", Text),
];
const ATTRIBUTES: &[Member] =
    &[("mfaauthenticated", "mfaAuthenticated", Text), ("creationdate", "creationDate", Text)];
const ISSUER: &[Member] = &[
    ("type", "type", Text),
    ("principalid", "principalId", Text),
    ("arn", "arn", Text),
    ("accountid", "accountId", Text),
    ("username", "userName", Text),
];
const FEDERATION: &[Member] =
    &[("federatedprovider", "federatedProvider", Text), ("attributes", "attributes", Anything)];
const RESOURCE: &[Member] = &[
    ("arn", "ARN", Text),
    ("arnprefix", "ARNPrefix", Text),
    ("accountid", "accountId", Text),
    ("type", "type", Text),
];
const TLS: &[Member] = &[
    ("tlsversion", "tlsVersion", Text),
    ("ciphersuite", "cipherSuite", Text),
    ("clientprovidedhostheader", "clientProvidedHostHeader", Text),
];

impl Columns {
    /// What the first line says; the error is why the rows below tell no events.
    pub(super) fn of(header: &CsvRow) -> Result<Self, String> {
        let names: Vec<String> = header
            .cells()
            .map(|name| String::from_utf8_lossy(name).trim().trim_start_matches('\u{feff}').to_lowercase())
            .collect();
        if names.iter().any(|name| name == "event name") && names.iter().any(|name| name == "event source") {
            let why = "the console's CSV of the event history tells neither the type of an event nor the ARN of \
                       its caller; download it as JSON";
            return Err(why.to_owned());
        }
        let known = |name: &String| {
            let columns = MEMBERS.iter().chain(&LATER);
            columns.copied().find(|(member, _)| member.eq_ignore_ascii_case(name))
        };
        let columns: Vec<Option<Column>> = names.iter().map(known).collect();
        let has = |needed: &&str| columns.iter().flatten().any(|(member, _)| member == needed);
        let missing: Vec<String> =
            NEEDED.iter().filter(|needed| !has(needed)).map(|needed| format!("`{needed}`")).collect();
        match missing.len() {
            0 => Ok(Self::Members(columns)),
            // A name or two may be about the event beside it.
            count if count > 2 => Ok(Self::Event),
            _ => Err(format!("the CSV lacks the columns {}", missing.join(", "))),
        }
    }

    /// The JSON of the event of a row; the error says what about it cannot be told.
    pub(super) fn event(&self, row: &CsvRow) -> Result<String, String> {
        let Self::Members(columns) = self else {
            let cell = row.cells().find(|cell| cell.starts_with(b"{"));
            return text(cell.ok_or("a row without an event in JSON")?).map(ToOwned::to_owned);
        };
        if row.len() != columns.len() {
            return Err(format!("a row with {} of {} columns", row.len(), columns.len()));
        }
        let mut event = Map::new();
        for (column, cell) in columns.iter().zip(row.cells()) {
            let Some((member, holds)) = *column else { continue };
            let cell = text(cell)?;
            if cell.is_empty() || cell == "null" || cell == "-" && matches!(holds, Cell::Json) {
                continue;
            }
            let value = holds.value(cell).ok_or_else(|| format!("`{member}` cannot be told apart"))?;
            event.insert(member.to_owned(), value);
        }
        if is_forged(&event) {
            return Err("`resources` has two readings".to_owned());
        }
        Ok(Value::Object(event).to_string())
    }
}

impl Cell {
    fn value(self, cell: &str) -> Option<Value> {
        match self {
            Self::Text => Some(Value::String(cell.to_owned())),
            Self::Json => {
                serde_json::from_str::<&RawValue>(cell).ok().and_then(|_| serde_json::from_str(cell).ok())
            }
            Self::Row(members) if !cell.starts_with("{\"") => struct_text::row(cell, members),
            Self::Rows(members) if !cell.starts_with("[{\"") => struct_text::rows(cell, members),
            Self::Row(members) | Self::Rows(members) => {
                serde_json::from_str(cell).ok().map(|value| spelled(value, members))
            }
        }
    }
}

/// JSON with the names of members in small letters, as tables have them → as CloudTrail spells them.
fn spelled(value: Value, members: &[Member]) -> Value {
    match value {
        Value::Array(list) => list.into_iter().map(|value| spelled(value, members)).collect(),
        Value::Object(object) => {
            let spell = |(name, value): (String, Value)| match members
                .iter()
                .find(|(member, ..)| member.eq_ignore_ascii_case(&name))
            {
                Some((_, name, Row(members))) => ((*name).to_owned(), spelled(value, members)),
                Some((_, name, _)) => ((*name).to_owned(), value),
                None => (name, value),
            };
            Value::Object(object.into_iter().map(spell).collect())
        }
        other => other,
    }
}

/// Whether the name of an object may have been chosen to look like one more resource.
fn is_forged(event: &Map<String, Value>) -> bool {
    let count = event.get("resources").and_then(Value::as_array).map_or(0, Vec::len);
    let says = |member: &str| event.get(member).is_some_and(|value| value.to_string().contains("{arn="));
    count > 1 && (says("requestParameters") || says("errorMessage"))
}

fn text(cell: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(cell).map_err(|_| "a row that is not UTF-8".to_owned())
}
