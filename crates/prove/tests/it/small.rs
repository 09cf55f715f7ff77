//! Every policy of a tiny language against every request of its world: the prover must say just what enumeration says.
//!
//! The world is complete for the language. No policy tells apart actions other than the two it can name, so a third stands for all of
//! them. Resources are told apart by two literals and `*`: the two and one more stand for all. The only key is compared with one
//! literal for equality and asked for its presence, by operators without a set prefix, so that it has four cells: absent, the literal,
//! any other text, several values. Nothing else of a request is looked at by an identity policy.

use eval::{Caller, Context, Prepared, Request, Tri, Values};
use policy::tree::PolicyKind;
use prove::{Verdict, Worlds};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::subject::{difference, passes, prepared};

const ACTIONS: [&str; 3] = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage"];
const RESOURCES: [&str; 3] = ["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c"];

fn statements() -> Vec<Value> {
    let mut all = Vec::new();
    for effect in ["Allow", "Deny"] {
        for action in &ACTIONS[..2] {
            for resource in ["arn:aws:s3:::a", "arn:aws:s3:::b", "*"] {
                let plain = json!({"Effect": effect, "Action": action, "Resource": resource});
                all.push(plain.clone());
                for condition in [
                    json!({"StringEquals": {"x:k": "a"}}),
                    json!({"StringNotEquals": {"x:k": "a"}}),
                    json!({"StringEqualsIfExists": {"x:k": "a"}}),
                    json!({"Null": {"x:k": "true"}}),
                    json!({"Null": {"x:k": "false"}}),
                ] {
                    let mut one = plain.clone();
                    one["Condition"] = condition;
                    all.push(one);
                }
            }
        }
    }
    all
}

fn requests() -> Vec<Request> {
    let text = |text: &str| text.to_owned();
    let values = [
        None,
        Some(Values::One(text("a"))),
        Some(Values::One(text("z"))),
        Some(Values::Many(vec![text("a"), text("z")])),
    ];
    let mut all = Vec::new();
    for action in ACTIONS {
        for resource in RESOURCES {
            for given in &values {
                let mut context = Context::new();
                if let Some(given) = given {
                    context.set("x:k", given.clone());
                }
                let caller = Caller::parse("arn:aws:iam::111111111111:user/Ann").unwrap();
                all.push(Request::new(caller, action, resource, None, context).unwrap());
            }
        }
    }
    all
}

fn policy(statements: &[&Value]) -> Prepared {
    prepared(&json!({"Version": "2012-10-17", "Statement": statements}), PolicyKind::Identity)
}

/// The requests that pass, a bit for each.
fn cells(policy: &Prepared, requests: &[Request]) -> u64 {
    let bits = requests.iter().enumerate().map(|(at, request)| {
        match passes(std::slice::from_ref(policy), request) {
            Tri::Yes => 1 << at,
            _ => 0,
        }
    });
    bits.fold(0, |all, bit: u64| all | bit)
}

/// Every policy with up to two statements, and what passes it.
fn policies() -> Vec<(Prepared, u64)> {
    let (statements, requests) = (statements(), requests());
    let mut all = Vec::new();
    for (at, one) in statements.iter().enumerate() {
        all.push(policy(&[one]));
        all.extend(statements[at + 1..].iter().map(|other| policy(&[one, other])));
    }
    all.into_iter().map(|policy| (policy.clone(), cells(&policy, &requests))).collect()
}

fn agree(allowed_by: &(Prepared, u64), not_by: &(Prepared, u64)) {
    let expected = allowed_by.1 & !not_by.1 != 0;
    let found = difference(Worlds::Any, std::slice::from_ref(&allowed_by.0), std::slice::from_ref(&not_by.0));
    let said = match found.verdict {
        Verdict::None => false,
        Verdict::Witness(_) => true,
        Verdict::Unknown(doubts) => panic!("{doubts:?}"),
    };
    assert_eq!(said, expected, "{:#?}\n{:#?}", allowed_by.0.statements(), not_by.0.statements());
}

#[test]
fn every_policy_says_of_one_statement_what_enumeration_says() {
    let all = policies();
    let singles: Vec<_> = all.iter().filter(|(policy, _)| policy.statements().len() == 1).collect();
    assert_eq!((singles.len(), all.len()), (72, 72 * 73 / 2));
    for one in &singles {
        for other in &singles {
            agree(one, other);
        }
    }
}

#[test]
fn policies_of_two_statements_say_what_enumeration_says() {
    let all = policies();
    let mut chance = Chance::new(3);
    for _ in 0..4_000 {
        let (one, other) = (&all[chance.below(all.len())], &all[chance.below(all.len())]);
        agree(one, other);
    }
}

#[test]
#[ignore = "takes a minute: cargo test --release -p prove --test it -- --ignored every_policy_of_the"]
fn every_policy_of_the_tiny_language_and_one_statement_say_what_enumeration_says() {
    let all = policies();
    let singles: Vec<_> = all.iter().filter(|(policy, _)| policy.statements().len() == 1).collect();
    for one in &all {
        for other in &singles {
            agree(one, other);
            agree(other, one);
        }
    }
}
