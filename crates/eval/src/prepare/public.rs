//! What S3 calls a public bucket policy.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html>,
//! "The meaning of public"

use super::principal::{Named, Who};
use super::{Condition, Prepared, Statement};
use policy::tree::OperatorName;

/// Keys that, compared with fixed values, keep a grant from being public. `kms:CallerAccount`, by which the policies of AWS's own keys
/// fence, stands among the keys of <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html>.
pub const FENCES: [&str; 17] = [
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "kms:calleraccount",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

impl Prepared {
    /// Whether the policy allows something to everyone, not fenced in by fixed values.
    pub fn is_public(&self) -> bool {
        self.statements().iter().any(is_public)
    }
}

fn is_public(statement: &Statement) -> bool {
    let everyone = match &statement.who {
        Who::Of(named) => named.iter().any(|named| matches!(named, Named::Everyone)),
        Who::Except(_) => true,
        Who::Bearer | Who::Nobody => false,
    };
    statement.allows && everyone && !statement.conditions.iter().any(is_fence)
}

fn is_fence(condition: &Condition) -> bool {
    let compares = matches!(
        condition.entry.name,
        OperatorName::StringEquals
            | OperatorName::StringEqualsIgnoreCase
            | OperatorName::StringLike
            | OperatorName::ArnEquals
            | OperatorName::ArnLike
            | OperatorName::IpAddress
    );
    compares
        && condition.is_required()
        && FENCES.contains(&condition.name())
        && condition.values.iter().all(|value| is_fixed(condition.entry.name, &value.text))
}

/// Whether a value of a condition names few enough to fence others out: an account's ARNs are fixed if the account is, an address
/// range if it is not half of the internet.
pub fn is_fixed(operator: OperatorName, text: &str) -> bool {
    let is_wide =
        text.rsplit_once('/').and_then(|(_, length)| length.parse().ok()).is_some_and(|bits: u8| bits < 8);
    if matches!(operator, OperatorName::IpAddress | OperatorName::NotIpAddress) {
        return !is_wide;
    }
    let account = text.split(':').nth(4);
    let names_account = account.is_some_and(|account| account.len() == 12 && !account.contains(['*', '?']));
    names_account || !text.contains(['*', '?', '$'])
}
