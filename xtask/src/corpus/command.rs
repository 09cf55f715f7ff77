//! The task: writes a corpus, or holds `trail` to one.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use catalog::Catalog;

use super::check::differences;
use super::generate::generate;
use super::truth::Truth;

/// More differences are only counted.
const SHOWN: usize = 40;

/// Write a corpus of `CloudTrail` logs with its exact truth beside it, or hold the analysis to one
///
/// The folder gets `AWSLogs/…` as `CloudTrail` delivers it, and `truth.json`. The same seed gives the same bytes.
#[derive(clap::Args)]
pub(crate) struct Corpus {
    /// How many log records
    #[arg(long, default_value_t = 20_000)]
    events: usize,
    /// How many principals call, as they are told apart in usage; by default as many as so many events come from
    #[arg(long, value_parser = clap::value_parser!(u16).range(14..))]
    principals: Option<u16>,
    /// Another seed gives another corpus
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write to; it must not exist
    #[arg(long, value_name = "DIR", required_unless_present = "check")]
    out: Option<PathBuf>,
    /// Analyze this corpus and compare with its truth, instead of writing one
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    check: Option<PathBuf>,
}

impl Corpus {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        match (&self.check, &self.out) {
            (Some(folder), _) => check(folder),
            (None, Some(folder)) => write(folder, self.events, self.principals.map(usize::from), self.seed),
            (None, None) => bail!("give a folder: `--out` or `--check`"),
        }
    }
}

fn write(folder: &Path, events: usize, principals: Option<usize>, seed: u64) -> Result<ExitCode> {
    if folder.exists() {
        bail!("`{}` exists already", folder.display());
    }
    let mut bytes = 0;
    let truth = generate(events, principals, seed, &mut |path, packed| {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        bytes += packed.len();
        fs::write(&path, packed).with_context(|| format!("{}", path.display()))
    })?;
    fs::write(folder.join("truth.json"), serde_json::to_vec_pretty(&truth)?)?;
    println!(
        "{} records in {} files, {bytes} bytes: {} used by {} principals, {} rows",
        truth.records,
        truth.files,
        truth.used,
        truth.principals(),
        truth.rows.len()
    );
    Ok(ExitCode::SUCCESS)
}

fn check(folder: &Path) -> Result<ExitCode> {
    let path = folder.join("truth.json");
    let truth: Truth =
        serde_json::from_slice(&fs::read(&path).with_context(|| format!("{}", path.display()))?)?;
    let mut files = Vec::new();
    collect(&folder.join("AWSLogs"), &mut files)?;
    let go_on = |_: trail::Progress| ControlFlow::Continue(());
    let analysis = trail::analyze(files, &trail::Options::default(), Catalog::embedded(), &go_on);
    let found = differences(&analysis.usage, &truth);
    for line in found.iter().take(SHOWN) {
        println!("{line}");
    }
    println!(
        "{} records, {} rows: {} differences from the truth",
        analysis.usage.records(),
        truth.rows.len(),
        found.len()
    );
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn collect(folder: &Path, files: &mut Vec<LogFile>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(LogFile(path));
        }
    }
    Ok(())
}

struct LogFile(PathBuf);

impl trail::Object for LogFile {
    fn name(&self) -> Cow<'_, str> {
        self.0.to_string_lossy()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + '_>> {
        Ok(Box::new(fs::File::open(&self.0)?))
    }
}
