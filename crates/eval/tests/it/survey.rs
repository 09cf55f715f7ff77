//! Requests for many resources at once.

use eval::{Caller, Context, Outcome, Policies, Request, Survey, Switch, Switches, Values, survey};
use policy::tree::PolicyKind;
use serde_json::json;

use crate::case::prepare;

fn ask(resource: &str) -> Survey {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::home/${aws:username}/*"]},
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/secret/*"},
    ]});
    let identity = [prepare("p", &policy, PolicyKind::Identity)];
    let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
    let mut context = Context::new();
    context.set("aws:username", Values::One("Ann".to_owned()));
    let request = Request::new(caller, "s3:GetObject", resource, None, context).unwrap();
    survey(&request, &Policies { identity: &identity, ..Policies::default() }, Switches::default())
}

#[test]
fn all_resources_some_or_none() {
    let all = |resource| match ask(resource) {
        Survey::All(decision) => decision.outcome.name().to_owned(),
        Survey::Some { allowed, denied, .. } => format!("{allowed} but not {denied}"),
        Survey::None { explicit, implicit } => format!("none: {explicit:?} {implicit:?}"),
        Survey::Unknown { seen } => format!("unknown: {seen:?}"),
    };
    assert_eq!(all("arn:aws:s3:::b/public/*"), "Allowed");
    assert_eq!(all("arn:aws:s3:::b/secret/*"), "ExplicitlyDenied");
    assert_eq!(all("arn:aws:s3:::c/*"), "ImplicitlyDenied");
    assert_eq!(all("arn:aws:s3:::home/Ann/*"), "Allowed", "a variable has its value");
    assert_eq!(all("arn:aws:s3:::home/Ben/*"), "ImplicitlyDenied");
    let Survey::Some { allowed, denied, .. } = ask("arn:aws:s3:::home/*") else { panic!("some") };
    assert!(allowed.starts_with("arn:aws:s3:::home/Ann/") && !denied.contains("/Ann/"), "{allowed} {denied}");
    let Survey::Some { allowed, denied, denial } = ask("arn:aws:s3:::b/*") else { panic!("some") };
    assert!(
        allowed.starts_with("arn:aws:s3:::b/") && denied.starts_with("arn:aws:s3:::b/secret/"),
        "{allowed} {denied}"
    );
    assert_eq!(denial.outcome, Outcome::ExplicitlyDenied);
    let Survey::Some { allowed, .. } = ask("arn:aws:s3:::?/*") else { panic!("some") };
    assert!(allowed.starts_with("arn:aws:s3:::b/"), "{allowed}");
}

/// A pattern that names another service says nothing, whether or not its variable has a value.
#[test]
fn a_variable_without_value_counts_only_where_the_rest_fits() {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::b/${aws:username}"},
    ]});
    let identity = [prepare("p", &policy, PolicyKind::Identity)];
    let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
    let policies = Policies { identity: &identity, ..Policies::default() };
    let switches = Switches::default().with(Switch::NotResourceFailsOnUnresolvedVariable);
    for (resource, outcome) in [
        ("arn:aws:sqs:us-east-1:123456789012:*", Outcome::ExplicitlyDenied),
        ("arn:aws:s3:::b/*", Outcome::ImplicitlyDenied),
    ] {
        let request =
            Request::new(caller.clone(), "sqs:SendMessage", resource, None, Context::new()).unwrap();
        let Survey::All(decision) = survey(&request, &policies, switches) else { panic!("all: {resource}") };
        assert_eq!(decision.outcome, outcome, "{resource}");
    }
}

/// What is denied everywhere is so, though here a Deny says it and there nothing allows.
#[test]
fn denied_for_different_reasons_is_none() {
    let policy = json!({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/secret/*"},
    ]});
    let identity = [prepare("p", &policy, PolicyKind::Identity)];
    let caller = Caller::parse("arn:aws:iam::123456789012:user/Ann").unwrap();
    let request = Request::new(caller, "s3:GetObject", "arn:aws:s3:::b/*", None, Context::new()).unwrap();
    let policies = Policies { identity: &identity, ..Policies::default() };
    let Survey::None { explicit, implicit } = survey(&request, &policies, Switches::default()) else {
        panic!("none")
    };
    assert!(explicit.unwrap().starts_with("arn:aws:s3:::b/secret/"));
    assert!(!implicit.unwrap().starts_with("arn:aws:s3:::b/secret/"));
}
