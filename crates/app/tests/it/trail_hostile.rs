//! Logs that are broken, made to do harm, or not there any more: what is sound counts, the rest is told with its place.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{command, finish, leastwise};
use crate::trail_logs::{answer, balanced, call, write};

fn event(id: &str) -> String {
    call(id, "sqs", "SendMessage", &json!({})).to_string()
}

fn log(events: &[String]) -> String {
    format!(r#"{{"Records":[{}]}}"#, events.join(","))
}

/// The event with one more member.
fn with(event: &str, member: &str) -> String {
    format!("{},{member}}}", event.strip_suffix('}').unwrap())
}

/// What is told of the files, each with its name.
fn problems(answer: &Value) -> Vec<String> {
    let problems = answer["problems"].as_array().unwrap().iter();
    problems
        .map(|one| format!("{}: {}", one["file"].as_str().unwrap(), one["message"].as_str().unwrap()))
        .collect()
}

#[test]
fn whole_records_count_and_one_line_tells_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.json");
    let name = path.to_str().unwrap();
    let [one, two, three] = ["1", "2", "3"].map(event);
    let all = log(&[one.clone(), two.clone(), three.clone()]);
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{all}").encode_utf16().flat_map(order).collect()
    };
    let deep = |open: &str, close: &str| open.repeat(100_000) + "1" + &close.repeat(100_000);
    let (lists, objects) = (deep("[", "]"), deep("{\"a\":", "}"));
    let start = r#"{"Records":["#.len();
    let second = start + one.len() + 1;
    let lines = one.len() + 1;
    let cut = &two[..two.len() - 20];
    // Bytes, records in, records used, and the line.
    let cases: Vec<(Vec<u8>, u64, u64, String)> = vec![
        (
            all[..all.len() - 40].into(),
            3,
            2,
            format!("byte {} of the text: the text ends within a record", second + two.len() + 1),
        ),
        (
            format!("{one}\n{cut}\n{three}\n").into(),
            3,
            2,
            format!("byte {lines} of the text: a record that does not end"),
        ),
        (
            format!("{one}\nnonsense\n{three}\n").into(),
            3,
            2,
            format!("byte {lines} of the text: text that is no JSON"),
        ),
        (format!("{one}\r\n\r\n{three}\r\n").into(), 2, 2, String::new()),
        (format!("\u{feff}{all}").into(), 3, 3, String::new()),
        (utf16(u16::to_le_bytes), 3, 3, String::new()),
        (utf16(u16::to_be_bytes), 3, 3, String::new()),
        (lists.clone().into(), 1, 0, String::new()),
        (objects.clone().into(), 1, 0, String::new()),
        (
            log(&[one.clone(), with(&two, &format!("\"x\":{lists}")), three.clone()]).into(),
            3,
            3,
            String::new(),
        ),
        (
            log(&[one.clone(), with(&two, &format!("\"requestParameters\":{objects}"))]).into(),
            2,
            2,
            String::new(),
        ),
        (log(&[with(&one, "\"eventName\":\"DeleteQueue\""), two.clone()]).into(), 2, 2, String::new()),
        (
            log(&[one.clone(), two.replace("SendMessage", "Send\0Message"), three.clone()]).into(),
            3,
            2,
            format!(
                "byte {second} of the text: a record with broken JSON: control character (\\u0000-\\u001F) found while parsing a string"
            ),
        ),
        (
            format!("{all}\0\0\0\0").into(),
            4,
            3,
            format!("byte {} of the text: text that is no JSON", all.len()),
        ),
        (b"{\"Records\":5}".into(), 1, 0, String::new()),
        (b"[1,\"a\",null,{}]".into(), 4, 0, String::new()),
    ];
    for (bytes, records, used, told) in cases {
        std::fs::write(&path, &bytes).unwrap();
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let answer = answer(&["analyze", name]);
        assert_eq!((&answer["in"], &answer["used"]), (&json!(records), &json!(used)), "{shown}: {answer}");
        let told = if told.is_empty() { vec![] } else { vec![format!("{name}: {told}")] };
        assert_eq!(problems(&answer), told, "{shown}");
    }
    for (bytes, why) in [
        (&b""[..], "byte 0 of the text: the file is empty"),
        (b"\xef\xbb\xbf", "byte 3 of the text: the file is empty"),
        (b"\0\0\0\0", "byte 0 of the text: neither JSON nor gzip"),
        (b"\x1f\x8b\x08\x00garbage that is no deflate", "broken gzip data"),
        (b"PK\x03\x04", "neither JSON"),
    ] {
        std::fs::write(&path, bytes).unwrap();
        let refused = leastwise(&["analyze", name]);
        assert_eq!((refused.code, refused.err.lines().count()), (Some(2), 1), "{refused:?}");
        assert!(refused.err.contains(&format!("`{name}`")) && refused.err.contains(why), "{refused:?}");
    }
}

