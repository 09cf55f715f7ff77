//! How fast policies are checked, held against the bars. Run `cargo xtask managed-policies` before, which fetches AWS's own.
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]
#![allow(clippy::print_stdout, reason = "its table is what it is run for")]
#![allow(clippy::disallowed_methods, reason = "it reads the package cache and the kernel's counters")]

mod managed;
mod measure;
mod policies;
mod statements;

use std::hint::black_box;
use std::time::Duration;

use catalog::Catalog;
use lint::Options;
use measure::{median, peak_memory, processor_time};
use policy::tree::PolicyKind;
use policy::{Document, Limits};

/// How often a policy is checked for its median, and a set of policies for its least time.
const RUNS: usize = 2_000;
const ROUNDS: usize = 5;

/// One line of the table: what was measured, what it may be, and what the nearest peer needs.
struct Line {
    what: String,
    measured: Option<f64>,
    bar: f64,
    unit: &'static str,
    peer: &'static str,
}

fn main() {
    // `cargo test --benches` only asks whether it starts.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let any = Options::default();
    let mut lines = Vec::new();
    for (name, text) in policies::of_five() {
        check(&text, &any);
        let time = median(RUNS, || check(&text, &any));
        let what = format!("5 statements ({name}), median");
        lines.push(Line { what, measured: Some(micros(time)), bar: 100.0, unit: "µs", peer: "" });
    }
    let thousand = policies::thousand();
    lines.push(Line {
        what: "1,000 policies, processor".to_owned(),
        measured: least(|| thousand.iter().for_each(|text| check(text, &any))),
        bar: 0.15,
        unit: "s",
        peer: "8.9",
    });
    let managed = managed::texts();
    let identity = Options { kind: Some(PolicyKind::Identity), ..Options::default() };
    lines.push(Line {
        what: format!("AWS's {} managed policies, processor", managed.len()),
        measured: least(|| managed.iter().for_each(|text| check(text, &identity))),
        bar: 2.0,
        unit: "s",
        peer: "112",
    });
    let folder = managed::folder(&managed);
    let peak = peak_memory(&managed::binary(), &["validate", "."], folder.path());
    lines.push(Line {
        what: "`leastwise validate` on them, memory".to_owned(),
        measured: peak.map(mebibytes),
        bar: 60.0,
        unit: "MiB",
        peer: "",
    });
    print(&lines);
}

/// From the text to the findings.
fn check(text: &str, options: &Options) {
    let document = Document::read("p.json", black_box(text.as_bytes()), None, &Limits::default());
    black_box(lint::lint(&document, Catalog::embedded(), options));
}

/// The least processor time of some rounds, in seconds.
fn least(work: impl Fn()) -> Option<f64> {
    let times = (0..ROUNDS).filter_map(|_| processor_time(&work));
    times.min().map(|time| time.as_secs_f64())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

#[allow(clippy::cast_precision_loss, reason = "no machine has so much memory that it matters")]
fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

fn print(lines: &[Line]) {
    println!("{:<48}{:>12}{:>12}{:>16}", "", "measured", "bar", "nearest peer");
    for Line { what, measured, bar, unit, peer } in lines {
        let shown = measured.map_or("unknown".to_owned(), |value| format!("{value:.2} {unit}"));
        let over = if measured.is_some_and(|value| value > *bar) { " OVER" } else { "" };
        let peer = if peer.is_empty() { String::new() } else { format!("{peer} {unit}") };
        println!("{what:<48}{shown:>12}{:>12}{peer:>16}{over}", format!("{bar} {unit}"));
    }
}
