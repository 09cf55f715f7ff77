//! What an invocation came to, as a line of its log that `CloudWatch` reads metrics from.
//!
//! The form is the embedded metric format
//! (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>): it takes no
//! permission and no call.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use store::Put;

use super::counting::Came;

/// Sums over objects and messages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) messages: u64,
    /// Messages that will come again.
    pub(super) failed: u64,
    pub(super) new: u64,
    pub(super) replaced: u64,
    /// Objects that were kept already, as they are.
    pub(super) same: u64,
    /// Events of objects that are new or replaced.
    pub(super) events: u64,
    /// Objects not counted, by reason.
    pub(super) skipped: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(super) fn add(&mut self, came: &Came) {
        match came {
            Came::Kept { put, used, .. } => {
                let count = match put {
                    Put::New => &mut self.new,
                    Put::Replaced => &mut self.replaced,
                    Put::Same => &mut self.same,
                };
                *count += 1;
                self.events += if *put == Put::Same { 0 } else { *used };
            }
            Came::Skipped(why) => self.skip(why, 1),
        }
    }

    pub(super) fn skip(&mut self, why: &'static str, count: u64) {
        if count > 0 {
            *self.skipped.entry(why).or_default() += count;
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.messages += other.messages;
        self.failed += other.failed;
        self.new += other.new;
        self.replaced += other.replaced;
        self.same += other.same;
        self.events += other.events;
        other.skipped.into_iter().for_each(|(why, count)| self.skip(why, count));
    }

    /// One line, with its end.
    pub(super) fn line(&self, seconds: i64) -> String {
        let figures = [
            ("Messages", self.messages),
            ("Failed", self.failed),
            ("New", self.new),
            ("Replaced", self.replaced),
            ("Same", self.same),
            ("Events", self.events),
            ("Skipped", self.skipped.values().sum()),
        ];
        let metrics = figures.map(|(name, _)| json!({"Name": name, "Unit": "Count"}));
        let mut line = Map::new();
        line.insert(
            "_aws".to_owned(),
            json!({
                "Timestamp": seconds.saturating_mul(1000),
                "CloudWatchMetrics": [{"Namespace": "Leastwise", "Dimensions": [[]], "Metrics": metrics}],
            }),
        );
        line.extend(figures.map(|(name, count)| (name.to_owned(), count.into())));
        line.insert("skippedBy".to_owned(), json!(self.skipped));
        format!("{}\n", Value::Object(line))
    }
}

#[cfg(test)]
mod tests {
    use super::super::counting::Kept;
    use super::*;

    #[test]
    fn the_line_has_every_metric_that_it_names() {
        let mut tally = Tally { messages: 3, ..Tally::default() };
        for (put, used) in [(Put::New, 5), (Put::Same, 7), (Put::Replaced, 1)] {
            tally.add(&Came::Kept { put, used, problems: vec![], books: Kept::default() });
        }
        tally.add(&Came::Skipped("digest"));
        tally.skip("notWritten", 2);
        let line = tally.line(1_700_000_000);
        assert!(line.ends_with("}\n") && line.lines().count() == 1);
        let line: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(line["_aws"]["Timestamp"], 1_700_000_000_000_u64);
        for metric in line.pointer("/_aws/CloudWatchMetrics/0/Metrics").unwrap().as_array().unwrap() {
            assert!(line[metric["Name"].as_str().unwrap()].is_u64(), "{metric}");
        }
        assert_eq!((&line["Events"], &line["Skipped"], &line["Same"]), (&json!(6), &json!(3), &json!(1)));
        assert_eq!(line["skippedBy"], json!({"digest": 1, "notWritten": 2}));
    }
}
