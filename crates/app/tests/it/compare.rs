//! Policies held against each other, and the questions that pass or fail.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish, leastwise};
use crate::simulate::{Folder, allow, policy};

const BEFORE: &str = "examples/compare/before.json";
const AFTER: &str = "examples/compare/after.json";

fn run(folder: &Folder, arguments: &[&str]) -> Ran {
    let mut command = command(arguments);
    command.current_dir(folder.0.path());
    finish(command, "")
}

fn folder() -> Folder {
    let deny = json!({"Sid": "NoDelete", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"});
    let all = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let of = |principal: Value, condition: Value| {
        policy(&json!({
            "Sid": "Read", "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::acme/*", "Condition": condition
        }))
    };
    Folder::of(&[
        ("s3.json", allow("s3:*", "*")),
        ("get.json", allow("s3:Get*", "*")),
        ("guard.json", json!({"Version": "2012-10-17", "Statement": [all, deny]})),
        ("deny.json", policy(&deny)),
        ("public.json", of(json!("*"), json!({}))),
        ("fenced.json", of(json!("*"), json!({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}))),
        (
            "stack.json",
            json!({"identityPolicies": ["s3.json"], "scps": [{"id": "r-1", "policies": ["guard.json"]}]}),
        ),
    ])
}

#[test]
fn the_exit_code_is_zero_only_if_no_new_access_is_proved() {
    let folder = folder();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["get.json", "s3.json"], 1, "new access:\n"),
        (&["s3.json", "get.json"], 0, "no new access: proved\naccess that is lost:\n"),
        (&["s3.json", "s3.json"], 0, "no new access: proved\n"),
        (
            &["get.json", "s3.json", "--steps", "10"],
            1,
            "new access: unknown\n  the search ended after 10 steps",
        ),
        (&["get.json", "s3.json", "--boundary", "get.json"], 0, "no new access: proved\n"),
        (&["get.json", "s3.json", "--scp", "r-1=guard.json"], 1, "new access:\n"),
        (&["stack.json", "s3.json"], 1, "new access:\n"),
        (&["s3.json", "stack.json"], 0, "no new access: proved\naccess that is lost:\n"),
        (&["stack.json", "s3.json", "--scp", "guard.json"], 0, "no new access: proved\n"),
        (
            &["fenced.json", "public.json"],
            1,
            "new access:\n  anyone without credentials may do `s3:GetObject`",
        ),
        (&["public.json", "fenced.json"], 0, "no new access: proved\n"),
        (&["get.json", "s3.json", "--worlds", "any"], 1, "new access:\n"),
    ];
    for (arguments, code, begins) in cases {
        let ran = run(&folder, &[&["compare"], *arguments].concat());
        assert_eq!(ran.code, Some(*code), "{arguments:?}: {ran:?}");
        assert!(ran.out.starts_with(begins), "{arguments:?}: {}", ran.out);
    }
}

#[test]
fn the_answer_holds_the_witness_who_decides_and_the_peers_keys() {
    let answer = leastwise(&["compare", BEFORE, AFTER, "--format", "json"]).json();
    let gained = &answer["newAccess"];
    assert_eq!(
        (&gained["verdict"], &answer["removedAccess"]["verdict"]),
        (&json!("witness"), &json!("none"))
    );
    assert_eq!(gained["witness"]["absent"], json!(["aws:PrincipalTag/team"]));
    let by = &gained["decidedBy"];
    let places =
        |side: &str| (by[side][0]["path"].clone(), by[side][0]["line"].clone(), by[side][0]["says"].clone());
    assert_eq!(places("new"), (json!(AFTER), json!(4), json!("allows")));
    assert_eq!(places("old"), (json!(BEFORE), json!(4), json!("wouldAllow")));
    assert_eq!(by["old"][0]["element"], json!("Condition"));
    assert_eq!(answer["added_actions"], json!(["s3:GetObject", "s3:ListBucket"]));
    assert_eq!(
        answer["added_resources"],
        json!(["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports*", "arn:aws:s3:::acme-reports/*"])
    );
    assert_eq!((&answer["removed_actions"], &answer["removed_resources"]), (&json!([]), &json!([])));
    assert_eq!(answer["condition_changes"], json!({"policy_a_conditions": 1, "policy_b_conditions": 1}));
    assert_eq!((&answer["regionsComplete"], &answer["worlds"]), (&json!(true), &json!("aws")));
    let texts: Vec<_> = answer["regions"].as_array().unwrap().iter().map(|region| &region["text"]).collect();
    assert_eq!(
        texts,
        [
            "new: `s3:GetObject` and `s3:ListBucket` on `arn:aws:s3:::acme-reports*` except `arn:aws:s3:::acme-reports` and \
             `arn:aws:s3:::acme-reports/*`, only when `aws:PrincipalTag/team` is not `guests` (or is absent)",
            "new: `s3:GetObject` and `s3:ListBucket` on `arn:aws:s3:::acme-reports` or `arn:aws:s3:::acme-reports/*` except \
             `arn:aws:s3:::acme-reports/drafts/*`, only when `aws:PrincipalTag/team` is none of `guests`, `finance` and `audit` \
             (or is absent)"
        ]
    );
}

