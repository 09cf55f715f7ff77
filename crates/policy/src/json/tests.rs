//! What each broken place costs, where the finding lies, and what can still be read.

use super::*;
use crate::{Limits, Span, Value, write};

/// The tree as minified JSON, and each finding as the text it stands on and its message.
fn read_all(text: &str) -> (String, Vec<(String, String)>) {
    let (node, found) = read(text, &Limits::default());
    let found = found.into_iter().map(|each| {
        let on = text.get(each.span.range()).unwrap_or("off the text").to_owned();
        (on, each.message)
    });
    (write(&node, write::Style::Minified), found.collect())
}

#[test]
fn one_broken_place_is_one_finding_on_its_place() {
    for (text, tree, on, message) in [
        // Commas.
        ("[1,2,]", "[1,2]", ",", "a comma may not stand before the closing bracket"),
        ("{\"a\":1 , }", "{\"a\":1}", ",", "a comma may not stand before the closing bracket"),
        ("[1,,2]", "[1,2]", ",", "a value is missing before this comma, or the comma is one too many"),
        ("[,1]", "[1]", ",", "a value is missing before this comma, or the comma is one too many"),
        ("[1, , ,2]", "[1,2]", ", ,", "values are missing between these commas, or the commas are too many"),
        ("[1 2]", "[1,2]", "", "a comma is missing here"),
        ("[\"a\"\n\"b\"]", "[\"a\",\"b\"]", "", "a comma is missing here"),
        ("{\"a\":{}\n\"b\":2}", "{\"a\":{},\"b\":2}", "", "a comma is missing here"),
        ("[1;2]", "[\"1;2\"]", "1;2", "`1;2` must be in double quotes"),
        ("[\"a\";\"b\"]", "[\"a\"]", ";", "expected `,` or `]`, found `;`"),
        // Comments.
        ("// a\n[1]", "[1]", "// a", "JSON has no comments"),
        ("[1 /* a\nb */]", "[1]", "/* a\nb */", "JSON has no comments"),
        ("[1] # a", "[1]", "# a", "JSON has no comments"),
        ("[1 /* a", "[1]", "/*", "this comment is never closed"),
        // Quotes.
        ("['a']", "[\"a\"]", "'a'", "strings stand in double quotes, not in single ones"),
        (
            "['a\"b\\'c']",
            "[\"a\\\"b'c\"]",
            "'a\"b\\'c'",
            "strings stand in double quotes, not in single ones",
        ),
        ("{'a':1}", "{\"a\":1}", "'a'", "strings stand in double quotes, not in single ones"),
        ("[“é”]", "[\"é\"]", "“é”", "strings stand in straight double quotes, not in typographic ones"),
        ("{a: 1}", "{\"a\":1}", "a", "the key `a` must be in double quotes"),
        ("{1: 1}", "{\"1\":1}", "1", "the key `1` must be in double quotes"),
        ("{\"a\": Allow}", "{\"a\":\"Allow\"}", "Allow", "`Allow` must be in double quotes"),
        (
            "{\"a\": s3:Get*, \"b\": 1}",
            "{\"a\":\"s3:Get*\",\"b\":1}",
            "s3:Get*",
            "`s3:Get*` must be in double quotes",
        ),
        ("{\"a\": all of it}", "{\"a\":\"all of it\"}", "all of it", "`all of it` must be in double quotes"),
        (
            "{\"a\": \"x,\n \"b\": 1}",
            "{\"a\":\"x\",\"b\":1}",
            "\"",
            "the string that begins here is not closed on its line",
        ),
        ("{\"a\": \"x\n}", "{\"a\":\"x\"}", "\"", "the string that begins here is not closed on its line"),
        ("[\"a\", \"b", "[\"a\",\"b\"]", "\"", "the string that begins here is never closed"),
        (
            "{\"a\": \"say \"hi\" to\", \"b\": 1}",
            "{\"a\":\"say \",\"b\":1}",
            "hi",
            "expected `,` or `}`, found `hi`",
        ),
        // Inside of strings.
        ("[\"a\nb\"]", "[\"a\\nb\"]", "\n", "a line break inside a string must be written `\\n`"),
        ("[\"a\n\tb\n\"]", "[\"a\\n\\tb\\n\"]", "\n", "a line break inside a string must be written `\\n`"),
        ("[\"\t\"]", "[\"\\t\"]", "\t", "a tab inside a string must be written `\\t`"),
        (
            "[\"\u{1}\"]",
            "[\"\\u0001\"]",
            "\u{1}",
            "a control character inside a string must be written `\\u0001`",
        ),
        ("[\"\\d\"]", "[\"\\\\d\"]", "\\d", "`\\d` is not an escape of JSON"),
        ("[\"it\\'s\"]", "[\"it's\"]", "\\'", "`\\'` is not an escape of JSON"),
        ("[\"\\u12x\"]", "[\"\\\\u12x\"]", "\\u12", "`\\u12` needs four hexadecimal digits after `\\u`"),
        (
            "[\"\\ud800x\"]",
            "[\"\u{FFFD}x\"]",
            "\\ud800",
            "`\\ud800` is half of a surrogate pair and stands for no character",
        ),
        (
            "[\"\\udc00\"]",
            "[\"\u{FFFD}\"]",
            "\\udc00",
            "`\\udc00` is half of a surrogate pair and stands for no character",
        ),
        // Numbers and words.
        ("[+5]", "[5]", "+5", "JSON does not write a number as `+5`"),
        ("[.5]", "[0.5]", ".5", "JSON does not write a number as `.5`"),
        ("[-5.]", "[-5]", "-5.", "JSON does not write a number as `-5.`"),
        (
            "[012345678901]",
            "[\"012345678901\"]",
            "012345678901",
            "the number `012345678901` has a leading zero",
        ),
        ("[0x1F]", "[\"0x1F\"]", "0x1F", "`0x1F` must be in double quotes"),
        (
            "[10.0.0.1]",
            "[\"10.0.0.1\"]",
            "10.0.0.1",
            "`10.0.0.1` is not a number; text must be in double quotes",
        ),
        ("[1e]", "[\"1e\"]", "1e", "`1e` must be in double quotes"),
        ("[NaN]", "[null]", "NaN", "`NaN` is not a number of JSON"),
        ("[-Infinity]", "[null]", "-Infinity", "`-Infinity` is not a number of JSON"),
        ("[True]", "[true]", "True", "`True` is not JSON's `true`"),
        ("[None]", "[null]", "None", "`None` is not JSON's `null`"),
        ("[tru]", "[\"tru\"]", "tru", "`tru` must be in double quotes"),
        // Members.
        ("{\"a\" 1}", "{\"a\":1}", "", "a colon is missing between the key and its value"),
        ("{\"a\" = 1}", "{\"a\":1}", "=", "expected `:` after the key, found `=`"),
        ("{\"a\" => 1}", "{\"a\":1}", "=>", "expected `:` after the key, found `=>`"),
        ("{\"a\", \"b\": 1}", "{\"a\":null,\"b\":1}", "\"a\"", "the key `a` has no value"),
        ("{\"a\"}", "{\"a\":null}", "\"a\"", "the key `a` has no value"),
        ("{\"a\": , \"b\": 1}", "{\"a\":null,\"b\":1}", ":", "the value of `a` is missing"),
        ("{\"a\": }", "{\"a\":null}", ":", "the value of `a` is missing"),
        ("{: 1, \"b\": 1}", "{\"b\":1}", ":", "the key before `:` is missing"),
        ("{[1], \"b\": 1}", "{\"b\":1}", "[", "expected a key in double quotes, found `[`"),
        ("{\"a\": (1), \"b\": 1}", "{\"a\":null,\"b\":1}", "(", "expected a value, found `(`"),
        (
            "{\"a\": 1, \"a\": 2}",
            "{\"a\":1,\"a\":2}",
            "\"a\"",
            "the key `a` is repeated, so one of its values is lost",
        ),
        ("[\"a\": 1]", "[\"a\"]", ":", "expected `,` or `]`, found `:`"),
        // Brackets.
        ("{\"a\": [1, 2}", "{\"a\":[1,2]}", "}", "the `[` is not closed before this `}`"),
        (
            "{\"a\": {\"b\": [1}, \"c\": 2}",
            "{\"a\":{\"b\":[1]},\"c\":2}",
            "}",
            "the `[` is not closed before this `}`",
        ),
        ("{\"a\": [1, 2}, \"b\": 3}", "{\"a\":[1,2],\"b\":3}", "}", "`}` cannot close `[`: expected `]`"),
        ("[{\"a\": 1]", "[{\"a\":1}]", "]", "the `{` is not closed before this `]`"),
        ("[1, {\"a\": [2", "[1,{\"a\":[2]}]", "[", "this `[` is never closed"),
        ("{\"a\"", "{\"a\":null}", "{", "this `{` is never closed"),
        ("{\"a\":", "{\"a\":null}", "{", "this `{` is never closed"),
        ("{\"a\": 1,", "{\"a\":1}", "{", "this `{` is never closed"),
        // Around the value.
        ("[1] [2]", "[1]", "[", "a second value begins here, and a document holds one"),
        ("{}\n{}\n{}", "{}", "{", "a second value begins here, and a document holds one"),
        ("{} x", "{}", "x", "text follows the value, and a document holds nothing else"),
        ("{}}", "{}", "}", "`}` closes nothing"),
        ("{},", "{}", ",", "nothing may follow the value"),
        ("\"a\": 1", "\"a\"", "\"a\"", "the `{` and `}` around the document are missing"),
        ("}", "null", "}", "expected a value, found `}`"),
        ("", "null", "", "expected a value, found the end of the text"),
        ("[\u{A0}1]", "[1]", "\u{A0}", "a character stands here that JSON does not take for a blank"),
        ("[1]\0", "[1]", "\0", "a character stands here that JSON does not take for a blank"),
    ] {
        let expected = (tree.to_owned(), vec![(on.to_owned(), message.to_owned())]);
        assert_eq!(read_all(text), expected, "{text}");
    }
}

