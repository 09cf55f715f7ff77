//! Rows → usage.

use std::ops::ControlFlow;

use smallvec::smallvec;

use super::NOTE;
use super::columns::{At, COLUMNS};
use crate::columnar::{self, Batch, Cell, File, Source, as_text};
use crate::usage::file::{FileWire, Reader, broken, check_format};
use crate::usage::list::List;
use crate::usage::wire::{Text, UsageWire};
use crate::usage::wire_parts::{
    AssumedWire, ContextWire, DenialWire, Few, GroupWire, InferredWire, ResourcesWire,
};
use crate::usage::{FORMAT, Time, Usage};
use crate::{Place, Problem};

impl Usage {
    /// Whether the end of a Parquet file is that of a usage file.
    pub fn is_table(end: &[u8]) -> bool {
        memchr::memmem::find(end, NOTE.as_bytes()).is_some()
    }

    /// Reads a usage file that is a Parquet file, and tells what of it could not be taken. The error is a file that cannot be read
    /// at all.
    pub fn from_parquet(name: &str, bytes: Vec<u8>) -> Result<(Self, Vec<Problem>), Problem> {
        let unsound =
            |message: String| Problem::new(name, Place::File, format!("not a sound usage file: {message}"));
        let file = File::open(Source::Held(bytes.into())).map_err(unsound)?;
        let Some(note) = file.note(NOTE) else {
            return Err(Problem::new(name, Place::File, "a Parquet file, but not a usage file").help(format!(
                "a usage file has the note `{NOTE}` with the format `{FORMAT}`, which tables copied from one have not; \
                 `leastwise analyze -o FILE.parquet` writes one"
            )));
        };
        check_format(name, note.as_bytes())?;
        let head: FileWire<Vec<()>> = serde_json::from_str(note).map_err(|error| broken(name, &error))?;
        let columns = columns(&file).map_err(unsound)?;
        let (mut reader, _) = Reader::new(name, head);
        file.read(&columns, &mut |batch| {
            for row in 0..batch.rows {
                let row = Row { batch, row };
                reader.add(row.text(At::Principal).unwrap_or_default(), row.wire().into());
            }
            ControlFlow::Continue(())
        })
        .map_err(unsound)?;
        Ok(reader.finish())
    }
}

/// Where the columns lie; those that an earlier version did not have may be missing.
fn columns(file: &File) -> Result<Vec<Option<usize>>, String> {
    let mut places = Vec::with_capacity(COLUMNS.len());
    for column in COLUMNS {
        let place = match column.place {
            columnar::Place::Row | columnar::Place::List => file.find(&[column.name]),
            columnar::Place::Entry(list) => file.find(&[list, column.name]),
        };
        if let Some(place) = place {
            file.check(place, &[column.kind], column.place != columnar::Place::Row)?;
        }
        places.push(place);
    }
    for needed in [At::Principal, At::EventSource, At::EventName, At::Outcome, At::Count] {
        let is_there = places.get(needed as usize).is_some_and(Option::is_some);
        if let Some(column) = COLUMNS.get(needed as usize).filter(|_| !is_there) {
            return Err(format!("the column `{}` is missing", column.name));
        }
    }
    Ok(places)
}

struct Row<'b> {
    batch: &'b Batch,
    row: usize,
}

