//! Which records are wanted: by time, account and region.

use std::fmt;

use crate::Skip;
use crate::layout::{Day, Selection, delivered};
use crate::record::Record;
use crate::usage::Time;

/// What a run is limited to; everything by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// From this moment on.
    pub start: Option<Time>,
    /// Before this moment.
    pub end: Option<Time>,
    /// The accounts that received the calls; all if empty.
    pub accounts: Vec<String>,
    /// All if empty.
    pub regions: Vec<String>,
}

const DAY: i64 = 24 * 60 * 60;

impl Wanted {
    /// Why a record is not wanted. One that does not say its time, account or region is not, where that is asked for.
    pub(crate) fn refusal(&self, record: &Record<'_>) -> Option<Skip> {
        if self.start.is_some() || self.end.is_some() {
            let time = record.event_time.as_deref().and_then(Time::parse);
            let is_in = time.is_some_and(|time| {
                self.start.is_none_or(|start| time >= start) && self.end.is_none_or(|end| time < end)
            });
            if !is_in {
                return Some(Skip::OutsideTime);
            }
        }
        let is_other = |wanted: &[String], value: Option<&str>| {
            !wanted.is_empty() && !wanted.iter().any(|wanted| Some(&**wanted) == value)
        };
        let account = record.recipient_account.as_deref().or(record.identity.account.as_deref());
        if is_other(&self.accounts, account) {
            return Some(Skip::OtherAccount);
        }
        is_other(&self.regions, record.region.as_deref()).then_some(Skip::OtherRegion)
    }

    /// Why no record of the object of this name is wanted, as far as the place says in which `CloudTrail` puts it.
    ///
    /// Events are delivered after they happened, mostly within minutes: what was delivered before the first day holds nothing of
    /// it, what was delivered up to a day after the end may.
    pub fn refusal_of_object(&self, name: &str) -> Option<Skip> {
        let place = delivered(name).filter(|place| place.kind == Some("CloudTrail"))?;
        let day = Time::parse(&format!("{}T00:00:00Z", place.day?))?.seconds();
        if self.start.is_some_and(|start| day + DAY <= start.seconds())
            || self.end.is_some_and(|end| day >= end.seconds() + DAY)
        {
            return Some(Skip::OutsideTime);
        }
        let is_other = |wanted: &[String], value: Option<&str>| {
            !wanted.is_empty() && !wanted.iter().any(|wanted| Some(&**wanted) == value)
        };
        if is_other(&self.accounts, place.account) {
            return Some(Skip::OtherAccount);
        }
        is_other(&self.regions, place.region).then_some(Skip::OtherRegion)
    }

    /// The objects that may hold something wanted.
    pub fn selection(&self) -> Selection {
        let day = |time: Time| Day::parse(&time.day());
        Selection {
            accounts: self.accounts.iter().cloned().collect(),
            regions: self.regions.iter().cloned().collect(),
            first: self.start.and_then(day),
            last: self.end.and_then(Time::second_before).and_then(day),
            shard: None,
        }
    }
}

impl fmt::Display for Wanted {
    /// `from 2026-01-31T00:00:00Z, region eu-west-1`; nothing for everything.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |values: &[String]| (!values.is_empty()).then(|| sorted(values).join(" or "));
        let parts = [
            ("from", self.start.map(|time| time.to_string())),
            ("before", self.end.map(|time| time.to_string())),
            ("account", list(&self.accounts)),
            ("region", list(&self.regions)),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
        out.write_str(&parts.collect::<Vec<_>>().join(", "))
    }
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = names.to_vec();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_passed_over_only_if_their_place_says_enough() {
        let time = |text| Time::parse(text);
        let wanted = Wanted {
            start: time("2026-11-20T12:00:00Z"),
            end: time("2026-11-21T00:00:00Z"),
            accounts: vec!["111122223333".into()],
            regions: vec!["eu-west-1".into()],
        };
        for (name, refusal) in [
            ("logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json.gz", None),
            ("AWSLogs/o-abc123/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json.gz", None),
            ("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/19/a.json.gz", Some(Skip::OutsideTime)),
            // Delivered late.
            ("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/21/a.json.gz", None),
            ("AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/22/a.json.gz", Some(Skip::OutsideTime)),
            ("AWSLogs/444455556666/CloudTrail/eu-west-1/2026/11/20/a.json.gz", Some(Skip::OtherAccount)),
            ("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/20/a.json.gz", Some(Skip::OtherRegion)),
            ("AWSLogs/111122223333/CloudTrail/us-east-1/2026/13/20/a.json.gz", None),
            ("AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/a.json.gz", None),
            ("111122223333_CloudTrail_us-east-1_20261119T0000Z_a.json.gz", None),
        ] {
            assert_eq!(wanted.refusal_of_object(name), refusal, "{name}");
            assert_eq!(Wanted::default().refusal_of_object(name), None, "{name}");
        }
    }
}
