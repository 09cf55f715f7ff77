//! Usage → rows.

use std::io::{self, Write};

use super::NOTE;
use super::columns::{At, COLUMNS};
use crate::Principal;
use crate::columnar::{Cell, Table};
use crate::usage::file::FileWire;
use crate::usage::wire::{Text, UsageWire};
use crate::usage::wire_parts::{Few, InferredWire, ResourcesWire};
use crate::usage::{Time, Usage};

impl Usage {
    /// Writes the usage file as a Parquet file. The same usage gives the same bytes.
    pub fn write_parquet(&self, out: &mut dyn Write) -> io::Result<()> {
        // An empty list of principals, so that the note is a usage file, too.
        let note = serde_json::to_string(&FileWire::new(self, [(); 0]))?;
        let mut table = Table::new(COLUMNS, &[(NOTE, note)], out)?;
        for (principal, uses) in self.principals() {
            for (key, use_) in uses {
                let wire = UsageWire::new(key, use_);
                table.row(&Row::of(principal, &wire).0)?;
            }
        }
        table.finish()
    }
}

struct Row<'a>(Vec<Option<Vec<Cell<'a>>>>);

impl<'a> Row<'a> {
    fn of(principal: &'a Principal, wire: &'a UsageWire<'_>) -> Self {
        let mut row = Self(vec![None; COLUMNS.len()]);
        row.text(At::Principal, Some(principal.name()));
        row.text(At::PrincipalAccount, principal.account());
        row.text(At::PermissionSet, principal.permission_set());
        row.text(At::Service, wire.event_source.split('.').next());
        row.text(At::EventSource, Some(&wire.event_source));
        row.text(At::EventName, Some(&wire.event_name));
        row.text(At::Via, wire.via.as_deref());
        row.text(At::Outcome, Some(&wire.outcome));
        row.put(At::Count, vec![Cell::Number(i64::try_from(wire.count).unwrap_or(i64::MAX))]);
        row.list(At::Actions, wire.actions.as_deref());
        row.list(At::OneOf, wire.one_of.as_deref());
        row.text(At::NoPermission, wire.no_permission.as_deref());
        row.text(At::Unmapped, wire.unmapped.as_deref());
        for (at, time) in [(At::FirstSeen, &wire.first), (At::LastSeen, &wire.last)] {
            if let Some(time) = time.as_deref().and_then(Time::parse) {
                row.put(at, vec![Cell::Number(time.seconds().saturating_mul(1_000))]);
            }
        }
        row.few(At::Regions, At::RegionsTruncated, &wire.regions);
        row.few(At::Accounts, At::AccountsTruncated, &wire.accounts);
        row.few(At::ErrorCodes, At::ErrorCodesTruncated, &wire.error_codes);
        row.resources(&wire.resources);
        row.inferred(&wire.inferred);
        for denial in &wire.denials {
            row.add(At::DeniedAction, Cell::maybe(denial.action.as_deref()));
            row.add(At::DeniedResource, Cell::maybe(denial.resource.as_deref()));
            row.add(At::DeniedReason, Cell::text(&denial.reason));
        }
        row.flag(At::DenialsTruncated, wire.denials_truncated);
        for assumed in &wire.assumed {
            row.add(At::AssumedRole, Cell::text(&assumed.role));
            row.add(At::AssumedProvider, Cell::maybe(assumed.provider.as_deref()));
            row.add(At::AssumedAudience, Cell::maybe(assumed.audience.as_deref()));
            row.add(At::AssumedSubject, Cell::maybe(assumed.subject.as_deref()));
            row.add(At::AssumedExternalId, Cell::maybe(assumed.external_id.as_deref()));
            row.add(At::AssumedSourceIdentity, Cell::maybe(assumed.source_identity.as_deref()));
            row.add(At::AssumedMfa, Cell::Flag(assumed.mfa));
            // Keys of tags may hold blanks, but no ends of lines.
            let tags = (!assumed.tags.is_empty()).then(|| assumed.tags.join("\n").into());
            row.add(At::AssumedTags, tags.map_or(Cell::None, Cell::Text));
        }
        row.flag(At::AssumedTruncated, wire.assumed_truncated);
        let context = &wire.context;
        row.some(At::Networks, &context.networks);
        row.some(At::VpcNetworks, &context.vpc_networks);
        row.few(At::VpcEndpoints, At::VpcEndpointsTruncated, &context.vpc_endpoints);
        row.some(At::Mfa, &context.mfa);
        row.few(At::TlsVersions, At::TlsVersionsTruncated, &context.tls_versions);
        row.few(At::UserAgents, At::UserAgentsTruncated, &context.user_agents);
        row.few(At::Sessions, At::SessionsTruncated, &context.sessions);
        row.few(At::Encryption, At::EncryptionTruncated, &context.encryption);
        row.some(At::Always, &context.always);
        row.few(At::Evidence, At::EvidenceTruncated, &wire.evidence);
        row.text(At::Seen, Some(&*wire.seen).filter(|seen| !seen.is_empty()));
        row
    }

