//! Holds a test file against the shape that it should have, before anything is decided.

use policy::{Document, Node, Value};

use super::keys;
use crate::reading::fits::{fits, wrong};
use crate::reading::problem::Problems;
use crate::reading::shape::Shape;
use crate::reading::value::several;
use crate::simulate::{POLICIES, check_context, check_levels, check_plain, is_fault, needs};

/// All that is wrong with a file but for the policies it names.
pub(super) fn check(document: &Document) -> Problems {
    let mut problems = Problems::default();
    for found in document.diagnostics.iter().filter(|found| is_fault(found)) {
        problems.report(found.span, found.message.clone()).help.clone_from(&found.help);
    }
    let root = &document.root;
    // What is cut off or not closed has no shape to speak of.
    if !problems.is_empty() {
        return problems;
    }
    if root.as_object().is_none() {
        wrong(root, &Shape::Any, &mut problems);
        return problems;
    }
    fits(root, &Shape::Object(keys::FILE), &mut problems);
    check_context(root.get("context"), &mut problems);
    if let Some(policies) = root.get("policies").filter(|node| node.value != Value::Null) {
        fits(policies, &Shape::Object(POLICIES), &mut problems);
        check_levels(policies, &mut problems);
    }
    let cases = list(root, "cases", &mut problems);
    let never = list(root, "never", &mut problems);
    for case in cases {
        check_case(case, &mut problems);
    }
    for rule in never {
        check_rule(rule, &mut problems);
    }
    if problems.is_empty() && cases.is_empty() && never.is_empty() {
        problems.report(root.span, "there are neither `cases` nor `never`: nothing is tested");
    }
    problems
}

fn list<'a>(root: &'a Node, member: &str, problems: &mut Problems) -> &'a [Node] {
    let Some(node) = root.get(member).filter(|node| node.value != Value::Null) else { return &[] };
    node.as_array().unwrap_or_else(|| {
        wrong(node, &Shape::List(&Shape::Any), problems);
        &[]
    })
}

fn check_case(case: &Node, problems: &mut Problems) {
    if case.as_object().is_none() {
        return wrong(case, &Shape::Any, problems);
    }
    check_plain(case, problems);
    needs(case, "expect", problems);
}

/// A rule is an action, or an object; one that names no action would forbid nothing and always hold.
fn check_rule(rule: &Node, problems: &mut Problems) {
    match &rule.value {
        Value::String(_) => {}
        Value::Object(_) => {
            fits(rule, &Shape::Object(keys::NEVER), problems);
            check_context(rule.get("context"), problems);
            let actions = several(rule.get("action"));
            if actions.is_empty() {
                problems.report(rule.span, "there is no `action`");
            }
            for empty in actions.iter().filter(|action| action.value == Value::Null) {
                wrong(empty, &Shape::Text, problems);
            }
        }
        _ => {
            problems
                .report(rule.span, format!("expected an action or an object, found {}", rule.value.kind()));
        }
    }
}
