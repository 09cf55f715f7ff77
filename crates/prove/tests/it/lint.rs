//! What the checks say of statements, held against proofs over all requests.

use ::lint::{CHECKS, Options, lint};
use catalog::Catalog;
use eval::Prepared;
use policy::tree::{Policy, PolicyKind, Statement, lower};
use policy::{Document, Limits as Reading, Severity, Source, fix};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use prove::{Dropped, Side, Verdict, Worlds};
use serde_json::json;

use crate::minimize::prover;
use crate::minimize_random::statement;

fn document(text: &str) -> Document {
    Document::read("p.json", text.as_bytes(), None, &Reading::default())
}

fn without(policy: &Policy, index: usize) -> Policy {
    let statements = policy.statements.iter().filter(|one| one.index != index).cloned().collect();
    Policy { statements, ..policy.clone() }
}

/// Whether it is proved that no request meets the statement.
fn meets_nothing(policy: &Policy, statement: &Statement) -> bool {
    let mut allow = statement.clone();
    allow.effect = Some(policy::tree::Spanned::new(policy::tree::Effect::Allow, policy::Span::NONE));
    let alone = Policy { statements: vec![allow], ..policy.clone() };
    let alone = [Prepared::new("p", &alone, PolicyKind::Identity)];
    prover(Worlds::Any).difference(Side::Pooled(&alone), Side::Pooled(&[])).is_none()
}

/// Whatever a check says is needless is proved to be; the prover proves more.
#[test]
fn what_checks_call_needless_is_proved_to_be() {
    let needless = ["statement-subsumed", "redundant-statement", "statement-shadowed-by-deny"];
    let only = needless.iter().chain(&["impossible-condition"]).map(|id| (*id).to_owned()).collect();
    let options = Options { only, kind: Some(PolicyKind::Identity), ..Options::default() };
    let mut runner = TestRunner::deterministic();
    let policies = proptest::collection::vec(statement(), 2..5);
    let (mut said, mut proved) = (0, 0);
    let mut by_check = std::collections::BTreeMap::new();
    for _ in 0..120 {
        let statements = policies.new_tree(&mut runner).unwrap().current();
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let document = document(&text);
        let report = lint(&document, Catalog::embedded(), &options);
        let policy = lower(&document.root);
        let mut flagged = std::collections::BTreeSet::new();
        for found in &report.diagnostics {
            let statement = policy.statements.iter().find(|one| one.span.contains(found.span)).unwrap();
            if needless.contains(&found.id) {
                let meaning = prover(Worlds::Any).meaning(
                    PolicyKind::Identity,
                    &policy,
                    &without(&policy, statement.index),
                );
                assert!(meaning.is_same(), "{}: {}: {text}", found.id, found.message);
            } else {
                assert!(meets_nothing(&policy, statement), "{}: {}: {text}", found.id, found.message);
            }
            *by_check.entry(found.id).or_insert(0) += 1;
            flagged.insert(statement.index);
        }
        let single = |index: &usize| {
            prover(Worlds::Any).meaning(PolicyKind::Identity, &policy, &without(&policy, *index)).is_same()
        };
        said += flagged.len();
        proved += (0..policy.statements.len()).filter(single).count();
        // What goes one after the other is never more than what could go alone.
        let steps = prover(Worlds::Any).minimize(&policy, PolicyKind::Identity).steps;
        assert!(
            steps.iter().filter(|step| step.dropped == Dropped::Statement).count() <= policy.statements.len()
        );
    }
    println!("needless statements: {said} told by the checks, {proved} proved; findings: {by_check:?}");
    assert!(said > 30 && proved >= said, "{said} {proved}");
}

/// The example as a whole policy, without its marks, and of which kind it is.
fn example(text: &str) -> Option<(String, Option<PolicyKind>)> {
    let mut kind = None;
    let mut lines = Vec::new();
    for line in text.trim_matches('\n').lines() {
        if let Some(words) = line.strip_prefix("# as ") {
            let name = words.split(' ').next()?;
            kind = PolicyKind::ALL.into_iter().find(|kind| kind.name() == name);
        } else if line.starts_with("# rule ") {
            return None;
        } else if !line.trim_start().starts_with('^') {
            lines.push(line);
        }
    }
    let text = lines.join("\n");
    let root = document(&text).root;
    let is_whole =
        root.get("Statement").is_some() || root.get("Version").is_some() || root.as_object().is_none();
    let whole = if is_whole { text } else { format!(r#"{{"Version":"2012-10-17","Statement":{text}}}"#) };
    Some((whole, kind))
}

/// Its fixed example hangs on a token having one `sub`, which the catalogue does not say of keys of identity providers.
const ONE_SUB: &str = "missing-condition-key-for-oidc-principal";

/// A safe fix leaves what the policy means as it is, or narrows it.
#[test]
fn safe_fixes_widen_nothing() {
    let (mut same, mut narrower, mut refused, mut sent) = (0, 0, 0, 0);
    let (mut open, mut wider) = (Vec::new(), Vec::new());
    for check in CHECKS {
        for text in check.flagged.iter().chain(check.clean) {
            let Some((text, kind)) = example(text) else { continue };
            let before = document(&text);
            let options = Options { kind, ..Options::default() };
            let find =
                |source: &Source| lint(&document(source.text()), Catalog::embedded(), &options).diagnostics;
            let mended = fix::mend(&before.source, find).text;
            let old = lower(&before.root);
            let new = lower(&document(&mended).root);
            let kind = old.kind_or(kind).kind;
            let is_refused = |policy: &Policy| policy.statements.iter().any(|one| one.fault(kind).is_some());
            if mended == text || !before.is_sound() || is_refused(&old) {
                continue;
            }
            let meaning = prover(Worlds::Any).meaning(kind, &old, &new);
            let is_wider = |worlds| {
                let meaning = prover(worlds).meaning(kind, &old, &new);
                meaning.gains().into_iter().any(|gain| matches!(gain.verdict, Verdict::Witness(_)))
            };
            if is_wider(Worlds::Any) {
                // What AWS refuses allowed nothing; and what it sends has one value for most keys.
                let found = lint(&before, Catalog::embedded(), &options).diagnostics;
                if found.iter().any(|found| found.severity == Severity::Error) {
                    refused += 1;
                } else if is_wider(Worlds::Aws) && check.id != ONE_SUB {
                    wider.push(format!("{}: {text}\n{mended}", check.id));
                } else {
                    sent += 1;
                }
                continue;
            }
            match (meaning.is_same(), meaning.gains().iter().all(|gain| gain.is_none())) {
                (true, _) => same += 1,
                (false, true) => narrower += 1,
                (false, false) => open.push(check.id),
            }
        }
    }
    println!(
        "safe fixes: {same} keep the meaning, {sent} for what AWS sends, {narrower} narrow it, {refused} mend errors, not proved: {open:?}"
    );
    assert!(wider.is_empty(), "{}", wider.join("\n\n"));
    assert!(same > 20, "{same}");
}
