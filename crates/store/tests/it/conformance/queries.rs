//! Usage by principal, service and time.

use store::{Day, Filter, Store};
use trail::usage::Time;

use super::Check;
use crate::logs::{ANN, Log};

pub(super) const CHECKS: &[Check] = &[
    ("usage of one principal", by_principal),
    ("usage of one service", by_service),
    ("usage in a span of time", by_time),
    ("all limits together", together),
    ("use by days", days),
];

fn fill(store: &dyn Store) {
    for log in [
        Log::new(
            "1",
            "e",
            &[
                ("1", "ann", "s3", "GetObject", 1),
                ("2", "ann", "sqs", "SendMessage", 1),
                ("3", "bob", "s3", "GetObject", 1),
            ],
        ),
        Log::new("2", "e", &[("4", "ann", "s3", "PutObject!", 2), ("1", "ann", "s3", "GetObject", 1)]),
        Log::new("3", "e", &[("5", "ann", "s3", "GetObject", 3), ("6", "ann", "s3", "GetObject", 4)]),
    ] {
        log.put(store);
    }
}

/// The rows of what is found: user, event, count.
fn rows(store: &dyn Store, filter: &Filter) -> Vec<(String, String, u64)> {
    let usage = store.usage(filter).unwrap();
    assert_eq!(usage.records(), usage.used() + usage.skipped().total(), "in = used + skipped");
    let user = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    usage.rows().iter().map(|row| (user(row.principal), row.event_name.to_owned(), row.count)).collect()
}

fn row(user: &str, event: &str, count: u64) -> (String, String, u64) {
    (user.to_owned(), event.to_owned(), count)
}

fn march(day: u32) -> Option<Time> {
    Time::parse(&format!("2026-03-{day:02}T00:00:00Z"))
}

fn by_principal(store: &dyn Store) {
    fill(store);
    let ann = [row("ann", "GetObject", 3), row("ann", "PutObject", 1), row("ann", "SendMessage", 1)];
    assert_eq!(rows(store, &Filter::of_principal(ANN)), ann);
    // One event came twice; what was skipped for another reason is nobody's.
    let usage = store.usage(&Filter::of_principal(ANN)).unwrap();
    assert_eq!((usage.records(), usage.used(), usage.skipped().total()), (6, 5, 1));
    assert_eq!(rows(store, &Filter::of_principal("nobody")), []);
    assert_eq!(rows(store, &Filter::of_principal("")), []);
}

fn by_service(store: &dyn Store) {
    fill(store);
    let of = |service: &str| Filter { service: Some(service.to_owned()), ..Filter::default() };
    assert_eq!(rows(store, &of("sqs")), [row("ann", "SendMessage", 1)]);
    let s3 = [row("ann", "GetObject", 3), row("ann", "PutObject", 1), row("bob", "GetObject", 1)];
    assert_eq!(rows(store, &of("s3")), s3);
    assert_eq!(rows(store, &of("s")), []);
}

fn by_time(store: &dyn Store) {
    fill(store);
    let from = |start, end| Filter { start, end, ..Filter::default() };
    assert_eq!(rows(store, &from(march(2), march(3))), [row("ann", "PutObject", 1)]);
    // Both calls of the third object are one use, which begins before the end.
    assert_eq!(rows(store, &from(march(3), march(4))), [row("ann", "GetObject", 2)]);
    assert_eq!(rows(store, &from(march(9), None)), []);
}

fn together(store: &dyn Store) {
    fill(store);
    let filter = Filter {
        principal: Some(ANN.to_owned()),
        service: Some("s3".to_owned()),
        start: march(1),
        end: march(2),
    };
    assert_eq!(rows(store, &filter), [row("ann", "GetObject", 1)]);
}

fn days(store: &dyn Store) {
    fill(store);
    let days = store.days(&Filter::of_principal(ANN)).unwrap();
    let day = |day: &str, calls, denied| Day { day: day.to_owned(), calls, denied };
    assert_eq!(days.days, [day("2026-03-01", 2, 0), day("2026-03-02", 1, 1)]);
    assert_eq!(days.undated, 2, "two calls of one use on two days");
}
