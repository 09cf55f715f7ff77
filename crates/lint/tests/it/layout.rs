//! Safe fixes leave the layout and the comments of a document as they are, and change YAML as they change JSON.

use std::fmt::Write as _;

use catalog::Catalog;
use lint::{Options, lint};
use policy::tree::lower;
use policy::write::quote;
use policy::{Diagnostic, Document, Edit, Limits, Node, Safety, Source, Value, fix};

use crate::chance::Chance;
use crate::decision::decide;
use crate::mutation::mutated;
use crate::requests::Pool;
use crate::seeds;

const MUTATED: usize = 500;

fn read(name: &str, text: &str) -> Document {
    Document::read(name, text.as_bytes(), None, &Limits::default())
}

fn found(name: &str, text: &str, options: &Options) -> Vec<Diagnostic> {
    lint(&read(name, text), Catalog::embedded(), options).diagnostics
}

/// The node as YAML with a comment on every third line.
fn commented(node: &Node, indent: usize, out: &mut String) {
    let blanks = " ".repeat(indent);
    match &node.value {
        Value::Object(members) if !members.is_empty() => {
            for member in members {
                write!(out, "{blanks}{}:", quote(&member.key.text)).unwrap();
                below(&member.value, indent + 2, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                write!(out, "{blanks}-").unwrap();
                below(item, indent + 2, out);
            }
        }
        _ => panic!("only what holds something has lines of its own"),
    }
}

fn below(node: &Node, indent: usize, out: &mut String) {
    let number = out.lines().count();
    let comment = if number.is_multiple_of(3) { format!(" # comment {number}") } else { String::new() };
    if node.children().next().is_some() {
        writeln!(out, "{comment}").unwrap();
        commented(node, indent, out);
    } else {
        writeln!(out, "   {}{comment}", policy::write(node, policy::Style::Minified)).unwrap();
    }
}

/// Comments in what an edit takes away, but for those of lines that it takes away from their first letter on.
fn lost_comments(text: &str, edit: &Edit) -> Vec<String> {
    let range = edit.span.range();
    let comments = text.match_indices("# comment").filter(|(at, _)| range.contains(at));
    let lines = comments.map(|(at, _)| (text[..at].rfind('\n').map_or(0, |end| end + 1), at));
    let first =
        |start: usize| start + text[start..].len() - text[start..].trim_start_matches([' ', '-']).len();
    let lost = lines.filter(|(start, _)| first(*start) < range.start || !edit.text.is_empty());
    lost.map(|(start, _)| text[start..].lines().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let seeds: Vec<_> = seeds::clean().into_iter().chain(seeds::flagged()).collect();
    let mut compared = 0;
    for at in 0..MUTATED {
        let mut chance = Chance::new(5_000_000 + at as u64);
        let seed = chance.any(&seeds).unwrap();
        let root = mutated(&read("p.json", &seed.text).root, &mut chance);
        if root.children().next().is_none() {
            continue;
        }
        let mut text = String::new();
        commented(&root, 0, &mut text);
        let before = found("p.yaml", &text, &seed.options);
        for found in &before {
            let Some(fix) = &found.fix else { continue };
            for edit in &fix.edits {
                let lost = lost_comments(&text, edit);
                assert!(lost.is_empty(), "{}: {} loses {lost:?} of\n{text}", found.id, fix.title);
            }
            let mended = fix::apply(&text, &[fix]).text;
            let faults = read("p.yaml", &mended).diagnostics.len();
            let known = read("p.yaml", &text).diagnostics.len();
            assert!(faults <= known, "{}: {} breaks\n{text}\nto\n{mended}", found.id, fix.title);
        }
        let is_refused = before.iter().any(|found| found.severity == policy::Severity::Error);
        let mended = fix::mend(&Source::new("p.yaml", text.as_str()), |source| {
            self::found("p.yaml", source.text(), &seed.options)
        });
        if is_refused || mended.text == text {
            continue;
        }
        compared += 1;
        let [old, new] = [&text, &mended.text].map(|text| lower(&read("p.yaml", text).root));
        let pool = Pool::of([&old, &new]);
        for _ in 0..50 {
            let request = pool.draw(&mut chance);
            assert_eq!(decide(&old, &request), decide(&new, &request), "{text}\nto\n{}", mended.text);
        }
    }
    assert!(compared >= MUTATED / 10, "only {compared} were compared");
}

#[test]
fn an_unsafe_fix_is_never_taken_for_a_safe_one() {
    for seed in seeds::flagged() {
        let find = |source: &Source| found("p.json", source.text(), &seed.options);
        let mended = fix::mend(&Source::new("p.json", seed.text.as_str()), find);
        let is_safe = |found: &Diagnostic| found.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
        assert!(mended.applied.iter().all(is_safe), "{}", seed.name);
    }
}

/// Whoever applies it is told what it does to the policy, and not only to the text.
#[test]
fn an_unsafe_fix_says_what_it_changes() {
    for seed in seeds::flagged() {
        for found in found("p.json", &seed.text, &seed.options) {
            let Some(fix) = found.fix.filter(|fix| fix.safety == Safety::Unsafe) else { continue };
            let says = fix.title.contains(", ") || fix.title.contains("; ");
            let adds = ["allow ", "let in "].iter().any(|verb| fix.title.starts_with(verb));
            assert!(says || adds, "{}: {}", found.id, fix.title);
        }
    }
}