/// What the witness says is what `simulate` decides.
#[test]
fn the_witness_is_decided_as_it_says() {
    let witness = &leastwise(&["compare", BEFORE, AFTER, "--format", "json"]).json()["newAccess"]["witness"];
    let text = |member: &str| witness[member].as_str().unwrap().to_owned();
    for (file, decision) in [(AFTER, "Allowed"), (BEFORE, "ImplicitlyDenied")] {
        let request = json!({
            "policy": [{"path": file}], "principal": text("principal"), "action": [text("action")],
            "resource": [text("resource")], "context": witness["context"]
        });
        let ran = finish(command(&["simulate", "--request", "-", "--format", "json"]), &request.to_string());
        assert_eq!(ran.json()["cases"][0]["decision"], json!(decision), "{ran:?}");
    }
}

#[test]
fn a_removed_deny_is_new_access_and_an_effect_that_changes_is_told() {
    let statement =
        |effect: &str| json!({"Sid": "Keys", "Effect": effect, "Action": "kms:Decrypt", "Resource": "*"});
    let all = json!({"Effect": "Allow", "Action": "kms:*", "Resource": "*"});
    let document = |statements: Value| json!({"Version": "2012-10-17", "Statement": statements});
    let folder = Folder::of(&[
        ("old.json", document(json!([all, statement("Deny")]))),
        ("new.json", document(json!([all]))),
        ("turned.json", document(json!([all, statement("Allow")]))),
    ]);
    let answer = run(&folder, &["compare", "old.json", "new.json", "--format", "json"]).json();
    assert_eq!((&answer["added_actions"], &answer["removed_actions"]), (&json!(["kms:Decrypt"]), &json!([])));
    let denied = &answer["newAccess"]["decidedBy"]["old"][0];
    assert_eq!((&denied["statement"], &denied["says"]), (&json!("statement `Keys`"), &json!("denies")));
    let answer = run(&folder, &["compare", "old.json", "turned.json", "--format", "json"]).json();
    assert_eq!(answer["effect_changes"], json!([{"sid": "Keys", "policy_a": "Deny", "policy_b": "Allow"}]));
    let same = run(&folder, &["compare", "new.json", "turned.json", "--format", "json"]).json();
    assert_eq!(same["summary"], json!("both sides allow the same: proved"));
}

