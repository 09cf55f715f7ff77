//! A comparison for people: the answer, the request that shows it, who decides, and what differs.

use std::fmt::Write;

use super::plain;
use crate::Style;
use crate::wire::{
    Access, AccessChange, AccessVerdict, Compared, DecidingStatement, DifferenceRegion, PolicyType, Says,
};
use crate::words;

/// The headline, the witness, the statements, the regions.
pub fn compared_text(compared: &Compared, style: Style) -> String {
    let mut text = String::new();
    for (change, access) in sides(compared) {
        let headline = headline(change, access);
        let colour = match (style.colour, change, access.verdict) {
            (true, AccessChange::New, AccessVerdict::None) => Some("1;32"),
            (true, AccessChange::New, _) => Some("1;31"),
            (true, AccessChange::Removed | AccessChange::Granted, _) => Some("1"),
            (false, ..) => None,
        };
        let _ = match colour {
            Some(colour) => writeln!(text, "\x1b[{colour}m{headline}\x1b[0m"),
            None => writeln!(text, "{headline}"),
        };
        for line in access_lines(change, access, compared.kind) {
            let _ = writeln!(text, "  {}", plain(&line));
        }
    }
    if !compared.regions.is_empty() {
        text.push('\n');
    }
    for line in region_lines(&compared.regions, compared.regions_complete) {
        let _ = writeln!(text, "{}", plain(&line));
    }
    for note in &compared.notes {
        let _ = writeln!(text, "note: {}", plain(note));
    }
    text
}

/// Both directions, of which the second is left out where nothing is lost.
pub(super) fn sides(compared: &Compared) -> impl Iterator<Item = (AccessChange, &Access)> {
    let removed = (AccessChange::Removed, &compared.removed_access);
    let removed = Some(removed).filter(|(_, access)| access.verdict != AccessVerdict::None);
    std::iter::once((AccessChange::New, &compared.new_access)).chain(removed)
}

pub(super) fn headline(change: AccessChange, access: &Access) -> &'static str {
    match (change, access.verdict) {
        (AccessChange::New, AccessVerdict::None) => "no new access: proved",
        (AccessChange::New, AccessVerdict::Witness) => "new access:",
        (AccessChange::New, AccessVerdict::Unknown) => "new access: unknown",
        (AccessChange::Removed, AccessVerdict::None) => "no access is lost: proved",
        (AccessChange::Removed, AccessVerdict::Witness) => "access that is lost:",
        (AccessChange::Removed, AccessVerdict::Unknown) => "access that is lost: unknown",
        (AccessChange::Granted, _) => "granted",
    }
}

/// The witness, and what both sides say of it; or why nothing is known.
pub(super) fn access_lines(change: AccessChange, access: &Access, kind: Option<PolicyType>) -> Vec<String> {
    let mut lines = Vec::new();
    match &access.witness {
        Some(witness) => {
            lines.push(words::request(witness, words::subject(witness, kind)));
            let before = if change == AccessChange::Granted { "" } else { "new: " };
            let sides = [(before, &access.decided_by.new), ("old: ", &access.decided_by.old)];
            let whys = match change {
                AccessChange::New | AccessChange::Granted => access.why.iter().collect::<Vec<_>>(),
                AccessChange::Removed => access.why.iter().rev().collect(),
            };
            for ((side, statements), why) in sides.into_iter().zip(whys) {
                // What no statement says, the sentence does.
                if statements.is_empty() {
                    lines.push(format!("{side}{why}"));
                }
                lines.extend(statements.iter().map(|statement| format!("{side}{}", deciding(statement))));
            }
            // One sentence for each side; what comes behind says what it hangs on.
            lines.extend(access.why.iter().skip(2).cloned());
        }
        None => lines.extend(access.why.iter().cloned()),
    }
    if let Some(beyond) = &access.beyond_catalogue {
        let request = words::request(beyond, words::subject(beyond, kind));
        lines.push(format!("outside of what the catalogue says AWS sends, more would be allowed: {request}"));
    }
    lines
}

/// ``statement 1 (p.json:4:5) allows it``.
pub(super) fn deciding(statement: &DecidingStatement) -> String {
    let DecidingStatement { path, line, column, .. } = statement;
    let subject = format!("{} ({path}:{line}:{column})", statement.statement);
    let why = statement.why.as_deref().unwrap_or_default();
    let element = statement.element.as_deref().unwrap_or("elements");
    match statement.says {
        Says::Allows => format!("{subject} allows it"),
        Says::Denies => format!("{subject} denies it"),
        Says::WouldAllow => format!("{subject} would allow it, but for its {element}: {why}"),
        Says::WouldDeny => format!("{subject} would deny it, but for its {element}: {why}"),
        Says::Unknown => format!("{subject} may do anything: {why}"),
    }
}

/// A line a region, and whether there are more.
pub(super) fn region_lines(regions: &[DifferenceRegion], complete: bool) -> Vec<String> {
    let mut lines: Vec<_> = regions.iter().map(|region| region.text.clone()).collect();
    if !complete && !regions.is_empty() {
        lines.push("and more".to_owned());
    }
    lines
}
