//! Answers of the query protocol: XML made of values.

use serde_json::Value;

/// A structure whose members have names of their own choice, which are written as entries.
const MAPS: [&str; 1] = ["EvalDecisionDetails"];

/// Writes an element; the items of a list are its members.
pub(super) fn element(name: &str, value: &Value, xml: &mut String) {
    xml.extend(["<", name, ">"]);
    match value {
        Value::Null => {}
        Value::Array(items) => items.iter().for_each(|item| element("member", item, xml)),
        Value::Object(members) if MAPS.contains(&name) => {
            for (key, value) in members {
                xml.push_str("<entry>");
                element("key", &Value::String(key.clone()), xml);
                element("value", value, xml);
                xml.push_str("</entry>");
            }
        }
        Value::Object(members) => members.iter().for_each(|(name, value)| element(name, value, xml)),
        Value::String(text) => escape(text, xml),
        Value::Bool(_) | Value::Number(_) => escape(&value.to_string(), xml),
    }
    xml.extend(["</", name, ">"]);
}

/// Characters that XML cannot hold at all become the sign for such.
fn escape(text: &str, xml: &mut String) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            // A bare one would be read as a line break.
            '\r' => xml.push_str("&#13;"),
            '\t' | '\n' => xml.push(character),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            _ => xml.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_become_elements() {
        let value = json!({"A": ["x", {"B": true}], "EvalDecisionDetails": {"IAM Policy": "allowed"}, "N": 1, "E": [], "T": "<&>\u{1}"});
        let mut xml = String::new();
        element("R", &value, &mut xml);
        let expected = "<R><A><member>x</member><member><B>true</B></member></A>\
            <EvalDecisionDetails><entry><key>IAM Policy</key><value>allowed</value></entry></EvalDecisionDetails>\
            <N>1</N><E></E><T>&lt;&amp;&gt;\u{fffd}</T></R>";
        assert_eq!(xml, expected);
    }
}
