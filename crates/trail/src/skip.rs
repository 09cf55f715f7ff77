//! The books: every record that came in was used or skipped for a reason.

/// Why a record is not counted as use of a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skip {
    /// Something AWS did by itself, such as a key rotation; nobody called an API.
    AwsServiceEvent,
    /// A sign-in to the console.
    AwsConsoleSignIn,
    /// A click in the console that is no API call.
    AwsConsoleAction,
    /// Network activity at a VPC endpoint; the call itself is logged as an API call beside it.
    AwsVpceEvent,
    /// An unusual rate of calls, not a call.
    AwsCloudTrailInsight,
    /// An event type that is none of the above.
    OtherEventType,
    /// No event type, in a record new enough (version 1.02) to need one.
    NoEventType,
    /// A digest file, which lists log files.
    Digest,
    /// The same event came before: organization and regional trails, or a second delivery.
    Duplicate,
    /// Not of the time that the run is limited to.
    OutsideTime,
    /// Not of the accounts that the run is limited to.
    OtherAccount,
    /// Not of the regions that the run is limited to.
    OtherRegion,
    /// Broken JSON, or an API call without its name.
    Unreadable,
    /// JSON that is no `CloudTrail` record.
    NotCloudTrail,
}

impl Skip {
    pub const ALL: [Self; 14] = [
        Self::AwsServiceEvent,
        Self::AwsConsoleSignIn,
        Self::AwsConsoleAction,
        Self::AwsVpceEvent,
        Self::AwsCloudTrailInsight,
        Self::OtherEventType,
        Self::NoEventType,
        Self::Digest,
        Self::Duplicate,
        Self::OutsideTime,
        Self::OtherAccount,
        Self::OtherRegion,
        Self::Unreadable,
        Self::NotCloudTrail,
    ];

    /// The reason in reports and usage files: the event type as AWS writes it, else a kebab-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsServiceEvent => "AwsServiceEvent",
            Self::AwsConsoleSignIn => "AwsConsoleSignIn",
            Self::AwsConsoleAction => "AwsConsoleAction",
            Self::AwsVpceEvent => "AwsVpceEvent",
            Self::AwsCloudTrailInsight => "AwsCloudTrailInsight",
            Self::OtherEventType => "other-event-type",
            Self::NoEventType => "no-event-type",
            Self::Digest => "digest",
            Self::Duplicate => "duplicate",
            Self::OutsideTime => "outside-time",
            Self::OtherAccount => "other-account",
            Self::OtherRegion => "other-region",
            Self::Unreadable => "unreadable",
            Self::NotCloudTrail => "not-cloudtrail",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|skip| skip.name() == name)
    }

    /// Why a record of this event type is not an API call.
    pub(crate) fn of_event_type(event_type: &str) -> Self {
        match event_type {
            "AwsServiceEvent" => Self::AwsServiceEvent,
            "AwsConsoleSignIn" => Self::AwsConsoleSignIn,
            "AwsConsoleAction" => Self::AwsConsoleAction,
            "AwsVpceEvent" => Self::AwsVpceEvent,
            "AwsCloudTrailInsight" => Self::AwsCloudTrailInsight,
            _ => Self::OtherEventType,
        }
    }
}

/// How many records were skipped for each reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skipped([u64; Skip::ALL.len()]);

impl Skipped {
    pub fn get(&self, skip: Skip) -> u64 {
        self.0.get(skip as usize).copied().unwrap_or_default()
    }

    pub fn total(&self) -> u64 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// The reasons that occurred, in the order of [`Skip::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Skip, u64)> + '_ {
        Skip::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0)
    }

    pub(crate) fn add(&mut self, skip: Skip, count: u64) {
        if let Some(slot) = self.0.get_mut(skip as usize) {
            *slot = slot.saturating_add(count);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (skip, count) in other.iter() {
            self.add(skip, count);
        }
    }
}
