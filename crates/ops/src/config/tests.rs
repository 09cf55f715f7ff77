//! What is said of faulty configurations, and what sound ones say.

use catalog::Catalog;

use super::{Config, Origin, keys, load};
use crate::reading::shape::{Key, Shape};

pub(super) fn catalog() -> &'static Catalog {
    Catalog::embedded()
}

pub(super) fn read(name: &str, text: &str) -> Result<Config, Vec<String>> {
    load(text.as_bytes(), &Origin::File(name.into()), catalog())
        .map_err(|error| std::iter::once(error.message).chain(error.also).collect())
}

/// The faults of a `leastwise.yaml`, without its name.
fn faults(text: &str) -> Vec<String> {
    let faults = read("c.yaml", text).expect_err(text);
    faults.iter().map(|fault| fault.strip_prefix("c.yaml:").unwrap_or(fault).to_owned()).collect()
}

/// The first YAML block of the page that has settings.
fn example() -> &'static str {
    let page = include_str!("../../../../docs/configuration.md");
    let blocks = page.split("```yaml\n").skip(1).filter_map(|block| block.split("```").next());
    blocks.into_iter().find(|block| block.starts_with("settings:")).unwrap()
}

/// The names of the keys and of those below them.
fn names(keys: &[Key], into: &mut Vec<&'static str>) {
    for key in keys {
        into.push(key.name);
        match &key.shape {
            Shape::Object(keys) | Shape::List(Shape::Object(keys)) => names(keys, into),
            Shape::Named(_) => names(keys::CHECK, into),
            _ => {}
        }
    }
}

#[test]
fn the_example_of_the_page_is_sound_and_uses_every_key() {
    let config = read("leastwise.yaml", example()).unwrap();
    assert_eq!(config.notes, Vec::<String>::new());
    let mut all = Vec::new();
    names(keys::FILE, &mut all);
    for check in lint::CHECKS {
        names(keys::options_of(check.id), &mut all);
    }
    for name in all {
        assert!(example().contains(&format!("{name}:")), "the example does not show `{name}`");
    }
}

