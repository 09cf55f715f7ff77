//! AWS's managed policies from the package cache, and the binary that is to check them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The texts of the latest versions; none if the package was not fetched.
pub(super) fn texts() -> Vec<String> {
    let Some(package) = package() else { return Vec::new() };
    let policies: Value = serde_json::from_slice(&fs::read(package).unwrap()).unwrap();
    let text = |policy: &Value| {
        let latest = policy.get("latestVersionId").and_then(Value::as_str).unwrap();
        let document = policy.pointer(&format!("/versions/{latest}/document")).unwrap();
        serde_json::to_string_pretty(document).unwrap()
    };
    policies.as_object().unwrap().values().map(text).collect()
}

fn package() -> Option<PathBuf> {
    let folders = fs::read_dir(root().join("target/packages")).ok()?;
    let paths = folders.map(|entry| entry.unwrap().path().join("package/dist/managedPolicies.json"));
    paths.filter(|path| path.is_file()).max()
}

/// A folder with a file for each text, which goes when the value does.
pub(super) fn folder(texts: &[String]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.path().join(format!("{number}.json")), text).unwrap();
    }
    folder
}

/// The release binary, built if need be.
pub(super) fn binary() -> PathBuf {
    let build = ["build", "--release", "--quiet", "--package", "leastwise", "--message-format=json"];
    let mut command = Command::new(env!("CARGO"));
    let built = command.args(build).current_dir(root()).stderr(Stdio::inherit()).output().unwrap();
    assert!(built.status.success(), "the release build fails");
    let messages = String::from_utf8(built.stdout).unwrap();
    let parsed = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut paths = parsed.filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from));
    paths.next_back().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
