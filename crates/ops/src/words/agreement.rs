//! What a policy is said to allow, held against the evaluator over a small world: every Allow from a short list with
//! every other statement of it.

use catalog::Catalog;
use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, decide};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Limits};

use super::{Reach, Reading, tell};

const ACTIONS: [&str; 3] =
    [r#""Action":"s3:*Object""#, r#""Action":["s3:ListBucket","sqs:*"]"#, r#""NotAction":"s3:Get*""#];

const RESOURCES: [&str; 6] = [
    r#""Resource":"*""#,
    r#""Resource":"arn:aws:s3:::b/*""#,
    r#""Resource":["arn:aws:s3:::b","arn:aws:sqs:*:*:q"]"#,
    r#""NotResource":"arn:aws:s3:::b*""#,
    r#""NotResource":["arn:aws:sqs:*:*:*","arn:aws:s3:::c"]"#,
    r#""NotResource":"*""#,
];

/// Actions with resources of their types: some in each pattern, some outside of it.
const WORLD: [(&str, &[&str]); 4] = [
    ("s3:GetObject", &["arn:aws:s3:::b/k", "arn:aws:s3:::c/k"]),
    ("s3:PutObject", &["arn:aws:s3:::b/k", "arn:aws:s3:::c/k"]),
    ("s3:ListBucket", &["arn:aws:s3:::b", "arn:aws:s3:::bb", "arn:aws:s3:::c", "arn:aws:s3:::d"]),
    ("sqs:SendMessage", &["arn:aws:sqs:eu-west-1:111122223333:q", "arn:aws:sqs:eu-west-1:111122223333:p"]),
];

fn statements() -> Vec<String> {
    let effects = ["Allow", "Deny"].into_iter();
    let each = effects.flat_map(|effect| {
        ACTIONS.iter().flat_map(move |actions| {
            RESOURCES.iter().map(move |resources| format!(r#"{{"Effect":"{effect}",{actions},{resources}}}"#))
        })
    });
    each.collect()
}

#[test]
fn what_is_allowed_is_what_the_evaluator_allows_somewhere() {
    let catalog = Catalog::embedded();
    let requests = WORLD.map(|(action, resources)| {
        let caller = || Caller::parse("arn:aws:iam::111122223333:user/ana").unwrap();
        let request = |resource: &&str| {
            Request::new(caller(), action, resource, Some("111122223333"), Context::new()).unwrap()
        };
        (catalog.action(action).unwrap().id(), resources.iter().map(request).collect::<Vec<_>>())
    });
    let (statements, mut allowed_ones) = (statements(), 0);
    for one in statements.iter().filter(|one| one.contains("Allow")) {
        for other in &statements {
            let text = format!(r#"{{"Version":"2012-10-17","Statement":[{one},{other}]}}"#);
            let policy = lower(&Document::read("p.json", text.as_bytes(), None, &Limits::default()).root);
            let reading = Reading::of(&policy, PolicyKind::Identity, catalog);
            let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
            let reach = Reach::of(&told, catalog);
            let prepared = [Prepared::new("p", &policy, PolicyKind::Identity)];
            let policies = Policies { identity: &prepared, ..Policies::default() };
            // What `NotResource` leaves is taken to hold some resource for every action.
            let open = text.contains("NotResource");
            for (action, requests) in &requests {
                let is_allowed = |request: &Request| {
                    decide(request, &policies, Switches::default()).outcome == Outcome::Allowed
                };
                let (some, every) = (requests.iter().any(is_allowed), requests.iter().all(is_allowed));
                let (said, in_part) = (reach.allowed.contains(*action), reach.restricted.contains(*action));
                assert!(said || !some, "{} is allowed, and not said to be: {text}", requests[0].action());
                assert!(
                    some || !said || in_part || open,
                    "{} is said to be allowed: {text}",
                    requests[0].action()
                );
                assert!(
                    !every || !reach.denied.contains(*action),
                    "{} is said to be denied: {text}",
                    requests[0].action()
                );
                allowed_ones += usize::from(some);
            }
        }
    }
    assert!(allowed_ones > 500, "the world is not empty: {allowed_ones}");
}
