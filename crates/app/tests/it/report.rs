//! Changes of policies, in figures that were computed by hand from what AWS does.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish};
use crate::simulate::{Folder, OBJECT, allow, policy};

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) fn report(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = command(&[&["report"], arguments].concat());
    command.current_dir(folder.0.path());
    finish(command, "")
}

/// The answer of a run that could be made.
pub(crate) fn answer(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = report(folder, &[arguments, &["--format", "json"]].concat());
    assert!(matches!(ran.code, Some(0 | 1)), "{ran:?}");
    let answer = ran.json();
    assert_eq!(answer["failed"], ran.code == Some(1), "{answer}");
    answer
}

pub(crate) fn between(before: &Value, after: &Value) -> Folder {
    Folder::of(&[("before.json", before.clone()), ("after.json", after.clone())])
}

pub(crate) const SIDES: [&str; 4] = ["--before", "before.json", "--after", "after.json"];

pub(crate) fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SIDES[..], more].concat()
}

pub(crate) fn statements(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

pub(crate) fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["action"].as_str().unwrap()).collect()
}

pub(crate) fn failing(answer: &Value) -> Vec<&str> {
    let limits = answer["thresholds"].as_array().unwrap().iter();
    limits.filter(|limit| limit["failed"] == true).map(|limit| limit["failsOn"].as_str().unwrap()).collect()
}

pub(crate) fn in_folder(folder: &Folder, name: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.0.path().join(name)) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

pub(crate) fn table(name: &str) -> String {
    format!("arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{name}")
}

/// A Deny counts against what other policies of the principal allow, so that one that is gone may be new access though its own policy
/// allows nothing: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[test]
fn a_deny_that_is_gone_is_never_told_as_nothing_new() {
    let deny = |action: &str| json!({"Effect": "Deny", "Action": action, "Resource": "*"});
    let own = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
    let guarded = |action: &str| statements(&[own.clone(), deny(action)]);
    let unguarded = statements(std::slice::from_ref(&own));
    let folder = Folder::of(&[
        ("waivers.json", json!([{"pattern": "s3:DeleteBucket", "reason": "a test"}])),
        ("others.json", json!([{"pattern": "s3:PutObject", "reason": "a test"}])),
    ]);
    for (side, policies) in [
        ("old", [allow("s3:*", "*"), guarded("s3:DeleteBucket"), guarded("ec2:StopInstances")]),
        ("new", [allow("s3:*", "*"), unguarded.clone(), unguarded]),
    ] {
        let side = folder.0.path().join(side);
        fs::create_dir(&side).unwrap();
        for (name, policy) in ["wide", "guard", "other"].iter().zip(policies) {
            fs::write(side.join(format!("{name}.json")), policy.to_string()).unwrap();
        }
    }
    let sides = ["--before", "old", "--after", "new"];
    let told = answer(&folder, &sides);
    let verdicts: Vec<_> =
        told["pairs"].as_array().unwrap().iter().map(|pair| &pair["newAccess"]["verdict"]).collect();
    assert_eq!(verdicts, ["unknown", "none", "none"], "guard, other, wide");
    assert_eq!(told["pairs"][0]["newAccess"]["witness"]["action"], "s3:DeleteBucket");
    assert_eq!(failing(&told), ["new-access"]);
    let text = report(&folder, &sides).out;
    assert!(
        text.contains("others of the report allow: that is new access if they are of one principal"),
        "{text}"
    );
    // Nothing that is known allows it; what is not known may.
    let notes = told["notes"].to_string();
    assert!(notes.contains("`other` no longer denies such as `ec2:StopInstances`"), "{notes}");
    let waived = |file| answer(&folder, &[&sides[..], &["--allowlist", file]].concat())["failed"].clone();
    assert_eq!((waived("waivers.json"), waived("others.json")), (json!(false), json!(true)));
    let alone = answer(&folder, &["--before", "old/guard.json", "--after", "new/guard.json"]);
    assert_eq!(
        (&alone["pairs"][0]["newAccess"]["verdict"], &alone["failed"]),
        (&json!("none"), &json!(false))
    );
    assert!(alone["notes"].to_string().contains("`guard` no longer denies such as `s3:DeleteBucket`"));
    let kept = answer(&folder, &["--before", "old/guard.json", "--after", "old/guard.json"]);
    assert_eq!(kept["notes"], Value::Null);
}

/// Under version 2008-10-17 `${…}` is text and names no user:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn a_deny_whose_variables_no_longer_count_is_gone() {
    let denial =
        json!({"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::home/${aws:username}/*"});
    let folder = Folder::of(&[]);
    for (side, version) in [("old", "2012-10-17"), ("new", "2008-10-17")] {
        let side = folder.0.path().join(side);
        fs::create_dir(&side).unwrap();
        let guard = json!({"Version": version, "Statement": [denial]});
        fs::write(side.join("guard.json"), guard.to_string()).unwrap();
        fs::write(side.join("wide.json"), allow("s3:*", "*").to_string()).unwrap();
    }
    let told = answer(&folder, &["--before", "old", "--after", "new"]);
    assert_eq!(told["pairs"][0]["newAccess"]["verdict"], "unknown");
    assert_eq!(failing(&told), ["new-access"]);
}

/// Service control policies of one target count together, and AWS attaches `FullAWSAccess`:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>. Who has a boundary may be
/// granted by resource policies what it does not allow, and not what it denies:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
#[test]
fn a_deny_that_is_gone_from_what_only_limits_is_told() {
    let allowed = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"});
    let guarded =
        statements(&[allowed.clone(), json!({"Effect": "Deny", "Action": "ec2:*", "Resource": "*"})]);
    let only_denies = statements(&[json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*"})]);
    let folder = Folder::of(&[]);
    for (side, policy) in [("old", guarded), ("new", statements(&[allowed]))] {
        let side = folder.0.path().join(side);
        fs::create_dir(&side).unwrap();
        fs::write(side.join("list.json"), policy.to_string()).unwrap();
        fs::write(side.join("guard.json"), only_denies.to_string()).unwrap();
    }
    let scps = answer(&folder, &["--before", "old", "--after", "new", "--type", "scp"]);
    assert_eq!(
        (&scps["pairs"][1]["newAccess"]["verdict"], &scps["failed"]),
        (&json!("unknown"), &json!(true))
    );
    for kind in ["scp", "boundary"] {
        let one = ["--before", "old/list.json", "--after", "new/list.json", "--type", kind];
        let told = answer(&folder, &one);
        assert_eq!(told["failed"], false, "{kind}");
        let notes = told["notes"].to_string();
        assert!(notes.contains("`list` no longer denies such as `ec2:"), "{kind}: {notes}");
    }
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
