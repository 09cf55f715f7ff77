//! Whether two statements can be about the same request, as far as their actions and resources tell.

use policy::tree::{Spanned, Statement};
use policy::{ActionPattern, ResourcePattern};

/// What is seen of a statement at a glance.
#[derive(Debug, Clone)]
pub(super) struct Glance {
    /// The letters before the first wildcard of each action; none if the statement has no `Action`.
    starts: Option<Vec<String>>,
}

/// So many pairs of resources are compared; of more it is taken that some meet.
const MOST_PAIRS: usize = 4_096;

impl Glance {
    pub(super) fn of(statement: &Statement) -> Self {
        let start = |action: &Spanned<ActionPattern>| {
            let text = action.value.as_str();
            text.split(['*', '?']).next().unwrap_or_default().to_ascii_lowercase()
        };
        let starts = statement.action.as_ref().map(|_| statement.actions().iter().map(start).collect());
        Self { starts }
    }

    /// Whether the statements may share an action; no is certain.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (&self.starts, &other.starts) {
            (Some(these), Some(those)) => these.iter().any(|this| {
                those.iter().any(|that| this.starts_with(that.as_str()) || that.starts_with(this.as_str()))
            }),
            _ => true,
        }
    }

    /// How much work comparing is.
    pub(super) fn weight(&self) -> usize {
        self.starts.as_ref().map_or(1, Vec::len)
    }
}

/// Whether the statements may share an action and a resource; no is certain.
pub(super) fn meet(one: &Statement, other: &Statement) -> bool {
    let is_apart = |lengths: (usize, usize), pairs: &dyn Fn() -> bool| {
        lengths.0 > 0 && lengths.1 > 0 && lengths.0 * lengths.1 <= MOST_PAIRS && !pairs()
    };
    let (actions, others) = (one.actions(), other.actions());
    let no_action = is_apart((actions.len(), others.len()), &|| {
        actions.iter().any(|this| others.iter().any(|that| actions_meet(&this.value, &that.value)))
    });
    let (resources, others) = (one.resources(), other.resources());
    let no_resource = is_apart((resources.len(), others.len()), &|| {
        resources.iter().any(|this| others.iter().any(|that| resources_meet(&this.value, &that.value)))
    });
    !no_action && !no_resource
}

pub(super) fn actions_meet(one: &ActionPattern, other: &ActionPattern) -> bool {
    one.fault().is_some() || other.fault().is_some() || one.intersects(other)
}

pub(super) fn resources_meet(one: &ResourcePattern, other: &ResourcePattern) -> bool {
    // How AWS reads fewer than six parts is not documented.
    one.is_short() || other.is_short() || !one.intersects(other).is_no()
}
