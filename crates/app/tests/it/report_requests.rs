//! Changes of policies, as requests meet them: replayed usage and cases, before and after.

use std::fs;

use serde_json::{Value, json};

use crate::report::{ACCOUNT, answer, between, failing, report, statements, table, with};
use crate::simulate::{Folder, OBJECT, USER, allow, policy};

/// A call of DynamoDB, as CloudTrail logs it.
fn called(number: usize, name: &str, table_name: &str) -> Value {
    json!({
        "eventVersion": "1.09", "eventType": "AwsApiCall", "eventID": format!("e-{number}"), "requestID": "r",
        "eventTime": format!("2026-11-02T10:00:{number:02}Z"), "eventSource": "dynamodb.amazonaws.com",
        "eventName": name, "awsRegion": "eu-west-1", "sourceIPAddress": "203.0.113.9", "userAgent": "aws-cli/2",
        "userIdentity": {"type": "IAMUser", "arn": USER, "accountId": ACCOUNT, "userName": "ana", "principalId": "AIDA"},
        "requestParameters": {"tableName": table_name}, "responseElements": null,
        "resources": [{"accountId": ACCOUNT, "type": "AWS::DynamoDB::Table", "ARN": table(table_name)}],
        "recipientAccountId": ACCOUNT, "readOnly": false, "managementEvent": false, "eventCategory": "Data",
    })
}

pub(crate) fn logs() -> Value {
    let denied = |mut call: Value| {
        call["errorCode"] = json!("AccessDenied");
        call
    };
    json!({"Records": [
        called(1, "GetItem", "orders"), called(2, "GetItem", "orders"), called(3, "PutItem", "orders"),
        called(4, "GetItem", "drafts"), denied(called(5, "DeleteItem", "orders")),
    ]})
}

#[test]
fn used_requests_are_decided_again() {
    let folder = between(&allow("dynamodb:*", "*"), &allow("dynamodb:GetItem", &table("orders")));
    fs::write(folder.0.path().join("log.json"), logs().to_string()).unwrap();
    let answer = answer(&folder, &with(&["--usage", "log.json"]));
    // GetItem on two tables and PutItem on one; what was denied was not used.
    let usage = &answer["metrics"]["accessDeniedChange"]["usage"];
    let expected = json!({
        "decided": 3, "deniedBefore": 0, "deniedAfter": 2, "newlyDenied": 2, "newlyAllowed": 0, "newlyUnknown": 0,
        "unchanged": 1, "failed": 0
    });
    assert_eq!(*usage, expected);
    let requests = &answer["pairs"][0]["replayedUsage"]["requests"];
    let told: Vec<_> = requests
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["action"], one["resource"], one["change"], one["after"], one["blockedBy"]]))
        .collect();
    let denied = |action: &str, name: &str| {
        json!([action, table(name), "newly-denied", "ImplicitlyDenied", ["identity"]])
    };
    assert_eq!(told, [denied("dynamodb:GetItem", "drafts"), denied("dynamodb:PutItem", "orders")]);
    assert_eq!(failing(&answer), ["new-denials"]);
    let unused = &answer["metrics"]["grantedButUnused"];
    assert_eq!(unused["after"], json!({"granted": 1, "used": 1, "unused": 0, "unknown": 0}));
    assert_eq!(unused["before"]["used"], 2);
    assert_eq!(answer["usage"], json!({"in": 5, "used": 5, "skipped": {}, "principals": 1}));
    // The way back lets them in again.
    let back = report(
        &folder,
        &[
            "--before",
            "after.json",
            "--after",
            "before.json",
            "--usage",
            "log.json",
            "--fail-on",
            "new-allowances>1",
            "--format",
            "json",
        ],
    );
    assert_eq!((back.code, failing(&back.json())), (Some(1), vec!["new-allowances>1"]));
}

