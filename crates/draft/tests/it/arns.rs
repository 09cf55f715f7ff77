//! ARNs from names: every type of the catalogue, and what is wrong is said.

use catalog::Catalog;
use draft::arns::{ArnWanted, BuiltArn, build_arn};

fn built(service: &str, kind: &str, name: &str, region: &str, account: &str, partition: &str) -> BuiltArn {
    let catalog = Catalog::embedded();
    let resource = catalog.service(service).unwrap().resource_type(kind).unwrap();
    build_arn(ArnWanted { resource, name, region, account, partition }, catalog)
}

#[test]
fn names_become_arns() {
    const ACCOUNT: &str = "111122223333";
    for (service, kind, name, region, account, arn) in [
        ("s3", "bucket", "acme-logs", "", "", "arn:aws:s3:::acme-logs"),
        ("s3", "object", "acme-logs/2026/*", "", "", "arn:aws:s3:::acme-logs/2026/*"),
        ("iam", "role", "team/app", "", ACCOUNT, "arn:aws:iam::111122223333:role/team/app"),
        ("iam", "role", "role/app", "us-east-1", ACCOUNT, "arn:aws:iam::111122223333:role/app"),
        (
            "sqs",
            "queue",
            "orders.fifo",
            "eu-west-1",
            ACCOUNT,
            "arn:aws:sqs:eu-west-1:111122223333:orders.fifo",
        ),
        (
            "dynamodb",
            "index",
            "orders/by-day",
            "eu-west-1",
            ACCOUNT,
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/by-day",
        ),
        (
            "ecs",
            "service",
            "shop/web",
            "eu-west-1",
            ACCOUNT,
            "arn:aws:ecs:eu-west-1:111122223333:service/shop/web",
        ),
        ("lambda", "function", "thumbs", "eu-west-1", "*", "arn:aws:lambda:eu-west-1:*:function:thumbs"),
        (
            "logs",
            "log-group",
            "/aws/lambda/thumbs",
            "eu-west-1",
            ACCOUNT,
            "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/thumbs",
        ),
    ] {
        let built = built(service, kind, name, region, account, "aws");
        assert_eq!((built.arn.as_str(), built.valid), (arn, true), "{:?}", built.notes);
        assert!(built.placeholders.is_empty());
    }
}

#[test]
fn what_is_missing_stays_open_and_what_is_wrong_is_said() {
    for (given, arn, placeholders, said) in [
        (
            ["sqs", "queue", "orders", "", "", "aws"],
            "arn:aws:sqs:${Region}:${Account}:orders",
            &["Region", "Account"][..],
            "`account_id` is missing",
        ),
        (
            ["s3", "object", "acme-logs", "", "", "aws"],
            "arn:aws:s3:::acme-logs/${ObjectName}",
            &["ObjectName"],
            "does not say the `ObjectName`",
        ),
        (
            ["ecs", "service", "shop", "eu-west-1", "111122223333", "aws"],
            "arn:aws:ecs:eu-west-1:111122223333:service/shop/${ServiceName}",
            &["ServiceName"],
            "`ServiceName`",
        ),
        (
            ["sqs", "queue", "orders", "eu-west-1", "1111", "aws"],
            "arn:aws:sqs:eu-west-1:1111:orders",
            &[],
            "it has 12 digits",
        ),
        (
            ["sqs", "queue", "orders", "cn-north-1", "111122223333", "aws"],
            "arn:aws:sqs:cn-north-1:111122223333:orders",
            &[],
            "a region of the partition `aws-cn`",
        ),
        (
            ["sqs", "queue", "orders", "eu-wset-1", "111122223333", "aws"],
            "arn:aws:sqs:eu-wset-1:111122223333:orders",
            &[],
            "did you mean `eu-west-1`?",
        ),
        (
            ["sqs", "queue", "orders", "eu-west-1", "111122223333", "awss"],
            "arn:awss:sqs:eu-west-1:111122223333:orders",
            &[],
            "there is no partition `awss`; did you mean `aws`?",
        ),
        (["s3", "bucket", "b/k", "", "", "aws"], "arn:aws:s3:::b/k", &[], "holds no `/`"),
        (["s3", "bucket", "Acme", "", "", "aws"], "arn:aws:s3:::Acme", &[], "cannot be a `BucketName`"),
        (["s3", "bucket", "a b", "", "", "aws"], "arn:aws:s3:::a b", &[], "white space"),
    ] {
        let [service, kind, name, region, account, partition] = given;
        let built = built(service, kind, name, region, account, partition);
        assert_eq!((built.arn.as_str(), built.valid), (arn, false), "{given:?}");
        assert_eq!(built.placeholders, placeholders, "{given:?}");
        assert!(built.notes.iter().any(|note| note.contains(said)), "{given:?}: {:?}", built.notes);
    }
}

