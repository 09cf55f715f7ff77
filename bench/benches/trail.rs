//! How fast logs become usage. The limit is unpacking alone, which no reader can beat.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on stops")]

use std::hint::black_box;
use std::io::{Read, Write};
use std::ops::ControlFlow;

use catalog::Catalog;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use trail::{Options, analyze};

const RECORDS: usize = 20_000;

/// Records of some size and variety, as an application makes them.
fn log() -> Vec<u8> {
    let calls =
        [("s3", "GetObject"), ("dynamodb", "Query"), ("kms", "Decrypt"), ("ec2", "DescribeInstances")];
    let record = |number: usize| {
        let (source, name) = calls[number % calls.len()];
        json!({
            "eventVersion": "1.11", "eventType": "AwsApiCall", "eventCategory": "Data", "managementEvent": false,
            "userIdentity": {
                "type": "AssumedRole", "principalId": "AROAEXAMPLE:session", "accountId": "111122223333",
                "arn": format!("arn:aws:sts::111122223333:assumed-role/web-{}/session", number % 7),
                "sessionContext": {
                    "sessionIssuer": { "type": "Role", "arn": format!("arn:aws:iam::111122223333:role/web-{}", number % 7) },
                    "attributes": { "creationDate": "2026-11-20T08:00:00Z", "mfaAuthenticated": "false" }
                }
            },
            "eventTime": format!("2026-11-20T08:{:02}:{:02}Z", number / 60 % 60, number % 60),
            "eventSource": format!("{source}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
            "sourceIPAddress": "198.51.100.7", "userAgent": "[aws-sdk-rust/1.8 os/linux lang/rust/1.95]",
            "requestParameters": { "bucketName": "acme-invoices", "key": format!("2026/11/{number}.pdf") },
            "responseElements": null, "additionalEventData": { "bytesTransferredOut": number, "AuthenticationMethod": "AuthHeader" },
            "requestID": format!("{number:032X}"), "eventID": format!("00000000-0000-4000-a000-{number:012}"), "readOnly": true,
            "resources": [{ "type": "AWS::S3::Object", "ARN": format!("arn:aws:s3:::acme-invoices/2026/11/{number}.pdf") }],
            "recipientAccountId": "111122223333"
        })
    };
    json!({ "Records": (0..RECORDS).map(record).collect::<Vec<_>>() }).to_string().into_bytes()
}

fn reading(c: &mut Criterion) {
    let text = log();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&text).unwrap();
    let packed = packer.finish().unwrap();

    let mut group = c.benchmark_group(format!("a log of {RECORDS} records"));
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);
    group.bench_function("limit: unpack only", |b| {
        b.iter(|| {
            let mut unpacked = Vec::with_capacity(text.len());
            flate2::read::GzDecoder::new(black_box(packed.as_slice())).read_to_end(&mut unpacked).unwrap();
            unpacked
        });
    });
    group.bench_function("peer: unpack and parse with serde_json", |b| {
        b.iter(|| {
            let unpacked = flate2::read::GzDecoder::new(black_box(packed.as_slice()));
            serde_json::from_reader::<_, serde_json::Value>(std::io::BufReader::new(unpacked)).unwrap()
        });
    });
    let go_on = |_: trail::Progress| ControlFlow::Continue(());
    for (form, bytes) in [("packed log to usage", packed.as_slice()), ("plain log to usage", text.as_slice())]
    {
        group.bench_function(form, |b| {
            b.iter(|| {
                analyze(vec![("log", black_box(bytes))], &Options::default(), Catalog::embedded(), &go_on)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
