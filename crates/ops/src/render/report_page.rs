//! What a report says, section by section, before it becomes Markdown or HTML.
//!
//! Texts are sentences in which backticks mark code, as everywhere; whoever writes them down takes care of text of others.

use std::fmt::Write;

use super::compared_text::{access_lines, headline, region_lines};
use super::report_sections::{actions, denials, resources, risks, statements, unused};
use super::table::counted;
use crate::wire::{
    AccessChange, AccessVerdict, Counts, DecisionCounts, Reported, ReportedPair, ReportedWaiver,
    RequestsChange,
};

/// So many pairs of policies are told of.
const MOST_PAIRS: usize = 100;

/// A heading with what stands below it.
pub(super) struct Section {
    /// 2 or 3.
    pub(super) level: usize,
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

pub(super) enum Block {
    Text(String),
    List(Vec<String>),
    /// The first row is the head.
    Table(Vec<[String; 4]>),
}

/// The outcome in bold, before the first section.
pub(super) fn outcome(report: &Reported) -> String {
    let verdict = &report.summary;
    let word = if report.failed { "Failed" } else { "Passed" };
    format!("{word}: {verdict}.")
}

/// All of the report.
pub(super) fn sections(report: &Reported) -> Vec<Section> {
    let mut sections =
        vec![Section { level: 2, title: "Figures".to_owned(), blocks: vec![Block::Table(figures(report))] }];
    if !report.thresholds.is_empty() {
        let blocks = vec![Block::List(thresholds(report))];
        sections.push(Section { level: 2, title: "Thresholds".to_owned(), blocks });
    }
    let is_only = report.pairs.len() == 1;
    for pair in telling(&report.pairs) {
        let level = if is_only { 2 } else { 3 };
        if !is_only {
            let text = format!("Policies of type {}.", pair.kind.name());
            let blocks = vec![Block::Text(text)];
            sections.push(Section { level: 2, title: format!("`{}`", pair.name), blocks });
        }
        let mut own = vec![access(pair), actions(pair), resources(pair)];
        own.extend(denials(pair));
        own.push(risks(pair));
        own.extend(unused(pair));
        own.push(statements(pair));
        sections.extend(own.into_iter().map(|(title, blocks)| Section { level, title, blocks }));
    }
    if report.pairs.len() > MOST_PAIRS {
        let text = format!(
            "{} are not told of here; `report.json` has all.",
            counted(report.pairs.len() - MOST_PAIRS, "policy")
        );
        sections.push(Section {
            level: 2,
            title: "More policies".to_owned(),
            blocks: vec![Block::Text(text)],
        });
    }
    if !report.waivers.is_empty() {
        let list = report.waivers.iter().map(waiver).collect();
        let blocks = vec![Block::List(list)];
        sections.push(Section { level: 2, title: "Waivers".to_owned(), blocks });
    }
    if !report.notes.is_empty() {
        let blocks = vec![Block::List(report.notes.clone())];
        sections.push(Section { level: 2, title: "Notes".to_owned(), blocks });
    }
    sections
}

/// The pairs that are told of: those that give new access, deny or add risk first, else by name.
fn telling(pairs: &[ReportedPair]) -> impl Iterator<Item = &ReportedPair> {
    let is_worse = |pair: &ReportedPair| {
        let denies = |change: &RequestsChange| {
            change.counts.newly_denied + change.counts.newly_unknown + change.counts.failed > 0
        };
        pair.new_access.verdict != AccessVerdict::None
            || [&pair.replayed_usage, &pair.cases].into_iter().flatten().any(denies)
            || pair.high_risk.counts.actions.added + pair.high_risk.counts.escalation_paths.added > 0
    };
    let mut all: Vec<_> = pairs.iter().collect();
    if all.len() > MOST_PAIRS {
        all.sort_by_key(|pair| !is_worse(pair));
    }
    all.into_iter().take(MOST_PAIRS)
}

fn figures(report: &Reported) -> Vec<[String; 4]> {
    let metrics = &report.metrics;
    let row =
        |name: &str, before: String, after: String, change: String| [name.to_owned(), before, after, change];
    let of_counts = |name: &str, counts: Counts| {
        let change = format!(
            "{:+} ({} added, {} removed)",
            difference(counts.before, counts.after),
            counts.added,
            counts.removed
        );
        row(name, counts.before.to_string(), counts.after.to_string(), change)
    };
    let mut rows = vec![
        row("Figure", "Before".to_owned(), "After".to_owned(), "Change".to_owned()),
        of_counts("Allowed action delta", metrics.allowed_action_delta),
    ];
    let proofs = metrics.new_access;
    let proved = match (proofs.witness, proofs.unknown) {
        (0, 0) => "none: proved".to_owned(),
        (0, unknown) => format!("unknown of {}", counted(unknown, "policy")),
        (some, 0) => format!("in {}", counted(some, "policy")),
        (some, unknown) => format!("in {}, unknown of {unknown}", counted(some, "policy")),
    };
    rows.push(row("New access", String::new(), String::new(), proved));
    let ratios = metrics.resource_concreteness_ratio;
    let change = match (ratios.before, ratios.after) {
        (Some(before), Some(after)) => format!("{:+.1} points", (after - before) * 100.0 + 0.0),
        _ => "not to be compared".to_owned(),
    };
    rows.push(row("Resource concreteness ratio", percent(ratios.before), percent(ratios.after), change));
    for (name, counts) in [
        ("AccessDenied change, replayed usage", metrics.access_denied_change.usage),
        ("AccessDenied change, cases", metrics.access_denied_change.cases),
    ] {
        if let Some(counts) = counts {
            let denied = [counts.denied_before, counts.denied_after]
                .map(|denied| format!("{denied} of {}", counts.decided));
            let [before, after] = denied;
            rows.push(row(name, before, after, of_decisions(counts)));
        }
    }
    if metrics.access_denied_change.usage.is_none() && metrics.access_denied_change.cases.is_none() {
        rows.push(row(
            "AccessDenied change",
            String::new(),
            String::new(),
            "neither usage nor cases are given".to_owned(),
        ));
    }
    rows.push(of_counts("High-risk permissions", metrics.high_risk_permissions.actions));
    rows.push(of_counts(
        "High-risk permissions on wide resources",
        metrics.high_risk_permissions.on_wide_resources,
    ));
    rows.push(of_counts("Escalation paths", metrics.high_risk_permissions.escalation_paths));
    if let Some(unused) = metrics.granted_but_unused {
        let (before, after) = (unused.before, unused.after);
        let told = |states: crate::wire::GrantStates| format!("{} of {}", states.unused, states.granted);
        let change = format!("{:+}", difference(before.unused, after.unused));
        rows.push(row("Granted but unused", told(before), told(after), change));
    }
    let touched = metrics.statements_touched;
    let change = format!("{} added, {} removed, {} changed", touched.added, touched.removed, touched.changed);
    rows.push(row(
        "Statements touched",
        (touched.removed + touched.changed + touched.unchanged).to_string(),
        (touched.added + touched.changed + touched.unchanged).to_string(),
        change,
    ));
    rows
}

/// How requests fare otherwise.
pub(super) fn of_decisions(counts: DecisionCounts) -> String {
    let mut parts = vec![
        format!("{} newly denied", counts.newly_denied),
        format!("{} newly allowed", counts.newly_allowed),
    ];
    for (count, what) in [(counts.newly_unknown, "newly unknown"), (counts.failed, "not as expected")] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.join(", ")
}

fn difference(before: usize, after: usize) -> i64 {
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    whole(after) - whole(before)
}

pub(super) fn percent(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "no resources".to_owned(), |ratio| format!("{:.1} %", ratio * 100.0))
}

