//! The query.

use super::principal::{account_root, caller, group, partition, role, via};
use super::{Dialect, condition};
use crate::Skip;
use crate::record::{DENIALS, REFUSALS};

/// Different lists of resources, requests and messages kept for one caller, event, outcome, way, region, account and error.
const KEPT: usize = 200;

/// A query over the usual table: <https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html>.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    pub dialect: Dialect,
    /// The name of the table, as it is written in SQL.
    pub table: &'a str,
    /// Group by requests, too, so that what they name is known. A request that has something new every time makes large groups.
    pub with_requests: bool,
    /// Whether `useridentity` has the member `identityprovider`, which the usual table lacks.
    pub has_identity_provider: bool,
}

impl Query<'_> {
    /// The text of the query. It reads the table once.
    pub fn text(&self) -> String {
        let (table, fields, calls) = (self.table, self.fields(), self.calls());
        let arn_partition = group("arn", "^arn:([^:]*):", 1);
        let arn_account = group("arn", "^arn:[^:]*:[^:]*:[^:]*:([0-9]{12}):", 1);
        let key = "principal, event_source, event_name, outcome, via, conditions";
        let place = "region, account, error_code";
        format!(
            "WITH fields AS (
  SELECT
{fields}
  FROM {table}
),
arns AS (
  SELECT *, {arn_partition} AS arn_partition, {arn_account} AS arn_account,
    {} AS region_partition,
    {} AS skipped
  FROM fields
),
roots AS (
  SELECT *, {} AS account_root FROM arns
),
roles AS (
  SELECT *, {} AS role FROM roots
),
calls AS (
  SELECT
{calls}
  FROM roles
),
-- Each event once, however often it was delivered.
events AS (
  SELECT skipped, {key}, event_id, substr(event_time, 1, 10) AS day,
    min(region) AS region, min(account) AS account, min(error_code) AS error_code, min(message) AS message,
    min(request) AS request, min(resources) AS resources,
    min(event_time) AS first_seen, max(event_time) AS last_seen, count(*) AS records,
    CASE WHEN skipped IS NOT NULL THEN 0 WHEN event_id IS NULL THEN count(*) ELSE 1 END AS events
  FROM calls
  GROUP BY skipped, {key}, event_id, substr(event_time, 1, 10)
),
sets AS (
  SELECT skipped, {key}, {place}, message, request, resources,
    min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, sum(events) AS events
  FROM events
  GROUP BY skipped, {key}, {place}, message, request, resources
),
ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY skipped, {key}, {place} ORDER BY resources, request, message) <= {KEPT} AS is_kept
  FROM sets
)
SELECT skipped, {key}, {place},
  CASE WHEN is_kept THEN message END AS message,
  CASE WHEN is_kept THEN request END AS request,
  CASE WHEN is_kept THEN resources END AS resources,
  CASE WHEN is_kept THEN 'no' ELSE 'yes' END AS is_rest,
  min(first_seen) AS first_seen, max(last_seen) AS last_seen, sum(records) AS records, sum(events) AS events
FROM ranked
GROUP BY skipped, {key}, {place},
  CASE WHEN is_kept THEN message END,
  CASE WHEN is_kept THEN request END,
  CASE WHEN is_kept THEN resources END,
  CASE WHEN is_kept THEN 'no' ELSE 'yes' END
