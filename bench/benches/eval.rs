//! Decisions on one core. Bars: at least 1,000,000 a second with a prepared policy of 3 statements and 200,000 with 40 (the leading
//! peer decides 8,565 and 526); at most 50 µs to prepare a policy.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a bench that meets what it does not expect should stop"
)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, Values, decide};
use policy::tree::{Policy, PolicyKind, lower};
use policy::{Document, Limits};
use serde_json::{Value, json};

fn read(policy: &Value) -> Policy {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Limits::default());
    lower(&document.root)
}

/// Reading of a bucket for a team, a fence around it, and a queue.
fn three() -> Value {
    json!({"Version": "2012-10-17", "Statement": [
        {"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"],
         "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
         "Condition": {"StringEquals": {"aws:PrincipalTag/team": ["data", "audit"]}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}},
        {"Sid": "Fence", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/secret/*",
         "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
        {"Sid": "Queue", "Effect": "Allow", "Action": "sqs:Send*", "Resource": "arn:aws:sqs:*:123456789012:jobs-*"},
    ]})
}

/// Forty statements of ten services; the one that allows is the last.
fn forty() -> Value {
    let services = ["ec2", "sqs", "sns", "dynamodb", "kms", "lambda", "logs", "iam", "ecr", "s3"];
    let mut statements: Vec<_> = (0..39)
        .map(|at| {
            let service = services[at % 10];
            json!({"Effect": if at % 5 == 4 { "Deny" } else { "Allow" },
                "Action": [format!("{service}:Describe*"), format!("{service}:List*"), format!("{service}:GetObject")],
                "Resource": [format!("arn:aws:{service}:*:123456789012:*/app-{at}/*"), format!("arn:aws:{service}:::app-{at}/*")],
                "Condition": {"StringEquals": {"aws:PrincipalTag/team": "data"}}})
        })
        .collect();
    statements.extend(three()["Statement"].as_array().unwrap().iter().take(1).cloned());
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn request() -> Request {
    let mut context = Context::new();
    for (key, value) in
        [("aws:PrincipalTag/team", "audit"), ("aws:SourceIp", "203.0.113.9"), ("aws:SecureTransport", "true")]
    {
        context.set(key, Values::One(value.to_owned()));
    }
    let caller = Caller::parse("arn:aws:sts::123456789012:assumed-role/App/session").unwrap();
    Request::new(caller, "s3:GetObject", "arn:aws:s3:::reports/2026/11/22/report.csv", None, context).unwrap()
}

fn decisions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(1));
    for (name, policy) in [("3 statements", three()), ("40 statements", forty())] {
        let identity = [Prepared::new("p", &read(&policy), PolicyKind::Identity)];
        let policies = Policies { identity: &identity, ..Policies::default() };
        let request = request();
        assert_eq!(decide(&request, &policies, Switches::default()).outcome, Outcome::Allowed);
        group.bench_function(name, |bencher| {
            bencher.iter(|| decide(black_box(&request), black_box(&policies), Switches::default()));
        });
    }
    group.finish();
}

fn preparing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prepare");
    for (name, policy) in [("3 statements", read(&three())), ("40 statements", read(&forty()))] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| Prepared::new("p", black_box(&policy), PolicyKind::Identity));
        });
    }
    group.finish();
}

criterion_group!(benches, decisions, preparing);
criterion_main!(benches);
