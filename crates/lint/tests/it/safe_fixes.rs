//! Safe fixes leave what a policy says as it is: compared by decisions before and after.

use std::fmt::Write as _;

use catalog::Catalog;
use lint::{Options, lint};
use policy::tree::{Policy, lower};
use policy::{Diagnostic, Document, Limits, Safety, Severity, Source, fix, write};

use crate::chance::Chance;
use crate::decision::{applies, decide};
use crate::mutation::mutated;
use crate::requests::Pool;
use crate::seeds::{self, Seed};

const REQUESTS: usize = 200;
const MUTATED: usize = 5_000;
const THREADS: usize = 4;

fn read(name: &str, text: &str) -> Document {
    Document::read(name, text.as_bytes(), None, &Limits::default())
}

fn found(name: &str, text: &str, options: &Options) -> Vec<Diagnostic> {
    lint(&read(name, text), Catalog::embedded(), options).diagnostics
}

fn is_error(found: &Diagnostic) -> bool {
    found.severity == Severity::Error
}

fn safe_fixes(found: &[Diagnostic]) -> impl Iterator<Item = (&Diagnostic, &policy::Fix)> {
    let fixes = found.iter().filter_map(|found| Some((found, found.fix.as_ref()?)));
    fixes.filter(|(_, fix)| fix.safety == Safety::Safe)
}

/// What came of one policy.
enum Judged {
    /// There is nothing that a safe fix could mend.
    Unchanged,
    /// AWS takes the policy, and it decides as before.
    Alike,
    /// AWS refuses the policy, and what its faults do not touch is as before.
    Refused,
}

/// Mends a policy and compares; the error is a story to be read.
fn judge(name: &str, text: &str, options: &Options, chance: &mut Chance) -> Result<Judged, String> {
    let before = found(name, text, options);
    if safe_fixes(&before).next().is_none() {
        return Ok(Judged::Unchanged);
    }
    // The same texts come up again and again.
    let mut seen = vec![(text.to_owned(), before.clone())];
    let mut find = |source: &Source| {
        if let Some((_, known)) = seen.iter().find(|(text, _)| text == source.text()) {
            return known.clone();
        }
        let found = found(name, source.text(), options);
        seen.push((source.text().to_owned(), found.clone()));
        found
    };
    let mended = fix::mend(&Source::new(name, text), &mut find);
    for applied in &mended.applied {
        let is_safe = applied.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        ensure(is_safe, || format!("{} was applied unasked", applied.id))?;
    }
    let again = fix::mend(&Source::new(name, mended.text.as_str()), &mut find);
    ensure(again.text == mended.text, || {
        format!("there is no end to {text}\n{}\n{}", mended.text, again.text)
    })?;
    if before.iter().any(is_error) {
        let errors = |found: &[Diagnostic]| found.iter().filter(|found| is_error(found)).count();
        let after = find(&Source::new(name, mended.text.as_str()));
        ensure(errors(&after) <= errors(&before), || {
            format!("errors were added to {text}\n{}", mended.text)
        })?;
        for (found, fix) in safe_fixes(&before) {
            one_fix(name, text, found, fix, chance)?;
        }
        return Ok(Judged::Refused);
    }
    let [old, new] = [text, &mended.text].map(|text| lower(&read(name, text).root));
    let difference = difference(&old, &new, chance);
    ensure(difference.is_none(), || {
        let applied: Vec<_> = mended.applied.iter().map(|found| (found.id, &found.message)).collect();
        format!("{applied:?} changed\n{text}\ninto\n{}\n{}", mended.text, difference.unwrap_or_default())
    })?;
    Ok(Judged::Alike)
}

/// A fix in a policy that AWS refuses: of an error, it touches nothing but the statement it stands in.
fn one_fix(
    name: &str,
    text: &str,
    found: &Diagnostic,
    fix: &policy::Fix,
    chance: &mut Chance,
) -> Result<(), String> {
    let applied = fix::apply(text, &[fix]);
    let [old, new] = [text, &applied.text].map(|text| lower(&read(name, text).root));
    let story = || format!("{}: {} changed\n{text}\ninto\n{}\n", found.id, found.message, applied.text);
    if !is_error(found) {
        let difference = difference(&old, &new, chance);
        return ensure(difference.is_none(), || story() + &difference.unwrap_or_default());
    }
    ensure(old.statements.len() <= new.statements.len(), story)?;
    if old.statements.len() < new.statements.len() || fix.edits.iter().any(|edit| is_outside(&old, edit.span))
    {
        return Ok(());
    }
    let pool = Pool::of([&old, &new]);
    for _ in 0..REQUESTS {
        let request = pool.draw(chance);
        for (one, other) in old.statements.iter().zip(&new.statements) {
            let is_touched = fix.edits.iter().any(|edit| one.span.contains(edit.span));
            let is_alike = is_touched || applies(&old, one, &request) == applies(&new, other, &request);
            ensure(is_alike, || format!("{}{} for {request:?}", story(), one.label()))?;
        }
    }
    Ok(())
}

