//! What other tools write, by the script that runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use draft::Draft;
use serde_json::{Value, json};

use super::deciding::Calls;

/// How the script ends where a tool is not installed.
pub(super) const NOT_INSTALLED: u8 = 77;

/// What a tool wrote for a principal.
pub(super) struct Peer {
    pub(super) principal: String,
    pub(super) name: String,
    /// Minified, or why there is none.
    pub(super) policy: Result<String, String>,
}

/// Makes the environment and installs the tools, where that is not done yet; why not, if it cannot be done.
fn install(venv: &Path) -> Result<Result<(), String>> {
    let pins = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/requirements.txt");
    let wanted = fs::read_to_string(&pins)?;
    let stamp = venv.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(Ok(()));
    }
    let Ok(made) = Command::new("python3").args(["-m", "venv"]).arg(venv).status() else {
        return Ok(Err("there is no `python3`".to_owned()));
    };
    if !made.success() {
        return Ok(Err("python makes no virtual environment".to_owned()));
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=1", "-r"];
    if !Command::new(venv.join("bin/python")).args(pip).arg(&pins).status()?.success() {
        return Ok(Err("pip installs no peer".to_owned()));
    }
    fs::write(stamp, wanted)?;
    Ok(Ok(()))
}

/// Runs all of them; none if they cannot be installed.
pub(super) fn run(
    venv: &Path,
    files: &[PathBuf],
    asked: &[(&Draft, Vec<Calls>)],
) -> Result<Option<Vec<Peer>>> {
    if let Err(why) = install(venv)? {
        println!("the peers are not installed: {why}");
        return Ok(None);
    }
    let used: BTreeMap<&str, _> =
        asked.iter().map(|(draft, calls)| (draft.principal.name(), used(calls))).collect();
    let input = json!({ "files": files, "used": used }).to_string();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/peers.py");
    let mut child = Command::new(venv.join("bin/python"))
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("there is no Python in {}", venv.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // Who ends before it has read all says why by its exit code.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output()?;
    if output.status.code() == Some(i32::from(NOT_INSTALLED)) {
        return Ok(None);
    }
    if !output.status.success() {
        bail!("the script of the peers ended with {}", output.status);
    }
    let written: BTreeMap<String, serde_json::Map<String, Value>> = serde_json::from_slice(&output.stdout)?;
    let peers = written.into_iter().flat_map(|(principal, by)| {
        by.into_iter().map(move |(name, written)| {
            let policy = match written.get("policy") {
                Some(policy) => Ok(policy.to_string()),
                None => {
                    Err(written.get("why").and_then(Value::as_str).unwrap_or("it did not say").to_owned())
                }
            };
            Peer { principal: principal.clone(), name, policy }
        })
    });
    Ok(Some(peers.collect()))
}

/// By action the ARNs that calls named, none where they named none.
fn used(calls: &[Calls]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut used: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for asked in calls.iter().flat_map(|call| &call.asked) {
        let arns = used.entry(&asked.action).or_default();
        arns.extend((asked.resource != "*").then_some(asked.resource.as_str()));
    }
    used
}
