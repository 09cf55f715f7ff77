//! Runs over parts of a trail: shards, limits, what is new since the last run, interrupts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::leastwise;
use crate::trail_logs::{answer, by_ana, call, write};

const ACCOUNT: &str = "111122223333";
const OTHER: &str = "444455556666";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn key(account: &str, region: &str, day: &str, number: usize) -> String {
    let compact = day.replace('/', "");
    format!(
        "AWSLogs/{account}/CloudTrail/{region}/{day}/{account}_CloudTrail_{region}_{compact}T0000Z_{number}.json"
    )
}

/// Two accounts, two regions, three days: 24 objects with two calls and a service event each.
fn trail(folder: &Path) -> PathBuf {
    let root = folder.join("bucket");
    let mut number = 0;
    for account in [ACCOUNT, OTHER] {
        for region in ["eu-west-1", "us-east-1"] {
            for day in ["2026/11/19", "2026/11/20", "2026/11/21"] {
                for _ in 0..2 {
                    number += 1;
                    let when = format!("{}T08:00:00Z", day.replace('/', "-"));
                    let more =
                        json!({ "eventTime": when, "awsRegion": region, "recipientAccountId": account });
                    let mut ana = by_ana();
                    ana.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
                    let events = [
                        call(&format!("a{number}"), "sqs", "SendMessage", &more),
                        // The same event lies in two objects.
                        call(&format!("b{}", number / 2), "ec2", "DescribeInstances", &ana),
                        call(&format!("c{number}"), "kms", "RotateKey", &{
                            let mut event = more.clone();
                            event["eventType"] = json!("AwsServiceEvent");
                            event
                        }),
                    ];
                    write(&root.join(key(account, region, day, number)), &events);
                }
            }
        }
    }
    root
}

fn analyzed(logs: &Path, more: &[&str], output: &Path) -> (Value, String) {
    let answer = answer(&[&["analyze", text(logs), "-o", text(output)][..], more].concat());
    (answer, std::fs::read_to_string(output).unwrap())
}

#[test]
fn copies_of_objects_and_files_named_twice_count_the_same_on_any_number_of_threads_and_in_shards() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    for name in ["a.json", "b.json", "c.json", "d.json"] {
        write(
            &logs.join(name),
            &[call("1", "sqs", "SendMessage", &json!({})), call("", "ec2", "RunInstances", &json!({}))],
        );
    }
    let at = |name: &str| folder.path().join(name);
    let (books, one) = analyzed(&logs, &["--threads", "1"], &at("1.json"));
    assert_eq!((&books["in"], &books["used"]), (&json!(8), &json!(5)), "calls without an id all count");
    let (_, four) = analyzed(&logs, &["--threads", "4"], &at("4.json"));
    assert_eq!(one, four);
    let twice = answer(&["analyze", text(&logs), text(&logs), "-o", text(&at("2.json"))]);
    assert_eq!(twice["files"]["passedOver"], json!({ "named-twice": 4 }));
    assert_eq!(std::fs::read_to_string(at("2.json")).unwrap(), one);
    for part in ["1/2", "2/2"] {
        analyzed(&logs, &["--shard", part], &at(&part.replace('/', "-of-")));
    }
    answer(&["merge", text(&at("1-of-2")), text(&at("2-of-2")), "-o", text(&at("m.json"))]);
    assert_eq!(std::fs::read_to_string(at("m.json")).unwrap(), one);
}

#[test]
fn shards_are_disjoint_and_together_the_whole_in_any_order_and_however_often() {
    let folder = tempfile::tempdir().unwrap();
    let logs = trail(folder.path());
    let at = |name: &str| folder.path().join(name);
    let (_, whole) = analyzed(&logs, &[], &at("whole.json"));
    for count in [1, 2, 5] {
        let mut parts = Vec::new();
        let mut read = 0;
        for part in 1..=count {
            let file = at(&format!("{part}-of-{count}.json"));
            let (books, _) = analyzed(&logs, &["--shard", &format!("{part}/{count}")], &file);
            read += books["files"]["read"].as_u64().unwrap();
            let left = books["files"]["passedOver"]["other-shard"].as_u64().unwrap_or_default();
            assert_eq!(books["files"]["read"].as_u64().unwrap() + left, 24);
            parts.push(text(&file).to_owned());
        }
        assert_eq!(read, 24, "every object is in one part");
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let twice = [&parts[..], &parts[..1]].concat();
        let turned: Vec<&str> = parts.iter().rev().copied().collect();
        let merged = at("merged.json");
        for inputs in [&parts, &turned, &twice] {
            for command in [&["usage", "merge"][..], &["merge"]] {
                answer(&[command, inputs, &["-o", text(&merged)]].concat());
                assert_eq!(std::fs::read_to_string(&merged).unwrap(), whole, "{count} parts, {command:?}");
            }
        }
        // What is merged, merged with a part, and with itself.
        answer(&["merge", text(&merged), parts[0], text(&merged), "-o", text(&merged)]);
        assert_eq!(std::fs::read_to_string(&merged).unwrap(), whole);
    }
    for wrong in ["0/2", "3/2", "2"] {
        let refused = leastwise(&["analyze", text(&logs), "--shard", wrong]);
        assert!(refused.code == Some(2) && refused.err.contains("is not a part"), "{refused:?}");
    }
}

