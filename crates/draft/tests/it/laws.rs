//! What holds of every draft.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::{Draft, Generalise, Options, Widening, draft};
use policy::ResourcePattern;
use policy::tree::Statement;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use trail::{Principal, Usage};

use crate::{ROLE, event, usage};

/// An event's source and name, its action, and what its ARNs begin with.
const CALLS: [(&str, &str, &str, &str); 11] = [
    ("s3", "GetObject", "s3:GetObject", "arn:aws:s3:::acme/"),
    ("s3", "PutObject", "s3:PutObject", "arn:aws:s3:::acme-7/"),
    ("s3", "ListObjectsV2", "s3:ListBucket", "arn:aws:s3:::acme-"),
    ("sqs", "SendMessage", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:"),
    ("sqs", "SendMessage", "sqs:SendMessage", "arn:aws:sqs:us-east-1:444455556666:"),
    ("dynamodb", "GetItem", "dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
    ("dynamodb", "Query", "dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
    ("dynamodb", "PutItem", "dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
    ("dynamodb", "UpdateItem", "dynamodb:UpdateItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/"),
    ("iam", "GetRole", "iam:GetRole", "arn:aws:iam::111122223333:role/"),
    ("sts", "AssumeRole", "sts:AssumeRole", "arn:aws:iam::111122223333:role/"),
];

/// Names as callers choose them: words, ids, and what policies take for themselves.
fn name(source: &str) -> BoxedStrategy<String> {
    let part = prop_oneof![
        4 => select(vec!["ann", "bob", "in", "out", "job", "v1"]).prop_map(str::to_owned),
        2 => (1_usize..400).prop_map(|number| number.to_string()),
        2 => (10_usize..99).prop_map(|number| format!("2026-11-{}", number % 28 + 1).replace("-11-", "-1")),
        2 => (0_u32..40).prop_map(|number| format!("{:08x}", number.wrapping_mul(0x9e37_79b9))),
        2 => (1_usize..28).prop_map(|day| format!("2026-11-{day:02}")),
        1 => select(vec!["*", "?", "a*b", "${*}", "${aws:username}", "${", "$"]).prop_map(str::to_owned),
        1 => select(vec!["\u{e9}", "\u{65e5}\u{672c}", "\u{1f600}", "e\u{301}", "\u{131}\u{130}"]).prop_map(str::to_owned),
    ];
    let marks = if ["s3", "iam"].contains(&source) { vec!["/", "-", "_", "//"] } else { vec!["-", "_"] };
    // Keys of objects end in what they like; names do not.
    let ends = if source == "s3" { any::<bool>().boxed() } else { Just(false).boxed() };
    let parts = proptest::collection::vec((part, select(marks)), 1..4);
    (parts, ends)
        .prop_map(|(parts, ends_in_mark)| {
            let text: String = parts.into_iter().flat_map(|(part, mark)| [part, mark.to_owned()]).collect();
            if ends_in_mark { text } else { text.trim_end_matches(['/', '-', '_']).to_owned() }
        })
        .boxed()
}

/// What was called on what: the place of the call in [`CALLS`], and an ARN.
fn seen() -> impl Strategy<Value = Vec<(usize, String)>> {
    let one = (0..CALLS.len()).prop_flat_map(|call| {
        let (source, event, _, begin) = CALLS[call];
        let source = if event == "ListObjectsV2" { "bucket" } else { source };
        name(source).prop_map(move |name| (call, format!("{begin}{name}")))
    });
    proptest::collection::vec(one, 1..60)
}

fn events(seen: &[(usize, String)]) -> Vec<Value> {
    let each = seen.iter().enumerate();
    each.map(|(id, (call, arn))| event(id, CALLS[*call].0, CALLS[*call].1, &[arn])).collect()
}

fn drafted(usage: &Usage, limit: usize) -> Draft {
    let generalise = Generalise { limit, whole: 2 * limit, ..Generalise::default() };
    let options = Options { generalise, ..Options::default() };
    draft(usage, &Principal::new(ROLE), &options, Catalog::embedded())
}

fn statements(draft: &Draft) -> Vec<Statement> {
    draft.policies.iter().flat_map(|drafted| drafted.policy.statements.clone()).collect()
}

fn entries(statements: &[Statement], action: &str) -> Vec<ResourcePattern> {
    let own = statements.iter().filter(|one| one.actions().iter().any(|it| it.value.as_str() == action));
    own.flat_map(|one| one.resources().iter().map(|resource| resource.value.clone())).collect()
}

/// Partition, service, region and account.
fn owner(arn: &str) -> Vec<String> {
    arn.splitn(6, ':').take(5).map(str::to_owned).collect()
}

fn types(action: &str, entry: &ResourcePattern) -> BTreeSet<String> {
    let action = Catalog::embedded().action(action).unwrap();
    action.targets_meeting(entry).iter().map(|target| target.resource.name().to_owned()).collect()
}

/// What all begins with that an entry matches: the text before its first wildcard.
fn fixed(entry: &str) -> String {
    let escaped = [("${*}", '\u{1}'), ("${?}", '\u{2}'), ("${$}", '\u{3}')];
    let marked =
        escaped.iter().fold(entry.to_owned(), |text, (own, mark)| text.replace(own, &mark.to_string()));
    let begin = marked.split(['*', '?']).next().unwrap().to_owned();
    begin.replace('\u{1}', "*").replace('\u{2}', "?").replace('\u{3}', "$")
}

/// What other actions of the kind were used on.
fn shared(why: &Widening) -> &[String] {
    if let Widening::Shared(entries) = why { entries } else { &[] }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_seen_is_dropped_and_nothing_else_is_reached(seen in seen(), limit in 1_usize..6) {
        let draft = drafted(&usage(&events(&seen)), limit);
        let statements = statements(&draft);
        for (call, arn) in &seen {
            let entries = entries(&statements, CALLS[*call].2);
            prop_assert!(entries.iter().any(|entry| entry.matches(arn).is_yes()), "{arn}");
        }
        for grant in &draft.grants {
            let shared: BTreeSet<&String> = grant.widened.iter().flat_map(shared).collect();
            let shared: Vec<_> = shared.into_iter().map(|entry| ResourcePattern::with_variables(entry)).collect();
            let is_shared = |arn: &String| shared.iter().any(|entry| entry.matches(arn).is_yes());
            let of_action = || seen.iter().filter(|(call, arn)| CALLS[*call].2 == grant.action || is_shared(arn));
            let owners: BTreeSet<_> = of_action().map(|(_, arn)| owner(arn)).collect();
            // Of a name with letters that policies do not take, a pattern stands that is told, with what shares it.
            let letters = draft.grants.iter().flat_map(|grant| &grant.widened).filter_map(|why| match why {
                Widening::LettersNotTaken(entry) => Some(entry),
                _ => None,
            });
            let own = |entry: &&String| grant.resources.contains(entry);
            let letters = letters.filter(own).map(|entry| ResourcePattern::with_variables(entry));
            let seen_as = of_action().map(|(_, arn)| ResourcePattern::parse(arn)).chain(letters);
            let kinds: BTreeSet<_> = seen_as.flat_map(|arn| types(&grant.action, &arn)).collect();
            for entry in &grant.resources {
                prop_assert!(owners.contains(&owner(entry)), "{entry}");
                let entry = ResourcePattern::with_variables(entry);
                prop_assert!(types(&grant.action, &entry).is_subset(&kinds), "{entry}");
                let of_bucket = of_action().any(|(_, arn)| arn.starts_with(&fixed(entry.as_str())));
                prop_assert!(of_bucket, "{entry}");
            }
        }
    }

    /// A statement holds no pair of an action and a resource of its types that the grants do not have.
    #[test]
    fn statements_grant_what_the_grants_say_and_no_more(seen in seen(), limit in 1_usize..6) {
        let draft = drafted(&usage(&events(&seen)), limit);
        for statement in statements(&draft) {
            for (action, resource) in statement.actions().iter().flat_map(|action| {
                statement.resources().iter().map(move |resource| (action.value.as_str(), &resource.value))
            }) {
                let grant = draft.grants.iter().find(|grant| grant.action == action).unwrap();
                let is_granted = grant.resources.iter().any(|entry| entry == resource.as_str());
                prop_assert!(is_granted || types(action, resource).is_empty(), "{action} {resource}");
            }
        }
    }

    #[test]
    fn order_does_not_matter(seen in seen(), limit in 1_usize..6, turn in 0_usize..60) {
        let mut turned = seen.clone();
        turned.rotate_left(turn % seen.len());
        prop_assert_eq!(
            drafted(&usage(&events(&seen)), limit).policies,
            drafted(&usage(&events(&turned)), limit).policies
        );
    }

    /// More evidence never takes away what less evidence gave.
    #[test]
    fn merged_usage_allows_what_each_part_allows(one in seen(), other in seen(), limit in 1_usize..6) {
        let (one, other) = (usage(&events(&one)), usage(&events(&other)));
        let mut both = one.clone();
        both.merge(other.clone());
        let merged = statements(&drafted(&both, limit));
        for part in [one, other] {
            let draft = drafted(&part, limit);
            for grant in &draft.grants {
                let entries = entries(&merged, &grant.action);
                for own in &grant.resources {
                    let own = ResourcePattern::with_variables(own);
                    prop_assert!(entries.iter().any(|entry| entry.covers(&own).is_yes()), "{} {own}", grant.action);
                }
            }
        }
    }
}
