//! Requests decided by flags, and what is said of them.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, command, finish, leastwise};

pub(crate) const USER: &str = "arn:aws:iam::111122223333:user/ana";
pub(crate) const OBJECT: &str = "arn:aws:s3:::acme/k";

/// A folder of policies by name.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn of(files: &[(&str, Value)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, value) in files {
            fs::write(folder.path().join(name), value.to_string()).unwrap();
        }
        Self(folder)
    }

    pub(crate) fn simulate(&self, arguments: &[&str]) -> Ran {
        let mut command = command(&[&["simulate"], arguments].concat());
        command.current_dir(self.0.path());
        finish(command, "")
    }

    /// The decision on one request, and the layers that stand in its way.
    fn decides(&self, arguments: &[&str]) -> (String, String) {
        let ran = self.simulate(&[arguments, &["--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let case = &ran.json()["cases"][0];
        let blocked: Vec<_> =
            case["blockedBy"].as_array().unwrap().iter().map(|layer| layer.as_str().unwrap()).collect();
        (case["decision"].as_str().unwrap().to_owned(), blocked.join(" "))
    }
}

pub(crate) fn allow(action: &str, resource: &str) -> Value {
    policy(&json!({"Effect": "Allow", "Action": action, "Resource": resource}))
}

pub(crate) fn policy(statement: &Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

#[test]
fn every_kind_of_policy_has_its_say() {
    let all = allow("*", "*");
    let principal = json!({"AWS": USER});
    let grant =
        json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": OBJECT});
    let public = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": OBJECT});
    let guard = json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"});
    let folder = Folder::of(&[
        ("read.json", allow("s3:GetObject", "arn:aws:s3:::acme/*")),
        ("all.json", all),
        ("ec2.json", allow("ec2:*", "*")),
        ("grant.json", policy(&grant)),
        ("public.json", policy(&public)),
        ("guard.json", policy(&guard)),
    ]);
    let ask = ["--principal", USER, "--action", "s3:GetObject", "--resource", OBJECT];
    let cases: &[(&[&str], &str, &str)] = &[
        (&["--policy", "read.json"], "Allowed", ""),
        (&["--policy", "ec2.json"], "ImplicitlyDenied", "identity"),
        (&["--policy", "ec2.json", "read.json"], "Allowed", ""),
        (&["--policy", "read.json", "--boundary", "ec2.json"], "ImplicitlyDenied", "boundary"),
        (&["--policy", "read.json", "--session", "ec2.json"], "ImplicitlyDenied", "session"),
        (&["--policy", "read.json", "--endpoint", "ec2.json"], "ImplicitlyDenied", "endpoint"),
        (&["--policy", "read.json", "--scp", "ec2.json"], "ImplicitlyDenied", "scp"),
        (&["--policy", "read.json", "--scp", "ec2.json", "all.json"], "Allowed", ""),
        (&["--policy", "read.json", "--scp", "r-1=all.json", "ou-1=ec2.json"], "ImplicitlyDenied", "scp"),
        (&["--policy", "read.json", "--scp", "ou-1=all.json", "--scp", "ou-1=ec2.json"], "Allowed", ""),
        (&["--policy", "read.json", "--scp", "ec2.json", "--management-account"], "Allowed", ""),
        (&["--policy", "read.json", "--rcp", "guard.json"], "ExplicitlyDenied", "rcp"),
        (&["--resource-policy", "grant.json"], "Allowed", ""),
        (
            &["--resource-policy", "grant.json", "--resource-account", "444455556666"],
            "ImplicitlyDenied",
            "identity",
        ),
        (&["--resource-policy", "public.json", "--resource-account", "111122223333"], "Allowed", ""),
    ];
    for (flags, decision, blocked) in cases {
        let decided = folder.decides(&[*flags, &ask].concat());
        assert_eq!(decided, ((*decision).to_owned(), (*blocked).to_owned()), "{flags:?}");
    }
    let anonymous =
        ["--resource-policy", "public.json", "--principal", "anonymous", "--action", "s3:GetObject"];
    let anonymous = [&anonymous[..], &["--resource", OBJECT]].concat();
    assert_eq!(folder.decides(&anonymous).0, "Allowed");
    let shut = folder.decides(&[&anonymous[..], &["--restrict-public-buckets"]].concat());
    assert_eq!(shut, ("ImplicitlyDenied".to_owned(), "resource".to_owned()));
}

#[test]
fn conditions_are_asked_of_the_keys_that_are_given() {
    let condition = |condition: &Value| {
        policy(&json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}))
    };
    let folder = Folder::of(&[
        ("tags.json", condition(&json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}))),
        ("one.json", condition(&json!({"StringEquals": {"x:k": "a"}}))),
        ("mfa.json", condition(&json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}))),
        ("name.json", condition(&json!({"StringEquals": {"aws:username": "ana"}}))),
        ("date.json", condition(&json!({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}))),
        ("past.json", condition(&json!({"NumericLessThan": {"aws:EpochTime": "1500000000"}}))),
    ]);
    let cases: &[(&str, &[&str], &str)] = &[
        ("tags.json", &["--context", "aws:TagKeys=a", "aws:TagKeys=b"], "Allowed"),
        ("tags.json", &["--context", "aws:TagKeys=a", "--context", "AWS:tagkeys=c"], "ImplicitlyDenied"),
        ("one.json", &["--context", "x:k=a", "x:k=b"], "ImplicitlyDenied"),
        (
            "one.json",
            &["--context", "x:k=a", "x:k=b", "--switch", "single-operator-takes-any-value"],
            "Allowed",
        ),
        ("mfa.json", &[], "ImplicitlyDenied"),
        ("mfa.json", &["--context", "aws:MultiFactorAuthPresent=true"], "Allowed"),
        ("mfa.json", &["--unknown", "aws:MultiFactorAuthPresent"], "Unknown"),
        ("name.json", &[], "Allowed"),
        ("name.json", &["--context", "aws:username=ben"], "ImplicitlyDenied"),
        ("date.json", &[], "Allowed"),
        ("date.json", &["--context", "aws:CurrentTime=2019-01-01T00:00:00Z"], "ImplicitlyDenied"),
        ("past.json", &[], "ImplicitlyDenied"),
    ];
    for (file, flags, decision) in cases {
        let ask = ["--policy", file, "--principal", USER, "--action", "s3:GetObject", "--resource", OBJECT];
        assert_eq!(folder.decides(&[&ask, *flags].concat()).0, *decision, "{file} {flags:?}");
    }
    let filled = |file| {
        let ask = ["--policy", file, "--principal", USER, "--action", "s3:GetObject", "--format", "json"];
        folder.simulate(&ask).json()["cases"][0]["filled"].clone()
    };
    assert_eq!(filled("name.json")["aws:username"], "ana");
    assert_eq!(filled("name.json")["aws:PrincipalArn"], USER);
    assert!(filled("name.json").get("aws:CurrentTime").is_none(), "no policy asks for the time");
    assert!(filled("date.json")["aws:CurrentTime"].as_str().unwrap().ends_with('Z'));
    let hangs = folder.simulate(&[
        "--policy",
        "one.json",
        "--principal",
        USER,
        "--action",
        "s3:GetObject",
        "--resource",
        OBJECT,
        "--context",
        "x:k=a",
        "x:k=b",
        "--format",
        "json",
    ]);
    assert_eq!(hangs.json()["cases"][0]["hangsOn"], json!(["single-operator-takes-any-value"]));
}

