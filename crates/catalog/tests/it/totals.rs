//! How much the embedded catalogue holds, against what it must hold at least.

use catalog::Catalog;

#[test]
fn the_embedded_catalogue_is_as_complete_as_it_must_be() {
    let catalog = Catalog::embedded();
    let keys: usize = catalog.services().map(|service| service.condition_keys().len()).sum();
    let needs: usize = catalog.actions().map(|action| action.needs().len()).sum();
    let operations = catalog.clients().flat_map(catalog::Client::operations);
    let mapped = operations.filter(|operation| operation.actions().len() > 0).count();
    for (what, count, least) in [
        ("services", catalog.services().len(), 455),
        ("actions", catalog.actions().len(), 22_000),
        ("resource types", catalog.resource_types().len(), 2_330),
        ("condition keys of services", keys, 2_500),
        ("dependent actions", needs, 4_300),
        ("operations with actions", mapped, 18_500),
    ] {
        println!("{what}: {count}");
        assert!(count >= least, "{count} {what}, not {least}");
    }
}

#[test]
fn the_embedded_catalogue_is_small_enough() {
    let size = Catalog::embedded().to_bytes().len();
    println!("{size} bytes");
    assert!(size <= 2_500_000, "{size} bytes");
}

#[test]
fn every_operation_without_actions_has_a_reason() {
    let clients = Catalog::embedded().clients();
    for operation in clients.flat_map(catalog::Client::operations).filter(|it| it.actions().len() == 0) {
        let reason = operation.how();
        let known = reason.starts_with("no-permission") || reason.starts_with("unresolved: ");
        assert!(known, "{} {}: `{reason}`", operation.client().name(), operation.name());
    }
}