impl<'b> Row<'b> {
    fn wire(&self) -> UsageWire<'b> {
        UsageWire {
            event_source: self.of(At::EventSource).unwrap_or_default(),
            event_name: self.of(At::EventName).unwrap_or_default(),
            via: self.of(At::Via),
            outcome: self.of(At::Outcome).unwrap_or_default(),
            count: self
                .batch
                .number(At::Count as usize, self.row)
                .and_then(|count| count.try_into().ok())
                .unwrap_or(0),
            actions: self.list(At::Actions),
            one_of: self.list(At::OneOf),
            no_permission: self.of(At::NoPermission),
            unmapped: self.of(At::Unmapped),
            first: self.moment(At::FirstSeen),
            last: self.moment(At::LastSeen),
            regions: self.few(At::Regions, At::RegionsTruncated),
            accounts: self.few(At::Accounts, At::AccountsTruncated),
            error_codes: self.few(At::ErrorCodes, At::ErrorCodesTruncated),
            resources: self.resources(),
            inferred: self.inferred(),
            denials: self.denials(),
            denials_truncated: self.flag(At::DenialsTruncated),
            assumed: self.assumed(),
            assumed_truncated: self.flag(At::AssumedTruncated),
            context: ContextWire {
                networks: self.list(At::Networks).unwrap_or_default(),
                vpc_networks: self.list(At::VpcNetworks).unwrap_or_default(),
                vpc_endpoints: self.few(At::VpcEndpoints, At::VpcEndpointsTruncated),
                mfa: self.list(At::Mfa).unwrap_or_default(),
                tls_versions: self.few(At::TlsVersions, At::TlsVersionsTruncated),
                user_agents: self.few(At::UserAgents, At::UserAgentsTruncated),
                sessions: self.few(At::Sessions, At::SessionsTruncated),
                encryption: self.few(At::Encryption, At::EncryptionTruncated),
                always: self.list(At::Always).unwrap_or_default(),
            },
            evidence: self.few(At::Evidence, At::EvidenceTruncated),
            seen: self.of(At::Seen).unwrap_or_default(),
        }
    }

    fn resources(&self) -> ResourcesWire<'b> {
        let (by, actions) = (self.entries(At::ArnBy), self.entries(At::ArnActions));
        let mut known: List<GroupWire<'b>> = List::default();
        for (place, arn) in self.entries(At::Arn).into_iter().enumerate() {
            let Some(arn) = arn else { continue };
            let by = names(at(&by, place).unwrap_or_default());
            let actions = at(&actions, place).map(names);
            match known.last_mut().filter(|group| group.by == by && group.actions == actions) {
                Some(group) => group.arns.push(arn.into()),
                None => known.push(GroupWire { by, actions, arns: smallvec![arn.into()] }),
            }
        }
        ResourcesWire {
            arns: List::default(),
            known,
            crowded: self.list(At::ResourcesCrowded).unwrap_or_default(),
            truncated: self.flag(At::ResourcesTruncated),
            unnamed: self.flag(At::ResourcesUnnamed),
        }
    }

    /// Entries of the same need are put together when they are taken.
    fn inferred(&self) -> Vec<InferredWire<'b>> {
        let texts = [At::InferredWhy, At::InferredService, At::InferredArn, At::InferredBy];
        let [whys, services, arns, by] = texts.map(|at| self.entries(at));
        let [crowded, truncated] = [At::InferredCrowded, At::InferredTruncated].map(|at| self.flags(at));
        let is = |flags: &[bool], place: usize| flags.get(place).copied().unwrap_or_default();
        let entry = |(place, action): (usize, Option<&'b str>)| {
            let mut resources =
                ResourcesWire { truncated: is(&truncated, place), ..ResourcesWire::default() };
            match at(&arns, place) {
                Some(stem) if is(&crowded, place) => resources.crowded.push(stem.into()),
                Some(arn) => {
                    let by = names(at(&by, place).unwrap_or_default());
                    resources.known.push(GroupWire { by, actions: None, arns: smallvec![arn.into()] });
                }
                None => resources.unnamed = true,
            }
            InferredWire {
                action: action.unwrap_or_default().into(),
                why: at(&whys, place).unwrap_or_default().into(),
                service: at(&services, place).map(Into::into),
                resources,
            }
        };
        self.entries(At::InferredAction).into_iter().enumerate().map(entry).collect()
    }

    fn denials(&self) -> Vec<DenialWire<'b>> {
        let (actions, resources) = (self.entries(At::DeniedAction), self.entries(At::DeniedResource));
        let denial = |(place, reason): (usize, Option<&'b str>)| DenialWire {
            action: at(&actions, place).map(Into::into),
            resource: at(&resources, place).map(Into::into),
            reason: reason.unwrap_or_default().into(),
        };
        self.entries(At::DeniedReason).into_iter().enumerate().map(denial).collect()
    }

    fn assumed(&self) -> Vec<AssumedWire<'b>> {
        let texts = [
            At::AssumedProvider,
            At::AssumedAudience,
            At::AssumedSubject,
            At::AssumedExternalId,
            At::AssumedSourceIdentity,
            At::AssumedTags,
        ];
        let [providers, audiences, subjects, external_ids, source_identities, tags] =
            texts.map(|at| self.entries(at));
        let mfa = self.flags(At::AssumedMfa);
        let of = |entries: &[Option<&'b str>], place: usize| at(entries, place).map(Into::into);
        let entry = |(place, role): (usize, Option<&'b str>)| {
            Some(AssumedWire {
                role: role?.into(),
                provider: of(&providers, place),
                audience: of(&audiences, place),
                subject: of(&subjects, place),
                external_id: of(&external_ids, place),
                source_identity: of(&source_identities, place),
                mfa: mfa.get(place).copied().unwrap_or_default(),
                tags: at(&tags, place).into_iter().flat_map(str::lines).map(Into::into).collect(),
            })
        };
        self.entries(At::AssumedRole).into_iter().enumerate().filter_map(entry).collect()
    }

    fn text(&self, at: At) -> Option<&'b str> {
        self.batch.text(at as usize, self.row)
    }

    fn of(&self, at: At) -> Option<Text<'b>> {
        self.text(at).map(Into::into)
    }

    fn flag(&self, at: At) -> bool {
        self.batch.flag(at as usize, self.row).unwrap_or_default()
    }

    fn list(&self, at: At) -> Option<List<Text<'b>>> {
        Some(self.batch.texts(at as usize, self.row)?.into_iter().map(Into::into).collect())
    }

    fn few(&self, at: At, truncated: At) -> Few<'b> {
        Few { values: self.list(at).unwrap_or_default(), truncated: self.flag(truncated) }
    }

    fn entries(&self, at: At) -> Vec<Option<&'b str>> {
        self.batch.list(at as usize, self.row).unwrap_or_default().iter().map(as_text).collect()
    }

    fn flags(&self, at: At) -> Vec<bool> {
        let cells = self.batch.list(at as usize, self.row).unwrap_or_default();
        cells.into_iter().map(|cell| matches!(cell, Cell::Flag(true))).collect()
    }

    fn moment(&self, at: At) -> Option<Text<'b>> {
        let millis = self.batch.number(at as usize, self.row)?;
        Some(Time::of_seconds(millis.div_euclid(1_000))?.to_string().into())
    }
}

fn at<'b>(entries: &[Option<&'b str>], place: usize) -> Option<&'b str> {
    entries.get(place).copied().flatten()
}

fn names(text: &str) -> List<Text<'_>> {
    text.split(' ').filter(|name| !name.is_empty()).map(Into::into).collect()
}
