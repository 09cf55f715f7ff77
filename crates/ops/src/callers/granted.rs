//! What the policies of a principal allow.

use catalog::{ActionSet, Catalog};
use policy::tree::{Policy, PolicyKind, lower};

use crate::context::Known;
use crate::operations::told_policy::within_limits;
use crate::simulate::whole;
use crate::wire::Document;
use crate::words::{Reach, Reading, tell_all};
use crate::{Context, OpError};

/// The actions that the policies of a principal allow on something.
pub struct Granted {
    pub(super) actions: ActionSet,
}

impl Granted {
    /// Of policies by their names and texts; nothing is known if one of them cannot be read as a whole.
    pub fn of(policies: &[(String, String)], cx: &Context) -> Result<Self, OpError> {
        let catalog: Known = cx.catalog();
        let read: Vec<Policy> =
            policies.iter().map(|(name, text)| read(name, text, cx)).collect::<Result<_, _>>()?;
        let mut told = Vec::new();
        for policy in &read {
            told.extend(tell_all(policy, &Reading::of(policy, PolicyKind::Identity, &catalog), cx)?);
        }
        Ok(Self { actions: allowed(&Reach::of(&told, &catalog)) })
    }

    pub(super) fn sensitive(&self, sensitive: &ActionSet) -> ActionSet {
        self.actions.intersection(sensitive)
    }
}

fn allowed(reach: &Reach<'_, '_>) -> ActionSet {
    reach.allowed.clone()
}

fn read(name: &str, text: &str, cx: &Context) -> Result<Policy, OpError> {
    let input = Document::Text(text.to_owned()).read(cx)?;
    let document = policy::Document::read(name, &input.bytes, None, &policy::Limits::default());
    whole(&document)?;
    let policy = lower(&document.root);
    within_limits(&policy, name)?;
    Ok(policy)
}

/// The sensitive actions of the catalogue.
pub(super) fn sensitive(catalog: &Catalog) -> ActionSet {
    crate::sensitive::Gravity::of(catalog).all().clone()
}
