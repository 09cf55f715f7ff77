//! Whether one statement says all that another says.

use policy::tree::{
    Condition, ConditionEntry, Element, Operator, PrincipalElement, PrincipalForm, Statement,
};
use policy::{ActionPattern, ResourcePattern};

use crate::budget::Budget;
use crate::said::Said;
use crate::wildcards::is_several_stars;

/// A statement with what it costs to compare it: for actions, resources, principals and conditions their number and length.
pub(crate) struct Weighed<'a> {
    pub(crate) statement: &'a Statement,
    weights: [usize; 4],
}

/// Letters that are compared in one step.
const LETTERS: usize = 16;

fn weight(text: &str) -> usize {
    1 + text.len() / LETTERS
}

impl<'a> Weighed<'a> {
    pub(crate) fn new(statement: &'a Statement) -> Self {
        let actions = statement.actions().iter().chain(statement.not_actions());
        let resources = statement.resources().iter().chain(statement.not_resources());
        let principals = [&statement.principal, &statement.not_principal].into_iter().flatten();
        let conditions = statement.condition.iter().flat_map(Condition::entries);
        let weights = [
            actions.map(|action| weight(action.value.as_str())).sum(),
            resources.map(|resource| weight(resource.value.as_str())).sum(),
            principals.map(|element| element.principals().count()).sum(),
            conditions.map(|(_, entry)| 1 + entry.values.len()).sum(),
        ];
        Self { statement, weights }
    }

    /// Whether every request that `inner` is about, this one is about too. Effects are not compared. What the budget does not
    /// reach to compare is not covered.
    pub(crate) fn covers(&self, inner: &Self, budget: &Budget) -> bool {
        let [.., principals, conditions] = self.weights;
        let [.., other_principals, other_conditions] = inner.weights;
        let rest = principals.saturating_mul(other_principals) + conditions.saturating_mul(other_conditions);
        self.covers_what_is_done(inner, budget)
            && budget.allows(rest)
            && covers_principals(self.statement, inner.statement)
            && covers_conditions(self.statement, inner.statement)
            && is_whole(self.statement)
            && is_whole(inner.statement)
    }

    /// The same for actions and resources only.
    pub(crate) fn covers_what_is_done(&self, inner: &Self, budget: &Budget) -> bool {
        // Each entry of the one list is compared with the whole of the other, until one of them is not covered.
        let pay = |list: usize, text: &str| budget.allows(weight(text).saturating_mul(list));
        let [actions, resources, ..] = self.weights;
        let [other_actions, other_resources, ..] = inner.weights;
        budget.allows(1)
            && covers_actions(
                self.statement,
                inner.statement,
                |one| pay(actions, one.as_str()),
                |one| pay(other_actions, one.as_str()),
            )
            && covers_resources(
                self.statement,
                inner.statement,
                |one| pay(resources, one.as_str()),
                |one| pay(other_resources, one.as_str()),
            )
    }
}

/// Whether the two say the same, the order of lists aside.
pub(crate) fn reads_alike(one: &Statement, other: &Statement) -> bool {
    Said::of(one).is_some_and(|said| Said::of(other).is_some_and(|other| said == other))
}

/// `pays` is asked before an entry is compared with the whole list of `outer`, `pays_inner` with that of `inner`.
fn covers_actions(
    outer: &Statement,
    inner: &Statement,
    pays: impl Fn(&ActionPattern) -> bool,
    pays_inner: impl Fn(&ActionPattern) -> bool,
) -> bool {
    match (&outer.action, &outer.not_action, &inner.action, &inner.not_action) {
        (Some(outer), None, Some(inner), None) => {
            every(inner, |one| pays(one) && some(outer, |all| covers_action(all, one)))
        }
        (Some(outer), None, None, Some(_)) => outer.items.iter().any(|all| all.value.is_everything()),
        (None, Some(excepted), Some(inner), None) => {
            every(inner, |one| pays(one) && !some(excepted, |spared| spared.intersects(one)))
        }
        (None, Some(excepted), None, Some(inner)) => every_excepted(excepted, |spared| {
            pays_inner(spared) && some(inner, |one| covers_action(one, spared))
        }),
        _ => false,
    }
}

