//! Policies within other documents: where their findings are said to be.

use std::fs;

use serde_json::{Value, json};

use crate::run::{Ran, leastwise};

fn policy(action: &str) -> Value {
    json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
}

/// Runs a command over a file with this text, in a folder of its own.
fn over(command: &str, text: &str, arguments: &[&str]) -> (Ran, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("host.json");
    fs::write(&path, text).unwrap();
    let ran = leastwise(&[&[command, path.to_str().unwrap()], arguments].concat());
    let after = fs::read_to_string(&path).unwrap();
    (Ran { out: ran.out.replace(folder.path().to_str().unwrap(), "FOLDER"), ..ran }, after)
}

#[test]
fn an_object_is_checked_where_it_stands() {
    let host = json!({"RoleName": "a", "PolicyName": "b", "PolicyDocument": policy("s3:ListAllMyBucket")});
    let text = serde_json::to_string_pretty(&host).unwrap();
    let report = over("validate", &text, &["--only", "invalid-action", "--format", "json"]).0.json();
    let document = &report["documents"][0];
    assert_eq!(document["path"], "FOLDER/host.json");
    let finding = &document["findings"][0];
    assert_eq!(finding["pointer"], "/PolicyDocument/Statement/0/Action");
    assert_eq!(host.pointer(finding["pointer"].as_str().unwrap()).unwrap(), "s3:ListAllMyBucket");
    let offset = |end: &str| usize::try_from(finding["span"][end]["offset"].as_u64().unwrap()).unwrap();
    assert_eq!(&text[offset("start")..offset("end")], "\"s3:ListAllMyBucket\"");
}

#[test]
fn a_text_is_checked_as_a_source_of_its_own() {
    let plain = policy("s3:ListAllMyBucket").to_string();
    let encoded = plain.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
    for (host, name) in [
        (json!({"Policy": policy("s3:ListAllMyBucket").to_string()}), "FOLDER/host.json#/Policy"),
        (
            json!({"PolicyVersion": {"VersionId": "v1", "Document": encoded}}),
            "FOLDER/host.json#/PolicyVersion/Document",
        ),
    ] {
        let arguments = ["--only", "invalid-action", "--format", "json"];
        let report = over("validate", &host.to_string(), &arguments).0.json();
        let document = &report["documents"][0];
        assert_eq!(document["path"], name);
        let finding = &document["findings"][0];
        assert_eq!(finding["pointer"], "/Statement/0/Action", "{report}");
        let column = policy("s3:ListAllMyBucket").to_string().find("\"s3:List").unwrap() + 1;
        assert_eq!(finding["span"]["start"]["column"], column);
    }
}

#[test]
fn every_policy_of_a_list_is_a_document() {
    let host = json!([policy("s3:ListAllMyBuckets"), policy("s3:ListAllMyBucket")]);
    let report =
        over("validate", &host.to_string(), &["--only", "invalid-action", "--format", "json"]).0.json();
    assert_eq!(report["summary"]["documents"], 2);
    assert_eq!(report["documents"][0]["findings"], json!([]));
    assert_eq!(report["documents"][1]["findings"][0]["pointer"], "/1/Statement/0/Action");
}

/// Every policy that stands in the document itself is mended there, and nothing else is touched.
#[test]
fn what_another_document_holds_is_mended_where_it_stands() {
    let host = |action: &str| {
        let list = json!([policy(action), policy("s3:ListAllMyBuckets"), policy(action)]);
        let answer = json!({"RoleName": "s3:ListAllMyBucket", "PolicyDocument": policy(action)});
        [list, answer].map(|host| serde_json::to_string_pretty(&host).unwrap())
    };
    for (before, after) in host("s3:ListAllMyBucket").iter().zip(host("s3:ListAllMyBuckets")) {
        let (safe, text) = over("fix", before, &["--write"]);
        assert_eq!((&text, safe.code), (before, Some(1)), "{}", safe.out);
        let (all, text) = over("fix", before, &["--unsafe", "--write"]);
        assert_eq!((text, all.code), (after, Some(0)), "{}", all.out);
        assert!(all.out.contains(" written to 1 document"), "{}", all.out);
    }
}

/// Its letters are written in another way than they are meant: putting them back is for a person.
#[test]
fn a_text_within_another_document_is_left_as_it_is() {
    let text = json!({"Policy": policy("s3:ListAllMyBucket").to_string()}).to_string();
    let (ran, after) = over("fix", &text, &["--unsafe", "--write"]);
    assert_eq!((after, ran.code), (text, Some(1)));
    let said = "FOLDER/host.json#/Policy: it is a text within another document, and is left as it is";
    assert!(ran.out.contains(said), "{}", ran.out);
}
