//! The policies that a request meets.

use crate::Prepared;

/// Every policy that has a say in a decision. What is not given does not exist, but for a permissions boundary, a session
/// policy and an endpoint policy: `None` says that there is none, which is not the same as one that allows nothing.
#[derive(Debug, Clone, Default)]
pub struct Policies<'a> {
    /// The user's with those of its groups, or the role's.
    pub identity: &'a [Prepared],
    /// Of the resource: a bucket policy, a key policy, the trust policy of a role to be assumed.
    pub resource: Option<&'a Prepared>,
    /// AWS takes one; of several it suffices that one allows.
    pub boundary: Option<&'a [Prepared]>,
    /// Given when the session began.
    pub session: Option<&'a [Prepared]>,
    /// From the root of the organization to the caller's account; each level must allow.
    pub scps: &'a [Level<'a>],
    /// The same for the resource's account.
    pub rcps: &'a [Level<'a>],
    /// Of the VPC endpoint that the request came through.
    pub endpoint: Option<&'a [Prepared]>,
    /// Whether the caller's account manages its organization, which SCPs do not bind.
    pub caller_in_management_account: bool,
    /// Whether S3 Block Public Access keeps public bucket policies from counting for strangers (`RestrictPublicBuckets`).
    pub restrict_public_buckets: bool,
}

/// One level of an organization: the root, a unit, or the account.
#[derive(Debug, Clone, Copy)]
pub struct Level<'a> {
    /// Its id, as `r-abcd`, `ou-…` or the account's number.
    pub id: &'a str,
    pub policies: &'a [Prepared],
}