/// Policies that bear somebody's name are his; nobody else is measured by them.
/// A call of IAM on a role of which only one tells the path, and one with keys that are no longer valid.
#[test]
fn roles_are_known_by_their_paths_and_refused_credentials_count_for_nothing() {
    let called = |number: usize, name: &str, parameters: Value| {
        let mut call = called(number, name, "");
        call["eventSource"] = json!("iam.amazonaws.com");
        call["requestParameters"] = parameters;
        call.as_object_mut().unwrap().remove("resources");
        call
    };
    let role = format!("arn:aws:iam::{ACCOUNT}:role/app/web");
    let made = json!({"roleName": "web", "path": "/app/"});
    let mut refused = called(3, "DeleteRole", json!({"roleName": "admin"}));
    refused["errorCode"] = json!("InvalidClientTokenId");
    let records = json!({"Records": [
        called(1, "CreateRole", made), called(2, "DeleteRole", json!({"roleName": "web"})), refused,
    ]});
    let roles = json!(["iam:CreateRole", "iam:DeleteRole"]);
    let policy = statements(&[json!({"Effect": "Allow", "Action": roles, "Resource": role})]);
    let folder = between(&allow("iam:*", "*"), &policy);
    fs::write(folder.0.path().join("log.json"), records.to_string()).unwrap();
    let answer = answer(&folder, &with(&["--usage", "log.json"]));
    let usage = &answer["metrics"]["accessDeniedChange"]["usage"];
    assert_eq!((&usage["decided"], &usage["unchanged"]), (&json!(2), &json!(2)), "{usage}");
}

/// Calls of two kinds stand for one action, and each came to a region of its own; where one kind came to both, it is not known which
/// calls are those that are refused now.
#[test]
fn calls_are_decided_in_the_context_of_their_own_kind() {
    let called = |number: usize, name: &str, region: &str| {
        let mut call = called(number, name, "");
        call["eventSource"] = json!("s3.amazonaws.com");
        call["awsRegion"] = json!(region);
        call["requestParameters"] = json!({"bucketName": "b", "key": "k"});
        call["resources"] = json!([{"type": "AWS::S3::Object", "ARN": "arn:aws:s3:::b/k"}]);
        call
    };
    let near = json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}});
    let policy = statements(&[
        json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": near}),
    ]);
    let folder = between(&allow("s3:*", "*"), &policy);
    let told = |records: &[Value]| {
        fs::write(folder.0.path().join("log.json"), json!({"Records": records}).to_string()).unwrap();
        let answer = answer(&folder, &with(&["--usage", "log.json"]));
        let counts = &answer["metrics"]["accessDeniedChange"]["usage"];
        let requests = answer["pairs"][0]["replayedUsage"]["requests"].as_array().unwrap().iter();
        let requests: Vec<_> =
            requests.map(|one| json!([one["after"], one["change"], one["count"]])).collect();
        (counts["unchanged"].clone(), requests)
    };
    let apart = [
        called(1, "GetObject", "eu-west-1"),
        called(2, "HeadObject", "us-east-1"),
        called(3, "HeadObject", "us-east-1"),
    ];
    assert_eq!(told(&apart), (json!(1), vec![json!(["ImplicitlyDenied", "newly-denied", 2])]));
    let together = [called(1, "GetObject", "eu-west-1"), called(2, "GetObject", "us-east-1")];
    assert_eq!(told(&together), (json!(0), vec![json!(["Unknown", "newly-unknown", 2])]));
}

