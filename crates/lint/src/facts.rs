//! What several checks ask of the same entries of a policy, found out once.

use std::borrow::Cow;
use std::cell::OnceCell;

use catalog::{ActionSet, Catalog, Region};
use hashbrown::HashMap;
use policy::tree::{Policy, Spanned, Statement};
use policy::{ActionPattern, ResourcePattern};

use crate::arns::ResourceArn;

/// Entries that are written alike are alike: what is known of them hangs on their text.
pub(crate) struct Facts<'a> {
    catalog: &'a Catalog,
    /// In the order of the policy, and where among these the first one of each text is.
    arns: Vec<(&'a Spanned<ResourcePattern>, ResourceArn<'a>)>,
    places: HashMap<&'a str, usize>,
    /// The regions and the partitions that the ARNs name.
    regions: HashMap<&'a str, Option<Region<'a>>>,
    partitions: HashMap<&'a str, bool>,
    meanings: HashMap<&'a str, OnceCell<ActionSet>>,
    denies: Vec<&'a Statement>,
}

impl<'a> Facts<'a> {
    pub(crate) fn of(catalog: &'a Catalog, policy: &'a Policy) -> Self {
        let resources =
            |statement: &'a Statement| statement.resources().iter().chain(statement.not_resources());
        let actions = |statement: &'a Statement| statement.actions().iter().chain(statement.not_actions());
        let count = policy.statements.iter().flat_map(resources).count();
        let mut arns: Vec<(&Spanned<_>, ResourceArn<'_>)> = Vec::with_capacity(count);
        let mut places: HashMap<&str, usize> = HashMap::with_capacity(count);
        let (mut regions, mut partitions) = (HashMap::new(), HashMap::new());
        for resource in policy.statements.iter().flat_map(resources) {
            let known = places.get(resource.value.as_str()).and_then(|place| arns.get(*place));
            if let Some((_, arn)) = known.copied() {
                arns.push((resource, arn));
            } else if let Some(arn) = ResourceArn::of(catalog, &resource.value) {
                regions.entry(arn.region).or_insert_with(|| catalog.region(arn.region));
                partitions.entry(arn.partition).or_insert_with(|| catalog.partition(arn.partition).is_some());
                places.insert(arn.text, arns.len());
                arns.push((resource, arn));
            }
        }
        let actions = policy.statements.iter().flat_map(actions);
        let meanings = actions.map(|action| (action.value.as_str(), OnceCell::new())).collect();
        let denies = policy.statements.iter().filter(|statement| statement.denies()).collect();
        Self { catalog, arns, places, regions, partitions, meanings, denies }
    }

    /// The statements that deny something.
    pub(crate) fn denies(&self) -> &[&'a Statement] {
        &self.denies
    }

    /// An entry of the policy as an ARN, if it is one whose parts can be looked at.
    pub(crate) fn arn(&self, resource: &ResourcePattern) -> Option<ResourceArn<'a>> {
        self.arns.get(*self.places.get(resource.as_str())?).map(|(_, arn)| *arn)
    }

    /// The entries of the policy that are such ARNs.
    pub(crate) fn arns(&self) -> &[(&'a Spanned<ResourcePattern>, ResourceArn<'a>)] {
        &self.arns
    }

    /// The region of a name that an ARN of the policy has.
    pub(crate) fn region(&self, name: &str) -> Option<Region<'a>> {
        self.regions.get(name).copied().flatten()
    }

    /// Whether there is the partition that an ARN of the policy names.
    pub(crate) fn has_partition(&self, name: &str) -> bool {
        self.partitions.get(name).is_some_and(|is_known| *is_known)
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
