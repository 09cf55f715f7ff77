//! Which of the actions that a rule is about a statement allows.

use std::cell::Cell;

use catalog::{ActionSet, Catalog};
use policy::tree::{PolicyKind, PrincipalForm, Spanned, Statement};
use policy::{ActionPattern, Span};

use super::Guarded;
use super::scope::Reach;
use crate::budget::Limit;
use crate::{Cx, reach};

/// How many entries with wildcards and actions that they stand for are looked up in one document, for one rule; further entries
/// are only compared as patterns.
const MOST_LOOKED_UP: usize = 10_000;

/// An entry that allows a guarded action.
pub(super) struct Hit {
    pub(super) span: Span,
    /// The entry as written, or the name of the element if it is `NotAction`.
    pub(super) written: String,
    /// A guarded action that it allows.
    pub(super) action: String,
}

impl Hit {
    /// The beginning of a sentence about it.
    pub(super) fn sentence(&self) -> String {
        if self.written == self.action {
            return format!("`{}` is allowed", self.action);
        }
        format!("`{}` allows `{}`", self.written, self.action)
    }
}

/// The guarded actions of one rule, in one document.
pub(super) struct Guard<'a> {
    guarded: &'a Guarded,
    /// The entries of the rule; all in one unless each of them must be allowed.
    groups: Vec<Group<'a>>,
    denied: &'a Denied<'a>,
    left: Cell<usize>,
}

struct Group<'a> {
    patterns: Vec<&'a ActionPattern>,
    known: ActionSet,
    /// Those of the patterns that stand for nothing in the catalogue: newer actions, or those of a service that it lacks.
    unknown: Vec<&'a ActionPattern>,
}

/// What the policy takes back again, whatever else it says.
pub(super) struct Denied<'a> {
    statements: Vec<&'a Statement>,
    known: ActionSet,
}

impl<'a> Denied<'a> {
    /// The actions that are denied for everyone, on everything, under all conditions.
    pub(super) fn of(cx: &Cx<'a>) -> Self {
        let policy = cx.policy;
        let statements: Vec<_> =
            policy.statements.iter().filter(|statement| is_outright(cx.kind, statement)).collect();
        let mut known = ActionSet::new();
        for statement in &statements {
            known = known.union(&named_by(cx.catalog, statement));
        }
        Self { statements, known }
    }

    fn has(&self, action: &str) -> bool {
        self.statements.iter().any(|statement| reach::names(statement, action))
    }
}

fn is_outright(kind: PolicyKind, statement: &Statement) -> bool {
    let everywhere = statement.resources().iter().any(|resource| resource.value.is_everything());
    let everyone = statement.principal.as_ref().map_or(statement.not_principal.is_none(), |element| {
        element.principals().any(|principal| principal.value.form == PrincipalForm::Everyone)
    });
    let is_read = statement.malformed.is_empty() && statement.unknown.is_empty();
    statement.denies()
        && is_read
        && statement.condition.is_none()
        && everyone
        && (everywhere || kind == PolicyKind::Trust)
}

/// The known actions that a statement is about.
fn named_by(catalog: &Catalog, statement: &Statement) -> ActionSet {
    match &statement.not_action {
        Some(excepted) if excepted.misplaced.is_empty() => {
            let everything = catalog.expand(&ActionPattern::parse("*"));
            everything.difference(&expand(catalog, excepted.items.iter().map(|entry| &entry.value)))
        }
        Some(_) => ActionSet::new(),
        None => expand(catalog, statement.actions().iter().map(|entry| &entry.value)),
    }
}

fn expand<'p>(catalog: &Catalog, patterns: impl Iterator<Item = &'p ActionPattern>) -> ActionSet {
    patterns.fold(ActionSet::new(), |all, pattern| all.union(&catalog.expand(pattern)))
}