/// An instance needs a network interface, which no request names: a policy that no longer allows any is not as good as before.
#[test]
fn what_calls_need_and_logs_do_not_name_is_asked_for() {
    let mut run = called(1, "RunInstances", "");
    run["eventSource"] = json!("ec2.amazonaws.com");
    run["requestParameters"] =
        json!({"subnetId": "subnet-1", "instancesSet": {"items": [{"imageId": "ami-1"}]}});
    run.as_object_mut().unwrap().remove("resources");
    let types = ["instance", "image", "subnet", "security-group", "volume", "network-interface"];
    let arns = |types: &[&str]| -> Value {
        types.iter().map(|kind| json!(format!("arn:aws:ec2:*:*:{kind}/*"))).collect()
    };
    let allow = |types: &[&str]| {
        let statement = json!({"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": arns(types)});
        statements(&[statement])
    };
    for (after, unchanged, unknown) in [(&types[..], 6, 0), (&types[..5], 5, 0)] {
        let folder = between(&allow(&types), &allow(after));
        fs::write(folder.0.path().join("log.json"), json!({"Records": [run]}).to_string()).unwrap();
        let answer = answer(&folder, &with(&["--usage", "log.json"]));
        let usage = &answer["metrics"]["accessDeniedChange"]["usage"];
        assert_eq!(
            (&usage["unchanged"], &usage["newlyUnknown"]),
            (&json!(unchanged), &json!(unknown)),
            "{usage}"
        );
        assert_eq!(usage["newlyDenied"], 6 - unchanged, "{usage}");
        let is_failed = failing(&answer).contains(&"new-denials");
        assert_eq!(is_failed, after.len() < types.len(), "{answer}");
    }
}

/// EC2 takes the role out of an instance profile, whose name alone is logged: a policy that passes fewer roles than before may lack it,
/// though other calls name theirs.
#[test]
fn what_some_calls_do_not_name_is_asked_for_beside_what_others_name() {
    let call = |number: usize, source: &str, name: &str, parameters: Value| {
        let mut call = called(number, name, "");
        call["eventSource"] = json!(source);
        call["requestParameters"] = parameters;
        call.as_object_mut().unwrap().remove("resources");
        call
    };
    let of_lambda = json!({"functionName": "f", "role": "arn:aws:iam::111122223333:role/f"});
    let makes = call(1, "lambda.amazonaws.com", "CreateFunction20150331", of_lambda);
    let of_ec2 = json!({"roleName": "f", "instanceProfileName": "f"});
    let adds = call(1, "iam.amazonaws.com", "AddRoleToInstanceProfile", of_ec2);
    let runs = call(2, "ec2.amazonaws.com", "RunInstances", json!({"iamInstanceProfile": {"name": "web"}}));
    let with_role = |role: &str| {
        let passes = json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": format!("arn:aws:iam::{ACCOUNT}:role/{role}")});
        let does = json!({"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"});
        statements(&[passes, does])
    };
    for named in [makes, adds] {
        let folder = between(&with_role("*"), &with_role("f"));
        let write = |records: &[&Value]| {
            fs::write(folder.0.path().join("log.json"), json!({"Records": records}).to_string()).unwrap();
        };
        for (records, unknown) in [(&[&named, &runs][..], 1), (&[&runs][..], 1)] {
            write(records);
            let told = answer(&folder, &with(&["--usage", "log.json"]));
            let usage = &told["metrics"]["accessDeniedChange"]["usage"];
            assert_eq!(usage["newlyUnknown"], unknown, "{records:?} {told}");
            assert_eq!(failing(&told), ["new-denials"]);
        }
    }
}

#[test]
fn use_of_others_is_left_aside_where_a_name_tells() {
    let mut others = called(9, "PutItem", "orders");
    others["userIdentity"]["arn"] = json!("arn:aws:iam::111122223333:user/bob");
    others["userIdentity"]["userName"] = json!("bob");
    let mut root = called(10, "PutItem", "orders");
    root["userIdentity"] =
        json!({"type": "Root", "arn": "arn:aws:iam::111122223333:root", "accountId": ACCOUNT});
    let log = json!({"Records": [called(1, "GetItem", "orders"), others, root]});
    let folder = Folder::of(&[
        ("before.json", allow("dynamodb:*", "*")),
        ("ana.json", allow("dynamodb:GetItem", &table("orders"))),
        ("all.json", allow("dynamodb:GetItem", &table("orders"))),
        (
            "bucket.json",
            policy(
                &json!({"Effect": "Allow", "Principal": {"AWS": USER}, "Action": "s3:GetObject", "Resource": OBJECT}),
            ),
        ),
        ("log.json", log),
    ]);
    let run = |after: &str, more: &[&str]| {
        answer(
            &folder,
            &[&["--before", "before.json", "--after", after, "--usage", "log.json"], more].concat(),
        )
    };
    let denied = |answer: &Value| answer["metrics"]["accessDeniedChange"]["usage"]["newlyDenied"].clone();
    let ana = run("ana.json", &[]);
    assert_eq!((denied(&ana), &ana["failed"]), (json!(0), &json!(false)));
    assert!(ana["notes"][0].as_str().unwrap().contains("2 other principals"), "{ana}");
    // The root user has no policies.
    let all = run("all.json", &[]);
    assert_eq!(denied(&all), json!(1));
    assert_eq!(
        all["pairs"][0]["replayedUsage"]["notReplayed"][0]["principal"],
        "arn:aws:iam::111122223333:root"
    );
    assert_eq!(denied(&run("all.json", &["--principal", USER])), json!(0));
    let bucket =
        report(&folder, &["--before", "bucket.json", "--after", "bucket.json", "--usage", "log.json"]);
    assert_eq!(bucket.code, Some(2));
    assert!(bucket.err.contains("all of these are of resources"), "{}", bucket.err);
}

