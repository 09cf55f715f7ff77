//! `who-can`: which policies allow an action, where, for whom and when.

use std::fs;

use crate::run::leastwise;

const READER: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::acme/*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#;
const SENDER: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"}]}"#;
const BUCKET: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/ana"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::acme/*"}]}"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("reader", READER), ("sender", SENDER), ("bucket", BUCKET)] {
        fs::write(folder.path().join(format!("{name}.json")), text).unwrap();
    }
    folder
}

#[test]
fn each_policy_says_where_for_whom_and_when() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let ran = leastwise(&["who-can", "s3:GetObject", "--policies", path, "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let found = ran.json();
    let policies = found["policies"].as_array().unwrap();
    assert_eq!((policies.len(), &found["without"]), (2, &1.into()), "{found}");
    let (bucket, reader) = (&policies[0], &policies[1]);
    assert_eq!((&bucket["kind"], &reader["kind"]), (&"resource".into(), &"identity".into()));
    assert_eq!(bucket["regions"][0]["witness"]["principal"], "arn:aws:iam::111122223333:user/ana");
    assert!(bucket["who"][0].as_str().unwrap().contains("user/ana"), "{bucket}");
    assert!(reader["regions"][0]["conditions"].as_str().unwrap().contains("aws:SecureTransport"), "{reader}");
    assert_eq!(reader["regions"][0]["witness"]["context"]["aws:SecureTransport"], "true");
    assert!(reader["complete"].as_bool().unwrap());

    let text = leastwise(&["who-can", "s3:GetObject", "--policies", path]).out;
    assert!(
        text.ends_with("2 policies allow `s3:GetObject`; 1 policy allows none of it (proved)\n"),
        "{text}"
    );
}

#[test]
fn a_resource_narrows_the_answer() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let elsewhere = leastwise(&["who-can", "s3:Get*", "arn:aws:s3:::other/*", "--policies", path]);
    assert_eq!(elsewhere.code, Some(0), "{}", elsewhere.err);
    assert_eq!(
        elsewhere.out,
        "no policy allows `s3:Get*` on `arn:aws:s3:::other/*`; 3 policies allow none of it (proved)\n"
    );
}

#[test]
fn policies_that_only_limit_are_named() {
    let folder = folder();
    let path = folder.path().join("sender.json");
    let ran =
        leastwise(&["who-can", "sqs:SendMessage", "--type", "scp", "--policies", path.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("sender.json` only limits what others allow"), "{}", ran.out);
}

#[test]
fn of_a_broken_policy_it_is_unknown() {
    let folder = folder();
    fs::write(folder.path().join("broken.json"), READER.replace("]}", "],}")).unwrap();
    let ran = leastwise(&["who-can", "s3:GetObject", "--policies", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.out.contains("unknown: ") && ran.out.contains("2 policies allow"), "{}", ran.out);
}