#[test]
fn a_folder_counts_as_one_side_and_a_level() {
    let folder = folder();
    for part in ["both", "level", "empty"] {
        fs::create_dir(folder.0.path().join(part)).unwrap();
    }
    fs::copy(folder.0.path().join("get.json"), folder.0.path().join("both/get.json")).unwrap();
    let other = allow("sqs:SendMessage", "*").to_string();
    fs::write(folder.0.path().join("both/sqs.json"), &other).unwrap();
    fs::write(folder.0.path().join("level/sqs.json"), &other).unwrap();
    let told = run(&folder, &["compare", "get.json", "both"]).out;
    assert!(told.contains("may do `sqs:SendMessage`") && told.contains("sqs.json:1:"), "{told}");
    // A level of its own, which must allow too; in the same level the two policies count together.
    let scp =
        |levels: &[&str]| run(&folder, &[&["compare", "get.json", "s3.json", "--scp"], levels].concat()).code;
    assert_eq!(scp(&["guard.json"]), Some(1));
    assert_eq!(scp(&["guard.json", "level"]), Some(0));
    assert_eq!(scp(&["guard.json", "level/sqs.json"]), Some(1));
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let folder = folder();
    for (name, text) in
        [("broken.json", "{\"Statement\": ["), ("text.json", "\"s3:*\""), ("list.json", "{\"a\": 1}")]
    {
        fs::write(folder.0.path().join(name), text).unwrap();
    }
    fs::write(folder.0.path().join("lost.json"), json!({"identityPolicies": ["gone.json"]}).to_string())
        .unwrap();
    fs::write(folder.0.path().join("slip.json"), json!({"identityPolicy": [], "scps": []}).to_string())
        .unwrap();
    fs::create_dir(folder.0.path().join("empty")).unwrap();
    for (arguments, said) in [
        (vec!["compare", "gone.json", "get.json"], "error: `gone.json` does not exist\n"),
        (vec!["compare", "get.json", "broken.json"], "error: broken.json:1:15: this `[` is never closed\n"),
        (vec!["compare", "get.json", "text.json"], "error: text.json:1:1: a string is no policy\n"),
        (vec!["compare", "get.json", "list.json"], "error: list.json:1:1: it has no `Statement`\n"),
        (
            vec!["compare", "get.json", "empty"],
            "error: no policy below `empty`; no JSON or YAML file is there\n",
        ),
        (vec!["compare", "lost.json", "get.json"], "`gone.json` does not exist"),
        (
            vec!["compare", "slip.json", "get.json"],
            "there is no key `identityPolicy` here; did you mean `identityPolicies`?",
        ),
        (
            vec!["compare", "get.json", "public.json"],
            "error: `get.json` is of the kind identity, and `public.json` of the kind resource: they have no access in common to be \
             compared; compare policies of one kind, or say by `--type` which kind they are\n",
        ),
        (
            vec!["compare", "public.json", "fenced.json", "--resource-policy", "public.json"],
            "a resource has one policy",
        ),
        (vec!["compare", "get.json", "s3.json", "--steps", "99999999999"], "are more than the 400000000"),
        (vec!["check", "access-not-granted", "get.json"], "error: neither an action nor a resource is given"),
        (
            vec!["check", "access-not-granted", "get.json", "--action", "s3:GetObjet"],
            "did you mean `s3:GetObject`?",
        ),
        (
            vec!["check", "access-not-granted", "get.json", "--action", "s3:Gat*"],
            "`s3:Gat*` stands for no action",
        ),
        (
            vec!["check", "access-not-granted", "get.json", "--resource", "acme"],
            "`acme` is not an ARN; write `*`, or an ARN with all its six parts, wildcards allowed",
        ),
        (vec!["check", "no-public-access", "get.json"], "`get.json` names no principals"),
        (vec!["check", "no-public-access", "stack.json"], "is asked of the policy of one resource"),
        (
            vec!["check", "no-public-access", "public.json", "--resource-type", "s3"],
            "`s3` is not a resource type",
        ),
    ] {
        let ran = run(&folder, &arguments);
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
    let mut twice = command(&["compare", "-", "-"]);
    twice.current_dir(folder.0.path());
    let twice = finish(twice, &allow("s3:*", "*").to_string());
    assert_eq!(twice.code, Some(2));
    assert_eq!(twice.err, "error: `-`: standard input is read already, and can be read once\n");
}

#[test]
fn checks_pass_or_fail_as_those_of_access_analyzer() {
    let folder = folder();
    let cases: &[(&[&str], i32, &str)] = &[
        (&["no-new-access", "s3.json", "get.json"], 0, "PASS"),
        (&["no-new-access", "get.json", "s3.json"], 1, "FAIL"),
        (&["no-new-access", "get.json", "s3.json", "--boundary", "get.json"], 0, "PASS"),
        (&["no-new-access", "get.json", "s3.json", "--steps", "10"], 1, "UNKNOWN"),
        (&["access-not-granted", "get.json", "--action", "s3:Put*", "s3:Delete*"], 0, "PASS"),
        (&["access-not-granted", "get.json", "--action", "s3:GetObject", "s3:PutObject"], 1, "FAIL"),
        (&["access-not-granted", "get.json", "--resource", "arn:aws:s3:::secret/*"], 1, "FAIL"),
        (&["access-not-granted", "get.json", "--resource", "arn:aws:sqs:*:*:*"], 0, "PASS"),
        (&["access-not-granted", "guard.json", "--action", "s3:DeleteObject"], 0, "PASS"),
        (&["access-not-granted", "stack.json", "--action", "s3:DeleteObject"], 0, "PASS"),
        (&["no-public-access", "public.json"], 1, "FAIL"),
        (&["no-public-access", "fenced.json", "--resource-type", "AWS::S3::Bucket"], 0, "PASS"),
    ];
    for (arguments, code, result) in cases {
        let ran = run(&folder, &[&["check"], *arguments, &["--format", "json"]].concat());
        assert_eq!(ran.code, Some(*code), "{arguments:?}: {ran:?}");
        let answer = ran.json();
        assert_eq!(answer["result"], json!(result), "{arguments:?}");
        assert_eq!(answer["reasons"].as_array().unwrap().is_empty(), *result != "FAIL", "{arguments:?}");
        let told = run(&folder, &[&["check"], *arguments].concat()).out;
        assert!(told.starts_with(&format!("{result}: ")), "{told}");
    }
    let failed = run(&folder, &["check", "no-public-access", "public.json", "--format", "json"]).json();
    assert_eq!(
        (&failed["reasons"][0]["statementIndex"], &failed["reasons"][0]["statementId"]),
        (&json!(0), &json!("Read"))
    );
    assert_eq!(failed["witness"]["principal"], json!("anonymous"));
}

#[test]
fn what_aws_would_not_send_is_told_beside_the_proof() {
    let folder = folder();
    let asked = [
        "check",
        "access-not-granted",
        "get.json",
        "--action",
        "s3:GetObject",
        "--resource",
        "arn:aws:s3:::acme",
    ];
    let ran = run(&folder, &asked);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out.contains(
            "outside of what the catalogue says AWS sends, more would be allowed: the caller may do"
        ),
        "{}",
        ran.out
    );
    assert_eq!(run(&folder, &[&asked[..], &["--worlds", "any"]].concat()).code, Some(1));
}

