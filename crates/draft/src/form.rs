//! What a draft is to become, and how large that may be.

/// Where a drafted policy is attached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// Managed policies of a role, a user or a group.
    #[default]
    Identity,
    /// A permissions boundary: one managed policy.
    Boundary,
    /// The inline policy of a permission set of Identity Center.
    PermissionSet,
    /// A service control policy that allows no more than this.
    Scp,
}

impl Form {
    /// The most characters that one policy may have.
    ///
    /// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>,
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>,
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
    pub const fn largest(self) -> usize {
        match self {
            Self::Identity | Self::Boundary => 6144,
            Self::PermissionSet | Self::Scp => 10_240,
        }
    }
}
