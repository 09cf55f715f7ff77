//! Whether a Deny leaves nothing of what an Allow says.

use std::cell::Cell;

use policy::ResourcePattern;
use policy::tree::{Principal, PrincipalForm, Spanned, Statement};

use super::principal::names_everyone;
use super::resources::names_everything;

/// How many pairs of resources are compared in one policy; beyond that a Deny is not shown to be outright.
const MOST_COMPARED: usize = 1_000_000;

/// Compares the statements of one policy.
pub(super) struct Outright {
    left: Cell<usize>,
}

impl Outright {
    pub(super) fn new() -> Self {
        Self { left: Cell::new(MOST_COMPARED) }
    }

    /// Whether the Deny has no conditions and is about every resource and caller that the Allow is about.
    pub(super) fn is(&self, deny: &Statement, allow: &Statement) -> bool {
        is_unconditional(deny) && covers_principals(deny, allow) && self.covers_resources(deny, allow)
    }

    fn covers_resources(&self, deny: &Statement, allow: &Statement) -> bool {
        if is_about_everything(deny) {
            return true;
        }
        let (denied, spared) = (deny.resources(), deny.not_resources());
        let (allowed, left_out) = (allow.resources(), allow.not_resources());
        let pairs = (denied.len() + spared.len()).saturating_mul(allowed.len() + left_out.len());
        let Some(left) = self.left.get().checked_sub(pairs) else { return false };
        self.left.set(left);
        let some = |all: &[Spanned<ResourcePattern>], one: &ResourcePattern| {
            all.iter().any(|outer| outer.value.covers(one).is_yes())
        };
        match (&deny.resource, &deny.not_resource, &allow.resource, &allow.not_resource) {
            (Some(_), None, Some(_), None) => allowed.iter().all(|one| some(denied, &one.value)),
            (None, Some(_), Some(_), None) => allowed
                .iter()
                .all(|one| spared.iter().all(|spared| spared.value.intersects(&one.value).is_no())),
            (None, Some(_), None, Some(_)) => spared.iter().all(|one| some(left_out, &one.value)),
            // Both are about the resource that has the policy.
            (None, None, None, None) => true,
            _ => false,
        }
    }
}

pub(super) fn is_unconditional(statement: &Statement) -> bool {
    statement.condition.as_ref().is_none_or(|condition| condition.entries().next().is_none())
}

/// Whether the statement is about every resource, or about the one that has the policy.
pub(super) fn is_about_everything(statement: &Statement) -> bool {
    match (&statement.resource, &statement.not_resource) {
        (Some(element), _) => names_everything(element),
        (None, Some(_)) => false,
        (None, None) => true,
    }
}

/// `"*"` is not taken to hold services: whether it does is not documented.
fn covers_principals(deny: &Statement, allow: &Statement) -> bool {
    match (&deny.principal, &deny.not_principal, &allow.principal, &allow.not_principal) {
        (None, None, None, None) => true,
        (Some(denied), None, Some(allowed), None) => {
            let everyone = names_everyone(denied);
            let is_user =
                |one: &Principal| !matches!(one.form, PrincipalForm::Service | PrincipalForm::Unrecognized);
            allowed.principals().all(|one| {
                (everyone && is_user(&one.value)) || denied.principals().any(|other| other.value == one.value)
            })
        }
        _ => false,
    }
}
