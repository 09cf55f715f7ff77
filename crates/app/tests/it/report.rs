//! Changes of policies, in figures that were computed by hand from what AWS does.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish};
use crate::simulate::{Folder, OBJECT, USER, allow, policy};

const FILES: [&str; 4] = ["diff.md", "report.html", "report.json", "report.sarif"];
const ACCOUNT: &str = "111122223333";

fn report(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = command(&[&["report"], arguments].concat());
    command.current_dir(folder.0.path());
    finish(command, "")
}

/// The answer of a run that could be made.
fn answer(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = report(folder, &[arguments, &["--format", "json"]].concat());
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    let answer = ran.json();
    assert_eq!(answer["failed"], ran.code == Some(1), "{answer}");
    answer
}

fn between(before: &Value, after: &Value) -> Folder {
    Folder::of(&[("before.json", before.clone()), ("after.json", after.clone())])
}

const SIDES: [&str; 4] = ["--before", "before.json", "--after", "after.json"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SIDES[..], more].concat()
}

fn statements(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["action"].as_str().unwrap()).collect()
}

fn failing(answer: &Value) -> Vec<&str> {
    let limits = answer["thresholds"].as_array().unwrap().iter();
    limits.filter(|limit| limit["failed"] == true).map(|limit| limit["failsOn"].as_str().unwrap()).collect()
}

fn in_folder(folder: &Folder, name: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.0.path().join(name)) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn table(name: &str) -> String {
    format!("arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{name}")
}

#[test]
fn a_smaller_policy_passes_with_its_figures() {
    let before = statements(&[
        json!({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}),
        json!({"Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*"}),
    ]);
    let folder = between(&before, &allow("s3:GetObject", "arn:aws:s3:::acme/*"));
    let answer = answer(&folder, &SIDES);
    let metrics = &answer["metrics"];
    assert_eq!(metrics["allowedActionDelta"], json!({"before": 3, "after": 1, "added": 0, "removed": 2}));
    assert_eq!(metrics["newAccess"], json!({"none": 1, "witness": 0, "unknown": 0}));
    // `ec2:DescribeInstances` takes no resource.
    let ratios = json!({"before": 0.0, "after": 1.0, "actionsBefore": 2, "actionsAfter": 1});
    assert_eq!(metrics["resourceConcretenessRatio"], ratios);
    // To read objects is sensitive; to write or to describe is not.
    let counts =
        |before, after| json!({"before": before, "after": after, "added": 0, "removed": before - after});
    assert_eq!(metrics["highRiskPermissions"]["actions"], counts(1, 1));
    assert_eq!(metrics["highRiskPermissions"]["onWideResources"], counts(1, 0));
    let pair = &answer["pairs"][0];
    assert_eq!(names(&pair["allowedActions"]["removed"]), ["ec2:DescribeInstances", "s3:PutObject"]);
    assert_eq!(pair["removedAccess"]["verdict"], "witness");
    assert_eq!(metrics["accessDeniedChange"], json!({"usage": null, "cases": null}));
    assert_eq!(metrics["grantedButUnused"], Value::Null);
}

