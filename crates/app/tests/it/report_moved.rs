//! A Deny that is put into another policy of the report: whether it still holds hangs on whose policies they are.

use serde_json::{Value, json};

use crate::report::{answer, report, statements};
use crate::simulate::{Folder, allow};

fn deny(action: &str) -> Value {
    json!({ "Effect": "Deny", "Action": action, "Resource": "*" })
}

/// Two folders of policies by name, and what is told of each in order.
fn told(before: &[(&str, Value)], after: &[(&str, Value)], more: &[&str]) -> (Folder, Value) {
    let folder = Folder::of(&[]);
    for (side, policies) in [("old", before), ("new", after)] {
        let side = folder.0.path().join(side);
        std::fs::create_dir(&side).unwrap();
        for (name, policy) in policies {
            std::fs::write(side.join(format!("{name}.json")), policy.to_string()).unwrap();
        }
    }
    let told = answer(&folder, &[&["--before", "old", "--after", "new"], more].concat());
    (folder, told)
}

fn why(told: &Value, pair: &str) -> (String, String) {
    let pair = told["pairs"].as_array().unwrap().iter().find(|one| one["name"] == pair).unwrap();
    let access = &pair["newAccess"];
    let reasons = access["why"].as_array().unwrap().iter().map(|why| why.as_str().unwrap().to_owned());
    (access["verdict"].as_str().unwrap().to_owned(), reasons.collect::<Vec<_>>().join("; "))
}

/// Statements of all policies of a principal count together, and those of others do not:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[test]
fn a_deny_that_stands_in_another_policy_now_is_named_and_stays_unknown() {
    let own = || json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" });
    let (guarded, unguarded) = (statements(&[own(), deny("s3:DeleteBucket")]), statements(&[own()]));
    let wide = || ("wide", allow("s3:*", "*"));
    // A Sid and another order of the file are no other words.
    let named = json!({ "Sid": "Guard", "Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*" });
    let moved =
        statements(&[json!({ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" }), named]);
    let (folder, told_moved) = told(
        &[("guard", guarded.clone()), wide()],
        &[("guard", unguarded.clone()), wide(), ("guards", moved.clone())],
        &[],
    );
    let (verdict, reasons) = why(&told_moved, "guard");
    assert_eq!(verdict, "unknown", "{told_moved}");
    let sentence = "what it denied is denied in the same words by `guards`, which holds here only if both are of one principal";
    assert!(reasons.contains(sentence), "{reasons}");
    assert_eq!(told_moved["failed"], true);
    let text = report(&folder, &["--before", "old", "--after", "new"]).out;
    assert!(text.contains(sentence), "{text}");

    // Of one principal nothing is new but what the policy that is new allows.
    let (_, together) = told(
        &[("guard", guarded.clone()), wide(), ("queue", allow("sqs:*", "*"))],
        &[("guard", unguarded.clone()), wide(), ("queue", allow("sqs:*", "*")), ("guards", moved)],
        &["--together"],
    );
    assert_eq!(together["pairs"][0]["newAccess"]["verdict"], "none", "{together}");

    // Other words, or none, say nothing.
    for elsewhere in [deny("s3:Delete*"), own()] {
        let (_, told) = told(
            &[("guard", guarded.clone()), wide()],
            &[("guard", unguarded.clone()), wide(), ("guards", statements(&[own(), elsewhere]))],
            &[],
        );
        let (verdict, reasons) = why(&told, "guard");
        assert!(verdict == "unknown" && !reasons.contains("in the same words"), "{reasons}");
    }
}

#[test]
fn of_several_some_may_stand_elsewhere() {
    let both = statements(&[deny("s3:DeleteBucket"), deny("s3:PutBucketPolicy"), deny("s3:PutObject")]);
    let (_, told) = told(
        &[("guard", both), ("wide", allow("s3:*", "*"))],
        &[
            ("guard", statements(&[deny("s3:PutObject")])),
            (
                "wide",
                statements(&[
                    json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }),
                    deny("s3:DeleteBucket"),
                ]),
            ),
        ],
        &[],
    );
    let (verdict, reasons) = why(&told, "guard");
    assert_eq!(verdict, "unknown", "{told}");
    let sentence = "1 of its 2 statements that denied stands in the same words in `wide`, which holds here only if both are of one principal";
    assert!(reasons.contains(sentence), "{reasons}");
}

/// Where nothing of the report allows it, a note says what is no longer denied, and where it is.
#[test]
fn the_note_names_the_other_policy_too() {
    let guarded = statements(&[
        json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }),
        deny("ec2:StopInstances"),
    ]);
    let (_, told) = told(
        &[("guard", guarded), ("other", allow("sqs:*", "*"))],
        &[
            ("guard", allow("s3:GetObject", "*")),
            (
                "other",
                statements(&[
                    json!({ "Effect": "Allow", "Action": "sqs:*", "Resource": "*" }),
                    deny("ec2:StopInstances"),
                ]),
            ),
        ],
        &[],
    );
    assert_eq!(why(&told, "guard").0, "none");
    let notes = told["notes"].to_string();
    assert!(notes.contains("`guard` no longer denies such as `ec2:StopInstances`"), "{notes}");
    assert!(
        notes.contains(
            "denied in the same words by `other`, which holds here only if both are of one principal"
        ),
        "{notes}"
    );
}
