//! What a request limits a reading of logs to, from words to moments.

use trail::usage::Time;
use trail::{Shard, Wanted};

use crate::OpError;

const DAY: i64 = 24 * 60 * 60;

/// The limits as a request has them.
pub(super) struct Limits<'a> {
    pub(super) start: Option<&'a str>,
    pub(super) end: Option<&'a str>,
    pub(super) account: &'a [String],
    pub(super) region: &'a [String],
}

impl Limits<'_> {
    pub(super) fn wanted(&self) -> Result<Wanted, OpError> {
        let start = self.start.map(|text| moment(text, "start", 0)).transpose()?;
        // A day is meant with all of its hours.
        let end = self.end.map(|text| moment(text, "end", DAY)).transpose()?;
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            return Err(OpError::invalid(format!("no time lies from {start} on and before {end}")));
        }
        let is_account = |text: &&String| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(other) = self.account.iter().find(|text| !is_account(text)) {
            return Err(OpError::invalid(format!("`{other}` is not an account: those are 12 digits")));
        }
        Ok(Wanted { start, end, accounts: self.account.to_vec(), regions: self.region.to_vec() })
    }
}

/// The time from one moment or day to another, as requests write it.
pub fn between(start: Option<&str>, end: Option<&str>) -> Result<(Option<Time>, Option<Time>), OpError> {
    let wanted = Limits { start, end, account: &[], region: &[] }.wanted()?;
    Ok((wanted.start, wanted.end))
}

/// A day, then with `added` seconds, or a moment.
fn moment(text: &str, what: &str, added: i64) -> Result<Time, OpError> {
    if let Some(day) = Time::parse(&format!("{text}T00:00:00Z")) {
        return Ok(day.plus(added));
    }
    Time::parse(text).ok_or_else(|| {
        OpError::invalid(format!("`{text}` is not a time for `{what}`"))
            .hint("write `2026-01-31` or `2026-01-31T12:00:00Z`")
    })
}

pub(super) fn shard(text: Option<&str>) -> Result<Option<Shard>, OpError> {
    text.map(|text| text.parse().map_err(OpError::invalid)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(start: Option<&str>, end: Option<&str>, account: &str) -> Result<String, String> {
        let account = [account.to_owned()];
        let limits = Limits { start, end, account: &account, region: &[] };
        limits.wanted().map(|wanted| wanted.to_string()).map_err(|error| error.message)
    }

    #[test]
    fn days_are_whole_and_moments_exact() {
        let of_account = |text: &str| Ok(format!("{text}, account 111122223333"));
        let told = |start, end| told(start, end, "111122223333");
        assert_eq!(
            told(Some("2026-01-31"), Some("2026-01-31")),
            of_account("from 2026-01-31T00:00:00Z, before 2026-02-01T00:00:00Z")
        );
        assert_eq!(
            told(Some("2026-01-31T12:00:00Z"), Some("2026-01-31T13:00:00+00:00")),
            of_account("from 2026-01-31T12:00:00Z, before 2026-01-31T13:00:00Z")
        );
        assert!(told(Some("2026-02-01"), Some("2026-01-31")).is_err());
        assert_eq!(told(Some("soon"), None), Err("`soon` is not a time for `start`".to_owned()));
    }

    #[test]
    fn what_is_no_account_or_part_is_refused() {
        assert_eq!(told(None, None, "prod"), Err("`prod` is not an account: those are 12 digits".to_owned()));
        assert!(shard(Some("3/2")).is_err());
        assert!(shard(Some("2/2")).unwrap().is_some());
    }
}
