//! What the key of a delivered object says of what is in it, and which keys a selection needs.
//!
//! `CloudTrail` delivers to `[PREFIX/]AWSLogs/[o-ID/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/FILE`, the day being that of the
//! delivery in UTC
//! (<https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html>). Security Lake has
//! `aws/SOURCE/VERSION/region=REGION/accountId=ACCOUNT/eventDay=YYYYMMDD/FILE`, the day being that of the events.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use crate::Shard;

/// A day as the folders of a bucket have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u8,
    date: u8,
}

/// Where in the layout a key, or the beginning of one, lies; what lies deeper is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delivered<'k> {
    pub account: Option<&'k str>,
    /// `CloudTrail` for logs; `CloudTrail-Digest`, `CloudTrail-Insight` and the logs of other services lie beside it.
    pub kind: Option<&'k str>,
    pub region: Option<&'k str>,
    pub year: Option<u16>,
    pub month: Option<u8>,
    pub day: Option<Day>,
}

/// Which objects are needed; what is not limited is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    pub accounts: BTreeSet<String>,
    pub regions: BTreeSet<String>,
    /// The first day of events that are wanted, in UTC.
    pub first: Option<Day>,
    /// The last.
    pub last: Option<Day>,
    /// Only those of a part.
    pub shard: Option<Shard>,
}

/// How to list what is wanted below a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listing {
    /// Not at all: nothing below is wanted.
    Nothing,
    /// Folder by folder, as some may not be wanted.
    Folders,
    /// All keys that come after this one, in the order of bytes, and before that one; [`Selection::wants`] has the last word.
    Keys { after: Option<String>, before: Option<String> },
}

/// An event is delivered some minutes after the call, so that of a day's last calls lies with the day after.
const LATE_DAYS: i64 = 1;

/// So many folders above `AWSLogs` are looked through for it one by one.
const FOLDERS_ABOVE: usize = 3;

impl Selection {
    /// Whether the object is a log that may hold wanted events. What lies outside of the layout may, whatever is in it.
    pub fn wants(&self, key: &str) -> bool {
        let name = key.rsplit('/').next().unwrap_or_default();
        let is_other = ["_CloudTrail-Digest_", "_CloudTrail-Insight_"].iter().any(|kind| name.contains(kind));
        !is_other
            && is_log(name)
            && self.shard.is_none_or(|shard| shard.has(key))
            && delivered(key).is_none_or(|place| self.may_hold(&place))
    }

    /// How to list what is wanted below `prefix`, which is empty or ends with a slash.
    pub fn listing(&self, prefix: &str) -> Listing {
        let Some(place) = delivered(prefix) else {
            let is_far = prefix.matches('/').count() >= FOLDERS_ABOVE;
            return if is_far { Listing::Keys { after: None, before: None } } else { Listing::Folders };
        };
        match place {
            _ if !self.may_hold(&place) => Listing::Nothing,
            Delivered { region: None, .. } => Listing::Folders,
            // Below a region keys are in the order of days.
            Delivered { year: None, .. } => Listing::Keys {
                after: self.first.map(|day| format!("{prefix}{}", day.folder())),
                before: self
                    .last_delivery()
                    .and_then(|day| day.plus(1))
                    .map(|day| format!("{prefix}{}", day.folder())),
            },
            _ => Listing::Keys { after: None, before: None },
        }
    }

    fn may_hold(&self, place: &Delivered<'_>) -> bool {
        let fits = |set: &BTreeSet<String>, name: Option<&str>| {
            set.is_empty() || name.is_none_or(|name| set.contains(name))
        };
        let (year, month) = (place.year.unwrap_or_default(), place.month.unwrap_or_default());
        // A year or a month by itself is wanted if any of its days is.
        let (earliest, latest) = match (place.day, place.month, place.year) {
            (Some(day), ..) => (Some(day), Some(day)),
            (None, Some(_), _) => (Some(Day { year, month, date: 1 }), Some(Day { year, month, date: 31 })),
            (None, None, Some(_)) => {
                (Some(Day { year, month: 1, date: 1 }), Some(Day { year, month: 12, date: 31 }))
            }
            (None, None, None) => (None, None),
        };
        fits(&self.accounts, place.account)
            && place.kind.is_none_or(|kind| kind == "CloudTrail")
            && fits(&self.regions, place.region)
            && self.first.is_none_or(|first| latest.is_none_or(|latest| latest >= first))
            && self.last_delivery().is_none_or(|last| earliest.is_none_or(|earliest| earliest <= last))
    }

    fn last_delivery(&self) -> Option<Day> {
        self.last.and_then(|day| day.plus(LATE_DAYS))
    }
}

