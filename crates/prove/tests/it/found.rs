//! What random pairs of policies once showed to be wrong, each made small.

use policy::tree::PolicyKind;
use prove::{Doubt, Verdict, Worlds};
use serde_json::{Value, json};

use crate::subject::{difference, prepared};

fn when(condition: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Condition": condition})
}

fn verdict(kind: PolicyKind, worlds: Worlds, allowed_by: &Value, not_by: &Value) -> Verdict {
    let policy =
        |statement: &Value| [prepared(&json!({"Version": "2012-10-17", "Statement": statement}), kind)];
    difference(worlds, &policy(allowed_by), &policy(not_by)).verdict
}

fn allows_more(worlds: Worlds, allowed_by: &Value, not_by: &Value) -> bool {
    match verdict(PolicyKind::Identity, worlds, &when(allowed_by), &when(not_by)) {
        Verdict::None => false,
        Verdict::Witness(_) => true,
        Verdict::Unknown(doubts) => panic!("{doubts:?}"),
    }
}

#[test]
fn two_spellings_of_one_value_are_two_values() {
    let any = json!({"ForAllValues:Bool": {"x:k": "true"}});
    let one = json!({"ForAllValues:Bool": {"x:k": "true"}, "BoolIfExists": {"x:k": "true"}});
    assert!(allows_more(Worlds::Any, &any, &one));
}

#[test]
fn a_list_may_hold_the_same_value_twice() {
    let any = json!({"ForAllValues:StringEquals": {"x:k": "a"}});
    let one = json!({"ForAllValues:StringEquals": {"x:k": "a"}, "StringEqualsIfExists": {"x:k": "a"}});
    assert!(allows_more(Worlds::Any, &any, &one));
}

#[test]
fn a_value_has_more_spellings_than_the_plainest() {
    let value = json!({"Bool": {"x:k": "true"}});
    let spelled = json!({"StringEquals": {"x:k": "true"}});
    assert!(allows_more(Worlds::Any, &value, &spelled));
    let number = json!({"NumericEquals": {"x:k": "10"}});
    let spelled = json!({"StringEquals": {"x:k": ["10", "10.0"]}});
    let verdict = verdict(PolicyKind::Identity, Worlds::Any, &when(&number), &when(&spelled));
    assert_ne!(verdict, Verdict::None, "`10.00` is the same number");
}

#[test]
fn a_witness_has_the_keys_that_every_request_has() {
    let absent = json!({"Null": {"aws:SecureTransport": "true"}});
    assert!(allows_more(Worlds::Aws, &json!({}), &absent));
}

#[test]
fn a_list_of_one_value_is_no_value_of_a_variable() {
    let denies = |condition: &Value| {
        json!([when(&json!({"StringEquals": {"x:k": "a"}})),
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}])
    };
    let by = denies(&json!({"StringNotEquals": {"x:other": "a"}}));
    let not_by = denies(&json!({"StringNotEquals": {"x:other": "${x:k}"}}));
    let found = verdict(PolicyKind::Identity, Worlds::Any, &by, &not_by);
    assert!(matches!(found, Verdict::Witness(_)), "{found:?}");
}

#[test]
fn who_is_named_as_a_service_and_is_a_provider_never_calls_as_a_service() {
    let to = |kind: &str, name: &str| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": {kind: name}});
    let nobody = to("AWS", "AIDAEXAMPLEEXAMPLE123");
    for worlds in [Worlds::Any, Worlds::Aws] {
        for (by, is_none) in [
            (to("Service", "cognito-identity.amazonaws.com"), true),
            (to("Federated", "cognito-identity.amazonaws.com"), false),
            (to("Service", "nowhere"), true),
            (to("Service", "cloudtrail.amazonaws.com"), false),
        ] {
            let found = verdict(PolicyKind::Resource, worlds, &by, &nobody);
            assert_eq!(found == Verdict::None, is_none, "{by} {found:?}");
        }
    }
}

#[test]
fn an_arn_is_no_number() {
    let number = json!({"NumericEquals": {"aws:PrincipalArn": "5"}});
    assert!(!allows_more(Worlds::Aws, &number, &json!({"StringEquals": {"x:k": "a"}})));
}

