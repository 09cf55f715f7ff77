//! Holds the checks to a folder of policies whose findings are known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use catalog::Catalog;
use policy::tree::PolicyKind;
use policy::{Document, Severity};
use serde::Deserialize;

/// Compare what the checks say of labelled policies with their labels
///
/// The folder holds policies and a `labels.json`: for each file its kind, what must and must not be reported, and how sure that is.
#[derive(clap::Args)]
pub(crate) struct Labelled {
    /// The folder
    folder: PathBuf,
}

#[derive(Deserialize)]
struct Label {
    confidence: String,
    kind: String,
    #[serde(default)]
    must_report: Vec<String>,
    #[serde(default)]
    must_not_report: Vec<String>,
    #[serde(default)]
    no_errors: bool,
    policy_type: String,
    resource_type: Option<String>,
    #[serde(default)]
    /// Of each of these, one suffices.
    must_report_any_of: Vec<Vec<String>>,
    #[serde(default)]
    options: SaidBesides,
}

/// What the caller says of the document besides its kind.
#[derive(Default, Deserialize)]
struct SaidBesides {
    scp_language: Option<String>,
}

impl Labelled {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let path = self.folder.join("labels.json");
        let text = fs::read(&path).with_context(|| format!("{}", path.display()))?;
        let labels: BTreeMap<String, Label> = serde_json::from_slice(&text)?;
        let (mut demanded, mut met) = (BTreeMap::new(), BTreeMap::new());
        let mut faults = 0;
        for (file, label) in &labels {
            let found = self.findings(file, label)?;
            let ids: BTreeSet<&str> = found.iter().map(|(id, _)| *id).collect();
            let demands = label.must_report.iter().map(std::slice::from_ref);
            for alternatives in demands.chain(label.must_report_any_of.iter().map(Vec::as_slice)) {
                *demanded.entry(label.confidence.as_str()).or_insert(0_usize) += 1;
                let Some(id) = alternatives.first() else { continue };
                if alternatives.iter().any(|id| ids.contains(id.as_str())) {
                    *met.entry(label.confidence.as_str()).or_insert(0_usize) += 1;
                } else if lint::find(id).is_some() {
                    println!("missed    {id:<55} {file} ({})", label.confidence);
                } else {
                    println!("no check  {id:<55} {file} ({})", label.confidence);
                }
            }
            for id in label.must_not_report.iter().filter(|id| ids.contains(id.as_str())) {
                println!("wrong     {id:<55} {file}");
                faults += 1;
            }
            for (id, _) in
                found.iter().filter(|(_, severity)| label.no_errors && *severity == Severity::Error)
            {
                println!("error     {id:<55} {file}");
                faults += 1;
            }
            for id in ids.iter().filter(|_| label.kind == "good" && !label.no_errors) {
                println!("on good   {id:<55} {file}");
            }
        }
        for (confidence, count) in &demanded {
            println!("{confidence}: {} of {count} findings made", met.get(confidence).unwrap_or(&0));
        }
        println!("{faults} findings that must not be made");
        Ok(if faults == 0 && met == demanded { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn findings(&self, file: &str, label: &Label) -> Result<Vec<(&'static str, Severity)>> {
        let name = label.policy_type.as_str();
        let Some(kind) = PolicyKind::ALL.into_iter().find(|kind| kind.name() == name) else {
            bail!("{file}: no kind of policy is called `{name}`");
        };
        let bytes = fs::read(self.folder.join(file)).with_context(|| file.to_owned())?;
        let document = Document::read(file, &bytes, None, &policy::Limits::default());
        let options = lint::Options {
            kind: Some(kind),
            resource_type: label.resource_type.clone(),
            legacy_scp: label.options.scp_language.as_deref() == Some("legacy"),
            ..lint::Options::default()
        };
        let report = lint::lint(&document, Catalog::embedded(), &options);
        Ok(report.diagnostics.iter().map(|found| (found.id, found.severity)).collect())
    }
}