impl Day {
    /// Reads `2026-01-31`, or the beginning of a moment; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.get(..10)?.split('-');
        let date = Self::of(parts.next()?, parts.next()?, parts.next()?)?;
        (parts.next().is_none()
            && text.get(10..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['T', ' '])))
        .then_some(date)
    }

    fn of(year: &str, month: &str, day: &str) -> Option<Self> {
        let (year, month, date) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let (month, date) = (u8::try_from(month).ok()?, u8::try_from(date).ok()?);
        let day = Self { year, month, date };
        day.civil().map(|_| day)
    }

    fn folder(self) -> String {
        format!("{:04}/{:02}/{:02}/", self.year, self.month, self.date)
    }

    fn plus(self, days: i64) -> Option<Self> {
        let later = self.civil()?.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
        let part = |number: i8| u8::try_from(number).ok();
        Some(Self {
            year: later.year().try_into().ok()?,
            month: part(later.month())?,
            date: part(later.day())?,
        })
    }

    fn civil(self) -> Option<jiff::civil::Date> {
        let part = |number: u8| i8::try_from(number).ok();
        jiff::civil::Date::new(self.year.try_into().ok()?, part(self.month)?, part(self.date)?).ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.date)
    }
}

/// Reads a key, or a prefix that ends with a slash; `None` if it does not lie in the layout.
pub fn delivered(key: &str) -> Option<Delivered<'_>> {
    // A file name is no folder of the layout.
    let folders = key.rfind('/').and_then(|end| key.get(..end))?;
    if let Some(place) = in_lake(folders) {
        return Some(place);
    }
    let mut folders = folders.split('/').skip_while(|folder| *folder != "AWSLogs");
    folders.next()?;
    let mut folders = folders.skip_while(|folder| folder.starts_with("o-")).peekable();
    let Some(account) = folders.next() else { return Some(Delivered::default()) };
    if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut place = Delivered { account: Some(account), ..Delivered::default() };
    place.kind = folders.next();
    place.region = folders.next();
    let dates: Vec<_> = folders.collect();
    if place.kind == Some("CloudTrail") {
        place.year = dates.first().and_then(|year| number(year, 4));
        let month =
            dates.get(1).and_then(|month| number(month, 2)).and_then(|month| u8::try_from(month).ok());
        place.month = month.filter(|_| place.year.is_some());
        if let [year, month, day, ..] = dates.as_slice() {
            place.day = Day::of(year, month, day);
        }
    }
    Some(place)
}

/// The sources of Security Lake that are made of `CloudTrail`.
const LAKE: [&str; 3] = ["CLOUD_TRAIL_MGMT", "LAMBDA_EXECUTION", "S3_DATA"];

/// The place of a folder of Security Lake, down to its day.
fn in_lake(folders: &str) -> Option<Delivered<'_>> {
    let mut upwards = folders.rsplit('/');
    let day = upwards.next()?.strip_prefix("eventDay=")?;
    let (account, region) =
        (upwards.next()?.strip_prefix("accountId=")?, upwards.next()?.strip_prefix("region=")?);
    let source = upwards.nth(1)?;
    let day = Day::of(day.get(..4)?, day.get(4..6)?, day.get(6..)?)?;
    Some(Delivered {
        account: Some(account),
        kind: Some(if LAKE.contains(&source) { "CloudTrail" } else { source }),
        region: Some(region),
        year: Some(day.year),
        month: Some(day.month),
        day: Some(day),
    })
}

/// What an object is called wherever its bucket is copied to: its key from `AWSLogs/` on, if it lies in the layout.
pub(crate) fn key(name: &str) -> Cow<'_, str> {
    let name: Cow<'_, str> = if name.contains('\\') { name.replace('\\', "/").into() } else { name.into() };
    match name.find("AWSLogs/") {
        None | Some(0) => name,
        Some(at) => name.get(at..).unwrap_or_default().to_owned().into(),
    }
}

/// How the names of files that can be logs end.
const LOGS: [&str; 7] = [".json", ".jsonl", ".ndjson", ".csv", ".parquet", ".gz", ".zst"];

/// Whether a file of that name can be one of logs.
pub fn is_log(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    LOGS.iter().any(|extension| name.ends_with(extension))
}

fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "111122223333_CloudTrail_eu-west-1_20260131T0005Z_x.json.gz";

    fn selection(accounts: &[&str], regions: &[&str], first: &str, last: &str) -> Selection {
        let set = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let (first, last) = (Day::parse(first), Day::parse(last));
        Selection { accounts: set(accounts), regions: set(regions), first, last, shard: None }
    }

    #[test]
    fn a_key_says_account_region_and_day() {
        for root in ["", "logs/prod/"] {
            for organization in ["", "o-abcd123456/"] {
                let key = format!(
                    "{root}AWSLogs/{organization}111122223333/CloudTrail/eu-west-1/2026/01/31/{FILE}"
                );
                let place = delivered(&key).unwrap();
                assert_eq!((place.account, place.region), (Some("111122223333"), Some("eu-west-1")), "{key}");
                assert_eq!(place.day, Day::parse("2026-01-31"), "{key}");
            }
        }
        for outside in ["x.json.gz", "mine/2026/01/31/x.json.gz", "AWSLogs/mine/x.json", "AWSLogs"] {
            assert_eq!(delivered(outside), None, "{outside}");
        }
    }

    #[test]
    fn a_selection_reads_what_it_must() {
        let key = |account: &str, kind: &str, region: &str, day: &str| {
            format!(
                "p/AWSLogs/{account}/{kind}/{region}/{day}/{account}_{kind}_{region}_20260131T0005Z_x.json.gz"
            )
        };
        let log = |day: &str| key("111122223333", "CloudTrail", "eu-west-1", day);
        let all = Selection::default();
        let some = selection(&["111122223333"], &["eu-west-1"], "2026-01-31", "2026-02-28");
        let table = [
            // The wanted days, and the day after for what was delivered late.
            (log("2026/01/30"), true, false),
            (log("2026/01/31"), true, true),
            (log("2026/02/28"), true, true),
            (log("2026/03/01"), true, true),
            (log("2026/03/02"), true, false),
            (key("444455556666", "CloudTrail", "eu-west-1", "2026/02/01"), true, false),
            (key("111122223333", "CloudTrail", "us-east-1", "2026/02/01"), true, false),
            (key("111122223333", "CloudTrail-Digest", "eu-west-1", "2026/02/01"), false, false),
            (key("111122223333", "CloudTrail-Insight", "eu-west-1", "2026/02/01"), false, false),
            (key("111122223333", "Config", "eu-west-1", "2026/02/01"), false, false),
            // A digest that somebody has moved.
            ("mine/111122223333_CloudTrail-Digest_eu-west-1_x.json.gz".to_owned(), false, false),
            // Nothing tells what is in these.
            ("mine/events.json".to_owned(), true, true),
            ("mine/notes.txt".to_owned(), false, false),
        ];
        for (key, of_all, of_some) in table {
            assert_eq!((all.wants(&key), some.wants(&key)), (of_all, of_some), "{key}");
        }
    }

    #[test]
    fn the_folders_of_security_lake_say_account_region_and_day() {
        let key = |source: &str, place: &str| format!("lake/aws/{source}/2.0/{place}/x.zstd.parquet");
        let place = |day: &str| format!("region=eu-west-1/accountId=111122223333/eventDay={day}");
        let some = selection(&["111122223333"], &["eu-west-1"], "2026-01-31", "2026-02-28");
        for (key, wanted) in [
            (key("CLOUD_TRAIL_MGMT", &place("20260130")), false),
            (key("CLOUD_TRAIL_MGMT", &place("20260131")), true),
            (key("S3_DATA", &place("20260228")), true),
            (key("LAMBDA_EXECUTION", &place("20260302")), false),
            (key("VPC_FLOW", &place("20260131")), false),
            (key("CLOUD_TRAIL_MGMT", "region=us-east-1/accountId=111122223333/eventDay=20260131"), false),
            (key("CLOUD_TRAIL_MGMT", "region=eu-west-1/accountId=444455556666/eventDay=20260131"), false),
            // Not the folders of the lake: what is in the file is not known from its place.
            (key("CLOUD_TRAIL_MGMT", &place("today")), true),
            (key("VPC_FLOW", "region=us-east-1/eventDay=20200101"), true),
        ] {
            assert_eq!(some.wants(&key), wanted, "{key}");
        }
    }

    #[test]
    fn listing_goes_down_to_the_region_and_then_by_days() {
        let some = selection(&["111122223333"], &["eu-west-1"], "2026-01-31", "2026-02-28");
        let region = "AWSLogs/111122223333/CloudTrail/eu-west-1/";
        for above in ["", "logs/", "AWSLogs/", "AWSLogs/o-abcd123456/", "AWSLogs/111122223333/"] {
            assert_eq!(some.listing(above), Listing::Folders, "{above}");
        }
        for other in [
            "AWSLogs/444455556666/",
            "AWSLogs/111122223333/CloudTrail-Digest/",
            "AWSLogs/111122223333/CloudTrail/us-east-1/",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2025/",
            "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/04/",
        ] {
            assert_eq!(some.listing(other), Listing::Nothing, "{other}");
        }
        let (after, before) = (format!("{region}2026/01/31/"), format!("{region}2026/03/02/"));
        assert_eq!(some.listing(region), Listing::Keys { after: Some(after), before: Some(before) });
        let rest = Listing::Keys { after: None, before: None };
        assert_eq!(Selection::default().listing(region), rest);
        assert_eq!(some.listing("a/b/c/"), rest);
    }

    #[test]
    fn days_are_days() {
        for text in ["2026-01-31", "2026-01-31T10:00:00Z", "2026-01-31 10:00"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), "2026-01-31", "{text}");
        }
        for text in
            ["2026-02-30", "2026-1-31", "26-01-31", "2026-01-311", "today", "", "2026-00-10", "2026/01/31"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
        assert_eq!(Day::parse("2024-02-28").unwrap().plus(2), Day::parse("2024-03-01"));
    }
}
