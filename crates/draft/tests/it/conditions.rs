//! Conditions that the log supports: none of them may refuse a call that was counted.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::{Basis, Draft, Mode, Options, draft};
use eval::{Caller, Context, Outcome, Policies, Prepared, Request, Switches, Values, decide};
use policy::tree::{PolicyKind, lower};
use policy::{Document, Format, Limits};
use proptest::prelude::*;
use serde_json::{Value, json};
use trail::Principal;

use crate::{ROLE, event, usage};

const OBJECT: &str = "arn:aws:s3:::acme/a";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555";

pub(crate) fn with(mut event: Value, more: Value) -> Value {
    if let Value::Object(more) = more {
        for (name, value) in more {
            event[name] = value;
        }
    }
    event
}

fn drafted(events: &[Value]) -> Draft {
    let options = Options { mode: Mode::Conditions, ..Options::default() };
    draft(&usage(events), &Principal::new(ROLE), &options, Catalog::embedded())
}

/// `key=value,value` of each condition of the grants of the action.
fn demands(draft: &Draft, action: &str) -> Vec<Vec<String>> {
    let grants = draft.grants.iter().filter(|grant| grant.action == action);
    let told = |demand: &draft::Demand| format!("{}={}", demand.key, demand.values.join(","));
    grants.map(|grant| grant.demands.iter().map(told).collect()).collect()
}

fn read(id: usize, more: Value) -> Value {
    with(event(id, "s3", "GetObject", &[OBJECT]), more)
}

fn forwarded(id: usize, source: &str, name: &str, arn: &str, by: &str) -> Value {
    let mut event = event(id, source, name, &[arn]);
    event["userIdentity"]["invokedBy"] = by.into();
    event["sourceIPAddress"] = by.into();
    event
}

#[test]
fn conditions_stand_only_where_all_calls_met_them() {
    let tls = json!({ "tlsDetails": { "tlsVersion": "TLSv1.3" } });
    let inside = json!({ "vpcEndpointId": "vpce-0a1b", "sourceIPAddress": "10.0.0.1" });
    let other = json!({ "awsRegion": "us-east-1" });
    let plain = json!({});
    for (calls, expected) in [
        (vec![&plain], vec!["aws:RequestedRegion=eu-west-1"]),
        (vec![&plain, &other], vec!["aws:RequestedRegion=eu-west-1,us-east-1"]),
        (vec![&tls, &tls], vec!["aws:SecureTransport=true", "aws:RequestedRegion=eu-west-1"]),
        (vec![&tls, &plain], vec!["aws:RequestedRegion=eu-west-1"]),
        (vec![&inside], vec!["aws:RequestedRegion=eu-west-1", "aws:SourceVpce=vpce-0a1b"]),
        (vec![&inside, &plain], vec!["aws:RequestedRegion=eu-west-1"]),
    ] {
        let events: Vec<_> = calls.iter().enumerate().map(|(id, more)| read(id, (*more).clone())).collect();
        assert_eq!(demands(&drafted(&events), "s3:GetObject"), [expected], "{calls:?}");
    }
}

#[test]
fn without_a_region_in_every_record_none_is_demanded() {
    let mut unsaid = read(2, json!({}));
    unsaid.as_object_mut().unwrap().remove("awsRegion");
    assert_eq!(demands(&drafted(&[read(1, json!({})), unsaid]), "s3:GetObject"), [Vec::<String>::new()]);
}

#[test]
fn the_region_of_a_service_without_regions_is_not_demanded() {
    let draft = drafted(&[
        with(event(1, "iam", "GetRole", &[ROLE]), json!({ "awsRegion": "us-east-1" })),
        event(2, "s3", "ListBuckets", &[]),
        event(3, "ec2", "DescribeInstances", &[]),
    ]);
    assert_eq!(demands(&draft, "iam:GetRole"), [Vec::<String>::new()]);
    assert_eq!(demands(&draft, "s3:ListAllMyBuckets"), [Vec::<String>::new()]);
    assert_eq!(demands(&draft, "ec2:DescribeInstances"), [["aws:RequestedRegion=eu-west-1"]]);
}

