//! All pairs of an action and a resource that are asked about.

use std::collections::{BTreeMap, BTreeSet};

use catalog::{Action, Catalog, ResourceType, Service};
use draft::Draft;
use policy::{Arn, ResourcePattern};
use trail::Usage;
use trail::resource::Origin;

use super::deciding::Judge;

/// For each action the resources that it could be used on.
pub(super) struct Universe {
    pairs: Vec<(String, Vec<String>)>,
}

impl Universe {
    /// The actions of the services that the principal used, on the resources that any log of its account names and on one of each type
    /// that none names.
    pub(super) fn of(usage: &Usage, draft: &Draft, catalog: &Catalog) -> Self {
        let seen = seen(usage, draft.principal.account());
        let region = region(&seen);
        let services: BTreeSet<&str> =
            draft.grants.iter().filter_map(|grant| grant.action.split(':').next()).collect();
        let own = Arn::parse(draft.principal.name()).ok();
        let (partition, account) = own.map_or(("aws", ""), |own| (own.partition, own.account));
        let mut unseen: BTreeMap<&str, String> = BTreeMap::new();
        let mut pairs = Vec::new();
        for action in
            services.iter().filter_map(|service| catalog.service(service)).flat_map(Service::actions)
        {
            let mut resources: BTreeSet<String> =
                seen.iter().filter(|arn| takes(action, arn)).cloned().collect();
            for format in action.targets().flat_map(|target| formats(target.resource)) {
                let one = unseen.entry(format).or_insert_with(|| fill(format, partition, region, account));
                resources.insert(one.clone());
            }
            if resources.is_empty() {
                resources.insert("*".to_owned());
            }
            pairs.push((Action::full_name(action), resources.into_iter().collect()));
        }
        Self { pairs }
    }

    pub(super) fn len(&self) -> usize {
        self.pairs.iter().map(|(_, resources)| resources.len()).sum()
    }

    /// How many of the pairs are not refused.
    pub(super) fn granted(&self, judge: &Judge) -> usize {
        let granted = |(action, resources): &(String, Vec<String>)| {
            resources.iter().filter(|resource| judge.may(action, resource)).count()
        };
        self.pairs.iter().map(granted).sum()
    }
}

/// The ARNs that logs of the account name in full.
fn seen(usage: &Usage, account: Option<&str>) -> BTreeSet<String> {
    let of_account = usage.principals().filter(|(principal, _)| principal.account() == account);
    let uses = of_account.flat_map(|(_, uses)| uses.values());
    let resources = uses.flat_map(|known| known.resources.entries().collect::<Vec<_>>());
    resources
        .filter(|(arn, known)| !known.origin.has(Origin::PATTERN) && !arn.ends_with('*'))
        .map(|(arn, _)| arn)
        .collect()
}

/// The region that most of the ARNs name.
fn region(seen: &BTreeSet<String>) -> &str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for arn in seen.iter().filter_map(|arn| Arn::parse(arn).ok()).filter(|arn| !arn.region.is_empty()) {
        *counts.entry(arn.region).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or("us-east-1", |(region, _)| region)
}

fn takes(action: Action<'_>, arn: &str) -> bool {
    !action.targets_meeting(&ResourcePattern::parse(arn)).is_empty()
}

fn formats(kind: ResourceType<'_>) -> impl Iterator<Item = &str> {
    kind.arn_formats()
}

/// An ARN of the format that no log names.
fn fill(format: &str, partition: &str, region: &str, account: &str) -> String {
    let mut filled = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(match name {
            "Partition" => partition,
            "Region" => region,
            "Account" => account,
            _ => "never-seen",
        });
        rest = tail;
    }
    filled + rest
}
