//! How fast policies are read, compared and checked. Reading stands beside `serde_json`, which keeps no places.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::fmt::Write as _;
use std::hint::black_box;

use catalog::Catalog;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use policy::{Document, Format, Glob, Limits, Style, write};

/// A policy of `count` statements, as people write them.
fn policy_of(count: usize) -> String {
    let mut statements = Vec::new();
    for number in 0..count {
        let mut text = String::new();
        write!(
            text,
            r#"    {{
      "Sid": "Read{number}",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket", "dynamodb:Query"],
      "Resource": ["arn:aws:s3:::bucket-{number}", "arn:aws:s3:::bucket-{number}/*", "arn:aws:dynamodb:*:*:table/t{number}"],
      "Condition": {{ "StringEquals": {{ "aws:PrincipalOrgID": "o-a1b2c3d4e5" }} }}
    }}"#
        )
        .unwrap();
        statements.push(text);
    }
    format!("{{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n{}\n  ]\n}}\n", statements.join(",\n"))
}

fn reading(c: &mut Criterion) {
    for count in [2, 2_000] {
        let pretty = policy_of(count);
        let document = Document::read("p.json", pretty.as_bytes(), Some(Format::Json), &Limits::default());
        let minified = write(&document.root, Style::Minified);
        for (form, text) in [("pretty", &pretty), ("minified", &minified)] {
            let mut group = c.benchmark_group(format!("read {count} statements, {form}"));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function("with places", |b| {
                b.iter(|| {
                    Document::read(
                        "p.json",
                        black_box(text.as_bytes()),
                        Some(Format::Json),
                        &Limits::default(),
                    )
                });
            });
            group.bench_function("peer: serde_json, without", |b| {
                b.iter(|| serde_json::from_slice::<serde_json::Value>(black_box(text.as_bytes())).unwrap());
            });
            group.finish();
        }
    }
}

fn checking(c: &mut Criterion) {
    let catalog = Catalog::embedded();
    for count in [2, 200] {
        let text = policy_of(count);
        let document = Document::read("p.json", text.as_bytes(), Some(Format::Json), &Limits::default());
        c.bench_function(&format!("check {count} statements"), |b| {
            b.iter(|| lint::lint(black_box(&document), catalog, &lint::Options::default()));
        });
    }
}

fn patterns(c: &mut Criterion) {
    let (wide, narrow) =
        (Glob::new("arn:aws:s3:::bucket*/logs/*"), Glob::new("arn:aws:s3:::bucket-1/logs/2026/*.gz"));
    c.bench_function("a pattern matches a text", |b| {
        b.iter(|| wide.matches(black_box("arn:aws:s3:::bucket-1/logs/2026/11/a.gz")));
    });
    c.bench_function("a pattern covers another", |b| b.iter(|| wide.covers(black_box(&narrow))));
    c.bench_function("two patterns intersect", |b| b.iter(|| wide.intersects(black_box(&narrow))));
    let hostile = (Glob::new(&"*a?".repeat(600)), Glob::new(&"*aa?".repeat(500)));
    c.bench_function("hostile patterns of 2,000 letters, inclusion (limit 50 ms)", |b| {
        b.iter(|| black_box(&hostile.0).covers(&hostile.1));
    });
}

criterion_group!(benches, reading, checking, patterns);
criterion_main!(benches);