/// Whether an edit is about the policy rather than one of its statements.
fn is_outside(policy: &Policy, edit: policy::Span) -> bool {
    !policy.statements.iter().any(|statement| statement.span.contains(edit))
}

/// A request that the two policies decide in different ways.
fn difference(one: &Policy, other: &Policy, chance: &mut Chance) -> Option<String> {
    let pool = Pool::of([one, other]);
    // Where the statements that differ decide alike, so do all.
    let [some, others] = [(one, other), (other, one)].map(|(policy, than)| rest(policy, than));
    (0..REQUESTS).map(|_| pool.draw(chance)).find_map(|request| {
        if decide(&some, &request) == decide(&others, &request) {
            return None;
        }
        let (before, after) = (decide(one, &request), decide(other, &request));
        (before != after).then(|| format!("{before:?} became {after:?} for {request:?}"))
    })
}

/// The policy without the statements that the other has too.
fn rest(policy: &Policy, than: &Policy) -> Policy {
    let said = |policy: &Policy| {
        policy.statements.iter().map(|one| one.to_node().without_spans()).collect::<Vec<_>>()
    };
    let others = if policy.variables_active() == than.variables_active() { said(than) } else { Vec::new() };
    let mut rest = policy.clone();
    rest.statements.retain(|one| !others.contains(&one.to_node().without_spans()));
    rest
}

fn ensure(holds: bool, story: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(story()) }
}

/// Runs over all of them on some threads, and tells how many decided alike and how many AWS refuses.
fn judge_all<T: Sync>(all: &[T], judge: impl Fn(usize, &T) -> Result<Judged, String> + Sync) -> [usize; 2] {
    let part = |first: usize| {
        let (mut alike, mut refused, mut wrong) = (0, 0, Vec::new());
        for (at, one) in all.iter().enumerate().skip(first).step_by(THREADS) {
            match judge(at, one) {
                Ok(Judged::Alike) => alike += 1,
                Ok(Judged::Refused) => refused += 1,
                Ok(Judged::Unchanged) => {}
                Err(story) => wrong.push(story),
            }
        }
        (alike, refused, wrong)
    };
    let parts = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(move || part(first))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let mut report = String::new();
    let wrong: Vec<_> = parts.iter().flat_map(|(.., wrong)| wrong).collect();
    wrong.iter().take(20).for_each(|story| writeln!(report, "{story}\n").unwrap());
    assert!(wrong.is_empty(), "{} went wrong, of them\n{report}", wrong.len());
    [parts.iter().map(|part| part.0).sum(), parts.iter().map(|part| part.1).sum()]
}

#[test]
fn flagged_examples_decide_alike() {
    let all = seeds::flagged();
    let [alike, refused] = judge_all(&all, |at, Seed { name, text, options }| {
        judge(&format!("{name}.json"), text, options, &mut Chance::new(at as u64))
    });
    assert!(alike >= 30 && refused >= 30, "only {alike} and {refused} were compared");
}

#[test]
fn mutated_policies_decide_alike() {
    let seeds: Vec<_> = seeds::clean()
        .into_iter()
        .filter(|seed| !found("p.json", &seed.text, &seed.options).iter().any(is_error))
        .map(|seed| (read("p.json", &seed.text).root, seed.options))
        .collect();
    let all: Vec<_> = (0..MUTATED).collect();
    let [alike, refused] = judge_all(&all, |at, _| {
        let mut chance = Chance::new(1_000_000 + at as u64);
        let (root, options) = chance.any(&seeds).unwrap();
        let text = write(&mutated(root, &mut chance), policy::Style::default());
        judge("p.json", &text, options, &mut chance)
    });
    assert!(alike >= MUTATED / 5 && refused >= MUTATED / 20, "only {alike} and {refused} were compared");
}
