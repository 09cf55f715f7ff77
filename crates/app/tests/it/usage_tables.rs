//! Usage files as Parquet, from the command line.

use std::path::Path;

use crate::run::{command, finish_bytes, leastwise};
use crate::trail_logs::answer;
use crate::usage::logs;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn every_command_reads_both_forms_alike() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let logs = logs(folder.path());
    // The form is told by the content, whatever the file is called.
    let (json, table, disguised) = (at("u.json"), at("u.parquet"), at("u.usage"));
    answer(&["analyze", &logs, "-o", text(&json)]);
    answer(&["analyze", &logs, "-o", text(&table)]);
    assert!(std::fs::read(&table).unwrap().starts_with(b"PAR1"));
    std::fs::copy(&table, &disguised).unwrap();
    let policy = at("policy.json");
    std::fs::write(
        &policy,
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}"#,
    )
    .unwrap();
    for (before, after) in [
        (&["usage", "show"][..], &[][..]),
        (&["usage", "top"], &[]),
        (&["usage", "denied"], &[]),
        (&["usage", "unused"], &["--policy", text(&policy)]),
        (&["generate", "--usage"], &[]),
    ] {
        let of = |file: &Path| answer(&[before, &[text(file)], after].concat());
        assert_eq!(of(&table), of(&json), "{before:?}");
        assert_eq!(of(&disguised), of(&json), "{before:?}");
    }
    let piped =
        finish_bytes(command(&["usage", "show", "-", "--format", "json"]), &std::fs::read(&table).unwrap());
    assert_eq!(piped.json(), answer(&["usage", "show", text(&json)]));
}

#[test]
fn merging_goes_from_one_form_to_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let logs = logs(folder.path());
    answer(&["analyze", &logs, "--shard", "1/2", "-o", text(&at("1.parquet"))]);
    answer(&["analyze", &logs, "--shard", "2/2", "-o", text(&at("2.json"))]);
    answer(&["analyze", &logs, "-o", text(&at("whole.json"))]);
    answer(&["usage", "merge", text(&at("1.parquet")), text(&at("2.json")), "-o", text(&at("c.parquet"))]);
    answer(&["merge", text(&at("c.parquet")), "-o", text(&at("back.json"))]);
    assert_eq!(std::fs::read(at("back.json")).unwrap(), std::fs::read(at("whole.json")).unwrap());
    // What is in it already changes nothing.
    answer(&["merge", text(&at("c.parquet")), text(&at("2.json")), "-o", text(&at("d.PARQUET"))]);
    assert_eq!(std::fs::read(at("d.PARQUET")).unwrap(), std::fs::read(at("c.parquet")).unwrap());
}

#[test]
fn a_broken_table_is_one_line_and_the_exit_code_of_bad_input() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let logs = logs(folder.path());
    answer(&["analyze", &logs, "-o", text(&at("u.parquet"))]);
    let whole = std::fs::read(at("u.parquet")).unwrap();
    std::fs::write(at("cut.parquet"), &whole[..whole.len() - 5]).unwrap();
    let refused = leastwise(&["generate", "--usage", text(&at("cut.parquet"))]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("the Parquet file is cut, or its end is broken"), "{}", refused.err);
    // As a log it is a broken file, and a usage file is none.
    for (file, told) in [("cut.parquet", "is cut"), ("u.parquet", "a usage file, not a log")] {
        let refused = leastwise(&["analyze", text(&at(file))]);
        assert_eq!(refused.code, Some(2), "{file}");
        assert!(refused.err.contains(told), "{}", refused.err);
    }
}
