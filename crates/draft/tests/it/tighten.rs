//! Policies without what was never used.

use catalog::Catalog;
use draft::Generalise;
use draft::tighten::{Evidence, Silence, Tightened, Why, WhyKept, tighten};
use policy::tree::{Policy, lower};
use policy::{Document, Limits};
use serde_json::{Value, json};
use trail::Principal;

use crate::{ROLE, event, usage};

fn policy(value: &Value) -> Policy {
    lower(&Document::read("p.json", value.to_string().as_bytes(), None, &Limits::default()).root)
}

/// The statement of identity that allows these actions on these resources.
#[allow(clippy::needless_pass_by_value, reason = "it is called with what `json!` makes")]
fn allow(action: Value, resource: Value) -> Value {
    json!({ "Effect": "Allow", "Action": action, "Resource": resource })
}

fn of(statements: &[Value]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// Tightens by these calls; the logs show everything but what is named in `unknown`.
fn tightened(statements: &[Value], events: &[Value], unknown: &[&str], remove_unknown: bool) -> Tightened {
    let catalog = Catalog::embedded();
    let silence = |action: catalog::Action<'_>| {
        if unknown.contains(&action.full_name().as_str()) {
            Silence::Unknown("not logged".to_owned())
        } else {
            Silence::Unused
        }
    };
    let principals = [Principal::new(ROLE)];
    let evidence = Evidence::of(&usage(events), &principals, Generalise::default(), catalog, &silence);
    let once = tighten(&policy(&of(statements)), &evidence, remove_unknown);
    let again = tighten(&once.policy, &evidence, remove_unknown);
    assert_eq!(again.changes, [], "what is tight stays as it is");
    assert_eq!(again.policy.to_node(), once.policy.to_node());
    once
}

fn left(tightened: &Tightened) -> Value {
    let text = policy::write(&tightened.policy.to_node(), policy::Style::Minified);
    serde_json::from_str::<Value>(&text).unwrap()["Statement"].clone()
}

fn reads(id: usize, key: &str) -> Value {
    event(id, "s3", "GetObject", &[&format!("arn:aws:s3:::acme/{key}"), "arn:aws:s3:::acme"])
}

fn whys(tightened: &Tightened) -> Vec<&Why> {
    tightened.changes.iter().map(|change| &change.why).collect()
}

#[test]
fn entries_that_were_never_used_go_and_others_stay_as_they_are_written() {
    let events = [reads(1, "a")];
    let statement = allow(
        json!(["s3:getobject", "s3:PutObject"]),
        json!(["arn:aws:s3:::acme/a", "arn:aws:s3:::other/a"]),
    );
    let once = tightened(&[statement], &events, &[], false);
    assert_eq!(left(&once), json!([allow(json!(["s3:getobject"]), json!(["arn:aws:s3:::acme/a"]))]));
    assert_eq!(whys(&once), [&Why::NeverUsed, &Why::NeverUsed]);
    let places: Vec<_> = once.changes.iter().map(|change| change.place.was.as_str()).collect();
    assert_eq!(places, ["s3:PutObject", "arn:aws:s3:::other/a"]);
}

#[test]
fn wildcards_become_what_was_used() {
    let events = [reads(1, "a"), reads(2, "b"), event(3, "s3", "PutObject", &["arn:aws:s3:::acme/c"])];
    let once = tightened(&[allow(json!("s3:*"), json!("*"))], &events, &[], false);
    let resources = json!(["arn:aws:s3:::acme/a", "arn:aws:s3:::acme/b", "arn:aws:s3:::acme/c"]);
    assert_eq!(left(&once), json!([allow(json!(["s3:GetObject", "s3:PutObject"]), resources)]));
    assert!(matches!(
        whys(&once)[..],
        [Why::ActionsUsed { used: 2, unknown: 0, .. }, Why::ResourcesUsed { resources: 3, .. }]
    ));
}