#[test]
fn sound_texts_have_no_finding() {
    for (text, tree) in [
        (" {\"a\" : [ 1 , -0.5e+10 , true , false , null ] } \n", "{\"a\":[1,-0.5e+10,true,false,null]}"),
        ("\u{FEFF}[]", "[]"),
        ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\uDD1E\"", "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\té𝄞\""),
        ("123456789012", "123456789012"),
        ("0", "0"),
        ("-0.0", "-0.0"),
        ("\"// no comment # here\"", "\"// no comment # here\""),
    ] {
        assert_eq!(read_all(text), (tree.to_owned(), vec![]), "{text}");
    }
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "{ \"é\": [10, \"x\"] }";
    let (node, _) = read(text, &Limits::default());
    let member = &node.as_object().unwrap()[0];
    let slice = |span: Span| text.get(span.range()).unwrap();
    assert_eq!(slice(node.span), text);
    assert_eq!(slice(member.key.span), "\"é\"");
    assert_eq!(slice(member.value.span), "[10, \"x\"]");
    let items = member.value.as_array().unwrap();
    assert_eq!((slice(items[0].span), slice(items[1].span)), ("10", "\"x\""));
}

#[test]
fn a_repetition_points_at_the_first_place() {
    for filler in [0, 40] {
        let filler: String =
            (0..filler).fold(String::new(), |text, index| format!("{text}\"k{index}\": 0, "));
        let text = format!("{{{filler}\"a\": 1, \"\\u0061\": 2, \"a\": 3}}");
        let (node, found) = read(&text, &Limits::default());
        let places: Vec<_> = found
            .iter()
            .map(|each| (each.id, text.get(each.span.range()).unwrap(), each.labels[0].span))
            .collect();
        let first = text.find("\"a\"").unwrap();
        let first = Span::new(first, first + 3);
        assert_eq!(
            places,
            [("duplicate-json-key", "\"\\u0061\"", first), ("duplicate-json-key", "\"a\"", first)]
        );
        assert_eq!(node.get("a").unwrap().value, Value::Number("3".to_owned()));
    }
}

