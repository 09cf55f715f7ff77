//! The Service Reference laid over the embedded catalogue, and over a small one.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use catalog::refresh::{Fetch, Refreshed, Refusal, diff, overlay, plan};
use catalog::{Action, Catalog, Level, Service, pack};
use proptest::prelude::*;

use crate::bytes::sample;

const DATE: &str = "2026-12-01";

fn small() -> Catalog {
    Catalog::open(pack::pack(sample()).unwrap().into_bytes()).unwrap()
}

fn refresh(catalog: &Catalog, files: &[(&str, &str)]) -> Result<Refreshed, Refusal> {
    overlay(catalog, DATE, files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())))
}

/// A file of the Service Reference that says what the catalogue says.
fn document(service: Service<'_>) -> String {
    let strings = |items: Vec<String>| {
        format!("[{}]", items.iter().map(|it| format!("{it:?}")).collect::<Vec<_>>().join(","))
    };
    let mut text = format!(r#"{{"Name":{:?},"Version":"v1.4","Unheard":[{{}}],"#, service.prefix());
    let list = |items: Vec<String>| format!("[{}]", items.join(","));
    let actions = service.actions().map(|action| {
        let level = action.level();
        let is = |wanted: &[Level]| wanted.contains(&level);
        let on = action.targets().map(|target| {
            let keys = target.own_keys().map(|key| key.name().to_owned()).collect();
            format!(r#"{{"Name":{:?},"ConditionKeys":{}}}"#, target.resource.name(), strings(keys))
        });
        format!(
            r#"{{"Name":{:?},"ActionConditionKeys":{},"Annotations":{{"Properties":{{"IsList":{},"IsPermissionManagement":{},"IsTaggingOnly":{},"IsWrite":{}}}}},"Resources":{}}}"#,
            action.name(),
            strings(action.own_keys().map(|key| key.name().to_owned()).collect()),
            is(&[Level::List]),
            is(&[Level::PermissionsManagement]),
            is(&[Level::Tagging]),
            is(&[Level::Write, Level::Tagging, Level::PermissionsManagement]),
            list(on.collect()),
        )
    });
    write!(text, r#""Actions":{},"#, list(actions.collect())).unwrap();
    let keys = service
        .condition_keys()
        .map(|key| format!(r#"{{"Name":{:?},"Types":["{}"]}}"#, key.name(), key.kind()));
    write!(text, r#""ConditionKeys":{},"#, list(keys.collect())).unwrap();
    let resources = service.resource_types().map(|resource| {
        let arns = resource.arn_formats().map(str::to_owned).collect();
        let keys = resource.condition_keys().map(|key| key.name().to_owned()).collect();
        format!(
            r#"{{"Name":{:?},"ARNFormats":{},"ConditionKeys":{}}}"#,
            resource.name(),
            strings(arns),
            strings(keys)
        )
    });
    write!(text, r#""Resources":{}}}"#, list(resources.collect())).unwrap();
    text
}

#[test]
fn a_reference_that_says_the_same_changes_nothing_but_the_date() {
    let catalog = Catalog::embedded();
    let files =
        catalog.services().map(|it| (format!("v1/{0}/{0}.json", it.prefix()), document(it).into_bytes()));
    let refreshed = overlay(catalog, DATE, files).unwrap();
    assert!(refreshed.report.diff.is_empty(), "{:?}", refreshed.report.diff);
    assert_eq!(refreshed.report.services_read, catalog.services().len());
    assert_eq!(refreshed.manifest.actions, catalog.actions().len());
    assert_eq!((refreshed.catalog.date(), catalog.date() < DATE), (DATE, true));
    let needs = |catalog: &Catalog| catalog.actions().map(|action| action.needs().len()).sum::<usize>();
    assert_eq!(needs(&refreshed.catalog), needs(catalog));
    assert!(catalog.actions().eq_by_required(&refreshed.catalog));
}

trait EqByRequired {
    fn eq_by_required(self, other: &Catalog) -> bool;
}

impl<'c, I: Iterator<Item = Action<'c>>> EqByRequired for I {
    fn eq_by_required(mut self, other: &Catalog) -> bool {
        self.all(|action| {
            let again = other.action(&action.full_name()).unwrap();
            action.targets().map(|it| it.required).eq(again.targets().map(|it| it.required))
        })
    }
}

const FOO: &str = r#"{ "Name": "foo", "Version": "v1.7", "News": 1,
  "Actions": [
    { "Name": "getbar", "Annotations": { "Properties": { "IsWrite": true, "IsPermissionManagement": true } },
      "Resources": [ { "Name": "bar" }, { "Name": "nothing" } ] },
    { "Name": "ListBars", "Annotations": { "Properties": { "IsList": true } }, "ActionConditionKeys": [ "foo:Tag/tag-key" ] },
    { "Name": "../Odd" }
  ],
  "ConditionKeys": [ { "Name": "foo:Names", "Types": [ "ArrayOfARN" ] } ],
  "Resources": [ { "Name": "bar", "ARNFormats": [ "arn:${Partition}:foo:a, arn:${Partition}:foo:b" ], "ConditionKeys": [ "foo:Names" ] } ],
  "Operations": [
    { "Name": "ListBars", "SDK": [ { "Name": "foos", "Method": "list_bars", "Package": "Boto3" } ] },
    { "Name": "GetBar", "SDK": [ { "Name": "foos" } ],
      "AuthorizedActions": [ { "Name": "getbar", "Service": "foo" }, { "Name": "ListBars", "Service": "foo" } ] },
    { "Name": "Ping", "SDK": [ { "Name": "foos" }, { "Name": "newfoos" } ],
      "AuthorizedActions": [ { "Name": "ListBars", "Service": "foo" }, { "Name": "Gone", "Service": "foo" } ] }
  ] }"#;

#[test]
fn the_reference_wins_in_what_it_knows_and_the_rest_stays() {
    // Half of two actions going would be refused: one more service keeps the share small.
    let mut facts = sample();
    let actions = (0..200).map(|number| format!("action\tDo{number}\twrite\n")).collect::<Vec<_>>().concat();
    let other = format!("service\tother\tOther\t-\n{actions}action\tUse\twrite\n\tneeds\tfoo:PutBar\n");
    facts.services.push(catalog::text::parse_service("other.tsv", &other).unwrap());
    let before = Catalog::open(pack::pack(facts).unwrap().into_bytes()).unwrap();
    let refreshed =
        refresh(&before, &[("foo.json", FOO), ("_services.json", r#"[{"service":"foo"}]"#)]).unwrap();
    let (after, report) = (&refreshed.catalog, &refreshed.report);
    assert_eq!(report.passed_over, ["_services.json"]);
    assert_eq!(report.dangling, ["foo:getbar on nothing"]);
    assert_eq!(report.diff.actions.added, ["foo:ListBars", "foo:getbar"]);
    assert_eq!(report.diff.actions.removed, ["foo:GetBar", "foo:PutBar"]);
    assert_eq!(report.diff.resource_types.removed, ["foo:Baz"]);
    let get = after.action("foo:GetBar").unwrap();
    assert_eq!(get.level(), Level::PermissionsManagement);
    let target = get.targets().next().unwrap();
    assert!(target.required && target.own_keys().len() == 0, "the mark stays, the keys do not");
    assert_eq!(
        target.resource.arn_formats().collect::<Vec<_>>(),
        ["arn:${Partition}:foo:a", "arn:${Partition}:foo:b"]
    );
    assert_eq!(after.service("foo").unwrap().title(), "Amazon Foo");
    assert_eq!(after.condition_key("foo:names").unwrap().kind().to_string(), "ArrayOfARN");
    assert_eq!(after.condition_key("foo:Tag/x").unwrap().name(), "foo:Tag/${TagKey}");
    // What is gone is retired, and nothing leads to it any more.
    assert_eq!(after.retired_action("foo:PutBar"), Some(DATE));
    assert_eq!(after.action("other:Use").unwrap().needs().len(), 0);
    let operation = |name| {
        let operation = after.operation("foos", name).unwrap();
        (operation.actions().map(Action::full_name).collect::<Vec<_>>(), operation.how().to_owned())
    };
    assert_eq!(operation("GetBar"), (vec!["foo:getbar".to_owned()], "same-name".to_owned()), "confirmed");
    assert_eq!(operation("Ping"), (vec!["foo:ListBars".to_owned()], "service-reference".to_owned()));
    assert_eq!(after.client("newfoos").unwrap().operations().len(), 1);
    assert_eq!(operation("ListBars"), (vec!["foo:ListBars".to_owned()], "same-name".to_owned()));
    assert_eq!(operation("PutBars").0, ["foo:getbar"]);
    // An action that comes back is no longer retired.
    let back = FOO.replace("ListBars", "PutBar");
    let again = refresh(after, &[("foo.json", &back)]).unwrap();
    assert_eq!(again.catalog.retired_action("foo:PutBar"), None);
    assert_eq!(again.catalog.retired_action("foo:ListBars"), Some(DATE));
}

#[test]
fn new_services_come_with_their_prefix_as_name() {
    let new = FOO.replace(r#""foo""#, r#""new""#);
    let refreshed = refresh(&small(), &[("x.json", &new)]).unwrap();
    assert_eq!(refreshed.report.diff.services.added, ["new"]);
    assert_eq!(refreshed.catalog.service("new").unwrap().title(), "new");
    assert_eq!(refreshed.catalog.action("foo:PutBar").unwrap().level(), Level::Write);
}

#[test]
fn what_cannot_be_the_work_of_aws_is_refused() {
    let catalog = Catalog::embedded();
    let ec2 = document(catalog.service("ec2").unwrap());
    let (cut, _) = ec2.split_at(ec2.len() / 2);
    let no_levels = ec2.replace("Annotations", "Removed");
    let all_read = ec2.replace("true", "false");
    for (why, file) in [
        ("`s3` would fall from", r#"{"Name":"s3","Actions":[{"Name":"GetObject"}]}"#),
        ("fall from", r#"{"Name":"ec2","Actions":[]}"#),
        ("have no access level", &no_levels),
        ("access level of", &all_read),
        ("schema", r#"{"Name":"s3","Version":"v2.0","Actions":[]}"#),
        ("is no service prefix", r#"{"Name":"../s3","Actions":[]}"#),
        ("no file describes a service", "[]"),
        ("x.json", cut),
        ("x.json", ""),
    ] {
        let refusal = refresh(catalog, &[("x.json", file)]).unwrap_err();
        assert!(refusal.to_string().contains(why), "{refusal}");
    }
    let twice = refresh(catalog, &[("a.json", &ec2), ("b.json", &ec2)]).unwrap_err();
    assert_eq!(twice.reasons().count(), 1);
}

#[test]
fn the_plan_is_what_has_changed() {
    let index = br#"[
        {"service":"s3","url":"https://x/v1/s3/s3.json","modified":5},
        {"service":"ec2","url":"https://x/v1/ec2/ec2.json","modified":7},
        {"service":"sqs","url":"https://x/v1/sqs/sqs.json"}]"#;
    let known = BTreeMap::from([("s3".to_owned(), 5), ("ec2".to_owned(), 6), ("sqs".to_owned(), 1)]);
    let planned = plan(index, &known).unwrap();
    let short = |fetch: &Fetch| (fetch.service.clone(), fetch.modified);
    assert_eq!(
        planned.iter().map(short).collect::<Vec<_>>(),
        [("ec2".to_owned(), Some(7)), ("sqs".to_owned(), None)]
    );
    assert_eq!(plan(index, &BTreeMap::new()).unwrap().len(), 3);
    for bad in ["", "{}", "[{}]", r#"[{"service":"../x","url":"u"}]"#, r#"[{"service":"s3"}]"#, "[1"] {
        assert!(plan(bad.as_bytes(), &known).is_err(), "{bad}");
    }
}

#[test]
fn a_catalogue_does_not_differ_from_itself_and_differs_both_ways_alike() {
    let (one, other) = (small(), Catalog::embedded());
    assert!(diff(&one, &one).is_empty());
    let (there, back) = (diff(&one, other), diff(other, &one));
    assert_eq!(there.actions.added, back.actions.removed);
    assert_eq!(there.condition_keys.removed, back.condition_keys.added);
    assert_eq!(there.condition_keys.changed.len(), back.condition_keys.changed.len());
}

#[test]
fn roles_that_can_be_passed_are_noted_once() {
    let catalog = Catalog::embedded();
    let lambda = document(catalog.service("lambda").unwrap());
    let operations = r#","Operations":[{"Name":"CreateFunction","SDK":[{"Name":"lambda"}],
        "AuthorizedActions":[{"Name":"CreateFunction","Service":"lambda"},{"Name":"PassRole","Service":"iam"}]}]}"#;
    let lambda = format!("{}{operations}", lambda.strip_suffix('}').unwrap());
    let refreshed = refresh(catalog, &[("lambda.json", &lambda)]).unwrap();
    let needs = refreshed.catalog.action("lambda:CreateFunction").unwrap().needs();
    assert_eq!(needs.filter(|need| need.action.full_name() == "iam:PassRole").count(), 1);
    let asked = refreshed.catalog.operation("lambda", "CreateFunction").unwrap().actions();
    assert_eq!(asked.map(Action::full_name).collect::<Vec<_>>(), ["lambda:CreateFunction"]);
}

proptest! {
    #[test]
    fn broken_files_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = FOO.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(refreshed) = overlay(&small(), DATE, [("foo.json".to_owned(), bytes.clone())]) {
            prop_assert!(refreshed.catalog.services().len() >= 1);
        }
        let _ = plan(&bytes, &BTreeMap::new());
    }
}
