//! Logs that others packed or exported: zstd, CSV of queries, what a subscription hands to Lambda.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use trail::{Limits, Options, Usage};

use crate::logs::{books, delivered, event, gzip, problems, run_one, run_with};

const HEADER: &str = "eventversion,useridentity,eventtime,eventsource,eventname,awsregion,sourceipaddress,useragent,errorcode,errormessage,requestparameters,responseelements,additionaleventdata,requestid,eventid,resources,eventtype,apiversion,readonly,recipientaccountid,serviceeventdetails,sharedeventid,vpcendpointid,tlsdetails";

fn two() -> Vec<Value> {
    vec![event("1", json!({})), event("2", json!({ "eventName": "ReceiveMessage" }))]
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(text, 3).unwrap()
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// A row of `SELECT *`, as Athena writes it; `identity` and `resources` are given as they stand in the cell.
fn row(id: &str, name: &str, identity: &str, parameters: &str, resources: &str) -> String {
    let cells = [
        "1.10",
        identity,
        "2026-03-01T10:00:00Z",
        "sqs.amazonaws.com",
        name,
        "eu-west-1",
        "192.0.2.1",
        "",
        "",
        "",
        parameters,
        "",
        "",
        "r",
        id,
        resources,
        "AwsApiCall",
        "",
        "false",
        "111122223333",
        "",
        "",
        "",
        "",
    ];
    cells.map(cell).join(",")
}

const IDENTITY: &str = "{type=AssumedRole, principalid=AROA:session, arn=arn:aws:sts::111122223333:assumed-role/web/session, accountid=111122223333, invokedby=null, accesskeyid=ASIA, username=null, onbehalfof=null, sessioncontext={attributes={mfaauthenticated=null, creationdate=2026-03-01T09:00:00Z}, sessionissuer={type=Role, principalid=AROA, arn=arn:aws:iam::111122223333:role/app/web, accountid=111122223333, username=web}, ec2roledelivery=null, webidfederationdata={federatedprovider=null, attributes={}}}}";
const RESOURCES: &str =
    "[{arn=arn:aws:sqs:eu-west-1:111122223333:jobs, accountid=111122223333, type=AWS::SQS::Queue}]";

#[test]
fn zstd_holds_the_same_records() {
    let events = two();
    let expected = told(&run_one(delivered(&events)).usage);
    let skipped = [b"\x50\x2a\x4d\x18\x04\x00\x00\x00note".as_slice(), &zstd(&delivered(&events))].concat();
    for (form, bytes) in [
        ("one frame", zstd(&delivered(&events))),
        ("two frames", [zstd(&delivered(&events[..1])), zstd(&delivered(&events[1..]))].concat()),
        ("a frame cut within a record", {
            let text = delivered(&events);
            let (head, tail) = text.split_at(300);
            [zstd(head), zstd(tail)].concat()
        }),
        ("a frame to skip first", skipped),
        ("lines", zstd(format!("{}\n{}\n", events[0], events[1]).as_bytes())),
    ] {
        let analysis = run_one(bytes);
        assert_eq!(books(&analysis), (2, 2, vec![]), "{form}");
        assert_eq!(problems(&analysis), [""; 0], "{form}");
        assert_eq!(told(&analysis.usage), expected, "{form}");
    }
}

#[test]
fn zstd_cut_anywhere_keeps_whole_records_and_is_one_problem() {
    // Random names keep the text from shrinking, so that it has several blocks.
    let name = |id: usize| {
        format!("{:x}", (id as u128 + 7).pow(9).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835))
    };
    let events: Vec<Value> =
        (0..2000).map(|id| event(&id.to_string(), json!({ "userAgent": name(id) }))).collect();
    let packed = zstd(&delivered(&events));
    let mut most = 0;
    for cut in (1..packed.len()).step_by(packed.len() / 40).chain([packed.len() - 1]) {
        let analysis = run_one(&packed[..cut]);
        assert!(analysis.usage.used() >= most, "less data, fewer records");
        most = analysis.usage.used();
        assert_eq!(problems(&analysis).len(), 1, "cut at {cut}");
    }
    assert!(most > 1000, "blocks before the cut are whole: {most}");
    let analysis = run_one(&packed[..packed.len() - 1]);
    let end = packed.len() - 1;
    assert_eq!(problems(&analysis), [format!("`log.json`, byte {end}: the zstd data ends too early")]);
}

#[test]
fn broken_zstd_and_bombs_are_said() {
    let garbage = run_one([zstd(&delivered(&two())), b"garbage".to_vec()].concat());
    assert_eq!(garbage.usage.used(), 2);
    assert!(problems(&garbage)[0].contains("broken zstd data"), "{:?}", problems(&garbage));
    let limits = Limits { decompressed: 1000, ..Limits::default() };
    let bomb = run_with(&[("b.zst", zstd(&vec![b' '; 100_000]))], &Options { limits, ..Options::default() });
    assert!(problems(&bomb)[0].ends_with("inflates to more than the limit, the rest was not read"));
}

