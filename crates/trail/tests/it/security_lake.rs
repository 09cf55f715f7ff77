//! Parquet of Security Lake: an event means the same, whether the trail or the lake tells it.

use std::io::Write;

use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use serde_json::{Value, json};
use trail::Usage;

use crate::lake::{VERSION_1, VERSION_2, file, row};
use crate::logs::{body, books, delivered, event, problems, run_one};
use crate::parquet::parquet;

fn lake(events: &[Value], is_first_version: bool) -> Vec<u8> {
    let rows: Vec<Value> = events.iter().map(|event| row(event, is_first_version)).collect();
    let schema = if is_first_version { VERSION_1 } else { VERSION_2 };
    let packing = if is_first_version {
        Compression::GZIP(GzipLevel::default())
    } else {
        Compression::ZSTD(ZstdLevel::default())
    };
    file(schema, &rows, packing)
}

fn all_kinds() -> Vec<Value> {
    let denied = "User: arn:aws:sts::111122223333:assumed-role/web/session is not authorized to perform: iam:PassRole on resource: \
                  arn:aws:iam::111122223333:role/job because no identity-based policy allows the iam:PassRole action";
    let session = |mfa: &str| {
        json!({ "type": "AssumedRole", "principalId": "AROAEXAMPLE:me", "arn": "arn:aws:sts::111122223333:assumed-role/ops/me",
            "accountId": "111122223333", "sessionContext": { "attributes": { "mfaAuthenticated": mfa }, "sessionIssuer": {
                "type": "Role", "principalId": "AROAEXAMPLE", "arn": "arn:aws:iam::111122223333:role/team/ops", "accountId": "111122223333",
                "userName": "ops" } } })
    };
    vec![
        event("1", json!({})),
        event("1", json!({})),
        event("2", json!({ "errorCode": "AccessDenied", "errorMessage": denied })),
        event("3", json!({ "eventType": "AwsServiceEvent" })),
        event(
            "4",
            json!({ "userIdentity": session("true"), "userAgent": "aws-cli/2.1", "tlsDetails": { "tlsVersion": "TLSv1.3" } }),
        ),
        event(
            "5",
            json!({ "userIdentity": session("false"), "vpcEndpointId": "vpce-0a1b2c3d", "sourceIPAddress": "10.0.0.7" }),
        ),
        event(
            "6",
            json!({ "userIdentity": { "type": "IAMUser", "principalId": "AIDAEXAMPLE", "userName": "ann",
            "arn": "arn:aws:iam::111122223333:user/ann", "accountId": "111122223333", "invokedBy": "athena.amazonaws.com" },
            "sourceIPAddress": "athena.amazonaws.com" }),
        ),
        event(
            "7",
            json!({ "userIdentity": { "type": "AWSService", "invokedBy": "lambda.amazonaws.com" }, "eventName": "AssumeRole",
            "eventSource": "sts.amazonaws.com", "sharedEventID": "shared-1", "sourceIPAddress": "lambda.amazonaws.com",
            "requestParameters": { "roleArn": "arn:aws:iam::111122223333:role/job", "roleSessionName": "x" }, "resources": [
                { "ARN": "arn:aws:iam::111122223333:role/job", "accountId": "111122223333", "type": "AWS::IAM::Role" }] }),
        ),
        event(
            "8",
            json!({ "userIdentity": { "type": "WebIdentityUser", "principalId": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com:aud:repo",
            "userName": "repo", "identityProvider": "token.actions.githubusercontent.com" }, "eventName": "AssumeRoleWithWebIdentity",
            "eventSource": "sts.amazonaws.com", "requestParameters": { "roleArn": "arn:aws:iam::111122223333:role/ci" } }),
        ),
        event(
            "9",
            json!({ "userIdentity": { "type": "Root", "principalId": "111122223333", "arn": "arn:aws:iam::111122223333:root",
            "accountId": "111122223333" }, "eventSource": "signin.amazonaws.com", "eventName": "ConsoleLogin",
            "eventType": "AwsConsoleSignIn", "resources": null }),
        ),
        event(
            "10",
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "GetObject",
            "requestParameters": { "bucketName": "acme", "key": "a,b.txt" }, "additionalEventData": { "SSEApplied": "SSE_KMS" },
            "resources": [{ "ARN": "arn:aws:s3:::acme/a,b.txt" }, { "ARN": "arn:aws:s3:::acme", "accountId": "111122223333" }] }),
        ),
        // Only the answer tells that the object is encrypted.
        event(
            "17",
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "PutObject", "resources": null,
            "requestParameters": { "bucketName": "acme", "key": "k" }, "responseElements": {
                "x-amz-server-side-encryption": "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/1" } }),
        ),
        event(
            "11",
            json!({ "eventSource": "kms.amazonaws.com", "eventName": "Decrypt", "resources": null,
            "requestParameters": { "encryptionContext": { "team": "blue" } }, "errorCode": "InternalFailure" }),
        ),
        event(
            "12",
            json!({ "eventSource": "lambda.amazonaws.com", "eventName": "CreateFunction20150331", "resources": null,
            "requestParameters": { "functionName": "f", "role": "arn:aws:iam::111122223333:role/job" } }),
        ),
        event(
            "13",
            json!({ "eventSource": "ec2.amazonaws.com", "eventName": "TerminateInstances", "resources": null,
            "requestParameters": { "instancesSet": { "items": [{ "instanceId": "i-0a1b2c3d4e5f60718" }, { "instanceId": "i-903004f8" }] } } }),
        ),
        event(
            "14",
            json!({ "userIdentity": { "type": "AWSAccount", "principalId": "AIDAOTHER", "accountId": "444455556666" } }),
        ),
        event(
            "15",
            json!({ "userIdentity": { "type": "IdentityCenterUser", "accountId": "111122223333",
            "onBehalfOf": { "userId": "u-1" } } }),
        ),
        event("16", json!({ "eventName": null })),
    ]
}

