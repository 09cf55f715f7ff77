//! Running the checks over one document.

use catalog::Catalog;
use policy::tree::{Detected, Policy, PolicyKind, lower};
use policy::{Diagnostic, Document, Severity};

use crate::cx::MOST_SEARCHES;
use crate::house::Rules;
use crate::reach::Concerns;
use crate::{CHECKS, Category, Check, Cx, withheld};

/// What the caller wants checked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind of policy; by content if not given.
    pub kind: Option<PolicyKind>,
    /// Ids or aliases of the checks to run; all if empty.
    pub only: Vec<String>,
    /// Ids of checks that are not to run.
    pub without: Vec<&'static str>,
    /// What a resource policy is attached to, as CloudFormation names it: `AWS::S3::Bucket`.
    pub resource_type: Option<String>,
    /// Hold SCPs to the language before 2025-09, in which `Allow` took neither conditions nor single resources.
    pub legacy_scp: bool,
    /// What an organization demands of its policies.
    pub house: Rules,
}

/// What was found in one document.
#[derive(Debug, Clone)]
pub struct Report {
    pub kind: Detected,
    pub policy: Policy,
    /// Sorted by place, then by id.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a document. It never fails: what could not be read is a finding of its own.
pub fn lint(document: &Document, catalog: &Catalog, options: &Options) -> Report {
    let policy = lower(&document.root);
    let kind = policy.kind_or(options.kind);
    let mut diagnostics: Vec<_> = document
        .diagnostics
        .iter()
        .filter(|found| find(found.id).is_none_or(|check| wanted(check, options)))
        .cloned()
        .collect();
    // A text that could only be read in part says nothing about what it does not hold.
    let whole = !document.diagnostics.iter().any(lost_text);
    let concerns = Concerns::default();
    for check in CHECKS.iter().filter(|check| wanted(check, options)) {
        let mut cx = Cx {
            catalog,
            source: &document.source,
            root: &document.root,
            policy: &policy,
            kind: kind.kind,
            resource_type: options.resource_type.as_deref(),
            legacy_scp: options.legacy_scp,
            house: &options.house,
            concerns: &concerns,
            check,
            found: Vec::new(),
            searches: MOST_SEARCHES,
        };
        check.run.over(&mut cx, &policy, whole);
        diagnostics.append(&mut cx.found);
    }
    fold(&policy, &mut diagnostics);
    withheld::withhold_fixes(document, &mut diagnostics);
    diagnostics.sort_by(|a, b| (a.span, a.id, &a.message).cmp(&(b.span, b.id, &b.message)));
    Report { kind, policy, diagnostics }
}

/// Takes out what is said about the privileges of a statement that allows everything: that says it all. What AWS's own service
/// reports stays, as it is to be replaced by these checks.
fn fold(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    let all = |found: &Diagnostic| found.id == "admin-access";
    let statements = policy.statements.iter().map(|statement| statement.span);
    let administrators: Vec<_> = statements
        .filter(|span| diagnostics.iter().any(|found| all(found) && span.contains(found.span)))
        .collect();
    let is_folded = |found: &Diagnostic| {
        let is_about_privilege = |check: &Check| check.category == Category::Privilege && !is_of_aws(check);
        find(found.id).is_some_and(is_about_privilege)
            && !all(found)
            && administrators.iter().any(|span| span.contains(found.span))
    };
    diagnostics.retain(|found| !is_folded(found));
}

/// Whether AWS IAM Access Analyzer has the check: then its code is the id in capitals.
fn is_of_aws(check: &Check) -> bool {
    check.aliases.iter().any(|alias| alias.replace('_', "-").eq_ignore_ascii_case(check.id))
}

/// The check of that id or alias, in any letter case.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().find(|check| {
        check.id.eq_ignore_ascii_case(name)
            || check.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

fn wanted(check: &Check, options: &Options) -> bool {
    let names = |name: &String| find(name).is_some_and(|found| found.id == check.id);
    let is_named = options.only.is_empty() || options.only.iter().any(names);
    is_named && !options.without.contains(&check.id)
}

/// Whether the reader had to leave something out: what it could mend in one way, it also read, and a repeated key hides
/// only what stands under the same key.
fn lost_text(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && found.fix.is_none() && found.id != "duplicate-json-key"
}