#[test]
fn parts_can_be_counted_wherever_the_bucket_is_copied_to() {
    let folder = tempfile::tempdir().unwrap();
    let logs = trail(folder.path());
    let copied = folder.path().join("copied/here");
    std::fs::create_dir_all(copied.parent().unwrap()).unwrap();
    std::fs::rename(&logs, &copied).unwrap();
    let logs = trail(folder.path());
    let read = |inputs: &Path| {
        let books = answer(&["analyze", text(inputs), "--account", ACCOUNT, "--shard", "1/3"]);
        (books["files"]["read"].clone(), books["used"].clone())
    };
    assert_eq!(read(&logs), read(&copied));
    let (one, two) = (folder.path().join("1.json"), folder.path().join("2.json"));
    assert_eq!(analyzed(&logs, &[], &one).1, analyzed(&copied, &[], &two).1);
}

#[test]
fn limits_pass_over_objects_by_their_place_and_records_by_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let logs = trail(folder.path());
    let passed_over = |more: &[&str]| {
        let books = answer(&[&["analyze", text(&logs)][..], more].concat());
        let counts: BTreeMap<String, u64> =
            serde_json::from_value(books["files"].get("passedOver").cloned().unwrap_or(json!({}))).unwrap();
        let skipped: BTreeMap<String, u64> = serde_json::from_value(books["skipped"].clone()).unwrap();
        (books["files"]["read"].as_u64().unwrap(), counts, skipped)
    };
    let map = |entries: &[(&str, u64)]| -> BTreeMap<String, u64> {
        entries.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
    };
    let (read, over, skipped) = passed_over(&["--account", ACCOUNT, "--region", "us-east-1"]);
    assert_eq!((read, over), (6, map(&[("other-account", 12), ("other-region", 6)])));
    assert_eq!(skipped["AwsServiceEvent"], 6);
    assert!(!skipped.contains_key("other-account"), "{skipped:?}");

    // A day's last calls are delivered the day after, so those objects are opened, and their records looked at.
    let (read, over, skipped) = passed_over(&["--start", "2026-11-20", "--end", "2026-11-20"]);
    assert_eq!((read, over), (16, map(&[("outside-time", 8)])));
    assert_eq!((skipped["outside-time"], skipped["AwsServiceEvent"]), (16, 16));
    let (_, _, skipped) = passed_over(&["--start", "2026-11-21T08:00:01Z"]);
    assert_eq!(skipped["outside-time"], 16);

    // Outside of the layout only the records tell.
    let flat = folder.path().join("flat.json");
    let more = json!({ "recipientAccountId": OTHER });
    write(&flat, &[call("1", "sqs", "SendMessage", &json!({})), call("2", "sqs", "SendMessage", &more)]);
    let books = answer(&["analyze", text(&flat), "--account", ACCOUNT]);
    assert_eq!((&books["used"], &books["skipped"]), (&json!(1), &json!({ "other-account": 1 })));
}

#[test]
fn a_later_run_reads_what_is_new_and_ends_with_the_usage_of_all() {
    let folder = tempfile::tempdir().unwrap();
    let (logs, usage) = (folder.path().join("logs"), folder.path().join("usage.json"));
    let log = |name: &str, ids: &[&str]| {
        let events: Vec<Value> = ids.iter().map(|id| call(id, "sqs", "SendMessage", &json!({}))).collect();
        write(&logs.join(name), &events);
    };
    log("a.json", &["1", "2"]);
    log("b.json", &["2", "3"]);
    let ledger = folder.path().join("ledger.json");
    for more in [&["--since-last", "--ledger", text(&ledger)][..], &["--since-last"]] {
        log("b.json", &["2", "3"]);
        let _ = std::fs::remove_file(logs.join("c.json"));
        let (first, text_of_first) = analyzed(&logs, more, &usage);
        assert_eq!((&first["files"]["read"], &first["used"]), (&json!(2), &json!(3)));

        let (again, text_of_again) = analyzed(&logs, more, &usage);
        assert_eq!(again["files"]["passedOver"], json!({ "read-before": 2 }));
        assert_eq!(text_of_again, text_of_first);

        log("c.json", &["3", "4", "5"]);
        let (third, text_of_third) = analyzed(&logs, more, &usage);
        assert_eq!(
            (&third["files"]["passedOver"], &third["used"]),
            (&json!({ "read-before": 2 }), &json!(5))
        );
        let (_, whole) = analyzed(&logs, &[], &folder.path().join("whole.json"));
        assert_eq!(text_of_third, whole);

        // A file that has grown is read again, and its old events count once.
        log("b.json", &["2", "3", "6"]);
        let (grown, _) = analyzed(&logs, more, &usage);
        assert_eq!(
            (&grown["files"]["passedOver"], &grown["used"]),
            (&json!({ "read-before": 2 }), &json!(6))
        );
    }
    let refused = leastwise(&["analyze", text(&logs), "--since-last"]);
    assert!(refused.err.contains("what was read before is not known"), "{refused:?}");
    let refused = leastwise(&["analyze", text(&logs), "--ledger", text(&ledger), "--region", "eu-west-1"]);
    assert_eq!(refused.code, Some(2), "the ledger is of runs over all regions: {refused:?}");
}

