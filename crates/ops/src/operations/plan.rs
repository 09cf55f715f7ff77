//! What a request wants checked, with what the configuration makes of it.

use std::borrow::Cow;

use lint::{Options, Report};
use policy::tree::PolicyKind;
use policy::{Diagnostic, Document};
use schemars::JsonSchema;
use serde::Deserialize;

use super::known;
use crate::config::Config;
use crate::suppress::{Baseline, Sieve, today};
use crate::wire::{Configuration, FailOn, Failing, PolicyType, ScpLanguage, kind_of};
use crate::{Context, OpError};

// What the documents of a request are; a flattened part: a doc comment would become that of the whole request.
#[derive(Debug, Default, clap::Args, Deserialize, JsonSchema)]
pub(super) struct TakenFor {
    /// What kind of policy the documents are; by their content if left out
    #[arg(long = "type", value_name = "TYPE")]
    #[serde(default)]
    pub(super) policy_type: Option<PolicyType>,

    /// What the policies are attached to, as CloudFormation names it: `AWS::S3::Bucket`
    #[arg(long, value_name = "TYPE")]
    #[serde(default)]
    pub(super) resource_type: Option<String>,

    /// Which language service control policies are held to; else what the configuration says, else `current`
    #[arg(long, value_name = "LANGUAGE")]
    #[serde(default)]
    pub(super) scp_language: Option<ScpLanguage>,
}

impl From<Option<PolicyType>> for TakenFor {
    fn from(policy_type: Option<PolicyType>) -> Self {
        Self { policy_type, ..Self::default() }
    }
}

/// What a request says about its checks; each member wins over the configuration.
#[derive(Debug, Default)]
pub(super) struct Asked<'a> {
    pub(super) taken: TakenFor,
    pub(super) only: Vec<String>,
    pub(super) fail_on: Option<FailOn>,
    pub(super) config: Option<&'a Configuration>,
}

/// How the documents of a request are checked.
pub(super) struct Plan {
    pub(super) options: Options,
    pub(super) config: Config,
    pub(super) failing: Failing,
}

impl Plan {
    pub(super) fn of(asked: Asked<'_>, cx: &Context) -> Result<Self, OpError> {
        let mut config = cx.configuration(asked.config)?;
        let TakenFor { policy_type, resource_type, scp_language } = asked.taken;
        let kind = kind_of(policy_type, resource_type.as_deref())?;
        let mut only = Vec::new();
        for name in asked.only {
            only.extend(known::checks(&name)?.all().map(|check| check.id.to_owned()));
        }
        let language = scp_language.or(config.scp_language).unwrap_or_default();
        for note in &config.notes {
            cx.progress().note(note);
        }
        let options = Options {
            kind: kind.map(Into::into),
            // What is asked for by name runs, whatever the configuration says.
            without: if only.is_empty() { config.without() } else { Vec::new() },
            only,
            errors_only: false,
            resource_type,
            legacy_scp: language == ScpLanguage::Legacy,
            house: std::mem::take(&mut config.house),
        };
        let failing = asked.fail_on.map(Failing::From).or_else(|| config.failing.clone()).unwrap_or_default();
        Ok(Self { options, config, failing })
    }

    /// What parts the findings of a run; `baseline` is what an earlier run found.
    pub(super) fn sieve(&self, baseline: Option<Baseline>, cx: &Context) -> Sieve<'_> {
        Sieve::new(self.config.suppressions.as_ref(), baseline, &self.options, cx)
    }

    /// What is found in a document and not suppressed.
    pub(super) fn open_findings(&self, document: &Document, cx: &Context) -> Vec<Diagnostic> {
        let mut report = self.lint(document, cx);
        if let Some(suppressions) = &self.config.suppressions {
            let (name, day) = (document.source.name(), today(cx));
            report.diagnostics.retain(|found| !suppressions.hide(name, &report.policy, found, day));
        }
        report.diagnostics
    }

    /// The kind that the request or the configuration gives a document; none if its content decides.
    pub(super) fn kind_of(&self, document: &Document) -> Option<PolicyKind> {
        let of_files = || self.config.type_of(document.source.name()).map(|of_files| of_files.kind.into());
        self.options.kind.or_else(of_files)
    }

    /// What the checks find in a document, as the configuration wants it told.
    pub(super) fn lint(&self, document: &Document, cx: &Context) -> Report {
        let of_files = self.config.type_of(document.source.name()).filter(|_| self.options.kind.is_none());
        let options = match of_files {
            None => Cow::Borrowed(&self.options),
            Some(of_files) => Cow::Owned(Options {
                kind: Some(of_files.kind.into()),
                resource_type: of_files.resource_type.clone(),
                ..self.options.clone()
            }),
        };
        let mut report = lint::lint(document, &cx.catalog(), &options);
        let told_of = (document.source.name(), &report.policy);
        self.config.settle(Some(told_of), &mut report.diagnostics);
        report
    }
}
