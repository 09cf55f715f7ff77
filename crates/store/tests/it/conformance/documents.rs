//! Runs and reports.

use std::collections::BTreeMap;

use store::{Report, Run, Shelf, Shelved, Store};

use super::Check;

pub(super) const CHECKS: &[Check] = &[
    ("runs are kept and listed, newest first", runs),
    ("a run put again is the same run", changed),
    ("reports may be large", reports),
    ("shelves do not mix", apart),
];

fn a_run(number: i64) -> Run {
    Run {
        id: format!("run-{number}"),
        kind: "upload".to_owned(),
        // Some before 1970: order is that of numbers, not of texts.
        started_at: number * 1_000 - 5_000,
        finished_at: (number % 2 == 0).then_some(7),
        records: 10,
        used: 9,
        skipped: BTreeMap::from([("digest".to_owned(), 1)]),
        files: 1,
        note: String::new(),
    }
}

fn runs(store: &dyn Store) {
    assert_eq!(store.runs(0, 10).unwrap(), []);
    assert_eq!(store.run("run-1").unwrap(), None);
    for number in [3, 1, 12, 2, 7] {
        store.put_run(&a_run(number)).unwrap();
    }
    assert_eq!(store.run("run-12").unwrap(), Some(a_run(12)));
    assert_eq!(store.runs(0, 10).unwrap(), [12, 7, 3, 2, 1].map(a_run));
    assert_eq!(store.runs(1, 2).unwrap(), [7, 3].map(a_run));
    assert_eq!(store.runs(4, 2).unwrap(), [1].map(a_run));
    assert_eq!(store.runs(5, 2).unwrap(), []);
    assert_eq!(store.runs(0, 0).unwrap(), []);
}

fn changed(store: &dyn Store) {
    store.put_run(&a_run(1)).unwrap();
    store.put_run(&a_run(2)).unwrap();
    let later = Run { started_at: 99_000, used: 5, note: "again".to_owned(), ..a_run(1) };
    store.put_run(&later).unwrap();
    assert_eq!(store.run("run-1").unwrap(), Some(later.clone()));
    assert_eq!(store.runs(0, 10).unwrap(), [later, a_run(2)]);
}

fn reports(store: &dyn Store) {
    // Text that does not get much smaller.
    let mut number = 1_u64;
    let mut digit = || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from_digit(u32::try_from(number >> 60).unwrap(), 16).unwrap()
    };
    let report = |id: &str, at, body: String| Report {
        id: id.to_owned(),
        kind: "report_policies".to_owned(),
        made_at: at,
        run: Some("run-1".to_owned()),
        body,
    };
    let large = report("large", 5, (0..1_500_000).map(|_| digit()).collect());
    let small = report("small", 6, "{}".to_owned());
    store.put_report(&large).unwrap();
    store.put_report(&small).unwrap();
    assert!(store.report("large").unwrap().as_ref() == Some(&large));
    assert!(store.reports(0, 5).unwrap() == [small.clone(), large]);
    let shrunk = report("large", 7, "{}".to_owned());
    store.put_report(&shrunk).unwrap();
    assert!(store.reports(0, 5).unwrap() == [shrunk, small]);
}

fn apart(store: &dyn Store) {
    let document = |body: &str| Shelved { id: "x".to_owned(), at: 1, body: body.to_owned() };
    store.shelve(Shelf::Runs, &document("run")).unwrap();
    assert_eq!(store.shelved(Shelf::Reports, "x").unwrap(), None);
    store.shelve(Shelf::Reports, &document("report")).unwrap();
    assert_eq!(store.shelf(Shelf::Runs, 0, 9).unwrap(), [document("run")]);
    assert_eq!(store.shelved(Shelf::Reports, "x").unwrap(), Some(document("report")));
}
