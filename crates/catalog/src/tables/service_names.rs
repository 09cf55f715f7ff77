//! Other names of services: what people write, what `CloudTrail` says, what AWS has retired.

use crate::view::Row;
use crate::{Catalog, Client, Service};

/// A service prefix that AWS no longer lists.
#[derive(Clone, Copy)]
pub struct RetiredPrefix<'c> {
    row: Row<'c>,
}

impl Catalog {
    /// The service that people mean who write this in place of its prefix: `efs` for `elasticfilesystem`.
    pub fn service_of_alias(&self, alias: &str) -> Option<Service<'_>> {
        self.service(self.table("prefix_aliases")?.row(alias)?.cell(1))
    }

    pub fn retired_prefix(&self, prefix: &str) -> Option<RetiredPrefix<'_>> {
        Some(RetiredPrefix { row: self.table("retired_prefixes")?.row(prefix)? })
    }

    /// The service of a `CloudTrail` event source such as `monitoring.amazonaws.com` or just `monitoring`: the one listed,
    /// the prefix of that name, or that of the client with this endpoint.
    pub fn service_of_event_source(&self, source: &str) -> Option<Service<'_>> {
        let name = [".amazonaws.com", ".amazonaws.com.cn"].iter().find_map(|end| source.strip_suffix(end));
        let name = name.unwrap_or(source);
        let listed = self.table("event_sources").and_then(|table| table.row(name));
        let of_endpoint =
            || self.clients().filter(|client| client.endpoint() == name).find_map(Client::service);
        self.service(listed.map_or(name, |row| row.cell(1))).or_else(of_endpoint)
    }

    /// The prefixes of the services whose resources resource control policies govern.
    pub fn rcp_services(&self) -> impl Iterator<Item = &str> {
        self.table_rows("rcp_services").map(|row| row.cell(0))
    }
}

impl Service<'_> {
    /// Whether resource control policies govern its resources.
    pub fn supports_rcp(self) -> bool {
        self.catalog.rcp_services().any(|prefix| prefix == self.prefix())
    }
}

impl<'c> RetiredPrefix<'c> {
    pub fn prefix(self) -> &'c str {
        self.row.cell(0)
    }

    pub fn successor(self) -> Option<Service<'c>> {
        self.row.catalog().service(self.row.cell(1))
    }
}
