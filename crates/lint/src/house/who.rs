//! Holding a policy to the rules about whom it lets in.

use policy::tree::{Principal, PrincipalForm, PrincipalType, Spanned, Statement};
use policy::{Answer, Glob, Span};

use super::grant::Grant;
use super::report::report;
use super::{Demand, PrincipalDemand, PrincipalPattern, PrincipalRule};
use crate::constraint::{entries, pattern};
use crate::principals::is_dynamic;
use crate::{Cx, constraint};

/// Reports principals that a rule does not let in, or not without conditions.
pub(crate) fn report_principals(cx: &mut Cx<'_>) {
    let (house, policy) = (cx.house, cx.policy);
    for rule in house.principals.iter().filter(|rule| rule.scope.has_policy(cx)).collect::<Vec<_>>() {
        for statement in &policy.statements {
            if cx.is_full() {
                return;
            }
            if rule.scope.reach(statement).is_none() {
                continue;
            }
            if let PrincipalDemand::Under { principals, except, demands } = &rule.demand {
                let is_one = |guest: &Guest<'_>, patterns: &[PrincipalPattern]| {
                    patterns.iter().any(|pattern| guest.is_like(pattern))
                };
                let is_meant = |guest: &Guest<'_>| is_one(guest, principals) && !is_one(guest, except);
                hold(cx, rule, statement, is_meant, demands);
                continue;
            }
            for guest in guests(statement) {
                if cx.is_full() {
                    return;
                }
                judge(cx, rule, statement, &guest);
            }
        }
    }
}

/// Somebody whom a statement lets in.
struct Guest<'a> {
    span: Span,
    kind: Option<&'a PrincipalType>,
    /// None for everyone whom `NotPrincipal` leaves.
    principal: Option<&'a Principal>,
}

fn guests(statement: &Statement) -> Vec<Guest<'_>> {
    let mut guests = Vec::new();
    if let Some(element) = &statement.principal {
        let alone = element.text.iter().map(|named| (None, named));
        let listed = element
            .entries
            .iter()
            .flat_map(|entry| entry.element.items.iter().map(move |named| (Some(&entry.kind), named)));
        guests.extend(alone.chain(listed).map(|(kind, named)| Guest {
            span: named.span,
            kind,
            principal: Some(&named.value),
        }));
    }
    let others = statement.not_principal.iter();
    guests.extend(others.map(|element| Guest { span: element.key, kind: None, principal: None }));
    guests
}

fn judge(cx: &mut Cx<'_>, rule: &PrincipalRule, statement: &Statement, guest: &Guest<'_>) {
    let name = guest.name();
    match &rule.demand {
        PrincipalDemand::Only { types, allowed } => {
            let is_meant = types.is_empty() || types.contains(guest.kind.unwrap_or(&PrincipalType::Aws));
            let spared = || guest.is_everyone() && holds_everyone_to(statement, allowed);
            if is_meant && guest.is_within(allowed) == Answer::No && !spared() {
                let what = format!("{name} is not among the principals that may be let in");
                report(cx, guest.span, &rule.words, None, &what, "name one of those, or take it out");
            }
        }
        PrincipalDemand::Never(blocked) => {
            if let Some(pattern) = blocked.iter().find(|pattern| guest.meets(pattern, statement)) {
                let pattern = pattern.text.to_string();
                let what = if guest.text() == Some(pattern.as_str()) {
                    format!("{name} is not to be let in")
                } else {
                    format!("{name} lets in `{pattern}`, which is not to be let in")
                };
                report(cx, guest.span, &rule.words, None, &what, "take it out");
            }
        }
        PrincipalDemand::NoServiceWildcard => {
            let is_service = guest.kind == Some(&PrincipalType::Service);
            if is_service && guest.text().is_some_and(|text| text.contains('*')) {
                let what = format!("{name} under `Service` lets in the services of every account");
                report(cx, guest.span, &rule.words, None, &what, "name the services");
            }
        }
        // It is about all of them at once.
        PrincipalDemand::Under { .. } => {}
    }
}

