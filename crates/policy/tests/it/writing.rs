//! Laws of the writer: what it writes reads back, as JSON and as the YAML that JSON is.

use policy::{Key, Limits, Member, Node, Span, Style, Value, json, write, yaml};
use proptest::prelude::*;

fn trees(texts: &'static str, numbers: &'static str) -> impl Strategy<Value = Node> {
    let node = |value| Node::new(Span::NONE, value);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        numbers.prop_map(Value::Number),
        texts.prop_map(Value::String),
    ];
    leaf.prop_map(node).prop_recursive(5, 60, 6, move |inner| {
        let member = (texts, inner.clone())
            .prop_map(|(text, value)| Member { key: Key { text, span: Span::NONE }, value });
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::Array),
            prop::collection::vec(member, 0..6).prop_map(Value::Object),
        ]
        .prop_map(node)
    })
}

const NUMBERS: &str = "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,6})?";

proptest! {
    #[test]
    fn json_reads_back_what_was_written(node in trees("(?s).{0,12}", NUMBERS), indent in 0usize..5) {
        for style in [Style::Minified, Style::Pretty(indent)] {
            let text = write(&node, style);
            let (again, found) = json::read(&text, &Limits::default());
            prop_assert!(found.iter().all(|each| each.id == "duplicate-json-key"), "{}: {:?}", text, found);
            prop_assert_eq!(again.without_spans(), node.clone());
            prop_assert_eq!(write(&again, style), text);
        }
    }

    /// Line breaks and the marks that YAML 1.2 does not take for printable are left out.
    #[test]
    fn yaml_reads_json_alike(node in trees("[ -~é€𝄞]{0,12}", NUMBERS)) {
        for style in [Style::Minified, Style::Pretty(2)] {
            let text = write(&node, style);
            let (again, found) = yaml::read(&text, &Limits::default());
            prop_assert!(found.iter().all(|each| each.id == "duplicate-json-key"), "{}: {:?}", text, found);
            prop_assert_eq!(again.without_spans(), node.clone(), "{}", text);
        }
    }
}
