//! The policy tree on whole documents: every form IAM takes, and what it does not take.

use policy::tree::{
    Effect, Form, Literal, OperatorName, Policy, PolicyKind, PrincipalForm, SetPrefix, Version, lower,
};
use policy::{Document, Limits, Node, Style, write};
use proptest::prelude::*;

fn read(text: &str) -> Policy {
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    assert!(document.diagnostics.is_empty(), "{:?}", document.diagnostics);
    lower(&document.root)
}

#[test]
fn scalars_and_lists_are_read_alike_and_kept_apart() {
    let one =
        read(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#);
    let list = read(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*"],"Resource":["*"]}]}"#,
    );
    assert_eq!((one.form, list.form), (Form::Single, Form::List));
    for policy in [&one, &list] {
        let statement = &policy.statements[0];
        assert!(statement.allows());
        assert_eq!(statement.actions()[0].value.as_str(), "s3:Get*");
        assert_eq!(statement.resources()[0].value.as_str(), "*");
    }
    assert_eq!(one.statements[0].action.as_ref().unwrap().form, Form::Single);
    assert_eq!(list.statements[0].action.as_ref().unwrap().form, Form::List);
}

#[test]
fn every_element_has_its_place() {
    let text = r#"{
  "Version": "2012-10-17",
  "Id": "x",
  "Statement": [{
    "Sid": "A",
    "Effect": "Deny",
    "NotPrincipal": { "AWS": ["111122223333", "*"], "Service": "s3.amazonaws.com" },
    "NotAction": "iam:*",
    "NotResource": ["arn:aws:s3:::b/${aws:username}"],
    "Condition": { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": ["a", 1, true] } },
    "Extra": null
  }]
}"#;
    let policy = read(text);
    let slice = |span: policy::Span| &text[span.range()];
    assert_eq!(slice(policy.version.as_ref().unwrap().span), r#""2012-10-17""#);
    assert_eq!(policy.version.as_ref().unwrap().value, Version::V2012);
    let statement = &policy.statements[0];
    assert_eq!(slice(statement.sid.as_ref().unwrap().span), r#""A""#);
    assert_eq!(statement.effect.as_ref().unwrap().value, Effect::Deny);
    let principals: Vec<_> = statement
        .not_principal
        .as_ref()
        .unwrap()
        .principals()
        .map(|it| (slice(it.span), it.value.form))
        .collect();
    assert_eq!(
        principals,
        [
            (r#""111122223333""#, PrincipalForm::Account),
            (r#""*""#, PrincipalForm::Everyone),
            (r#""s3.amazonaws.com""#, PrincipalForm::Service),
        ]
    );
    assert_eq!(slice(statement.not_actions()[0].span), r#""iam:*""#);
    assert_eq!(slice(statement.not_resources()[0].span), r#""arn:aws:s3:::b/${aws:username}""#);
    let condition = statement.condition.as_ref().unwrap();
    let (operator, entry) = condition.entries().next().unwrap();
    assert_eq!(
        (operator.set, operator.name, operator.if_exists),
        (Some(SetPrefix::ForAnyValue), Some(OperatorName::StringLike), true)
    );
    assert_eq!(slice(entry.key.span), r#""aws:TagKeys""#);
    let values: Vec<_> = entry.values.iter().map(|value| value.value.clone()).collect();
    assert_eq!(values, [Literal::String("a".into()), Literal::Number("1".into()), Literal::Bool(true)]);
    assert_eq!(statement.unknown[0].key.text, "Extra");
}

#[test]
fn variables_mean_something_only_under_the_version_of_2012() {
    let resource = |version: &str| {
        let text = format!(
            r#"{{{version}"Statement":{{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${{*}}"}}}}"#
        );
        read(&text).statements[0].resources()[0].value.clone()
    };
    let literal_star = "arn:aws:s3:::b/*";
    let literal_text = "arn:aws:s3:::b/${x}";
    let with = resource(r#""Version":"2012-10-17","#);
    assert!(
        with.matches(literal_star).is_yes() && with.matches("arn:aws:s3:::b/x").is_no(),
        "`${{*}}` is the character itself"
    );
    for version in ["", r#""Version":"2008-10-17","#] {
        let without = resource(version);
        assert!(
            without.matches(literal_text).is_yes(),
            "the star between the braces is a wildcard, the rest is text"
        );
        assert!(without.matches("arn:aws:s3:::b/x").is_no());
    }
}

#[test]
fn the_last_of_repeated_members_counts() {
    let text = r#"{"Version":"2008-10-17","Version":"2012-10-17","Statement":[]}"#;
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    assert_eq!(lower(&document.root).version.unwrap().value, Version::V2012);
}

#[test]
fn the_wrong_type_is_kept_and_the_rest_is_read() {
    let text = r#"{"Version":2012,"Statement":[{"Effect":["Allow"],"Action":["s3:GetObject",7],"Resource":{},
        "Principal":{"AWS":5,"Service":"a.amazonaws.com"},"Condition":{"Bool":[],"Null":{"aws:x":{}}}},"text"]}"#;
    let policy = read(text);
    let names: Vec<_> = policy.malformed.iter().map(|it| it.member.key.text.as_str()).collect();
    assert_eq!(names, ["Version"]);
    assert_eq!(policy.misplaced.iter().map(|it| it.index).collect::<Vec<_>>(), [1]);
    let statement = &policy.statements[0];
    let names: Vec<_> = statement.malformed.iter().map(|it| it.member.key.text.as_str()).collect();
    assert_eq!(names, ["Effect", "Resource"]);
    let action = statement.action.as_ref().unwrap();
    assert_eq!((action.items.len(), action.misplaced[0].index), (1, 1));
    let principal = statement.principal.as_ref().unwrap();
    assert_eq!((principal.entries.len(), principal.malformed.len()), (1, 1));
    let condition = statement.condition.as_ref().unwrap();
    assert_eq!(condition.malformed[0].member.key.text, "Bool");
    assert_eq!(condition.blocks[0].malformed[0].member.key.text, "aws:x");
}

#[test]
fn kinds_are_told_by_content_with_the_reason() {
    let kind = |statements: &str| {
        read(&format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#)).detect_kind().kind
    };
    let cases = [
        (r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#, PolicyKind::Identity),
        ("[]", PolicyKind::Identity),
        (r#"{"Effect":"Allow","Principal":["*"],"Action":"s3:*","Resource":"*"}"#, PolicyKind::Resource),
        (
            r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#,
            PolicyKind::Resource,
        ),
        (
            r#"{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":["sts:AssumeRole","sts:TagSession"]}"#,
            PolicyKind::Trust,
        ),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"STS:assumerole"}"#,
            PolicyKind::Trust,
        ),
        (
            r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage"}"#,
            PolicyKind::Resource,
        ),
        (r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#, PolicyKind::Rcp),
        (
            r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}"#,
            PolicyKind::Resource,
        ),
        (
            r#"[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"},
                {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]"#,
            PolicyKind::Resource,
        ),
    ];
    for (statements, expected) in cases {
        assert_eq!(kind(statements), expected, "{statements}");
    }
    let policy = read(r#"{"Version":"2012-10-17","Statement":[]}"#);
    assert_eq!(policy.kind_or(Some(PolicyKind::Scp)).kind, PolicyKind::Scp, "the caller's word counts");
}

/// Any JSON value, with the names of policy elements among the keys.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        prop::sample::select(vec![
            "*",
            "Allow",
            "Deny",
            "s3:Get*",
            "arn:aws:s3:::b/${aws:username}",
            "2012-10-17",
            "é"
        ])
        .prop_map(Into::into),
    ];
    let keys = prop::sample::select(vec![
        "Version",
        "Id",
        "Statement",
        "Sid",
        "Effect",
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
        "AWS",
        "StringEquals",
        "aws:TagKeys",
        "Other",
    ]);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            prop::collection::vec((keys.clone(), inner), 0..6).prop_map(|members| {
                serde_json::Value::Object(
                    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

fn reread(node: &Node, style: Style) -> Policy {
    let text = write(node, style);
    let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
    assert!(document.diagnostics.is_empty(), "{text}: {:?}", document.diagnostics);
    lower(&document.root)
}

proptest! {
    #[test]
    fn writing_a_policy_and_reading_it_again_changes_nothing(
        statements in prop::collection::vec(any_value(), 0..4), extra in any_value()
    ) {
        let whole = serde_json::json!({ "Version": "2012-10-17", "Statement": statements, "Id": extra });
        let policy = read(&whole.to_string());
        let node = policy.to_node();
        for style in [Style::Minified, Style::default()] {
            let again = reread(&node, style);
            prop_assert_eq!(again.to_node(), node.clone());
            prop_assert_eq!(again.statements.len(), policy.statements.len());
        }
    }
}
