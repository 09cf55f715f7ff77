//! `explain`: a policy, or a check.

use serde_json::{Value, json};

use crate::run::{Ran, command, finish, leastwise};

fn explained(policy: &str, more: &[&str]) -> Ran {
    finish(command(&[&["explain", "-"], more].concat()), policy)
}

fn policy(statements: &Value) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

#[test]
fn a_file_is_a_policy_and_a_name_is_a_check() {
    let told = leastwise(&["explain", "examples/policies/reader.json"]);
    assert_eq!(told.code, Some(0));
    assert!(
        told.out.starts_with("Identity policy. Allows 2 actions of Amazon S3 (1 list, 1 read).\n"),
        "{}",
        told.out
    );
    assert!(leastwise(&["explain", "admin-access"]).out.starts_with("# admin-access\n"));
    // An id of another tool that looks like a path.
    let foreign = leastwise(&["explain", "action_validation/invalid_action"]);
    assert!(foreign.out.contains("# invalid-action\n"), "{}", foreign.out);
}

#[test]
fn a_file_wins_over_a_check_of_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let statements = json!({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"});
    std::fs::write(folder.path().join("admin-access"), policy(&statements)).unwrap();
    let mut command = command(&["explain", "admin-access"]);
    command.current_dir(folder.path());
    let told = finish(command, "");
    assert!(told.out.starts_with("Identity policy. Allows 1 action of Amazon SQS"), "{told:?}");
}

#[test]
fn what_is_no_policy_is_refused_in_one_line() {
    let statement = json!({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"});
    let many = vec![statement.clone(); 1_001];
    let long: Vec<String> = (0..10_001).map(|number| format!("s3:Get{number}")).collect();
    for (text, said) in [
        (String::new(), "`-` is no policy: the document is empty"),
        ("{}".to_owned(), "`-` is no policy: it has no statements"),
        ("null".to_owned(), "`-` is no policy: it has no statements"),
        ("{\"Statement".to_owned(), "`-` is no policy: "),
        ("[".repeat(300_000), "`-` is no policy: "),
        (format!("[{0},{0}]", policy(&statement)), "`-` holds 2 policies"),
        (policy(&json!(many)), "`-` has 1001 statements, and at most 1000 are explained"),
        (
            policy(&json!([{"Effect": "Allow", "Action": long, "Resource": "*"}])),
            "`-` names more than the 10000 actions, resources and values that are explained",
        ),
    ] {
        let told = explained(&text, &[]);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{}", told.err);
        assert!(told.err.starts_with(&format!("error: {said}")), "{}", told.err);
        assert_eq!(told.err.lines().count(), 1, "{}", told.err);
    }
    let missing = leastwise(&["explain", "missing.json"]);
    assert_eq!(
        (missing.code, missing.err.contains("`missing.json` does not exist")),
        (Some(2), true),
        "{missing:?}"
    );
}

#[test]
fn what_is_broken_in_part_is_told_in_part() {
    let told = leastwise(&["explain", "examples/policies/broken.json"]);
    assert_eq!(told.code, Some(2));
    for line in [
        "The text is broken, and this is only what could be read of it: examples/policies/broken.json:15:47: \
         a comma may not stand before the closing bracket",
        "Identity policy. Allows nothing. Not counted: 1 statement that AWS would refuse.",
        "1 `ReadOrders`: AWS would refuse this statement: `StringEqual` is no condition operator.",
        "- error: a comma may not stand before the closing bracket [json-syntax-error]",
    ] {
        assert!(told.out.lines().any(|other| other == line), "{line} in {}", told.out);
    }
}

#[test]
fn a_text_that_breaks_off_is_told_as_that_in_every_format() {
    let statement = r#"{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}"#;
    let cases = [
        // Of the second statement only half is there.
        (format!("{{\"Statement\":[{statement},\n{{\"Effect\":\"Allow\",\"Action\":\"iam:Pass"), (2, 28)),
        // The Allow could be read, and what might follow it could not.
        (format!("{{\"Statement\":[\n{statement},"), (1, 14)),
        // The comma is missing behind the first statement.
        (format!("{{\"Statement\":[{statement}\n {statement}]}}"), (1, 15 + statement.len())),
        // One of the two counts, and nobody knows which was meant.
        (
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}".to_owned(),
            (1, 33),
        ),
    ];
    for (text, (line, column)) in cases {
        let said =
            format!("The text is broken, and this is only what could be read of it: -:{line}:{column}: ");
        let told = explained(&text, &[]);
        assert_eq!((told.code, told.err.as_str()), (Some(2), ""), "{text}");
        assert!(told.out.starts_with(&said) && told.out.contains("\nIdentity policy. "), "{}", told.out);
        let markdown = explained(&text, &["--format", "markdown"]);
        assert_eq!(markdown.code, Some(2), "{text}");
        assert!(markdown.out.contains("\n\nThe text is broken, "), "{}", markdown.out);
        let json = explained(&text, &["--format", "json"]);
        let broken = &json.json()["broken"][0];
        let place = (&broken["span"]["start"]["line"], &broken["span"]["start"]["column"]);
        assert_eq!((json.code, place), (Some(2), (&json!(line), &json!(column))), "{broken}");
        assert_eq!(broken["path"], "-");
        // Those who decide by the text refuse it with the same place.
        let arguments = ["simulate", "--policy", "-", "--action", "sqs:SendMessage", "--resource", "*"];
        let refused = finish(command(&arguments), &text);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.starts_with(&format!("error: -:{line}:{column}: ")), "{refused:?}");
    }
    let sound = explained(&format!("\u{feff}{{\"Statement\":[{statement}]}}"), &["--format", "json"]);
    assert_eq!(sound.code, Some(0), "a byte order mark hides nothing of the text");
    assert_eq!(sound.json().get("broken"), None);
}

#[test]
fn text_of_the_policy_stays_on_its_line() {
    let hostile = policy(&json!({
        "Sid": "a\n# b\u{1b}[2K", "Effect": "Allow", "Action": "s3:GetObject\n", "Resource": ["*\u{202e}", "`|<img>"],
        "Condition": {"StringEquals": {"a:\r\nb": "x".repeat(100_000)}}
    }));
    for format in ["text", "markdown"] {
        let told = explained(&hostile, &["--format", format]);
        assert_eq!(told.code, Some(0), "{}", told.err);
        let unwelcome = |letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}');
        assert!(!told.out.contains(unwelcome) && !told.out.contains("\n# b"), "{}", told.out);
        assert!(told.out.len() < 10_000, "{}", told.out.len());
    }
    let markdown = explained(&hostile, &["--format", "markdown"]).out;
    assert!(markdown.contains(r"\<img\>"), "{markdown}");
}

