//! AWS's global condition keys: those that belong to no service.

use crate::view::Row;
use crate::{Catalog, KeyType};

/// A global condition key (IAM User Guide, "AWS global condition context keys").
#[derive(Clone, Copy)]
pub struct GlobalKey<'c> {
    row: Row<'c>,
}

impl Catalog {
    pub fn global_keys(&self) -> impl Iterator<Item = GlobalKey<'_>> {
        self.table_rows("global_condition_keys").map(|row| GlobalKey { row })
    }

    /// The global key of a name in any case; `aws:PrincipalTag/Team` finds `aws:PrincipalTag/${TagKey}`.
    pub fn global_key(&self, name: &str) -> Option<GlobalKey<'_>> {
        let known = self.condition_key(name)?.name();
        Some(GlobalKey { row: self.table("global_condition_keys")?.row(known)? })
    }
}

impl<'c> GlobalKey<'c> {
    /// `aws:SourceIp`
    pub fn name(self) -> &'c str {
        self.row.cell(0)
    }

    pub fn kind(self) -> KeyType {
        let multivalued = self.row.cell(2) == "multi";
        let kind = KeyType::parse(self.row.cell(1)).unwrap_or(KeyType::STRING);
        KeyType { multivalued, ..kind }
    }

    /// What it speaks of: `principal`, `session`, `network`, `resource`, `request`, or `legacy`.
    pub fn category(self) -> &'c str {
        self.row.cell(3)
    }

    /// When requests carry it: `always`, `via-vpc-endpoint`, `principal-in-org` …
    pub fn present(self) -> &'c str {
        self.row.cell(4)
    }

    /// Every request carries it.
    pub fn is_always_present(self) -> bool {
        self.present() == "always"
    }

    /// Its values are compared letter by letter: a `*` in a policy's value matches nothing.
    pub fn never_takes_wildcards(self) -> bool {
        self.row.cell(5) == "exact"
    }

    /// More than one source agrees on the row.
    pub fn is_checked(self) -> bool {
        self.row.cell(6) == "checked"
    }

    /// The prefixes of the only services whose requests carry it; none if it is not limited to some.
    pub fn services(self) -> impl Iterator<Item = &'c str> {
        let rows = self.row.catalog().table_rows("global_key_services");
        rows.filter(move |row| row.cell(0) == self.name()).map(|row| row.cell(1))
    }
}
