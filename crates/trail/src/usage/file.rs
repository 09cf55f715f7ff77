//! The usage file: format `leastwise-usage/2`, as JSON here and as a table in [`super::table`]; version 1, which knew no origin of
//! resources and no context, is read too.
//!
//! Members are only ever added within a version, so unknown ones are passed over. Everything that merging needs is in
//! the file: merging two files equals analyzing their logs together.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::io::{self, BufWriter, Write};

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::wire::{FilesWire, Text, UsageWire, hex, unhex};
use super::{Files, Usage, Use, UseKey};
use crate::columnar::is_parquet;
use crate::{Place, Principal, Problem, Skip};

/// The value of `format`, the number after the slash being the major version.
pub const FORMAT: &str = "leastwise-usage/2";

/// Formats of earlier versions, which are read but not written.
const EARLIER: [&str; 1] = ["leastwise-usage/1"];

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FileWire<P> {
    format: String,
    /// Records that came in: `used` plus all of `skipped`.
    #[serde(rename = "in", default)]
    records: u64,
    #[serde(default)]
    used: u64,
    #[serde(default)]
    skipped: BTreeMap<String, u64>,
    #[serde(default)]
    files: FilesWire,
    /// The numbers of the objects read, 16 hex digits each, ascending.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    objects: String,
    #[serde(default)]
    principals: P,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct PrincipalWire<'a, U> {
    #[serde(borrow)]
    principal: Text<'a>,
    /// For readers of the file; follows from the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    permission_set: Option<Text<'a>>,
    #[serde(default)]
    uses: U,
}

/// A use of a file, or how many events are left out with it and why. It is made of what is written as soon as that is read: all that is
/// written of all the uses would be large.
pub(super) struct Told(Result<(UseKey, Box<Use>), (u64, String)>);

impl From<UsageWire<'_>> for Told {
    fn from(wire: UsageWire<'_>) -> Self {
        let count = wire.count;
        Self(wire.read().map_err(|message| (count, message)))
    }
}

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        UsageWire::deserialize(deserializer).map(Self::from)
    }
}

/// The principals of a usage, each made when its turn to be written comes: all at once would take memory twice.
struct Principals<'a>(&'a Usage);

impl<'a> Serialize for Principals<'a> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let principal = |(principal, uses): (&'a Principal, &'a BTreeMap<_, Box<Use>>)| PrincipalWire {
            principal: principal.name().into(),
            permission_set: principal.permission_set().map(Into::into),
            uses: Uses(uses),
        };
        serializer.collect_seq(self.0.principals().map(principal))
    }
}

/// The uses of a principal, each made when its turn to be written comes, too.
struct Uses<'a>(&'a BTreeMap<UseKey, Box<Use>>);

impl Serialize for Uses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|(key, use_)| UsageWire::new(key, use_)))
    }
}

/// Where the value of `format` goes. It is looked for no further than it stands: what follows may be large.
struct Head<'a>(&'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for Head<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Head<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            if name == "format" {
                *self.0 = map.next_value()?;
                return Err(A::Error::custom("the rest is not looked at"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

impl Usage {
    /// The usage file. The same usage gives the same bytes.
    pub fn to_json(&self) -> String {
        let mut bytes = Vec::new();
        match self.write_json(&mut bytes).map(|()| String::from_utf8(bytes)) {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => unreachable!("JSON is written as UTF-8: {error}"),
            Err(error) => unreachable!("all keys are strings and writing to memory cannot fail: {error}"),
        }
    }

    /// Writes [`Self::to_json`] without holding it.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let file = FileWire::new(self, Principals(self));
        let mut out = BufWriter::with_capacity(1 << 16, out);
        serde_json::to_writer_pretty(&mut out, &file)?;
        out.write_all(b"\n")?;
        out.flush()
    }

    /// [`Self::to_json`] without blanks and ends of lines, for whoever keeps many small ones.
    pub fn to_dense_json(&self) -> Vec<u8> {
        match serde_json::to_vec(&FileWire::new(self, Principals(self))) {
            Ok(bytes) => bytes,
            Err(error) => unreachable!("all keys are strings: {error}"),
        }
    }

    /// Reads a usage file, whichever of the two it is, and tells what of it could not be taken. The error is a file that cannot be
    /// read at all.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<(Self, Vec<Problem>), Problem> {
        if is_parquet(&bytes) { Self::from_parquet(name, bytes) } else { Self::from_json(name, &bytes) }
    }

    /// Reads a usage file that is JSON.
    pub fn from_json(name: &str, bytes: &[u8]) -> Result<(Self, Vec<Problem>), Problem> {
        let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
        check_format(name, bytes)?;
        // A text need not be looked at letter by letter again.
        let file: Result<FileWire<Vec<PrincipalWire<'_, Vec<Told>>>>, _> = match std::str::from_utf8(bytes) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(bytes),
        };
        let (mut reader, principals) = Reader::new(name, file.map_err(|error| broken(name, &error))?);
        for PrincipalWire { principal, uses, .. } in principals {
            reader.add_all(&principal, uses);
        }
        Ok(reader.finish())
    }
}

