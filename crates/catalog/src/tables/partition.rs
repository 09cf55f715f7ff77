//! Partitions and regions.

use crate::Catalog;
use crate::view::Row;

/// A part of AWS with accounts of its own: `aws`, `aws-cn`, `aws-us-gov`.
#[derive(Clone, Copy)]
pub struct Partition<'c> {
    row: Row<'c>,
}

#[derive(Clone, Copy)]
pub struct Region<'c> {
    row: Row<'c>,
}

impl Catalog {
    pub fn partitions(&self) -> impl Iterator<Item = Partition<'_>> {
        self.table_rows("partitions").map(|row| Partition { row })
    }

    pub fn partition(&self, id: &str) -> Option<Partition<'_>> {
        self.partitions().find(|partition| partition.id() == id)
    }

    /// All regions of all partitions, also the pseudo-regions of global services.
    pub fn regions(&self) -> impl Iterator<Item = Region<'_>> {
        self.table_rows("regions").map(|row| Region { row })
    }

    pub fn region(&self, name: &str) -> Option<Region<'_>> {
        self.regions().find(|region| region.name() == name)
    }
}

impl<'c> Partition<'c> {
    pub fn id(self) -> &'c str {
        self.row.cell(0)
    }

    /// `amazonaws.com`
    pub fn dns_suffix(self) -> &'c str {
        self.row.cell(1)
    }

    /// The suffix of hosts with IPv4 and IPv6: `api.aws`.
    pub fn dual_stack_dns_suffix(self) -> &'c str {
        self.row.cell(2)
    }

    /// Where services without regions answer: `us-east-1`.
    pub fn global_region(self) -> &'c str {
        self.row.cell(3)
    }

    /// A regular expression for the names of its regions, also future ones.
    pub fn region_pattern(self) -> &'c str {
        self.row.cell(4)
    }
}

impl<'c> Region<'c> {
    pub fn name(self) -> &'c str {
        self.row.cell(0)
    }

    pub fn partition(self) -> &'c str {
        self.row.cell(1)
    }

    /// It stands for services without regions, as `aws-global` does.
    pub fn is_pseudo(self) -> bool {
        self.row.cell(2) == "global"
    }
}
