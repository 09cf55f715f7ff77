//! Tasks in plain words, and what they must or must not be answered with.

use std::sync::OnceLock;

use catalog::Catalog;
use draft::{Suggested, Suggester};
use serde_json::Value;

fn suggester() -> &'static Suggester {
    static SUGGESTER: OnceLock<Suggester> = OnceLock::new();
    SUGGESTER.get_or_init(|| Suggester::new(Catalog::embedded()))
}

fn suggested(text: &str, service: Option<&str>, limit: usize) -> Suggested<'static> {
    let catalog = Catalog::embedded();
    let service = service.map(|prefix| catalog.service(prefix).unwrap());
    suggester().suggest(catalog, text, service, limit)
}

fn names(text: &str) -> Vec<String> {
    suggested(text, None, 10).suggestions.iter().map(|one| one.action.full_name()).collect()
}

/// How many tasks of a file have all their actions among the first ten, and how many there are.
fn hits(file: &str) -> (usize, usize) {
    let tasks = file.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let held = tasks.map(|task| {
        let names = names(task["phrase"].as_str().unwrap());
        let wanted = task["must_include"].as_array().unwrap();
        wanted.iter().all(|name| names.iter().any(|found| name == found))
    });
    let held: Vec<bool> = held.collect();
    (held.iter().filter(|held| **held).count(), held.len())
}

#[test]
fn nine_of_ten_tasks_find_all_their_actions() {
    for file in [include_str!("../data/tasks_given.jsonl"), include_str!("../data/tasks_own.jsonl")] {
        let (found, all) = hits(file);
        assert!(found * 10 >= all * 9, "{found} of {all}");
    }
}

#[test]
fn companions_come_along_and_others_stay_away() {
    for (text, with, without) in [
        (
            "consume a queue",
            "sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes",
            "kms:Decrypt sqs:DeleteQueue",
        ),
        ("write logs", "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents", "logs:DeleteLogGroup"),
        ("upload files to storage", "s3:PutObject", "s3:DeleteBucket s3:DeleteObject"),
        ("read encrypted objects of a bucket", "s3:GetObject kms:Decrypt", "s3:PutObject"),
        ("write encrypted files to S3", "s3:PutObject kms:GenerateDataKey", "s3:DeleteObject"),
        ("read objects of a bucket", "s3:GetObject s3:ListBucket", "kms:Decrypt s3:PutObject"),
        ("create a lambda function", "lambda:CreateFunction iam:PassRole", "lambda:DeleteFunction"),
        (
            "pull container images",
            "ecr:GetAuthorizationToken ecr:BatchGetImage ecr:GetDownloadUrlForLayer",
            "ecr:PutImage",
        ),
    ] {
        let names = names(text);
        for name in with.split_whitespace() {
            assert!(names.iter().any(|found| found == name), "{text}: no {name} in {names:?}");
        }
        for name in without.split_whitespace() {
            assert!(names.iter().all(|found| found != name), "{text}: {name}");
        }
    }
}

#[test]
fn what_is_asked_first_comes_first() {
    for (text, first) in [
        ("delete a stack", "cloudformation:DeleteStack"),
        ("show the bucket policy", "s3:GetBucketPolicy"),
        ("s3:GetObjectTagging", "s3:GetObjectTagging"),
        ("DescribeInstances", "ec2:DescribeInstances"),
        ("creating a workgroup in Athena", "athena:CreateWorkGroup"),
        ("deletes topics", "sns:DeleteTopic"),
    ] {
        assert_eq!(names(text).first().map(String::as_str), Some(first), "{text}");
    }
}

#[test]
fn each_part_of_a_text_is_answered() {
    for (text, all) in [
        ("start and stop instances", "ec2:StartInstances ec2:StopInstances"),
        ("create a queue and a topic", "sqs:CreateQueue sns:CreateTopic"),
        ("read a secret, then publish to a topic", "secretsmanager:GetSecretValue sns:Publish"),
    ] {
        let names = names(text);
        assert!(
            all.split_whitespace().all(|name| names.iter().any(|found| found == name)),
            "{text}: {names:?}"
        );
    }
}

#[test]
fn a_service_leaves_out_all_others() {
    let found = suggested("create an endpoint", Some("sagemaker"), 10);
    assert_eq!(found.suggestions[0].action.full_name(), "sagemaker:CreateEndpoint");
    assert!(found.suggestions.iter().all(|one| one.action.service().prefix() == "sagemaker"));
}

#[test]
fn the_list_is_ranked_bounded_and_told() {
    let found = suggested("list buckets", None, 3);
    assert_eq!(found.suggestions.len(), 3);
    assert!(found.total > 3);
    let scores: Vec<u32> = found.suggestions.iter().map(|one| one.score).collect();
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    assert!(found.suggestions.iter().all(|one| one.why.contains('`')), "{found:?}");
    assert_eq!(suggested("list buckets", None, 0).total, found.total);
}

#[test]
fn words_that_say_nothing_find_nothing() {
    for text in ["", "   ", "the", "bake me a cake", "créer", "…", "and and, and", "\u{0}"] {
        assert_eq!(suggested(text, None, 10).total, 0, "{text}");
    }
}

#[test]
fn long_texts_are_cut_short() {
    let text = "read a bucket and write a table, ".repeat(5_000);
    assert_eq!(names(&text), names(&"read a bucket and write a table, ".repeat(3)));
}

#[test]
fn every_time_the_same() {
    let again = Suggester::new(Catalog::embedded());
    for text in ["read from DynamoDB", "tag resources", "create an endpoint", "list things and stop jobs"] {
        let told = |suggester: &Suggester| {
            let found = suggester.suggest(Catalog::embedded(), text, None, 50);
            found
                .suggestions
                .iter()
                .map(|one| (one.action.full_name(), one.score, one.why.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(suggester()), told(&again), "{text}");
    }
}