impl<P> FileWire<P> {
    /// All that a file says but for the principals.
    pub(super) fn new(usage: &Usage, principals: P) -> Self {
        Self {
            format: FORMAT.to_owned(),
            records: usage.records(),
            used: usage.used(),
            skipped: usage.skipped().iter().map(|(skip, count)| (skip.name().to_owned(), count)).collect(),
            files: FilesWire { read: usage.files.read, broken: usage.files.broken },
            objects: hex(&usage.objects),
            principals,
        }
    }
}

pub(super) fn check_format(name: &str, bytes: &[u8]) -> Result<(), Problem> {
    let mut format = None;
    let read = Head(&mut format).deserialize(&mut serde_json::Deserializer::from_slice(bytes));
    if format.is_none() {
        read.map_err(|error| broken(name, &error))?;
    }
    let format = format.unwrap_or_default();
    if format == FORMAT || EARLIER.contains(&format.as_str()) {
        return Ok(());
    }
    Err(match format.strip_prefix("leastwise-usage/") {
        Some(_) => Problem::new(name, Place::File, format!("usage format `{format}` is not `{FORMAT}`"))
            .help("read it with a newer leastwise"),
        None => Problem::new(name, Place::File, "not a usage file").help(format!(
            "a usage file begins with `\"format\": \"{FORMAT}\"`; `leastwise analyze` writes one"
        )),
    })
}

pub(super) fn broken(name: &str, error: &serde_json::Error) -> Problem {
    Problem::new(name, Place::File, format!("not a sound usage file: {error}"))
}

/// Makes a usage of what a file says.
pub(super) struct Reader<'a> {
    name: &'a str,
    objects: String,
    usage: Usage,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Begins with all but the principals, which are handed back.
    pub(super) fn new<P>(name: &'a str, file: FileWire<P>) -> (Self, P) {
        let files = Files { read: file.files.read, broken: file.files.broken };
        let usage = Usage { records: file.records, files, ..Usage::default() };
        let mut reader = Self { name, objects: file.objects, usage, problems: Vec::new() };
        for (reason, count) in &file.skipped {
            // Duplicates follow from the other figures. A reason that a later version knows keeps its count.
            match Skip::from_name(reason) {
                Some(Skip::Duplicate) => {}
                Some(skip) => reader.usage.skipped.add(skip, *count),
                None => {
                    reader.note(format!(
                        "`{reason}` is not a reason known here, its records count as other event types"
                    ));
                    reader.usage.skipped.add(Skip::OtherEventType, *count);
                }
            }
        }
        (reader, file.principals)
    }

    fn add_all(&mut self, principal: &str, uses: Vec<Told>) {
        let name = Principal::new(principal);
        let keys = || uses.iter().map(|Told(told)| told.as_ref().ok().map(|(key, _)| key));
        // As they are written: each use once, in order.
        let is_as_written = keys().all(|key| key.is_some()) && keys().is_sorted_by(|one, next| one < next);
        if !is_as_written || self.usage.principals.contains_key(&name) {
            for told in uses {
                self.add(principal, told);
            }
            return;
        }
        let uses: BTreeMap<UseKey, Box<Use>> = uses.into_iter().filter_map(|Told(told)| told.ok()).collect();
        if !uses.is_empty() {
            self.usage.principals.insert(name, uses);
        }
    }

    pub(super) fn add(&mut self, principal: &str, Told(told): Told) {
        match told {
            Ok((key, use_)) => {
                let mine = self.usage.principals.entry(Principal::new(principal)).or_default();
                match mine.entry(key) {
                    Entry::Vacant(place) => drop(place.insert(use_)),
                    Entry::Occupied(mut known) => known.get_mut().merge(*use_),
                }
            }
            Err((count, message)) => {
                self.note(format!("a use of `{principal}` was left out: {message}"));
                self.usage.records = self.usage.records.saturating_sub(count);
            }
        }
    }

    pub(super) fn finish(mut self) -> (Usage, Vec<Problem>) {
        match unhex(&self.objects) {
            // Of what is left out nothing is known: then the objects are not all here.
            Ok(objects) if self.problems.is_empty() => self.usage.objects = objects,
            Ok(_) => {}
            Err(message) => self.note(format!("the objects are not known: {message}")),
        }
        let counted = self.usage.used().saturating_add(self.usage.skipped.total());
        if counted > self.usage.records {
            self.note(format!("`in` is {}, but {counted} records are accounted for", self.usage.records));
            self.usage.records = counted;
        }
        (self.usage, self.problems)
    }

    fn note(&mut self, message: String) {
        self.problems.push(Problem::new(self.name, Place::File, message));
    }
}
