//! What the functions called, held against the file that the template's policies are tested with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const FILE: &str = "infra/sam/calls.json";

/// The calls must be those of the file; with `UPDATE=1` the file becomes that of the calls.
pub(super) fn agree(root: &Path, calls: &Value) -> Result<()> {
    let path = root.join(FILE);
    let text = format!("{}\n", serde_json::to_string_pretty(calls)?);
    if std::env::var_os("UPDATE").is_some() {
        return Ok(fs::write(path, text)?);
    }
    let written = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    ensure!(
        written == text,
        "`{FILE}` has other calls: run again with `UPDATE=1`, and read the difference; called was {text}"
    );
    Ok(())
}