#[test]
fn forward_access_is_granted_through_its_service_only() {
    let athena = "athena.amazonaws.com";
    let draft = drafted(&[
        forwarded(1, "s3", "GetObject", OBJECT, athena),
        event(2, "dynamodb", "GetItem", &["arn:aws:dynamodb:eu-west-1:111122223333:table/t"]),
        forwarded(3, "kms", "Decrypt", KEY, "s3.amazonaws.com"),
    ]);
    assert_eq!(
        demands(&draft, "s3:GetObject"),
        [["aws:CalledVia=athena.amazonaws.com", "aws:RequestedRegion=eu-west-1"]]
    );
    assert_eq!(
        demands(&draft, "kms:Decrypt"),
        [["aws:RequestedRegion=eu-west-1", "kms:ViaService=s3.eu-west-1.amazonaws.com"]]
    );
    assert_eq!(demands(&draft, "dynamodb:GetItem"), [["aws:RequestedRegion=eu-west-1"]]);
}

#[test]
fn what_came_both_ways_is_granted_apart_unless_one_covers_the_other() {
    let athena = "athena.amazonaws.com";
    let other = "arn:aws:s3:::acme/b";
    let draft =
        drafted(&[forwarded(1, "s3", "GetObject", OBJECT, athena), event(2, "s3", "GetObject", &[other])]);
    let grants: Vec<_> = draft
        .grants
        .iter()
        .map(|grant| (grant.resources.join(" "), grant.via.join(" "), grant.demands.len()))
        .collect();
    assert_eq!(grants, [(OBJECT.into(), athena.into(), 2), (other.into(), String::new(), 1)]);

    let draft =
        drafted(&[forwarded(1, "s3", "GetObject", OBJECT, athena), event(2, "s3", "GetObject", &[OBJECT])]);
    assert_eq!(demands(&draft, "s3:GetObject"), [["aws:RequestedRegion=eu-west-1"]]);
    assert_eq!((draft.grants[0].count, draft.grants[0].via.join(" ")), (2, athena.to_owned()));
}

/// The call of an event as AWS would decide it: what stands in no record is not in the context.
fn context(event: &Value) -> Context {
    let mut keys = Context::new();
    let mut set = |key: &str, value: &str| keys.set(key, Values::One(value.to_owned()));
    if let Some(region) = event["awsRegion"].as_str() {
        set("aws:RequestedRegion", region);
    }
    if let Some(endpoint) = event["vpcEndpointId"].as_str() {
        set("aws:SourceVpce", endpoint);
    }
    if event["tlsDetails"]["tlsVersion"].is_string() {
        set("aws:SecureTransport", "true");
    }
    if let Some(mfa) = event["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"].as_str() {
        set("aws:MultiFactorAuthPresent", mfa);
    }
    if let Some(service) = event["userIdentity"]["invokedBy"].as_str() {
        let (prefix, rest) = service.split_once('.').unwrap();
        let via = format!("{prefix}.{}.{rest}", event["awsRegion"].as_str().unwrap_or("none"));
        set("kms:ViaService", &via);
        keys.set("aws:CalledVia", Values::Many(vec![service.to_owned()]));
    }
    keys
}

/// A key leaves it to the policies of its account.
const OF_KEY: &str = r#"{"Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "kms:*", "Resource": "*"}}"#;

fn is_allowed(prepared: &[Prepared], action: &str, resource: &str, keys: Context) -> bool {
    let read = Document::read("key", OF_KEY.as_bytes(), Some(Format::Json), &Limits::default());
    let of_key = Prepared::new("key", &lower(&read.root), PolicyKind::Resource);
    let caller = Caller::parse(ROLE).unwrap();
    let request = Request::new(caller, action, resource, None, keys).unwrap();
    let is_key = action.starts_with("kms:");
    let policies =
        Policies { identity: prepared, resource: is_key.then_some(&of_key), ..Policies::default() };
    decide(&request, &policies, Switches::default()).outcome == Outcome::Allowed
}

