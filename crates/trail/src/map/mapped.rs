//! What an event means in permissions.

use std::sync::Arc;

/// The permissions that an event stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mapped {
    /// All of these, ascending, in the spelling of the catalogue.
    Actions(Arc<[Arc<str>]>),
    /// At least one of these; which, the log does not say.
    OneOf(Arc<[Arc<str>]>),
    NoPermission(Exempt),
    Unknown(Unmapped),
}

/// Why an event asks for no permission of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exempt {
    /// The call is open to every caller, or not signed with AWS credentials.
    Unchecked,
    /// Part of signing in.
    SignIn,
    /// The caller is no IAM principal yet: the trust policy of the role decides.
    TrustPolicy,
}

/// Why it is not known what permission an event asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unmapped {
    /// No service of the catalogue belongs to the event source.
    Source,
    /// The service has neither an operation nor an action of this name.
    Event,
    /// The operation is known, its action is not.
    Operation,
}

impl Mapped {
    /// The actions named, whether all or one of them were needed.
    pub fn actions(&self) -> &[Arc<str>] {
        match self {
            Self::Actions(actions) | Self::OneOf(actions) => actions,
            Self::NoPermission(_) | Self::Unknown(_) => &[],
        }
    }
}

impl Exempt {
    pub const ALL: [Self; 3] = [Self::Unchecked, Self::SignIn, Self::TrustPolicy];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchecked => "unchecked",
            Self::SignIn => "sign-in",
            Self::TrustPolicy => "trust-policy",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exempt| exempt.name() == name)
    }
}

impl Unmapped {
    pub const ALL: [Self; 3] = [Self::Source, Self::Event, Self::Operation];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "unknown-source",
            Self::Event => "unknown-event",
            Self::Operation => "unresolved-operation",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unmapped| unmapped.name() == name)
    }
}
