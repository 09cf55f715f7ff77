//! What is granted for the sake of a call only: to which services roles are passed, by which calls tags are given.

use std::collections::BTreeSet;

use catalog::{Action, Catalog};
use trail::resource::owner;
use trail::{Principal, Use};

use crate::Demand;

pub(crate) const PASS_ROLE: &str = "iam:PassRole";

/// All names of a service where the caller is: which of them requests say, the log does not tell.
pub(crate) fn receivers(
    service: &str,
    caller: &Principal,
    calls: &[&Use],
    catalog: &Catalog,
) -> BTreeSet<String> {
    let mut names = BTreeSet::from([service.to_owned()]);
    for form in catalog.service_principals_in(owner(caller).0, service) {
        if form.contains("${Region}") {
            let regions = calls.iter().flat_map(|calls| calls.regions.iter());
            names.extend(regions.map(|region| form.replace("${Region}", region)));
        } else {
            names.insert(form.to_owned());
        }
    }
    names
}

/// Without it, a role could be handed to any service.
pub(crate) fn passed_to(services: &BTreeSet<String>) -> Demand {
    Demand {
        operator: "StringEquals".to_owned(),
        key: "iam:PassedToService".to_owned(),
        values: services.iter().cloned().collect(),
    }
}

/// Without it, tags of what exists could be changed, on which the permissions of others may hang; none where the service has no such key.
///
/// Source: <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html>, and the same page of other services
pub(crate) fn created_by(tagging: Action<'_>, events: &BTreeSet<&str>) -> Option<Demand> {
    let key = tagging.condition_key(&format!("{}:CreateAction", tagging.service().prefix()))?;
    Some(Demand {
        operator: "StringEquals".to_owned(),
        key: key.name().to_owned(),
        values: events.iter().map(|event| (*event).to_owned()).collect(),
    })
}
