//! What a draft is to become, and how large that may be.

use std::fmt;

use catalog::{Catalog, WhiteSpace};
use policy::tree::{Policy, PolicyKind};
use policy::{Style, write};

use crate::size::count;

/// Where a drafted policy is attached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Managed policies of a role, a user or a group.
    #[default]
    Identity,
    /// A policy embedded in a role, which has no other.
    InlineRole,
    /// The same in a user.
    InlineUser,
    /// The same in a group.
    InlineGroup,
    /// A permissions boundary: one managed policy.
    Boundary,
    /// What a session is limited to when it begins.
    Session,
    /// The inline policy of a permission set of Identity Center.
    PermissionSet,
    /// Service control policies of one account or unit that allow no more than this.
    Scp,
}

/// How much a form has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// The most that one policy may have, in the unit of the quota.
    pub size: usize,
    /// The most policies.
    pub policies: usize,
    /// Whether blanks and bytes count, or characters alone.
    pub(crate) counts: Counts,
}

/// What of a policy counts towards its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counts {
    /// Characters that are no white space.
    Characters,
    /// Every byte of the text without needless white space.
    Bytes,
}

/// A draft that its form has no room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    /// The catalogue's name of the quota: `managed-policy.size`.
    pub quota: &'static str,
    /// `characters`, `bytes`, `policies`
    pub unit: String,
    pub limit: usize,
    pub needed: usize,
}

impl Form {
    pub const ALL: [Self; 8] = [
        Self::Identity,
        Self::InlineRole,
        Self::InlineUser,
        Self::InlineGroup,
        Self::Boundary,
        Self::Session,
        Self::PermissionSet,
        Self::Scp,
    ];

    /// The name that users give: `permission-set`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::InlineRole => "inline-role",
            Self::InlineUser => "inline-user",
            Self::InlineGroup => "inline-group",
            Self::Boundary => "boundary",
            Self::Session => "session",
            Self::PermissionSet => "permission-set",
            Self::Scp => "scp",
        }
    }

    /// Which kind of policy it is for those who check or decide it. What only limits grants nothing by itself.
    pub const fn kind(self) -> PolicyKind {
        match self {
            Self::Identity
            | Self::InlineRole
            | Self::InlineUser
            | Self::InlineGroup
            | Self::PermissionSet => PolicyKind::Identity,
            Self::Boundary => PolicyKind::Boundary,
            Self::Session => PolicyKind::Session,
            Self::Scp => PolicyKind::Scp,
        }
    }

    /// The quotas of one policy's size and, where there may be several, of their number.
    ///
    /// The policies that are embedded in a role, a user or a group share one quota, so that one policy is as good as several.
    const fn quotas(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Identity => ("managed-policy.size", Some("managed-policies.per-role")),
            Self::InlineRole => ("role-inline-policies.total", None),
            Self::InlineUser => ("user-inline-policies.total", None),
            Self::InlineGroup => ("group-inline-policies.total", None),
            Self::Boundary => ("managed-policy.size", None),
            Self::Session => ("session-policy.size", None),
            Self::PermissionSet => ("permission-set-inline-policy.size", None),
            Self::Scp => ("service-control-policy.size", Some("service-control-policies.per-target")),
        }
    }

    /// How much may be in it, by the catalogue; without limit where that has no number.
    pub fn room(self, catalog: &Catalog) -> Room {
        let (size, policies) = self.quotas();
        let number = |name| catalog.quota(name)?.limit()?.try_into().ok();
        let counts = match catalog.quota(size).map(catalog::Quota::white_space) {
            Some(WhiteSpace::Counts) => Counts::Bytes,
            _ => Counts::Characters,
        };
        Room {
            size: number(size).unwrap_or(usize::MAX),
            policies: policies.map_or(Some(1), number).unwrap_or(usize::MAX),
            counts,
        }
    }

    /// The size of a policy, as the quota of the form counts it.
    pub fn size(self, policy: &Policy, catalog: &Catalog) -> usize {
        count(&write(&policy.to_node(), Style::Minified), self.room(catalog).counts)
    }

    /// Whether the text of a policy can be handed over as it stands, with its white space: some quotas count that, too.
    pub fn takes(self, text: &str, catalog: &Catalog) -> bool {
        !self.counts_white_space(catalog) || self.exceeded_by(text, catalog).is_none()
    }

    /// Whether white space counts towards the quota of its size.
    pub fn counts_white_space(self, catalog: &Catalog) -> bool {
        self.room(catalog).counts == Counts::Bytes
    }

    /// What is wrong if this very text is handed over.
    pub fn exceeded_by(self, text: &str, catalog: &Catalog) -> Option<Overflow> {
        self.overflow(&[count(text, self.room(catalog).counts)], catalog)
    }

    /// Which quota policies of these sizes exceed, the number of policies before their sizes.
    pub fn overflow(self, sizes: &[usize], catalog: &Catalog) -> Option<Overflow> {
        let room = self.room(catalog);
        let (size, policies) = self.quotas();
        let of = |quota: &'static str, limit, needed| Overflow {
            quota,
            unit: catalog.quota(quota).map_or_else(String::new, |quota| quota.unit().to_owned()),
            limit,
            needed,
        };
        if let Some(policies) = policies.filter(|_| sizes.len() > room.policies) {
            return Some(of(policies, room.policies, sizes.len()));
        }
        let largest = sizes.iter().copied().max()?;
        (largest > room.size).then(|| of(size, room.size, largest))
    }
}

impl Overflow {
    /// What to do about it.
    pub const fn help(&self) -> &'static str {
        "let more resources become patterns, draft fewer actions, or take a form with more room"
    }
}

/// "the draft needs 7021 characters, 877 more than `managed-policy.size` allows, which is 6144"
impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { quota, unit, limit, needed } = self;
        write!(
            f,
            "the draft needs {needed} {unit}, {} more than `{quota}` allows, which is {limit}",
            needed - limit
        )
    }
}
