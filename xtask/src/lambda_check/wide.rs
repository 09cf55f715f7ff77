//! A log of so many callers with such long names that what is kept of it takes several items in the table.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::s3_check::archive;

const CALLERS: u32 = 1_100;
/// Roles may lie in a path of 512 characters.
const PATH: u32 = 500;
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Writes the log with so many calls of each; its key.
pub(super) fn write(folder: &Path, calls: u32) -> Result<String> {
    let key = "AWSLogs/123456789012/CloudTrail/us-east-1/2026/01/31/123456789012_CloudTrail_us-east-1_20260131T0000Z_wide.json";
    let records = (0..CALLERS).flat_map(|caller| (0..calls).map(move |call| (caller, call))).map(|(caller, call)| {
        let path: String = (0..PATH).map(|place| letter(caller, place)).collect();
        let role = format!("arn:aws:iam::123456789012:role/{path}/reader");
        json!({
            "eventVersion": "1.10", "eventType": "AwsApiCall", "eventID": format!("wide-{caller}-{call}"),
            "eventTime": "2026-01-31T00:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets",
            "awsRegion": "us-east-1", "recipientAccountId": "123456789012",
            "userIdentity": {
                "type": "AssumedRole", "accountId": "123456789012", "arn": "arn:aws:sts::123456789012:assumed-role/reader/s",
                "sessionContext": {"sessionIssuer": {"type": "Role", "arn": role, "accountId": "123456789012"}},
            },
        })
    });
    let log = json!({"Records": records.collect::<Vec<_>>()}).to_string();
    archive::put(folder, key, log.as_bytes())?;
    Ok(key.to_owned())
}

/// By chance, so that it cannot be compressed: as `SplitMix64` does it.
fn letter(caller: u32, place: u32) -> char {
    let mut number = u64::from(caller * PATH + place + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^= number >> 31;
    let letter = usize::try_from(number % 62).unwrap_or_default();
    char::from(LETTERS.get(letter).copied().unwrap_or(b'x'))
}
