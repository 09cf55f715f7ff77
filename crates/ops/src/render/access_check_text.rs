//! A check of access for people.

use std::fmt::Write;

use super::compared_text::{access_lines, region_lines};
use super::plain;
use crate::Style;
use crate::wire::{AccessChange, AccessCheck, CheckResult};

/// The result, the witness, who decides, and what is allowed.
pub fn access_check_text(check: &AccessCheck, style: Style) -> String {
    let mut text = String::new();
    let change = check.regions.first().map_or(AccessChange::Granted, |region| region.change);
    let (name, message) = (check.result.name(), &check.message);
    let _ = match (style.colour, check.result) {
        (false, _) => writeln!(text, "{name}: {message}"),
        (true, CheckResult::Pass) => writeln!(text, "\x1b[1;32m{name}\x1b[0m: {message}"),
        (true, _) => writeln!(text, "\x1b[1;31m{name}\x1b[0m: {message}"),
    };
    for line in access_lines(change, &check.access, check.kind) {
        let _ = writeln!(text, "  {}", plain(&line));
    }
    if !check.regions.is_empty() {
        text.push('\n');
    }
    for line in region_lines(&check.regions, check.regions_complete) {
        let _ = writeln!(text, "{}", plain(&line));
    }
    for note in &check.notes {
        let _ = writeln!(text, "note: {}", plain(note));
    }
    text
}
