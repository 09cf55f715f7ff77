//! What happens to a reading of the bucket, and what must come of it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::analysis::{Program, Ran};
use super::archive::{Archive, put};
use crate::counting::Server;

pub(super) struct Stage<'s> {
    pub(super) root: &'s Path,
    pub(super) python: &'s Path,
    pub(super) archive: &'s Archive,
    pub(super) program: &'s Program,
    /// The usage of the logs as local files.
    pub(super) usage: &'s [u8],
}

/// Bytes of an object that is fetched in pieces.
const LARGE: usize = 100 << 20;
/// What reading it may take: a few pieces, not the object.
const MOST_FOR_LARGE: u64 = 120 << 20;

/// A line of the table.
pub(super) struct Row {
    pub(super) scene: &'static str,
    pub(super) objects: u64,
    pub(super) took: Duration,
    pub(super) most_memory: u64,
    pub(super) processor: f64,
    /// Objects that the server gave.
    pub(super) given: u64,
    /// Calls that it refused.
    pub(super) refused: u64,
}

impl Stage<'_> {
    pub(super) fn quiet(&self) -> Result<Row> {
        self.straight("a quiet server", &[])
    }

    pub(super) fn throttling(&self) -> Result<Row> {
        let row =
            self.straight("503 SlowDown to every 5th call, 500 to every 97th", &["--slow=5", "--fail=97"])?;
        ensure!(row.refused > row.objects / 10, "only {} calls were refused", row.refused);
        Ok(row)
    }

    fn straight(&self, scene: &'static str, options: &[&str]) -> Result<Row> {
        let server = self.server(options)?;
        let ran = self.program.read(&server.url, &[])?;
        self.agrees(&ran, self.usage)?;
        self.row(scene, &[&ran], server)
    }

    /// One object of many pieces, which never lies in memory as a whole.
    pub(super) fn large(&self) -> Result<Row> {
        let folder = self.program.folder.join("large");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let mut logs = self.archive.keys.iter().filter_map(|key| Some((key, self.archive.log(key)?)));
        let (key, log) = logs.next().context("no log is whole")?;
        let records = log.get("Records").and_then(Value::as_array).context("a log without records")?;
        let records: Vec<_> = records.iter().map(Value::to_string).collect();
        let records = records.join(",");
        let times = LARGE / records.len() + 1;
        let bytes = format!(r#"{{"Records":[{}]}}"#, vec![records; times].join(",")).into_bytes();
        put(&folder, key.trim_end_matches(".gz"), &bytes)?;
        let server = self.serve(&folder, &["--slow=3"])?;
        let ran = self.program.read(&server.url, &[])?;
        self.agrees(&ran, &self.program.read_files(&folder, &[])?)?;
        let held = ran.most_memory;
        ensure!(held <= MOST_FOR_LARGE, "{} MiB of memory for a window onto the object", held >> 20);
        let mut row = self.row("one object of 100 MB, every 3rd call refused", &[&ran], server)?;
        row.objects = 1;
        Ok(row)
    }

    /// One day of one account: only what may hold it is fetched, which is that day and the next.
    pub(super) fn selected(&self) -> Result<Row> {
        let keys = &self.archive.keys;
        let account = keys.iter().flat_map(|key| key.split('/')).find(|part| part.len() == 12);
        let account = account.context("no key has an account")?;
        let more = ["--start", "2026-03-03", "--end", "2026-03-03", "--account", account];
        let server = self.server(&[])?;
        let ran = self.program.read(&server.url, &more)?;
        self.agrees(&ran, &self.program.read_files(&self.archive.logs, &more)?)?;
        let mut row = self.row("one day of one account", &[&ran], server)?;
        let is_wanted = |key: &&String| {
            key.contains(&format!("/{account}/"))
                && ["/2026/03/03/", "/2026/03/04/"].iter().any(|day| key.contains(day))
        };
        row.objects = keys.iter().filter(is_wanted).count() as u64;
        ensure!(
            row.objects > 0 && row.objects == row.given,
            "{} fetches for {} objects",
            row.given,
            row.objects
        );
        Ok(row)
    }

    /// Policies are drafted of a bucket as they are of files.
    pub(super) fn drafted(&self) -> Result<Row> {
        let server = self.server(&[])?;
        let ran = self.program.draft(&server.url, "s3://logs/AWSLogs")?;
        let logs = self.archive.logs.to_str().context("a path that is not Unicode")?;
        let expected = self.program.draft(&server.url, logs)?;
        let principals = |ran: &Ran| -> Result<Value> {
            let says = || String::from_utf8_lossy(&ran.output.stderr).into_owned();
            let mut answer: Value = serde_json::from_slice(&ran.output.stdout).with_context(says)?;
            answer.get_mut("principals").map(Value::take).context("an answer without principals")
        };
        let drafted = principals(&ran)?;
        ensure!(drafted == principals(&expected)?, "other policies than those of the local files");
        ensure!(drafted.as_array().is_some_and(|all| !all.is_empty()), "nothing was drafted");
        self.row("policies drafted", &[&ran], server)
    }

    /// An object is deleted, one is written anew, and one is added before them, while the page that names them is on its way.
    pub(super) fn changing(&self) -> Result<Row> {
        let keys = &self.archive.keys;
        let at = |place: usize| keys.get(place).context("an archive of too few logs");
        let (gone, rewritten, source) = (at(keys.len() - 1)?, at(keys.len() - 2)?, at(0)?);
        let added = gone.rsplit_once('/').map(|(folder, _)| format!("{folder}/000000000000_added.json.gz"));
        let added = added.context("a key without a folder")?;
        let bytes = br#"{"Records":[]}"#;
        put(&self.program.folder, "changed.json", bytes)?;
        let changed = self.program.folder.join("changed.json");
        let changed = changed.to_str().context("a path that is not Unicode")?;
        let server = self.server(&["--change", gone, rewritten, changed, &added])?;
        let ran = self.program.read(&server.url, &[])?;
        // The same as local files, changed in the same way, but for what was added too late to be listed.
        let (kept, kept_gone) = (fs::read(self.archive.logs.join(rewritten))?, self.archive.logs.join(gone));
        let lost = fs::read(&kept_gone)?;
        fs::remove_file(&kept_gone)?;
        put(&self.archive.logs, rewritten, bytes)?;
        let expected = self.program.read_files(&self.archive.logs, &[]);
        put(&self.archive.logs, rewritten, &kept)?;
        put(&self.archive.logs, gone, &lost)?;
        self.agrees(&ran, &expected?)?;
        for (pointer, count) in [("/objects/vanished", 1), ("/objects/changed", 1), ("/objects/failed", 0)] {
            let told = ran.figure(pointer)?;
            ensure!(told == count, "`{pointer}` is {told} and not {count}; the source is {source}");
        }
        self.row("objects deleted, rewritten and added meanwhile", &[&ran], server)
    }

    /// Killed twice, each time after the ledger was written, then run to its end.
    pub(super) fn killed(&self) -> Result<Row> {
        self.broken_off("killed twice, then resumed", 2, |child| Ok(child.kill()?))
    }

    pub(super) fn interrupted(&self) -> Result<Row> {
        self.broken_off("interrupted (Ctrl-C), then resumed", 1, |child| {
            let sent = Command::new("kill").arg("-INT").arg(child.id().to_string()).status()?;
            ensure!(sent.success(), "the run was over before it could be interrupted");
            Ok(())
        })
    }

    fn broken_off(
        &self,
        scene: &'static str,
        times: u32,
        disturb: fn(&mut Child) -> Result<()>,
    ) -> Result<Row> {
        let ledger = self.program.ledger();
        if ledger.exists() {
            fs::remove_file(&ledger)?;
        }
        let server = self.server(&[])?;
        let mut runs = Vec::new();
        for _ in 0..times {
            let ran = self.program.disturb(&server.url, disturb)?;
            ensure!(!ran.output.status.success(), "the run was over before it was disturbed");
            runs.push(ran);
        }
        let resumed = ["--ledger", ledger.to_str().context("a path that is not Unicode")?];
        let last = self.program.read(&server.url, &resumed)?;
        self.agrees(&last, self.usage)?;
        let (known, read) = (last.figure("/objects/known")?, last.figure("/objects/read")?);
        ensure!(known > 0 && read > 0, "{known} objects were known and {read} read: nothing was resumed");
        // Nothing is left to do, and nothing is counted again.
        let again = self.program.read(&server.url, &resumed)?;
        self.agrees(&again, self.usage)?;
        ensure!(again.figure("/objects/read")? == 0, "a further run reads objects again");
        runs.push(last);
        self.row(scene, &runs.iter().collect::<Vec<_>>(), server)
    }

    fn server(&self, options: &[&str]) -> Result<Server> {
        self.serve(&self.archive.bucket, options)
    }

    fn serve(&self, folder: &Path, options: &[&str]) -> Result<Server> {
        let mut command = Command::new(self.python);
        Server::start(command.arg(self.root.join("xtask/s3/server.py")).arg(folder).args(options))
    }

    fn agrees(&self, ran: &Ran, expected: &[u8]) -> Result<()> {
        let says = String::from_utf8_lossy(&ran.output.stderr);
        ensure!(ran.output.status.success(), "the run failed: {says}");
        ensure!(fs::read(self.program.usage())? == expected, "the usage is not that of the local files");
        Ok(())
    }

    fn row(&self, scene: &'static str, runs: &[&Ran], server: Server) -> Result<Row> {
        let took = runs.iter().map(|ran| ran.took).sum();
        let most_memory = runs.iter().map(|ran| ran.most_memory).max().unwrap_or_default();
        let (processor, objects) =
            (runs.iter().map(|ran| ran.processor).sum(), self.archive.keys.len() as u64);
        let [given, refused] = server.stop()?;
        Ok(Row { scene, objects, took, most_memory, processor, given, refused })
    }
}