    fn resources(&mut self, resources: &'a ResourcesWire<'_>) {
        for group in &resources.known {
            for arn in &group.arns {
                self.add(At::Arn, Cell::text(arn));
                self.add(At::ArnBy, joined(&group.by));
                self.add(At::ArnActions, group.actions.as_deref().map_or(Cell::None, joined));
            }
        }
        self.some(At::ResourcesCrowded, &resources.crowded);
        self.flag(At::ResourcesTruncated, resources.truncated);
        self.flag(At::ResourcesUnnamed, resources.unnamed);
    }

    /// An entry for each resource, and one without a resource where some call named none.
    fn inferred(&mut self, inferred: &'a [InferredWire<'_>]) {
        for InferredWire { action, why, service, resources } in inferred {
            let truncated = if resources.truncated { Cell::Flag(true) } else { Cell::None };
            let mut entry = |arn: Cell<'a>, by: Cell<'a>, crowded: Cell<'a>| {
                self.add(At::InferredAction, Cell::text(action));
                self.add(At::InferredWhy, Cell::text(why));
                self.add(At::InferredService, Cell::maybe(service.as_deref()));
                self.add(At::InferredArn, arn);
                self.add(At::InferredBy, by);
                self.add(At::InferredCrowded, crowded);
                self.add(At::InferredTruncated, truncated.clone());
            };
            if resources.unnamed || (resources.known.is_empty() && resources.crowded.is_empty()) {
                entry(Cell::None, Cell::None, Cell::None);
            }
            for group in &resources.known {
                group.arns.iter().for_each(|arn| entry(Cell::text(arn), joined(&group.by), Cell::None));
            }
            resources.crowded.iter().for_each(|stem| entry(Cell::text(stem), Cell::None, Cell::Flag(true)));
        }
    }

    fn put(&mut self, at: At, cells: Vec<Cell<'a>>) {
        if let Some(place) = self.0.get_mut(at as usize) {
            *place = Some(cells);
        }
    }

    fn add(&mut self, at: At, cell: Cell<'a>) {
        if let Some(place) = self.0.get_mut(at as usize) {
            place.get_or_insert_default().push(cell);
        }
    }

    fn text(&mut self, at: At, text: Option<&'a str>) {
        if let Some(text) = text {
            self.put(at, vec![Cell::text(text)]);
        }
    }

    fn flag(&mut self, at: At, flag: bool) {
        self.put(at, vec![Cell::Flag(flag)]);
    }

    fn list(&mut self, at: At, texts: Option<&'a [Text<'_>]>) {
        if let Some(texts) = texts {
            self.put(at, texts.iter().map(|text| Cell::text(text)).collect());
        }
    }

    /// A list, or none if there is nothing in it.
    fn some(&mut self, at: At, texts: &'a [Text<'_>]) {
        self.list(at, Some(texts).filter(|texts| !texts.is_empty()));
    }

    fn few(&mut self, at: At, truncated: At, few: &'a Few<'_>) {
        self.some(at, &few.values);
        self.flag(truncated, few.truncated);
    }
}

/// Names in one text, with blanks between: a list in a list is more than many engines like to read.
fn joined<'a>(names: &'a [Text<'_>]) -> Cell<'a> {
    match names {
        [name] => Cell::text(name),
        names => Cell::Text(names.join(" ").into()),
    }
}