#[test]
fn all_that_is_wrong_is_told_with_its_place_and_the_nearest_name() {
    let text = "\
setings: {}
settings: {fail_on: hihg, scp_language: [current]}
checks:
  wildcard-resorce: {}
  admin-access: {enabled: \"no\", sevrity: low, severity: info, options: {a: 1}}
  wildcard-resource: {options: {allowed_action: x}}
  json-syntax-error: {enabled: false}
  INVALID_ACTION: {severity: low}
  invalid-action: {severity: high}
  old-policy-version: {ignore: [{}]}
suppressions: [{check: admin-access, expires: soon}, {check: '*', reason: legacy}]
policy_types: [{path: a, type: scpp}, {type: scp}, {path: a}, {path: b, resource_type: bucket}]
";
    let told = faults(text);
    let expected = [
        "1:1: there is no key `setings` here; did you mean `settings`?",
        "2:21: `hihg` is none of the values that may stand here; did you mean `high`?",
        "2:41: expected a string, found a list",
        "4:3: there is no check `wildcard-resorce`; did you mean `wildcard-resource`?",
        "5:27: expected `true` or `false`, found a string",
        "5:33: there is no key `sevrity` here; did you mean `severity`?",
        "5:57: `info` is none of the values that may stand here; there are `error`, `critical`, `high`, `warning`, `medium`, `low`, `suggestion`",
        "5:72: `admin-access` has no options",
        "6:33: there is no key `allowed_action` here; did you mean `allowed_actions`?",
        "7:3: `json-syntax-error` says that a text could not be read, and stays as it is",
        "9:3: `invalid-action` sets `invalid-action`, which another block sets already",
        "10:33: this would ignore all that the check finds; write `enabled: false` for that",
        "11:16: a suppression without a reason; say why these findings are accepted: `reason: …`",
        "11:47: `soon` is not a day; write `YYYY-MM-DD`: the last day on which the suppression holds",
        "11:62: this would suppress all findings; name a check, or say where: `path`, `sid`, `action` or `resource`",
        "12:32: `scpp` is none of the values that may stand here; did you mean `scp`?",
        "12:39: an entry of `policy_types` without a `path`",
        "12:52: an entry of `policy_types` without a `type`",
        "12:88: `bucket` is not a resource type; write it as CloudFormation does: `AWS::S3::Bucket`",
    ];
    assert_eq!(told, expected);
}

#[test]
fn all_that_is_wrong_with_rules_is_told() {
    let text = "\
rules:
  required_conditions:
    - {name: a, actions: s3GetObject}
    - {name: b, conditions: [{operator: StringEqual, key: aws:SourceIp}, {any: [{keys: 1}]}]}
    - {actions: [\"s3:*\"], resources: bucket, conditions: [{key: aws:SourceVpc}]}
  principals:
    - {name: c}
    - {name: d, principals: \"*\"}
";
    let expected = [
        "3:7: a rule without `conditions`; for actions that nothing makes right there is `forbidden_actions`",
        "3:26: `s3GetObject` has no colon between service and name",
        "4:7: a rule without `actions`",
        "4:41: `StringEqual` is no condition operator; did you mean `StringEquals`?",
        "4:74: a condition without a `key`; write `key: aws:SourceVpce`, or a list of such under `all`, `any` or `none`",
        "4:81: a condition without a `key`",
        "4:82: there is no key `keys` here; did you mean `key`?",
        "5:38: `bucket` is neither an ARN nor `*`",
        "7:7: a rule that demands nothing; it needs `allowed`, `blocked`, or `principals` with `conditions`",
        "8:7: `principals` without `conditions`; what may never be let in stands under `blocked`",
    ];
    let told = faults(text);
    assert_eq!(told, expected);
}

/// What may be newer than the catalogue is used, and noted.
#[test]
fn unknown_names_of_aws_are_noted() {
    let text = "\
rules:
  required_conditions:
    - {name: a, actions: [\"iam:PasRole\"], conditions: [{key: iam:PasedToService}]}
";
    let config = read("c.yaml", text).unwrap();
    assert_eq!(
        config.notes,
        [
            "c.yaml:3:27: `iam:PasRole` matches no action that is known; did you mean `iam:PassRole`?",
            "c.yaml:3:62: `iam:PasedToService` is no condition key that is known; did you mean `iam:PassedToService`?"
        ]
    );
    assert_eq!(config.house.conditions.len(), 1);
}

#[test]
fn hostile_texts_are_refused_in_a_few_lines() {
    let deep = format!("checks: {}", "[".repeat(10_000));
    let many = "x: 1\n".repeat(100_000);
    let billion = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e]\n";
    let names: String = (0..20_000)
        .flat_map(|n| {
            ["  - {name: n, actions: [\"s3:GetObjet".to_owned(), n.to_string(), "\"]}\n".to_owned()]
        })
        .collect();
    let unknown: String =
        (0..50_000).flat_map(|n| ["  some-check-".to_owned(), n.to_string(), ": {}\n".to_owned()]).collect();
    let unknown = format!("checks:\n{unknown}");
    let patterns: String =
        (0..20_000).flat_map(|n| ["\"[0-9]{1,50}".to_owned(), n.to_string(), "\", ".to_owned()]).collect();
    let patterns = format!("wildcard_action: {{ignore_patterns: [{{action: [{patterns}]}}]}}");
    for (text, first) in [
        (unknown.as_str(), "2:3: there is no check `some-check-0`"),
        (
            "checks: {admin-access: off}",
            "1:24: expected an object, found a string; write `{ enabled: false }`",
        ),
        ("- a", "1:1: expected an object, found a list"),
        ("\"checks\"", "1:1: expected an object, found a string"),
        ("checks: {a: [}", "1:13:"),
        ("checks:\n\tadmin-access: {}\n", "2:2: "),
        ("checks: {}\nchecks: {}\n", "2:1: "),
        ("checks: {admin-access: {}, admin-access: {}}", "1:28: "),
        ("a: 1\n---\nb: 2\n", "1:1: there is no key `a` here"),
        (&deep, "1:"),
        (&many, "1:1: there is no key `x` here"),
        (billion, "1:1: there is no key `a` here"),
    ] {
        let told = faults(text);
        assert!(told.iter().any(|fault| fault.starts_with(first)), "{first}\n{told:?}");
        assert!(told.len() <= 51, "{}", told.len());
    }
    let config = read("c.yaml", &format!("rules:\n  forbidden_actions:\n{names}")).unwrap();
    assert_eq!(config.notes.len(), 51, "the rest is counted");
    assert_eq!(read("iam-validator.yaml", &patterns).unwrap().notes.len(), 51, "not all of them are taken");
    assert!(read("c.yaml", &" ".repeat(5_000_000)).is_err(), "too large");
    assert!(load(b"\xff\xfe\xff", &Origin::Text, catalog()).is_err(), "no text");
}

#[test]
fn what_says_nothing_is_sound() {
    for text in ["", "\n# a comment\n", "checks:\n", "settings:\nrules:\n  principals:\n", "{}"] {
        let config = read("c.yaml", text).unwrap();
        assert!(config.checks.is_empty() && config.house.is_empty() && config.failing.is_none(), "{text}");
    }
    let wide: Vec<u8> = "settings: {fail_on: low}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = [&[0xFF, 0xFE][..], &wide].concat();
    let config = load(&wide, &Origin::Text, catalog()).unwrap();
    assert!(config.failing.is_some(), "UTF-16 with its mark is read");
    assert!(read("c.json", "{\"settings\": {\"fail_on\": \"low\"}}").unwrap().failing.is_some());
}

/// An object has no lines that its author would know.
#[test]
fn places_in_an_object_are_ways_to_it() {
    let refused = load(br#"{"checks":{"admin-acces":{}}}"#, &Origin::Object, catalog()).unwrap_err();
    assert_eq!(
        refused.message,
        "`config/checks/admin-acces`: there is no check `admin-acces`; did you mean `admin-access`?"
    );
}

/// Whatever is cut off or left out, reading ends with an answer.
#[test]
fn any_part_of_a_configuration_is_read_or_refused() {
    let foreign = include_str!("foreign/tests.rs");
    let foreign = foreign.split("let config = \"\n").nth(5).unwrap().split("\";").next().unwrap();
    for text in [example(), foreign] {
        let ends = text.char_indices().map(|(at, _)| at).step_by(13);
        let cut: Vec<_> = ends.filter_map(|end| Some(text.get(..end)?.to_owned())).collect();
        let lines: Vec<_> = text.lines().collect();
        let without = (0..lines.len()).map(|left| [&lines[..left], &lines[left + 1..]].concat().join("\n"));
        for part in cut.into_iter().chain(without) {
            for name in ["leastwise.yaml", "iam-validator.yaml"] {
                if let Err(faults) = read(name, &part) {
                    assert!(faults.iter().all(|fault| fault.starts_with(name)), "{faults:?}");
                }
            }
        }
    }
}

/// A name says which tool's file it is; else what only one of them has does.
#[test]
fn whose_file_it_is_is_told_by_name_or_content() {
    for (name, text, is_foreign) in [
        ("iam-validator.yaml", "settings: {}", true),
        ("a/.iam-validator.yml", "", true),
        ("leastwise.yaml", "checks: {admin-access: {enabled: false}}", false),
        ("c.yaml", "wildcard_action: {severity: high}", true),
        ("c.yaml", "wildcard_action_check: {severity: high}", true),
        ("c.yaml", "settings: {fail_on_severity: [error]}", true),
        ("c.yaml", "checks: {wildcard_action: {severity: high}}", true),
        ("c.yaml", "settings: {fail_on: error}", false),
        ("c.yaml", "checks: {wildcard-action: {severity: high}}", false),
        ("c.yaml", "rules:", false),
        ("c.yaml", "", false),
    ] {
        let document = policy::Document::read(name, text.as_bytes(), None, &policy::Limits::default());
        assert_eq!(
            super::foreign::is_foreign(&document.root, &Origin::File(name.into())),
            is_foreign,
            "{name}: {text}"
        );
    }
}
