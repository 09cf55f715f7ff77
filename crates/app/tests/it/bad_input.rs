//! Whatever is wrong with the input, one clear line says so and the exit code is 2.

use std::fs;

use crate::run::{Ran, command, finish, leastwise};

fn one_line(ran: &Ran, says: &str) {
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(ran.out, "", "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert!(ran.err.starts_with("error: ") && ran.err.contains(says), "{says}: {}", ran.err);
}

#[test]
fn arguments_that_are_wrong() {
    let cases: &[(&[&str], &str)] = &[
        (&["validate", "missing.json"], "`missing.json` does not exist"),
        (&["validate", "missing-folder/"], "does not exist"),
        (&["validate"], "PATHS"),
        (&["validate", "-", "-"], "standard input is read already"),
        (&["validate", "README.md/x.json"], "`README.md/x.json`"),
        (&["validate", "crates/app/src"], "no policy below `crates/app/src`"),
        (&["validate", "examples", "--only", "no-such-check"], "there is no check `no-such-check`"),
        (&["validate", "examples", "--type", "bucket"], "invalid value 'bucket'"),
        (&["validate", "examples", "--fail-on", "bad"], "invalid value 'bad'"),
        (&["validate", "examples", "--resource-type", "s3"], "`s3` is not a resource type"),
        (&["validate", "examples", "--formt", "json"], "'--format'"),
        (&["validate", "examples", "--format", "xml"], "invalid value 'xml'"),
        (&["validat", "examples"], "'validate'"),
        (&["analyze"], "DIR"),
        (&["analyze", "crates/app/src"], "no CloudTrail record in `crates/app/src`"),
        (&["analyze", "missing"], "`missing` does not exist"),
        (
            &["analyze", "examples/cloudtrail", "-o", "missing/usage.json"],
            "the folder of `missing/usage.json` does not exist",
        ),
        (&["analyze", "examples/cloudtrail", "-o", "-"], "not to `-`"),
        (&["analyze", "examples/cloudtrail", "-o", "examples"], "`examples` is a folder"),
        (&["analyze", "s3://"], "`s3://` names no bucket"),
        // A build with the feature would go and ask.
        #[cfg(not(feature = "aws"))]
        (
            &["analyze", "s3://logs/AWSLogs"],
            "a build with `--features aws`; or copy the logs first: `aws s3 sync",
        ),
        (&["validate", "s3://policies/a.json"], "`s3://policies/a.json` is a place in a bucket"),
        (&["generate"], "neither logs nor usage files are given"),
        (&["generate", "--usage", "examples/policies/reader.json"], "not a usage file"),
        (&["generate", "--usage", "missing.json"], "`missing.json` does not exist"),
        (&["query", "action", "s3:GetObjet"], "did you mean `s3:GetObject`?"),
        (&["query", "action", "s3:Get*"], "`s3:Get*` is a pattern, not an action"),
        (&["query", "action", "GetObject"], "`GetObject` is not an action"),
        (&["query", "actions", "dynamo"], "did you mean `dynamodb`"),
        (&["query", "actions", "s3", "--resource-type", "bukket"], "Amazon S3 has no resource type `bukket`"),
        (&["query", "actions", "--limit", "-1"], "'-1'"),
        (&["query", "actions", "--limit", "many"], "invalid value 'many'"),
        (&["query", "expand", "s3"], "`s3` is not an action pattern"),
        (&["query", "expand", "dynamo:*"], "there is no service `dynamo`"),
        (&["query", "arns", "--arn", "bucket"], "`bucket` is not an ARN"),
        (&["query", "action", "--request", "missing.json"], "`missing.json` does not exist"),
        (&["query", "action", "s3:GetObject", "--request", "-"], "cannot be used with"),
        (&["minimize"], "POLICY"),
        (&["minimize", "missing.json"], "`missing.json` does not exist"),
        (&["minimize", "examples/policies"], "policies"),
        (&["minimize", "-", "--write"], "`-` is no file that could be written"),
        (&["tighten"], "POLICY"),
        (&["tighten", "examples/policies/reader.json"], "--usage"),
        (&["tighten", "examples/policies/reader.json", "--usage", "missing"], "`missing` does not exist"),
        (
            &["tighten", "examples/policies/trust.yaml", "--usage", "examples/cloudtrail"],
            "is not an identity policy",
        ),
        (
            &[
                "tighten",
                "examples/policies/reader.json",
                "--usage",
                "examples/cloudtrail",
                "--principal",
                "arn:x",
            ],
            "the principal `arn:x` is not in the usage",
        ),
        (
            &["tighten", "-", "--usage", "examples/cloudtrail", "--write"],
            "`-` is no file that could be written",
        ),
        (&["who-can", "s3:GetObject"], "--policies"),
        (&["who-can", "s3:GetObjet", "--policies", "examples"], "did you mean `s3:GetObject`?"),
        (&["who-can", "s3:Nonesuch*", "--policies", "examples"], "`s3:Nonesuch*` stands for no action"),
        (&["who-can", "s3", "--policies", "examples"], "`s3` is not an action pattern"),
        (&["who-can", "s3:GetObject", "bucket", "--policies", "examples"], "`bucket` is not an ARN"),
        (&["who-can", "s3:GetObject", "--policies", "missing.json"], "`missing.json` does not exist"),
        (&["explain", "nothing"], "there is no check `nothing`"),
        (&["catalog", "diff", "--previous"], "no previous catalogue"),
        (&["catalog", "update", "--from", "missing"], "`missing` does not exist"),
        (&["catalog", "update", "--from", "http://example.com"], "only https"),
        (&["catalog", "update", "--from", "examples/policies"], "refused"),
        (&["mcp", "--root", "missing"], "`missing` is not a folder"),
        (&["completions", "tcl"], "invalid value 'tcl'"),
    ];
    for (arguments, says) in cases {
        one_line(&leastwise(arguments), says);
    }
}

/// Names in logs and requests are chosen by others: they must not pass for lines or colours of ours.
#[test]
fn control_characters_do_not_reach_the_terminal() {
    one_line(&leastwise(&["query", "action", "s3:\u{1b}[2J\nerror: x"]), "s3:\\u{1b}[2J\\nerror: x");
    let record = r#"{"Records": [{"eventVersion": "1.08", "eventType": "AwsApiCall", "eventID": "1",
        "eventTime": "2026-11-01T00:00:00Z", "eventSource": "s3.amazonaws.com", "eventName": "ListBuckets\u001b[2J\n{}",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/x\n\u001b[2Jy", "accountId": "111122223333"}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.json");
    fs::write(&path, record).unwrap();
    let ran = leastwise(&["generate", "--trail", path.to_str().unwrap()]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.out.contains("user/x\\n\\u{1b}[2Jy") && !ran.out.contains('\u{1b}'), "{}", ran.out);
}

/// What a file is called is chosen by others too, and need not be UTF-8.
#[cfg(unix)]
#[test]
fn odd_file_names_are_read_and_shown_without_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    for (name, shown) in
        [(&b"a\x1b[2J\nb.json"[..], "a\\u{1b}[2J\\nb.json:1:1"), (b"a\xff.json", "a\u{fffd}.json:1:1")]
    {
        let path = folder.path().join(OsStr::from_bytes(name));
        fs::write(&path, "").unwrap();
        for format in ["text", "json", "sarif"] {
            let mut command = command(&["validate", "--format", format]);
            command.arg(&path);
            let ran = finish(command, "");
            assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:?}");
            assert!(!ran.out.contains('\u{1b}'), "{ran:?}");
            assert!(format != "text" || ran.out.contains(shown), "{ran:?}");
        }
        let mut command = command(&["analyze", "examples/cloudtrail", "--format", "json", "-o"]);
        command.arg(&path);
        assert_eq!(finish(command, "").code, Some(0));
    }
}

