//! Runs the examples of every check: they are the tests and the documentation at once.

use std::fmt::Write as _;

use catalog::Catalog;
use policy::tree::PolicyKind;
use policy::{Document, Limits, Span};

use crate::budget::{LONGEST_TEXT, MOST_FINDINGS, MOST_SEARCHES};
use crate::{CHECKS, Check, Options, Run, lint};

/// A document with its caret lines taken out, and what they say.
struct Example {
    text: String,
    marks: Vec<(Span, String)>,
    options: Options,
}

/// What the first lines of an example say of the document and of the rules it is held to, and the rest.
fn said_of(example: &str) -> (Options, &str) {
    let (mut options, mut rest) = kind_of(example.trim_matches('\n'));
    while let Some((rule, document)) = rest.strip_prefix("# rule ").and_then(|text| text.split_once('\n')) {
        crate::house::example::add(&mut options.house, rule);
        rest = document;
    }
    (options, rest)
}

fn kind_of(example: &str) -> (Options, &str) {
    let Some((words, rest)) = example.strip_prefix("# as ").and_then(|text| text.split_once('\n')) else {
        return (Options::default(), example);
    };
    let mut words = words.split(' ');
    let kind = words.next().and_then(|name| PolicyKind::ALL.into_iter().find(|kind| kind.name() == name));
    assert!(kind.is_some(), "`# as` names no kind of policy: {example}");
    let mut options = Options { kind, ..Options::default() };
    match words.next() {
        Some("legacy") => options.legacy_scp = true,
        other => options.resource_type = other.map(str::to_owned),
    }
    (options, rest)
}

/// A line of carets marks the characters above it; what follows the carets is the message.
fn read_example(example: &str) -> Example {
    let mut text = String::new();
    let mut marks = Vec::new();
    let (mut last_line, mut line_start) = ("", 0);
    let (options, example) = said_of(example);
    for line in example.lines() {
        if line.trim_start().starts_with('^') {
            let indent = line.chars().take_while(|c| *c == ' ').count();
            let width = line.trim_start().chars().take_while(|c| *c == '^').count();
            let byte = |column: usize| {
                line_start + last_line.char_indices().nth(column).map_or(last_line.len(), |(at, _)| at)
            };
            let message = line.trim_start().trim_start_matches('^').trim();
            marks.push((Span::new(byte(indent), byte(indent + width)), message.to_owned()));
        } else {
            line_start = text.len();
            last_line = line;
            text.push_str(line);
            text.push('\n');
        }
    }
    Example { text: with_letters(&text), marks, options }
}

/// The text with so many letters wherever it says `(1000 letters)`: what is too long to be shown is still run.
/// They stand behind all that is marked.
fn with_letters(text: &str) -> String {
    let Some((before, rest)) = text.split_once(" letters)") else { return text.to_owned() };
    let (before, count) = before.rsplit_once('(').expect("a count in brackets");
    let letters = "x".repeat(count.parse().expect("a count"));
    format!("{before}{letters}{}", with_letters(rest))
}

