//! What several checks ask of the same entries of a policy, found out once.

use std::borrow::Cow;
use std::cell::OnceCell;

use catalog::{ActionSet, Catalog};
use hashbrown::HashMap;
use policy::tree::{Policy, Statement};
use policy::{ActionPattern, ResourcePattern};

use crate::arns::ResourceArn;

/// Entries that are written alike are alike: what is known of them hangs on their text.
pub(crate) struct Facts<'a> {
    catalog: &'a Catalog,
    arns: HashMap<&'a str, ResourceArn<'a>>,
    meanings: HashMap<&'a str, OnceCell<ActionSet>>,
    denies: Vec<&'a Statement>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(catalog: &'a Catalog, policy: &'a Policy) -> Self {
        let resources =
            |statement: &'a Statement| statement.resources().iter().chain(statement.not_resources());
        let actions = |statement: &'a Statement| statement.actions().iter().chain(statement.not_actions());
        let mut arns = HashMap::with_capacity(policy.statements.iter().flat_map(resources).count());
        for resource in policy.statements.iter().flat_map(resources) {
            if !arns.contains_key(resource.value.as_str()) {
                arns.extend(ResourceArn::of(catalog, &resource.value).map(|arn| (arn.text, arn)));
            }
        }
        let actions = policy.statements.iter().flat_map(actions);
        let meanings = actions.map(|action| (action.value.as_str(), OnceCell::new())).collect();
        let denies = policy.statements.iter().filter(|statement| statement.denies()).collect();
        Self { catalog, arns, meanings, denies }
    }

    /// The statements that deny something.
    pub(crate) fn denies(&self) -> &[&'a Statement] {
        &self.denies
    }

    /// An entry of the policy as an ARN, if it is one whose parts can be looked at.
    pub(crate) fn arn(&self, resource: &ResourcePattern) -> Option<ResourceArn<'a>> {
        self.arns.get(resource.as_str()).copied()
    }

    /// The actions that a pattern stands for.
    pub(crate) fn meaning(&self, pattern: &ActionPattern) -> Cow<'_, ActionSet> {
        let expand = || self.catalog.expand(pattern);
        match self.meanings.get(pattern.as_str()) {
            Some(known) => Cow::Borrowed(known.get_or_init(expand)),
            None => Cow::Owned(expand()),
        }
    }
}
