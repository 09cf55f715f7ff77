//! A whole corpus, from files to usage, beside what no reader can avoid and what other parsers need for the same files.
//!
//! ```text
//! cargo xtask corpus --events 1000000 --out DIR
//! cargo bench -p bench --bench corpus -- DIR
//! ```
//!
//! Each line is a process of its own, so that CPU time and memory are those of one way alone. CPU time is what the system
//! charges (user and system); the wall clock is beside it, but busy machines make it worthless.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark that cannot go on stops; its output is what it is run for; it reads the folder it is given"
)]

use std::borrow::Cow;
use std::fs;
use std::hint::black_box;
use std::io;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use catalog::Catalog;
use libdeflater::Decompressor;
use serde::Deserialize;
use trail::read::{Limits, read};
use trail::{Object, Options, Progress, analyze};

/// Name of what is measured, and how to do it for the text of a file, or `None` for what works on the files themselves.
type Way = (&'static str, Option<fn(&mut [u8])>);

const WAYS: &[Way] = &[
    ("read files only", None),
    ("decompress only (libdeflate)", Some(|text| _ = black_box(text.len()))),
    ("decompress + our scanner", Some(scan)),
    ("decompress + serde_json, typed", Some(serde_typed)),
    ("decompress + serde_json, values", Some(serde_values)),
    ("decompress + sonic-rs, lazy fields", Some(sonic)),
    ("decompress + simd-json, tape", Some(simd)),
    ("leastwise: files to usage, 1 thread", None),
    ("leastwise: files to usage, 2 threads", None),
    ("leastwise: to a usage file, 2 threads", None),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [folder, way] => measure(Path::new(folder), way.parse().unwrap()),
        [folder] if Path::new(folder).join("AWSLogs").is_dir() => table(folder),
        _ => eprintln!(
            "give the folder of a corpus, which `cargo xtask corpus` makes: `cargo bench -p bench --bench corpus -- DIR`"
        ),
    }
    ExitCode::SUCCESS
}

fn table(folder: &str) {
    println!("{:<40} {:>9} {:>9} {:>9}", "", "CPU s", "wall s", "peak MiB");
    for (number, (name, _)) in WAYS.iter().enumerate() {
        let me = std::env::current_exe().unwrap();
        let output = Command::new(me).arg(folder).arg(number.to_string()).output().unwrap();
        print!("{name:<40} {}", String::from_utf8_lossy(&output.stdout));
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
    }
}

fn measure(folder: &Path, way: usize) {
    let files: Vec<File> = files(&folder.join("AWSLogs")).into_iter().map(File).collect();
    let (cpu, start) = (cpu_seconds(), Instant::now());
    match WAYS.get(way).unwrap() {
        ("read files only", _) => files.iter().for_each(|file| drop(black_box(fs::read(&file.0).unwrap()))),
        (name, None) => {
            let threads = NonZeroUsize::new(if name.ends_with("1 thread") { 1 } else { 2 });
            let options = Options { threads, ..Options::default() };
            let go_on = |_: Progress| ControlFlow::Continue(());
            let analysis = analyze(files, &options, Catalog::embedded(), &go_on);
            if name.contains("usage file") {
                analysis.usage.write_json(&mut io::sink()).unwrap();
            }
            black_box(&analysis);
            report(cpu, start);
            std::process::exit(0);
        }
        (_, Some(parse)) => {
            let mut texts = Texts::default();
            for file in &files {
                parse(texts.of(&fs::read(&file.0).unwrap()));
            }
        }
    }
    report(cpu, start);
}

fn report(cpu: f64, start: Instant) {
    let (cpu, wall) = (cpu_seconds() - cpu, start.elapsed().as_secs_f64());
    println!("{cpu:>9.2} {wall:>9.2} {:>9.0}", peak_mebibytes());
}

/// Unpacks with memory that is used again.
#[derive(Default)]
struct Texts {
    decompressor: Decompressor,
    text: Vec<u8>,
}

impl Texts {
    fn of(&mut self, packed: &[u8]) -> &mut [u8] {
        self.text.clear();
        if !packed.starts_with(&[0x1f, 0x8b]) {
            self.text.extend_from_slice(packed);
            return &mut self.text;
        }
        let size = u32::from_le_bytes(*packed.last_chunk().unwrap()) as usize;
        self.text.resize(size, 0);
        if self.decompressor.gzip_decompress(packed, &mut self.text).is_err() {
            // Several members.
            self.text.clear();
            io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(packed), &mut self.text).unwrap();
        }
        &mut self.text
    }
}

fn scan(text: &mut [u8]) {
    let mut length = 0;
    read("", text, &Limits::default(), &mut |item| {
        if let trail::read::Item::Record(record) = item {
            length += record.event_name.as_deref().map_or(0, str::len);
        }
    });
    black_box(length);
}

/// The fields that a usage needs at least, borrowed where they can be.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(borrow)]
    event_source: Option<Cow<'a, str>>,
    #[serde(borrow)]
    event_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    event_time: Option<Cow<'a, str>>,
    #[serde(borrow)]
    event_type: Option<Cow<'a, str>>,
    #[serde(borrow)]
    error_code: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "eventID")]
    event_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    user_identity: Option<Identity<'a>>,
}

#[derive(Deserialize)]
struct Identity<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    arn: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Log<'a> {
    #[serde(borrow, rename = "Records")]
    records: Vec<Record<'a>>,
}

fn serde_typed(text: &mut [u8]) {
    // Digests and files that are cut are no logs to it.
    if let Ok(log) = serde_json::from_slice::<Log<'_>>(text) {
        for Record {
            event_source,
            event_name,
            event_time,
            event_type,
            error_code,
            event_id,
            user_identity,
        } in log.records
        {
            black_box((event_source, event_name, event_time, event_type, error_code, event_id));
            black_box(user_identity.map(|Identity { kind, arn }| (kind, arn)));
        }
    }
}

fn serde_values(text: &mut [u8]) {
    black_box(serde_json::from_slice::<serde_json::Value>(text).ok());
}

fn sonic(text: &mut [u8]) {
    use sonic_rs::JsonValueTrait as _;
    let Ok(records) = sonic_rs::get(&*text, ["Records"].iter()) else { return };
    for record in sonic_rs::to_array_iter(records.as_raw_str()).map_while(Result::ok) {
        for name in ["eventSource", "eventName", "eventTime", "eventType", "errorCode", "eventID"] {
            black_box(record.get(name).is_some());
        }
        black_box(record.pointer(["userIdentity", "arn"]).is_some());
    }
}

fn simd(text: &mut [u8]) {
    black_box(simd_json::to_tape(text).ok().map(|tape| tape.0.len()));
}

struct File(PathBuf);

impl Object for File {
    fn name(&self) -> Cow<'_, str> {
        self.0.to_string_lossy()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(Box::new(fs::File::open(&self.0)?))
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// User and system time of this process, all threads: fields 14 and 15 of `/proc/self/stat`, in hundredths of a second.
fn cpu_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u64>().ok());
    ticks.sum::<u64>() as f64 / 100.0
}

fn peak_mebibytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