#[test]
fn a_policy_that_only_denies_is_noted() {
    let folder = folder();
    let ran = run(&folder, &["compare", "deny.json", "deny.json"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("note: `deny.json` has no statement that allows anything"), "{}", ran.out);
    // Of an organization's policies AWS attaches one that allows everything.
    let other = policy(&json!({"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}));
    fs::write(folder.0.path().join("less.json"), other.to_string()).unwrap();
    let ran = run(&folder, &["compare", "deny.json", "less.json", "--type", "scp"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("  old: statement `NoDelete` (deny.json:1:"), "{}", ran.out);
    assert!(ran.out.contains("note: `less.json` only denies; AWS's `FullAWSAccess` is taken"), "{}", ran.out);
    assert_eq!(run(&folder, &["compare", "less.json", "deny.json", "--type", "scp"]).code, Some(0));
}

#[test]
fn names_cannot_break_out_of_a_line() {
    let hostile = "arn:aws:s3:::a\u{1b}[2K\u{202e}<img>\n# b";
    let folder = Folder::of(&[
        ("old.json", allow("s3:GetBucketAcl", "arn:aws:s3:::x")),
        ("new.json", allow("s3:*", hostile)),
    ]);
    let unwelcome = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
    for format in ["text", "markdown"] {
        let told = run(&folder, &["compare", "old.json", "new.json", "--format", format]).out;
        assert!(!told.contains(unwelcome) && !told.contains("\n# b"), "{told}");
    }
}

#[test]
fn new_access_is_an_error_in_sarif_and_has_its_place() {
    let ran = leastwise(&["compare", BEFORE, AFTER, "--format", "sarif"]);
    let log = ran.json();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let [only] = results.as_slice() else { panic!("{results:?}") };
    assert_eq!((&only["ruleId"], &only["level"]), (&json!("new-access"), &json!("error")));
    let place = &only["locations"][0]["physicalLocation"];
    assert_eq!(
        (&place["artifactLocation"]["uri"], &place["region"]["startLine"]),
        (&json!(AFTER), &json!(4))
    );
    let markdown = leastwise(&["compare", BEFORE, AFTER, "--format", "markdown"]).out;
    assert!(
        markdown.starts_with("# Policy comparison\n\n## New access\n\n- the caller may do `s3:GetObject`"),
        "{markdown}"
    );
}

#[test]
fn a_question_is_given_up_when_its_time_is_over() {
    // A resource must hold each of ten pairs of letters: there are many orders to try.
    let deny = |letter: char| {
        let resource = format!("arn:aws:s3:::*{letter}{}*", letter.to_ascii_uppercase());
        json!({"Effect": "Deny", "Action": "s3:GetObject", "NotResource": resource})
    };
    let all = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"});
    let statements: Vec<Value> = [all].into_iter().chain(('a'..='j').map(deny)).collect();
    let folder = Folder::of(&[
        ("new.json", json!({"Version": "2012-10-17", "Statement": statements})),
        ("old.json", allow("s3:GetObject", "arn:aws:s3:::*aA*bB*")),
    ]);
    let ran = run(&folder, &["compare", "old.json", "new.json", "--time-limit", "0"]);
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    assert!(ran.out.contains("or 0 seconds"), "{}", ran.out);
    assert_eq!(run(&folder, &["compare", "old.json", "new.json"]).code, Some(1));
}