",
            partition(),
            skipped(),
            account_root(),
            role(),
        )
    }

    /// What later steps ask of a record, each null where it has none.
    fn fields(&self) -> String {
        let Self { dialect, has_identity_provider, .. } = *self;
        let text = |column: &str| format!("nullif(trim({column}), '')");
        let issuer = group(
            "trim(useridentity.sessioncontext.sessionissuer.arn)",
            "^(arn:[^:]*:[^:]*:[^:]*:[^:]*:role/.*)$",
            1,
        );
        let digits = group("trim(useridentity.accountid)", "^([0-9]{1,12})$", 1);
        let in_request = |name| {
            let value = dialect.parameter(name);
            format!("CASE WHEN {value} LIKE 'arn:%:%:%:%:%' THEN {value} END")
        };
        let in_request = format!(
            "CASE WHEN useridentity.type IN ('SAMLUser', 'WebIdentityUser') THEN coalesce({}, {}) END",
            in_request("roleArn"),
            in_request("principalArn")
        );
        let provider =
            if has_identity_provider { text("useridentity.identityprovider") } else { "NULL".to_owned() };
        let columns = [
            ("event_type", text("eventtype")),
            ("event_version", "eventversion".to_owned()),
            ("logged_source", "eventsource".to_owned()),
            ("event_source", "trim(coalesce(eventsource, ''))".to_owned()),
            ("event_name", "trim(coalesce(eventname, ''))".to_owned()),
            ("region", "coalesce(awsregion, '')".to_owned()),
            ("account", "coalesce(recipientaccountid, useridentity.accountid, '')".to_owned()),
            ("error_code", "nullif(errorcode, '')".to_owned()),
            ("error_message", "errormessage".to_owned()),
            ("event_time", "eventtime".to_owned()),
            ("event_id", text("eventid")),
            ("shared_id", text("sharedeventid")),
            ("address", text("sourceipaddress")),
            ("requestparameters", "requestparameters".to_owned()),
            ("resources", dialect.arns().to_owned()),
            ("kind", "coalesce(useridentity.type, '')".to_owned()),
            (
                "arn",
                "CASE WHEN trim(useridentity.arn) LIKE 'arn:%:%:%:%:%' THEN trim(useridentity.arn) END"
                    .to_owned(),
            ),
            ("caller_account", format!("lpad({digits}, 12, '0')")),
            ("user_name", text("useridentity.username")),
            ("invoked_by", text("useridentity.invokedby")),
            ("center_user", text("useridentity.onbehalfof.userid")),
            ("issuer", issuer),
            ("role_in_request", in_request),
            ("provider", provider),
        ];
        list(&columns)
    }

    /// The calls as they are counted.
    fn calls(&self) -> String {
        let Self { dialect, with_requests, .. } = *self;
        let request =
            if with_requests { "coalesce(requestparameters, 'null')" } else { "CAST(NULL AS varchar)" };
        let request =
            if dialect == Dialect::Spark { request.replace("varchar", "string") } else { request.to_owned() };
        let call = |expression: &str| format!("CASE WHEN skipped IS NULL THEN {expression} END");
        list(&[
            ("skipped", "skipped".to_owned()),
            ("principal", call(&caller("role_in_request", Some("provider")))),
            ("event_source", call("event_source")),
            ("event_name", call("event_name")),
            ("outcome", call(&outcome())),
            ("via", call(&via())),
            ("conditions", call(&condition::expression())),
            ("region", call("region")),
            ("account", call("account")),
            ("error_code", call("error_code")),
            ("message", call(&format!("CASE WHEN {} THEN error_message END", is_refused()))),
            ("request", call(&request)),
            ("resources", call("resources")),
            ("event_time", call("event_time")),
            ("event_id", call("coalesce('shared ' || shared_id, account || ' ' || event_id)")),
        ])
    }
}

fn list(columns: &[(&str, String)]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|(name, expression)| format!("    {expression} AS {name}")).collect();
    columns.join(",\n")
}

/// Why a record is no call; null if it is one.
fn skipped() -> String {
    let other = Skip::ALL.into_iter().filter(|skip| Skip::of_event_type(skip.name()) == *skip);
    let types: Vec<String> = other
        .filter(|skip| *skip != Skip::OtherEventType)
        .map(|skip| format!("WHEN event_type = '{0}' THEN '{0}'", skip.name()))
        .collect();
    format!(
        "CASE {} WHEN event_type <> 'AwsApiCall' THEN '{}' \
         WHEN event_type IS NULL AND event_version IS NULL AND logged_source IS NULL THEN '{}' \
         WHEN event_type IS NULL AND (event_version IS NULL OR event_version NOT IN ('1.0', '1.00', '1.01')) THEN '{}' \
         WHEN event_source = '' OR event_name = '' THEN '{}' END",
        types.join(" "),
        Skip::OtherEventType.name(),
        Skip::NotCloudTrail.name(),
        Skip::NoEventType.name(),
        Skip::Unreadable.name(),
    )
}

fn outcome() -> String {
    format!(
        "CASE WHEN error_code IS NULL THEN 'ok' WHEN {} THEN 'denied' WHEN {} THEN 'refused' ELSE 'error' END",
        has_one_of(&DENIALS),
        has_one_of(&REFUSALS)
    )
}

/// Whether the call was not authorized, or may not have been.
fn is_refused() -> String {
    has_one_of(&[&DENIALS[..], &REFUSALS].concat())
}

fn has_one_of(parts: &[&str]) -> String {
    let codes: Vec<String> = parts.iter().map(|part| format!("error_code LIKE '%{part}%'")).collect();
    format!("({})", codes.join(" OR "))
}
