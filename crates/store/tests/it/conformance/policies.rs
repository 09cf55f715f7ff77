//! Saved policies and their versions.

use std::thread;

use store::{ErrorKind, PolicyVersion, SavedPolicy, Store};

use super::Check;

pub(super) const CHECKS: &[Check] = &[
    ("versions are counted from 1", versions),
    ("who saves over what was not seen is told", conflict),
    ("policies are listed with their newest version", listed),
    ("of two who save at once, each gets a version", at_once),
];

fn version(version: u64, principal: Option<&str>, document: &str) -> PolicyVersion {
    let (principal, document) = (principal.map(str::to_owned), document.to_owned());
    PolicyVersion { version, saved_at: 1_700_000_000, principal, document }
}

fn versions(store: &dyn Store) {
    assert_eq!(store.policy("web").unwrap(), None);
    assert_eq!(store.save_policy("web", &version(77, None, "{}"), None).unwrap(), 1);
    assert_eq!(store.save_policy("web", &version(0, Some("p"), "[]"), Some(1)).unwrap(), 2);
    for next in 3..=12 {
        assert_eq!(store.save_policy("web", &version(0, None, &next.to_string()), None).unwrap(), next);
    }
    let saved = store.policy("web").unwrap().unwrap();
    assert_eq!(saved.versions.iter().map(|of| of.version).collect::<Vec<_>>(), (1..=12).collect::<Vec<_>>());
    assert_eq!(saved.versions[1], version(2, Some("p"), "[]"));
    assert_eq!(saved.newest().unwrap().document, "12");
    assert_eq!(store.policy("we").unwrap(), None);
}

fn conflict(store: &dyn Store) {
    let save = |after| store.save_policy("web", &version(0, None, "{}"), after);
    assert_eq!(save(Some(0)).unwrap(), 1);
    for after in [0, 2] {
        let error = save(Some(after)).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Conflict);
        assert!(error.to_string().contains("the policy `web` is at version 1"), "{error}");
    }
    assert_eq!(save(Some(1)).unwrap(), 2);
    assert_eq!(store.policy("web").unwrap().unwrap().versions.len(), 2);
}

fn listed(store: &dyn Store) {
    assert_eq!(store.policies().unwrap(), []);
    for (name, principal) in [("b", None), ("a/ü #1", Some("p")), ("b", Some("q")), ("B", None)] {
        store.save_policy(name, &version(0, principal, name), None).unwrap();
    }
    let of = |name: &str, number, principal| SavedPolicy {
        name: name.to_owned(),
        versions: vec![version(number, principal, name)],
    };
    let policies = store.policies().unwrap();
    assert_eq!(policies, [of("B", 1, None), of("a/ü #1", 1, Some("p")), of("b", 2, Some("q"))]);
    assert_eq!(policies[2].principal(), Some("q"));
}

fn at_once(store: &dyn Store) {
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    store.save_policy("web", &version(0, None, "{}"), None).unwrap();
                }
            });
        }
    });
    let versions = store.policy("web").unwrap().unwrap().versions;
    assert_eq!(versions.iter().map(|of| of.version).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
}
