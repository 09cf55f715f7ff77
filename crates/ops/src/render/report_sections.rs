//! The sections of a report on one pair of policies, but for that on access.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::report_page::{Block, of_decisions, percent};
use super::table::counted;
use crate::wire::{
    DecidedRequest, Decision, DeltaAction, ReportedPair, RequestsChange, StatementChange, StatementPlace,
    TouchedStatement,
};

/// So many items of a list are shown; `report.json` has all.
const MOST: usize = 50;
/// So many actions of one service.
const MOST_OF_SERVICE: usize = 12;

type Told = (String, Vec<Block>);

pub(super) fn actions(pair: &ReportedPair) -> Told {
    let delta = &pair.allowed_actions;
    let mut blocks = Vec::new();
    for (actions, what) in [(&delta.added, "newly allowed"), (&delta.removed, "no longer allowed")] {
        blocks.push(Block::Text(format!("{} {what}.", counted(actions.len(), "action"))));
        if !actions.is_empty() {
            blocks.push(Block::List(by_service(actions.iter().map(name_of))));
        }
    }
    ("Allowed action delta".to_owned(), blocks)
}

fn name_of(action: &DeltaAction) -> (&str, bool) {
    (&action.action, action.waived_by.is_some())
}

/// A line for each service, with its actions.
fn by_service<'a>(actions: impl Iterator<Item = (&'a str, bool)>) -> Vec<String> {
    let mut services: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
    for (action, is_waived) in actions {
        let (service, _) = action.split_once(':').unwrap_or((action, ""));
        services.entry(service).or_default().push((action, is_waived));
    }
    let line = |(service, own): (&str, Vec<(&str, bool)>)| {
        let named = own
            .iter()
            .take(MOST_OF_SERVICE)
            .map(|(action, is_waived)| format!("`{action}`{}", if *is_waived { " (waived)" } else { "" }));
        let named: Vec<_> = named.collect();
        match own.len().saturating_sub(MOST_OF_SERVICE) {
            0 => named.join(", "),
            more => format!("{} and {more} more of `{service}`", named.join(", ")),
        }
    };
    shortened(services.into_iter().map(line).collect(), "service")
}

/// The first of a list, and how many there are beside.
fn shortened(mut list: Vec<String>, what: &str) -> Vec<String> {
    let more = list.len().saturating_sub(MOST);
    if more > 0 {
        list.truncate(MOST);
        list.push(format!("and {} more", counted(more, what)));
    }
    list
}

pub(super) fn resources(pair: &ReportedPair) -> Told {
    let change = &pair.resource_concreteness;
    let text = format!(
        "Of the grants of actions that take a resource, {} were on concrete resources, and {} are to be: {} before, {} after.",
        percent(change.before.ratio),
        percent(change.after.ratio),
        counted(change.before.actions, "action"),
        counted(change.after.actions, "action"),
    );
    let mut blocks = vec![Block::Text(text)];
    if !change.after.loose.is_empty() {
        blocks.push(Block::Text("Not concrete after:".to_owned()));
        let loose = change.after.loose.iter();
        let lines = loose.map(|loose| format!("`{}`: {}", loose.resource, counted(loose.actions, "action")));
        blocks.push(Block::List(shortened(lines.collect(), "resource")));
    }
    ("Resource concreteness ratio".to_owned(), blocks)
}

pub(super) fn denials(pair: &ReportedPair) -> Vec<Told> {
    let parts = [
        ("AccessDenied change, replayed usage", &pair.replayed_usage),
        ("AccessDenied change, cases", &pair.cases),
    ];
    let told = |(title, change): (&str, &Option<RequestsChange>)| {
        Some((title.to_owned(), requests(change.as_ref()?)))
    };
    parts.into_iter().filter_map(told).collect()
}

fn requests(change: &RequestsChange) -> Vec<Block> {
    let counts = change.counts;
    let mut blocks = vec![Block::Text(format!(
        "{} decided: {} denied before, {} after; {}.",
        counted(counts.decided, "request"),
        counts.denied_before,
        counts.denied_after,
        of_decisions(counts),
    ))];
    let by_others =
        change.requests.iter().filter(|request| request.count.is_some() && request.before.is_denied());
    let by_others = by_others.count();
    if by_others > 0 {
        blocks.push(Block::Text(format!(
            "{} denied before, though AWS allowed it: by policies that are not among those before.",
            counted(by_others, "used request"),
        )));
    }
    if !change.requests.is_empty() {
        let mut requests: Vec<_> = change.requests.iter().collect();
        // What is worse comes first; else as they came.
        requests.sort_by_key(|request| request.change);
        blocks.push(Block::List(shortened(requests.into_iter().map(request).collect(), "request")));
    }
    if !change.not_replayed.is_empty() {
        blocks.push(Block::Text("Not replayed:".to_owned()));
        let left = change.not_replayed.iter();
        let lines = left.map(|left| format!("`{}` of `{}`: {}", left.action, left.principal, left.why));
        blocks.push(Block::List(shortened(lines.collect(), "action")));
    }
    blocks
}

