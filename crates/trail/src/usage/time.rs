//! A moment, in whole seconds, as `CloudTrail` writes it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

/// Seconds since 1970, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// Reads `2026-01-31T12:00:00Z`, with fractions or an offset too; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Timestamp::from_str(text.trim()).ok().map(|time| Self(time.as_second()))
    }

    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The day, as `2026-01-31`.
    pub fn day(self) -> String {
        self.to_string().chars().take_while(|char| *char != 'T').collect()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every `Time` came from a `Timestamp`, so the way back cannot fail.
        Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH).fmt(out)
    }
}
