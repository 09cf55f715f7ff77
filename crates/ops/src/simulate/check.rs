//! Holds cases against the shape that they should have, before any is decided.

use catalog::nearest_within;
use policy::{Document, Member, Node, Span, Value};

use super::attached::is_fault;
use super::case::{CaseForm, cases_of};
use super::keys;
use crate::OpError;
use crate::reading::fits::{fits, wrong};
use crate::reading::problem::{Problems, did_you_mean, refusal};
use crate::reading::shape::{Key, Shape};
use crate::reading::value::several;
use crate::wire::Expectation;

/// Refuses a document that holds no cases, or cases of a wrong shape: all that is wrong in one refusal. A broken policy is none of it.
pub(crate) fn check_cases(document: &Document, has_lines: bool) -> Result<(), OpError> {
    let mut problems = Problems::default();
    let cases = cases_of(document);
    let policies: Vec<Span> = cases.unwrap_or_default().iter().flat_map(policies_of).collect();
    for found in &document.diagnostics {
        // INVARIANT: `policies` are in the order of their places, and apart from each other.
        let at = policies.partition_point(|span| span.end < found.span.end);
        let is_within = policies.get(at).is_some_and(|span| span.contains(found.span));
        if is_fault(found) && !is_within {
            problems.report(found.span, found.message.clone()).help.clone_from(&found.help);
        }
    }
    if problems.is_empty() && cases.is_none() {
        let at = document.root.get("cases").map_or(document.root.span, |cases| cases.span);
        problems.report(at, "expected a list of cases, or an object with a list `cases`");
    }
    for case in cases.unwrap_or_default() {
        check(case, &mut problems);
    }
    refusal(problems.lines(document, has_lines)).map_or(Ok(()), Err)
}

/// Where its policies stand, whose faults are the case's own affair.
fn policies_of(case: &Node) -> impl Iterator<Item = Span> {
    let members = case.as_object().unwrap_or_default().iter();
    let is_policies = |member: &&Member| keys::POLICIES.iter().any(|key| key.name == member.key.text);
    members.filter(is_policies).map(|member| member.value.span)
}

fn check(case: &Node, problems: &mut Problems) {
    if case.as_object().is_none() {
        return wrong(case, &Shape::Any, problems);
    }
    match CaseForm::of(case) {
        CaseForm::Plain => check_plain(case, problems),
        CaseForm::Full => full(case, problems),
    }
}

/// Holds an object against the shape of a case without policies.
pub(crate) fn check_plain(case: &Node, problems: &mut Problems) {
    fits(case, &Shape::Object(keys::PLAIN), problems);
    needs(case, "action", problems);
    check_context(case.get("context"), problems);
    word(case.get("expect"), problems);
}

fn full(case: &Node, problems: &mut Problems) {
    known(case, keys::FULL.iter().chain(keys::POLICIES), problems);
    if let Some(request) = case.get("request") {
        known(request, keys::REQUEST, problems);
        if request.as_object().is_some() {
            needs(request, "action", problems);
        }
        match request.get("resource") {
            None | Some(Node { value: Value::Null | Value::String(_), .. }) => {}
            Some(resource) => known(resource, keys::RESOURCE, problems),
        }
        check_context(request.get("context"), problems);
    }
    check_levels(case, problems);
    match case.get("expected") {
        None | Some(Node { value: Value::Null, .. }) => {}
        Some(expected @ Node { value: Value::String(_), .. }) => word(Some(expected), problems),
        Some(expected) => {
            known(expected, keys::EXPECTED, problems);
            word(expected.get("decision"), problems);
        }
    }
}

/// Holds an object that holds policies, and perhaps a request that is of no interest, against its shape.
pub(crate) fn check_policies(holder: &Node, problems: &mut Problems) {
    known(holder, keys::FULL.iter().chain(keys::POLICIES), problems);
    check_levels(holder, problems);
}

/// Holds the levels of an organization against their shape.
pub(crate) fn check_levels(holder: &Node, problems: &mut Problems) {
    for level in ["scps", "rcps"].into_iter().flat_map(|member| several(holder.get(member))) {
        known(level, keys::LEVEL, problems);
    }
}

/// The members that are ours have their shape; there may be others.
fn known<'a>(node: &Node, keys: impl IntoIterator<Item = &'a Key>, problems: &mut Problems) {
    let Some(members) = node.as_object() else { return wrong(node, &Shape::Any, problems) };
    let keys: Vec<_> = keys.into_iter().collect();
    for Member { key, value } in members {
        if let Some(known) = keys.iter().find(|known| known.name == key.text) {
            fits(value, &known.shape, problems);
        } else if let Some(help) = did_you_mean(&slip(&key.text, node, &keys)) {
            problems.report(key.span, format!("there is no key `{}` here", key.text)).help(help);
        }
    }
}

/// The members that `written` is most likely a slip for: of those that are not there, with at most one letter in four wrong.
fn slip(written: &str, node: &Node, keys: &[&Key]) -> Vec<&'static str> {
    let missing = keys.iter().map(|key| key.name).filter(|name| node.get(name).is_none());
    // A name of three letters is near to many.
    let missing = missing.filter(|name| name.len() > 3);
    nearest_within(written, missing, (written.chars().count() / 4).max(1))
}

pub(crate) fn needs(node: &Node, member: &str, problems: &mut Problems) {
    if node.get(member).is_none_or(|value| value.value == Value::Null) {
        problems.report(node.span, format!("there is no `{member}`"));
    }
}

pub(crate) fn check_context(node: Option<&Node>, problems: &mut Problems) {
    match node {
        None | Some(Node { value: Value::Null, .. }) => {}
        Some(Node { value: Value::Object(members), .. }) => {
            for member in members {
                fits(&member.value, &Shape::Values, problems);
            }
        }
        Some(node) => wrong(node, &Shape::Any, problems),
    }
}

fn word(node: Option<&Node>, problems: &mut Problems) {
    if let Some(node) = node
        && let Some(text) = node.as_str()
        && let Err(message) = text.parse::<Expectation>()
    {
        problems.report(node.span, message);
    }
}
