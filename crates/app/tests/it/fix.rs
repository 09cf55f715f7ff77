//! `fix`: what is changed, what is written, what is left.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::mcp::Client;
use crate::run::{Ran, command, finish, leastwise};

/// A comment, a layout of its own, an operator that AWS refuses, and an action that may be another.
const POLICY: &str = "Version: '2012-10-17' # the language\nStatement:\n- Effect:   Allow\n  Action:   \"s3:ListAllMyBucket\"\n  Resource: '*'\n  Condition: {\"StringEqual\": {aws:PrincipalOrgID: o-a1b2c3d4e5}}\n";
const SAFE: &str = "Version: '2012-10-17' # the language\nStatement:\n- Effect:   Allow\n  Action:   \"s3:ListAllMyBucket\"\n  Resource: '*'\n  Condition: {\"StringEquals\": {aws:PrincipalOrgID: o-a1b2c3d4e5}}\n";
const UNSAFE: &str = "Version: '2012-10-17' # the language\nStatement:\n- Effect:   Allow\n  Action:   \"s3:ListAllMyBuckets\"\n  Resource: '*'\n  Condition: {\"StringEquals\": {aws:PrincipalOrgID: o-a1b2c3d4e5}}\n";

fn policy_in(folder: &Path) -> String {
    let path = folder.join("policy.yaml");
    fs::write(&path, POLICY).unwrap();
    path.to_str().unwrap().to_owned()
}

fn fix(path: &str, arguments: &[&str]) -> Ran {
    leastwise(&[&["fix", path], arguments].concat())
}

#[test]
fn nothing_is_written_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = policy_in(folder.path());
    for arguments in [&[][..], &["--diff"], &["--unsafe"], &["--unsafe", "--format", "json"]] {
        fix(&path, arguments);
        assert_eq!(fs::read_to_string(&path).unwrap(), POLICY, "{arguments:?}");
    }
    let refused = fix(&path, &["--diff", "--write"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
}

#[test]
fn writing_keeps_layout_and_comments_and_ends_at_a_fixed_point() {
    let folder = tempfile::tempdir().unwrap();
    let path = policy_in(folder.path());
    let safe = fix(&path, &["--write"]);
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), safe.code), (SAFE, Some(1)), "{}", safe.out);
    assert!(safe.out.contains("left: ") && safe.out.contains("[invalid-action]"), "{}", safe.out);

    let again = fix(&path, &["--write"]);
    assert!(again.out.contains("nothing to fix"), "{}", again.out);
    let all = fix(&path, &["--write", "--unsafe"]);
    assert_eq!((fs::read_to_string(&path).unwrap().as_str(), all.code), (UNSAFE, Some(0)), "{}", all.out);
    let last = fix(&path, &["--unsafe"]);
    assert_eq!(last.out, "nothing to fix in 1 document, nothing is left\n");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

/// What `--format diff` prints is a patch: applied by another program it gives what `--write` writes.
#[cfg(unix)]
#[test]
fn the_diff_is_a_patch() {
    let folder = tempfile::tempdir().unwrap();
    policy_in(folder.path());
    let mut inside = command(&["fix", "policy.yaml", "--unsafe", "--format", "diff"]);
    inside.current_dir(folder.path());
    let patch = finish(inside, "").out;
    let mut git = Command::new("git");
    git.args(["apply", "-p0", "-"]).current_dir(folder.path());
    let applied = finish(git, &patch);
    assert_eq!(applied.code, Some(0), "{}\n{patch}", applied.err);
    assert_eq!(fs::read_to_string(folder.path().join("policy.yaml")).unwrap(), UNSAFE);
}

#[test]
fn a_text_comes_back_mended_and_is_not_written() {
    let fixed = finish(command(&["fix", "-", "--unsafe", "--format", "json"]), POLICY).json();
    assert_eq!(fixed["changes"][0]["text"], UNSAFE);
    let titles: Vec<_> =
        fixed["changes"][0]["fixes"].as_array().unwrap().iter().map(|fix| fix["safety"].clone()).collect();
    assert_eq!(titles, ["safe", "unsafe"], "the safe ones come first");
    let refused = finish(command(&["fix", "-", "--write"]), POLICY);
    assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""));
}

#[test]
fn a_file_of_another_encoding_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let latin: Vec<u8> =
        POLICY.replace("language", "pr\u{E9}cis").chars().map(|each| u8::try_from(each).unwrap()).collect();
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(POLICY.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("latin.yaml", latin), ("wide.yaml", utf16)] {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let ran = fix(path.to_str().unwrap(), &["--write", "--unsafe"]);
        assert!(ran.out.contains("it is not UTF-8, and is left as it is"), "{}", ran.out);
        assert_eq!((fs::read(&path).unwrap(), ran.code), (bytes, Some(1)), "{name}");
    }
}