fn covers_resources(
    outer: &Statement,
    inner: &Statement,
    pays: impl Fn(&ResourcePattern) -> bool,
    pays_inner: impl Fn(&ResourcePattern) -> bool,
) -> bool {
    match (&outer.resource, &outer.not_resource, &inner.resource, &inner.not_resource) {
        (Some(outer), None, Some(inner), None) => {
            every(inner, |one| pays(one) && some(outer, |all| all.covers(one).is_yes()))
        }
        (Some(outer), None, None, Some(_)) => outer.items.iter().any(|all| all.value.is_everything()),
        (None, Some(excepted), Some(inner), None) => {
            every(inner, |one| pays(one) && !some(excepted, |spared| !spared.intersects(one).is_no()))
        }
        (None, Some(excepted), None, Some(inner)) => every_excepted(excepted, |spared| {
            pays_inner(spared) && some(inner, |one| one.covers(spared).is_yes())
        }),
        // A trust policy is about its role.
        (None, None, None, None) => true,
        _ => false,
    }
}

/// Whether the statement is about every caller.
pub(crate) fn names_everyone(statement: &Statement) -> bool {
    let is_everyone = |element: &PrincipalElement| {
        element.principals().any(|principal| principal.value.form == PrincipalForm::Everyone)
    };
    statement.principal.as_ref().is_some_and(is_everyone)
}

/// What one element of a policy says that cannot be compared is not covered, and covers nothing.
fn is_whole(statement: &Statement) -> bool {
    let principals = [&statement.principal, &statement.not_principal];
    let whole = |element: &PrincipalElement| {
        element.malformed.is_empty() && element.entries.iter().all(|entry| entry.element.misplaced.is_empty())
    };
    let conditions = statement.condition.iter().all(|condition| {
        condition.malformed.is_empty()
            && condition.blocks.iter().all(|block| {
                block.malformed.is_empty() && block.entries.iter().all(|entry| entry.misplaced.is_empty())
            })
    });
    let actions = statement.actions().iter().chain(statement.not_actions());
    let mut resources = statement.resources().iter().chain(statement.not_resources());
    // What is malformed stands for nothing, and nothing is covered by everything.
    let is_readable = actions
        .into_iter()
        .all(|action| action.value.fault().is_none() && !is_several_stars(action.value.as_str()))
        && resources.all(|resource| !resource.value.is_short() && !is_several_stars(resource.value.as_str()));
    is_readable
        && statement.malformed.is_empty()
        && statement.unknown.is_empty()
        && [&statement.action, &statement.not_action].into_iter().flatten().all(is_read)
        && [&statement.resource, &statement.not_resource].into_iter().flatten().all(is_read)
        && principals.into_iter().flatten().all(whole)
        && conditions
}

fn is_read<T>(element: &Element<T>) -> bool {
    element.misplaced.is_empty() && !element.items.is_empty()
}

fn covers_principals(outer: &Statement, inner: &Statement) -> bool {
    match (&outer.principal, &outer.not_principal, &inner.principal, &inner.not_principal) {
        (None, None, None, None) => true,
        (Some(all), None, Some(inner), None) => covers_principal(all, inner),
        (None, Some(excepted), None, Some(inner)) => {
            covers_principal(inner, excepted) && covers_principal(excepted, inner)
        }
        _ => false,
    }
}

/// Whether each principal of `inner` is named in `outer` too. `"*"` is not taken to hold services: whether it does is not documented.
fn covers_principal(outer: &PrincipalElement, inner: &PrincipalElement) -> bool {
    let everyone = outer.principals().any(|principal| principal.value.form == PrincipalForm::Everyone);
    inner.principals().all(|one| {
        let is_user = !matches!(one.value.form, PrincipalForm::Service | PrincipalForm::Unrecognized);
        (everyone && is_user) || outer.principals().any(|other| other.value == one.value)
    })
}

/// Whether `outer` asks for nothing that `inner` does not ask for.
fn covers_conditions(outer: &Statement, inner: &Statement) -> bool {
    let mut asked = outer.condition.iter().flat_map(Condition::entries);
    let answered =
        |one| inner.condition.iter().flat_map(Condition::entries).any(|other| is_implied(one, other));
    asked.all(answered)
}