/// Of a caller that nobody named nothing is known, and what hangs on it is not guessed.
#[test]
fn without_a_principal_nothing_is_made_up() {
    let condition = json!({"StringEquals": {"aws:PrincipalArn": USER}});
    let conditioned = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    let folder = Folder::of(&[("any.json", allow("s3:*", "*")), ("ana.json", policy(&conditioned))]);
    let ask = |file| folder.decides(&["--policy", file, "--action", "s3:GetObject", "--resource", OBJECT]).0;
    assert_eq!((ask("any.json").as_str(), ask("ana.json").as_str()), ("Allowed", "Unknown"));
}

#[test]
fn wildcards_are_answered_with_all_some_or_none() {
    let deny = json!({"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::acme/secret/*"});
    let some = json!({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::acme/*"});
    let folder = Folder::of(&[
        ("p.json", json!({"Version": "2012-10-17", "Statement": [some, deny]})),
        ("get.json", allow("s3:Get*", "*")),
        ("queue.json", allow("sqs:SendMessage", "arn:aws:sqs:*:111122223333:orders")),
    ]);
    let ask = |file: &str, action: &str, resource: &str| {
        let flags = ["--policy", file, "--principal", USER, "--format", "json", "--action", action];
        folder.simulate(&[&flags[..], &["--resource", resource]].concat()).json()["cases"][0].clone()
    };
    for (file, action, resource, allowed, decision) in [
        ("p.json", "s3:GetObject", "arn:aws:s3:::acme/public/*", "all", "Allowed"),
        ("p.json", "s3:GetObject", "arn:aws:s3:::acme/secret/*", "none", "ExplicitlyDenied"),
        ("p.json", "s3:GetObject", "arn:aws:s3:::acme/*", "some", "Unknown"),
        ("p.json", "s3:*Object", "arn:aws:s3:::acme/public/*", "all", "Allowed"),
        ("p.json", "s3:*Object", "*", "some", "Unknown"),
        ("get.json", "s3:Get*", "*", "all", "Allowed"),
        ("get.json", "s3:*", "*", "some", "Unknown"),
        ("get.json", "sqs:*", "*", "none", "ImplicitlyDenied"),
        ("queue.json", "sqs:SendMessage", "arn:aws:sqs:*:111122223333:orders", "all", "Allowed"),
        ("queue.json", "sqs:SendMessage", "arn:aws:sqs:*:*:orders", "some", "Unknown"),
    ] {
        let case = ask(file, action, resource);
        let told = (&case["answers"]["allowed"], &case["decision"]);
        assert_eq!(told, (&json!(allowed), &json!(decision)), "{action} {resource}: {case}");
        if allowed == "some" {
            assert_eq!(case["answers"]["exampleAllowed"]["decision"], "Allowed", "{case}");
            assert_ne!(case["answers"]["exampleDenied"]["decision"], "Allowed", "{case}");
        }
    }
    // An action that names no resource is asked for `*`, which stands for itself.
    assert!(ask("get.json", "s3:ListAllMyBuckets", "*").get("answers").is_none());
    // What an action cannot be done to is left out.
    let reasons = ask("get.json", "s3:Get*", OBJECT)["reasons"].to_string();
    assert!(reasons.contains("cannot be done to this resource"), "{reasons}");
}

#[test]
fn an_expectation_that_does_not_hold_fails_the_run() {
    let folder = Folder::of(&[("p.json", allow("s3:GetObject", "arn:aws:s3:::acme/*"))]);
    let ask = ["--policy", "p.json", "--principal", USER, "--action", "s3:GetObject", "--resource", OBJECT];
    let code = |expect| folder.simulate(&[&ask[..], &["--expect", expect]].concat()).code;
    assert_eq!((code("Allowed"), code("Denied"), code("explicitDeny")), (Some(0), Some(1), Some(1)));
    let plain = "- {name: a, action: 's3:GetObject', resource: 'arn:aws:s3:::acme/k', expect: Denied}\n\
                 - {name: b, action: 's3:PutObject', resource: 'arn:aws:s3:::acme/k', expect: Denied, blockedBy: identity}\n\
                 - {name: c, action: 's3:PutObject', resource: 'arn:aws:s3:::acme/k', expect: Denied, blockedBy: [scp]}\n\
                 - {name: d, action: 's3:PutObject'}\n";
    fs::write(folder.0.path().join("cases.yaml"), plain).unwrap();
    let flags = ["--policy", "p.json", "--principal", USER, "--cases", "cases.yaml"];
    let ran = folder.simulate(&flags);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("expected Denied: statement 1 of p.json allows it (cases.yaml:1:3)"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.ends_with("4 cases: 1 as expected, 2 not as expected, 1 allowed, 3 denied\n"),
        "{}",
        ran.out
    );
    let answer =
        folder.simulate(&[&flags[..], &["--format", "json", "--limit", "1", "--offset", "1"]].concat());
    let answer = answer.json();
    assert_eq!(
        (&answer["cases"][0]["name"], &answer["truncated"], &answer["total"]),
        (&json!("b"), &json!(true), &json!(4))
    );
    assert_eq!(answer["summary"]["failed"], 2, "cases that are not listed are counted");
    let xml = folder.simulate(&[&flags[..], &["--format", "junit"]].concat()).out;
    assert!(xml.contains("<testsuite name=\"simulate\" tests=\"4\" failures=\"2\">"), "{xml}");
    assert!(xml.contains("message=\"Allowed, expected Denied\">"), "{xml}");
    assert!(
        xml.contains("name=\"d\"><system-out>ImplicitlyDenied: none of it is allowed: no identity-based policy allows it"),
        "{xml}"
    );
}

#[test]
fn the_chain_of_reasons_names_every_statement_with_its_place() {
    let ran = leastwise(&[
        "simulate",
        "--policy",
        "examples/simulate/team.json",
        "--principal",
        USER,
        "--action",
        "s3:ListBucket",
        "--resource",
        "arn:aws:s3:::acme-team",
        "--context",
        "aws:SourceIp=198.51.100.7",
        "--explain",
    ]);
    assert_eq!(ran.code, Some(0), "without an expectation no decision fails");
    for said in [
        "ImplicitlyDenied: s3:ListBucket on arn:aws:s3:::acme-team\n",
        "statement `OwnFolder` (examples/simulate/team.json:4:5) would allow it, but for its Action",
        "statement `FromTheOffice` (examples/simulate/team.json:17:5) would allow it, but for its Condition: \
         `aws:SourceIp` 198.51.100.7 is not in 203.0.113.0/24",
        "aws:username = ana",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
}

#[test]
fn flags_that_do_not_fit_are_refused() {
    let team = "examples/simulate/team.json";
    let details = "crates/app/tests/data/account_details.json";
    let probes = "crates/eval/tests/data/probes.json";
    let cases: &[(&[&str], &str)] = &[
        (&[], "neither an action nor cases are given"),
        (&["--action", "GetObject", "--policy", team], "`GetObject` is no action"),
        (&["--action", "s3:Gett*", "--policy", team], "`s3:Gett*` matches no action"),
        (&["--action", "s3:GetObject", "--resource", "bucket", "--policy", team], "`bucket` is no resource"),
        (&["--action", "s3:GetObject", "--principal", "ana"], "`ana` is no principal"),
        (&["--action", "s3:GetObject", "--context", "aws:SourceIp"], "KEY=VALUE"),
        (&["--action", "s3:GetObject", "--expect", "maybe"], "`maybe` is no decision"),
        (&["--action", "s3:GetObject", "--switch", "off"], "invalid value 'off'"),
        (&["--action", "s3:GetObject", "--policy", "missing.json"], "`missing.json` does not exist"),
        (
            &["--action", "s3:GetObject", "--policy", "examples/policies/broken.json"],
            "examples/policies/broken.json:15:47: ",
        ),
        (
            &["--action", "s3:GetObject", "--policy", "examples/simulate/cases.yaml"],
            "cases.yaml:2:1: it has no `Statement`",
        ),
        (&["--action", "s3:GetObject", "--resource-policy", team], "a resource policy asks who calls"),
        (&["--cases", "missing.json"], "`missing.json` does not exist"),
        (&["--cases", probes, "--policy", team], "bring their own"),
        (&["--cases", probes, "--action", "s3:GetObject"], "cases name their actions"),
        (
            &["--action", "s3:GetObject", "--account-details", details],
            "account details are of many principals",
        ),
        (
            &["--action", "s3:GetObject", "--principal", USER, "--account-details", team],
            "no user, group, role or policy of an account",
        ),
    ];
    for (flags, says) in cases {
        let ran = leastwise(&[&["simulate"], *flags].concat());
        assert_eq!((ran.code, ran.out.as_str()), (Some(2), ""), "{flags:?}: {ran:?}");
        assert!(ran.err.starts_with("error: ") && ran.err.contains(says), "{flags:?}: {}", ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    }
}

#[test]
fn policies_of_a_principal_are_gathered_from_the_account() {
    let ask = |principal: &str, action: &str, resource: &str| {
        let details = "crates/app/tests/data/account_details.json";
        let flags = ["simulate", "--account-details", details, "--principal", principal, "--action", action];
        let ran = leastwise(&[&flags[..], &["--resource", resource, "--format", "json"]].concat());
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let case = ran.json()["cases"][0].clone();
        format!("{}: {}", case["decision"].as_str().unwrap(), case["reasons"][0].as_str().unwrap())
    };
    let queue = "arn:aws:sqs:eu-west-1:111122223333:orders";
    let deploy = "arn:aws:iam::111122223333:role/ci/deploy";
    let session = "arn:aws:sts::111122223333:assumed-role/deploy/build";
    // Inline, managed (its default version), and of a group.
    assert_eq!(
        ask(USER, "s3:GetObject", "arn:aws:s3:::acme/ana/x"),
        "Allowed: statement 1 of own-folder allows it"
    );
    assert_eq!(ask(USER, "sqs:SendMessage", queue), "Allowed: statement 1 of queues allows it");
    assert_eq!(ask(USER, "sqs:DeleteQueue", queue), "ImplicitlyDenied: no identity-based policy allows it");
    assert_eq!(ask(USER, "ec2:DescribeInstances", "*"), "Allowed: statement 1 of everyone allows it");
    // A role by its ARN and by its session, with its boundary and its tags.
    for principal in [deploy, session] {
        assert_eq!(
            ask(principal, "sqs:SendMessage", queue),
            "Allowed: statement 1 of deploy allows it",
            "{principal}"
        );
        let limited = ask(principal, "s3:GetObject", OBJECT);
        assert_eq!(limited, "ImplicitlyDenied: the permissions boundary does not allow it");
    }
    // A role that is to be assumed is asked, too.
    assert_eq!(
        ask(USER, "sts:AssumeRole", deploy),
        "Allowed: statement 1 of the trust policy of deploy allows it"
    );
    let ben = ask("arn:aws:iam::111122223333:user/ben", "sts:AssumeRole", deploy);
    assert!(ben.starts_with("Unknown: "), "{ben}");
    // A managed policy that the file does not hold may say anything.
    assert!(
        ben.contains("`arn:aws:iam::aws:policy/ReadOnlyAccess`") && ben.contains("does not hold it"),
        "{ben}"
    );
    let missing = leastwise(&[
        "simulate",
        "--account-details",
        "crates/app/tests/data/account_details.json",
        "--principal",
        "arn:aws:iam::111122223333:user/anna",
        "--action",
        "s3:GetObject",
    ]);
    assert_eq!(missing.code, Some(2), "{missing:?}");
    assert!(missing.err.contains(&format!("did you mean `{USER}`?")), "{missing:?}");
}
