//! Limits of policies: sizes, counts, lengths of names.

use crate::Catalog;
use crate::view::Row;

/// A limit that AWS sets (IAM User Guide, "IAM and AWS STS quotas", and the quota pages of the services).
#[derive(Clone, Copy)]
pub struct Quota<'c> {
    row: Row<'c>,
}

/// Whether white space outside of strings counts towards a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhiteSpace {
    Counts,
    DoesNotCount,
    /// It is no size.
    NotApplicable,
}

impl Catalog {
    pub fn quotas(&self) -> impl Iterator<Item = Quota<'_>> {
        self.table_rows("quotas").map(|row| Quota { row })
    }

    /// The quota of a name such as `managed-policy.size`.
    pub fn quota(&self, name: &str) -> Option<Quota<'_>> {
        self.quotas().find(|quota| quota.name() == name)
    }
}

impl<'c> Quota<'c> {
    pub fn name(self) -> &'c str {
        self.row.cell(0)
    }

    /// `None` if the table holds no number, which a test rules out for the embedded one.
    pub fn limit(self) -> Option<u64> {
        self.row.cell(1).parse().ok()
    }

    /// `characters`, `bytes`, `policies` …
    pub fn unit(self) -> &'c str {
        self.row.cell(2)
    }

    pub fn white_space(self) -> WhiteSpace {
        match self.row.cell(3) {
            "counted" => WhiteSpace::Counts,
            "not-counted" => WhiteSpace::DoesNotCount,
            _ => WhiteSpace::NotApplicable,
        }
    }

    /// It was seen on a page of AWS's in 2026.
    pub fn is_checked(self) -> bool {
        self.row.cell(4) == "checked"
    }
}
