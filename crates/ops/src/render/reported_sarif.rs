//! A report as SARIF 2.1.0: what is worse than before, where it stands. What is waived is suppressed.

use serde_json::{Value, json};

use super::compared_text::{access_lines, headline};
use super::sarif_log::sarif_log;
use super::{plain, uri};
use crate::OpError;
use crate::wire::{
    AccessChange, AccessVerdict, DecidedRequest, DecisionChange, DeltaAction, Reported, ReportedPair,
    StatementPlace,
};

/// The rules, each with what it says.
const RULES: [(&str, &str); 8] = [
    ("new-access", "the policies allow what they did not"),
    ("new-denial", "a request that was allowed is denied, or it is not known whether"),
    ("failed-case", "a case is not decided as it expects"),
    ("new-high-risk-action", "a sensitive action is newly allowed"),
    ("new-escalation-path", "actions together give their holder more permissions, and did not before"),
    ("unused-grant", "an action is granted and was never used"),
    ("threshold", "a figure is worse than it may be"),
    ("expired-waiver", "the last day of a waiver is over"),
];

/// One run, with a result for each finding.
pub fn reported_sarif(report: &Reported) -> Result<String, OpError> {
    let rules: Vec<_> =
        RULES.iter().map(|(id, text)| json!({ "id": id, "shortDescription": { "text": text } })).collect();
    let mut results = Vec::new();
    for pair in &report.pairs {
        of_pair(pair, &mut results);
    }
    let after = report.pairs.iter().find_map(|pair| pair.after.first().or(pair.before.first()));
    for limit in report.thresholds.iter().filter(|limit| limit.failed) {
        let value = limit.value.map(|value| format!(": {value}")).unwrap_or_default();
        let message = format!("the report fails on `{}`{value}", limit.fails_on);
        let rule = Rule { id: "threshold", level: "error" };
        results.push(rule.result(&message, after.map(|path| location(path, 1, 1)), None));
    }
    for waiver in report.waivers.iter().filter(|waiver| waiver.expired) {
        let expiry = waiver.expiry.as_deref().unwrap_or_default();
        let message = format!("the waiver of `{}` expired on {expiry}: {}", waiver.pattern, waiver.reason);
        let rule = Rule { id: "expired-waiver", level: "error" };
        results.push(rule.result(&message, Some(of_place(&waiver.place)), None));
    }
    sarif_log(&rules, &results)
}

fn of_pair(pair: &ReportedPair, results: &mut Vec<Value>) {
    let file = pair.after.first().or(pair.before.first()).map(|path| location(path, 1, 1));
    results.extend(new_access(pair, file.as_ref()));
    for request in
        [&pair.replayed_usage, &pair.cases].into_iter().flatten().flat_map(|change| &change.requests)
    {
        results.extend(of_request(request, file.as_ref()));
    }
    for action in &pair.high_risk.added {
        let categories: Vec<_> = action.categories.iter().map(|category| category.title()).collect();
        let message = format!("`{}` is newly allowed ({})", action.action, categories.join(", "));
        let at = action.place.as_ref().map(of_statement).or_else(|| file.clone());
        let rule = Rule { id: "new-high-risk-action", level: "warning" };
        results.push(rule.result(&message, at, action.waived_by.as_deref()));
    }
    for path in &pair.high_risk.paths_added {
        let steps: Vec<_> = path.actions.iter().map(|step| format!("`{step}`")).collect();
        let message = format!("{} let the holder {}", steps.join(" and "), path.gain);
        let of_step = |action: &&DeltaAction| path.actions.contains(&action.action);
        let at = pair.allowed_actions.added.iter().find(of_step).and_then(|action| action.place.as_ref());
        let rule = Rule { id: "new-escalation-path", level: "error" };
        results.push(rule.result(
            &message,
            at.map(of_statement).or_else(|| file.clone()),
            path.waived_by.as_deref(),
        ));
    }
    for grant in pair.granted_but_unused.iter().flat_map(|change| &change.unused) {
        let message = format!("`{}` is granted and was never used", grant.action);
        let rule = Rule { id: "unused-grant", level: "note" };
        results.push(rule.result(&message, file.clone(), grant.waived_by.as_deref()));
    }
}

