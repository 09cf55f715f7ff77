//! The conformance suite, once for each revision that a server may be asked to speak.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use super::install::Installed;
use super::table::{Outcome, Row};
use crate::process;

pub(super) const REVISIONS: [&str; 2] = ["2025-11-25", "2026-07-28"];

const LIMIT: Duration = Duration::from_mins(2);

/// Runs what a revision requires. `baseline` names what is known to fail, each with its reason; all else must pass, and
/// what passes must not be named. Without one everything must pass, also what the suite tries and does not score.
pub(super) fn run(
    clients: &Installed,
    server: &str,
    url: &str,
    revision: &str,
    baseline: Option<&Path>,
) -> Result<Vec<Row>> {
    let mut command = clients.node("conformance")?;
    command.args(["server", "--url", url, "--requirements", revision]);
    let name = format!("conformance-{server}-{revision}");
    command.arg("--output-dir").arg(clients.logs.join(&name));
    if let Some(baseline) = baseline {
        command.arg("--expected-failures").arg(baseline);
    }
    let ended = process::finish(&mut command, &clients.logs, &name, LIMIT)?;
    let seen = Seen::read(&ended.output);
    let what = |rest: &str| format!("conformance {revision}, {server}: {rest}");
    if !ended.is_well() || seen.passed == 0 {
        println!("{}", ended.output.split("=== SUMMARY ===").last().unwrap_or_default().trim());
        return Ok(vec![Row::failed(what("the suite"), ended.last_words())]);
    }
    let passed = Outcome::Passed(format!("{} scenarios pass", seen.passed));
    let Some(baseline) = baseline else {
        let failing: Vec<_> = seen.unscored.iter().filter(|(_, well)| !well).map(|(name, _)| *name).collect();
        let unscored = if failing.is_empty() {
            Outcome::Passed(format!("{} scenarios pass", seen.unscored.len()))
        } else {
            Outcome::Failed(failing.join(", "))
        };
        return Ok(vec![Row::new(what("required"), passed), Row::new(what("not scored"), unscored)]);
    };
    let file = baseline.file_name().unwrap_or_default().display();
    let why = format!("{} scenarios; {file} says what each needs", seen.excused.len());
    Ok(vec![
        Row::new(what("applicable"), passed),
        Row::new(what("without their fixtures"), Outcome::NotApplicable(why)),
    ])
}

/// What the suite's report says, by scenario.
#[derive(Debug, Default, PartialEq)]
struct Seen<'o> {
    passed: usize,
    /// Of which checks fail that the baseline names.
    excused: BTreeSet<&'o str>,
    unscored: Vec<(&'o str, bool)>,
}

impl<'o> Seen<'o> {
    /// Reads `✓ name: …` and `✗ name: …`, below `Not scored` the same with a reason in brackets, and `~ name:check` for
    /// what the baseline names.
    fn read(report: &'o str) -> Self {
        let mut seen = Self::default();
        let mut scored = Vec::new();
        for line in report.lines().map(str::trim) {
            let Some((mark, rest)) = line.split_once(' ') else { continue };
            let well = match mark {
                "✓" => true,
                "✗" => false,
                "~" => {
                    seen.excused.extend(rest.split(':').next());
                    continue;
                }
                _ => continue,
            };
            match (rest.split_once(": "), rest.split_once(" (")) {
                (Some((name, _)), _) => scored.push((name, well)),
                (None, Some((name, _))) => seen.unscored.push((name, well)),
                (None, None) => {}
            }
        }
        scored.retain(|(name, _)| !seen.unscored.iter().any(|(unscored, _)| unscored == name));
        seen.passed = scored.iter().filter(|(name, well)| *well && !seen.excused.contains(name)).count();
        seen
    }
}

#[test]
fn a_report_is_read_by_scenario() {
    let report = "✓ ping: 1 passed, 0 failed\n✗ caching: 1 passed, 6 failed\n✓ extra: 1 passed, 0 failed\n\
                  ✗ tasks: 0 passed, 1 failed\n\nTotal: 2 passed, 7 failed\n\nNot scored for 2026-07-28: 1 scenario(s) run\n  \
                  ✗ tasks (extension)\n\nExpected failures (in baseline):\n  ~ caching:ttl\n  ~ caching:scope\n  ~ extra:keys\n";
    let excused = ["caching", "extra"].into();
    assert_eq!(Seen::read(report), Seen { passed: 1, excused, unscored: vec![("tasks", false)] });
}