/// A document that cannot be opened leaves all the others as they were.
#[test]
fn a_refusal_comes_before_the_first_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = policy_in(folder.path());
    let missing = folder.path().join("missing.json");
    let ran = leastwise(&["fix", &path, missing.to_str().unwrap(), "--write"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), POLICY);
}

#[test]
fn over_mcp_only_files_below_a_root_are_written() {
    let outside = tempfile::tempdir().unwrap();
    let inside = tempfile::tempdir().unwrap();
    let (outer, inner) = (policy_in(outside.path()), policy_in(inside.path()));
    let mut client = Client::with(&["mcp", "--root", inside.path().to_str().unwrap()]);
    let mut write =
        |path: &str| client.call("fix_policies", &json!({"documents": [{"path": path}], "write": true}));
    assert_eq!(write(&outer)["isError"], true);
    assert_eq!(fs::read_to_string(&outer).unwrap(), POLICY);
    assert_eq!(write("policy.yaml")["structuredContent"]["changes"][0]["written"], true);
    assert_eq!(fs::read_to_string(&inner).unwrap(), SAFE);
}

/// Of two names that would become one key only one can be meant; all that is wrong besides is mended.
#[test]
fn names_that_would_become_one_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    let text = |effect: &str, first: &str, second: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"{effect}","Action":"s3:ListAllMyBuckets","Resource":"*","Condition":{{"{first}":{{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}},"{second}":{{"aws:PrincipalAccount":"111122223333"}}}}}}]}}"#
        )
    };
    fs::write(&path, text("allow", "StringEqual", "StringEqals")).unwrap();
    let ran = fix(path.to_str().unwrap(), &["--write"]);
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        text("Allow", "StringEqual", "StringEqals"),
        "{}",
        ran.out
    );
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let again = fix(path.to_str().unwrap(), &["--write"]);
    assert!(again.out.starts_with("left: "), "{}", again.out);
    assert_eq!(fs::read_to_string(&path).unwrap(), text("Allow", "StringEqual", "StringEqals"));
}

/// A missing comma hides what is behind it: that there are more errors then is no reason to keep it away.
#[test]
fn a_text_that_could_not_be_read_is_mended_first() {
    let broken = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"allow\"\n  \"Action\": \"s3:ListAllMyBuckets\",\n  \"Resource\": \"*\", \"Condition\": {\"StringEqual\": {\"aws:PrincipalOrgID\": \"o-a1b2c3d4e5\"}}}]}";
    let sound = "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Allow\",\n  \"Action\": \"s3:ListAllMyBuckets\",\n  \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-a1b2c3d4e5\"}}}]}";
    let fixed = finish(command(&["fix", "-", "--format", "json"]), broken).json();
    assert_eq!(fixed["changes"][0]["text"], sound, "{fixed}");
}

#[test]
fn a_byte_order_mark_and_line_endings_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.yaml");
    let crlf = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    fs::write(&path, crlf(POLICY)).unwrap();
    let ran = fix(path.to_str().unwrap(), &["--write", "--only", "invalid-condition-operator"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), crlf(SAFE), "{}", ran.out);
    // The mark is a finding of its own, and goes where that is mended too.
    fix(path.to_str().unwrap(), &["--write"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), SAFE.replace('\n', "\r\n"));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().unwrap();
    let path = policy_in(folder.path());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.yaml");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let ran = fix(link.to_str().unwrap(), &["--write"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), SAFE, "{}", ran.err);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
}

/// What a fix makes of the meaning is proved, or it is said why not.
#[test]
fn fixes_say_what_becomes_of_the_meaning() {
    let allow = |actions: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":{actions},"Resource":"*"}}]}}"#
        )
    };
    let said = |policy: &str| {
        finish(command(&["fix", "-", "--format", "json"]), policy).json()["changes"][0]["meaning"].clone()
    };
    let same = said(&allow(r#"["s3:Get*","s3:GetObject"]"#));
    assert_eq!((&same["verdict"], &same["text"]), (&json!("same"), &json!("same meaning (proved)")));
    assert_eq!(said(POLICY)["verdict"], "notCompared", "AWS refuses an operator that it does not know");
    let broken = said(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",}]}"#,
    );
    assert_eq!(broken["text"], "not compared: the text was broken");
    let text = finish(command(&["fix", "-"]), &allow(r#"["s3:Get*","s3:GetObject"]"#)).out;
    assert!(text.contains(": same meaning (proved)\n"), "{text}");
}
