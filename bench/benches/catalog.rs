//! How fast the catalogue answers. Each line has a limit, which the name of the benchmark says.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::hint::black_box;
use std::time::Duration;

use catalog::Catalog;
use criterion::{Criterion, criterion_group, criterion_main};
use policy::{ActionPattern, ResourcePattern};

fn opening(c: &mut Criterion) {
    let bytes: &'static [u8] = Catalog::embedded().to_bytes().leak();
    c.bench_function("first use of the embedded catalogue (limit 1 ms)", |b| b.iter(Catalog::open_embedded));
    c.bench_function("open and check a foreign catalogue (limit 20 ms)", |b| {
        b.iter(|| Catalog::open(black_box(bytes)).unwrap());
    });
}

fn names(c: &mut Criterion) {
    let catalog = Catalog::embedded();
    for name in ["s3:GetObject", "EC2:describeinstances", "sts:AssumeRole", "s3:GetObjet"] {
        c.bench_function(&format!("action `{name}` (limit 500 ns)"), |b| {
            b.iter(|| catalog.action(black_box(name)));
        });
    }
    c.bench_function("operation `s3 ListObjectsV2` (limit 1 µs)", |b| {
        b.iter(|| catalog.operation(black_box("s3"), black_box("ListObjectsV2")));
    });
    for name in ["s3:GetObjet", "dynamo:GetItem", "ec2:DescribeInstance"] {
        c.bench_function(&format!("nearest to `{name}` (limit 5 ms)"), |b| {
            b.iter(|| catalog.nearest_actions(black_box(name)));
        });
    }
}

fn patterns(c: &mut Criterion) {
    let catalog = Catalog::embedded();
    for (text, limit) in [
        ("s3:Get*", "2 µs"),
        ("ec2:Describe*", "2 µs"),
        ("*", "5 µs"),
        ("s3:*Tagging*", "50 µs"),
        ("ec2:*Vpc*", "200 µs"),
    ] {
        let pattern = ActionPattern::parse(text);
        c.bench_function(&format!("expand `{text}` (limit {limit})"), |b| {
            b.iter(|| catalog.expand(black_box(&pattern)));
        });
    }
    let (all, read) =
        (catalog.expand(&ActionPattern::parse("*")), catalog.expand(&ActionPattern::parse("s3:Get*")));
    c.bench_function("difference of two sets (limit 5 µs)", |b| {
        b.iter(|| black_box(&all).difference(&read));
    });
}

fn resources(c: &mut Criterion) {
    let catalog = Catalog::embedded();
    for arn in ["arn:aws:s3:::bucket/key", "arn:aws:ec2:us-east-1:111122223333:instance/i-0"] {
        c.bench_function(&format!("types of `{arn}` (limit 50 µs)"), |b| {
            b.iter(|| catalog.resource_types_of(black_box(arn)));
        });
        let pattern = ResourcePattern::parse(&format!("{arn}*"));
        c.bench_function(&format!("types meeting `{arn}*` (limit 1 ms)"), |b| {
            b.iter(|| catalog.resource_types_meeting(black_box(&pattern)));
        });
    }
    for key in ["s3:prefix", "aws:RequestTag/Project"] {
        c.bench_function(&format!("actions with the key `{key}` (limit 200 µs)"), |b| {
            b.iter(|| catalog.actions_with_key(black_box(key)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    targets = opening, names, patterns, resources
}
criterion_main!(benches);
