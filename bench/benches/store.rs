//! The store in a file: how fast partials go in and usage comes out, for a corpus of any size.
//!
//! ```text
//! cargo xtask corpus --events 1000000 --out DIR
//! cargo bench -p bench --bench store -- DIR
//! ```
//!
//! What comes out is held against the usage of all objects added up in memory, byte for byte.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a benchmark that cannot go on stops; its output is what it is run for; it reads the folder it is given"
)]

use std::fs;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use catalog::Catalog;
use store::{FileStore, Filter, Object, Partial, Store};
use trail::{Options, Principal, Usage, analyze};

/// Partials in one transaction.
const AT_ONCE: [usize; 3] = [1, 16, 128];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [folder] if Path::new(folder).join("AWSLogs").is_dir() => measure(Path::new(folder)),
        _ => eprintln!(
            "give the folder of a corpus, which `cargo xtask corpus` makes: `cargo bench -p bench --bench store -- DIR`"
        ),
    }
    ExitCode::SUCCESS
}

fn measure(folder: &Path) {
    let mut files = Vec::new();
    list(&folder.join("AWSLogs"), &mut files);
    files.sort();
    let partials: Vec<(Object, Usage)> = files.iter().map(|file| partial(file)).collect();
    let scratch = tempfile::tempdir().unwrap();
    for at_once in AT_ONCE {
        let path = scratch.path().join(at_once.to_string());
        let store = FileStore::open(&path).unwrap();
        let began = Instant::now();
        for some in partials.chunks(at_once) {
            let some: Vec<_> = some.iter().map(|(object, usage)| Partial { object, usage }).collect();
            store.put_partials(&some).unwrap();
        }
        let seconds = began.elapsed().as_secs_f64();
        let size = fs::metadata(&path).unwrap().len() as f64 / f64::from(1 << 20);
        let count = partials.len();
        let rate = count as f64 / seconds;
        println!("put {count} partials, {at_once} at once: {seconds:.2} s, {rate:.0}/s, {size:.0} MiB");
    }
    let path = scratch.path().join("1");
    let store = timed("open", || FileStore::open(&path).unwrap());
    let usage = timed("usage of all", || store.usage(&Filter::default()).unwrap());
    let mut expected = Usage::default();
    for (_, usage) in partials {
        expected.add(usage);
    }
    assert!(usage.to_json() == expected.to_json(), "what comes out is not what went in");
    let principals = timed("names of all principals", || store.principals().unwrap());
    let count = |principal: &Principal| {
        usage.uses(principal.name()).unwrap().values().map(|use_| use_.count()).sum::<u64>()
    };
    let busiest = principals.iter().max_by_key(|principal| count(principal)).unwrap();
    let one = Filter::of_principal(busiest.name());
    timed("usage of the busiest principal", || store.usage(&one).unwrap());
    timed("the same by days", || store.days(&one).unwrap());
    timed("usage of each principal, one by one", || {
        for principal in &principals {
            store.usage(&Filter::of_principal(principal.name())).unwrap();
        }
    });
    println!("{} principals, {} events, the busiest with {}", principals.len(), usage.used(), count(busiest));
}

fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let done = act();
    println!("{what}: {:.1} ms", began.elapsed().as_secs_f64() * 1_000.0);
    done
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// What a run over this object alone gives.
fn partial(file: &Path) -> (Object, Usage) {
    let name = file.to_string_lossy().into_owned();
    let options = Options { threads: NonZeroUsize::new(1), ..Options::default() };
    let object = [(&*name, fs::read(file).unwrap())];
    let go_on = |_: trail::Progress| ControlFlow::Continue(());
    let usage = analyze(object, &options, Catalog::embedded(), &go_on).usage;
    (Object::new(name, ""), usage)
}
