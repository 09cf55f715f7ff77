//! What an analysis finds, held against the truth.

use std::collections::BTreeMap;

use trail::Usage;

use super::truth::{Row, Truth};

/// The differences, each a line for a person; none if the usage is exactly the truth.
pub(super) fn differences(usage: &Usage, truth: &Truth) -> Vec<String> {
    let mut found = Vec::new();
    let skipped: BTreeMap<String, u64> =
        usage.skipped().iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect();
    for (what, ours, theirs) in [
        ("in", usage.records(), truth.records),
        ("used", usage.used(), truth.used),
        ("files", usage.files().read, truth.files),
    ] {
        if ours != theirs {
            found.push(format!("{what}: {ours}, in truth {theirs}"));
        }
    }
    let reasons = skipped.keys().chain(truth.skipped.keys()).collect::<std::collections::BTreeSet<_>>();
    for reason in reasons {
        let (ours, theirs) = (skipped.get(reason).unwrap_or(&0), truth.skipped.get(reason).unwrap_or(&0));
        if ours != theirs {
            found.push(format!("skipped as {reason}: {ours}, in truth {theirs}"));
        }
    }
    rows(usage, truth, &mut found);
    found
}

fn rows(usage: &Usage, truth: &Truth, found: &mut Vec<String>) {
    type Key<'a> = (&'a str, &'a str, &'a str, &'a str);
    let mut counts: BTreeMap<Key<'_>, (u64, u64)> = BTreeMap::new();
    let usage_rows = usage.rows();
    for row in &usage_rows {
        let key = (row.principal, row.event_source, row.event_name, row.outcome.name());
        counts.entry(key).or_default().0 += row.count;
    }
    for Row { principal, event_source, event_name, outcome, count } in &truth.rows {
        counts.entry((principal, event_source, event_name, outcome)).or_default().1 += count;
    }
    for ((principal, source, name, outcome), (ours, theirs)) in counts {
        if ours != theirs {
            found.push(format!("{principal} {source} {name} {outcome}: {ours}, in truth {theirs}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use catalog::Catalog;

    use super::super::generate::generate;
    use super::*;

    fn corpus(events: usize, seed: u64) -> (Vec<(String, Vec<u8>)>, Truth) {
        let mut files = Vec::new();
        let truth = generate(events, None, seed, &mut |path, bytes| {
            files.push((path.to_owned(), bytes.to_vec()));
            Ok(())
        });
        (files, truth.unwrap())
    }

    fn usage(files: Vec<(String, Vec<u8>)>) -> Usage {
        let go_on = |_: trail::Progress| ControlFlow::Continue(());
        trail::analyze(files, &trail::Options::default(), Catalog::embedded(), &go_on).usage
    }

    #[test]
    fn the_analysis_of_a_corpus_is_its_truth() {
        let (files, truth) = corpus(20_000, 7);
        assert!(
            truth.records >= 20_000 && truth.rows.len() > 500,
            "the corpus is too small to tell anything"
        );
        for reason in [
            "duplicate",
            "unreadable",
            "digest",
            "AwsServiceEvent",
            "AwsConsoleSignIn",
            "AwsCloudTrailInsight",
        ] {
            assert!(truth.skipped.contains_key(reason), "no record is skipped as {reason}");
        }
        assert_eq!(differences(&usage(files), &truth), Vec::<String>::new());
    }

    #[test]
    fn the_same_seed_gives_the_same_files_and_another_seed_others() {
        assert!(corpus(500, 1) == corpus(500, 1));
        assert!(corpus(500, 1) != corpus(500, 2));
    }

    #[test]
    fn a_wrong_count_is_found() {
        let (files, mut truth) = corpus(500, 3);
        let usage = usage(files);
        truth.rows[0].count += 1;
        assert_eq!(differences(&usage, &truth).len(), 1);
    }
}
