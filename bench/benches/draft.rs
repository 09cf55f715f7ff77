//! From a usage file to policies, stage by stage, beside what no reader of such a file can avoid.
//!
//! ```text
//! cargo xtask corpus --events 1000000 --principals 1000 --out DIR && leastwise analyze DIR -o usage.json
//! cargo bench -p bench --bench draft -- usage.json [the binary of leastwise]
//! ```
//!
//! Everything is CPU time, of one thread; of the binary that of all of its threads, with checks, replay and the answer written. That is
//! what the bar is about: 1,000 principals of 1,000,000 events in a second.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a benchmark that cannot go on stops; its output is what it is run for; it reads the file it is given"
)]

use std::fs;
use std::hint::black_box;
use std::process::{Command, ExitCode, Stdio};

use catalog::Catalog;
use draft::{Draft, Options, draft};
use eval::Prepared;
use policy::tree::PolicyKind;
use policy::write::Style;
use policy::{Document, Severity};
use serde::de::IgnoredAny;
use trail::Usage;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [file] => stages(file),
        [file, binary] => {
            stages(file);
            whole(file, binary);
        }
        _ => eprintln!("give a usage file, and the binary if it is to be measured, too"),
    }
    ExitCode::SUCCESS
}

fn stages(file: &str) {
    let bytes = measured("read the bytes", || fs::read(file).unwrap());
    measured("limit: serde_json, nothing kept", || {
        serde_json::from_slice::<IgnoredAny>(&bytes).unwrap();
    });
    measured("peer: serde_json, values", || {
        black_box(serde_json::from_slice::<serde_json::Value>(&bytes).unwrap());
    });
    let (usage, _) = measured("usage of the file", || Usage::from_json(file, &bytes).unwrap());
    let catalog = Catalog::embedded();
    let options = Options::default();
    let drafts: Vec<Draft> = measured("drafts", || {
        usage.principals().map(|(principal, _)| draft(&usage, principal, &options, catalog)).collect()
    });
    let policies = || drafts.iter().flat_map(|draft| &draft.policies);
    let texts: Vec<String> = measured("text of the policies", || {
        policies().map(|drafted| policy::write(&drafted.policy.to_node(), Style::Pretty(2))).collect()
    });
    let grave = lint::CHECKS.iter().filter(|check| check.severity == Severity::Error);
    let only: Vec<String> = grave.map(|check| check.id.to_owned()).collect();
    let options = lint::Options { kind: Some(PolicyKind::Identity), only, ..lint::Options::default() };
    let documents: Vec<Document> = measured("the texts read again", || {
        let read =
            |text: &String| Document::read("policy.json", text.as_bytes(), None, &policy::Limits::default());
        texts.iter().map(read).collect()
    });
    measured("checks that can find errors", || {
        for document in &documents {
            black_box(lint::lint(document, catalog, &options));
        }
    });
    measured("policies made ready for replay", || {
        for drafted in policies() {
            black_box(Prepared::new(drafted.name.as_str(), &drafted.policy, PolicyKind::Identity));
        }
    });
    println!(
        "{} principals, {} events, {} calls, {} bytes of usage, {} policies of {} bytes",
        drafts.len(),
        usage.records(),
        usage.used(),
        bytes.len(),
        texts.len(),
        texts.iter().map(String::len).sum::<usize>()
    );
}

/// From start to end, with replay, and with the answer written.
fn whole(file: &str, binary: &str) {
    for format in ["text", "json"] {
        let before = seconds_of_children();
        let ran = Command::new(binary)
            .args(["generate", "--usage", file, "--format", format])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(ran.code().is_some_and(|code| code < 2), "{ran:?}");
        let spent = (seconds_of_children() - before) * 1000.0;
        println!("{spent:>9.0} ms  the binary, answering with {format}");
    }
}

fn measured<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let before = nanoseconds();
    let made = run();
    let spent = nanoseconds().saturating_sub(before) / 1_000_000;
    println!("{spent:>9} ms  {name}");
    made
}

/// CPU time of this thread.
fn nanoseconds() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|field| field.parse().ok()).unwrap_or_default()
}

/// CPU time of all processes that were waited for: fields 16 and 17 of `/proc/self/stat`, in hundredths of a second.
fn seconds_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(13).take(2);
    ticks.filter_map(|field| field.parse::<u32>().ok()).map(|ticks| f64::from(ticks) / 100.0).sum()
}
