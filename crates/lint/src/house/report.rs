//! Holding a policy to the rules about actions, and saying where it breaks them.

use policy::tree::Statement;
use policy::{Severity, Span};

use super::grant::Grant;
use super::guarded::{Denied, Guard, Hit};
use super::scope::Reach;
use super::{ActionRule, Guarded, KeyDemand, Scope, Words};
use crate::Cx;
use crate::cx::Finding;
use crate::reach::listed;

/// Places that one finding marks beside its own, at most.
pub(super) const MOST_LABELS: usize = 20;

/// Reports guarded actions that are allowed without the conditions that a rule demands.
pub(crate) fn report_conditions(cx: &mut Cx<'_>) {
    let rules = &cx.house.conditions;
    hold_to(
        cx,
        rules,
        |rule| (&rule.scope, &rule.guarded),
        |cx, rule, statement, reach, hits| {
            let Some((first, rest)) = hits.split_first() else { return };
            let grant = Grant {
                words: &rule.words,
                statement,
                span: first.span,
                rest: rest.iter().map(|hit| hit.span).collect(),
                sentence: first.sentence(),
                fact: format!("`{}` is allowed", first.action),
                beyond: reach.beyond(cx, &first.action),
            };
            for demand in &rule.demands {
                grant.hold_to(cx, demand);
            }
        },
    );
}

/// Reports guarded actions that a rule does not let anyone allow.
pub(crate) fn report_actions(cx: &mut Cx<'_>) {
    let rules = &cx.house.actions;
    hold_to(
        cx,
        rules,
        |rule| (&rule.scope, &rule.guarded),
        |cx, rule, _, reach, hits| {
            if rule.guarded.together {
                report_together(cx, rule, reach, hits);
                return;
            }
            for hit in hits {
                if cx.is_full() {
                    return;
                }
                report_forbidden(cx, rule, reach, hit);
            }
        },
    );
}

/// Goes through what each statement allows of the guarded actions of each rule, as long as there is room for findings.
fn hold_to<'a, R>(
    cx: &mut Cx<'a>,
    rules: &'a [R],
    parts: impl Fn(&'a R) -> (&'a Scope, &'a Guarded),
    mut report: impl FnMut(&mut Cx<'a>, &'a R, &'a Statement, &Reach<'a>, &[Hit]),
) {
    if rules.is_empty() {
        return;
    }
    let policy = cx.policy;
    let denied = Denied::of(cx);
    for rule in rules {
        let (scope, guarded) = parts(rule);
        if !scope.has_policy(cx) {
            continue;
        }
        let guard = Guard::new(cx.catalog, guarded, &denied);
        for statement in &policy.statements {
            if cx.is_full() {
                return;
            }
            let Some(reach) = scope.reach(statement) else { continue };
            let hits = guard.hits(cx, statement, &reach);
            report(cx, rule, statement, &reach, &hits);
        }
    }
}

fn report_forbidden(cx: &mut Cx<'_>, rule: &ActionRule, reach: &Reach<'_>, hit: &Hit) {
    let outside = outside(rule);
    let what = if hit.written == hit.action {
        format!("`{}` is not to be allowed{outside}", hit.action)
    } else {
        format!("`{}` allows `{}`, which is not to be allowed{outside}", hit.written, hit.action)
    };
    let help = if outside.is_empty() { "take it out" } else { "take it out, or name only those resources" };
    let beyond = reach.beyond(cx, &hit.action);
    label(report(cx, hit.span, &rule.words, None, &what, help), beyond);
}

fn report_together(cx: &mut Cx<'_>, rule: &ActionRule, reach: &Reach<'_>, hits: &[Hit]) {
    let Some((first, rest)) = hits.split_first() else { return };
    let names = listed(hits.iter().map(|hit| hit.action.as_str()));
    let what = format!("{names} are not to be allowed together{}", outside(rule));
    let beyond = reach.beyond(cx, &first.action);
    let mut finding = report(cx, first.span, &rule.words, None, &what, "take one of them out");
    for hit in rest.iter().take(MOST_LABELS) {
        finding = finding.label(hit.span, "together with this");
    }
    label(finding, beyond);
}

/// Where the rule lets the actions be allowed after all.
fn outside(rule: &ActionRule) -> String {
    let except = &rule.scope.except_resources;
    if except.is_empty() {
        return String::new();
    }
    format!(" outside of {}", listed(except.iter().map(policy::ResourcePattern::as_str)))
}

fn label(finding: Finding<'_>, beyond: Option<Span>) {
    if let Some(span) = beyond {
        finding.label(span, "this reaches further");
    }
}

/// Reports a broken rule: in its author's words where there are some.
pub(super) fn report<'f>(
    cx: &'f mut Cx<'_>,
    span: Span,
    words: &Words,
    own: Option<&KeyDemand>,
    what: &str,
    help: &str,
) -> Finding<'f> {
    let message = own.and_then(|key| key.message.clone()).or_else(|| words.message.clone());
    let message = message.unwrap_or_else(|| {
        if words.name.is_empty() { what.to_owned() } else { format!("rule `{}`: {what}", words.name) }
    });
    let advice = own.and_then(|key| key.help.as_deref()).or(words.help.as_deref()).unwrap_or(help).to_owned();
    let severity: Option<Severity> = own.and_then(|key| key.severity).or(words.severity);
    let finding = cx.report(span, message).help(advice);
    match severity {
        Some(severity) => finding.severity(severity),
        None => finding,
    }
}
