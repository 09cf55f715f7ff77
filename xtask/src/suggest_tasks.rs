//! Tasks in plain words and the actions each must be answered with: how often `suggest` finds them, and what it misses.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use catalog::Catalog;
use clap::Args;
use draft::Suggester;
use serde::Deserialize;

/// How many suggestions are looked at.
const FIRST: usize = 10;

/// Hold a file of tasks against `suggest`: hit rates, misses and times
#[derive(Args)]
pub(crate) struct SuggestTasks {
    /// One JSON object a line: `phrase`, `must_include` and, if need be, `service`
    file: PathBuf,

    /// Also print what is suggested for each task
    #[arg(long)]
    all: bool,

    /// Only every second task: those of odd lines or those of even ones
    #[arg(long, value_name = "odd|even")]
    half: Option<String>,
}

#[derive(Deserialize)]
struct Task {
    phrase: String,
    must_include: Vec<String>,
    #[serde(default)]
    service: Option<String>,
}

impl SuggestTasks {
    pub(crate) fn run(self) -> Result<ExitCode> {
        let catalog = Catalog::embedded();
        let started = Instant::now();
        let suggester = Suggester::new(catalog);
        println!("index made in {:.1} ms", milliseconds(started.elapsed()));
        let text = std::fs::read_to_string(&self.file)
            .with_context(|| format!("{} cannot be read", self.file.display()))?;
        let (mut tasks, mut whole, mut wanted, mut found) = (0, 0, 0, 0);
        let mut times = Vec::new();
        for (number, line) in (1..).zip(text.lines()).filter(|(number, _)| self.is_asked(*number)) {
            let task: Task = serde_json::from_str(line).with_context(|| format!("line {number}"))?;
            let service = task.service.as_deref().and_then(|prefix| catalog.service(prefix));
            let started = Instant::now();
            let suggested = suggester.suggest(catalog, &task.phrase, service, FIRST);
            times.push(started.elapsed());
            let names: Vec<String> = suggested.suggestions.iter().map(|one| one.action.full_name()).collect();
            let missing: Vec<&String> =
                task.must_include.iter().filter(|name| !names.contains(name)).collect();
            tasks += 1;
            wanted += task.must_include.len();
            found += task.must_include.len() - missing.len();
            whole += usize::from(missing.is_empty());
            if !missing.is_empty() {
                println!("{}\n  missing {missing:?}\n  instead {}", task.phrase, names.join(" "));
            }
            if self.all {
                println!("{}", task.phrase);
                for one in &suggested.suggestions {
                    println!("  {:>3} {:<45} {}", one.score, one.action.full_name(), one.why);
                }
            }
        }
        times.sort_unstable();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        println!(
            "{whole} of {tasks} tasks with all actions among the first {FIRST}; {found} of {wanted} actions"
        );
        println!("a call: median {:.2} ms, p95 {:.2} ms", milliseconds(at(50)), milliseconds(at(95)));
        Ok(ExitCode::SUCCESS)
    }

    fn is_asked(&self, number: usize) -> bool {
        match self.half.as_deref() {
            Some("odd") => number % 2 == 1,
            Some("even") => number.is_multiple_of(2),
            _ => true,
        }
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