#[test]
fn what_a_format_has_no_place_for_is_left_out_and_said() {
    let built = built("s3", "bucket", "acme-logs", "eu-west-1", "111122223333", "aws");
    assert_eq!((built.arn.as_str(), built.valid), ("arn:aws:s3:::acme-logs", true));
    assert_eq!(
        built.notes,
        [
            "`eu-west-1` is left out: ARNs of `bucket` of `s3` have no region",
            "`111122223333` is left out: ARNs of `bucket` of `s3` have no account"
        ]
    );
}

/// The catalogue takes what is made for what it was made as.
#[test]
fn every_type_of_the_catalogue_can_be_named() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for resource in catalog.resource_types() {
        // A format with placeholders in a row cannot tell where one name ends.
        if resource.arn_formats().next().is_none() {
            continue;
        }
        for format in resource.arn_formats() {
            let name = format.splitn(6, ':').nth(5).unwrap_or_default();
            let name: String = name
                .split("${")
                .enumerate()
                .map(|(index, text)| match text.split_once('}') {
                    Some((_, rest)) if index > 0 => format!("app{rest}"),
                    _ => text.to_owned(),
                })
                .collect();
            let wanted = ArnWanted {
                resource,
                name: &name,
                region: "eu-west-1",
                account: "111122223333",
                partition: "aws",
            };
            let built = build_arn(wanted, catalog);
            let is_one = catalog.resource_types_of(&built.arn).iter().any(|found| found.resource == resource);
            if !built.placeholders.is_empty() || !is_one {
                wrong.push(format!("{format}: {name}: {built:?}"));
            }
        }
    }
    // Services that name others, and names that run into each other without a mark.
    let known = ["${Vendor}", "${DomainName}${EncodedPackageGroupPattern}"];
    wrong.retain(|text| !known.iter().any(|known| text.contains(known)));
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}

/// Where AWS writes `*` for the name, a name makes an ARN of one resource, and not of all.
#[test]
fn a_name_takes_the_place_of_a_star() {
    let catalog = Catalog::embedded();
    let built = |service: &str, kind: &str, name: &str| {
        let resource = catalog.service(service).unwrap().resource_type(kind).unwrap();
        let wanted =
            ArnWanted { resource, name, region: "eu-west-1", account: "111122223333", partition: "aws" };
        build_arn(wanted, catalog)
    };
    let dms = "arn:aws:dms:eu-west-1:111122223333";
    for (name, arn) in [("ABC1", "cert:ABC1"), ("*", "cert:*"), ("A*", "cert:A*"), ("cert:ABC1", "cert:ABC1")]
    {
        let built = built("dms", "Certificate", name);
        assert_eq!((built.arn.as_str(), built.valid), (format!("{dms}:{arn}").as_str(), true), "{built:?}");
    }
    assert!(!built("dms", "Certificate", "A B").valid);
    let below = built("neptune-db", "database", "cluster-ABC");
    assert!(below.arn.ends_with(":cluster-ABC/*"), "{below:?}");
    assert!(below.notes.iter().any(|note| note.contains("stands for everything")), "{below:?}");
}
