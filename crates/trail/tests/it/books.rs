//! Counting: outcomes, duplicates, files.

use std::io;
use std::ops::ControlFlow;

use catalog::Catalog;
use serde_json::json;
use trail::usage::Time;
use trail::{Object, Options, Outcome, Usage, Wanted, analyze};

use crate::logs::{books, delivered, event, gzip, problems, run, run_one, run_with};

#[test]
fn denied_calls_are_kept_apart() {
    let codes = [
        (None, Outcome::Ok),
        (Some("AccessDenied"), Outcome::Denied),
        (Some("AccessDeniedException"), Outcome::Denied),
        (Some("Client.UnauthorizedOperation"), Outcome::Denied),
        (Some("UnauthorizedException"), Outcome::Denied),
        (Some("AuthorizationErrorException"), Outcome::Refused),
        (Some("Client.AuthFailure"), Outcome::Refused),
        (Some("NotAuthorized"), Outcome::Refused),
        (Some("ForbiddenException"), Outcome::Refused),
        (Some("ThrottlingException"), Outcome::Error),
        (Some("NoSuchBucket"), Outcome::Error),
    ];
    let events = codes.map(|(code, _)| event(code.unwrap_or("none"), json!({ "errorCode": code })));
    let usage = run_one(delivered(&events)).usage;
    let counts: Vec<_> = usage.rows().iter().map(|row| (row.outcome, row.count)).collect();
    assert_eq!(counts, [(Outcome::Ok, 1), (Outcome::Error, 6), (Outcome::Denied, 4)]);
    for (code, outcome) in codes {
        assert_eq!(Outcome::of(code), outcome, "{code:?}");
    }
    // Refusals are errors to whoever looks, and kept apart in the file.
    let (again, problems) = Usage::from_json("usage.json", usage.to_json().as_bytes()).unwrap();
    assert!(problems.is_empty() && again == usage, "{problems:?}");
    let refused = |usage: &Usage| {
        let uses = usage.principals().flat_map(|(_, uses)| uses);
        uses.filter(|(key, _)| key.outcome == Outcome::Refused).map(|(_, use_)| use_.count()).sum::<u64>()
    };
    assert_eq!((refused(&usage), refused(&again)), (4, 4));
    assert_eq!(Outcome::Refused.name(), "error");
}

#[test]
fn the_same_event_counts_once_whichever_file_it_comes_in() {
    let (one, two) = (event("1", json!({})), event("2", json!({})));
    let analysis = run(&[
        ("organization.json.gz", gzip(&delivered(&[one.clone(), two.clone()]))),
        ("regional.json.gz", gzip(&delivered(std::slice::from_ref(&one)))),
        ("again.json", delivered(&[two.clone(), two])),
    ]);
    assert_eq!(books(&analysis), (5, 2, vec![("duplicate", 3)]));
}

#[test]
fn ids_tell_events_apart_within_an_account_and_a_day() {
    let events = [
        event("1", json!({})),
        event("1", json!({ "eventTime": "2026-03-02T10:00:00Z" })),
        event("1", json!({ "recipientAccountId": "444455556666" })),
        // The same id on another event is another event.
        event("1", json!({ "eventName": "DeleteMessage" })),
        event("1", json!({ "eventTime": "2026-03-01T23:59:59Z" })),
    ];
    assert_eq!(books(&run_one(delivered(&events))), (5, 4, vec![("duplicate", 1)]));
}

#[test]
fn events_without_an_id_all_count() {
    let events = vec![
        event("", json!({})),
        event("", json!({ "eventID": null })),
        event("", json!({ "eventID": [] })),
    ];
    assert_eq!(books(&run_one(delivered(&events))), (3, 3, vec![]));
}

