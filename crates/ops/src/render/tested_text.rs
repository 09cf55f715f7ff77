//! Policy tests for people: a line a case below its file, and a last line that counts.

use std::fmt::Write;

use super::plain;
use super::simulated_text::row;
use super::table::{counted, rows};
use crate::Style;
use crate::wire::{SuiteResult, Tested};

/// Every file with its cases, and the counts of all.
pub fn tested_text(tested: &Tested, style: Style) -> String {
    let mut text: String = tested.files.iter().map(|file| told(file, style)).collect();
    let summary = &tested.summary;
    let _ = writeln!(
        text,
        "{}: {}, {} passed, {} failed",
        counted(summary.files, "file"),
        counted(summary.cases, "case"),
        summary.passed,
        summary.failed
    );
    text
}

fn told(file: &SuiteResult, style: Style) -> String {
    let counts = format!("{} passed, {} failed", file.passed, file.failed);
    let counts = match (style.colour, file.failed) {
        (true, 1..) => format!("\x1b[1;31m{counts}\x1b[0m"),
        _ => counts,
    };
    let mut text = format!("{}: {counts}\n", plain(&file.file));
    let lines: Vec<_> = file
        .cases
        .iter()
        .map(|case| {
            let [mark, _, name, reason] = row(case);
            [mark, case.found().to_owned(), name, reason]
        })
        .collect();
    for line in rows(&lines).lines() {
        let _ = writeln!(text, "  {line}");
    }
    text
}
