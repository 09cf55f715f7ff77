//! Many resources as few patterns.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::{Generalise, Generalised, Grant, Options, Widening, draft};
use policy::ResourcePattern;
use trail::Principal;

use crate::{ROLE, event, usage};

fn grant(source: &str, name: &str, arns: &[String], generalise: Generalise) -> Grant {
    let events: Vec<_> = arns.iter().enumerate().map(|(id, arn)| event(id, source, name, &[arn])).collect();
    let options = Options { generalise, ..Options::default() };
    let draft = draft(&usage(&events), &Principal::new(ROLE), &options, Catalog::embedded());
    draft.grants.into_iter().next().unwrap()
}

fn resources(source: &str, name: &str, arns: &[String]) -> Vec<String> {
    grant(source, name, arns, Generalise::default()).resources
}

fn told(grant: &Grant) -> Vec<&Generalised> {
    let told = grant.widened.iter();
    told.filter_map(|why| if let Widening::Generalised(told) = why { Some(told) } else { None }).collect()
}

fn many(count: usize, arn: impl Fn(usize) -> String) -> Vec<String> {
    (0..count).map(arn).collect()
}

/// Words that have nothing in common.
fn word(number: usize) -> String {
    const WORDS: [&str; 10] =
        ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine"];
    format!("{}{}", WORDS[number % 10], WORDS[number / 10 % 10])
}

const EC2: &str = "arn:aws:ec2:eu-west-1:111122223333:instance";
const TABLE: &str = "arn:aws:dynamodb:eu-west-1:111122223333:table";

#[test]
fn up_to_the_limit_each_is_named() {
    let arns = many(15, |number| format!("arn:aws:s3:::b/in/{number:02}.csv"));
    let grant = grant("s3", "GetObject", &arns, Generalise::default());
    assert_eq!(grant.resources, arns);
    assert_eq!(told(&grant), Vec::<&Generalised>::new());
}

#[test]
fn ids_in_names_become_wildcards_of_their_length() {
    let arns = many(16, |number| format!("arn:aws:s3:::b/in/2026/11/{:02}/part-{number:04}.csv", number + 1));
    let grant = grant("s3", "GetObject", &arns, Generalise::default());
    assert_eq!(grant.resources, ["arn:aws:s3:::b/in/????/??/??/part-????.csv"]);
    let [told] = told(&grant)[..] else { unreachable!() };
    assert_eq!(told.covers, arns);
    assert_eq!(told.also, "any other object whose name is like `in/????/??/??/part-????.csv`");
    let arns = many(20, |number| format!("{TABLE}/orders-{number}"));
    assert_eq!(resources("dynamodb", "GetItem", &arns), [format!("{TABLE}/orders-*")]);
}

#[test]
fn names_without_ids_become_what_they_share() {
    let arns = many(20, |number| format!("arn:aws:s3:::b/team/{}/profile.json", word(number)));
    assert_eq!(resources("s3", "GetObject", &arns), ["arn:aws:s3:::b/team/*/profile.json"]);
    // Two families stay two patterns, and what is alone stays named.
    let arns = many(25, |number| match number {
        0..12 => format!("arn:aws:s3:::b/in/{}", word(number)),
        12..24 => format!("arn:aws:s3:::b/out/{}", word(number)),
        _ => "arn:aws:s3:::b/readme".to_owned(),
    });
    assert_eq!(
        grant("s3", "GetObject", &arns, Generalise { limit: 5, ..Generalise::default() }).resources,
        ["arn:aws:s3:::b/in/*", "arn:aws:s3:::b/out/*", "arn:aws:s3:::b/readme"]
    );
}

#[test]
fn names_of_buckets_stay_since_anybody_may_own_the_next() {
    let arns = many(30, |number| format!("arn:aws:s3:::logs-{number:04}"));
    assert_eq!(resources("s3", "ListObjectsV2", &arns), arns);
    let arns = many(30, |number| format!("arn:aws:s3:::logs-{number:04}/key"));
    assert_eq!(resources("s3", "GetObject", &arns), arns);
    let images = many(20, |number| format!("arn:aws:ec2:eu-west-1::image/ami-{:017x}", number + 0x1234_5678));
    assert_eq!(resources("ec2", "DeregisterImage", &images), images);
}

