//! Requests of which no policy is made: each says what to ask for.

use draft::minimal::Guards;

use crate::minimal::{BUCKET, OBJECTS, QUEUE, ROLE, made_with};

#[test]
fn what_is_refused_says_what_to_ask_for() {
    for (actions, resources, conditions, message, help) in [
        (&["*"][..], &["*"][..], &[][..], "`*` is not what a task needs", "suggest_actions"),
        (&["s3:*"], &[OBJECTS], &[], "`s3:*` is not what a task needs: it stands for", "break-glass"),
        (&["*:Get*"], &[OBJECTS], &[], "`*:Get*` is not what a task needs", "list_templates"),
        (&["s3:Put*"], &[OBJECTS], &[], "change something: `s3:Put", "name those that are needed"),
        (&["s3:Nothing*"], &[OBJECTS], &[], "stands for no action", "query_service_actions"),
        (&["s3:GetObjet"], &[OBJECTS], &[], "there is no action `s3:GetObjet`", "`s3:GetObject`"),
        (&[], &[OBJECTS], &[], "no action is given", "suggest_actions"),
        (
            &["sqs:SendMessage"],
            &["*"],
            &[],
            "`sqs:SendMessage` on `*` could change every `queue`",
            "DateLessThan",
        ),
        (&["s3:ListBucket"], &["*"], &[], "`s3:ListBucket` acts on `bucket`", "${BucketName}"),
        (&["s3:GetObject"], &[BUCKET], &[], "none is given", "give `arn:aws:s3:::acme-in/*`"),
        (&["s3:ListBucket"], &[OBJECTS], &[], "none is given", "give `arn:aws:s3:::acme-in`"),
        (&["s3:ListBucket"], &[BUCKET, QUEUE], &[], "no action takes `arn:aws:sqs", "leave it out"),
        (&["s3:ListBucket"], &["acme-in"], &[], "`acme-in` is not an ARN", "build_arn"),
        (
            &["ec2:DescribeInstances"],
            &[BUCKET],
            &[],
            "no action takes `arn:aws:s3:::acme-in`",
            "AWS names no resource",
        ),
        (&["sqs:SendMessage"], &["arn:aws:sqs:::orders"], &[], "none is given", "${Region}"),
        (&["iam:PassRole"], &[ROLE], &[], "nothing says which service", "iam:PassedToService"),
        (
            &["iam:PassRole", "batch:SubmitJob"],
            &[
                ROLE,
                "arn:aws:batch:eu-west-1:111122223333:job-queue/q",
                "arn:aws:batch:eu-west-1:111122223333:job-definition/j:1",
            ],
            &[],
            "nothing says which service",
            "iam:PassedToService",
        ),
        (
            &["ssm:SendCommand"],
            &["arn:aws:ec2:eu-west-1:111122223333:instance/*"],
            &[],
            "also needs a resource of type `document`",
            "document/",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEqual", "aws:SourceIp", "1")],
            "there is no condition operator `StringEqual`",
            "`StringEquals`",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEquals", "aws:SorceVpc", "v")],
            "there is no condition key `aws:SorceVpc`",
            "aws:SourceVpc",
        ),
        (
            &["sqs:SendMessage"],
            &[QUEUE],
            &[("StringEquals", "s3:prefix", "a")],
            "AWS lists `s3:prefix` for none of the actions",
            "they know",
        ),
    ] {
        let refusals = made_with(actions, resources, conditions, Guards::All).unwrap_err();
        let told = refusals[0].to_string();
        assert!(refusals[0].message.contains(message) && told.contains(help), "{actions:?}: {refusals:?}");
    }
}

#[test]
fn all_that_stands_in_the_way_is_said_at_once() {
    let refusals = made_with(
        &["s3:*", "sqs:SendMessage"],
        &["acme"],
        &[("Bool", "aws:SecureTransprt", "true")],
        Guards::All,
    );
    assert_eq!(refusals.unwrap_err().len(), 4);
    let many: Vec<String> = (0..201).map(|number| format!("arn:aws:s3:::b{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = format!("arn:aws:s3:::{}", "*a".repeat(6_000));
    let refusals = made_with(&["s3:ListBucket"], &[&long], &[], Guards::All).unwrap_err();
    assert!(refusals[0].message.contains("no policy holds more"), "{refusals:?}");
    let refusals = made_with(&["s3:ListBucket"], &many, &[], Guards::All).unwrap_err();
    assert!(refusals[0].message.starts_with("more than 200"), "{refusals:?}");
}

/// Whatever is written: a policy, or refusals with a word on what to do.
#[test]
fn odd_texts_are_refused_like_others() {
    const ACTIONS: [&str; 9] =
        ["", ":", "s3:", "é:é", "?", "s3:Get?bject", "s3:GetObject", "s3 :GetObject", "s3:Get\n*"];
    const RESOURCES: [&str; 11] = [
        "",
        "*",
        "arn:::::",
        "arn:aws:s3:::",
        "arn:é:é:é:é:é",
        "arn:aws:s3:::${",
        "arn:aws:s3:::${aws:username}/*",
        "arn:aws:s3:::b/${*}",
        "arn:aws:s3:::/*",
        "arn:aws:s3:::b/\u{0}",
        "arn:*:*:*:*:*",
    ];
    for action in ACTIONS {
        for resource in RESOURCES {
            match made_with(&[action], &[resource], &[("", "", "")], Guards::All) {
                Ok(made) => unreachable!("{action:?} {resource:?}: {made:?}"),
                Err(refusals) => {
                    assert!(refusals.iter().all(|refusal| refusal.help.is_some()), "{refusals:?}");
                }
            }
            if let Ok(made) = made_with(&[action], &[resource], &[], Guards::All) {
                assert!(made.statements.iter().all(|one| !one.sid.is_empty() && !one.actions.is_empty()));
            }
        }
    }
}

/// A condition on the service does not make every role there is a role that is named.
#[test]
fn no_pattern_for_every_role_is_handed_over() {
    let service = [("StringEquals", "iam:PassedToService", "lambda.amazonaws.com")];
    for roles in [
        "arn:aws:iam::111122223333:role/*",
        "arn:aws:iam::*:role/*",
        "arn:*:iam::*:role/?*",
        "arn:aws:iam::111122223333:*",
    ] {
        let refused = made_with(&["iam:PassRole"], &[roles], &service, Guards::All).unwrap_err();
        assert!(refused[0].message.contains("every role"), "{roles}: {refused:?}");
        assert!(refused[0].help.as_ref().is_some_and(|help| help.contains("role/app-*")), "{refused:?}");
    }
    for roles in ["arn:aws:iam::111122223333:role/app-*", "arn:aws:iam::111122223333:role/service-role/*"] {
        assert!(made_with(&["iam:PassRole"], &[roles], &service, Guards::All).is_ok(), "{roles}");
    }
}

#[test]
fn requests_without_tls_are_not_what_is_allowed() {
    for operator in ["Bool", "BoolIfExists", "StringEquals"] {
        let condition = [(operator, "AWS:SecureTransport", "False")];
        let refused = made_with(&["s3:GetObject"], &[OBJECTS], &condition, Guards::All).unwrap_err();
        assert!(refused[0].message.contains("without TLS"), "{refused:?}");
    }
}