#[test]
fn logs_come_in_over_standard_input() {
    let all = log(&[event("1"), event("2")]);
    let read = |arguments: &[&str], input: &str| finish(command(arguments), input);
    let ran = read(&["analyze", "-", "--format", "json"], &all);
    balanced(&ran.json());
    assert_eq!((ran.code, &ran.json()["used"]), (Some(0), &json!(2)));
    let drafted = read(&["generate", "--trail", "-"], &all);
    assert!(drafted.code == Some(0) && drafted.out.contains("sqs:SendMessage"), "{drafted:?}");
    let cut = read(&["analyze", "-"], &all[..all.len() - 9]);
    assert!(cut.out.contains("broken: `-`: byte") && cut.code == Some(0), "{cut:?}");
    let none = read(&["analyze", "-"], "");
    assert_eq!((none.code, none.err.lines().count()), (Some(2), 1), "{none:?}");
}

/// A folder too deep to go into stands for all that cannot be read: who runs as root may read everything.
#[test]
fn a_folder_that_cannot_be_read_costs_itself_only() {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    let deep: std::path::PathBuf = std::iter::repeat_n("d", 70).collect();
    write(&logs.join("a.json"), &[call("1", "sqs", "SendMessage", &json!({}))]);
    write(&logs.join(deep).join("b.json"), &[call("2", "sqs", "SendMessage", &json!({}))]);
    let answer = answer(&["analyze", logs.to_str().unwrap()]);
    assert_eq!(answer["used"], 1);
    let told = problems(&answer);
    assert!(told.len() == 1 && told[0].ends_with("is over 64 folders deep"), "{told:?}");
    // Policies are another matter: a check that did not see all of them must not pass.
    let refused = leastwise(&["validate", logs.to_str().unwrap()]);
    assert!(refused.code == Some(2) && refused.err.contains("folders deep"), "{refused:?}");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, OpenOptions};
    use std::io::Write;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    use super::*;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn links_pipes_and_odd_names_stop_no_run() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join("logs").join(name);
        write(&at("sub/a.json"), &[call("1", "sqs", "SendMessage", &json!({}))]);
        let odd = at("sub").join(std::ffi::OsStr::from_bytes(b"\xff\n\x1b[31m.json"));
        fs::write(&odd, &log(&[event("2")])[..100]).unwrap();
        symlink("..", at("sub/up")).unwrap();
        symlink("loop.json", at("loop.json")).unwrap();
        symlink("/nowhere/at/all", at("gone.json")).unwrap();
        pipe(&at("pipe.json"));
        let logs = at("");
        let ran = leastwise(&["analyze", logs.to_str().unwrap()]);
        assert!(
            ran.code == Some(0) && ran.out.starts_with("2 records in 2 files: 1 used, 1 skipped"),
            "{ran:?}"
        );
        assert_eq!(ran.out.lines().count(), 3, "a name takes no second line: {ran:?}");
        assert!(!ran.out.contains('\u{1b}'), "{ran:?}");
        for (name, why) in [("gone.json", "does not exist"), ("loop.json", "symbolic links")] {
            let refused = leastwise(&["analyze", at(name).to_str().unwrap()]);
            assert_eq!((refused.code, refused.err.lines().count()), (Some(2), 1), "{refused:?}");
            assert!(refused.err.contains(name) && refused.err.contains(why), "{refused:?}");
        }
    }

    #[test]
    fn a_file_that_vanishes_while_another_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        pipe(&at("pipe.json"));
        for name in ["b.json", "c.json"] {
            write(&at(name), &[call(name, "sqs", "SendMessage", &json!({}))]);
        }
        let [first, second, third] =
            ["pipe.json", "b.json", "c.json"].map(|name| at(name).display().to_string());
        let mut command =
            command(&["analyze", &first, &second, &third, "--threads", "1", "--format", "json"]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut into = OpenOptions::new().write(true).open(&first).unwrap();
        fs::remove_file(&second).unwrap();
        into.write_all(log(&[event("1")]).as_bytes()).unwrap();
        drop(into);
        let ended = child.wait_with_output().unwrap();
        let answer: Value = serde_json::from_slice(&ended.stdout).unwrap();
        balanced(&answer);
        assert_eq!((&answer["used"], ended.status.code()), (&json!(2), Some(0)));
        assert_eq!(problems(&answer), [format!("{second}: cannot be read: `{second}` does not exist")]);
    }

    /// What is held up by a pipe that nobody writes to ends at the second interrupt, and leaves nothing behind.
    #[test]
    fn a_second_interrupt_ends_a_run_that_hangs() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        pipe(Path::new(&at("pipe.json")));
        let mut command = command(&["analyze", &at("pipe.json"), "-o", &at("usage.json")]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(500));
        let begun = Instant::now();
        for _ in 0..2 {
            let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
            assert!(sent.success());
            std::thread::sleep(Duration::from_millis(200));
        }
        assert_eq!(child.wait().unwrap().code(), Some(130));
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
        let left: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["pipe.json"]);
    }
}
