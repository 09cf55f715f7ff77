//! How it is known that an event touched a resource.

/// One or more ways, since several events may name a resource in several ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(u8);

impl Origin {
    /// The record lists it under `resources`.
    pub const RESOURCES: Self = Self(1);
    /// The request names the whole ARN.
    pub const PARAMETER: Self = Self(2);
    /// An ARN format of the catalogue, filled from the request.
    pub const TEMPLATE: Self = Self(4);
    /// The same, where the request does not say all: a pattern, in the words of a policy, of which the resource is one.
    pub const PATTERN: Self = Self(8);
    /// The message says it on which the call was denied.
    pub const MESSAGE: Self = Self(16);
    /// The call is about its caller.
    pub const CALLER: Self = Self(32);

    pub const ALL: [Self; 6] =
        [Self::RESOURCES, Self::PARAMETER, Self::TEMPLATE, Self::PATTERN, Self::MESSAGE, Self::CALLER];

    const NAMES: [&str; 6] = ["resources", "parameter", "template", "pattern", "message", "caller"];

    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().zip(Self::NAMES).filter(move |(one, _)| self.has(*one)).map(|(_, name)| name)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::NAMES).find(|(_, own)| *own == name).map(|(one, _)| one)
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