fn new_access(pair: &ReportedPair, file: Option<&Value>) -> Option<Value> {
    let level = match pair.new_access.verdict {
        AccessVerdict::None => return None,
        AccessVerdict::Witness => "error",
        AccessVerdict::Unknown => "warning",
    };
    let beside = pair.new_access_beside_waivers.as_ref();
    let is_waived = beside.is_some_and(|access| access.verdict == AccessVerdict::None);
    let access = beside.filter(|_| !is_waived).unwrap_or(&pair.new_access);
    let lines = access_lines(AccessChange::New, access, Some(pair.kind));
    let at = access.decided_by.new.iter().chain(&access.decided_by.old).next();
    let at = at.map(|statement| location(&statement.path, statement.line, statement.column));
    let headline = headline(AccessChange::New, access).trim_end_matches(':');
    let message = format!("{headline}\n{}", lines.join("\n"));
    let waiver = is_waived.then_some("the allowlist");
    Some(Rule { id: "new-access", level }.result(&message, at.or_else(|| file.cloned()), waiver))
}

fn of_request(request: &DecidedRequest, file: Option<&Value>) -> Vec<Value> {
    let reason = request.reasons.first().map(|reason| format!(": {reason}")).unwrap_or_default();
    let what = format!("`{}` on `{}` by `{}`", request.action, request.resource, request.principal);
    let waiver = request.waived_by.as_deref();
    let mut results = Vec::new();
    if matches!(request.change, DecisionChange::NewlyDenied | DecisionChange::NewlyUnknown) {
        let level = if request.change == DecisionChange::NewlyDenied { "error" } else { "warning" };
        let message = format!("{}: {what}{reason}", request.change.name());
        results.push(Rule { id: "new-denial", level }.result(&message, file.cloned(), waiver));
    }
    if request.ok == Some(false) {
        let expected = request.expected.as_deref().unwrap_or("other layers to block it");
        let message = format!("{what}: {}, expected {expected}{reason}", request.after.name());
        let at = request.place.as_deref().map(of_place).or_else(|| file.cloned());
        results.push(Rule { id: "failed-case", level: "error" }.result(&message, at, waiver));
    }
    results
}

struct Rule {
    id: &'static str,
    level: &'static str,
}

impl Rule {
    /// A result. Every one says whether it is suppressed, as all must if one does (3.27.23).
    fn result(&self, message: &str, at: Option<Value>, waiver: Option<&str>) -> Value {
        let lines: Vec<_> = message.lines().map(plain).collect();
        let index = RULES.iter().position(|(id, _)| *id == self.id);
        let suppressions: Vec<_> = waiver
            .map(|waiver| {
                let why = format!("waived by {}", plain(waiver));
                json!({ "kind": "external", "status": "accepted", "justification": why })
            })
            .into_iter()
            .collect();
        json!({
            "ruleId": self.id,
            "ruleIndex": index,
            "level": self.level,
            "message": { "text": lines.join("\n") },
            "locations": Vec::from_iter(at),
            "suppressions": suppressions,
        })
    }
}

fn of_statement(place: &StatementPlace) -> Value {
    location(&place.path, place.line, place.column)
}

/// `FILE:LINE:COLUMN`, or what is no place in a file.
fn of_place(place: &str) -> Value {
    let mut parts = place.rsplitn(3, ':');
    let (column, line, path) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok());
    match (path, number(line), number(column)) {
        (Some(path), Some(line), Some(column)) => location(path, line, column),
        _ => location(place, 1, 1),
    }
}

fn location(path: &str, line: usize, column: usize) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(path) },
        "region": { "startLine": line, "startColumn": column },
    } })
}
