//! How much of real logs is understood: events with an action, and events with a concrete resource.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use catalog::Catalog;
use clap::Args;
use trail::analyze::call;
use trail::read::{Item, Limits, read};
use trail::resource::Origin;
use trail::{Mapped, Mapper};

use crate::logs::logs;

/// Count in a folder of logs how many API events get an action, and how many get a concrete resource
///
/// Each folder in it is a data set of its own, and so are the files that lie in it directly.
#[derive(Args)]
pub(crate) struct TrailCoverage {
    dir: PathBuf,

    /// Show the N most frequent events without action or without resource
    #[arg(long, value_name = "N", default_value_t = 0)]
    missing: usize,

    /// Show what was found for each event, once for each set of parameters
    #[arg(long)]
    found: bool,

    /// Show the parameters of the missing ones, too
    #[arg(long)]
    parameters: bool,
}

#[derive(Default)]
struct Counts {
    calls: u64,
    /// Calls with an action, or with the knowledge that they need none.
    named: u64,
    /// Calls of which an action can be limited to resources.
    limitable: u64,
    /// Calls of these of which a resource is known.
    concrete: u64,
    by_origin: [u64; Origin::ALL.len()],
    missing: BTreeMap<String, u64>,
    shows_found: bool,
}

impl TrailCoverage {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let mut sets: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for entry in fs::read_dir(&self.dir).with_context(|| format!("reading {}", self.dir.display()))? {
            let path = entry?.path();
            let name = if path.is_dir() { path.file_name().unwrap_or_default() } else { ".".as_ref() };
            let name = name.to_string_lossy().into_owned();
            let mut files = Vec::new();
            logs(&path, &mut files)?;
            if !files.is_empty() {
                sets.entry(name).or_default().extend(files);
            }
        }
        println!(
            "{:<24} {:>9} {:>16} {:>9} {:>16}  known by",
            "data set", "calls", "with action", "limitable", "with resource"
        );
        let mut all = Counts::default();
        for (name, files) in sets {
            let mut counts = Counts { shows_found: self.found, ..Counts::default() };
            for file in files {
                counts.add(&file, self.parameters)?;
            }
            if counts.calls > 0 {
                counts.print(&name);
            }
            all.merge(counts);
        }
        all.print("all");
        let mut missing: Vec<_> = all.missing.iter().collect();
        missing.sort_by_key(|(text, count)| (std::cmp::Reverse(**count), *text));
        for (text, count) in missing.into_iter().take(self.missing) {
            println!("{count:>7} {text}");
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Counts {
    fn add(&mut self, file: &Path, with_parameters: bool) -> Result<()> {
        let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let mut mapper = Mapper::new(Catalog::embedded());
        let name = file.to_string_lossy();
        let problem = read(&name, &bytes, &Limits::default(), &mut |item| {
            let Item::Record(record) = item else { return };
            let Ok(call) = call(record, &mut mapper) else { return };
            self.calls += 1;
            let event = || {
                let source = record.event_source.as_deref().unwrap_or_default();
                let parameters = record.parameters.filter(|_| with_parameters).unwrap_or_default();
                format!("{source} {} {parameters}", record.event_name.as_deref().unwrap_or_default())
            };
            let is_named = !matches!(call.mapped, Mapped::Unknown(_));
            self.named += u64::from(is_named);
            if !is_named {
                *self.missing.entry(format!("no action    {}", event())).or_default() += 1;
            }
            if !call.takes_resources {
                return;
            }
            self.limitable += 1;
            if call.resources.is_empty() {
                *self.missing.entry(format!("no resource  {}", event())).or_default() += 1;
                return;
            }
            self.concrete += 1;
            if self.shows_found {
                let found = call.resources.iter().map(|found| {
                    let origin: Vec<_> = found.origin.names().collect();
                    format!("{} ({}, {:b})", found.arn, origin.join(" "), found.of)
                });
                println!("{} -> {}", event().trim(), found.collect::<Vec<_>>().join(", "));
            }
            for (origin, count) in Origin::ALL.into_iter().zip(&mut self.by_origin) {
                *count += u64::from(call.resources.iter().any(|found| found.origin.has(origin)));
            }
        });
        if let Some(problem) = problem {
            println!("{problem}");
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) {
        self.calls += other.calls;
        self.named += other.named;
        self.limitable += other.limitable;
        self.concrete += other.concrete;
        for (mine, more) in self.by_origin.iter_mut().zip(other.by_origin) {
            *mine += more;
        }
        for (text, count) in other.missing {
            *self.missing.entry(text).or_default() += count;
        }
    }

    fn print(&self, name: &str) {
        let mut origins = Vec::new();
        for (origin, count) in Origin::ALL.into_iter().zip(self.by_origin).filter(|(_, count)| *count > 0) {
            origins.push(format!("{} {count}", origin.names().collect::<String>()));
        }
        println!(
            "{name:<24} {:>9} {:>8} {:>6}% {:>9} {:>8} {:>6}%  {}",
            self.calls,
            self.named,
            percent(self.named, self.calls),
            self.limitable,
            self.concrete,
            percent(self.concrete, self.limitable),
            origins.join(", ")
        );
    }
}

/// With two digits, cut off rather than rounded up.
fn percent(part: u64, whole: u64) -> String {
    let share = (part * 10_000).checked_div(whole).unwrap_or_default();
    format!("{}.{:02}", share / 100, share % 100)
}
