//! A type of principal that does not exist.

use catalog::nearest_words;
use policy::tree::{PrincipalElement, PrincipalEntry, PrincipalType, Statement};
use policy::write::quote;
use policy::{Fix, Severity, Span};

use crate::principals::{is_function, type_of};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "invalid-principal-key",
    aliases: &["INVALID_PRINCIPAL_KEY"],
    summary: "a key of a principal map is no type of principal",
    category: Category::Syntax,
    severity: Severity::Error,
    since: "0.1.0",
    why: r"
Principals are of the type `AWS`, `Service`, `Federated` or `CanonicalUser`, and letter case counts. AWS refuses others.
",
    fix: r"
Put accounts, users and roles under `AWS`.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"],
    flagged: &[
        r#"
{ "Effect": "Allow", "Principal": { "User": "arn:aws:iam::111122223333:user/alice" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
                                    ^^^^^^ there is no type of principal `User`
"#,
        r#"
{ "Effect": "Allow", "Principal": { "service": "ec2.amazonaws.com", "Services": ["ecs.amazonaws.com"] }, "Action": "sts:AssumeRole" }
                                    ^^^^^^^^^ there is no type of principal `service`
                                                                    ^^^^^^^^^^ there is no type of principal `Services`
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Principal": { "AWS": "111122223333", "Service": "ec2.amazonaws.com", "CanonicalUser": "79a59df900b949e5" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
        r#"
{ "Effect": "Allow", "Principal": { "Fn::If": ["IsOpen", "*", { "AWS": "111122223333" }] }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
"#,
    ],
    run: Run::Statement(run),
};

const TYPES: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if !cx.kind.has_principal() {
        return;
    }
    for element in statement.principal.iter().chain(&statement.not_principal) {
        check(cx, element);
    }
}

/// A key that is no type, and the one that was meant by it.
struct Unknown<'a> {
    key: &'a str,
    span: Span,
    meant: Option<&'static str>,
}

fn check(cx: &mut Cx<'_>, element: &PrincipalElement) {
    let mut found = Vec::new();
    for entry in &element.entries {
        if let PrincipalType::Other(key) = &entry.kind
            && !is_function(key)
        {
            let meant = cx.may_search().then(|| nearest(key).or_else(|| type_of_all(entry))).flatten();
            found.push(Unknown { key, span: entry.element.key, meant });
        }
    }
    for malformed in &element.malformed {
        let key = &malformed.member.key;
        if !TYPES.contains(&key.text.as_str()) && !is_function(&key.text) {
            let meant = cx.may_search().then(|| nearest(&key.text)).flatten();
            found.push(Unknown { key: &key.text, span: key.span, meant });
        }
    }
    for unknown in &found {
        let finding = cx.report(unknown.span, format!("there is no type of principal `{}`", unknown.key));
        let Some(meant) = unknown.meant else {
            finding.help("the types are `AWS`, `Service`, `Federated` and `CanonicalUser`");
            continue;
        };
        let finding = finding.help(format!("did you mean `{meant}`?"));
        let is_taken = element.entries.iter().any(|entry| entry.kind.text() == meant);
        // Renaming would repeat the key and lose one of the two.
        if !is_taken && found.iter().filter(|other| other.meant == Some(meant)).nth(1).is_none() {
            finding.fix(Fix::safe(format!("replace it by `{meant}`"), unknown.span, quote(meant)));
        }
    }
}

fn nearest(key: &str) -> Option<&'static str> {
    match nearest_words(key, TYPES).as_slice() {
        [one] => TYPES.into_iter().find(|name| name == one),
        _ => None,
    }
}

/// The type that all the values are of.
fn type_of_all(entry: &PrincipalEntry) -> Option<&'static str> {
    let mut types = entry.element.items.iter().map(|item| type_of(&item.value.text));
    let first = types.next()??;
    let is_same = types.all(|other| other.as_ref() == Some(&first));
    TYPES.into_iter().find(|name| is_same && *name == first.text())
}