fn request(request: &DecidedRequest) -> String {
    let name = request.name.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let via = request.via.as_ref().map(|via| format!(" through `{via}`")).unwrap_or_default();
    let count = request
        .count
        .map(|count| format!(" ({})", counted(usize::try_from(count).unwrap_or(usize::MAX), "call")))
        .unwrap_or_default();
    let mut text = format!(
        "{name}{}: `{}` on `{}` by `{}`{via}{count}: {} before, {} after",
        request.change.name(),
        request.action,
        request.resource,
        request.principal,
        request.before.name(),
        request.after.name(),
    );
    if request.ok == Some(false) {
        let _ =
            write!(text, ", expected {}", request.expected.as_deref().unwrap_or("other layers to block it"));
    }
    if let Some(waiver) = &request.waived_by {
        let _ = write!(text, " (waived by `{waiver}`)");
    }
    if let Some(reason) = request.reasons.first().filter(|_| request.after != Decision::Allowed) {
        let _ = write!(text, "; {reason}");
    }
    text
}

pub(super) fn risks(pair: &ReportedPair) -> Told {
    let risk = &pair.high_risk;
    let line = |name: &str, counts: crate::wire::Counts| {
        format!(
            "{name}: {} before, {} after ({} added, {} removed)",
            counts.before, counts.after, counts.added, counts.removed
        )
    };
    let mut lines: Vec<_> =
        risk.categories.iter().map(|change| line(change.category.title(), change.counts)).collect();
    lines.push(line("Any of these, on resources that are not concrete", risk.counts.on_wide_resources));
    lines.push(line("Escalation paths", risk.counts.escalation_paths));
    let mut blocks = vec![Block::List(lines)];
    if !risk.added.is_empty() {
        blocks.push(Block::Text("Sensitive actions newly allowed:".to_owned()));
        blocks.push(Block::List(by_service(risk.added.iter().map(name_of))));
    }
    for (paths, what) in [
        (&risk.paths_added, "New ways to more permissions, if their resources are left to the holder:"),
        (&risk.paths_removed, "Ways to more permissions that are closed:"),
    ] {
        if !paths.is_empty() {
            blocks.push(Block::Text(what.to_owned()));
            let told = paths.iter().map(|path| {
                let steps: Vec<_> = path.actions.iter().map(|step| format!("`{step}`")).collect();
                let waived = if path.waived_by.is_some() { " (waived)" } else { "" };
                format!("{}: {}{waived}", steps.join(" and "), path.gain)
            });
            blocks.push(Block::List(shortened(told.collect(), "path")));
        }
    }
    ("High-risk permissions".to_owned(), blocks)
}

pub(super) fn unused(pair: &ReportedPair) -> Option<Told> {
    let change = pair.granted_but_unused.as_ref()?;
    let states = |states: crate::wire::GrantStates| {
        format!(
            "{} granted, {} used, {} unused, {} that logs cannot show",
            states.granted, states.used, states.unused, states.unknown
        )
    };
    let mut blocks = vec![Block::List(vec![
        format!("before: {}", states(change.counts.before)),
        format!("after: {}", states(change.counts.after)),
    ])];
    if !change.unused.is_empty() {
        blocks.push(Block::Text("Granted after, and never used:".to_owned()));
        let unused = change.unused.iter().map(|grant| (grant.action.as_str(), grant.waived_by.is_some()));
        blocks.push(Block::List(by_service(unused)));
    }
    Some(("Granted but unused".to_owned(), blocks))
}

pub(super) fn statements(pair: &ReportedPair) -> Told {
    let counts = pair.statements.counts;
    let text = format!(
        "{} added, {} removed, {} changed, {} as before.",
        counts.added, counts.removed, counts.changed, counts.unchanged
    );
    let mut blocks = vec![Block::Text(text)];
    if !pair.statements.touched.is_empty() {
        let told = pair.statements.touched.iter().map(touched);
        blocks.push(Block::List(shortened(told.collect(), "statement")));
    }
    ("Statements touched".to_owned(), blocks)
}

fn touched(statement: &TouchedStatement) -> String {
    let at = |place: &Option<StatementPlace>| {
        let told = |place: &StatementPlace| {
            format!("{} at `{}:{}:{}`", place.statement, place.path, place.line, place.column)
        };
        place.as_ref().map(told).unwrap_or_default()
    };
    match statement.change {
        StatementChange::Added => format!("added: {}", at(&statement.after)),
        StatementChange::Removed => format!("removed: {}", at(&statement.before)),
        StatementChange::Changed => {
            let elements: Vec<_> = statement.elements.iter().map(|element| format!("`{element}`")).collect();
            format!(
                "changed: {}, before {}: {}",
                at(&statement.after),
                at(&statement.before),
                elements.join(", ")
            )
        }
    }
}