/// Whether what `inner` asks for is enough for `outer`: the same key and operator, and of positive operators fewer values, of
/// negated ones more.
fn is_implied(outer: (&Operator, &ConditionEntry), inner: (&Operator, &ConditionEntry)) -> bool {
    let (Some(name), true) = (outer.0.name, outer.0 == inner.0) else { return false };
    let [wide, narrow] = if name.is_negated() { [inner.1, outer.1] } else { [outer.1, inner.1] };
    let has = |value| wide.values.iter().any(|other| other.value.text() == value);
    outer.1.key.value.is(&inner.1.key.value.text)
        && !narrow.values.is_empty()
        && narrow.values.iter().all(|value| has(value.value.text()))
}

/// [`ActionPattern::covers`], with the usual cases decided without comparing patterns.
fn covers_action(outer: &ActionPattern, inner: &ActionPattern) -> bool {
    if outer.is_everything() {
        return true;
    }
    let is_plain = |text: &str| !text.contains(['*', '?']);
    let service = |pattern: &ActionPattern| pattern.as_str().find(':');
    if let (Some(end), Some(other_end)) = (service(outer), service(inner)) {
        let [mine, other] =
            [(outer, end), (inner, other_end)].map(|(all, end)| all.as_str().get(..end).unwrap_or_default());
        if is_plain(mine) && is_plain(other) && !mine.eq_ignore_ascii_case(other) {
            return false;
        }
    }
    if is_plain(inner.as_str()) { outer.matches(inner.as_str()) } else { outer.covers(inner) }
}

fn every<T>(element: &Element<T>, holds: impl Fn(&T) -> bool) -> bool {
    !element.items.is_empty() && every_excepted(element, holds)
}

fn every_excepted<T>(element: &Element<T>, holds: impl Fn(&T) -> bool) -> bool {
    element.items.iter().all(|item| holds(&item.value))
}

fn some<T>(element: &Element<T>, holds: impl Fn(&T) -> bool) -> bool {
    element.items.iter().any(|item| holds(&item.value))
}

#[cfg(test)]
mod tests {
    use policy::{Document, Limits};

    use super::*;

    fn statement(elements: &str) -> Statement {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{elements}}}}}"#);
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        policy::tree::lower(&document.root).statements.remove(0)
    }

    #[test]
    fn a_statement_covers_another_only_in_every_element() {
        let objects = r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*""#;
        let team = |operator: &str, teams: &str| {
            format!(r#"{objects},"Condition":{{"{operator}":{{"aws:PrincipalTag/team":{teams}}}}}"#)
        };
        let of = |principal: &str| format!(r#"{objects},"Principal":{principal}"#);
        for (outer, inner, expected) in [
            (objects, objects, true),
            (r#""Action":"S3:get*","Resource":"*""#, objects, true),
            (r#""Action":"s3:Put*","Resource":"*""#, objects, false),
            (r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/x*""#, objects, false),
            (r#""NotAction":"iam:*","Resource":"*""#, objects, true),
            (r#""NotAction":"s3:*Object","Resource":"*""#, objects, false),
            (r#""Action":"*","NotResource":"arn:aws:s3:::c/*""#, objects, true),
            (r#""Action":"*","NotResource":"arn:aws:s3:::b/x""#, objects, false),
            (objects, r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${aws:username}""#, true),
            (r#""Action":"*","Resource":"*""#, r#""Action":"s3:GetObject","Resource":{"Ref":"B"}"#, false),
            (objects, &team("StringEquals", r#""red""#), true),
            (&team("StringEquals", r#""red""#), objects, false),
            (&team("StringEquals", r#"["red","blue"]"#), &team("StringEquals", r#""red""#), true),
            (&team("StringEquals", r#""red""#), &team("StringEquals", r#"["red","blue"]"#), false),
            (&team("StringNotEquals", r#""red""#), &team("StringNotEquals", r#"["red","blue"]"#), true),
            (&team("StringNotEquals", r#"["red","blue"]"#), &team("StringNotEquals", r#""red""#), false),
            (&of(r#""*""#), &of(r#"{"AWS":"111122223333"}"#), true),
            (&of(r#"{"AWS":"111122223333"}"#), &of(r#""*""#), false),
            (&of(r#""*""#), &of(r#"{"Service":"sns.amazonaws.com"}"#), false),
        ] {
            let [outer_one, inner_one] = [statement(outer), statement(inner)];
            let covers = Weighed::new(&outer_one).covers(&Weighed::new(&inner_one), &Budget::default());
            assert_eq!(covers, expected, "{outer} over {inner}");
        }
    }
}