#[test]
fn the_delta_honours_what_is_denied_and_what_is_left_out() {
    let sqs = json!({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"});
    let deny = |element: &str, what: Value| json!({"Effect": "Deny", element: what, "Resource": "*"});
    let cases = [
        // One action is denied outright.
        (vec![sqs.clone(), deny("Action", json!("sqs:DeleteQueue"))], vec!["sqs:DeleteQueue"], vec![]),
        // All but two of the service's are; AWS has no other that begins with `Get`.
        (
            vec![sqs.clone(), deny("NotAction", json!("sqs:Get*"))],
            vec![],
            vec!["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
        ),
        // A Deny on one queue leaves all others.
        (
            vec![
                sqs.clone(),
                json!({"Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}),
            ],
            vec![],
            vec![],
        ),
    ];
    for (after, removed, left) in cases {
        let folder = between(&policy(&sqs), &statements(&after));
        let answer = answer(&folder, &SIDES);
        let delta = &answer["pairs"][0]["allowedActions"];
        let all = delta["counts"]["before"].as_u64().unwrap();
        assert!(all > 15, "{delta}");
        assert_eq!(delta["counts"]["added"], 0);
        if left.is_empty() {
            assert_eq!(names(&delta["removed"]), removed);
        } else {
            assert_eq!(delta["counts"]["after"], left.len());
            assert!(left.iter().all(|action| !names(&delta["removed"]).contains(action)), "{delta}");
        }
    }
    // What `NotAction` does not name is allowed.
    let folder = between(
        &policy(&json!({"Effect": "Allow", "NotAction": ["iam:*", "sqs:Get*"], "Resource": "*"})),
        &policy(&json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})),
    );
    let answer = answer(&folder, &SIDES);
    assert_eq!(
        names(&answer["pairs"][0]["allowedActions"]["added"]),
        ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
    );
    assert_eq!(failing(&answer), ["new-access"]);
}

#[test]
fn concreteness_weighs_every_action_alike() {
    let queue = |name: &str| format!("arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}");
    let after = statements(&[
        // Of the two entries one lies in the other, which names every table: 0.
        json!({"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": [table("orders"), table("*")]}),
        // One names a queue, the other does not: 1/2.
        json!({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": [queue("a"), queue("b-*")]}),
        // 1.
        json!({"Effect": "Allow", "Action": "lambda:InvokeFunction",
               "Resource": format!("arn:aws:lambda:eu-west-1:{ACCOUNT}:function:f")}),
        // Takes no resource, so that `*` is right.
        json!({"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}),
    ]);
    let folder = between(&allow("s3:ListAllMyBuckets", "*"), &after);
    fs::write(
        folder.0.path().join("waivers.yaml"),
        "- { pattern: 'dynamodb:*', thresholds: concreteness, reason: scans all tables }\n",
    )
    .unwrap();
    let ratio = |answer: &Value| answer["metrics"]["resourceConcretenessRatio"].clone();
    let found = answer(&folder, &with(&["--fail-on", "concreteness<0.5,concreteness<=50%,concreteness"]));
    assert_eq!(ratio(&found), json!({"before": null, "after": 0.5, "actionsBefore": 0, "actionsAfter": 3}));
    assert_eq!(failing(&found), ["concreteness<=50%"]);
    let concreteness = &found["pairs"][0]["resourceConcreteness"]["after"];
    assert_eq!(concreteness["concreteActions"], 1);
    let loose = json!([{"resource": table("*"), "actions": 1}, {"resource": queue("b-*"), "actions": 1}]);
    assert_eq!(concreteness["loose"], loose);
    // Without what is waived it is (1/2 + 1) / 2.
    let waived = answer(
        &folder,
        &with(&["--fail-on", "concreteness<=0.75,concreteness<0.75", "--allowlist", "waivers.yaml"]),
    );
    assert_eq!((ratio(&waived), failing(&waived)), (ratio(&found), vec!["concreteness<=0.75"]));
}

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

fn logs() -> Value {
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

#[test]
fn new_risk_fails_and_can_be_waived_until_its_last_day() {
    let folder = between(
        &allow("s3:GetObject", OBJECT),
        &statements(&[
            json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECT}),
            json!({"Sid": "Own", "Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*"}),
        ]),
    );
    let write = |name: &str, text: &str| fs::write(folder.0.path().join(name), text).unwrap();
    write(
        "all.yaml",
        "waivers:\n  - pattern: iam:PutUserPolicy\n    reason: the vault rotates it\n    owner: platform\n    expiry: 2026-12-31\n",
    );
    write("one.json", r#"[{"pattern": "iam:Put*", "thresholds": ["high-risk"], "reason": "r"}]"#);
    write("other.json", r#"[{"pattern": "iam:Put*", "resource": "arn:aws:iam::*:role/*", "reason": "r"}]"#);

    let bare = answer(&folder, &SIDES);
    assert_eq!(failing(&bare), ["new-access", "high-risk"]);
    let risk = &bare["pairs"][0]["highRisk"];
    assert_eq!(names(&risk["added"]), ["iam:PutUserPolicy"]);
    assert_eq!(risk["pathsAdded"][0]["actions"], json!(["iam:PutUserPolicy"]));
    assert_eq!(risk["added"][0]["place"]["statement"], "statement `Own`");
    // The action, and the path that it is by itself.
    assert_eq!(bare["thresholds"][3]["value"], 2.0);

    let day = |day: &'static str, file: &'static str| {
        answer(&folder, &with(&["--allowlist", file, "--today", day]))
    };
    let held = day("2026-12-31", "all.yaml");
    assert_eq!((failing(&held), &held["failed"]), (vec![], &json!(false)));
    assert_eq!(held["pairs"][0]["newAccess"]["verdict"], "witness");
    assert_eq!(held["pairs"][0]["newAccessBesideWaivers"]["verdict"], "none");
    let waiver = &held["waivers"][0];
    assert_eq!(
        (&waiver["owner"], &waiver["expiry"], &waiver["expired"]),
        (&json!("platform"), &json!("2026-12-31"), &json!(false))
    );
    let over = day("2027-01-01", "all.yaml");
    assert_eq!(
        (failing(&over), &over["waivers"][0]["expired"]),
        (vec!["new-access", "high-risk"], &json!(true))
    );
    // An expired waiver fails the report by itself.
    let none =
        report(&folder, &with(&["--allowlist", "all.yaml", "--today", "2027-01-01", "--fail-on", "none"]));
    assert_eq!(none.code, Some(1), "{none:?}");
    assert!(none.out.contains("**Failed: 1 waiver expired.**"), "{}", none.out);
    // One of another threshold, or of other resources, waives nothing beside.
    assert_eq!(failing(&day("2026-11-22", "one.json")), ["new-access"]);
    let other = day("2026-11-22", "other.json");
    assert_eq!(failing(&other), ["new-access", "high-risk"]);
    assert_eq!(other["pairs"][0]["newAccessBesideWaivers"]["verdict"], "witness");
}

#[test]
fn statements_are_known_again() {
    let read = |resource: &str| json!({"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": resource});
    let before = statements(&[
        read("arn:aws:s3:::acme*"),
        json!({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": ["*"]}),
        json!({"Effect": "Allow", "Action": ["sns:Publish", "sns:Subscribe"], "Resource": "*"}),
        json!({"Effect": "Deny", "Action": "kms:Decrypt", "Resource": "*"}),
    ]);
    let after = statements(&[
        // The same in other words, and elsewhere.
        json!({"Effect": "Allow", "Action": ["SQS:SendMessage"], "Resource": "*"}),
        read("arn:aws:s3:::acme"),
        json!({"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}),
        json!({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}),
    ]);
    let folder = between(&before, &after);
    let answer = answer(&folder, &SIDES);
    let statements = &answer["pairs"][0]["statements"];
    assert_eq!(statements["counts"], json!({"added": 1, "removed": 1, "changed": 2, "unchanged": 1}));
    let touched: Vec<_> = statements["touched"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            json!([one["change"], one["before"]["statement"], one["after"]["statement"], one["elements"]])
        })
        .collect();
    assert_eq!(
        touched,
        [
            json!(["changed", "statement `Read`", "statement `Read`", ["Resource"]]),
            json!(["changed", "statement 3", "statement 3", ["Action"]]),
            json!(["added", null, "statement 4", null]),
            json!(["removed", "statement 4", null, null]),
        ]
    );
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

#[test]
fn policies_that_only_limit_are_compared_as_what_they_let_pass() {
    let deny = |action: &str| policy(&json!({"Effect": "Deny", "Action": action, "Resource": "*"}));
    let folder = between(&deny("s3:Delete*"), &deny("s3:DeleteBucket"));
    let found = answer(&folder, &with(&["--type", "scp"]));
    let pair = &found["pairs"][0];
    assert!(names(&pair["allowedActions"]["added"]).contains(&"s3:DeleteObject"), "{found}");
    assert_eq!((&pair["before"], &pair["after"]), (&json!(["before.json"]), &json!(["after.json"])));
    assert_eq!(pair["statements"]["counts"], json!({"added": 0, "removed": 0, "changed": 1, "unchanged": 0}));
    assert!(failing(&found).contains(&"new-access"));
}

#[test]
fn four_files_are_written_and_the_same_every_time() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:*", "*"));
    let ran = report(&folder, &SIDES);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(in_folder(&folder, "artifacts"), FILES);
    let read = |name: &str| fs::read_to_string(folder.0.path().join(name)).unwrap();
    assert_eq!(read("artifacts/diff.md"), ran.out);
    for metric in [
        "Allowed action delta",
        "Resource concreteness ratio",
        "AccessDenied change",
        "High-risk permissions",
    ] {
        assert!(ran.out.contains(&format!("| {metric} |")), "{}", ran.out);
    }
    let again = report(&folder, &with(&["--out", "again/and", "--format", "json"]));
    for name in FILES {
        assert_eq!(read(&format!("artifacts/{name}")), read(&format!("again/and/{name}")), "{name}");
    }
    let mut answer = again.json();
    let written: Vec<_> = ["diff.md", "report.json", "report.sarif", "report.html"]
        .map(|name| format!("again/and/{name}"))
        .into();
    assert_eq!(answer["written"], json!(written));
    answer.as_object_mut().unwrap().remove("written");
    assert_eq!(serde_json::from_str::<Value>(&read("artifacts/report.json")).unwrap(), answer);
    // Nothing is loaded.
    let page = read("artifacts/report.html");
    for loads in ["http://", "https://", "src=", "<link", "<script", "@import", "url("] {
        assert!(!page.contains(loads), "{loads}");
    }
    let log: Value = serde_json::from_str(&read("artifacts/report.sarif")).unwrap();
    let run = &log["runs"][0];
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "after.json", "{result}");
    }
}

/// Over the wire files are written only where the request says.
#[test]
fn a_request_that_names_no_folder_writes_nothing() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:GetObject", "*"));
    let request = json!({
        "before": [{"path": "before.json"}], "after": [allow("s3:GetObject", "*")],
        "allowlist": [[{"pattern": "s3:*", "reason": "r", "thresholds": ["new-access"]}]], "today": "2026-11-22",
        "failOn": ["new-access", "unused>1"], "usage": ["log.json"],
    });
    fs::write(folder.0.path().join("log.json"), logs().to_string()).unwrap();
    let mut command = command(&["report", "--request", "-", "--format", "json"]);
    command.current_dir(folder.0.path());
    let ran = finish(command, &request.to_string());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.json()["pairs"][0]["after"], json!(["after: policy"]));
    assert!(!Path::new(&folder.0.path().join("artifacts")).exists());
}

#[test]
fn what_is_at_fault_is_refused_and_nothing_is_written() {
    let folder = between(&allow("s3:Get*", "*"), &allow("s3:GetObject", "*"));
    let write = |name: &str, text: &str| fs::write(folder.0.path().join(name), text).unwrap();
    write("broken.json", r#"{"Version": "2012-10-17", "Statement": ["#);
    write("none.json", r#"{"a": 1}"#);
    write(
        "trust.json",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#,
    );
    write("w-reason.yaml", "- pattern: s3:*\n");
    write("w-all.yaml", "- { pattern: '*', reason: r }\n");
    write("w-day.yaml", "- { pattern: 's3:*', reason: r, expiry: 31.12.2026 }\n");
    write("w-key.yaml", "- { pattern: 's3:*', reasn: r }\n");
    write("w-text.yaml", "just a text\n");
    write("file", "");
    for (arguments, says) in [
        (vec!["--before", "missing.json", "--after", "after.json"], "`missing.json`"),
        (vec!["--before", "broken.json", "--after", "after.json"], "broken.json:1:"),
        (vec!["--before", "none.json", "--after", "after.json"], "it has no `Statement`"),
        (vec!["--before", "before.json", "--after", "trust.json"], "no access in common"),
        (with(&["--fail-on", "new-denials"]), "`new-denials` needs usage or cases"),
        (with(&["--fail-on", "unused>3"]), "`unused>3` needs usage"),
        (with(&["--fail-on", "new-acess"]), "did you mean `new-access`?"),
        (with(&["--today", "tomorrow"]), "`tomorrow` is not a day"),
        (with(&["--usage", "none.json"]), "the usage holds no call"),
        (with(&["--cases", "none.json"]), "expected a list of cases"),
        (with(&["--allowlist", "w-reason.yaml"]), "w-reason.yaml:1:3: a waiver without a reason"),
        (with(&["--allowlist", "w-all.yaml"]), "this would waive everything"),
        (with(&["--allowlist", "w-day.yaml"]), "`31.12.2026` is not a day"),
        (with(&["--allowlist", "w-key.yaml"]), "did you mean `reason`?"),
        (with(&["--allowlist", "w-text.yaml"]), "expected a list of waivers"),
        (with(&["--out", "file"]), "`file`"),
    ] {
        let ran = report(&folder, &arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(says), "{arguments:?}: {}", ran.err);
        assert_eq!(in_folder(&folder, "artifacts"), Vec::<String>::new(), "{arguments:?}");
    }
}

/// Names are chosen by whoever writes policies and logs.
#[test]
fn text_of_others_stays_text() {
    let evil = "</p><script>alert(1)</script>\n# `x` | **b** \u{202e}\u{1b}[2K";
    let resource = format!("arn:aws:s3:::acme/{evil}");
    let folder = between(
        &allow("s3:GetObject", "arn:aws:s3:::acme/k"),
        &statements(&[
            json!({"Sid": evil, "Effect": "Allow", "Action": "s3:GetObject", "Resource": [resource, format!("arn:aws:s3:::{evil}*")]}),
        ]),
    );
    let cases = json!([{"name": evil, "action": "s3:GetObject", "resource": "arn:aws:s3:::acme/k", "principal": USER}]);
    fs::write(folder.0.path().join("cases.json"), cases.to_string()).unwrap();
    let waiver = json!([{"pattern": "sqs:*", "reason": evil, "owner": evil}]);
    fs::write(folder.0.path().join("waivers.json"), waiver.to_string()).unwrap();
    let ran = report(
        &folder,
        &with(&["--cases", "cases.json", "--allowlist", "waivers.json", "--today", "2026-11-22"]),
    );
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let page = fs::read_to_string(folder.0.path().join("artifacts/report.html")).unwrap();
    assert!(!page.contains("<script") && page.contains("&lt;script&gt;"), "{page}");
    for text in [&page, &ran.out] {
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
    assert!(
        !ran.out.lines().any(|line| line.starts_with("# ") && line != "# Permission report"),
        "{}",
        ran.out
    );
    // In Markdown it stands in code, or its marks are escaped.
    for line in ran.out.lines().skip(3) {
        let outside: String = line.replace(r"\<", "").replace(r"\*", "").split('`').step_by(2).collect();
        assert!(!outside.contains("<script") && !outside.contains(" **"), "{line}");
    }
}
