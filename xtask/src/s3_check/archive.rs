//! Many small objects: the logs of a corpus, cut up.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::corpus::generate;

/// The archive, once as what the bucket holds and once as the logs alone.
pub(crate) struct Archive {
    /// With digests and insights, which lie in a bucket, too.
    pub(crate) bucket: PathBuf,
    pub(crate) logs: PathBuf,
    /// Keys of the logs, in order.
    pub(crate) keys: Vec<String>,
}

#[derive(Deserialize)]
struct Log {
    #[serde(rename = "Records")]
    records: Vec<Value>,
}

/// Writes at least so many logs of two records each below the folder.
pub(crate) fn write(folder: &Path, objects: usize, seed: u64) -> Result<Archive> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let (bucket, logs) = (folder.join("bucket"), folder.join("logs"));
    let mut keys = Vec::new();
    // Two records each, and some that are neither in logs nor in small ones.
    generate(objects * 2 + objects / 8, None, seed, &mut |key, bytes| {
        let is_log = key.contains("/CloudTrail/");
        let pieces = is_log.then(|| pieces(key, bytes)).flatten();
        for (key, bytes) in pieces.unwrap_or_else(|| vec![(key.to_owned(), bytes.to_vec())]) {
            put(&bucket, &key, &bytes)?;
            if is_log {
                put(&logs, &key, &bytes)?;
                keys.push(key);
            }
        }
        Ok(())
    })?;
    keys.sort();
    ensure!(keys.len() >= objects, "only {} objects could be made", keys.len());
    Ok(Archive { bucket, logs, keys })
}

impl Archive {
    /// A log of the archive, if it is whole.
    pub(super) fn log(&self, key: &str) -> Option<Value> {
        serde_json::from_slice(&unpacked(&fs::read(self.logs.join(key)).ok()?)?).ok()
    }
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes.to_vec());
    }
    let mut text = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(bytes), &mut text).ok()?;
    Some(text)
}

pub(crate) fn put(folder: &Path, key: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(key);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(&path, bytes).with_context(|| format!("{}", path.display()))
}

/// A log as logs of two records each; none for one that stays as it is: packed in several members, or broken.
fn pieces(key: &str, bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let log: Log = serde_json::from_slice(&unpacked(bytes)?).ok()?;
    let (stem, _) = key.split_once(".json")?;
    let piece = |(number, records): (usize, &[Value])| {
        let log = serde_json::json!({ "Records": records }).to_string();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let packed = std::io::Write::write_all(&mut packer, log.as_bytes()).and_then(|()| packer.finish());
        Some((format!("{stem}{number:05}.json.gz"), packed.ok()?))
    };
    log.records.chunks(2).enumerate().map(piece).collect()
}
