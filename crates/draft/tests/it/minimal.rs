//! The smallest policies: what each request grants, what is refused, and what the checks say of it.

use std::collections::BTreeMap;

use catalog::{Action, Catalog};
use draft::arns::{ArnWanted, build_arn};
use draft::minimal::{Demand, Guards, Minimal, Refusal, Wanted, minimal};
use policy::tree::PolicyKind;
use policy::{Document, Format, Limits, Style, write};
use serde_json::{Value, json};

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn demand(operator: &str, key: &str, value: &str) -> Demand {
    Demand { operator: operator.to_owned(), key: key.to_owned(), values: vec![value.to_owned()] }
}

fn made_with(
    actions: &[&str],
    resources: &[&str],
    conditions: &[Demand],
    guards: Guards,
) -> Result<Minimal, Vec<Refusal>> {
    let (actions, resources) = (owned(actions), owned(resources));
    let wanted = Wanted { actions: &actions, resources: &resources, conditions, guards };
    minimal(wanted, Catalog::embedded())
}

fn json_of(made: &Minimal) -> Value {
    serde_json::from_str(&write(&made.policy.to_node(), Style::default())).unwrap()
}

fn findings(made: &Minimal) -> Vec<String> {
    let text = write(&made.policy.to_node(), Style::default());
    let read = Document::read("made", text.as_bytes(), Some(Format::Json), &Limits::default());
    let options = lint::Options { kind: Some(PolicyKind::Identity), ..lint::Options::default() };
    let report = lint::lint(&read, Catalog::embedded(), &options);
    report.diagnostics.iter().map(|found| found.id.to_owned()).collect()
}

/// An ARN of the action's first type, if it has one.
fn example(action: Action<'_>) -> Option<String> {
    let mut targets: Vec<_> = action.targets().collect();
    targets.sort_by_key(|target| !target.required);
    let resource = targets.first()?.resource;
    let wanted = ArnWanted {
        resource,
        name: "app/one",
        region: "eu-west-1",
        account: "111122223333",
        partition: "aws",
    };
    let arn = build_arn(wanted, Catalog::embedded()).arn;
    let whole = arn.split("${").enumerate().map(|(index, text)| match text.split_once('}') {
        Some((_, rest)) if index > 0 => format!("app{rest}"),
        _ => text.to_owned(),
    });
    Some(whole.collect())
}

#[test]
fn every_action_of_the_catalogue() {
    let (mut made_of, mut refused, mut found_in) =
        (0, BTreeMap::<String, usize>::new(), BTreeMap::<String, Vec<String>>::new());
    let mut worse = Vec::new();
    for action in Catalog::embedded().actions() {
        let name = action.full_name();
        let resources: Vec<String> = example(action).into_iter().collect();
        let resources: Vec<&str> = resources.iter().map(String::as_str).collect();
        match made_with(&[&name], &resources, &[], Guards::Needed) {
            Err(refusals) => {
                assert!(refusals.iter().all(|refusal| refusal.help.is_some()), "{refusals:?}");
                *refused
                    .entry(refusals[0].to_string().replace(&name, "A").chars().take(60).collect())
                    .or_default() += 1;
            }
            Ok(made) => {
                made_of += 1;
                for id in findings(&made) {
                    found_in.entry(id).or_default().push(name.clone());
                }
                let guarded = made_with(&[&name], &resources, &[], Guards::All).unwrap();
                let before = findings(&made);
                worse.extend(
                    findings(&guarded)
                        .into_iter()
                        .filter(|id| !before.contains(id))
                        .map(|id| format!("{name}: {id}")),
                );
            }
        }
    }
    let found: Vec<_> = found_in
        .iter()
        .map(|(id, names)| (id, names.len(), names.iter().take(4).collect::<Vec<_>>()))
        .collect();
    println!("{made_of} made, refused {refused:#?}, {found:#?} worse {worse:#?}");
    let _ = json!(0);
    let _ = (json_of, demand);
}
