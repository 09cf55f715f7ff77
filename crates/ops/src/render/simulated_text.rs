//! Decisions for people: a line a case, and with the chain of reasons as somebody would say it.

use std::fmt::Write;

use serde_json::Value;

use super::plain;
use super::table::{counted, rest, rows};
use crate::Style;
use crate::wire::{Applies, ExplainedPolicy, ExplainedStatement, Simulated, SimulatedCase};

/// Every case, and a last line that counts them if there are several or some fail.
pub fn simulated_text(simulated: &Simulated, style: Style) -> String {
    let mut text = match simulated.cases.as_slice() {
        cases if cases.iter().any(|case| !case.layers.is_empty()) || cases.len() == 1 => {
            cases.iter().map(|case| told(case, style)).collect::<Vec<_>>().join("\n")
        }
        cases => table(cases),
    };
    text.push_str(&rest(simulated.cases.len(), simulated.total, simulated.truncated));
    let summary = &simulated.summary;
    if summary.cases != 1 {
        let mut counts = vec![];
        if summary.passed > 0 || summary.failed > 0 {
            counts.push(format!("{} as expected", summary.passed));
            counts.push(format!("{} not as expected", summary.failed));
        }
        let decisions = &summary.decisions;
        for (count, name) in [
            (decisions.allowed, "allowed"),
            (decisions.explicitly_denied + decisions.implicitly_denied, "denied"),
            (decisions.unknown, "unknown"),
        ] {
            if count > 0 {
                counts.push(format!("{count} {name}"));
            }
        }
        let counts = if counts.is_empty() { String::new() } else { format!(": {}", counts.join(", ")) };
        let _ = writeln!(text, "{}{counts}", counted(summary.cases, "case"));
    }
    text
}

/// One line a case.
fn table(cases: &[SimulatedCase]) -> String {
    let lines: Vec<_> = cases.iter().map(row).collect();
    if lines.iter().all(|line| line[0].is_empty()) {
        let lines: Vec<_> =
            lines.into_iter().map(|[_, decision, name, reason]| [decision, name, reason]).collect();
        rows(&lines)
    } else {
        rows(&lines)
    }
}

/// Whether it is as expected, the decision, the name, and the reason.
pub(super) fn row(case: &SimulatedCase) -> [String; 4] {
    let mark = match case.ok {
        Some(true) => "ok",
        Some(false) => "FAIL",
        None => "",
    };
    let reason = case.reasons.first().map_or("", String::as_str);
    let reason = match &case.place {
        Some(place) if case.ok == Some(false) => format!("{}: {reason} ({place})", case.expectation()),
        _ if case.ok == Some(false) => format!("{}: {reason}", case.expectation()),
        _ => reason.to_owned(),
    };
    [mark.to_owned(), case.decision.name().to_owned(), case.name.clone(), reason]
}

/// A case with all that is known of it.
fn told(case: &SimulatedCase, style: Style) -> String {
    let mut text = String::new();
    let decision = match (style.colour, case.ok) {
        (true, Some(false)) => format!("\x1b[1;31m{}\x1b[0m", case.verdict()),
        (true, _) => format!("\x1b[1m{}\x1b[0m", case.verdict()),
        (false, _) => case.verdict(),
    };
    let _ = writeln!(text, "{decision}: {}", plain(&case.name));
    for reason in &case.reasons {
        let _ = writeln!(text, "  {}", plain(reason));
    }
    if case.layers.is_empty() {
        return text;
    }
    let _ = writeln!(text, "  asked by {}", plain(&case.principal));
    if !case.filled.is_empty() {
        let keys: Vec<_> =
            case.filled.iter().map(|(key, value)| format!("{key} = {}", shown(value))).collect();
        let _ = writeln!(text, "  filled in: {}", plain(&keys.join(", ")));
    }
    for layer in &case.layers {
        let _ = writeln!(text, "  {}:", title(&layer.layer));
        layer.policies.iter().for_each(|policy| describe(policy, &mut text));
    }
    if !case.hangs_on.is_empty() {
        let names = case.hangs_on.join(", ");
        let _ = writeln!(text, "  it hangs on a point that AWS's documentation leaves open: {names}");
    }
    text
}

fn describe(policy: &ExplainedPolicy, text: &mut String) {
    let level = policy.level.as_ref().map(|level| format!(" at {}", plain(level))).unwrap_or_default();
    let _ = writeln!(text, "    {}{level}", plain(&policy.name));
    if policy.statements.is_empty() {
        let _ = writeln!(text, "      has no statement");
    }
    for statement in &policy.statements {
        let _ = writeln!(text, "      {}", plain(&sentence(statement)));
    }
}

/// `statement 1 (p.json:4:5) allows it`.
fn sentence(statement: &ExplainedStatement) -> String {
    let subject = format!("{} ({})", statement.statement, statement.place);
    let effect = statement.effect.as_deref().unwrap_or_default();
    let (does, would) = match effect {
        "Allow" => ("allows it", "would allow it"),
        "Deny" => ("denies it", "would deny it"),
        _ => ("applies", "may do anything"),
    };
    let why = statement.why.as_deref().unwrap_or_default();
    match statement.applies {
        Applies::Yes => format!("{subject} {does}"),
        Applies::No => format!(
            "{subject} {would}, but for its {}: {why}",
            statement.element.as_deref().unwrap_or("elements")
        ),
        Applies::Unknown => format!("{subject} {would}, perhaps: {why}"),
    }
}

fn title(layer: &str) -> &str {
    match layer {
        "scp" => "service control policies",
        "rcp" => "resource control policies",
        "endpoint" => "policy of the VPC endpoint",
        "resource" => "policy of the resource",
        "identity" => "policies of the caller",
        "boundary" => "permissions boundary",
        "session" => "session policy",
        other => other,
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
