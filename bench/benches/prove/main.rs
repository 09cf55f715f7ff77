//! Comparisons of policies over all requests, on one core, both ways.
//!
//! Bars: a mutated pair at most 1 ms at the median and 50 ms at the 99th of 100 (the published tool that counts requests takes 10.7 s
//! at the median, z3 on the same questions 71 ms); 80 buckets listed at once against 80 statements at most 50 ms; ten globs that must
//! all match at most 200 ms.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    missing_docs,
    reason = "a bench that meets what it does not expect should stop; it prints what criterion does not measure"
)]

mod bases;
mod hard;
mod mutation;

use std::hint::black_box;
use std::time::{Duration, Instant};

use catalog::Catalog;
use criterion::{Criterion, criterion_group, criterion_main};
use eval::Prepared;
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits as Reading};
use prove::{Comparison, Limits, Prover, Side};
use serde_json::{Value, json};

use mutation::{Draw, mutated};

const MUTANTS: u64 = 8;

fn read(policy: &Value) -> [Prepared; 1] {
    let document = Document::read("p.json", policy.to_string().as_bytes(), None, &Reading::default());
    [Prepared::new("p", &lower(&document.root), PolicyKind::Identity)]
}

fn prover(regions: usize) -> Prover<'static> {
    Prover { limits: Limits { regions, ..Limits::default() }, ..Prover::new(Catalog::embedded()) }
}

fn compare(old: &[Prepared], new: &[Prepared], regions: usize) -> Comparison {
    prover(regions).compare(Side::Pooled(black_box(old)), Side::Pooled(black_box(new)))
}

fn pairs() -> Vec<([Prepared; 1], [Prepared; 1])> {
    let mut pairs = Vec::new();
    for (base, number) in bases::bases().iter().zip(0..) {
        for mutant in 0..MUTANTS {
            let mutant = mutated(base, &mut Draw::new(number * MUTANTS + mutant + 1));
            pairs.push((read(base), read(&mutant)));
        }
    }
    pairs
}

/// The median and the 99th of 100 over the pairs, each the best of five runs: criterion tells only of sums.
fn quantiles(pairs: &[([Prepared; 1], [Prepared; 1])], regions: usize) {
    let time = |(old, new): &([Prepared; 1], [Prepared; 1])| {
        let run = || {
            let start = Instant::now();
            black_box(compare(old, new, regions));
            start.elapsed()
        };
        (0..5).map(|_| run()).min().unwrap()
    };
    let mut times: Vec<(Duration, usize)> =
        pairs.iter().enumerate().map(|(at, pair)| (time(pair), at)).collect();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share).div_ceil(100) - 1].0;
    let (slowest, which) = *times.last().unwrap();
    println!(
        "{} mutated pairs, {regions} regions: median {:?} (bar 1 ms), p99 {:?} (bar 50 ms), slowest {slowest:?} (pair {which})",
        times.len(),
        at(50),
        at(99),
    );
}

fn mutants(criterion: &mut Criterion) {
    let pairs = pairs();
    for regions in [0, 16] {
        quantiles(&pairs, regions);
    }
    let mut group = criterion.benchmark_group("mutated pairs");
    group.sample_size(10);
    for regions in [0, 16] {
        group.bench_function(format!("all, {regions} regions"), |bencher| {
            bencher.iter(|| {
                for (old, new) in &pairs {
                    black_box(compare(old, new, regions));
                }
            });
        });
    }
    group.finish();
}

fn hard_cases(criterion: &mut Criterion) {
    let everything =
        json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let reading = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*",
        "Action": ["*:Get*", "*:List*", "*:Describe*", "ec2:Search*", "logs:FilterLogEvents", "s3:Head*", "iam:Generate*"]}});
    let mut group = criterion.benchmark_group("compare");
    group.sample_size(10);
    for (name, (old, new)) in [
        ("80 buckets listed, 80 statements", hard::eighty_buckets()),
        ("ten globs, all of them", hard::ten_globs()),
        ("ten globs of a key, all of them", hard::ten_globs_of_a_key()),
        ("`*a?{14}`", hard::bomb()),
        ("60 statements, 30 deny", hard::sixty_statements()),
        ("everything, reading", (everything, reading)),
    ] {
        let (old, new) = (read(&old), read(&new));
        for regions in [0, 16] {
            let start = Instant::now();
            let Comparison { new_access, removed_access } = compare(&old, &new, regions);
            let took = start.elapsed();
            println!(
                "{name}, {regions} regions: {took:?}, {}, {}",
                answer(&new_access),
                answer(&removed_access)
            );
            group.bench_function(format!("{name}, {regions} regions"), |bencher| {
                bencher.iter(|| compare(&old, &new, regions));
            });
        }
    }
    group.finish();
}

fn answer(difference: &prove::Difference) -> String {
    match &difference.verdict {
        prove::Verdict::None => "none".to_owned(),
        prove::Verdict::Witness(_) => format!("a witness and {} regions", difference.regions.len()),
        prove::Verdict::Unknown(doubts) => format!("unknown: {doubts:?}"),
    }
}

criterion_group!(benches, mutants, hard_cases);
criterion_main!(benches);