#[test]
fn roles_to_hand_over_or_to_take_stay_named() {
    let arns = many(30, |number| format!("arn:aws:iam::111122223333:role/app/job-{number:04}"));
    assert_eq!(resources("sts", "AssumeRole", &arns), arns);
    assert_eq!(resources("iam", "AttachRolePolicy", &arns), arns);
    assert_eq!(resources("iam", "GetRole", &arns), ["arn:aws:iam::111122223333:role/app/job-????"]);
}

#[test]
fn regions_and_accounts_keep_apart() {
    let arns = many(40, |number| {
        let region = ["eu-west-1", "us-east-1"][number % 2];
        format!("arn:aws:sqs:{region}:111122223333:jobs-{number:04}")
    });
    assert_eq!(
        resources("sqs", "SendMessage", &arns),
        ["arn:aws:sqs:eu-west-1:111122223333:jobs-????", "arn:aws:sqs:us-east-1:111122223333:jobs-????"]
    );
}

#[test]
fn all_of_a_type_only_if_there_are_very_many() {
    let instance = |number: usize| format!("{EC2}/i-{:017x}", 0xabc_1234_5678 + number);
    assert_eq!(resources("ec2", "StartInstances", &many(40, instance)), many(40, instance));
    let grant = grant("ec2", "StartInstances", &many(41, instance), Generalise::default());
    assert_eq!(grant.resources, [format!("{EC2}/i-?????????????????")]);
    assert_eq!(told(&grant)[0].covers.len(), 41);
}

#[test]
fn a_pattern_is_of_no_other_type_than_what_it_stands_for() {
    // `dynamodb:Query` can also act on the indexes of tables.
    let arns = many(45, |number| format!("{TABLE}/{}-orders", word(number)));
    assert_eq!(resources("dynamodb", "Query", &arns).len(), 45);
    assert_eq!(resources("dynamodb", "PutItem", &arns), [format!("{TABLE}/*-orders")]);
}

#[test]
fn what_aws_appends_to_names_stays() {
    let logs = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda";
    let arns = many(20, |number| {
        format!("{logs}/f:log-stream:2026/11/22/[$LATEST]{:032x}", u128::MAX / 3 + number as u128)
    });
    assert_eq!(
        resources("logs", "PutLogEvents", &arns),
        [format!("{logs}/f:log-stream:2026/11/22/[$LATEST]{}", "?".repeat(32))]
    );
    let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret";
    let arns = many(20, |number| format!("{secret}:db/{}-aB{number:02}cD", word(number)));
    let granted = resources("secretsmanager", "GetSecretValue", &arns);
    assert_eq!(granted, [format!("{secret}:db/*-??????")]);
    let arns = many(20, |number| format!("{secret}:db-{number}-aB{number:02}cD"));
    assert_eq!(resources("secretsmanager", "GetSecretValue", &arns), [format!("{secret}:db-*-??????")]);
}

#[test]
fn the_order_of_events_does_not_matter() {
    let arns =
        many(60, |number| format!("arn:aws:s3:::b/{}/{}/{number}", word(number % 7), word(number * 7)));
    let backwards: Vec<String> = arns.iter().rev().cloned().collect();
    let of =
        |arns: &[String]| grant("s3", "GetObject", arns, Generalise { limit: 6, ..Generalise::default() });
    let granted = of(&arns);
    assert_eq!(granted.resources, of(&backwards).resources);
    assert!(granted.resources.len() <= 6);
    let seen: BTreeSet<&String> = told(&granted).into_iter().flat_map(|told| &told.covers).collect();
    for arn in &arns {
        let is_granted = granted
            .resources
            .iter()
            .any(|entry| ResourcePattern::with_variables(entry).matches(arn).is_yes());
        assert!(is_granted && (seen.contains(arn) || granted.resources.contains(arn)), "{arn}");
    }
}
