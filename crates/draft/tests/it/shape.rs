//! Statements in policies that their form has room for.

use std::collections::BTreeSet;

use catalog::Catalog;
use draft::{Draft, Form, Generalise, Options, draft, size};
use policy::{Style, write};
use serde_json::Value;
use trail::Principal;

use crate::{ROLE, document, draft_of, event, usage};

fn draft_as(form: Form, generalise: Generalise, events: &[Value]) -> Draft {
    let options = Options { form, generalise, ..Options::default() };
    draft(&usage(events), &Principal::new(ROLE), &options, Catalog::embedded())
}

const EXACT: Generalise = Generalise { limit: usize::MAX, whole: usize::MAX, to_fit: false };

/// Objects of as many buckets, which no pattern may stand for.
fn objects(count: usize) -> Vec<Value> {
    let arn = |number: usize| format!("arn:aws:s3:::bucket-{number:03}/{}", "x".repeat(100));
    (0..count).map(|number| event(number, "s3", "GetObject", &[&arn(number)])).collect()
}

/// IAM User Guide, "IAM and AWS STS quotas"; Organizations User Guide, "Quotas"; IAM Identity Center User Guide, "Quotas".
#[test]
fn forms_have_the_room_that_aws_gives_them() {
    for (form, size, policies) in [
        (Form::Identity, 6_144, 10),
        (Form::Boundary, 6_144, 1),
        (Form::InlineRole, 10_240, 1),
        (Form::InlineUser, 2_048, 1),
        (Form::InlineGroup, 5_120, 1),
        (Form::Session, 2_048, 1),
        (Form::PermissionSet, 10_240, 1),
        (Form::Scp, 10_240, 10),
    ] {
        let room = form.room(Catalog::embedded());
        assert_eq!((room.size, room.policies), (size, policies), "{}", form.name());
    }
    let names: BTreeSet<_> = Form::ALL.iter().map(|form| form.name()).collect();
    assert_eq!(names.len(), Form::ALL.len());
}

#[test]
fn what_does_not_fit_is_said_with_its_quota() {
    // 60 entries of 125 letters and more.
    let events = objects(60);
    let fits = |form| draft_as(form, Generalise::default(), &events).overflow.is_none();
    assert!(fits(Form::Identity) && fits(Form::InlineRole) && fits(Form::PermissionSet) && fits(Form::Scp));
    for (form, quota, limit) in [
        (Form::Boundary, "managed-policy.size", 6_144),
        (Form::InlineUser, "user-inline-policies.total", 2_048),
        (Form::InlineGroup, "group-inline-policies.total", 5_120),
        (Form::Session, "session-policy.size", 2_048),
    ] {
        let draft = draft_as(form, Generalise::default(), &events);
        let overflow = draft.overflow.unwrap();
        assert_eq!((overflow.quota, overflow.limit), (quota, limit));
        assert_eq!(draft.policies.len(), 1, "half a boundary is none");
        assert_eq!(overflow.needed, draft.policies[0].size);
        assert!(overflow.to_string().contains(&format!("{} more than `{quota}`", overflow.needed - limit)));
    }
}

#[test]
fn more_is_generalised_only_where_it_must_be() {
    let arn = |number: usize| format!("arn:aws:s3:::b/{}/{number:04}.csv", "x".repeat(150));
    let events: Vec<_> = (0..14).map(|number| event(number, "s3", "GetObject", &[&arn(number)])).collect();
    assert_eq!(draft_as(Form::Boundary, Generalise::default(), &events).grants[0].resources.len(), 14);
    let tight = draft_as(Form::InlineUser, Generalise::default(), &events);
    assert_eq!(tight.overflow, None);
    assert_eq!(tight.grants[0].resources.len(), 1);
    let asked = draft_as(Form::InlineUser, Generalise { to_fit: false, ..Generalise::default() }, &events);
    assert!(asked.overflow.is_some());
}

