//! One statement made ready.

use policy::tree::{self, PolicyKind};
use policy::{ActionPattern, Matcher, Span};

use super::names::Names;
use super::principal::{Grant, Who};
use super::resource::{self, Resources};
use super::{Condition, condition};
use crate::request::View;
use crate::{Switches, Tri};

/// A statement, ready to be asked about requests.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its Sid, or its number from 1.
    pub label: String,
    /// Position in the policy, from 0.
    pub index: usize,
    pub span: Span,
    pub allows: bool,
    pub denies: bool,
    pub who: Who,
    pub actions: Actions,
    pub resources: Resources,
    names: Names,
    pub conditions: Vec<Condition>,
    /// Why it is not known what the statement does.
    pub fault: Option<String>,
}

/// The actions that a statement is about.
#[derive(Debug, Clone)]
pub enum Actions {
    Of(Vec<Action>),
    Except(Vec<Action>),
}

#[derive(Debug, Clone)]
pub enum Action {
    Every,
    Of {
        /// As written.
        text: Box<str>,
        service: Matcher,
        name: Matcher,
    },
}

/// How a statement stands to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Applies {
    pub(crate) answer: Tri,
    pub(crate) grant: Grant,
}

impl Statement {
    pub(crate) fn new(statement: &tree::Statement, kind: PolicyKind, variables: bool) -> Self {
        let conditions = statement.condition.as_ref();
        let conditions = conditions.and_then(|element| condition::conditions(element, variables));
        let resources = match (&statement.resource, &statement.not_resource) {
            (Some(element), _) => Resources::Of(resource::entries(&element.items, kind, variables)),
            (None, Some(element)) => Resources::Except(resource::entries(&element.items, kind, variables)),
            (None, None) => Resources::Own,
        };
        let actions = match (&statement.action, &statement.not_action) {
            (Some(element), _) => Actions::Of(actions(&element.items)),
            (None, Some(element)) => Actions::Except(actions(&element.items)),
            (None, None) => Actions::Of(vec![Action::Every]),
        };
        Self {
            label: statement.label(),
            index: statement.index,
            span: statement.span,
            allows: statement.allows(),
            denies: statement.denies(),
            who: who(statement, kind),
            actions,
            names: resources.names(),
            resources,
            conditions: conditions.unwrap_or_default(),
            fault: statement.fault(kind).map(|fault| format!("AWS would refuse the statement: {fault}")),
        }
    }

    /// What may allow or deny anything.
    pub(super) fn unreadable(why: String) -> Self {
        Self {
            label: "the whole".to_owned(),
            index: 0,
            span: Span::NONE,
            allows: false,
            denies: false,
            who: Who::Bearer,
            actions: Actions::Of(vec![Action::Every]),
            resources: Resources::Own,
            names: Names::default(),
            conditions: Vec::new(),
            fault: Some(why),
        }
    }

    /// Whether the statement applies to a request, and how far it reaches; none if it does not.
    ///
    /// A statement that cannot be read applies perhaps where all that could be read of it matches.
    pub(crate) fn applies(&self, view: &View<'_>, switches: Switches) -> Option<Applies> {
        if self.actions.matches(view) { self.applies_to_rest(view, switches) } else { None }
    }

    /// The same, where it is known that the statement is about the action.
    pub(crate) fn applies_to_rest(&self, view: &View<'_>, switches: Switches) -> Option<Applies> {
        let grant = self.who.grant(view, self.allows, switches)?;
        let mut answer = self.resources.matches_by(&self.names, view, switches);
        for condition in &self.conditions {
            if answer.is_no() {
                return None;
            }
            answer = answer.and(condition.holds(view, switches));
        }
        if self.fault.is_some() {
            answer = answer.and(Tri::Unknown);
        }
        (!answer.is_no()).then_some(Applies { answer, grant })
    }
}

impl Actions {
    pub(crate) fn matches(&self, view: &View<'_>) -> bool {
        self.has(view.service, view.name)
    }

    pub(crate) fn has(&self, service: &str, name: &str) -> bool {
        match self {
            Self::Of(actions) => actions.iter().any(|action| action.matches(service, name)),
            Self::Except(actions) => !actions.iter().any(|action| action.matches(service, name)),
        }
    }
}

impl Action {
    fn matches(&self, own_service: &str, own_name: &str) -> bool {
        match self {
            Self::Every => true,
            Self::Of { service, name, .. } => service.matches(own_service) && name.matches(own_name),
        }
    }
}

/// Patterns that name nothing are left out.
fn actions(patterns: &[tree::Spanned<ActionPattern>]) -> Vec<Action> {
    let ready = |pattern: &ActionPattern| match (pattern.service(), pattern.name()) {
        (Some(service), Some(name)) => Some(Action::Of {
            text: pattern.as_str().into(),
            service: Matcher::from(service),
            name: Matcher::from(name),
        }),
        _ => pattern.is_everything().then_some(Action::Every),
    };
    patterns.iter().filter_map(|pattern| ready(&pattern.value)).collect()
}

fn who(statement: &tree::Statement, kind: PolicyKind) -> Who {
    match (&statement.principal, &statement.not_principal) {
        // A resource control policy is about every caller, AWS services included.
        (Some(element), _) if kind == PolicyKind::Rcp && names_everyone(element) => Who::Bearer,
        (Some(element), _) => Who::Of(Who::of(element)),
        (None, Some(element)) => Who::Except(Who::of(element)),
        (None, None) if matches!(kind, PolicyKind::Resource | PolicyKind::Trust) => Who::Nobody,
        (None, None) => Who::Bearer,
    }
}

fn names_everyone(element: &tree::PrincipalElement) -> bool {
    element.principals().any(|principal| principal.value.form == tree::PrincipalForm::Everyone)
}