#[test]
fn the_kind_may_be_given_and_is_told() {
    let everything = policy(&json!({"Effect": "Allow", "Action": "*", "Resource": "*"}));
    let told = explained(&everything, &["--type", "scp", "--limit", "1"]);
    assert!(told.out.starts_with("Service control policy. Allows "), "{}", told.out);
    assert!(told.out.contains("\nA service control policy grants nothing: "), "{}", told.out);
    assert!(told.out.contains("\n(1 of "), "{}", told.out);
}

#[test]
fn the_answer_holds_the_sums_by_service_and_the_risks() {
    let text = policy(&json!([
        {"Sid": "All", "Effect": "Allow", "Action": ["sqs:*", "sns:Publish"], "Resource": "*"},
        {"Effect": "Deny", "Action": "sqs:*Permission", "Resource": "*"},
        {"Effect": "Deny", "Action": "sns:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    ]));
    let answer = explained(&text, &["--format", "json", "--verbose"]).json();
    let all = leastwise(&["query", "actions", "sqs", "--format", "json"]).json();
    let every: Vec<_> =
        all["actions"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let left: Vec<_> =
        every.iter().filter(|name| !name.ends_with("Permission")).map(|name| &name["sqs:".len()..]).collect();
    let [sqs, sns] = [&answer["services"][0], &answer["services"][1]];
    assert_eq!(sqs["action_names"], json!(left));
    assert_eq!(
        (&sqs["actions"], &sqs["of"], &sqs["denied"]),
        (&json!(left.len()), &json!(every.len()), &json!(2))
    );
    assert_eq!(
        (&sns["write"], &sns["denied_in_part"], &sns["resources"]),
        (&json!(1), &json!(1), &json!(["*"]))
    );
    assert_eq!((&answer["denied_outright"], &answer["denied_in_part"]), (&json!(2), &json!(1)));
    assert_eq!(answer["services_accessed"][1], json!({"service": "sns", "access_types": ["write"]}));
    assert_eq!((&answer["has_wildcards"], &answer["has_conditions"]), (&json!(true), &json!(true)));
    let statement = &answer["statements"][0];
    assert_eq!(
        (&statement["index"], &statement["sid"], &statement["effect"]),
        (&json!(0), &json!("All"), &json!("Allow"))
    );
    assert_eq!(statement["action_count"], json!(every.len() + 1));
    let found = finish(command(&["validate", "-", "--format", "json"]), &text).json();
    let findings = found["documents"][0]["findings"].as_array().unwrap();
    let risky = ["critical", "high", "medium", "low"];
    let risks = findings.iter().filter(|found| risky.contains(&found["severity"].as_str().unwrap())).count();
    assert_eq!(answer["risks"].as_array().unwrap().len(), risks, "the risks are those of the checks");
    assert_eq!(answer["security_concerns"].as_array().unwrap().len(), risks);
    assert!(risks > 0);
}

#[test]
fn one_policy_within_an_answer_of_aws_is_explained() {
    let statement = json!({"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"});
    let held =
        json!({"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17", "Statement": statement}});
    let told = explained(&held.to_string(), &[]);
    assert!(told.out.starts_with("Identity policy. Allows 1 action of Amazon SQS (1 write)."), "{told:?}");
}