#[test]
fn sizes_are_those_of_the_text() {
    let mut events = objects(120);
    events.push(event(900, "s3", "PutObject", &["arn:aws:s3:::b/ä \"quoted\" name\\"]));
    events.push(event(901, "ec2", "DescribeInstances", &[]));
    let draft = draft_as(Form::Identity, EXACT, &events);
    assert!(draft.policies.len() > 2);
    for drafted in &draft.policies {
        assert_eq!(drafted.size, size(&drafted.policy));
    }
    let scp = draft_as(Form::Scp, EXACT, &events);
    for drafted in &scp.policies {
        assert_eq!(
            drafted.size,
            write(&drafted.policy.to_node(), Style::Minified).len(),
            "SCPs count bytes and blanks"
        );
    }
}

#[test]
fn as_few_policies_as_can_be() {
    let draft = draft_as(Form::Identity, EXACT, &objects(120));
    let total: usize = draft.policies.iter().map(|drafted| drafted.size).sum();
    assert_eq!(draft.policies.len(), total.div_ceil(6_144), "each is filled before the next is begun");
    assert_eq!(draft.overflow, None);
    let sids: Vec<_> = draft.policies.iter().map(|drafted| &drafted.policy.statements[0].sid).collect();
    assert!(sids.iter().all(|sid| sid.is_some()));
}

#[test]
fn a_service_stays_in_one_policy_if_that_costs_none() {
    let mut events = Vec::new();
    for (service, name, kind) in [
        ("sqs", "SendMessage", ""),
        ("sns", "Publish", ""),
        ("dynamodb", "GetItem", "table/"),
        ("kinesis", "PutRecord", "stream/"),
    ] {
        for number in 0..14 {
            let arn = format!("arn:aws:{service}:eu-west-1:111122223333:{kind}{number}{}", "y".repeat(130));
            events.push(event(events.len(), service, name, &[&arn]));
        }
    }
    let draft = draft_as(Form::Identity, EXACT, &events);
    let services: Vec<BTreeSet<String>> = draft
        .policies
        .iter()
        .map(|drafted| {
            let actions = drafted.policy.statements.iter().flat_map(policy::tree::Statement::actions);
            actions.map(|action| action.value.as_str().split(':').next().unwrap().to_owned()).collect()
        })
        .collect();
    assert_eq!(services.iter().map(BTreeSet::len).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn actions_that_share_some_resources_are_written_in_the_shorter_way() {
    let table = |name: &str| format!("arn:aws:dynamodb:eu-west-1:111122223333:table/{name}");
    let (orders, users) = (table("orders"), table("users"));
    // As rows both ARNs would be written twice.
    let policy = document(&draft_of(&[
        event(1, "dynamodb", "GetItem", &[&orders]),
        event(2, "dynamodb", "GetItem", &[&users]),
        event(3, "dynamodb", "PutItem", &[&orders]),
    ]));
    let statements = policy["Statement"].as_array().unwrap();
    assert_eq!(policy.to_string().matches(&orders).count(), 1, "{policy}");
    assert_eq!(statements.len(), 2);
    assert_ne!(statements[0]["Sid"], statements[1]["Sid"]);
}

#[test]
fn types_that_do_not_fit_share_a_statement_and_others_do_not() {
    let table = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
    let index = &*format!("{table}/index/by-day");
    // `Query` acts on tables as well as on their indexes, of which only one was seen.
    let policy = document(&draft_of(&[
        event(1, "dynamodb", "GetItem", &[table]),
        event(2, "dynamodb", "Query", &[index]),
    ]));
    assert_eq!(policy["Statement"].as_array().unwrap().len(), 2, "{policy}");
    let queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    let policy = document(&draft_of(&[
        event(1, "sqs", "SendMessage", &[queue]),
        event(2, "dynamodb", "GetItem", &[table]),
        event(3, "ec2", "DescribeInstances", &[]),
        event(4, "s3", "ListBuckets", &[]),
    ]));
    let sids: Vec<_> = policy["Statement"].as_array().unwrap().iter().map(|one| one["Sid"].clone()).collect();
    assert_eq!(sids, ["DynamodbRead", "SqsWrite", "ListAll"], "services keep apart where resources do");
}