#[test]
fn a_lost_output_is_written_again_from_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let logs = trail(folder.path());
    let usage = folder.path().join("usage.json");
    let (_, whole) = analyzed(&logs, &["--since-last"], &usage);
    std::fs::remove_file(&usage).unwrap();
    let (_, again) = analyzed(&logs, &["--since-last"], &usage);
    assert_eq!(again, whole);
}

/// The run waits at a pipe: when it is asked to stop there, the file before is read and the one behind is not.
#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_complete_and_goes_on_from_there() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let event = |id: &str| call(id, "sqs", "SendMessage", &json!({}));
    write(&at("a.json"), &[event("1")]);
    write(&at("copy.json"), &[event("2")]);
    write(&at("z.json"), &[event("3")]);
    assert!(Command::new("mkfifo").arg(at("pipe.json")).status().unwrap().success());
    let (usage, ledger) = (at("usage.json"), at("ledger.json"));
    let more = ["-o", text(&usage), "--since-last", "--ledger", text(&ledger)];
    let (first, pipe, last) = (at("a.json"), at("pipe.json"), at("z.json"));
    let arguments =
        [&["analyze", text(&first), text(&pipe), text(&last), "--threads", "1"][..], &more].concat();

    let mut command = crate::run::command(&arguments);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Opening waits until the run has come to the pipe.
    let mut into = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    std::thread::sleep(std::time::Duration::from_millis(500));
    into.write_all(&std::fs::read(at("copy.json")).unwrap()).unwrap();
    drop(into);
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{told}");
    assert!(
        told.contains("interrupted: 2 of 3 files were read") && told.contains("goes on from there"),
        "{told}"
    );
    assert_eq!(answer(&["usage", "show", text(&usage)])["used"], 2);

    let rest = answer(&[&["analyze", text(&first), text(&last)][..], &more].concat());
    assert_eq!(rest["files"]["passedOver"], json!({ "read-before": 1 }));
    let copy = at("copy.json");
    let whole = answer(&["usage", "show", text(&first), text(&copy), text(&last)]);
    assert_eq!(answer(&["usage", "show", text(&usage)]), whole);
}

/// The run is killed at a second pipe: what it read before the first one was worth a look at the clock is in the ledger.
#[cfg(unix)]
#[test]
fn a_killed_run_loses_seconds_of_work_and_counts_nothing_twice() {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    // An event without an id counts as often as it is read.
    let events =
        |id: &str| [call(id, "sqs", "SendMessage", &json!({})), call("", "sqs", "ListQueues", &json!({}))];
    for (name, id) in [("a.json", "1"), ("copy.json", "2"), ("y.json", "3"), ("z.json", "4")] {
        write(&at(name), &events(id));
    }
    for name in ["p.json", "q.json"] {
        assert!(Command::new("mkfifo").arg(at(name)).status().unwrap().success());
    }
    let (usage, ledger) = (at("usage.json"), at("ledger.json"));
    let more = ["-o", text(&usage), "--since-last", "--ledger", text(&ledger)];
    let [first, copy, pipe, next, later, last] =
        ["a.json", "copy.json", "p.json", "y.json", "q.json", "z.json"].map(at);
    let inputs = [text(&first), text(&pipe), text(&next), text(&later), text(&last)];
    let mut command = crate::run::command(&[&["analyze", "--threads", "1"][..], &inputs, &more].concat());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // Opening waits until the run has come to the pipe.
    let open = |path: &Path| std::fs::OpenOptions::new().write(true).open(path).unwrap();
    let mut into = open(&pipe);
    std::thread::sleep(std::time::Duration::from_secs(6));
    into.write_all(&std::fs::read(&copy).unwrap()).unwrap();
    drop(into);
    let into = open(&later);
    child.kill().unwrap();
    drop(into);
    assert!(!child.wait().unwrap().success());
    assert!(!usage.exists(), "half of a usage is not written");

    let kept: Value = serde_json::from_slice(&std::fs::read(&ledger).unwrap()).unwrap();
    let names: Vec<&String> = kept["objects"].as_object().unwrap().keys().collect();
    assert_eq!(names, [text(&first), text(&pipe)], "what came after the last look at the clock is lost");
    let rest = answer(&[&["analyze", text(&first), text(&next), text(&last)][..], &more].concat());
    assert_eq!((&rest["files"]["passedOver"], &rest["used"]), (&json!({ "read-before": 1 }), &json!(8)));
    let whole = answer(&["usage", "show", text(&first), text(&copy), text(&next), text(&last)]);
    assert_eq!(answer(&["usage", "show", text(&usage)]), whole);
}