/// A folder may hold JSON that is far too large for a policy.
#[test]
fn a_large_file_in_a_folder_is_skipped_and_said_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("p.json"), r#"{"Version": "2012-10-17", "Statement": []}"#).unwrap();
    fs::File::create(folder.path().join("large.json")).unwrap().set_len(11_000_000).unwrap();
    let ran = leastwise(&["validate", folder.path().to_str().unwrap(), "--format", "json"]);
    assert_eq!(ran.json()["summary"]["skipped"], 1, "{ran:?}");
    assert_eq!(ran.err.lines().count(), 1, "{ran:?}");
    assert!(ran.err.starts_with("warning: ") && ran.err.contains("large.json` is over the limit"), "{ran:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_so() {
    for arguments in [&["--help"][..], &["--version"], &["query", "services"], &["completions", "bash"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let ran = command(arguments).stdout(full).output().unwrap();
        let told = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {told}");
        assert_eq!(told, "error: no space left for `standard output`\n", "{arguments:?}");
    }
}

#[test]
fn requests_that_are_wrong() {
    let cases = [
        ("", "is not JSON"),
        ("[]", "a request is a JSON object"),
        ("{", "is not JSON"),
        ("{}", "missing field `action`"),
        (r#"{"action": 1}"#, "invalid type"),
        (r#"{"actoin": "s3:GetObject"}"#, "unknown field `actoin`, expected `action`"),
    ];
    for (request, says) in cases {
        one_line(&finish(command(&["query", "action", "--request", "-"]), request), says);
    }
    let cases = [
        (r#"{"documents": []}"#, "no document is given"),
        (r#"{"documents": "p.json"}"#, "`documents`: invalid type: string \"p.json\", expected a list"),
        (
            r#"{"documents": [{}, "p.json"]}"#,
            "`documents[1]`: invalid type: string \"p.json\", expected an object",
        ),
        (r#"{"documents": [{"path": 1}]}"#, "`documents[0]`: `path` is a string"),
        (
            r#"{"documents": [{}], "limit": -1}"#,
            "`limit`: invalid value: integer `-1`, expected a whole number",
        ),
        (
            r#"{"documents": [{}], "fail_on": "bad"}"#,
            "`fail_on`: unknown value `bad`, expected one of `error`",
        ),
        (r#"{"documents": [{"path": "-"}]}"#, "standard input is read already"),
    ];
    for (request, says) in cases {
        one_line(&finish(command(&["validate", "--request", "-"]), request), says);
    }
    // The first members are those of several requests, which must not show.
    let cases = [
        ("{}", "missing field `inputs`"),
        (r#"{"inputs": "a"}"#, "`inputs`: invalid type: string \"a\", expected a list"),
        (r#"{"inputs": ["a", 3]}"#, "`inputs[1]`: invalid type: integer `3`, expected a string"),
        (r#"{"inputs": ["a"], "by": "day"}"#, "`by`: unknown value `day`, expected one of `event`"),
        (
            r#"{"inptus": ["a"]}"#,
            "`inptus`: unknown field `inptus`, expected one of `inputs`, `principal`, `by`, `limit`, `offset`",
        ),
    ];
    for (request, says) in cases {
        one_line(&finish(command(&["usage", "show", "--request", "-"]), request), says);
    }
}

/// What can be read of a broken document is checked; that it is broken is a finding, not a refusal.
#[test]
fn a_broken_document_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let cases: &[(&str, &[u8])] = &[
        ("empty.json", b""),
        ("binary.json", b"\x00\x01\xff\xfe\x80"),
        ("cut.json", br#"{"Version": "2012-10-17", "Statement": [{"Effect": "Al"#),
        ("list.json", b"[]"),
        ("deep.json", &b"[".repeat(100_000)),
        ("text.yaml", b"hello"),
    ];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let ran = leastwise(&["validate", path.to_str().unwrap()]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{name}: {ran:?}");
        assert!(ran.out.contains("error["), "{name}: {}", ran.out);
    }
}

#[test]
fn logs_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("empty.json", &b""[..]), ("empty.json.gz", b"")] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        one_line(&leastwise(&["analyze", path.to_str().unwrap()]), "no CloudTrail record in");
    }
    let large = folder.path().join("large.json");
    fs::File::create(&large).unwrap().set_len(11_000_000).unwrap();
    one_line(&leastwise(&["validate", large.to_str().unwrap()]), "is over the limit of 10000000 bytes");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret.json");
    fs::write(&path, "{}").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    let ran = if fs::File::open(&path).is_err() {
        leastwise(&["validate", path.to_str().unwrap()])
    } else {
        // The superuser may read everything, so nobody is asked, with a copy of the program within reach.
        const NOBODY: u32 = 65534;
        let program = folder.path().join("leastwise");
        // Copied by another process: a program that this one still writes, for all a forked child knows, cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_leastwise")).arg(&program).status();
        assert!(copied.unwrap().success());
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new(program);
        command.arg("validate").arg(&path).current_dir(folder.path()).uid(NOBODY).gid(NOBODY);
        finish(command, "")
    };
    one_line(&ran, "no permission for");
}