#[test]
fn the_key_that_is_compared_as_two_types_is_named() {
    let by = when(&json!({"NumericEquals": {"aws:PrincipalAccount": "5"}}));
    let not_by = when(&json!({"StringEquals": {"x:k": "a"}}));
    let found = verdict(PolicyKind::Identity, Worlds::Aws, &by, &not_by);
    assert_eq!(found, Verdict::Unknown(vec![Doubt::MixedKey("aws:principalaccount".to_owned())]));
}

#[test]
fn signs_without_case_are_the_same_in_any_case() {
    let by = json!({"StringEqualsIgnoreCase": {"x:k": "::/0"}});
    assert!(!allows_more(Worlds::Any, &by, &json!({"StringEquals": {"x:k": "::/0"}})));
}

#[test]
fn a_star_in_an_arn_with_a_variable_reaches_over_no_colon() {
    let narrow = json!({"ArnLike": {"x:k": "arn:aws:s3:x::${x:v}"}});
    let wide = json!({"ArnLike": {"x:k": "arn:aws:*::${x:v}"}});
    let found = verdict(PolicyKind::Identity, Worlds::Any, &when(&narrow), &when(&wide));
    assert_ne!(found, Verdict::None, "`arn:aws:s3:x::q` is like the first only");
    let text = json!({"StringLike": {"x:k": "arn:aws:*:::${x:v}"}});
    let arn = json!({"ArnLike": {"x:k": "arn:aws:*:::${x:v}"}});
    let found = verdict(PolicyKind::Identity, Worlds::Any, &when(&text), &when(&arn));
    assert_ne!(found, Verdict::None, "`arn:aws:s3:x:::q` has another region");
}

/// Who has not signed a request has the account `anonymous`
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount>).
#[test]
fn nobody_has_an_account_of_its_own() {
    let to = |principal: Value, resource: &str, condition: Value| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": resource, "Principal": principal, "Condition": condition});
    let of = |operator: &str, account: &str| {
        to(json!("*"), "*", json!({operator: {"aws:PrincipalAccount": account}}))
    };
    // Nobody is let in by name, and by what holds of no account.
    let nobody = json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Principal": "*",
        "Condition": {"StringNotEquals": {"aws:PrincipalType": "Anonymous"}}});
    for (new, is_found) in [
        (of("StringEquals", "anonymous"), true),
        (of("StringNotEquals", "111111111111"), true),
        (of("StringLike", "1*"), false),
        (of("StringEquals", "111111111111"), false),
        (to(json!("*"), "arn:aws:s3:::b/${aws:PrincipalAccount}/*", json!({})), true),
        (
            to(
                json!("*"),
                "arn:aws:s3:::b/*",
                json!({"StringEquals": {"aws:PrincipalAccount": "${aws:PrincipalAccount}"}}),
            ),
            true,
        ),
    ] {
        let both = json!([new, nobody]);
        let answer = verdict(PolicyKind::Resource, Worlds::Aws, &both, &nobody);
        let caller = |witness: &prove::Witness| witness.request.caller().clone();
        let is_nobody =
            matches!(&answer, Verdict::Witness(witness) if caller(witness) == eval::Caller::Anonymous);
        assert_eq!(is_nobody, is_found, "{new}: {answer:?}");
    }
}

/// Whose canonical id it is, only AWS knows: it is let in, and nobody else is by it.
#[test]
fn a_canonical_user_is_let_in() {
    let to = |principal: Value| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Principal": principal});
    let id = |digit: &str| json!({"CanonicalUser": digit.repeat(64)});
    let found = |new: Value, old: Value| verdict(PolicyKind::Resource, Worlds::Aws, &to(new), &to(old));
    let nobody = json!({"AWS": "AIDAEXAMPLEEXAMPLE123"});
    let Verdict::Witness(witness) = found(id("7"), nobody) else { panic!("no witness") };
    assert_eq!(witness.request.caller().text(), "7".repeat(64));
    assert_eq!(found(id("7"), id("7")), Verdict::None);
    assert_eq!(found(id("7"), json!("*")), Verdict::None);
    assert!(matches!(found(id("7"), id("8")), Verdict::Witness(_)));
    assert!(matches!(found(id("7"), json!({"AWS": "111122223333"})), Verdict::Witness(_)));
}
