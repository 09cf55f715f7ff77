//! The notes say what the policy does: requests are decided as they say.

use draft::minimal::{Guards, Minimal};
use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, Values, decide};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, Limits};

use crate::minimal::{BUCKET, OBJECTS, PARTNER, QUEUE, ROLE, TABLE, made_with};

/// A role of another account trusts the caller's.
const TRUST: &str =
    r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}}"#;

fn is_allowed(made: &Minimal, action: &str, resource: &str, context: &[(&str, &str)]) -> bool {
    let prepared = Prepared::new("made", &made.policy, PolicyKind::Identity);
    let mut keys = Context::new();
    for (key, value) in context {
        keys.set(key, Values::One((*value).to_owned()));
    }
    let caller = Caller::parse("arn:aws:iam::111122223333:role/caller").unwrap();
    let is_taken = action == "sts:AssumeRole";
    let read = Document::read("trust", TRUST.as_bytes(), Some(Format::Json), &Limits::default());
    let trust = Prepared::new("trust", &lower(&read.root), PolicyKind::Trust);
    let request = Request::new(caller, action, resource, None, keys).unwrap();
    let policies = Policies {
        identity: std::slice::from_ref(&prepared),
        resource: is_taken.then_some(&trust),
        ..Policies::default()
    };
    match decide(&request, &policies, Switches::default()).outcome {
        Outcome::Allowed => true,
        Outcome::ImplicitlyDenied => false,
        other => unreachable!("{action} on {resource}: {other:?}"),
    }
}

#[test]
fn each_condition_does_what_its_note_says() {
    const TLS: (&str, &str) = ("aws:SecureTransport", "true");
    const PLAIN: (&str, &str) = ("aws:SecureTransport", "false");
    const OURS: (&str, &str) = ("aws:ResourceAccount", "111122223333");
    let object = "arn:aws:s3:::acme-in/a.csv";
    let made = made_with(
        &["s3:GetObject", "s3:ListBucket", "dynamodb:GetItem"],
        &[BUCKET, OBJECTS, TABLE],
        &[("StringLike", "s3:prefix", "2026/*")],
        Guards::All,
    );
    let made = made.unwrap();
    for (action, resource, context, expected) in [
        ("s3:GetObject", object, &[TLS][..], true),
        ("s3:GetObject", object, &[PLAIN], false),
        ("s3:GetObject", BUCKET, &[TLS], false),
        ("s3:PutObject", object, &[TLS], false),
        ("s3:GetObject", "arn:aws:s3:::acme-other/a.csv", &[TLS], false),
        ("s3:ListBucket", BUCKET, &[TLS, ("s3:prefix", "2026/01")], true),
        ("s3:ListBucket", BUCKET, &[TLS, ("s3:prefix", "2025/01")], false),
        ("dynamodb:GetItem", TABLE, &[OURS], true),
        ("dynamodb:GetItem", TABLE, &[("aws:ResourceAccount", "444455556666")], false),
        ("dynamodb:PutItem", TABLE, &[OURS], false),
    ] {
        assert_eq!(is_allowed(&made, action, resource, context), expected, "{action} {resource} {context:?}");
    }
}

#[test]
fn roles_go_only_to_the_service_that_is_named_and_partners_need_their_id() {
    let passes = made_with(
        &["iam:PassRole", "ecs:RunTask"],
        &[ROLE, "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:*"],
        &[],
        Guards::All,
    );
    let passes = passes.unwrap();
    for (service, expected) in [("ecs-tasks.amazonaws.com", true), ("lambda.amazonaws.com", false)] {
        let context = [("iam:PassedToService", service)];
        assert_eq!(is_allowed(&passes, "iam:PassRole", ROLE, &context), expected, "{service}");
    }
    let id = [("StringEquals", "sts:ExternalId", "acme-7")];
    let takes =
        made_with(&["sts:AssumeRole", "sqs:SendMessage"], &[PARTNER, QUEUE], &id, Guards::All).unwrap();
    let theirs = ("aws:ResourceAccount", "444455556666");
    assert!(is_allowed(&takes, "sts:AssumeRole", PARTNER, &[theirs, ("sts:ExternalId", "acme-7")]));
    assert!(!is_allowed(&takes, "sts:AssumeRole", PARTNER, &[theirs, ("sts:ExternalId", "acme-8")]));
    let other = "arn:aws:iam::444455556666:role/other";
    assert!(!is_allowed(&takes, "sts:AssumeRole", other, &[theirs, ("sts:ExternalId", "acme-7")]));
    // The id burdens nobody else.
    let ours = [("aws:ResourceAccount", "111122223333"), ("aws:SecureTransport", "true")];
    assert!(is_allowed(&takes, "sqs:SendMessage", QUEUE, &ours));
}

/// A key that stands in a condition demands nothing yet: the operator and the value do.
#[test]
fn what_a_condition_does_not_demand_is_told_as_missing() {
    let all = |actions: &[&str], resource: &str, condition: (&str, &str, &str)| {
        made_with(actions, &[resource], &[condition], Guards::All).unwrap().notes.join("\n")
    };
    for (operator, key, value, missing) in [
        ("StringNotEquals", "sts:ExternalId", "acme-7", "without an external id"),
        ("StringEqualsIfExists", "sts:ExternalId", "acme-7", "without an external id"),
        ("Null", "sts:ExternalId", "true", "without an external id"),
        ("StringLike", "sts:ExternalId", "*", "without an external id"),
        ("Bool", "aws:MultiFactorAuthPresent", "false", "without MFA"),
        ("BoolIfExists", "aws:MultiFactorAuthPresent", "true", "without MFA"),
    ] {
        let notes = all(&["sts:AssumeRole"], PARTNER, (operator, key, value));
        let note = notes.lines().find(|note| note.contains("the roles can be taken")).unwrap_or_default();
        // A wildcard alone asks for an id, whichever.
        let is_asked = value == "*";
        assert_eq!(note.contains(missing), !is_asked, "{operator} {key}: {notes}");
    }
    for operator in ["StringNotEquals", "StringEqualsIfExists"] {
        let notes = all(&["s3:GetObject"], OBJECTS, (operator, "aws:ResourceAccount", "111122223333"));
        assert!(notes.contains("who owns a bucket of this name"), "{operator}: {notes}");
    }
    let notes = all(&["s3:GetObject"], OBJECTS, ("StringEquals", "AWS:resourceaccount", "111122223333"));
    assert!(!notes.contains("who owns a bucket of this name"), "{notes}");
}

#[test]
fn a_service_that_nobody_knows_is_told() {
    let notes = |service: &str| {
        let condition = [("StringEquals", "iam:PassedToService", service)];
        made_with(&["iam:PassRole"], &[ROLE], &condition, Guards::All).unwrap().notes.join("\n")
    };
    let mistyped = notes("lamda.amazonaws.com");
    assert!(
        mistyped.contains("no service principal") && mistyped.contains("`lambda.amazonaws.com`"),
        "{mistyped}"
    );
    for known in ["lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "ec2.amazonaws.com.cn"] {
        assert!(!notes(known).contains("no service principal"), "{known}");
    }
}