#[test]
fn what_a_subscription_hands_to_lambda_is_unpacked() {
    let message = |event: &Value| json!({ "id": "1", "timestamp": 1, "message": event.to_string() });
    let events = two();
    let data = json!({ "messageType": "DATA_MESSAGE", "logGroup": "g",
                       "logEvents": [message(&events[0]), message(&events[1])] });
    let invocation = |data: &[u8]| json!({ "awslogs": { "data": STANDARD.encode(data) } }).to_string();
    let analysis = run_one(invocation(&gzip(data.to_string().as_bytes())));
    assert_eq!(books(&analysis), (2, 2, vec![]));
    assert_eq!(problems(&analysis), [""; 0]);
    assert_eq!(told(&analysis.usage), told(&run_one(delivered(&events)).usage));

    let control = json!({ "messageType": "CONTROL_MESSAGE", "logEvents": [{ "message": "CWL CONTROL MESSAGE: Checking health" }] });
    let analysis = run_one(invocation(&gzip(control.to_string().as_bytes())));
    assert_eq!(books(&analysis), (1, 0, vec![("not-cloudtrail", 1)]));
    let analysis = run_one(json!({ "awslogs": { "data": "no base64!" } }).to_string());
    assert_eq!(books(&analysis), (1, 0, vec![("not-cloudtrail", 1)]));
    assert!(problems(&analysis)[0].ends_with("`awslogs.data` is not base64"));
}

#[test]
fn all_packed_texts_of_an_object_share_one_limit() {
    let one = json!({ "awslogs": { "data": STANDARD.encode(gzip(&vec![b' '; 50_000])) } }).to_string();
    let limits = Limits { decompressed: 120_000, ..Limits::default() };
    let analysis = run_with(
        &[("b.json", format!("{one}\n").repeat(4).into())],
        &Options { limits, ..Options::default() },
    );
    assert_eq!(books(&analysis), (4, 0, vec![("not-cloudtrail", 4)]));
    assert!(problems(&analysis)[0].contains("faults"), "{:?}", problems(&analysis));
}

#[test]
fn a_column_of_events_is_read_whatever_it_is_called() {
    let events = two();
    let expected = told(&run_one(delivered(&events)).usage);
    let cells: Vec<String> = events.iter().map(|event| cell(&event.to_string())).collect();
    for (form, text) in [
        ("one column", format!("eventJson\n{}\n{}\n", cells[0], cells[1])),
        ("quoted, other line ends", format!("\"_raw\"\r\n{}\r\n{}", cells[0], cells[1])),
        ("beside others", format!("\"@timestamp\",\"@message\"\n2026,{}\n2026,{}\n", cells[0], cells[1])),
        ("byte order mark", format!("\u{feff}eventJson\n{}\n{}\n", cells[0], cells[1])),
        ("beside the name", format!("eventName,eventTime,eventData\na,b,{}\n\nc,d,{}\n", cells[0], cells[1])),
    ] {
        for bytes in [text.clone().into_bytes(), gzip(text.as_bytes()), zstd(text.as_bytes())] {
            let analysis = run_one(bytes);
            assert_eq!(books(&analysis), (2, 2, vec![]), "{form}");
            assert_eq!(problems(&analysis), [""; 0], "{form}");
            assert_eq!(told(&analysis.usage), expected, "{form}");
        }
    }
}

