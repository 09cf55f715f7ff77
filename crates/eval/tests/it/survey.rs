//! Requests for many resources at once.

use eval::{Caller, Context, Outcome, Policies, Request, Survey, Switches, Values, survey};
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
        Survey::Unknown { seen } => format!("unknown: {seen:?}"),
    };
    assert_eq!(all("arn:aws:s3:::b/public/*"), "Allowed");
    assert_eq!(all("arn:aws:s3:::b/secret/*"), "ExplicitlyDenied");
    assert_eq!(all("arn:aws:s3:::c/*"), "ImplicitlyDenied");
    let Survey::Some { allowed, denied, denial } = ask("arn:aws:s3:::b/*") else { panic!("some") };
    assert!(
        allowed.starts_with("arn:aws:s3:::b/") && denied.starts_with("arn:aws:s3:::b/secret/"),
        "{allowed} {denied}"
    );
    assert_eq!(denial.outcome, Outcome::ExplicitlyDenied);
    let Survey::Some { allowed, .. } = ask("arn:aws:s3:::?/*") else { panic!("some") };
    assert!(allowed.starts_with("arn:aws:s3:::b/"), "{allowed}");
}
