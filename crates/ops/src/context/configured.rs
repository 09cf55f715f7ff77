//! Which configuration holds for a request.

use std::path::{Path, PathBuf};

use super::files::read_limited;
use crate::config::{Config, Origin, discover, load};
use crate::wire::Configuration;
use crate::{Context, OpError};

/// The configuration of requests that bring none.
#[derive(Debug, Clone, Default)]
pub enum Configured {
    #[default]
    Nothing,
    /// The file that the person who started the program named.
    File(PathBuf),
    /// The file that is found from this folder on; looked for with every request, as it may change.
    From(PathBuf),
}

/// Bytes of a configuration file.
const MOST_BYTES: u64 = 4_000_000;

impl Context {
    /// What the configuration of whoever started the program tells an AI assistant beside our own words.
    pub fn instructions(&self) -> Result<Option<String>, OpError> {
        Ok(self.configuration(None)?.instructions)
    }

    /// The configuration that a request names, else the one of whoever started the program.
    pub(crate) fn configuration(&self, asked: Option<&Configuration>) -> Result<Config, OpError> {
        let catalog = self.catalog();
        let read = |path: &Path, shown: &Path| {
            let bytes = read_limited(path, &shown.display().to_string(), MOST_BYTES)?;
            load(&bytes, &Origin::File(shown.to_path_buf()), &catalog)
        };
        match asked {
            Some(Configuration::Path(path)) => {
                let bytes = self.read_document(path)?;
                load(&bytes, &Origin::File(path.clone()), &catalog)
            }
            Some(Configuration::Text(text)) => load(text.as_bytes(), &Origin::Text, &catalog),
            Some(Configuration::Object(members)) => {
                let text = serde_json::to_vec(members)
                    .map_err(|error| OpError::internal("a JSON object cannot be written").because(error))?;
                load(&text, &Origin::Object, &catalog)
            }
            None => match &self.configured {
                Configured::Nothing => Ok(Config::default()),
                Configured::File(path) => read(path, path),
                Configured::From(folder) => match discover(folder) {
                    Some((path, shown)) => read(&path, &shown),
                    None => Ok(Config::default()),
                },
            },
        }
    }
}