pub(crate) fn call() -> impl Strategy<Value = (Value, &'static str, &'static str)> {
    let what = prop_oneof![
        Just(("s3", "GetObject", "s3:GetObject", OBJECT)),
        Just(("s3", "GetObject", "s3:GetObject", "arn:aws:s3:::acme/b")),
        Just(("s3", "PutObject", "s3:PutObject", OBJECT)),
        Just(("kms", "Decrypt", "kms:Decrypt", KEY)),
        Just(("iam", "GetRole", "iam:GetRole", ROLE)),
        Just(("ec2", "DescribeInstances", "ec2:DescribeInstances", "*")),
    ];
    let region = prop_oneof![
        4 => Just(Some("eu-west-1")), 2 => Just(Some("us-east-1")), 1 => Just(None), 1 => Just(Some("eu-nowhere-9"))
    ];
    let via = prop_oneof![
        4 => Just(None),
        1 => Just(Some("athena.amazonaws.com")),
        1 => Just(Some("s3.amazonaws.com")),
        1 => Just(Some("cloudformation.amazonaws.com")),
        1 => Just(Some("events.amazonaws.com")),
    ];
    let endpoint = prop_oneof![2 => Just(None), 1 => Just(Some("vpce-1")), 1 => Just(Some("vpce-2"))];
    let mfa = prop_oneof![1 => Just(None), 2 => Just(Some("true")), 1 => Just(Some("false"))];
    let error = prop_oneof![4 => Just(None), 1 => Just(Some("NoSuchKey"))];
    (what, region, via, endpoint, any::<bool>(), mfa, error).prop_map(
        |((source, name, action, arn), region, via, endpoint, tls, mfa, error)| {
            let arns = [arn];
            let mut event = event(0, source, name, if arn == "*" { &[] } else { &arns });
            event["awsRegion"] = region.map_or(Value::Null, Into::into);
            if let Some(service) = via {
                event["userIdentity"]["invokedBy"] = service.into();
                event["sourceIPAddress"] = service.into();
            }
            if let Some(endpoint) = endpoint {
                event["vpcEndpointId"] = endpoint.into();
            }
            if tls {
                event["tlsDetails"] = json!({ "tlsVersion": "TLSv1.2" });
            }
            if let Some(mfa) = mfa {
                event["userIdentity"]["sessionContext"]["attributes"] = json!({ "mfaAuthenticated": mfa });
            }
            if let Some(error) = error {
                event["errorCode"] = error.into();
            }
            (event, action, arn)
        },
    )
}

proptest! {
    #[test]
    fn no_condition_refuses_a_call_that_was_counted(calls in prop::collection::vec(call(), 1..12), seen in 1usize..12) {
        let numbered = |(id, (event, _, _)): (usize, &(Value, &str, &str))| {
            with(event.clone(), json!({ "eventID": format!("00000000-0000-4000-a000-{id:012}") }))
        };
        let seen = seen.min(calls.len());
        let events: Vec<Value> = calls[..seen].iter().enumerate().map(numbered).collect();
        let draft = drafted(&events);
        let policies: Vec<Prepared> = draft
            .policies
            .iter()
            .map(|drafted| Prepared::new("draft", &drafted.policy, PolicyKind::Identity))
            .collect();
        for (event, (_, action, arn)) in events.iter().zip(&calls) {
            prop_assert!(is_allowed(&policies, action, arn, context(event)), "{event:#}\n{:#?}", draft.grants);
        }
        // Each statement rests on something, and each grant is in a statement.
        let statements: Vec<_> = draft.policies.iter().flat_map(|drafted| &drafted.policy.statements).collect();
        for statement in &statements {
            prop_assert!(!draft.ground_of(statement).is_empty());
        }
        for grant in &draft.grants {
            prop_assert!(statements.iter().any(|statement| draft.ground_of(statement).contains(&grant)));
        }
        // Under conditions nothing is allowed that would not be without.
        let wide = draft::draft(&usage(&events), &Principal::new(ROLE), &Options::default(), Catalog::embedded());
        let wide: Vec<Prepared> = wide
            .policies
            .iter()
            .map(|drafted| Prepared::new("draft", &drafted.policy, PolicyKind::Identity))
            .collect();
        for (event, action, arn) in &calls {
            let keys = || context(event);
            prop_assert!(!is_allowed(&policies, action, arn, keys()) || is_allowed(&wide, action, arn, keys()));
        }
        let grounds: BTreeSet<_> = draft.grants.iter().map(|grant| grant.basis.clone()).collect();
        prop_assert!(grounds.iter().all(|basis| *basis == Basis::Used));
    }
}
