//! Who is trusted, as statements.

use std::collections::BTreeMap;

use policy::tree::{
    Effect, Element, Principal as Named, PrincipalElement, PrincipalEntry, Spanned, Statement,
};
use policy::{ActionPattern, Span};

use super::parts::Trusted;
use super::who::TrusteeKind;
use crate::Demand;
use crate::demand::condition;

/// What callers of one statement have in common: kind, actions and conditions.
type Alike<'a> = (TrusteeKind, &'a [String], &'a [Demand]);

/// One statement for all callers of a kind that are trusted for the same under the same conditions.
pub(super) fn statements(trusted: &[Trusted]) -> Vec<Statement> {
    let mut groups: BTreeMap<Alike<'_>, Vec<&str>> = BTreeMap::new();
    for one in trusted {
        groups.entry((one.kind, &one.actions, &one.demands)).or_default().push(&one.name);
    }
    let of_kind = |kind| groups.keys().filter(|key| key.0 == kind).count();
    let mut statements = Vec::new();
    let mut numbers: BTreeMap<TrusteeKind, usize> = BTreeMap::new();
    for ((kind, actions, demands), names) in &groups {
        let number = numbers.entry(*kind).or_default();
        *number += 1;
        let word = match kind {
            TrusteeKind::Service => "AssumedByServices",
            TrusteeKind::Aws => "AssumedByPrincipals",
            TrusteeKind::Federated => "AssumedWithTokens",
        };
        let sid = if of_kind(*kind) == 1 { word.to_owned() } else { format!("{word}{number}") };
        statements.push(statement(sid, *kind, names, actions, demands));
    }
    statements
}

fn statement(
    sid: String,
    kind: TrusteeKind,
    names: &[&str],
    actions: &[String],
    demands: &[Demand],
) -> Statement {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.dedup();
    let of_policy = kind.of_policy();
    let named = names.iter().map(|name| Named::parse(&of_policy, name));
    let entry = PrincipalEntry { kind: kind.of_policy(), element: Element::of(named) };
    Statement {
        sid: Some(Spanned::new(sid, Span::NONE)),
        effect: Some(Spanned::new(Effect::Allow, Span::NONE)),
        principal: Some(PrincipalElement {
            key: Span::NONE,
            span: Span::NONE,
            text: None,
            entries: vec![entry],
            malformed: Vec::new(),
        }),
        action: Some(Element::of(actions.iter().map(|action| ActionPattern::parse(action)))),
        condition: (!demands.is_empty()).then(|| condition(demands)),
        ..Statement::default()
    }
}