/// A statement that allows nothing of the use goes; one that denies stays, whatever was used.
#[test]
fn statements_that_were_never_used_go() {
    let deny = json!({ "Effect": "Deny", "Action": "sqs:*", "Resource": "*" });
    let unused = allow(json!(["sqs:SendMessage", "sqs:Receive*"]), json!("*"));
    let kept = allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/a"));
    let once = tightened(&[unused, deny.clone(), kept.clone()], &[reads(1, "a")], &[], false);
    assert_eq!(left(&once), json!([deny, kept]));
    assert_eq!(once.changes.len(), 1);
    assert_eq!((once.changes[0].place.statement, once.changes[0].place.entry), (0, None));
}

/// `s3:ListBucket` is of buckets: on objects it was never allowed, and its use was allowed by another statement.
#[test]
fn an_action_used_elsewhere_is_not_used_here() {
    let events =
        [reads(1, "a"), event(2, "sqs", "DeleteQueue", &["arn:aws:sqs:eu-west-1:111122223333:jobs"])];
    let queue = "arn:aws:sqs:eu-west-1:111122223333:other";
    let once = tightened(
        &[allow(json!(["sqs:DeleteQueue", "s3:GetObject"]), json!([queue, "arn:aws:s3:::acme/*"]))],
        &events,
        &[],
        false,
    );
    assert_eq!(left(&once), json!([allow(json!(["s3:GetObject"]), json!(["arn:aws:s3:::acme/a"]))]));
    assert_eq!(whys(&once)[0], &Why::UsedElsewhere);
}

#[test]
fn what_the_logs_cannot_show_stays_unless_it_is_to_go() {
    let statements = [allow(json!(["s3:GetObject", "s3:PutObject"]), json!(["arn:aws:s3:::acme/*"]))];
    let once = tightened(&statements, &[reads(1, "a")], &["s3:PutObject"], false);
    assert_eq!(left(&once), json!(statements));
    assert_eq!(once.kept[0].why, WhyKept::Unknown("not logged".to_owned()));
    assert!(matches!(&once.kept[1].why, WhyKept::UnknownAction { action, .. } if action == "s3:PutObject"));
    let removed = tightened(&statements, &[reads(1, "a")], &["s3:PutObject"], true);
    assert_eq!(left(&removed), json!([allow(json!(["s3:GetObject"]), json!(["arn:aws:s3:::acme/a"]))]));
    assert_eq!(whys(&removed)[0], &Why::UnknownRemoved("not logged".to_owned()));
}

/// Of a wildcard stay the used actions by name, and patterns that stand for the unknown ones and for nothing else.
#[test]
fn a_wildcard_keeps_what_the_logs_cannot_show() {
    let unknown = ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:ListQueueTags"];
    let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
    let events = [event(1, "sqs", "DeleteQueue", &[queue])];
    let once = tightened(&[allow(json!("sqs:*"), json!("*"))], &events, &unknown, false);
    let actions = json!(["sqs:DeleteQueue", "sqs:ListQueueTags", "sqs:ReceiveMessage", "sqs:SendMessage"]);
    assert_eq!(left(&once), json!([allow(actions, json!("*"))]));
    let removed = tightened(&[allow(json!("sqs:*"), json!("*"))], &events, &unknown, true);
    assert_eq!(left(&removed), json!([allow(json!("sqs:DeleteQueue"), json!(queue))]));
}

/// An action without resource types is allowed on `*` alone.
#[test]
fn an_action_that_takes_no_resource_needs_the_star() {
    let events = [reads(1, "a"), event(2, "s3", "ListBuckets", &[])];
    let statement = allow(json!(["s3:ListAllMyBuckets", "s3:GetObject"]), json!("*"));
    let once = tightened(std::slice::from_ref(&statement), &events, &[], false);
    assert_eq!(left(&once), json!([statement]));
    assert_eq!(once.kept[0].why, WhyKept::TakesNoResource("s3:ListAllMyBuckets".to_owned()));
    // On an ARN it allows nothing.
    let once = tightened(
        &[allow(json!(["s3:ListAllMyBuckets", "s3:GetObject"]), json!("arn:aws:s3:::*"))],
        &events,
        &[],
        false,
    );
    assert_eq!(left(&once), json!([allow(json!(["s3:GetObject"]), json!("arn:aws:s3:::acme/a"))]));
}

