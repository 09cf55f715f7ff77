//! What holds of drafts however they are asked for.

use catalog::Catalog;
use draft::{Basis, Dependents, Draft, Filter, Mode, Options, draft};
use policy::ActionPattern;
use proptest::prelude::*;
use serde_json::{Value, json};
use trail::{Principal, Usage};

use crate::conditions::{call, with};
use crate::{ROLE, event, usage};

/// Calls of all kinds: authorized, failed, refused, handing over roles of this account and of another, or of none that is known.
fn any_call() -> impl Strategy<Value = Value> {
    let role = prop_oneof![
        2 => Just(Some("arn:aws:iam::111122223333:role/tasks")),
        1 => Just(Some("arn:aws:iam::444455556666:role/theirs")),
        1 => Just(None),
    ];
    let creates = role.prop_map(|role| {
        let parameters = json!({ "requestParameters": { "functionName": "f", "role": role } });
        let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
        with(event(0, "lambda", "CreateFunction20150331", &[function]), parameters)
    });
    let what = prop_oneof![3 => call().prop_map(|(event, _, _)| event), 2 => creates];
    let error = prop_oneof![
        3 => Just(None), 1 => Just(Some("AccessDenied")), 1 => Just(Some("ExpiredToken")), 1 => Just(Some("ResourceNotFoundException"))
    ];
    (what, error).prop_map(|(mut event, error)| {
        if let Some(error) = error {
            event["errorCode"] = error.into();
        }
        event
    })
}

fn any_options() -> impl Strategy<Value = Options> {
    let mode = prop_oneof![Just(Mode::Actions), Just(Mode::Resources), Just(Mode::Conditions)];
    let pattern =
        prop_oneof![Just("s3:Get*"), Just("kms:*"), Just("iam:PassRole"), Just("lambda:*"), Just("*")];
    let exclude = prop::collection::vec(pattern.clone(), 0..2);
    let only = prop::collection::vec(pattern, 0..2);
    let dependents =
        prop_oneof![Just(Dependents::None), Just(Dependents::Inferred), Just(Dependents::Documented)];
    (mode, exclude, only, 0u64..3, dependents, any::<bool>(), any::<bool>()).prop_map(
        |(mode, exclude, only, min_count, dependents, include_denied, keep_read)| {
            let parse = |texts: Vec<&str>| texts.into_iter().map(ActionPattern::parse).collect();
            let filter = Filter { exclude: parse(exclude), only: parse(only), min_count };
            Options { mode, filter, dependents, include_denied, keep_read, ..Options::default() }
        },
    )
}

fn made(usage: &Usage, options: &Options) -> Draft {
    draft(usage, &Principal::new(ROLE), options, Catalog::embedded())
}

proptest! {
    #[test]
    fn every_use_is_granted_or_told_and_nothing_is_granted_unasked(
        calls in prop::collection::vec(any_call(), 1..10),
        options in any_options(),
    ) {
        let numbered = |(id, event): (usize, &Value)| {
            with(event.clone(), json!({ "eventID": format!("00000000-0000-4000-a000-{id:012}") }))
        };
        let events: Vec<Value> = calls.iter().enumerate().map(numbered).collect();
        let usage = usage(&events);
        let draft = made(&usage, &options);
        for used in usage.actions_of(ROLE) {
            let is_granted = draft.grants.iter().any(|grant| grant.action == used.action);
            let is_told = draft.left_out.iter().any(|left| left.action == used.action)
                || draft.denied.iter().any(|denied| denied.action == used.action);
            prop_assert!(is_granted || is_told, "{} {:?}", used.action, draft.left_out);
        }
        for grant in &draft.grants {
            let Filter { exclude, only, .. } = &options.filter;
            prop_assert!(!exclude.iter().any(|pattern| pattern.matches(&grant.action)), "{}", grant.action);
            prop_assert!(only.is_empty() || only.iter().any(|pattern| pattern.matches(&grant.action)));
            let is_asked = match grant.basis {
                Basis::Used => true,
                Basis::Inferred(_) => options.dependents >= Dependents::Inferred,
                Basis::Documented { .. } => options.dependents == Dependents::Documented,
                Basis::Denied { .. } => options.include_denied,
                Basis::ReadsLike(_) => options.keep_read,
            };
            prop_assert!(is_asked, "{grant:?}");
            if grant.action == "iam:PassRole" {
                prop_assert!(grant.resources.iter().all(|entry| entry == "arn:aws:iam::111122223333:role/tasks"));
                prop_assert!(grant.demands.iter().any(|demand| demand.key == "iam:PassedToService"));
            }
        }
        // What is asked for beside takes nothing away.
        let plain = Options { dependents: Dependents::Inferred, include_denied: false, keep_read: false, ..options.clone() };
        if options.dependents != Dependents::None {
            for grant in made(&usage, &plain).grants {
                prop_assert!(draft.grants.contains(&grant), "{grant:?}");
            }
        }
    }
}
