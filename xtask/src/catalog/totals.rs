//! The totals of a rebuilt catalogue, and the bars below which it is not to be believed.

use super::facts::Catalogue;
use super::operations::Tally;

pub(crate) struct Total {
    pub(crate) what: &'static str,
    pub(crate) count: usize,
    /// A rebuild that falls below has lost facts.
    pub(crate) bar: usize,
}

pub(crate) fn count(catalogue: &Catalogue, operations: &Tally) -> Vec<Total> {
    let services = || catalogue.services.values();
    let actions = || services().flat_map(|service| service.actions.values());
    let edges = |ground: &str| {
        actions().flat_map(|action| action.needs.values()).filter(|how| **how == ground).count()
    };
    let total = |what, count, bar| Total { what, count, bar };
    vec![
        total("services", services().count(), 455),
        total("actions with an access level", actions().count(), 22_000),
        total(
            "resource types with ARN formats",
            services().map(|service| service.resources.len()).sum(),
            2_330,
        ),
        total("condition-key rows with types", services().map(|service| service.keys.len()).sum(), 2_500),
        total("dependent-action edges, documented", edges("documented"), 4_300),
        total("dependent-action edges, unverified", edges("passrole-unverified"), 0),
        total("action-resource edges", actions().map(|action| action.on.len()).sum(), 21_000),
        total("operations", operations.mapped + operations.no_permission + operations.unresolved, 19_500),
        total("operations mapped to actions", operations.mapped, 18_500),
    ]
}