/// Holds a statement to what is demanded where it lets in one of those that the rule is about.
fn hold(
    cx: &mut Cx<'_>,
    rule: &PrincipalRule,
    statement: &Statement,
    is_meant: impl Fn(&Guest<'_>) -> bool,
    demands: &[Demand],
) {
    let meant: Vec<_> = guests(statement).into_iter().filter(is_meant).collect();
    let Some((first, rest)) = meant.split_first() else { return };
    let fact = format!("{} is let in", first.name());
    let grant = Grant {
        words: &rule.words,
        statement,
        span: first.span,
        rest: rest.iter().map(|guest| guest.span).collect(),
        sentence: fact.clone(),
        fact,
        beyond: None,
    };
    for demand in demands {
        grant.hold_to(cx, demand);
    }
}

/// Whether a condition holds everyone to callers who may be let in.
fn holds_everyone_to(statement: &Statement, allowed: &[PrincipalPattern]) -> bool {
    ["aws:PrincipalArn", "aws:PrincipalAccount"].into_iter().any(|key| {
        constraint::pins(statement, key) != Answer::No
            && entries(statement, key).any(|(operator, entry)| {
                operator.name.is_some_and(|name| {
                    let is_allowed = |value: &Spanned<policy::tree::Literal>| {
                        let (value, is_exact) = pattern(name, &value.value);
                        !is_exact || allowed.iter().any(|pattern| pattern.covers_value(&value))
                    };
                    !name.is_negated() && entry.values.iter().all(is_allowed)
                })
            })
    })
}

impl Guest<'_> {
    fn text(&self) -> Option<&str> {
        self.principal.map(|principal| principal.text.as_str())
    }

    fn name(&self) -> String {
        format!("`{}`", self.text().unwrap_or("NotPrincipal"))
    }

    fn is_everyone(&self) -> bool {
        self.principal.is_none_or(|principal| principal.form == PrincipalForm::Everyone)
    }

    /// Whether the guest lies within one of the patterns.
    fn is_within(&self, patterns: &[PrincipalPattern]) -> Answer {
        if patterns.iter().any(|pattern| pattern.is_everyone() && pattern.is_about(self.kind)) {
            return Answer::Yes;
        }
        match self.principal {
            Some(principal) if is_dynamic(&principal.text) => Answer::Unknown,
            _ if patterns.iter().any(|pattern| self.is_like(pattern)) => Answer::Yes,
            _ => Answer::No,
        }
    }

    /// Whether the pattern is about the guest: `*` is about everyone, others are about what lies within them.
    fn is_like(&self, pattern: &PrincipalPattern) -> bool {
        if !pattern.is_about(self.kind) {
            return false;
        }
        if pattern.is_everyone() || self.is_everyone() {
            return pattern.is_everyone() && self.is_everyone();
        }
        self.principal.is_some_and(|principal| !is_dynamic(&principal.text) && pattern.covers(principal))
    }

    /// Whether letting in the guest lets in somebody of the pattern.
    fn meets(&self, pattern: &PrincipalPattern, statement: &Statement) -> bool {
        if pattern.is_everyone() || !self.is_everyone() {
            return self.is_like(pattern);
        }
        // A condition may well shut them out again.
        let mut excepted =
            statement.not_principal.iter().flat_map(policy::tree::PrincipalElement::principals);
        let is_of_aws = pattern.kind.as_ref().is_none_or(|kind| *kind == PrincipalType::Aws);
        is_of_aws && statement.condition.is_none() && !excepted.any(|other| pattern.covers(&other.value))
    }
}

impl PrincipalPattern {
    fn is_everyone(&self) -> bool {
        self.text.is_everything()
    }

    /// Whether principals of that type are meant; one outside of a map is of the type `AWS`.
    fn is_about(&self, kind: Option<&PrincipalType>) -> bool {
        self.kind.as_ref().is_none_or(|meant| meant == kind.unwrap_or(&PrincipalType::Aws))
    }

    fn covers(&self, principal: &Principal) -> bool {
        if let (Some(mine), Some(account)) = (self.account(), principal.account()) {
            return mine == account;
        }
        let root = || principal.account().map(|account| Glob::new(&format!("arn:aws:iam::{account}:root")));
        self.text.covers(&Glob::new(&principal.text))
            || (principal.form == PrincipalForm::Account
                && root().is_some_and(|root| self.text.covers(&root)))
    }

    /// Whether everything that a condition's value stands for, an ARN or an account, lies within.
    fn covers_value(&self, value: &Glob) -> bool {
        self.is_everyone() || self.covers(&Principal::parse(&PrincipalType::Aws, &value.to_string()))
    }

    /// The account that the pattern stands for with all in it.
    fn account(&self) -> Option<String> {
        let principal = Principal::parse(&PrincipalType::Aws, &self.text.as_literal()?);
        let is_account = principal.form == PrincipalForm::Account;
        principal.account().filter(|_| is_account).map(str::to_owned)
    }
}
