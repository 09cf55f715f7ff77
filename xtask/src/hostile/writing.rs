//! The parts that hostile documents are written from.

use std::fmt::Write as _;

use super::documents::Hostile;

pub(super) fn json(name: &'static str, text: String) -> Hostile {
    Hostile { name, extension: "json", text }
}

pub(super) fn yaml(name: &'static str, text: String) -> Hostile {
    Hostile { name, extension: "yaml", text }
}

pub(super) fn repeated(open: &str, count: usize, item: impl Fn(usize) -> String, close: &str) -> String {
    let mut text = open.to_owned();
    (0..count).for_each(|at| text.push_str(&item(at)));
    text + close
}

pub(super) fn policy(statements: &str) -> String {
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":{statements}}}")
}

pub(super) fn statement(elements: &str) -> String {
    policy(&format!("{{\"Effect\":\"Allow\",\"Resource\":\"*\",{elements}}}"))
}

pub(super) fn statements(count: usize, elements: impl Fn(usize) -> String) -> String {
    let list = repeated("", count, |at| format!("{{{}}},\n", elements(at)), "");
    policy(&format!("[{}]", list.trim_end_matches(",\n")))
}

pub(super) fn allow(action: &str, resource: &str) -> String {
    format!("\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"{resource}\"")
}

pub(super) fn bucket(at: usize) -> String {
    format!("arn:aws:s3:::bucket-{at}/*")
}

pub(super) fn deny_and_allow(at: usize) -> String {
    if at.is_multiple_of(2) {
        return allow(&format!("s3:*{}*", letters(at)), &bucket(at));
    }
    format!(
        "\"Effect\":\"Deny\",\"NotAction\":[\"iam:*\",\"s3:*{}*\"],\"NotResource\":\"{}\"",
        letters(at),
        bucket(at)
    )
}

pub(super) fn conditioned(at: usize) -> String {
    format!(
        "{},\"Condition\":{{\"StringLike\":{{\"aws:PrincipalTag/t{at}\":[\"*a*\",\"b\"]}},\"Bool\":{{\"aws:SecureTransport\":\"true\"}}}}",
        allow("s3:*", &bucket(at))
    )
}

pub(super) fn actions(count: usize, action: impl Fn(usize) -> String) -> String {
    repeated("\"Action\":[\"s3:GetObject\"", count, |at| format!(",\"{}\"", action(at)), "]")
}

pub(super) fn resources(count: usize, resource: impl Fn(usize) -> String) -> String {
    let list = repeated("", count, |at| format!(",\"{}\"", resource(at)), "");
    policy(&format!(
        "{{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":[\"arn:aws:s3:::a/*\"{list}]}}"
    ))
}

pub(super) fn principals(kind: &str, count: usize, principal: impl Fn(usize) -> String) -> String {
    let list = repeated("", count, |at| format!(",\n\"{}\"", principal(at)), "");
    policy(&format!(
        "{{\"Effect\":\"Allow\",\"Principal\":{{\"{kind}\":[\"*\"{list}]}},\"Action\":\"sts:AssumeRole\"}}"
    ))
}

pub(super) fn role_or_session(at: usize) -> String {
    if at.is_multiple_of(2) {
        return format!("arn:aws:iam::111122223333:role/r{at}");
    }
    format!("arn:aws:sts::111122223333:assumed-role/r{}/s", at - 1)
}

pub(super) fn conditions(count: usize, entry: impl Fn(usize) -> String) -> String {
    let entries = repeated("", count, |at| format!(",\n{}", entry(at)), "");
    statement(&format!(
        "\"Action\":\"s3:GetObject\",\"Condition\":{{\"StringLike\":{{\"aws:username\":\"a\"{entries}}}}}"
    ))
}

pub(super) fn values(operators: &[&str], key: &str, count: usize, value: impl Fn(usize) -> String) -> String {
    let values = repeated("", count, |at| format!("\"{}\",", value(at)), "");
    let values = values.trim_end_matches(',');
    let mut blocks = String::new();
    for operator in operators {
        _ = write!(blocks, "\"{operator}\":{{\"{key}\":[{values}]}},");
    }
    statement(&format!("\"Action\":\"s3:GetObject\",\"Condition\":{{{}}}", blocks.trim_end_matches(',')))
}

pub(super) fn address(at: usize) -> String {
    let [_, b, c, d] = u32::try_from(at).unwrap_or_default().to_be_bytes();
    format!("9{}.{b}.{c}.{d}/32", at % 7)
}

/// A word of letters that stands for the number.
pub(super) fn letters(at: usize) -> String {
    at.to_string().bytes().map(|digit| char::from(digit - b'0' + b'b')).collect()
}

/// The word with capitals where the number's bits say so.
pub(super) fn spelled(word: &str, at: usize) -> String {
    let letters = word.chars().enumerate();
    letters
        .map(|(place, letter)| {
            if at >> (place % 24) & 1 == 1 {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect()
}

pub(super) fn nested_yaml() -> String {
    let mut text = "Statement:\n".to_owned();
    (1..2_000).for_each(|depth| _ = writeln!(text, "{}-", " ".repeat(depth)));
    text
}

/// Each name stands for nine of the one before it: written out, a billion of them.
pub(super) fn aliases() -> String {
    let mut text = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for at in 1..10 {
        let before = vec![format!("*a{}", at - 1); 9].join(",");
        _ = writeln!(text, "a{at}: &a{at} [{before}]");
    }
    text + "Statement: *a9\n"
}

pub(super) fn yaml_actions() -> String {
    let list = repeated("", 200_000, |at| format!("      - s3:Get{at}*\n"), "");
    format!("Version: 2012-10-17\nStatement:\n  - Effect: Allow\n    Resource: '*'\n    Action:\n{list}")
}

pub(super) const OPERATORS: [&str; 12] = [
    "StringLike",
    "StringNotLike",
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "ForAnyValue:StringLike",
    "ForAllValues:StringLike",
    "StringLikeIfExists",
    "ArnLike",
    "ArnNotLike",
    "BinaryEquals",
];
