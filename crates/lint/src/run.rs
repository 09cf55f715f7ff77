//! Running the checks over one document.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use catalog::Catalog;
use policy::document::CHECK_LIMIT_REACHED;
use policy::tree::{Detected, Policy, PolicyKind, lower};
use policy::{Diagnostic, Document, Severity, Span};

use crate::budget::Budget;
use crate::facts::Facts;
use crate::house::Rules;
use crate::reach::Concerns;
use crate::unfinished::{self, Unfinished};
use crate::{CHECKS, Category, Check, Cx, withheld};

/// What the caller wants checked.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The kind of policy; by content if not given.
    pub kind: Option<PolicyKind>,
    /// Ids or aliases of the checks to run; all if empty.
    pub only: Vec<String>,
    /// Only the checks whose findings can be errors: a finding may be less grave than its check, but never graver.
    pub errors_only: bool,
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
    let only: HashSet<_> = options.only.iter().filter_map(|name| find(name)).map(|check| check.id).collect();
    let is_wanted = |check: &Check| {
        (options.only.is_empty() || only.contains(check.id))
            && !options.without.contains(&check.id)
            && (check.severity == Severity::Error || !options.errors_only)
    };
    let mut diagnostics: Vec<_> =
        document.diagnostics.iter().filter(|found| find(found.id).is_none_or(&is_wanted)).cloned().collect();
    // A text that could only be read in part says nothing about what it does not hold.
    let whole = !document.diagnostics.iter().any(lost_text);
    if let Some(too_long) = unfinished::too_long(document) {
        diagnostics.push(too_long);
        return Report { kind, policy, diagnostics };
    }
    let facts = Facts::of(catalog, &policy);
    let concerns = Concerns::default();
    let mut unfinished = Unfinished::default();
    for check in CHECKS.iter().filter(|check| is_wanted(check)) {
        let mut cx = Cx {
            catalog,
            source: &document.source,
            root: &document.root,
            policy: &policy,
            kind: kind.kind,
            resource_type: options.resource_type.as_deref(),
            legacy_scp: options.legacy_scp,
            house: &options.house,
            facts: &facts,
            concerns: &concerns,
            check,
            found: Vec::new(),
            surplus: None,
            budget: Budget::default(),
        };
        check.run.over(&mut cx, &policy, whole);
        diagnostics.append(&mut cx.found);
        unfinished.add(check, cx.budget.reached());
    }
    drop(facts);
    fold(&policy, &mut diagnostics);
    withheld::withhold_fixes(document, &mut diagnostics);
    if !options.without.contains(&CHECK_LIMIT_REACHED) {
        diagnostics.extend(unfinished.finding(&document.root));
    }
    diagnostics.sort_by(|a, b| (a.span, a.id, &a.message).cmp(&(b.span, b.id, &b.message)));
    Report { kind, policy, diagnostics }
}

/// Takes out what is said about the privileges of a statement that allows everything: that says it all. What AWS's own service
/// reports stays, as it is to be replaced by these checks, and so does what breaks a house's own rules.
fn fold(policy: &Policy, diagnostics: &mut Vec<Diagnostic>) {
    let all = |found: &Diagnostic| found.id == ALL;
    if !diagnostics.iter().any(all) {
        return;
    }
    let mut statements: Vec<_> = policy.statements.iter().map(|statement| statement.span).collect();
    statements.sort_unstable();
    let statement_of = |span: Span| {
        let behind = statements.partition_point(|statement| statement.start <= span.start);
        let statement = statements.get(behind.checked_sub(1)?).copied();
        statement.filter(|statement| statement.contains(span))
    };
    let administrators: HashSet<_> =
        diagnostics.iter().filter(|found| all(found)).filter_map(|found| statement_of(found.span)).collect();
    let is_folded = |found: &Diagnostic| {
        find(found.id).is_some_and(is_folded_into_all)
            && statement_of(found.span).is_some_and(|statement| administrators.contains(&statement))
    };
    diagnostics.retain(|found| !is_folded(found));
}

/// The checks that say nothing more of a statement in which this one found something.
pub fn superseded_by(check: &Check) -> Vec<&'static Check> {
    let is_all = check.id == ALL;
    CHECKS.iter().copied().filter(|other| is_all && is_folded_into_all(other)).collect()
}

/// The check that finds statements that allow everything.
const ALL: &str = "admin-access";

fn is_folded_into_all(check: &Check) -> bool {
    check.category == Category::Privilege && check.id != ALL && !is_of_aws(check) && !is_of_house(check)
}

/// Whether the check is about rules of a configuration, which say for themselves what is to be told.
fn is_of_house(check: &Check) -> bool {
    check.id.starts_with("configured-")
}

/// Whether AWS IAM Access Analyzer has the check: then its code is the id in capitals. No other tool's id is an alias of that form;
/// such stand in the crosswalk.
fn is_of_aws(check: &Check) -> bool {
    check.aliases.iter().any(|alias| alias.replace('_', "-").eq_ignore_ascii_case(check.id))
}

/// The check of that id or alias, in any letter case.
pub fn find(name: &str) -> Option<&'static Check> {
    static NAMED: LazyLock<HashMap<String, &'static Check>> = LazyLock::new(|| {
        let names = |check: &'static Check| std::iter::once(check.id).chain(check.aliases.iter().copied());
        let named = |check| names(check).map(move |name| (name.to_ascii_lowercase(), check));
        CHECKS.iter().copied().rev().flat_map(named).collect()
    });
    // The checks are sorted by id.
    if let Some(found) =
        CHECKS.binary_search_by(|check| check.id.cmp(name)).ok().and_then(|at| CHECKS.get(at))
    {
        return Some(found);
    }
    NAMED.get(&name.to_ascii_lowercase()).copied()
}

/// Whether the reader had to leave something out: what it could mend in one way, it also read, and a repeated key hides
/// only what stands under the same key.
fn lost_text(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && found.fix.is_none() && found.id != "duplicate-json-key"
}
