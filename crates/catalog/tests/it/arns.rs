//! From ARNs and patterns to resource types.

use std::collections::BTreeSet;

use catalog::{ArnMatch, Catalog, Kinds, ResourceType};
use policy::{Glob, ResourcePattern};

fn names(matches: &[ArnMatch<'_>]) -> Vec<String> {
    matches.iter().map(|it| format!("{}:{}", it.resource.service().prefix(), it.resource.name())).collect()
}

fn of(arn: &str) -> Vec<String> {
    names(&Catalog::embedded().resource_types_of(arn))
}

fn meeting(pattern: &str) -> Vec<String> {
    names(&Catalog::embedded().resource_types_meeting(&ResourcePattern::parse(pattern)))
}

/// ARN, its resource type, and types it must not be taken for.
const ARNS: [(&str, &str, &[&str]); 11] = [
    ("arn:aws:s3:::bucket", "s3:bucket", &["s3:object"]),
    ("arn:aws:s3:::bucket/a/b", "s3:object", &["s3:bucket"]),
    ("arn:aws:dynamodb:eu-west-1:111122223333:table/t", "dynamodb:table", &["dynamodb:index"]),
    ("arn:aws:dynamodb:eu-west-1:111122223333:table/t/index/i", "dynamodb:index", &["dynamodb:table"]),
    ("arn:aws:iam::111122223333:role/path/name", "iam:role", &["iam:user"]),
    ("arn:aws:ec2:us-east-1:111122223333:instance/i-0", "ec2:instance", &["ec2:volume"]),
    ("arn:aws:lambda:us-east-1:111122223333:function:f", "lambda:function", &["lambda:layer"]),
    ("arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f", "logs:log-group", &["logs:log-stream"]),
    ("arn:aws:sns:us-east-1:111122223333:t", "sns:topic", &["sqs:queue"]),
    ("arn:aws:sqs:us-east-1:111122223333:q", "sqs:queue", &["sns:topic"]),
    ("arn:aws:kms:us-east-1:111122223333:key/k", "kms:key", &["kms:alias"]),
];

#[test]
fn an_arn_is_of_its_type_and_of_no_other() {
    for (arn, first, not) in ARNS {
        let found = of(arn);
        assert_eq!(found.first().map(String::as_str), Some(first), "{arn}: {found:?}");
        assert!(not.iter().all(|name| !found.contains(&(*name).to_owned())), "{arn}: {found:?}");
    }
}

#[test]
fn types_of_several_services_are_all_told() {
    let found = of("arn:aws:ec2:us-east-1:111122223333:instance/i-0");
    assert!(found.contains(&"ec2-instance-connect:instance".to_owned()), "{found:?}");
}

#[test]
fn what_is_no_arn_is_of_no_type() {
    for text in ["", "*", "arn", "arn:aws:s3:::", "bucket", "arn:aws:zzz:::x", "arn:aws::::", "é:é:é:é:é:é"]
    {
        let found: Vec<_> = of(text).into_iter().filter(|name| name != "backup:recoveryPoint").collect();
        assert_eq!(found, [""; 0], "{text}");
    }
}

/// Pattern, types it may be of, types it cannot be of.
const PATTERNS: [(&str, &[&str], &[&str]); 7] = [
    ("arn:aws:s3:::bucket*", &["s3:bucket", "s3:object"], &["s3:job"]),
    ("arn:aws:s3:::bucket/*", &["s3:object"], &["s3:bucket"]),
    ("arn:aws:s3:::*", &["s3:bucket", "s3:object"], &["s3:job", "sqs:queue"]),
    ("arn:*:s3:*:*:*", &["s3:bucket", "s3:object", "s3:job"], &["sqs:queue"]),
    ("arn:aws:dynamodb:*:*:table/*", &["dynamodb:table", "dynamodb:index"], &["dynamodb:global-table"]),
    ("arn:aws:*:*:111122223333:role/*", &["iam:role"], &["s3:bucket", "ec2:instance"]),
    ("arn:aws:iam::*:r?le/*", &["iam:role"], &["iam:user"]),
];

#[test]
fn a_pattern_is_of_every_type_it_meets() {
    for (pattern, yes, no) in PATTERNS {
        let found = meeting(pattern);
        assert!(yes.iter().all(|name| found.contains(&(*name).to_owned())), "{pattern}: {found:?}");
        assert!(no.iter().all(|name| !found.contains(&(*name).to_owned())), "{pattern}: {found:?}");
    }
    let all =
        Catalog::embedded().resource_types().filter(|resource| resource.arn_formats().len() > 0).count();
    assert_eq!(meeting("*").len(), all);
}

/// A format with its placeholders filled is an ARN of its own type, and a pattern made of it meets the type.
#[test]
fn every_format_stands_for_arns_of_its_own() {
    let catalog = Catalog::embedded();
    for resource in catalog.resource_types() {
        let name = format!("{}:{}", resource.service().prefix(), resource.name());
        for format in resource.arn_formats() {
            let mut arn = String::new();
            let mut rest = format;
            while let Some((head, tail)) = rest.split_once("${") {
                arn += head;
                arn += "x1";
                rest = tail.split_once('}').unwrap().1;
            }
            arn += rest;
            let arn = arn.replace('*', "y");
            assert!(of(&arn).contains(&name), "{format}: {arn}");
            assert_eq!(of(&arn), meeting(&arn), "{arn}");
            assert!(meeting(&arn.replace("x1", "*")).contains(&name), "{format}: {arn}");
        }
    }
}

#[test]
fn an_action_meets_the_patterns_of_its_resources_and_no_others() {
    for (action, pattern, meets) in [
        ("s3:GetObject", "arn:aws:s3:::b/*", true),
        ("s3:GetObject", "arn:aws:s3:::b*", true),
        ("s3:GetObject", "arn:aws:s3:::b", false),
        ("s3:ListBucket", "arn:aws:s3:::b", true),
        ("s3:ListBucket", "arn:aws:s3:::b/*", false),
        ("s3:ListBucket", "*", true),
        ("sqs:SendMessage", "arn:aws:sns:*:*:*", false),
        ("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/t/index/*", false),
        ("dynamodb:Query", "arn:aws:dynamodb:*:*:table/t/index/*", true),
        ("logs:CreateLogStream", "arn:aws:logs:*:*:log-group:/aws/lambda/f:*", true),
        ("lambda:InvokeFunction", "arn:aws:lambda:*:*:function:f:prod", true),
        ("iam:PassRole", "arn:aws:iam::111122223333:role/a/path/*", true),
        ("iam:PassRole", "arn:aws:iam::111122223333:user/*", false),
        ("ec2:DescribeInstances", "arn:aws:ec2:*:*:instance/*", false),
    ] {
        let found =
            Catalog::embedded().action(action).unwrap().targets_meeting(&ResourcePattern::parse(pattern));
        assert_eq!(!found.is_empty(), meets, "{action} on {pattern}: {found:?}");
    }
}

#[test]
fn whose_resources_are_is_told_by_their_last_part_alone() {
    let catalog = Catalog::embedded();
    let meeting = |service, resource| {
        let glob = Glob::new(resource);
        let owners = catalog.arn_owners_meeting(service, &glob);
        owners.map(|owner| format!("{}:{}", owner.region, owner.account)).collect::<Vec<_>>()
    };
    for (service, resource, owner) in [
        ("iam", "role/team/app", ":${Account}"),
        ("dynamodb", "*table/Orders", "${Region}:${Account}"),
        ("s3", "b/*", ":"),
        ("s3", "*", "${Region}:${Account}"),
        ("ec2", "*", "${Region}:"),
        ("ec2", "image/*", "${Region}:"),
        ("ec2", "i*", "${Region}:"),
        ("ec2", "i*", "${Region}:${Account}"),
    ] {
        assert!(meeting(service, resource).iter().any(|found| found == owner), "{service} {resource}");
    }
    assert_eq!(meeting("ec2", "image/*"), ["${Region}:"]);
    assert_eq!(meeting("dynamodb", "table/Orders*"), ["${Region}:${Account}"]);
    for (service, resource) in [
        ("ec2", "instances/*"),
        ("ec2", ""),
        ("contoso", "*"),
        ("", "*"),
        ("EC2", "instance/*"),
        ("zzz", "*"),
    ] {
        assert!(meeting(service, resource).is_empty(), "{service} {resource}");
    }
    assert!(catalog.arn_formats("contoso").next().is_none());
}

#[test]
fn everything_is_owned_as_the_formats_say() {
    let catalog = Catalog::embedded();
    let every = Glob::everything();
    for service in catalog.services().map(catalog::Service::prefix) {
        let of = |format: &str| format.splitn(6, ':').skip(3).take(2).collect::<Vec<_>>().join(":");
        let expected: BTreeSet<String> = catalog.arn_formats(service).map(of).collect();
        let owners = catalog.arn_owners_meeting(service, &every);
        let found: BTreeSet<_> = owners.map(|owner| format!("{}:{}", owner.region, owner.account)).collect();
        assert_eq!(found, expected, "{service}");
    }
}

#[test]
fn types_are_found_by_service_and_name_alone() {
    let catalog = Catalog::embedded();
    let named = |service, resource| {
        let resource = Glob::new(resource);
        let types = catalog.resource_types_named(&Glob::new(service), &resource);
        types.into_iter().map(|it| format!("{}:{}", it.service().prefix(), it.name())).collect::<Vec<_>>()
    };
    for (service, resource, expected) in [
        ("dynamodb", "table/Orders", "dynamodb:table"),
        ("s3", "b/*", "s3:object"),
        ("*", "role/a/b", "iam:role"),
        ("ec?", "instance/*", "ec2:instance"),
    ] {
        assert!(named(service, resource).iter().any(|found| found == expected), "{service} {resource}");
    }
    assert!(!named("s3", "b/x").iter().any(|found| found == "s3:bucket"));
    assert!(!named("ec2", "role/x").iter().any(|found| found == "iam:role"));
}

#[test]
fn types_of_actions_are_named_as_those_of_the_catalogue_are() {
    let catalog = Catalog::embedded();
    let actions = ["s3:GetObject", "s3:ListBucket", "iam:PassRole", "dynamodb:Query", "ec2:RunInstances"];
    let actions = actions.map(|name| catalog.action(name).unwrap());
    let kinds = Kinds::of_all(actions);
    let names = |types: Vec<ResourceType<'static>>| {
        types.into_iter().map(|it| (it.service().prefix(), it.name())).collect::<BTreeSet<_>>()
    };
    let is_own = |it: &ResourceType<'_>| actions.iter().any(|action| action.target(*it).is_some());
    for (service, resource) in [
        ("s3", "b"),
        ("s3", "b/k"),
        ("s3", "b/*"),
        ("dynamodb", "table/t"),
        ("dynamodb", "table/t/index/i"),
        ("iam", "role/a/b"),
        ("ec2", "volume/v"),
        ("ec?", "*"),
        ("sqs", "q"),
    ] {
        let (service_glob, resource_glob) = (Glob::new(service), Glob::new(resource));
        let types = catalog.resource_types_named(&service_glob, &resource_glob);
        let expected = names(types.into_iter().filter(is_own).collect());
        let like = kinds.named_like(&service_glob, &resource_glob).map(|target| target.resource);
        assert_eq!(names(like.collect()), expected, "{service} {resource}");
        if !format!("{service}{resource}").contains(['*', '?']) {
            let named = kinds.named(service, resource).map(|target| target.resource);
            assert_eq!(names(named.collect()), expected, "{service} {resource}");
        }
    }
}

#[test]
fn a_type_prescribes_what_its_names_begin_with() {
    let catalog = Catalog::embedded();
    let query = catalog.action("dynamodb:Query").unwrap();
    let table = query.service().resource_type("table").unwrap();
    for (resource, letters) in [("table/t", Some(6)), ("table/t/index/i", Some(6)), ("stream/s", None)] {
        assert_eq!(query.kinds().prescribed(table, resource), letters, "{resource}");
    }
}