#[test]
fn what_the_log_tells_of_a_request_counts_and_what_it_does_not_is_unknown() {
    let log = json!({"Records": [called(1, "GetItem", "orders")]});
    let on = |operator: &str, key: &str, value: &str| {
        policy(&json!({"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": table("orders"),
                       "Condition": {operator: {key: value}}}))
    };
    for (condition, after, fails) in [
        (on("StringEquals", "aws:RequestedRegion", "eu-west-1"), "", false),
        (on("StringEquals", "aws:username", "ana"), "", false),
        (on("IpAddress", "aws:SourceIp", "203.0.113.0/24"), "", false),
        (on("IpAddress", "aws:SourceIp", "198.51.100.0/24"), "ImplicitlyDenied", true),
        (on("StringEquals", "aws:SourceVpce", "vpce-1"), "ImplicitlyDenied", true),
        (on("Bool", "aws:ViaAWSService", "false"), "", false),
        (on("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"), "Unknown", true),
        (on("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"), "Unknown", true),
    ] {
        let folder = between(&allow("dynamodb:*", "*"), &condition);
        fs::write(folder.0.path().join("log.json"), log.to_string()).unwrap();
        let answer = answer(&folder, &with(&["--usage", "log.json"]));
        let requests = &answer["pairs"][0]["replayedUsage"]["requests"];
        assert_eq!(requests[0]["after"].as_str().unwrap_or_default(), after, "{condition}");
        assert_eq!(failing(&answer) == ["new-denials"], fails, "{condition}");
    }
}