#[test]
fn a_use_keeps_when_where_and_on_what() {
    let events = [
        event("b", json!({ "eventTime": "2026-03-02T08:00:00Z", "awsRegion": "eu-central-1" })),
        event("a", json!({ "eventTime": "2026-03-01T08:00:00Z" })),
        event(
            "c",
            json!({ "eventTime": "2026-03-03T08:00:00Z",
                           "resources": [{ "ARN": "arn:aws:sqs:eu-west-1:111122223333:mail" }] }),
        ),
    ];
    let usage = run_one(delivered(&events)).usage;
    let by_action = usage.by_action();
    let action = &by_action[0];
    assert_eq!((action.action, action.count), ("sqs:SendMessage", 3));
    assert_eq!(action.first.unwrap().to_string(), "2026-03-01T08:00:00Z");
    assert_eq!(action.last.unwrap().to_string(), "2026-03-03T08:00:00Z");
    let arns: Vec<String> = action.resources.arns().collect();
    assert_eq!(arns, ["arn:aws:sqs:eu-west-1:111122223333:jobs", "arn:aws:sqs:eu-west-1:111122223333:mail"]);
    let (_, use_) = action.uses[0];
    assert_eq!(
        use_.regions.iter().map(|region| &**region).collect::<Vec<_>>(),
        ["eu-central-1", "eu-west-1"]
    );
    assert_eq!(use_.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a", "b", "c"]);
}

#[test]
fn evidence_is_the_smallest_ids_and_says_there_are_more() {
    let events = ["e", "d", "c", "b", "a"].map(|id| event(id, json!({})));
    let usage = run_one(delivered(&events)).usage;
    let (_, use_) = usage.by_action()[0].uses[0];
    assert_eq!(use_.evidence.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert!(use_.evidence.is_truncated());
}

struct Unreachable;

impl Object for Unreachable {
    fn name(&self) -> std::borrow::Cow<'_, str> {
        "gone.json".into()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read>> {
        Err(io::Error::other("it is gone"))
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_problem_and_no_record() {
    let analysis =
        analyze(vec![Unreachable], &Options::default(), Catalog::embedded(), &|_| ControlFlow::Continue(()));
    assert_eq!(books(&analysis), (0, 0, vec![]));
    assert_eq!(problems(&analysis), ["`gone.json`: cannot be read: it is gone"]);
}

#[test]
fn a_run_can_be_stopped_and_says_so() {
    let objects: Vec<_> =
        (0..100).map(|id| (id.to_string(), delivered(&[event(&id.to_string(), json!({}))]))).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let analysis = pool.install(|| {
        analyze(objects, &Options::default(), Catalog::embedded(), &|progress| {
            if progress.objects == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    });
    assert!(analysis.is_stopped);
    assert_eq!((analysis.usage.files().read, analysis.usage.used()), (3, 3));
}

#[test]
fn records_that_are_not_wanted_are_skipped_for_that_reason() {
    let events = [
        event("1", json!({})),
        event("2", json!({ "eventTime": "2026-03-02T00:00:00Z" })),
        event("3", json!({ "eventTime": null })),
        event("4", json!({ "recipientAccountId": "444455556666" })),
        event("5", json!({ "awsRegion": "us-east-1" })),
        event("6", json!({ "eventType": "AwsServiceEvent", "awsRegion": "us-east-1" })),
    ];
    let wanted = Wanted {
        start: Time::parse("2026-03-01T00:00:00Z"),
        end: Time::parse("2026-03-02T00:00:00Z"),
        accounts: vec!["111122223333".into()],
        regions: vec!["eu-west-1".into()],
    };
    let analysis = run_with(&[("a.json", delivered(&events))], &Options { wanted, ..Options::default() });
    assert_eq!(
        books(&analysis),
        (6, 1, vec![("AwsServiceEvent", 1), ("outside-time", 2), ("other-account", 1), ("other-region", 1)])
    );
}

#[test]
fn the_same_object_read_for_something_else_is_another_part() {
    let log =
        [("a.json", delivered(&[event("1", json!({})), event("2", json!({ "awsRegion": "us-east-1" }))]))];
    let of = |region: &str| {
        let wanted = Wanted { regions: vec![region.into()], ..Wanted::default() };
        run_with(&log, &Options { wanted, ..Options::default() }).usage
    };
    let mut both = of("eu-west-1");
    both.merge(of("us-east-1"));
    assert_eq!(both.used(), 2);
}

/// Half of a log, and then nothing more is to be had.
struct CutOff;

impl Object for CutOff {
    fn name(&self) -> std::borrow::Cow<'_, str> {
        "cut.json".into()
    }

    fn open(&self) -> io::Result<Box<dyn io::Read + '_>> {
        struct Fault;
        impl io::Read for Fault {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the disk is broken"))
            }
        }
        Ok(Box::new(io::Read::chain(&b"{\"Records\": ["[..], Fault)))
    }
}

#[test]
fn an_object_that_could_not_be_read_to_its_end_is_not_known_as_read() {
    let options = Options { lists_objects: true, ..Options::default() };
    let go_on = |_| ControlFlow::Continue(());
    let cut = analyze(vec![CutOff], &options, Catalog::embedded(), &go_on);
    assert_eq!((cut.objects.len(), cut.usage.files().broken), (0, 1));
    let whole = analyze(vec![("a.json", "{}")], &options, Catalog::embedded(), &go_on);
    let [(name, number)] = whole.objects.as_slice() else { panic!("one object") };
    assert!(name == "a.json" && whole.usage.has_object(*number));
}
