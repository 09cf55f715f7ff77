//! What every source file keeps to: a header, a length, a name.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Beyond this a file has more than one subject.
const LONGEST: usize = 400;

/// Names that say nothing about what is inside.
const NAMELESS: &[&str] = &["utils", "util", "helpers", "helper", "common", "manager", "misc"];

pub(super) fn check(root: &Path, files: &[String]) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    let sources =
        files.iter().filter(|file| Path::new(file).extension().is_some_and(|extension| extension == "rs"));
    for file in sources {
        let text = fs::read_to_string(root.join(file)).with_context(|| file.clone())?;
        broken.extend(faults(file, &text).into_iter().map(|fault| format!("{file}: {fault}")));
    }
    Ok(broken)
}

fn faults(file: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST {
        faults.push(format!("{lines} lines: part it by subject (the limit is {LONGEST})"));
    }
    if !text.lines().any(|line| line.starts_with("//! ")) || !opens_with_header(text) {
        faults.push("begins without a `//!` sentence that says what it is for".to_owned());
    }
    let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    if NAMELESS.contains(&stem) {
        faults.push("has a name that says nothing".to_owned());
    }
    let has_logic = text.lines().any(|line| line.starts_with("fn ") || line.starts_with("pub fn "));
    if stem == "mod" && has_logic {
        faults.push("`mod.rs` holds docs and the list, never logic".to_owned());
    }
    faults
}

/// A fuzz target must begin with an attribute; everywhere else the sentence comes first.
fn opens_with_header(text: &str) -> bool {
    text.lines().find(|line| !line.starts_with("#![")).is_some_and(|line| line.starts_with("//! "))
}

#[test]
fn faults_of_a_file_are_named() {
    assert!(faults("src/x.rs", "//! What x is for.\n").is_empty());
    assert!(faults("src/mod.rs", "//! Docs.\n\nmod a;\npub(crate) use a::A;\n").is_empty());
    assert_eq!(faults("src/x.rs", "use a::b;\n").len(), 1);
    assert_eq!(faults("src/utils.rs", "//! Things.\n").len(), 1);
    assert_eq!(faults("src/mod.rs", "//! Docs.\nfn f() {}\n").len(), 1);
    assert_eq!(faults("src/x.rs", &format!("//! Long.\n{}", "\n".repeat(LONGEST))).len(), 1);
}
