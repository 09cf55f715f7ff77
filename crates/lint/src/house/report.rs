//! Holding a policy to the rules about actions, and saying where it breaks them.

use policy::tree::Statement;
use policy::{Answer, Severity, Span};

use super::guarded::{Denied, Guard, Hit};
use super::scope::Reach;
use super::{ActionRule, ConditionRule, Demand, KeyDemand, Words, demand};
use crate::Cx;
use crate::cx::Finding;
use crate::reach::listed;

/// Places that one finding marks beside its own, at most.
const MOST_LABELS: usize = 20;

/// Reports guarded actions that are allowed without the conditions that a rule demands.
pub(crate) fn report_conditions(cx: &mut Cx<'_>) {
    let (house, policy) = (cx.house, cx.policy);
    if house.conditions.is_empty() {
        return;
    }
    let denied = Denied::of(cx);
    for rule in house.conditions.iter().filter(|rule| rule.scope.has_policy(cx)).collect::<Vec<_>>() {
        let guard = Guard::new(cx.catalog, &rule.guarded, &denied);
        for statement in &policy.statements {
            let Some(reach) = rule.scope.reach(statement) else { continue };
            let hits = guard.hits(cx, statement);
            let Some((first, rest)) = hits.split_first() else { continue };
            let granted = Granted { rule, reach: &reach, first, rest };
            rule.demands.iter().for_each(|demand| granted.report(cx, statement, demand));
        }
    }
}

/// Reports guarded actions that a rule does not let anyone allow.
pub(crate) fn report_actions(cx: &mut Cx<'_>) {
    let (house, policy) = (cx.house, cx.policy);
    if house.actions.is_empty() {
        return;
    }
    let denied = Denied::of(cx);
    for rule in house.actions.iter().filter(|rule| rule.scope.has_policy(cx)).collect::<Vec<_>>() {
        let guard = Guard::new(cx.catalog, &rule.guarded, &denied);
        for statement in &policy.statements {
            let Some(reach) = rule.scope.reach(statement) else { continue };
            let hits = guard.hits(cx, statement);
            if rule.guarded.together {
                report_together(cx, rule, &reach, &hits);
            } else {
                for hit in &hits {
                    report_forbidden(cx, rule, &reach, hit);
                }
            }
        }
    }
}

fn report_forbidden(cx: &mut Cx<'_>, rule: &ActionRule, reach: &Reach, hit: &Hit) {
    let outside = outside(rule);
    let what = if hit.written == hit.action {
        format!("`{}` is not to be allowed{outside}", hit.action)
    } else {
        format!("`{}` allows `{}`, which is not to be allowed{outside}", hit.written, hit.action)
    };
    let help = if outside.is_empty() { "take it out" } else { "take it out, or name only those resources" };
    let finding = report(cx, hit.span, &rule.words, None, &what, help);
    beyond(finding, reach);
}

fn report_together(cx: &mut Cx<'_>, rule: &ActionRule, reach: &Reach, hits: &[Hit]) {
    let Some((first, rest)) = hits.split_first() else { return };
    let names = listed(hits.iter().map(|hit| hit.action.as_str()));
    let what = format!("{names} are not to be allowed together{}", outside(rule));
    let mut finding = report(cx, first.span, &rule.words, None, &what, "take one of them out");
    for hit in rest.iter().take(MOST_LABELS) {
        finding = finding.label(hit.span, "together with this");
    }
    beyond(finding, reach);
}

/// Where the rule lets the actions be allowed after all.
fn outside(rule: &ActionRule) -> String {
    let except = &rule.scope.except_resources;
    if except.is_empty() {
        return String::new();
    }
    format!(" outside of {}", listed(except.iter().map(policy::ResourcePattern::as_str)))
}

fn beyond(finding: Finding<'_>, reach: &Reach) {
    if let Some(span) = reach.beyond {
        finding.label(span, "this reaches further");
    }
}

/// What a statement allows of the actions that need conditions.
struct Granted<'a> {
    rule: &'a ConditionRule,
    reach: &'a Reach,
    first: &'a Hit,
    rest: &'a [Hit],
}

impl Granted<'_> {
    fn report(&self, cx: &mut Cx<'_>, statement: &Statement, demand: &Demand) {
        match demand {
            Demand::All(demands) => demands.iter().for_each(|demand| self.report(cx, statement, demand)),
            Demand::None(keys) => keys.iter().for_each(|key| self.report_found(cx, statement, key)),
            Demand::Key(_) | Demand::Any(_) => {
                if demand::met(statement, demand) == Answer::No {
                    self.report_missing(cx, statement, demand);
                }
            }
        }
    }

    fn report_missing(&self, cx: &mut Cx<'_>, statement: &Statement, demand: &Demand) {
        let mentions = demand::mentions(statement, demand);
        let what = format!("{} {}", self.first.sentence(), missing(demand, !mentions.is_empty()));
        let mut finding =
            report(cx, self.first.span, &self.rule.words, words_of(demand), &what, &advice(demand));
        for hit in self.rest.iter().take(MOST_LABELS) {
            finding = finding.label(hit.span, "this too");
        }
        for span in mentions.into_iter().take(MOST_LABELS) {
            finding = finding.label(span, "this is not enough");
        }
        beyond(finding, self.reach);
    }

    fn report_found(&self, cx: &mut Cx<'_>, statement: &Statement, key: &KeyDemand) {
        for span in key.found(statement).into_iter().take(MOST_LABELS) {
            let what = format!(
                "this condition on `{}` is not to be used where `{}` is allowed",
                key.key, self.first.action
            );
            report(cx, span, &self.rule.words, Some(key), &what, "take the condition out")
                .label(self.first.span, "allowed here");
        }
    }
}

/// Reads on after what is allowed: "… without a condition on `aws:SourceIp`".
pub(super) fn missing(demand: &Demand, is_mentioned: bool) -> String {
    let keys = demand::keys(demand);
    let names = listed(keys.iter().map(|key| key.key.as_str()));
    let any = if keys.len() > 1 { "any of " } else { "" };
    let enough = if is_mentioned { "sufficient condition" } else { "condition" };
    format!("without a {enough} on {any}{names}")
}

/// What to write, where the rule says it in so many words.
pub(super) fn advice(demand: &Demand) -> String {
    const MOST_SHOWN: usize = 3;
    let keys = demand::keys(demand);
    let shown: Vec<_> = keys.iter().take(MOST_SHOWN).map(|key| format!("`{}`", key.example())).collect();
    format!("add {}", shown.join(" or "))
}

/// The words that a demand has of its own.
pub(super) fn words_of(demand: &Demand) -> Option<&KeyDemand> {
    if let Demand::Key(key) = demand { Some(key) } else { None }
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
