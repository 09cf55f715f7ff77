//! The closed lists of the catalogue: access levels, action flags, and the types of condition keys.

/// AWS's access level of an action, as the Service Authorization Reference gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    List,
    Read,
    Write,
    Tagging,
    PermissionsManagement,
}

/// What is known of an action besides its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Flags(u8);

/// The type of a condition key's value, and whether a request may carry several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyType {
    pub scalar: Scalar,
    pub multivalued: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scalar {
    String,
    Arn,
    Numeric,
    Bool,
    Date,
    IpAddress,
    Binary,
    Null,
}

const LEVELS: [(Level, &str, &str); 5] = [
    (Level::List, "list", "List"),
    (Level::Read, "read", "Read"),
    (Level::Write, "write", "Write"),
    (Level::Tagging, "tagging", "Tagging"),
    (Level::PermissionsManagement, "permissions", "Permissions management"),
];

const SCALARS: [(Scalar, &str); 8] = [
    (Scalar::String, "String"),
    (Scalar::Arn, "ARN"),
    (Scalar::Numeric, "Numeric"),
    (Scalar::Bool, "Bool"),
    (Scalar::Date, "Date"),
    (Scalar::IpAddress, "IPAddress"),
    (Scalar::Binary, "Binary"),
    (Scalar::Null, "Null"),
];

const FLAGS: [(Flags, &str); 2] =
    [(Flags::PERMISSION_ONLY, "permission-only"), (Flags::RESOURCES_UNKNOWN, "resources-unknown")];

impl Level {
    pub const ALL: [Self; 5] =
        [Self::List, Self::Read, Self::Write, Self::Tagging, Self::PermissionsManagement];

    /// The word of the text form: `permissions`.
    pub fn word(self) -> &'static str {
        LEVELS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    /// AWS's own words: `Permissions management`.
    pub fn title(self) -> &'static str {
        LEVELS.iter().find(|row| row.0 == self).map_or("", |row| row.2)
    }

    /// Takes the word or the title, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let same = |name: &str| name.eq_ignore_ascii_case(text);
        LEVELS.iter().find(|row| same(row.1) || same(row.2)).map(|row| row.0)
    }

    pub(crate) fn code(self) -> u32 {
        self as u32
    }

    pub(crate) fn from_code(code: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

impl Flags {
    pub const NONE: Self = Self(0);
    /// No API call of that name exists; the permission is asked for by other calls.
    pub const PERMISSION_ONLY: Self = Self(1);
    /// No source says what resources the action takes: an empty list is silence, not "none".
    pub const RESOURCES_UNKNOWN: Self = Self(2);

    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        FLAGS.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    pub(crate) fn code(self) -> u32 {
        u32::from(self.0)
    }

    pub(crate) fn from_code(code: u32) -> Option<Self> {
        let known = FLAGS.iter().fold(Self::NONE, |all, row| all.with(row.0));
        u8::try_from(code).ok().map(Self).filter(|flags| known.has(*flags))
    }
}

impl KeyType {
    pub const STRING: Self = Self { scalar: Scalar::String, multivalued: false };

    const MANY: u32 = 16;

    /// Reads `Bool` or `ArrayOfString`, the spelling of the Service Authorization Reference.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = text.strip_prefix("ArrayOf");
        let name = bare.unwrap_or(text);
        let scalar = SCALARS.iter().find(|row| row.1.eq_ignore_ascii_case(name))?.0;
        Some(Self { scalar, multivalued: bare.is_some() })
    }

    pub(crate) fn code(self) -> u32 {
        self.scalar as u32 + if self.multivalued { Self::MANY } else { 0 }
    }

    pub(crate) fn from_code(code: u32) -> Option<Self> {
        let scalar = SCALARS.iter().find(|row| row.0 as u32 == code % Self::MANY)?.0;
        (code < 2 * Self::MANY).then_some(Self { scalar, multivalued: code >= Self::MANY })
    }
}

impl Scalar {
    /// AWS's word for it: `IPAddress`.
    pub fn word(self) -> &'static str {
        SCALARS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }
}

impl std::fmt::Display for Level {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.title())
    }
}

impl std::fmt::Display for KeyType {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.multivalued { "ArrayOf" } else { "" })?;
        f.write_str(self.scalar.word())
    }
}
