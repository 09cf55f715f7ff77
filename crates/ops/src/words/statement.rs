//! One statement in one sentence, and the actions it is about.

use catalog::{ActionSet, Catalog};
use policy::tree::{Policy, PolicyKind, Statement};

use super::principal::{Who, who};
use super::resources::Fit;
use super::{actions, condition, levels, resources};
use crate::{Context, OpError};

/// How the statements of a policy are to be read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) catalog: &'a Catalog,
    pub(crate) kind: PolicyKind,
    /// Whether `${…}` is a variable.
    pub(crate) variables: bool,
}

/// A statement as it is told.
pub(crate) struct Told<'p> {
    pub(crate) statement: &'p Statement,
    pub(crate) sentence: String,
    /// The actions of the catalogue that it names, or does not leave out.
    pub(crate) listed: ActionSet,
    /// Those of them that apply to its resources.
    pub(crate) applying: ActionSet,
    /// What is said of entries that name no action.
    pub(crate) unknown: Vec<String>,
    pub(super) fits: Vec<Fit>,
    /// Whether AWS would take it: if not, it neither allows nor denies.
    pub(crate) is_sound: bool,
}

impl<'a> Reading<'a> {
    pub(crate) fn of(policy: &Policy, kind: PolicyKind, catalog: &'a Catalog) -> Self {
        Self { catalog, kind, variables: policy.variables_active() }
    }
}

/// Says of each statement of a policy what it does.
pub(crate) fn tell_all<'p>(
    policy: &'p Policy,
    reading: &Reading<'_>,
    cx: &Context,
) -> Result<Vec<Told<'p>>, OpError> {
    let told = policy.statements.iter().map(|statement| {
        cx.check_cancelled()?;
        Ok(tell(statement, reading))
    });
    told.collect()
}

/// Says what a statement does.
pub(crate) fn tell<'p>(statement: &'p Statement, reading: &Reading<'_>) -> Told<'p> {
    let (listed, unknown) = actions::set(statement, reading.catalog);
    let fits = resources::fits(statement, reading.catalog);
    let applying = if resources::leaves_none(statement) {
        ActionSet::new()
    } else {
        resources::fitting(&listed, &fits, reading.catalog)
    };
    let fault = statement.fault(reading.kind);
    let sentence = match &fault {
        Some(fault) => format!("AWS would refuse this statement: {fault}."),
        None => {
            sentence(statement, reading, &listed) + &misfits(statement, &listed, &applying, reading.catalog)
        }
    };
    Told { statement, sentence, listed, applying, unknown, fits, is_sound: fault.is_none() }
}

fn sentence(statement: &Statement, reading: &Reading<'_>, listed: &ActionSet) -> String {
    let catalog = reading.catalog;
    let what = actions::words(statement, listed, catalog);
    let on = resources::words(statement, reading.kind, reading.variables, catalog);
    let clauses =
        statement.condition.as_ref().map(|element| condition::clauses(element, reading.variables, catalog));
    let when = clauses.filter(|clauses| !clauses.is_empty()).map(|clauses| format!(", if {clauses}"));
    let may = may(statement, reading.kind);
    let numbers = actions::numbers(statement, listed, catalog);
    format!("{may} {what}{on}{}.{numbers}", when.unwrap_or_default())
}

/// Who may, or may not.
fn may(statement: &Statement, kind: PolicyKind) -> String {
    match (who(statement, kind), statement.denies()) {
        (Who::Everyone, false) => "Everyone may".to_owned(),
        (Who::Everyone, true) => "Nobody may".to_owned(),
        (Who::Named(named), false) => format!("{} may", capitalized(&named)),
        (Who::Named(named), true) => format!("{} may not", capitalized(&named)),
        (Who::AllBut(spared), false) => format!("Everyone but {spared} may"),
        (Who::AllBut(spared), true) => format!("Nobody but {spared} may"),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
        .unwrap_or_default()
}

/// How many of the actions meet no resource of the statement.
fn misfits(statement: &Statement, listed: &ActionSet, applying: &ActionSet, catalog: &Catalog) -> String {
    match (listed.len(), applying.len()) {
        (all, some) if all == some => String::new(),
        _ if resources::leaves_none(statement) => " It has no effect.".to_owned(),
        (1, _) => " AWS lists no such resource for this action, so it may have no effect.".to_owned(),
        (all, 0) => {
            format!(" AWS lists no such resource for any of these {all} actions, so it may have no effect.")
        }
        (all, some) => format!(
            " Of these {all} actions only {some} apply to such resources ({}).",
            levels(applying, catalog).words()
        ),
    }
}