/// What is put before and behind a statement that stands alone as an example; nothing if it is a whole policy.
fn wrapping(text: &str) -> (&'static str, &'static str) {
    let root = read(text).root;
    let is_statement = root.as_object().is_some() || root.as_array().is_some_and(|items| !items.is_empty());
    let is_policy = root.get("Statement").is_some() || root.get("Version").is_some() || !is_statement;
    if is_policy { ("", "") } else { (r#"{"Version":"2012-10-17","Statement":"#, "}") }
}

fn read(text: &str) -> Document {
    Document::read("example.json", text.as_bytes(), None, &Limits::default())
}

fn only(check: &Check, options: &Options) -> Options {
    Options { only: vec![check.id.to_owned()], ..options.clone() }
}

fn findings(check: &Check, example: &Example) -> Vec<(Span, String)> {
    let (prefix, suffix) = wrapping(&example.text);
    let document = read(&format!("{prefix}{}{suffix}", example.text));
    let options = only(check, &example.options);
    let report = lint(&document, Catalog::embedded(), &options);
    let shift = u32::try_from(prefix.len()).expect("a short prefix");
    let moved = |span: Span| Span { start: span.start - shift, end: span.end - shift };
    report.diagnostics.iter().map(|found| (moved(found.span), found.message.clone())).collect()
}

/// The example as it would read if it were right, ready to paste.
fn marked(text: &str, found: &[(Span, String)]) -> String {
    let mut out = String::new();
    let mut start = 0;
    for line in text.lines() {
        out.push_str(line);
        out.push('\n');
        let end = start + line.len();
        for (span, message) in found.iter().filter(|(span, _)| (start..=end).contains(&(span.start as usize)))
        {
            let column = width_of(text, start, span.start as usize);
            let width = width_of(text, span.start as usize, (span.end as usize).min(end));
            let (blanks, carets) = (" ".repeat(column), "^".repeat(width.max(1)));
            writeln!(out, "{blanks}{carets} {message}").expect("a string takes all");
        }
        start = end + 1;
    }
    out
}

fn width_of(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(0, |part| part.chars().count())
}

#[test]
fn flagged_examples_give_exactly_what_their_carets_say() {
    let mut wrong = String::new();
    for check in CHECKS {
        for example in check.flagged {
            let example = read_example(example);
            let (found, text) = (findings(check, &example), &example.text);
            if found != example.marks {
                writeln!(wrong, "{} says:\n{}", check.id, marked(text, &found)).expect("a string takes all");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn clean_examples_give_nothing() {
    for check in CHECKS {
        for example in check.clean {
            let example = read_example(example);
            let found = findings(check, &example);
            assert!(found.is_empty(), "{}:\n{}", check.id, marked(&example.text, &found));
        }
    }
}

#[test]
fn every_check_is_shown_at_work() {
    for check in CHECKS {
        assert!(!check.clean.is_empty(), "{} shows nothing clean", check.id);
        let by_reader = matches!(check.run, Run::Reader);
        // The faults that readers report break the very text an example is written in; their tests stand below.
        assert!(by_reader || !check.flagged.is_empty(), "{} shows nothing flagged", check.id);
        assert!(check.flagged.iter().all(|example| !read_example(example).marks.is_empty()), "{}", check.id);
    }
}

#[test]
fn ids_are_sorted_kebab_case_and_unique_with_their_aliases() {
    let ids: Vec<_> = CHECKS.iter().map(|check| check.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    let mut names: Vec<_> = CHECKS.iter().flat_map(|check| check.aliases.iter().chain([&check.id])).collect();
    assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "an id or alias is taken twice");
}

#[test]
fn fixes_give_a_document_that_parses_without_the_finding() {
    for check in CHECKS {
        for example in check.flagged {
            let Example { text, options, .. } = read_example(example);
            let (prefix, suffix) = wrapping(&text);
            let run =
                |document: &Document| lint(document, Catalog::embedded(), &only(check, &options)).diagnostics;
            let document = read(&format!("{prefix}{text}{suffix}"));
            for found in run(&document) {
                let Some(fix) = &found.fix else { continue };
                let applied = policy::fix::apply(document.source.text(), &[fix]);
                let mended = read(&applied.text);
                assert!(mended.diagnostics.is_empty(), "{}: {}", check.id, applied.text);
                let left = run(&mended);
                assert!(
                    !left.iter().any(|again| again.message == found.message),
                    "{}: {}",
                    check.id,
                    applied.text
                );
            }
        }
    }
}

#[test]
fn safe_fixes_never_repeat_a_key() {
    let statement = |rest: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Action":"s3:*","Resource":"*",{rest}}}}}"#
        )
    };
    for rest in [
        r#""Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"},"StringEqual":{"aws:PrincipalAccount":"1"}}"#,
        r#""Condition":{"Null":{"aws:TokenIssueTime":"true"},"NullIfExists":{"aws:TokenIssueTime":"true"}}"#,
        r#""Conditions":{"Bool":{"aws:SecureTransport":"true"}},"Condtion":{}"#,
    ] {
        let text = statement(rest);
        let find = |source: &policy::Source| {
            let document = Document::read("p.json", source.text().as_bytes(), None, &Limits::default());
            lint(&document, Catalog::embedded(), &Options::default()).diagnostics
        };
        let mended = policy::fix::mend(&policy::Source::new("p.json", text.as_str()), find);
        assert_eq!(mended.text, text);
    }
}

#[test]
fn fixes_suit_yaml_too() {
    let read = |text: &str| Document::read("p.yaml", text.as_bytes(), None, &Limits::default());
    for text in [
        "Statement:\n  - Effect: allow\n    Action: s3:GetObject\n    Resource: 'arn:aws:s3:::b/*'\n",
        "# why\n---\n  Statement:\n    Effect: Allow\n    Action: s3:GetObjet\n    Resource: 'arn:aws:s3:::b/*'\n",
        "{ Statement: { Effect: Allow, Action: s3:GetObject, Resource: 'arn:aws:s3:::b/*', Conditoin: { Bool: { 'aws:SecureTransport': true } } } }",
    ] {
        let document = read(text);
        let found = lint(&document, Catalog::embedded(), &Options::default()).diagnostics;
        let fixes: Vec<_> = found.iter().filter_map(|found| found.fix.as_ref()).collect();
        assert_eq!(fixes.len(), 2, "{found:?}");
        let mended = read(&policy::fix::apply(text, &fixes).text);
        let left = lint(&mended, Catalog::embedded(), &Options::default()).diagnostics;
        assert!(left.is_empty(), "{}: {left:?}", mended.source.text());
    }
}

/// Faults of the text itself are reported by the readers; every id they use must be a check.
#[test]
fn what_readers_report_is_found_under_a_check() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let cases: [(&str, &[u8]); 8] = [
        ("json-syntax-error", b"{ \"Version\": \"2012-10-17\", }"),
        ("json-syntax-error", b"{ // why\n \"Version\": \"2012-10-17\" }"),
        ("json-syntax-error", b"{ \"Version\": \"2012-10-17\""),
        ("duplicate-json-key", b"{ \"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\" }"),
        ("document-too-deep", deep.as_bytes()),
        ("empty-document", b""),
        ("byte-order-mark", b"\xEF\xBB\xBF{}"),
        ("text-encoding", b"{\0}\0"),
    ];
    for (id, bytes) in cases {
        let document = Document::read("p.json", bytes, None, &Limits::default());
        let report = lint(&document, Catalog::embedded(), &Options::default());
        assert!(report.diagnostics.iter().any(|found| found.id == id), "{id}: {:?}", report.diagnostics);
        for found in &document.diagnostics {
            let check = crate::find(found.id).unwrap_or_else(|| panic!("no check has the id {}", found.id));
            assert_eq!(check.id, found.id, "readers use ids, not aliases");
        }
    }
    let document = Document::read("p.yaml", b"Statement: [", None, &Limits::default());
    assert!(
        document.diagnostics.iter().any(|found| found.id == "yaml-syntax-error"),
        "{:?}",
        document.diagnostics
    );
    let limits = Limits { bytes: 10, ..Limits::default() };
    let document = Document::read("p.json", b"{ \"Version\": \"2012-10-17\" }", None, &limits);
    assert_eq!(document.diagnostics[0].id, "document-too-large");
}

#[test]
fn a_text_read_in_part_is_not_blamed_for_what_it_does_not_hold() {
    let document =
        Document::read("p.json", b"{ \"Statement\": [ { \"Effect\": \"Allow\"", None, &Limits::default());
    let report = lint(&document, Catalog::embedded(), &Options::default());
    let ids: Vec<_> = report.diagnostics.iter().map(|found| found.id).collect();
    assert_eq!(ids, ["json-syntax-error"]);
}

#[test]
fn a_document_full_of_unknown_names_is_answered_up_to_the_limits_and_says_so() {
    let actions = vec![r#""s3:GetObjet","dynamo:GetItem""#; 3_000];
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":[{}],"Resource":"*"}}}}"#,
        actions.join(",")
    );
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    let only = ["invalid-action", "invalid-service", "invalid-service-in-action"].map(str::to_owned).to_vec();
    let options = Options { only, ..Options::default() };
    let found = lint(&document, Catalog::embedded(), &options).diagnostics;
    let count = |id: &str| found.iter().filter(|found| found.id == id).count();
    assert_eq!(count("invalid-action"), MOST_FINDINGS);
    // What could not be searched for is not said to be in another service.
    assert_eq!(
        (count("invalid-service-in-action"), count("invalid-service")),
        (MOST_SEARCHES, MOST_FINDINGS)
    );
    let suggested =
        found.iter().filter(|found| found.help.as_ref().is_some_and(|help| help.contains("did you mean")));
    assert_eq!(suggested.count(), 2 * MOST_SEARCHES, "only so many are searched for");
    let limits: Vec<_> = found.iter().filter(|found| found.id == "check-limit-reached").collect();
    let [limit] = limits.as_slice() else { panic!("{limits:?}") };
    assert_eq!(limit.severity, policy::Severity::High, "as both checks report errors");
    assert_eq!(
        limit.message,
        "not all of the document was checked: `invalid-action` and `invalid-service` stopped after \
         1000 findings; `invalid-service-in-action` looked for the right names of only 50 wrong ones"
    );
}

#[test]
fn what_grave_checks_did_not_look_at_is_grave() {
    // The grant at the end is behind what the checks may compare.
    let actions: Vec<_> =
        (0..100_000).map(|index| format!(r#""s3:Get{}*""#, "?".repeat(index % 40))).collect();
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":[{},"s3:PutBucketPolicy"],"Resource":"*"}}}}"#,
        actions.join(",")
    );
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    for (check, severity) in [
        ("permissions-management-actions", policy::Severity::High),
        ("partial-wildcard-action", policy::Severity::Warning),
    ] {
        let options = Options { only: vec![check.to_owned()], ..Options::default() };
        let found = lint(&document, Catalog::embedded(), &options).diagnostics;
        let limits = found.iter().filter(|found| found.id == "check-limit-reached");
        assert_eq!(limits.map(|limit| limit.severity).collect::<Vec<_>>(), [severity], "{check}");
    }
}

#[test]
fn a_text_longer_than_any_policy_is_one_error() {
    let text =
        format!(r#"{{"Version":"2012-10-17","Statement":{{"Action":"s3:{}"}}}}"#, "*a".repeat(LONGEST_TEXT));
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    let found = lint(&document, Catalog::embedded(), &Options::default()).diagnostics;
    let [limit] = found.as_slice() else { panic!("{} findings", found.len()) };
    assert_eq!((limit.id, limit.severity), ("check-limit-reached", policy::Severity::Error));
}
