//! Packs the text under `data/` to the two parts of the embedded catalogue.
#![allow(
    clippy::disallowed_methods,
    reason = "a build script reads its crate's own files and Cargo's environment; there is no `ops::Context` here"
)]

// The packer is part of the crate, since `catalog update` packs at run time too. Not all of it is used here.
#[allow(dead_code, reason = "shared with the crate, which uses the rest")]
#[allow(unreachable_pub, unused_imports, reason = "shared with the crate, which exports it")]
#[path = "src/facts/mod.rs"]
mod facts;
#[allow(dead_code, reason = "shared with the crate, which uses the rest")]
#[path = "src/layout.rs"]
mod layout;
#[allow(dead_code, reason = "shared with the crate, which uses the rest")]
#[allow(unreachable_pub, unused_imports, reason = "shared with the crate, which exports it")]
#[path = "src/pack/mod.rs"]
mod pack;
#[allow(unreachable_pub, unused_imports, reason = "shared with the crate, which exports it")]
#[path = "src/text/mod.rs"]
mod text;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use facts::{Facts, TableFacts};

/// Tables that `cargo xtask catalog` has already worked into the facts.
const USED_UP: [&str; 2] = ["operation_exceptions", "sdk_clients"];

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "data", "src/facts", "src/layout.rs", "src/pack", "src/text"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let facts = read(Path::new("data"))?;
    let packed = pack::pack(facts)?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("columns.bin"), packed.columns)?;
    fs::write(out.join("strings.txt"), packed.strings)?;
    Ok(())
}

fn read(data: &Path) -> Result<Facts, Box<dyn Error>> {
    let mut facts = Facts::default();
    let mut sources = BTreeSet::new();
    for File { path, content, .. } in files(&data.join("services"))? {
        sources.extend(text::parse_sources(&content).into_iter().map(|source| ("services", source)));
        facts.services.push(text::parse_service(&path, &content)?);
    }
    for File { path, content, .. } in files(&data.join("operations"))? {
        sources.extend(text::parse_sources(&content).into_iter().map(|source| ("operations", source)));
        facts.clients.push(text::parse_client(&path, &content)?);
    }
    for File { path, name, content } in files(&data.join("tables"))? {
        if USED_UP.contains(&name.as_str()) {
            continue;
        }
        facts.tables.push(text::parse_table(&path, &name, &content)?);
    }
    let rows =
        sources.into_iter().map(|(of, [name, licence, date])| vec![of.to_owned(), name, licence, date]);
    facts.tables.push(TableFacts { name: "sources".to_owned(), rows: rows.collect() });
    Ok(facts)
}

/// A `.tsv` file; its name is without the ending.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct File {
    path: String,
    name: String,
    content: String,
}

/// The files of a folder in the order of their names.
fn files(folder: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = Vec::new();
    let entries =
        fs::read_dir(folder).map_err(|error| format!("cannot read `{}`: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "tsv") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files.push(File { name, content: fs::read_to_string(&path)?, path: path.display().to_string() });
        }
    }
    files.sort();
    Ok(files)
}
