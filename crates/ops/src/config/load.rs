//! The bytes of a configuration to what it says, or to all that is wrong with it.

use catalog::Catalog;
use policy::{Document, Format, Severity, Value};

use super::foreign::{self, is_foreign};
use super::json::json;
use super::options::{flat, is_flat};
use super::read::read;
use super::reader::Reader;
use super::{Config, Origin};
use crate::OpError;
use crate::reading::problem::refusal;

/// Bytes of a configuration, which a person writes.
const MOST_BYTES: usize = 4_000_000;

/// Reads a configuration. Everything that is wrong with it is in the one refusal.
pub(crate) fn load(bytes: &[u8], origin: &Origin, catalog: &Catalog) -> Result<Config, OpError> {
    load_document(&open(bytes, origin), origin, catalog)
}

/// The same with what was written, as JSON.
pub(crate) fn load_written(
    bytes: &[u8],
    origin: &Origin,
    catalog: &Catalog,
) -> Result<(Config, serde_json::Value), OpError> {
    let document = open(bytes, origin);
    let config = load_document(&document, origin, catalog)?;
    Ok((config, json(&document.root)))
}

fn open(bytes: &[u8], origin: &Origin) -> Document {
    let limits = policy::Limits { bytes: MOST_BYTES, ..policy::Limits::default() };
    // A configuration is YAML, of which JSON is a part; the reader of JSON knows more about what is wrong there.
    let name = origin.shown();
    let format = Format::of_name(&name).filter(|format| *format == Format::Json);
    let format = if origin.is_object() { Some(Format::Json) } else { format.or(Some(Format::Yaml)) };
    Document::read(&name, bytes, format, &limits)
}

fn load_document(document: &Document, origin: &Origin, catalog: &Catalog) -> Result<Config, OpError> {
    let mut reader = Reader::new(catalog);
    let is_empty = document.root.value == Value::Null;
    for found in &document.diagnostics {
        // A file of nothing but comments says nothing, as everything in it may be left out.
        if found.severity == Severity::Error && !(is_empty && found.id == policy::document::EMPTY_DOCUMENT) {
            let problem = reader.problems.report(found.span, found.message.clone());
            problem.help.clone_from(&found.help);
        }
    }
    let config = if is_flat(origin) {
        let defaults = Some(flat(&document.root, &mut reader.problems));
        Config { name: origin.name(), defaults, ..Config::default() }
    } else if is_foreign(&document.root, origin) {
        foreign::read(&document.root, origin, &mut reader)
    } else {
        read(document, origin, &mut reader)
    };
    let has_lines = !origin.is_object();
    match refusal(reader.problems.lines(document, has_lines)) {
        Some(refusal) => Err(refusal),
        None => Ok(Config { notes: reader.notes.lines(document, has_lines), ..config }),
    }
}
