//! ARNs of policies from requests as `CloudTrail` logs them, through all of the draft, in three partitions.
//!
//! Sources: the API references (members of requests; `CloudTrail` writes their first letter small) and the Service Authorization
//! Reference (resource types of actions, ARN formats).

use catalog::Catalog;
use draft::{Options, draft};
use policy::{Style, write};
use serde_json::{Value, json};
use trail::Principal;

use super::{empty, ids, names};
use crate::usage;

/// Partition, region, domain of the services' addresses.
const PARTITIONS: [(&str, &str, &str); 3] = [
    ("aws", "eu-west-1", "amazonaws.com"),
    ("aws-cn", "cn-north-1", "amazonaws.com.cn"),
    ("aws-us-gov", "us-gov-west-1", "amazonaws.com"),
];

/// Event source, event, request, and what the policy allows on what: `ACTION ARN ARN …`. In both `P:` stands for the partition,
/// `R` for the region and `A` for the account of an ARN, as in `arn:P:sqs:R:A:jobs`, `{R}` and `{D}` for region and domain of an address.
pub(super) type Shape<'s> = (&'s str, &'s str, &'s str, &'s [&'s str]);

fn filled(text: &str, (partition, region, domain): (&str, &str, &str)) -> String {
    let text = text.replace("arn:P:", &format!("arn:{partition}:"));
    text.replace(":R:", &format!(":{region}:"))
        .replace(":A:", ":111122223333:")
        .replace("/A/", "/111122223333/")
        .replace("{R}", region)
        .replace("{D}", domain)
}

/// `ACTION ARN …` of every action of every statement, sorted; `iam:PassRole` and what else is inferred too.
fn drafted(shape: &Shape<'_>, place: (&str, &str, &str)) -> Vec<String> {
    let (source, name, request, _) = shape;
    let request: Value = serde_json::from_str(&filled(request, place)).unwrap();
    let (partition, region, _) = place;
    let role = format!("arn:{partition}:iam::111122223333:role/web");
    let event = json!({
        "eventVersion": "1.11", "eventType": "AwsApiCall", "eventTime": "2026-11-20T08:00:00Z", "awsRegion": region,
        "recipientAccountId": "111122223333", "eventSource": format!("{source}.amazonaws.com"), "eventName": name,
        "userIdentity": { "type": "AssumedRole", "accountId": "111122223333",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": role } } },
        "requestParameters": request
    });
    let draft = draft(&usage(&[event]), &Principal::new(&role), &Options::default(), Catalog::embedded());
    let mut lines = Vec::new();
    for policy in &draft.policies {
        let policy: Value = serde_json::from_str(&write(&policy.policy.to_node(), Style::Minified)).unwrap();
        for statement in policy["Statement"].as_array().unwrap() {
            let list = |name: &str| match &statement[name] {
                Value::Array(all) => all.iter().map(|one| one.as_str().unwrap().to_owned()).collect(),
                one => vec![one.as_str().unwrap().to_owned()],
            };
            let resources = list("Resource").join(" ");
            lines.extend(list("Action").into_iter().map(|action| format!("{action} {resources}")));
        }
    }
    lines.sort();
    lines
}

/// What the shapes give that is not what they should.
fn wrong(shapes: &[Shape<'_>]) -> Vec<String> {
    let mut wrong = Vec::new();
    for place in PARTITIONS {
        for shape in shapes {
            let mut expected: Vec<_> = shape.3.iter().map(|line| filled(line, place)).collect();
            expected.sort();
            let drafted = drafted(shape, place);
            if drafted != expected {
                wrong
                    .push(format!("{} {} {}: {drafted:#?} and not {expected:#?}", shape.0, shape.1, shape.2));
            }
        }
    }
    wrong
}

#[test]
fn names_become_arns() {
    let wrong = wrong(names::SHAPES);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ids_addresses_and_arns_stay_what_they_are() {
    let wrong = wrong(ids::SHAPES);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Requests with a name for each of the ways to say nothing, and what is left of each: `*`, since no name was said.
#[test]
fn empty_names_are_no_names() {
    let mut wrong = Vec::new();
    for (source, event, request, parameter) in empty::NAMELESS {
        for nothing in ["", "/", "//"] {
            let mut with: Value = serde_json::from_str(request).unwrap();
            with[*parameter] = json!(nothing);
            let with = with.to_string();
            for place in PARTITIONS {
                let lines = drafted(&(source, event, &with, &[]), place);
                let is_odd = |line: &String| {
                    let mut arns = line.split(' ').filter(|word| word.starts_with("arn:"));
                    arns.any(|arn| {
                        arn.contains("//")
                            || arn.ends_with(['/', ':'])
                            || arn.replace("group:/app", "").contains(":/")
                    })
                };
                if lines.is_empty() || lines.iter().any(is_odd) {
                    wrong.push(format!("{source} {event} {with}: {lines:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn slashes_of_names_stand_once() {
    let wrong = wrong(empty::SLASHES);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
