//! How long documents that mean ill keep the release binary busy, and how much memory they take.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use super::documents::{ALL, Hostile};
use super::measure::{Measured, measure};

/// Seconds of CPU that one run over one document may take.
const SECONDS: f64 = 5.0;
/// Peak memory of a run: the binary itself and a few times the largest document that is read.
const MEGABYTES: usize = 600;

/// Measure the release binary on documents that are made to take up time and memory
#[derive(clap::Args)]
pub(crate) struct Measurement {
    /// Only the documents whose name holds this text
    #[arg(default_value = "")]
    name: String,
    /// A binary that is built already
    #[arg(long)]
    binary: Option<PathBuf>,
    /// Keep the documents in this folder
    #[arg(long)]
    keep: Option<PathBuf>,
}

/// What is run over each document.
const RUNS: &[&[&str]] = &[
    &["validate", "--format", "text"],
    &["validate", "--format", "json"],
    &["validate", "--format", "sarif"],
    &["fix", "--diff"],
];

impl Measurement {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
        let binary = match &self.binary {
            Some(binary) => binary.clone(),
            None => crate::build::for_release()?.into(),
        };
        let folder = self.keep.clone().unwrap_or_else(|| root.join("target/hostile"));
        fs::create_dir_all(&folder)?;
        println!("seconds of CPU / megabytes at the peak / kilobytes of output, exit code");
        let names = RUNS.iter().map(|run| format!("{:>28}", run.join(" ").replace("--format ", "")));
        println!("{:<46}{}", "", names.collect::<String>());
        let mut is_within = true;
        for hostile in ALL.iter().map(|make| make()).filter(|hostile| hostile.name.contains(&self.name)) {
            let file = written(&folder, &hostile)?;
            is_within &= row(&binary, hostile.name, &file)?;
            if self.keep.is_none() {
                fs::remove_file(&file)?;
            }
        }
        if self.keep.is_none() {
            fs::remove_dir_all(&folder)?;
        }
        println!("the bars are {SECONDS} s and {MEGABYTES} MB for each run");
        Ok(if is_within { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn written(folder: &Path, hostile: &Hostile) -> Result<PathBuf> {
    let letter = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let name: String = hostile.name.chars().map(letter).collect();
    let file = folder.join(name).with_extension(hostile.extension);
    fs::write(&file, &hostile.text)?;
    Ok(file)
}

/// Runs everything over one document, and tells whether all of it kept within the bars.
fn row(binary: &Path, name: &str, file: &Path) -> Result<bool> {
    let mut line = format!("{name:<46}");
    let mut is_within = true;
    for run in RUNS {
        let Measured { seconds, megabytes, kilobytes, code } = measure(binary, run, file)?;
        // A crash has no code, or that of a fault of ours.
        let is_good = seconds <= SECONDS && megabytes <= MEGABYTES && matches!(code, Some(0..=2));
        let code = code.map_or("killed".to_owned(), |code| code.to_string());
        let mark = if is_good { ' ' } else { '!' };
        let cell = format!("{seconds:.2}/{megabytes}/{kilobytes}, {code}");
        _ = write!(line, "{cell:>27}{mark}");
        is_within &= is_good;
    }
    println!("{line}");
    Ok(is_within)
}
