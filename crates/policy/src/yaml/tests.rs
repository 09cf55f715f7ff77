//! What YAML becomes, where it stands, and what is said about what it should not be.

use super::*;
use crate::{Limits, Span, Value, write};

fn read_all(text: &str) -> (String, Vec<(String, String)>) {
    let (node, found) = read(text, &Limits::default());
    let found = found.into_iter().map(|each| {
        let on = text.get(each.span.range()).unwrap_or("off the text").to_owned();
        (on, each.message)
    });
    (write(&node, write::Style::Minified), found.collect())
}

#[test]
fn sound_texts_become_the_tree_of_json() {
    for (text, tree) in [
        ("Version: 2012-10-17\n", r#"{"Version":"2012-10-17"}"#),
        ("Account: 012345678901", r#"{"Account":"012345678901"}"#),
        ("Account: 123456789012", r#"{"Account":123456789012}"#),
        (
            "Bool: {aws:SecureTransport: 'false', b: false}",
            r#"{"Bool":{"aws:SecureTransport":"false","b":false}}"#,
        ),
        ("a:\n- s3:Get*\n- \"*\"\n", r#"{"a":["s3:Get*","*"]}"#),
        ("a: |\n  x\n  y\n\nb: >-\n  x\n  y\n", r#"{"a":"x\ny\n","b":"x y"}"#),
        ("a: # why\n  b: !!str 12 # x\n", r#"{"a":{"b":"12"}}"#),
        ("a: !!int '12'", r#"{"a":12}"#),
        ("a:\nb: ~", r#"{"a":null,"b":null}"#),
        ("12: a\ntrue: b", r#"{"12":"a","true":"b"}"#),
        ("{\"a\": [1, 2]}", r#"{"a":[1,2]}"#),
        ("--- \na: 1\n...\n", r#"{"a":1}"#),
        ("\u{FEFF}a: 1", r#"{"a":1}"#),
        // CloudFormation.
        ("a: !Sub '${B}/*'", r#"{"a":{"Fn::Sub":"${B}/*"}}"#),
        ("a: !Ref B", r#"{"a":{"Ref":"B"}}"#),
        ("a: !GetAtt B.Arn", r#"{"a":{"Fn::GetAtt":["B","Arn"]}}"#),
        ("a: !Join ['', [x, !Ref B]]", r#"{"a":{"Fn::Join":["",["x",{"Ref":"B"}]]}}"#),
        ("a: !If\n  - C\n  - !Ref B\n  - 1\n", r#"{"a":{"Fn::If":["C",{"Ref":"B"},1]}}"#),
        ("a: !Sub 12", r#"{"a":{"Fn::Sub":"12"}}"#),
        ("a: ! 12", r#"{"a":"12"}"#),
        // Anchors and merge keys.
        ("a: &x [1]\nb: *x\n", r#"{"a":[1],"b":[1]}"#),
        ("a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n", r#"{"a":{"p":1,"q":2},"b":{"q":3,"p":1}}"#),
        (
            "a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc: {<<: [*x, *y]}",
            r#"{"a":{"p":1},"b":{"p":2,"q":2},"c":{"p":1,"q":2}}"#,
        ),
        ("a: {'<<': 1}", r#"{"a":{"<<":1}}"#),
    ] {
        assert_eq!(read_all(text), (tree.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn faults_are_reported_on_their_place() {
    for (text, tree, on, message) in [
        (
            "a: 1\nb: 2\na: 3",
            r#"{"a":1,"b":2,"a":3}"#,
            "a",
            "the key `a` is repeated, so one of its values is lost",
        ),
        ("a: *x", r#"{"a":null}"#, "*x", "the alias `*x` has no anchor before it"),
        ("a: &x [1, *x]", r#"{"a":[1,null]}"#, "*x", "the alias stands inside of what it repeats"),
        ("a: 1\n---\nb: 2", r#"{"a":1}"#, "---", "a second document begins here, and only the first is read"),
        ("? [1, 2]\n: 3", r#"{"[1, 2]":3}"#, "[1, 2]", "a key must be text, and this is a list"),
        ("a: {<<: 1}", r#"{"a":{}}"#, "<<", "`<<` merges mappings, and its value is none"),
        ("é: 1\nb: \"x\n c: 2", r#"{"é":1,"b":null}"#, "\"", "unclosed quote: the rest was not read"),
        ("a: 1\0\nb: 2", r#"{"a":1}"#, "\0", "a NUL character stands here, and nothing behind it was read"),
    ] {
        let expected = (tree.to_owned(), vec![(on.to_owned(), message.to_owned())]);
        assert_eq!(read_all(text), expected, "{text}");
    }
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "é: x\nlist:\n  - !Sub \"${A}\"\n  - {k: v}\nblock: |\n  long\n\n\nlast:\n  deep:\n    - z\n";
    let (node, found) = read(text, &Limits::default());
    assert!(found.is_empty(), "{found:?}");
    let slice = |span: Span| text.get(span.range()).unwrap();
    let get = |key: &str| node.get(key).unwrap();
    assert_eq!(slice(node.span), text.trim_end());
    assert_eq!(slice(node.as_object().unwrap()[0].key.span), "é");
    assert_eq!(slice(get("list").span), "- !Sub \"${A}\"\n  - {k: v}");
    let items = get("list").as_array().unwrap();
    assert_eq!(slice(items[0].span), "!Sub \"${A}\"");
    assert_eq!(slice(items[1].span), "{k: v}");
    let Value::Tagged(tag, inner) = &items[0].value else { panic!("{:?}", items[0]) };
    assert_eq!((tag.as_str(), slice(inner.span)), ("Sub", "\"${A}\""));
    assert_eq!(slice(get("block").span), "long", "the content, without the header and the blank lines");
    assert_eq!(slice(get("last").span), "deep:\n    - z");
}

#[test]
fn a_copy_stands_at_its_alias_and_its_parts_at_the_anchor() {
    let text = "a: &x [1]\nb: *x\n";
    let (node, _) = read(text, &Limits::default());
    let copy = node.get("b").unwrap();
    assert_eq!(text.get(copy.span.range()), Some("*x"));
    assert_eq!(copy.as_array().unwrap()[0].span, Span::new(7, 8));
}

#[test]
fn aliases_expand_within_a_budget() {
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(",");
        bomb = format!("{bomb}a{level}: &a{level} [{aliases}]\n");
    }
    let long = format!("a: &x {}\nb: [{}]\n", "y".repeat(1_000_000), vec!["*x"; 1000].join(","));
    for text in [bomb, long] {
        let (_, found) = read(&text, &Limits::default());
        assert_eq!(found.iter().map(|each| each.id).collect::<Vec<_>>(), ["document-too-large"]);
    }
}

#[test]
fn nesting_ends_at_the_limit_whatever_it_is_made_of() {
    let flow = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let block = |depth: usize| format!("{}x\n", "- ".repeat(depth));
    assert!(read(&flow(100), &Limits::default()).1.is_empty());
    assert!(read(&block(100), &Limits::default()).1.is_empty());
    let aliased = format!("a: &x {}\nb: {}*x{}\n", flow(60), "[".repeat(60), "]".repeat(60));
    for text in
        [flow(101), block(101), format!("{}{}", "- ".repeat(60), flow(60)), aliased, "[".repeat(100_000)]
    {
        let (_, found) = read(&text, &Limits::default());
        assert_eq!(
            found.iter().map(|each| each.id).collect::<Vec<_>>(),
            ["document-too-deep"],
            "{}",
            text.len()
        );
    }
}
