//! The scanner against the JSON library: whatever the text, they come to the same.

use proptest::prelude::*;
use serde_json::{Value, json};
use trail::oracle::disagreement;

use crate::logs::{delivered, event};

fn agree(text: impl AsRef<[u8]>) {
    if let Some(difference) = disagreement(text.as_ref()) {
        panic!("{}: {difference}", String::from_utf8_lossy(text.as_ref()));
    }
}

#[test]
fn odd_values_in_every_place_mean_the_same() {
    let values = [
        "null",
        "true",
        "false",
        "0",
        "7",
        "007",
        "-0",
        "-1",
        "1.5",
        "1e5",
        "1E-2",
        "1e999",
        "18446744073709551616",
        "99999999999999999999999",
        "1.",
        ".5",
        "-",
        "nul",
        "truefalse",
        "\"\"",
        "\" a \"",
        r#""\u0041\n\"""#,
        r#""\ud800""#,
        r#""\ud83d\ude00""#,
        r#""\x""#,
        "\"\u{1}\"",
        "\"\u{7f}\u{e9}\"",
        "\"",
        "[]",
        "[ ]",
        "[1,]",
        "[,]",
        "[[],{}]",
        "{}",
        "{ }",
        r#"{"arn":"x","ARN":1,"accountId":2}"#,
        r#"{"a":1,}"#,
        r#"{"a" : [1 , {"b":null}] }"#,
        r#"{"\u0061rn":"x"}"#,
        r#"{"\ud800":1}"#,
        r#"{"sessionIssuer":{"arn":"a"},"sessionIssuer":3,"attributes":[],"webIdFederationData":"x"}"#,
        r#"[{"ARN":"a"},null,3,"x",[1],{"ARNPrefix":"p","ARN":null}]"#,
        r#"[{"ARN":"a"},"\ud800"]"#,
        "\u{b}1",
        "",
    ];
    let names = [
        "eventVersion",
        "eventType",
        "eventID",
        "eventTime",
        "eventSource",
        "eventName",
        "errorCode",
        "errorMessage",
        "awsRegion",
        "sourceIPAddress",
        "userAgent",
        "recipientAccountId",
        "sharedEventID",
        "vpcEndpointId",
        "vpcEndpointAccountId",
        "userIdentity",
        "resources",
        "tlsDetails",
        "requestParameters",
        "responseElements",
        "additionalEventData",
        "detail",
        "CloudTrailEvent",
        "message",
        "Records",
        "events",
        "logEvents",
        "other",
        "digestS3Bucket",
        r"event\u004eame",
        "",
    ];
    for name in names {
        for value in values {
            let mut text = event("1", json!({})).to_string();
            text.pop();
            for text in [
                format!(r#"{text},"{name}":{value}}}"#),
                format!(r#"{{"{name}":{value},{}}}"#, &text[1..]),
                format!(r#"{{ "{name}" : {value} , "userIdentity" : {value} }}"#),
                format!(
                    r#"{{"eventName":"a","userIdentity":{{"{name}":1,"sessionContext":{value},"onBehalfOf":{value}}}}}"#
                ),
                format!(r#"{{"eventName":"a","resources":[{value},{{"{name}":{value}}}]}}"#),
            ] {
                agree(&text);
                agree(format!("{text}\n{text}"));
                agree(format!(r#"{{"Records":[{text},{text}, {text}]}}"#));
            }
        }
    }
}

#[test]
fn a_text_cut_or_broken_anywhere_means_the_same() {
    let first = event(
        "1",
        json!({ "requestParameters": { "a": [1, { "b": "c\"\\" }], "é": null }, "errorMessage": "no \u{1F600}\n" }),
    );
    let text = delivered(&[first, event("2", json!({ "resources": null }))]);
    for at in 0..text.len() {
        agree(&text[..at]);
        for byte in *b"\"\\{}[],:0 n\xff\x00" {
            let mut broken = text.clone();
            broken[at] = byte;
            agree(&broken);
        }
    }
}

#[test]
fn records_longer_than_what_is_looked_at_first_mean_the_same() {
    for size in [1_000, 4_000, 5_000, 100_000, 300_000] {
        let long = event(
            "1",
            json!({ "responseElements": { "text": "x".repeat(size), "list": vec![json!({ "a": 1 }); size / 10] } }),
        );
        let events: Vec<Value> = vec![long, event("2", json!({})), event("3", json!({}))];
        agree(delivered(&events));
    }
}

#[test]
fn deep_values_mean_the_same() {
    for depth in [1, 63, 64, 65, 200] {
        let deep = format!("{}{}", r#"[{"a":"#.repeat(depth), "1".to_owned() + &"}]".repeat(depth));
        agree(event("1", json!({})).to_string().replacen(
            '{',
            &format!(r#"{{"requestParameters":{deep},"#),
            1,
        ));
    }
}

proptest! {
    #[test]
    fn any_json_like_text_means_the_same(text in "[\\[\\]{}:,\"a1e.\\- \\\\u\n]{0,60}") {
        agree(&text);
        agree(format!(r#"{{"eventName":{text},"userIdentity":{{"type":{text}}}}}"#));
    }

    #[test]
    fn any_bytes_mean_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        agree(&bytes);
    }

    #[test]
    fn flipped_bytes_mean_the_same(flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut text = delivered(&[event("1", json!({})), event("2", json!({})), event("3", json!({}))]);
        for (at, byte) in &flips {
            let at = at.index(text.len());
            text[at] = *byte;
        }
        agree(&text);
    }
}