#[test]
fn many_resources_stay_a_pattern() {
    let events: Vec<Value> = (0..40).map(|id| reads(id, &format!("exports/{id}.csv"))).collect();
    let once = tightened(&[allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/*"))], &events, &[], false);
    assert_eq!(left(&once), json!([allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/exports/*.csv"))]));
    let narrow = [allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/exports/*.csv"))];
    let once = tightened(&narrow, &events, &[], false);
    assert_eq!(left(&once), json!(narrow));
    assert!(matches!(once.kept[0].why, WhyKept::UsedWidely { resources: 40 }));
}

/// Without variables (version 2008-10-17, or none) a wildcard in a name cannot be escaped.
#[test]
fn names_that_cannot_be_written_are_not() {
    let mut old = of(&[allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/*"))]);
    old["Version"] = json!("2008-10-17");
    let evidence = Evidence::of(
        &usage(&[reads(1, "a*b")]),
        &[Principal::new(ROLE)],
        Generalise::default(),
        Catalog::embedded(),
        &|_| Silence::Unused,
    );
    assert_eq!(tighten(&policy(&old), &evidence, false).changes, []);
    old["Version"] = json!("2012-10-17");
    let new = tighten(&policy(&old), &evidence, false);
    assert_eq!(new.changes[0].now, ["arn:aws:s3:::acme/a${*}b"]);
}

#[test]
fn what_is_excluded_and_what_hangs_on_a_variable_stays() {
    let not = json!({ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" });
    let home = allow(json!("s3:GetObject"), json!("arn:aws:s3:::acme/${aws:username}/*"));
    let not_resource = json!({ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "NotResource": "arn:aws:s3:::x/*" });
    let once = tightened(&[not.clone(), home.clone(), not_resource], &[reads(1, "u/a")], &[], false);
    let narrowed =
        json!({ "Effect": "Allow", "Action": ["s3:GetObject"], "NotResource": "arn:aws:s3:::x/*" });
    assert_eq!(left(&once), json!([not, home, narrowed]));
    let kept: Vec<_> = once.kept.iter().map(|kept| &kept.why).collect();
    assert_eq!(kept, [&WhyKept::Inverted, &WhyKept::Variable, &WhyKept::Inverted]);
}

#[test]
fn what_others_say_is_not_said_again() {
    let statement =
        allow(json!(["s3:Get*", "s3:GetObject"]), json!(["arn:aws:s3:::acme/*", "arn:aws:s3:::acme/a"]));
    let once = tightened(&[statement], &[reads(1, "a")], &[], false);
    assert_eq!(left(&once), json!([allow(json!(["s3:GetObject"]), json!(["arn:aws:s3:::acme/a"]))]));
    assert_eq!(whys(&once), [&Why::SaidByOthers, &Why::SaidByOthers]);
}

/// The root user takes no policy: what it did is no reason to grant it to others.
#[test]
fn use_of_those_who_take_no_policy_does_not_count() {
    let root = "arn:aws:iam::111122223333:root";
    let mut call = reads(1, "a");
    call["userIdentity"] = json!({ "type": "Root", "arn": root, "accountId": "111122223333" });
    let principals = [Principal::new(root)];
    let evidence =
        Evidence::of(&usage(&[call]), &principals, Generalise::default(), Catalog::embedded(), &|_| {
            Silence::Unused
        });
    let once = tighten(&policy(&of(&[allow(json!("s3:GetObject"), json!("*"))])), &evidence, false);
    assert_eq!(once.policy.statements, []);
}

const ACTIONS: [&str; 6] = ["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "sqs:*"];
const RESOURCES: [&str; 5] =
    ["*", "arn:aws:s3:::acme/*", "arn:aws:s3:::acme/x*", "arn:aws:s3:::acme/x1", "arn:aws:s3:::other/*"];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Every new entry lies within an old one of its statement, and what a statement allowed of the use it allows still.
    #[test]
    fn nothing_is_gained_and_no_use_is_lost(
        statements in proptest::collection::vec(
            (proptest::sample::subsequence(&ACTIONS[..], 1..4), proptest::sample::subsequence(&RESOURCES[..], 1..3)),
            1..4,
        ),
        keys in proptest::collection::vec((0..30_u8, proptest::bool::ANY), 1..40),
        remove_unknown in proptest::bool::ANY,
    ) {
        let uses: Vec<(&str, String)> = keys
            .iter()
            .map(|(key, is_read)| (if *is_read { "GetObject" } else { "PutObject" }, format!("arn:aws:s3:::acme/x{key}")))
            .collect();
        let events: Vec<Value> =
            uses.iter().enumerate().map(|(id, (name, arn))| event(id, "s3", name, &[arn])).collect();
        let statements: Vec<Value> =
            statements.iter().map(|(actions, resources)| allow(json!(actions), json!(resources))).collect();
        let old = policy(&of(&statements));
        let new = tightened(&statements, &events, &["s3:GetObjectAcl", "sqs:SendMessage"], remove_unknown).policy;
        for now in &new.statements {
            let was = &old.statements[now.index];
            let within = |entry: &policy::ActionPattern| was.actions().iter().any(|old| old.value.covers(entry));
            assert!(now.actions().iter().all(|entry| within(&entry.value)));
            let within = |entry: &policy::ResourcePattern| {
                was.resources().iter().any(|old| old.value.covers(entry).is_yes())
            };
            assert!(now.resources().iter().all(|entry| within(&entry.value)));
        }
        let allows = |statement: &policy::tree::Statement, action: &str, arn: &str| {
            statement.actions().iter().any(|entry| entry.value.matches(action))
                && statement.resources().iter().any(|entry| entry.value.matches(arn).is_yes())
        };
        for (name, arn) in &uses {
            let action = format!("s3:{name}");
            for was in old.statements.iter().filter(|was| allows(was, &action, arn)) {
                let now = new.statements.iter().find(|now| now.index == was.index);
                assert!(now.is_some_and(|now| allows(now, &action, arn)), "{action} on {arn}: {was:?}");
            }
        }
    }
}

/// The role that EC2 takes out of an instance profile is not in the log, and may be any that the author names.
#[test]
fn roles_stay_that_calls_may_have_handed_over_unnamed() {
    let call = |id, source: &str, name: &str, parameters: Value| {
        let mut call = event(id, source, name, &[]);
        call["requestParameters"] = parameters;
        call
    };
    let runs = call(1, "ec2", "RunInstances", json!({ "iamInstanceProfile": { "name": "web" } }));
    let of_ec2 = json!({ "roleName": "batch", "instanceProfileName": "batch" });
    let of_lambda = json!({ "functionName": "f", "role": "arn:aws:iam::111122223333:role/batch" });
    for named in [
        call(2, "iam", "AddRoleToInstanceProfile", of_ec2),
        call(2, "lambda", "CreateFunction20150331", of_lambda),
    ] {
        let roles = json!(["arn:aws:iam::111122223333:role/batch", "arn:aws:iam::111122223333:role/web"]);
        let statement = allow(json!("iam:PassRole"), roles);
        let tight = tightened(std::slice::from_ref(&statement), &[runs.clone(), named], &[], false);
        assert_eq!(left(&tight), json!([statement]));
    }
}