#[test]
fn the_columns_of_the_usual_table_are_read() {
    let events = [
        event("1", json!({ "requestParameters": { "queueUrl": "a, \"b\"" } })),
        event("2", json!({ "eventName": "ReceiveMessage", "resources": null })),
    ];
    let rows = [
        row("1", "SendMessage", IDENTITY, r#"{"queueUrl":"a, \"b\""}"#, RESOURCES),
        row("2", "ReceiveMessage", IDENTITY, "null", ""),
    ];
    let expected = run_one(delivered(&events)).usage;
    let analysis = run_one(format!("{HEADER}\n{}\n", rows.join("\n")));
    assert_eq!(problems(&analysis), [""; 0]);
    assert_eq!(books(&analysis), (2, 2, vec![]));
    assert_eq!(told(&analysis.usage), told(&expected));
}

#[test]
fn identities_as_json_with_small_letters_are_read() {
    let identity = r#"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/web/session","accountid":"111122223333","sessioncontext":{"sessionissuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/app/web"}}}"#;
    let resources = r#"[{"arn":"arn:aws:sqs:eu-west-1:111122223333:jobs","accountid":"111122223333"}]"#;
    let analysis = run_one(format!("{HEADER}\n{}\n", row("1", "SendMessage", identity, "", resources)));
    assert_eq!(told(&analysis.usage), told(&run_one(delivered(&two()[..1])).usage));
}

#[test]
fn rows_that_cannot_be_told_apart_are_unreadable_and_cost_themselves() {
    let twice = IDENTITY.replace("username=null", "username=x, arn=arn:aws:iam::111122223333:role/admin");
    let forged = "[{arn=arn:aws:sqs:eu-west-1:1:a, accountid=1, type=T}, {arn=arn:aws:sqs:eu-west-1:1:b, accountid=1, type=T}]";
    let parameters = r#"{"key":"x, accountid=1, type=T}, {arn=arn:aws:sqs:eu-west-1:1:b"}"#;
    for (odd, expected) in [
        (row("2", "SendMessage", &twice, "", ""), "`userIdentity` cannot be told apart"),
        (row("2", "SendMessage", "{'type': IAMUser}", "", ""), "`userIdentity` cannot be told apart"),
        (row("2", "SendMessage", IDENTITY, "{queueurl=a}", ""), "`requestParameters` cannot be told apart"),
        (row("2", "SendMessage", IDENTITY, parameters, forged), "`resources` has two readings"),
        ("1.10,x".to_owned(), "a row with 2 of 24 columns"),
    ] {
        let good = |id| row(id, "SendMessage", IDENTITY, "", RESOURCES);
        let analysis = run_one(format!("{HEADER}\n{}\n{odd}\n{}\n", good("1"), good("3")));
        assert_eq!(books(&analysis), (3, 2, vec![("unreadable", 1)]), "{odd}");
        assert!(problems(&analysis)[0].ends_with(expected), "{:?}", problems(&analysis));
    }
}

#[test]
fn a_csv_that_tells_no_events_is_refused_with_the_reason() {
    let cut = row("1", "SendMessage", IDENTITY, "", RESOURCES);
    for (text, expected) in [
        (
            "Event name,Event time,User name,Event source\nSendMessage,2026,me,sqs\n".to_owned(),
            "download it as JSON",
        ),
        ("name,age\nx,1\ny,2\n".to_owned(), "neither JSON nor a CSV export of CloudTrail events"),
        (
            format!("{}\n{cut}\n", HEADER.replace("eventtype", "e").replace("useridentity", "u")),
            "the CSV lacks the columns `userIdentity`, `eventType`",
        ),
        ("hello\n".to_owned(), "neither JSON nor a CSV export of CloudTrail events"),
    ] {
        let analysis = run_one(text.clone());
        assert_eq!(books(&analysis), (0, 0, vec![]), "{text}");
        assert!(problems(&analysis)[0].ends_with(expected), "{:?}", problems(&analysis));
    }
}

#[test]
fn a_row_over_the_limit_ends_the_reading() {
    let good = cell(&two()[0].to_string());
    let text = format!("event\n{good}\n\"{}\n{good}\n", "x".repeat(20_000));
    let limits = Limits { record: 4_000, ..Limits::default() };
    let analysis = run_with(&[("x.csv", text.into_bytes())], &Options { limits, ..Options::default() });
    assert_eq!(books(&analysis), (2, 1, vec![("unreadable", 1)]));
    assert!(problems(&analysis)[0].ends_with("a row longer than the limit, the rest was not read"));
}

#[test]
fn insights_and_digests_are_skipped_by_kind_in_any_form() {
    let insight = json!({ "eventVersion": "1.07", "eventType": "AwsCloudTrailInsight", "eventID": "1",
                          "insightDetails": { "eventName": "RunInstances" }, "eventCategory": "Insight" });
    let digest = json!({ "digestStartTime": "2026-03-01T10:00:00Z", "digestS3Bucket": "b", "logFiles": [] });
    for text in [
        format!("{insight}\n{digest}\n"),
        format!("event\n{}\n{}\n", cell(&insight.to_string()), cell(&digest.to_string())),
        json!({ "logEvents": [{ "message": insight.to_string() }, { "message": digest.to_string() }] })
            .to_string(),
    ] {
        for bytes in [text.clone().into_bytes(), gzip(text.as_bytes()), zstd(text.as_bytes())] {
            assert_eq!(
                books(&run_one(bytes)),
                (2, 0, vec![("AwsCloudTrailInsight", 1), ("digest", 1)]),
                "{text}"
            );
        }
    }
}

/// The usage as its file says it, but for the number of its objects: the same records in another form are another object.
fn told(usage: &Usage) -> String {
    let file = usage.to_json();
    file.lines().filter(|line| !line.starts_with("  \"objects\"")).collect::<Vec<_>>().join("\n")
}