#[test]
fn brackets_left_open_name_where_they_were_opened() {
    let text = "[\n {\"a\": [2";
    let (_, found) = read(text, &Limits::default());
    let labels: Vec<_> = found[0].labels.iter().map(|label| (label.span, label.message.as_str())).collect();
    assert_eq!(found[0].span, Span::new(9, 10));
    assert_eq!(
        labels,
        [
            (Span::new(11, 11), "the text ends here"),
            (Span::new(3, 4), "nor is this `{`"),
            (Span::new(0, 1), "nor is this `[`")
        ]
    );
}

#[test]
fn nesting_counts_from_the_root_and_ends_at_the_limit() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(100), &Limits::default()).1.is_empty());
    let (_, found) = read(&format!("[{},{}]", nested(100), nested(101)), &Limits::default());
    let found: Vec<_> = found.iter().map(|each| (each.id, each.span)).collect();
    assert_eq!(found, [("document-too-deep", Span::new(100, 101))]);
}

#[test]
fn odd_blanks_of_a_document_are_one_finding() {
    let (_, found) = read_all("{\n\u{A0}\u{A0}\"a\":\u{A0}1\n\u{A0}}");
    let message = "characters stand here and at 2 more places that JSON does not take for blanks";
    assert_eq!(found, [("\u{A0}\u{A0}".to_owned(), message.to_owned())]);
}