#[test]
fn the_lake_tells_what_the_trail_tells() {
    let events = all_kinds();
    let expected = run_one(delivered(&events));
    for is_first_version in [false, true] {
        let found = run_one(lake(&events, is_first_version));
        assert_eq!(problems(&found), Vec::<String>::new());
        let (found, expected) = (body(&found.usage), body(&expected.usage));
        for (found, expected) in
            found["principals"].as_array().unwrap().iter().zip(expected["principals"].as_array().unwrap())
        {
            assert_eq!(found, expected, "first version: {is_first_version}");
        }
        assert_eq!(found, expected, "first version: {is_first_version}");
    }
}

#[test]
fn an_event_of_trail_and_lake_counts_once() {
    let events = all_kinds();
    let mut both = run_one(delivered(&events)).usage;
    let used = both.used();
    both.merge(run_one(lake(&events, false)).usage);
    both.merge(run_one(lake(&events, true)).usage);
    assert_eq!(both.used(), used);
    assert_eq!(both.records(), both.used() + both.skipped().total());
}

#[test]
fn rows_of_other_products_and_classes_are_skipped() {
    let mut rows: Vec<Value> = (0..5).map(|id| row(&event(&id.to_string(), json!({})), false)).collect();
    rows[0]["metadata"]["product"]["name"] = json!("Route 53");
    rows[1]["metadata"]["product"]["name"] = json!(null);
    rows[2]["class_uid"] = json!(2001);
    rows[3]["class_uid"] = json!(3001);
    let found = run_one(file(VERSION_2, &rows, Compression::SNAPPY));
    assert_eq!(books(&found), (5, 2, vec![("not-cloudtrail", 3)]));
    assert_eq!(problems(&found), Vec::<String>::new());
}

#[test]
fn a_call_that_failed_without_saying_how_is_not_taken_for_one_that_was_allowed() {
    let mut rows: Vec<Value> = (0..3).map(|id| row(&event(&id.to_string(), json!({})), false)).collect();
    rows[1]["status"] = json!("Failure");
    rows[2]["metadata"]["event_code"] = json!("");
    let found = run_one(file(VERSION_2, &rows, Compression::UNCOMPRESSED));
    assert_eq!(books(&found), (3, 1, vec![("no-event-type", 1), ("unreadable", 1)]));
    assert_eq!(problems(&found), ["`log.json`: row 2: a call that failed, without its error code"]);
}

#[test]
fn requests_that_the_lake_does_not_tell_in_full_are_said_so() {
    let request = json!({ "groupNames": ["one", "two"] });
    let call = |id: &str, request: &Value| {
        event(
            id,
            json!({ "eventSource": "ec2.amazonaws.com", "eventName": "DeleteSecurityGroup", "resources": null,
            "requestParameters": request }),
        )
    };
    let is_truncated = |bytes: Vec<u8>| {
        let usage = run_one(bytes).usage;
        body(&usage)["principals"][0]["uses"][0]["resources"]["truncated"] == true
    };
    // In the first version a list is one text, in the second the request is JSON.
    assert!(is_truncated(lake(&[call("1", &request)], true)));
    assert!(!is_truncated(lake(&[call("1", &request)], false)));
    assert!(!is_truncated(lake(&[call("1", &json!({ "groupId": "sg-903004f8" }))], true)));
    let mut cut = row(&call("1", &request), false);
    cut["api"]["request"]["data"] = json!("{\"groupId\": \"sg-9");
    assert!(is_truncated(file(VERSION_2, &[cut], Compression::SNAPPY)));
}

