//! Policies made to take up time and memory: each question ends, with an answer or with the budget spent.

use policy::tree::PolicyKind;
use prove::{Doubt, Verdict, Worlds};
use serde_json::{Value, json};

use crate::subject::{difference, prepared};

fn allow(resources: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "s3:*", "Resource": resources})
}

fn deny(resources: &Value) -> Value {
    json!({"Effect": "Deny", "Action": "s3:*", "Resource": resources})
}

fn when(operator: &str, key: &str, values: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {operator: {key: values}}})
}

/// Asks both ways in both worlds; what is not known may only be so for want of budget, or for a variable.
fn ends(left: &[Value], right: &[Value]) -> Vec<&'static str> {
    let prepared = |statements: &[Value]| {
        [prepared(&json!({"Version": "2012-10-17", "Statement": statements}), PolicyKind::Identity)]
    };
    let (left, right) = (prepared(left), prepared(right));
    let mut names = Vec::new();
    for worlds in [Worlds::Any, Worlds::Aws] {
        for (by, not_by) in [(&left, &right), (&right, &left)] {
            names.push(match difference(worlds, by, not_by).verdict {
                Verdict::None => "none",
                Verdict::Witness(_) => "witness",
                Verdict::Unknown(doubts) => {
                    let is_fair = |doubt: &Doubt| matches!(doubt, Doubt::Budget | Doubt::Variable(_));
                    assert!(doubts.iter().all(is_fair), "{doubts:?}");
                    if doubts.contains(&Doubt::Budget) { "budget" } else { "variable" }
                }
            });
        }
    }
    names
}

fn pairs_of_letters(count: u8) -> Vec<String> {
    (0..count).map(|at| format!("*{}{}*", char::from(b'a' + at), char::from(b'b' + at))).collect()
}

