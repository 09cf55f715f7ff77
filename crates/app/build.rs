//! Builds the pages of the web front end with npm, once for all profiles, and writes the table by which they are embedded.
//!
//! ```text
//! ui/ ─> target/ui (npm ci, vite) ─> OUT_DIR/pages ─> OUT_DIR/pages.rs ─> src/rest/pages.rs
//! ```
//!
//! Without npm, or where it cannot install, one page is embedded that says so. `LEASTWISE_UI=off` does not try at all,
//! `LEASTWISE_UI=required` fails instead.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script is no surface of ours: it reads the project's files and talks to cargo"
)]

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What the pages are made of.
const SOURCES: [&str; 7] =
    ["src", "public", "index.html", "package.json", "package-lock.json", ".npmrc", "vite.config.ts"];

const SWITCH: &str = "LEASTWISE_UI";

/// How long npm may take.
const LIMIT: Duration = Duration::from_mins(5);

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    let sources = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("../../ui");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed={SWITCH}");
    for source in SOURCES.map(|source| sources.join(source)).iter().filter(|source| source.exists()) {
        println!("cargo:rerun-if-changed={}", source.display());
    }
    let switch = std::env::var(SWITCH).unwrap_or_default();
    let built = match switch.as_str() {
        "off" => Err(format!("it was built with {SWITCH}=off").into()),
        _ => built(&sources, &shared(&out)),
    };
    let pages = out.join("pages");
    empty(&pages)?;
    match built {
        Ok(dist) => copy(&dist, &pages)?,
        Err(why) if switch == "required" => return Err(format!("the pages are not built: {why}").into()),
        Err(why) => {
            if switch != "off" {
                println!("cargo:warning=the web pages are not embedded: {why}");
            }
            fs::write(pages.join("index.html"), without_pages(&why.to_string()))?;
        }
    }
    fs::write(out.join("pages.rs"), table(&pages)?)?;
    Ok(())
}

/// A folder that all profiles share: `target/ui` of `target/PROFILE/build/NAME/out`.
fn shared(out: &Path) -> PathBuf {
    let target =
        out.ancestors().nth(4).filter(|_| out.ancestors().nth(2).is_some_and(|dir| dir.ends_with("build")));
    target.unwrap_or(out).join("ui")
}

/// The built pages: those of last time, if nothing changed.
fn built(sources: &Path, work: &Path) -> Result<PathBuf> {
    let inputs = fingerprint(SOURCES.iter().map(|source| sources.join(source)))?;
    let packages = fingerprint(["package-lock.json", ".npmrc"].iter().map(|source| sources.join(source)))?;
    fs::create_dir_all(work)?;
    // Two profiles may build at the same time.
    let lock = File::create(work.join("lock"))?;
    lock.lock()?;
    let (dist, stamp, installed) = (work.join("dist"), work.join("built"), work.join("installed"));
    if fs::read_to_string(&stamp).is_ok_and(|there| there == inputs) && dist.join("index.html").exists() {
        return Ok(dist);
    }
    for source in SOURCES {
        let (from, to) = (sources.join(source), work.join(source));
        if from.is_dir() {
            empty(&to)?;
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).map_err(|error| format!("`{}`: {error}", from.display()))?;
        }
    }
    if !fs::read_to_string(&installed).is_ok_and(|there| there == packages) {
        let arguments = [
            "ci",
            "--omit=dev",
            "--ignore-scripts",
            "--prefer-offline",
            "--fetch-retries=1",
            "--loglevel=error",
        ];
        run(Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" }).args(arguments), work)?;
        fs::write(&installed, packages)?;
    }
    run(Command::new("node").args(["node_modules/vite/bin/vite.js", "build", "--logLevel", "error"]), work)?;
    fs::write(&stamp, inputs)?;
    Ok(dist)
}

/// Runs a program to its end in a folder; what it complains of is in the error.
fn run(command: &mut Command, folder: &Path) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let said = folder.join(format!("{name}.log"));
    let log = File::create(&said)?;
    command.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let mut child = command.spawn().map_err(|error| format!("`{name}` does not start: {error}"))?;
    let end = Instant::now() + LIMIT;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() >= end {
            child.kill()?;
            child.wait()?;
            return Err(format!("`{name}` did not end within {} minutes", LIMIT.as_secs() / 60).into());
        }
        sleep(Duration::from_millis(50));
    };
    if status.success() {
        return Ok(());
    }
    let said = fs::read_to_string(&said).unwrap_or_default();
    let lines: Vec<_> = said.lines().map(str::trim).filter(|line| !line.is_empty()).take(3).collect();
    Err(format!("`{name}` ends with {status}: {}", lines.join(" | ")).into())
}

/// A name for what is in the files, and for where they are.
fn fingerprint(roots: impl Iterator<Item = PathBuf>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for root in roots {
        let files = if root.is_dir() { files(&root)? } else { vec![root.clone()] };
        for file in files {
            file.strip_prefix(&root)?.to_string_lossy().hash(&mut hasher);
            let bytes = fs::read(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
            bytes.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    found.sort();
    Ok(found)
}

fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(place.parent().unwrap_or(to))?;
        fs::copy(&file, &place)?;
    }
    Ok(())
}

/// The table of the embedded files, as Rust.
fn table(pages: &Path) -> Result<String> {
    let mut rows = String::from("[\n");
    for file in files(pages)?.iter().filter(|file| media(file).is_some()) {
        let name = file.strip_prefix(pages)?.to_string_lossy().replace('\\', "/");
        let path = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
        let compressed = PathBuf::from(format!("{}.gz", file.display()));
        let gzip = if compressed.exists() {
            format!("Some(include_bytes!({:?}))", compressed.display().to_string())
        } else {
            "None".to_owned()
        };
        let tag = format!("W/\"{}\"", fingerprint(std::iter::once(file.clone()))?);
        // Names in `assets` hold a hash of what is in the file.
        let keeps = name.starts_with("assets/");
        writeln!(
            rows,
            "    Page {{ path: {path:?}, media: {:?}, tag: {tag:?}, keeps: {keeps}, plain: include_bytes!({:?}), gzip: {gzip} }},",
            media(file).unwrap_or_default(),
            file.display().to_string(),
        )?;
    }
    rows += "]\n";
    Ok(rows)
}

fn media(file: &Path) -> Option<&'static str> {
    match file.extension()?.to_str()? {
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// What is embedded in place of the pages.
fn without_pages(why: &str) -> String {
    let why = why.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Leastwise</title>\n<h1>This Leastwise has no pages</h1>\n<p>The REST API is there all the same: \
         <a href=\"/openapi.json\">openapi.json</a> describes it.</p>\n<p>The pages were not built into this binary: {why}.</p>\n\
         <p>With Node 20.19 or newer and npm installed, build it again: <code>{SWITCH}=required cargo build --release</code></p>\n"
    )
}