impl<'a> Guard<'a> {
    pub(super) fn new(catalog: &Catalog, guarded: &'a Guarded, denied: &'a Denied<'a>) -> Self {
        let except = expand(catalog, guarded.except.iter()).union(&denied.known);
        let group = |patterns: Vec<&'a ActionPattern>| {
            let known = expand(catalog, patterns.iter().copied()).difference(&except);
            let unknown = patterns.iter().copied().filter(|pattern| catalog.expand(pattern).is_empty());
            Group { known, unknown: unknown.collect(), patterns }
        };
        let groups = if guarded.together {
            guarded.actions.iter().map(|pattern| group(vec![pattern])).collect()
        } else {
            vec![group(guarded.actions.iter().collect())]
        };
        Self { guarded, groups, denied, left: Cell::new(MOST_LOOKED_UP) }
    }

    /// The entries of the statement that allow guarded actions, in the order written.
    pub(super) fn hits(&self, cx: &Cx<'_>, statement: &Statement, reach: &Reach<'_>) -> Vec<Hit> {
        let mut hits = Vec::new();
        for group in &self.groups {
            let before = hits.len();
            if let Some(excepted) = &statement.not_action {
                let hit =
                    self.left_over(cx, group, statement, reach).filter(|_| excepted.misplaced.is_empty());
                hits.extend(hit.map(|action| Hit {
                    span: excepted.key,
                    written: "NotAction".to_owned(),
                    action,
                }));
            } else {
                hits.extend(statement.actions().iter().filter_map(|entry| self.hit(cx, group, entry, reach)));
            }
            if hits.len() == before {
                return Vec::new();
            }
        }
        hits.sort_by_key(|hit| hit.span);
        hits.dedup_by_key(|hit| hit.span);
        hits
    }

    fn hit(
        &self,
        cx: &Cx<'_>,
        group: &Group<'_>,
        entry: &Spanned<ActionPattern>,
        reach: &Reach<'_>,
    ) -> Option<Hit> {
        let written = &entry.value;
        let text = written.as_str();
        let action = if !text.contains(['*', '?']) {
            let is_meant = group.names(text) && !self.spares(text) && reach.has(cx, text);
            is_meant.then(|| text.to_owned())
        } else if group.patterns.iter().any(|pattern| pattern.intersects(written)) {
            self.shared(cx, group, written, reach)
        } else {
            None
        };
        action.map(|action| Hit { span: entry.span, written: text.to_owned(), action })
    }

    /// A guarded action that the entry with wildcards stands for: one that exists, or one that only the rule knows.
    fn shared(
        &self,
        cx: &Cx<'_>,
        group: &Group<'_>,
        written: &ActionPattern,
        reach: &Reach<'_>,
    ) -> Option<String> {
        let may_look = self.may_look();
        if may_look {
            let known = cx.catalog.expand(written).intersection(&group.known);
            if let Some(action) = self.first(cx, &known, reach) {
                return Some(action);
            }
        }
        let patterns = if may_look { &group.unknown } else { &group.patterns };
        let mut common = patterns.iter().filter_map(|pattern| pattern.common(written));
        common.find(|action| !self.spares(action))
    }

    /// A guarded action that `NotAction` does not except.
    fn left_over(
        &self,
        cx: &Cx<'_>,
        group: &Group<'_>,
        statement: &Statement,
        reach: &Reach<'_>,
    ) -> Option<String> {
        let known = self.first(cx, &named_by(cx.catalog, statement).intersection(&group.known), reach);
        let everything = ActionPattern::parse("*");
        let mut unknown = group.unknown.iter().filter_map(|pattern| pattern.common(&everything));
        known.or_else(|| unknown.find(|action| reach::names(statement, action) && !self.spares(action)))
    }

    /// The first of the actions that the statement allows on a resource which counts.
    fn first(&self, cx: &Cx<'_>, known: &ActionSet, reach: &Reach<'_>) -> Option<String> {
        for action in known.actions(cx.catalog).map(catalog::Action::full_name) {
            if !self.may_look() {
                // Nothing found here would mean that nothing is allowed.
                cx.budget.reach(Limit::Steps);
                return None;
            }
            if reach.has(cx, &action) {
                return Some(action);
            }
        }
        None
    }

    fn may_look(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Whether the rule excepts the action, or the policy denies it again.
    fn spares(&self, action: &str) -> bool {
        self.guarded.except.iter().any(|pattern| pattern.matches(action)) || self.denied.has(action)
    }
}

impl Group<'_> {
    fn names(&self, action: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.matches(action))
    }
}