fn thresholds(report: &Reported) -> Vec<String> {
    let told = report.thresholds.iter().map(|limit| {
        let value = match limit.value {
            None => "nothing to measure".to_owned(),
            Some(value) => format!("{value}"),
        };
        let waived = if limit.waived > 0 { format!(", {} waived", limit.waived) } else { String::new() };
        let verdict = if limit.failed { "failed" } else { "passed" };
        format!("`{}`: {value}{waived}: {verdict}", limit.fails_on)
    });
    told.collect()
}

fn access(pair: &ReportedPair) -> (String, Vec<Block>) {
    let mut blocks = Vec::new();
    for (change, access) in
        [(AccessChange::New, &pair.new_access), (AccessChange::Removed, &pair.removed_access)]
    {
        let line = headline(change, access).trim_end_matches(':');
        blocks.push(Block::Text(format!("{}.", capitalized(line))));
        let lines = access_lines(change, access, Some(pair.kind));
        if !lines.is_empty() {
            blocks.push(Block::List(lines));
        }
        if let (AccessChange::New, Some(beside)) = (change, &pair.new_access_beside_waivers) {
            let line = match beside.verdict {
                AccessVerdict::None => "Beside what is waived there is none: proved.",
                AccessVerdict::Witness => "There is some beside what is waived.",
                AccessVerdict::Unknown => "Whether there is some beside what is waived is unknown.",
            };
            blocks.push(Block::Text(line.to_owned()));
            let lines = access_lines(change, beside, Some(pair.kind));
            if !lines.is_empty() {
                blocks.push(Block::List(lines));
            }
        }
    }
    let regions = region_lines(&pair.regions, pair.regions_complete);
    if !regions.is_empty() {
        blocks.push(Block::Text("What differs:".to_owned()));
        blocks.push(Block::List(regions));
    }
    ("Access".to_owned(), blocks)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

fn waiver(waiver: &ReportedWaiver) -> String {
    let mut text = format!("`{}`", waiver.pattern);
    if let Some(resource) = &waiver.resource {
        let _ = write!(text, " on `{resource}`");
    }
    if !waiver.thresholds.is_empty() {
        let _ = write!(text, ", of {}", waiver.thresholds.join(" and "));
    }
    let _ = write!(text, ": {}", waiver.reason);
    if let Some(owner) = &waiver.owner {
        let _ = write!(text, " (owner: {owner})");
    }
    if let Some(expiry) = &waiver.expiry {
        let _ = write!(text, "; {} on {expiry}", if waiver.expired { "expired" } else { "expires" });
    }
    if waiver.findings == 0 {
        text += "; it fits nothing";
    } else {
        let _ = write!(text, "; {}", counted(waiver.findings, "finding"));
    }
    text
}