#[test]
fn conditions_that_each_want_two_letters_somewhere() {
    let patterns = pairs_of_letters(10);
    // Each Deny wants the key to be like one more pattern, so that all must hold of one value.
    let denies = |operator: &str| -> Vec<Value> {
        let one = |pattern: &String| {
            let mut deny = when(operator, "x:key", &json!(pattern));
            deny["Effect"] = json!("Deny");
            deny
        };
        let allow = when("StringLike", "x:key", &json!("?*"));
        std::iter::once(allow).chain(patterns.iter().map(one)).collect()
    };
    ends(&denies("StringNotLike"), &[when("StringLike", "x:key", &json!("*q*"))]);
    ends(&denies("ForAnyValue:StringNotLike"), &denies("StringLike"));
    ends(&denies("StringNotLikeIfExists"), &denies("ForAllValues:StringNotLike"));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn ten_denies_of_two_letters_somewhere() {
    let patterns: Vec<String> =
        pairs_of_letters(10).iter().map(|pattern| format!("arn:aws:s3:::{pattern}")).collect();
    let mut left = vec![allow(&json!("*"))];
    left.extend(patterns.iter().map(|pattern| deny(&json!([pattern]))));
    let mut right = vec![allow(&json!(patterns))];
    right.push(deny(&json!("arn:aws:s3:::*zz*")));
    assert_eq!(ends(&left, &right)[0], "witness");
    let mut none_of = vec![allow(&json!("*"))];
    none_of.extend(pairs_of_letters(10).iter().map(
        |pattern| json!({"Effect": "Deny", "Action": "*", "NotResource": format!("arn:aws:s3:::{pattern}")}),
    ));
    ends(&none_of, &right);
    ends(&right, &none_of);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn letters_that_stand_far_from_the_end() {
    for length in [14, 30] {
        let far = |letter: char| json!(format!("arn:aws:s3:::*{letter}{}", "?".repeat(length)));
        ends(&[allow(&far('a')), deny(&far('b'))], &[allow(&far('c')), deny(&far('a'))]);
        let none_of = |letter: char| json!({"Effect": "Deny", "Action": "*", "NotResource": far(letter)});
        ends(&[allow(&json!("*")), none_of('a'), none_of('b')], &[allow(&far('c'))]);
        let text = |letter: char| json!(format!("*{letter}{}", "?".repeat(length)));
        ends(
            &[when("ForAllValues:StringLike", "x:k", &text('a'))],
            &[when("ForAnyValue:StringLike", "x:k", &text('b'))],
        );
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn many_statements() {
    let bucket = |at: usize| json!(format!("arn:aws:s3:::bucket-{at}/*"));
    let many: Vec<Value> = (0..2_000).map(|at| allow(&bucket(at))).collect();
    let fewer: Vec<Value> = (0..2_000).filter(|at| *at != 777).map(|at| allow(&bucket(at))).collect();
    let listed = [allow(&(0..2_000).map(bucket).collect())];
    let answers = ends(&many, &fewer);
    assert!(answers.iter().all(|answer| *answer != "variable"), "{answers:?}");
    ends(&many, &listed);
    ends(&listed, &fewer);
    let mut denied = vec![allow(&json!("*"))];
    denied.extend((0..1_000).map(|at| deny(&bucket(at))));
    ends(&denied, &many);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn as_many_statements_as_a_file_holds() {
    let many: Vec<Value> = (0..100_000).map(|at| allow(&json!(format!("arn:aws:s3:::b{at}")))).collect();
    ends(&many, &[allow(&json!("*"))]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn many_conditions() {
    let with = |operator: &str, value: &str| {
        let mut one =
            json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {operator: {}}});
        for at in 0..500 {
            one["Condition"][operator][format!("x:key{at}")] = json!(value);
        }
        one
    };
    ends(&[with("StringEquals", "a")], &[with("StringLike", "a*")]);
    ends(&[with("StringLike", "a*")], &[with("StringEquals", "a")]);
    ends(&[with("StringNotLike", "a*")], &[with("ForAllValues:StringEquals", "a")]);
    let mut denied = vec![allow(&json!("*"))];
    for at in 0..60 {
        let mut one = when("StringLikeIfExists", &format!("x:key{at}"), &json!("a*"));
        one["Condition"]["StringNotEquals"][format!("x:key{}", at + 1)] = json!("b");
        one["Condition"]["NumericLessThan"][format!("x:number{at}")] = json!("5");
        one["Effect"] = json!("Deny");
        denied.push(one);
    }
    let mut other = denied.clone();
    other.truncate(40);
    ends(&denied, &other);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn long_patterns() {
    let long =
        |letter: &str, run: &str| json!(format!("arn:aws:s3:::{}", format!("{letter}{run}").repeat(1_000)));
    ends(&[allow(&long("a", "*")), allow(&long("b", "?"))], &[allow(&long("b", "*")), deny(&long("a", "?"))]);
    ends(&[allow(&long("a", "*"))], &[allow(&long("a", "?"))]);
    ends(&[allow(&long("a", "b"))], &[allow(&long("a", "*"))]);
}

#[test]
#[cfg_attr(debug_assertions, ignore = "takes long without optimization")]
fn deep_lists_of_wildcards() {
    let list = |letter: char| -> Value {
        (0..40).map(|at| format!("arn:aws:s3:::*{letter}*{at}*{letter}?{}*", "*?".repeat(at % 5))).collect()
    };
    ends(&[allow(&list('a')), deny(&list('b'))], &[allow(&list('c')), deny(&list('a'))]);
    let values: Value = (0..40).map(|at| format!("*{at}*a?*{}", at * 7)).collect();
    ends(
        &[when("ForAllValues:StringLike", "x:k", &values)],
        &[when("ForAnyValue:StringNotLike", "x:k", &values)],
    );
}

#[test]
fn many_policy_variables() {
    let list =
        |tail: &str| -> Value { (0..40).map(|at| format!("arn:aws:s3:::${{x:v{at}}}{tail}")).collect() };
    ends(&[allow(&list("/*"))], &[allow(&list("/a*")), deny(&json!("arn:aws:s3:::${x:v3}/b*"))]);
    let one = |tail: &str| {
        let text = (0..40).map(|at| format!("${{x:v{at}}}")).collect::<Vec<_>>().join("-");
        json!(format!("arn:aws:s3:::{text}{tail}"))
    };
    ends(&[allow(&one("*"))], &[allow(&one("a*"))]);
}

#[test]
fn many_callers() {
    let statements = |first: usize| -> Vec<Value> {
        (first..first + 150)
            .map(|at| {
                let role = format!("arn:aws:sts::{at:012}:assumed-role/App/s{at}");
                json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                    "Principal": {"AWS": [role, format!("{at:012}")], "Service": format!("s{at}.amazonaws.com")}})
            })
            .collect()
    };
    let policy = |statements: Vec<Value>| {
        [prepared(&json!({"Version": "2012-10-17", "Statement": statements}), PolicyKind::Resource)]
    };
    let (left, right) = (policy(statements(0)), policy(statements(1)));
    for worlds in [Worlds::Any, Worlds::Aws] {
        let found = difference(worlds, &left, &right).verdict;
        assert!(matches!(found, Verdict::Witness(_)), "{found:?}");
    }
}
