//! Policies that a document holds: the answers of the AWS command line, and lists.
//!
//! ```text
//! {"PolicyName": "a", "PolicyDocument": {…}}     places are in the document itself
//! {"Policy": "{\"Version\": …"}                  places are in the text, which is called FILE#/Policy
//! ```

use policy::{Document, Format, Limits, Node, Value};

/// Where answers of AWS hold policies; `*` stands for each item of a list.
///
/// Source: the output of the commands in the AWS CLI Command Reference.
const PLACES: &[&str] = &[
    // A list of policies.
    "/*",
    // iam get-role-policy, get-user-policy, get-group-policy
    "/PolicyDocument",
    // iam get-policy-version
    "/PolicyVersion/Document",
    // iam get-role, list-roles
    "/Role/AssumeRolePolicyDocument",
    "/Roles/*/AssumeRolePolicyDocument",
    // iam get-account-authorization-details
    "/UserDetailList/*/UserPolicyList/*/PolicyDocument",
    "/GroupDetailList/*/GroupPolicyList/*/PolicyDocument",
    "/RoleDetailList/*/AssumeRolePolicyDocument",
    "/RoleDetailList/*/RolePolicyList/*/PolicyDocument",
    "/Policies/*/PolicyVersionList/*/Document",
    // s3api get-bucket-policy, kms get-key-policy, lambda get-policy
    "/Policy",
    // secretsmanager get-resource-policy
    "/ResourcePolicy",
    // sqs get-queue-attributes, sns get-topic-attributes
    "/Attributes/Policy",
    // organizations describe-policy
    "/Policy/Content",
];

/// A policy within another document.
pub(crate) struct Held {
    pub(crate) document: Document,
    /// JSON pointer to the root of its tree in the text that its places are in: empty for a text of its own.
    pub(crate) pointer: String,
}

/// The policies that the document holds, in the order of their places; none if it is a policy itself or cannot be read.
pub(crate) fn held(host: &Document) -> Vec<Held> {
    if !host.is_sound() || host.root.get("Statement").is_some() {
        return Vec::new();
    }
    let mut nodes = Vec::new();
    for place in PLACES {
        let steps: Vec<&str> = place.split('/').skip(1).collect();
        follow(&host.root, &steps, String::new(), &mut nodes);
    }
    nodes.sort_by_key(|(_, node)| node.span);
    nodes.into_iter().filter_map(|(pointer, node)| policy_at(host, pointer, node)).collect()
}

fn follow<'a>(node: &'a Node, steps: &[&str], pointer: String, found: &mut Vec<(String, &'a Node)>) {
    match steps {
        [] => found.push((pointer, node)),
        ["*", rest @ ..] => {
            for (index, item) in node.as_array().unwrap_or_default().iter().enumerate() {
                follow(item, rest, format!("{pointer}/{index}"), found);
            }
        }
        [name, rest @ ..] => {
            if let Some(member) = node.get(name) {
                follow(member, rest, format!("{pointer}/{name}"), found);
            }
        }
    }
}

fn policy_at(host: &Document, pointer: String, node: &Node) -> Option<Held> {
    match &node.value {
        Value::Object(_) if node.get("Statement").is_some() => {
            let diagnostics = host.diagnostics.iter().filter(|found| node.span.contains(found.span));
            let document = Document {
                source: host.source.clone(),
                root: node.clone(),
                diagnostics: diagnostics.cloned().collect(),
            };
            Some(Held { document, pointer })
        }
        Value::String(text) => {
            let bytes = decoded(text);
            let begins = bytes.trim_ascii_start().starts_with(b"{");
            let name = format!("{}#{pointer}", host.source.name());
            // The text is part of a document that was within its limits.
            let limits = Limits { bytes: usize::MAX, ..Limits::default() };
            let document = begins.then(|| Document::read(&name, &bytes, Some(Format::Json), &limits))?;
            Some(Held { document, pointer: String::new() })
        }
        _ => None,
    }
}

/// The text of a policy, which IAM encodes for URLs (RFC 3986, section 2.1): then it begins with an encoded brace.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    if !text.trim_start().to_ascii_uppercase().starts_with("%7B") {
        return text.as_bytes().to_vec();
    }
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = digit(after.first()).zip(digit(after.get(1)));
        if let (b'%', Some((high, low)), Some(behind)) = (first, pair, after.get(2..)) {
            bytes.extend(u8::try_from(high * 16 + low));
            rest = behind;
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[]}"#;

    fn found(text: &str) -> Vec<(String, String)> {
        let host = Document::read("a.json", text.as_bytes(), None, &Limits::default());
        let held = held(&host).into_iter();
        held.map(|held| (held.document.source.name().to_owned(), held.pointer)).collect()
    }

    #[test]
    fn policies_are_found_in_the_known_places_and_nowhere_else() {
        let quoted = Value::String(POLICY.to_owned());
        let quoted = policy::write(&Node::new(policy::Span::NONE, quoted), policy::Style::default());
        let quoted = quoted.trim();
        let encoded = POLICY.replace('{', "%7B").replace('"', "%22").replace('}', "%7D");
        for (host, places) in [
            (format!("[{POLICY}, {POLICY}]"), vec![("a.json", "/0"), ("a.json", "/1")]),
            (format!(r#"{{"PolicyDocument": {POLICY}}}"#), vec![("a.json", "/PolicyDocument")]),
            (
                format!(r#"{{"PolicyVersion": {{"Document": "{encoded}"}}}}"#),
                vec![("a.json#/PolicyVersion/Document", "")],
            ),
            (format!(r#"{{"Policy": {quoted}}}"#), vec![("a.json#/Policy", "")]),
            (format!(r#"{{"Policy": {{"Content": {quoted}}}}}"#), vec![("a.json#/Policy/Content", "")]),
            (
                format!(
                    r#"{{"RoleDetailList": [{{"RolePolicyList": [{{"PolicyDocument": {POLICY}}}], "AssumeRolePolicyDocument": {POLICY}}}]}}"#
                ),
                vec![
                    ("a.json", "/RoleDetailList/0/RolePolicyList/0/PolicyDocument"),
                    ("a.json", "/RoleDetailList/0/AssumeRolePolicyDocument"),
                ],
            ),
            (POLICY.to_owned(), vec![]),
            (format!(r#"{{"Resources": {{"a": {{"PolicyDocument": {POLICY}}}}}}}"#), vec![]),
            (r#"{"Policy": "arn:aws:iam::aws:policy/ReadOnlyAccess"}"#.to_owned(), vec![]),
            (format!(r#"{{"PolicyDocument": {POLICY},"#), vec![]),
        ] {
            let places: Vec<_> =
                places.into_iter().map(|(name, pointer)| (name.to_owned(), pointer.to_owned())).collect();
            assert_eq!(found(&host), places, "{host}");
        }
    }

    #[test]
    fn what_is_encoded_for_urls_is_decoded_byte_by_byte() {
        for (text, bytes) in [
            ("%7B%22a%22%3A%20%22%C3%A9%25%22%7D", "{\"a\": \"é%\"}"),
            ("%7b%2", "{%2"),
            ("%7B+%zz", "{+%zz"),
            ("{\"a\": \"%7B\"}", "{\"a\": \"%7B\"}"),
        ] {
            assert_eq!(decoded(text), bytes.as_bytes(), "{text}");
        }
    }
}
