//! All that is checked, and the table of what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use super::aws::Aws;
use super::batches::{Logs, Stage};
use super::function::Start;
use super::{answers, calls, wide};
use crate::build;
use crate::python;
use crate::s3_check::archive::{self, Archive};

/// The services cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

/// The example that tells what the functions stored.
const STORED: &str = "stored";

/// Run both Lambda functions against S3, SQS and `DynamoDB` of this machine
///
/// The services are moto, installed under the target folder with cfn-lint for the template; where that cannot be done, the exit code is 77.
#[derive(clap::Args)]
pub(crate) struct LambdaCheck {
    /// How many logs, at least
    #[arg(long, default_value_t = 120)]
    objects: usize,
    /// Another seed gives other logs
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl LambdaCheck {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let folder = target.join("lambda-check");
        let python = match python::install(&root.join("xtask/lambda/requirements.txt"), &folder)? {
            Ok(python) => python,
            Err(why) => {
                println!("the Lambda functions were NOT checked: {why}");
                return Ok(ExitCode::from(NOT_RUN));
            }
        };
        lint(root, &python)?;
        let built = build()?;
        let archive = archive::write(&folder.join("archive"), self.objects, self.seed)?;
        let mut aws = Aws::start(root, &python)?;
        let table = aws.make()?;
        let start = Start::new(&built.program, &folder, &aws.url, &table)?;
        let mut stage = Stage { aws: &mut aws, start: &start, stored: &built.stored };
        let is_well = scenes(&mut stage, &built, &archive, &folder)?;
        calls::agree(root, &aws.calls()?)?;
        println!("the calls of both functions are those of infra/sam/calls.json");
        Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn scenes(stage: &mut Stage<'_>, built: &Built, archive: &Archive, folder: &Path) -> Result<bool> {
    let all = files(&archive.bucket)?;
    let usage = built.usage(&archive.logs, &folder.join("usage.json"))?;
    let logs = Logs { folder: &archive.bucket, keys: &all, usage: &usage };
    // The same keys with other contents: each has that of its neighbour.
    let few: Vec<String> = archive.keys.iter().take(12).cloned().collect();
    let (old, new) = (folder.join("old"), folder.join("new"));
    for (number, key) in few.iter().enumerate() {
        archive::put(&old, key, &fs::read(archive.logs.join(key))?)?;
        let other = &few[(number + 1 + number % 2) % few.len()];
        archive::put(&new, key, &fs::read(archive.logs.join(other))?)?;
    }
    let usages = [built.usage(&old, &folder.join("old.json"))?, built.usage(&new, &folder.join("new.json"))?];
    ensure!(usages[0] != usages[1], "there is nothing to be seen when these objects change");
    let before = Logs { folder: &old, keys: &few, usage: &usages[0] };
    let after = Logs { folder: &new, keys: &few, usage: &usages[1] };
    let wide = [wide::write(&folder.join("wide"), 1)?, wide::write(&folder.join("wider"), 2)?];
    let wides = [
        built.usage(&folder.join("wide"), &folder.join("wide.json"))?,
        built.usage(&folder.join("wider"), &folder.join("wider.json"))?,
    ];
    let narrow = Logs { folder: &folder.join("wide"), keys: &wide[..1], usage: &wides[0] };
    let wider = Logs { folder: &folder.join("wider"), keys: &wide[1..], usage: &wides[1] };
    let known = answers::Known { binary: &built.program, usage: &folder.join("usage.json") };

    println!(
        "{:<74}{:>9}{:>9}",
        "usage equal to that of one run over the objects, byte for byte", "events", "seconds"
    );
    let mut is_well = true;
    let mut row = |scene: &str, run: &mut dyn FnMut() -> Result<u64>| {
        let start = Instant::now();
        match run() {
            Ok(events) => println!("{scene:<74}{events:>9}{:>9.1}", start.elapsed().as_secs_f64()),
            Err(error) => {
                is_well = false;
                println!("FAILED: {scene}: {error:#}");
            }
        }
    };
    row("hostile messages, which end as dead letters", &mut || stage.poisoned(&before));
    row("objects written anew, old notifications last", &mut || stage.rewritten(&before, &after));
    row("a log of 1,100 callers with long names, written anew", &mut || stage.rewritten(&narrow, &wider));
    row("killed six times in the middle of a batch", &mut || stage.killed(&logs));
    row("twice, in any order, in every form, several in one", &mut || stage.muddled(&logs));
    row("every message once", &mut || stage.quiet(&logs));
    row("answers by REST (1.0) and HTTP (2.0) payloads", &mut || answers::agree(stage.start, &known));
    Ok(is_well)
}

/// The keys of all objects below the folder, in order.
fn files(folder: &Path) -> Result<Vec<String>> {
    let (mut folders, mut keys) = (vec![folder.to_owned()], Vec::new());
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let key = path.strip_prefix(folder)?.to_str().context("a key that is not Unicode")?;
                keys.push(key.to_owned());
            }
        }
    }
    keys.sort();
    Ok(keys)
}

/// What was built with the functions.
struct Built {
    program: PathBuf,
    stored: PathBuf,
}

impl Built {
    /// The usage of one run over the logs, as it is written into the file.
    fn usage(&self, logs: &Path, file: &Path) -> Result<Vec<u8>> {
        let mut command = Command::new(&self.program);
        command.arg("analyze").arg(logs).args(["--quiet", "--output"]).arg(file);
        let output = command.output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Ok(fs::read(file)?)
    }
}

fn build() -> Result<Built> {
    let programs = build::as_tested(Some("lambda"), STORED)?;
    Ok(Built { program: programs.leastwise()?.into(), stored: programs.named(STORED)?.into() })
}

/// What AWS's own tool says of the template.
fn lint(root: &Path, python: &Path) -> Result<()> {
    let tool = python.with_file_name("cfn-lint");
    let status = Command::new(tool).arg(root.join("infra/sam/template.yaml")).status()?;
    ensure!(status.success(), "cfn-lint finds fault with the template");
    println!("cfn-lint finds no fault with infra/sam/template.yaml");
    Ok(())
}
