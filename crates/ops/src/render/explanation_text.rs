//! An explanation for people at a terminal.

use super::plain;
use super::table;
use crate::wire::{Broken, Granted, PolicyExplanation, Risk, ServiceAccess, StatementExplanation};

/// How many of the errors, and of the actions that are not known, are told.
const MOST: usize = 8;
/// How many resources stand in a row.
const RESOURCES: usize = 2;

pub fn explanation_text(told: &PolicyExplanation) -> String {
    let mut text: String = broken(told).map(|note| plain(&note).into_owned() + "\n\n").unwrap_or_default();
    text.extend([&kind(told), " policy. ", &plain(&told.summary), "\n"]);
    text.extend(told.kind_note.iter().map(|note| format!("{note}\n")));
    if !told.statements.is_empty() {
        text.push('\n');
    }
    for statement in &told.statements {
        text.extend([&label(statement), ": ", &plain(&statement.explanation), "\n"]);
    }
    if !told.services.is_empty() {
        text.push('\n');
        text.push_str(&table::rows(&rows(told)));
        if told.truncated {
            let (shown, total) = (told.services.len(), told.total);
            let rest =
                format!("({shown} of {total} services, those with the most power; `limit` shows more)\n");
            text.push_str(&rest);
        }
    }
    section(&mut text, "Not counted", unknown(told));
    section(&mut text, "Risks", told.risks.iter().map(risk));
    section(&mut text, "Mistakes (`leastwise validate` shows the places)", errors(told));
    text
}

/// That the text is broken, and where first.
pub(super) fn broken(told: &PolicyExplanation) -> Option<String> {
    let (Broken { path, message, span }, others) = told.broken.split_first()?;
    let (line, column) = (span.start.line, span.start.column);
    let more = match others.len() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(format!(
        "The text is broken, and this is only what could be read of it: {path}:{line}:{column}: {message}{more}"
    ))
}

/// The first errors, and how many more there are.
pub(super) fn errors(told: &PolicyExplanation) -> impl Iterator<Item = String> {
    first(told.errors.iter().map(risk))
}

pub(super) fn unknown(told: &PolicyExplanation) -> impl Iterator<Item = String> {
    first(told.unknown_actions.iter().cloned())
}

fn first(items: impl ExactSizeIterator<Item = String>) -> impl Iterator<Item = String> {
    let more = items.len().saturating_sub(MOST);
    items.take(MOST).chain((more > 0).then(|| format!("{more} more")))
}

pub(super) fn kind(told: &PolicyExplanation) -> String {
    match told.kind.name() {
        "scp" => "Service control".to_owned(),
        "rcp" => "Resource control".to_owned(),
        "endpoint" => "VPC endpoint".to_owned(),
        "boundary" => "Boundary".to_owned(),
        "identity" => "Identity".to_owned(),
        "resource" => "Resource".to_owned(),
        "trust" => "Trust".to_owned(),
        other => other.to_owned(),
    }
}

pub(super) fn label(statement: &StatementExplanation) -> String {
    let number = statement.index + 1;
    match &statement.sid {
        Some(sid) if !sid.is_empty() => format!("{number} `{}`", plain(sid)),
        _ => number.to_string(),
    }
}

pub(super) fn risk(risk: &Risk) -> String {
    format!("{} [{}]", risk.words(), risk.id)
}

/// The names of the columns, and a row for each service. Columns that would tell nothing are left out.
pub(super) fn rows(told: &PolicyExplanation) -> Vec<Vec<String>> {
    let titles = [
        "service",
        "allowed",
        "list",
        "read",
        "write",
        "permissions",
        "tagging",
        "denied",
        "in part",
        "conditional",
        "resources",
    ];
    let mut rows = vec![titles.map(str::to_owned)];
    rows.extend(told.services.iter().map(row));
    let tells =
        |column: usize| rows.iter().skip(1).filter_map(|row| row.get(column)).any(|cell| cell != NONE);
    let kept: Vec<bool> = (0..titles.len()).map(tells).collect();
    let keep = |row: [String; 11]| {
        row.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect()
    };
    rows.into_iter().map(keep).collect()
}

/// A cell that tells nothing.
const NONE: &str = "-";

fn row(access: &ServiceAccess) -> [String; 11] {
    let count = |count: usize| if count == 0 { NONE.to_owned() } else { count.to_string() };
    let when = match access.when {
        Granted::Always | Granted::Never => NONE,
        Granted::Partly => "some",
        Granted::UnderConditions => "all",
    };
    [
        format!("{} ({})", access.title, access.service),
        format!("{} of {}", access.actions, access.of),
        count(access.list),
        count(access.read),
        count(access.write),
        count(access.permissions_management),
        count(access.tagging),
        count(access.denied),
        count(access.denied_in_part),
        when.to_owned(),
        resources(access),
    ]
}

fn resources(access: &ServiceAccess) -> String {
    let mut shown: Vec<String> = access
        .resources
        .iter()
        .take(RESOURCES)
        .map(|text| match text.as_str() {
            "*" => "any".to_owned(),
            text => text.to_owned(),
        })
        .collect();
    let more = access.resource_count - shown.len();
    shown.extend((more > 0).then(|| format!("{more} more")));
    match (shown.is_empty(), access.actions) {
        (true, 0) => NONE.to_owned(),
        // The resource that has the policy.
        (true, _) => "its own".to_owned(),
        (false, _) => shown.join(", "),
    }
}

fn section(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        text.extend(["\n", title, ":\n"]);
        text.extend(items.map(|item| format!("- {}\n", plain(&item))));
    }
}