#[test]
fn parquet_that_is_something_else_is_told_in_one_line() {
    let other = "message m { optional binary a (STRING); }";
    let found = run_one(file(other, &[json!({ "a": "b" })], Compression::SNAPPY));
    assert_eq!(
        problems(&found),
        [
            "`log.json`: a Parquet file, but none of CloudTrail events: the column `metadata.product.name` is missing"
        ]
    );
    let wrong = VERSION_2.replace("optional binary operation (STRING)", "optional int64 operation");
    assert_eq!(
        problems(&run_one(file(&wrong, &[], Compression::SNAPPY))),
        ["`log.json`: the column `api.operation` is not text"]
    );
    let without = VERSION_2
        .replace("optional binary error (STRING);", "")
        .replace("optional binary status (STRING);", "");
    assert!(
        problems(&run_one(file(&without, &[], Compression::SNAPPY)))[0]
            .contains("`api.response.error` is missing")
    );
    let usage = run_one(delivered(&all_kinds())).usage;
    assert_eq!(problems(&run_one(parquet(&usage))), ["`log.json`: a usage file, not a log"]);
    let refused = Usage::from_bytes("x.parquet", lake(&all_kinds(), false)).unwrap_err();
    assert_eq!(refused.to_string(), "`x.parquet`: a Parquet file, but not a usage file");
}

/// Bytes that are changed, cut, and lengths that are claimed too large: one line at most, no panic, and the books balance.
#[test]
fn no_file_stops_a_run() {
    let events = all_kinds();
    let usage = run_one(delivered(&events)).usage;
    let files = [lake(&events[..4], false), lake(&events[..4], true), parquet(&usage)];
    let mut chance = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        usize::try_from(chance % below as u64).unwrap()
    };
    let mut is_told = 0;
    for file in &files {
        let footer =
            file.len() - 8 - u32::from_le_bytes(*file[..file.len() - 4].last_chunk().unwrap()) as usize;
        for round in 0..400 {
            let mut bytes = file.clone();
            for _ in 0..=next(3) {
                // The end is what lengths and counts stand in, so it gets most of it.
                let at = if round % 3 == 0 { next(bytes.len()) } else { footer + next(bytes.len() - footer) };
                bytes[at] = [0, 0xff, 0x7f, 0x80, bytes[at] ^ 1, bytes[at].wrapping_add(1)][next(6)];
            }
            if round % 10 == 0 {
                bytes.truncate(next(bytes.len()));
            }
            // The harness checks that the books balance.
            let found = run_one(bytes.clone());
            assert!(found.problems.len() <= 1, "{:?}", found.problems);
            is_told += found.problems.len();
            let _ = Usage::from_bytes("u", bytes);
        }
    }
    assert!(is_told > 600, "{is_told}");
}

/// A file on disk: opened once for its number, and once more to be read from any place on.
struct OnDisk(std::path::PathBuf);

impl trail::Object for OnDisk {
    fn name(&self) -> std::borrow::Cow<'_, str> {
        "log.json".into()
    }

    fn open(&self) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        Ok(Box::new(std::fs::File::open(&self.0)?))
    }

    fn file(&self) -> Option<std::fs::File> {
        std::fs::File::open(&self.0).ok()
    }
}

#[test]
fn a_huge_file_on_disk_is_not_held_and_gives_the_same() {
    // Requests of which no two are alike, so that no dictionary makes them small.
    let request = |id: u32| json!({ "bucketName": "acme", "key": format!("{id:04}").repeat(500) });
    let call = |id: u32| {
        event(
            &id.to_string(),
            json!({ "eventSource": "s3.amazonaws.com", "eventName": "PutObject",
            "requestParameters": request(id), "resources": null }),
        )
    };
    let rows: Vec<Value> = (0..1_500).map(|id| row(&call(id), false)).collect();
    let bytes = file(VERSION_2, &rows, Compression::UNCOMPRESSED);
    assert!(bytes.len() > 2 << 20);
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("huge.parquet");
    for bytes in [bytes.clone(), bytes[..bytes.len() / 2].to_vec()] {
        std::fs::File::create(&path).unwrap().write_all(&bytes).unwrap();
        let options = trail::Options::default();
        let catalog = catalog::Catalog::embedded();
        let on_disk = trail::analyze([OnDisk(path.clone())], &options, catalog, &|_| {
            std::ops::ControlFlow::Continue(())
        });
        assert_eq!(on_disk, run_one(bytes));
    }
    let limits = trail::Limits { table: 1 << 20, ..trail::Limits::default() };
    let held = crate::logs::run_with(
        &[("log.json", bytes)],
        &trail::Options { limits, ..trail::Options::default() },
    );
    assert_eq!(problems(&held), ["`log.json`: a Parquet file of more than 1 MiB, which is not read"]);
}