#[test]
fn cases_are_decided_with_what_each_brings() {
    let before = allow("s3:*", "*");
    let after = allow("s3:GetObject", "arn:aws:s3:::acme/*");
    let folder = Folder::of(&[
        ("before.json", before.clone()),
        ("after.json", after),
        ("get.json", allow("s3:Get*", "*")),
        (
            "plain.json",
            json!([
                {"name": "read", "action": "s3:GetObject", "resource": OBJECT, "expect": "Allowed"},
                {"name": "write", "action": "s3:PutObject", "resource": OBJECT, "expect": "Allowed"},
            ]),
        ),
        (
            "full.json",
            json!([
                // A boundary that let neither side write.
                {"name": "bounded", "request": {"principal": USER, "action": "s3:PutObject", "resource": {"arn": OBJECT, "accountId": ACCOUNT}},
                 "identityPolicies": [before], "permissionBoundaries": [allow("s3:Get*", "*")]},
                {"name": "session", "request": {"principal": USER, "action": "s3:GetObject", "resource": {"arn": OBJECT, "accountId": ACCOUNT}},
                 "sessionPolicy": allow("ec2:*", "*"), "expected": "ImplicitlyDenied"},
                {"name": "organization", "request": {"principal": USER, "action": "s3:GetObject", "resource": {"arn": OBJECT, "accountId": ACCOUNT}},
                 "scps": [{"orgIdentifier": "r-1", "policies": [allow("ec2:*", "*")]}]},
                // Its own identity policy does not count: the sides stand in its place.
                {"name": "open", "request": {"principal": USER, "action": "s3:PutObject", "resource": {"arn": OBJECT, "accountId": ACCOUNT}},
                 "identityPolicies": [allow("*", "*")]},
            ]),
        ),
    ]);
    let counts = |answer: &Value| answer["metrics"]["accessDeniedChange"]["cases"].clone();
    let told = |answer: &Value| -> Vec<Value> {
        let requests = answer["pairs"][0]["cases"]["requests"].as_array().unwrap().iter();
        requests.map(|one| json!([one["name"], one["change"], one["blockedBy"]])).collect()
    };
    let plain = answer(&folder, &with(&["--cases", "plain.json", "--principal", USER]));
    assert_eq!(told(&plain), [json!(["write", "newly-denied", ["identity"]])]);
    assert_eq!((&counts(&plain)["failed"], &counts(&plain)["newlyDenied"]), (&json!(1), &json!(1)));
    assert_eq!(failing(&plain), ["new-denials", "failed-cases"]);
    // A boundary on both sides denied it before, too.
    let bounded =
        answer(&folder, &with(&["--cases", "plain.json", "--principal", USER, "--boundary", "get.json"]));
    assert_eq!(told(&bounded), [json!(["write", "unchanged", ["identity", "boundary"]])]);
    assert_eq!(failing(&bounded), ["failed-cases"]);
    let full = answer(&folder, &with(&["--cases", "full.json"]));
    assert_eq!(
        told(&full),
        [
            json!(["bounded", "unchanged", ["identity", "boundary"]]),
            json!(["organization", "unchanged", ["scp"]]),
            json!(["open", "newly-denied", ["identity"]]),
        ]
    );
    assert_eq!((&counts(&full)["decided"], &counts(&full)["failed"]), (&json!(4), &json!(0)));
}

/// What one role loses, another does not get unseen.
#[test]
fn policies_of_one_name_are_held_against_each_other() {
    let folder = Folder::of(&[]);
    let put = |path: &str, text: &str| {
        let path = folder.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("old/reader.json", &allow("s3:GetObject", "*").to_string());
    put("old/writer.json", &allow("s3:PutObject", "*").to_string());
    put(
        "new/reader.yaml",
        "Version: '2012-10-17'\nStatement:\n  - {Effect: Allow, Action: 's3:PutObject', Resource: '*'}\n",
    );
    put("new/sub/writer.json", &allow("s3:GetObject", "*").to_string());
    let sides = ["--before", "old", "--after", "new"];
    let apart = answer(&folder, &sides);
    let told: Vec<_> = apart["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| json!([pair["name"], pair["before"], pair["after"], pair["newAccess"]["verdict"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!(["reader", ["old/reader.json"], ["new/reader.yaml"], "witness"]),
            json!(["sub/writer", [], ["new/sub/writer.json"], "witness"]),
            json!(["writer", ["old/writer.json"], [], "none"]),
        ]
    );
    let together = answer(&folder, &[&sides[..], &["--together"]].concat());
    assert_eq!(together["metrics"]["newAccess"], json!({"none": 1, "witness": 0, "unknown": 0}));
    assert_eq!(together["failed"], false);

    // Use belongs to the policies that bear the name of who used.
    put("old/ana.json", &allow("dynamodb:*", "*").to_string());
    put("new/ana.json", &allow("dynamodb:GetItem", &table("orders")).to_string());
    put("log.json", &logs().to_string());
    let used = answer(&folder, &[&sides[..], &["--usage", "log.json"]].concat());
    let replayed: Vec<_> = used["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair["replayedUsage"]["counts"]["decided"].clone())
        .collect();
    assert_eq!(replayed, [json!(3), json!(null), json!(null), json!(null)]);
    fs::remove_file(folder.0.path().join("old/ana.json")).unwrap();
    fs::remove_file(folder.0.path().join("new/ana.json")).unwrap();
    let ran = report(&folder, &[&sides[..], &["--usage", "log.json"]].concat());
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("no policy is called like a principal of the usage"), "{}", ran.err);
}
