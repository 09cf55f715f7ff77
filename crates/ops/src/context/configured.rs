//! Which configuration holds for a request.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::files::read_limited;
use super::session::Organization;
use crate::config::{Config, Defaults, Origin, Setting, discover, discover_flat, load, load_written};
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

/// Whose configuration holds
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub(crate) enum ConfigSource {
    /// It came with the request.
    Request,
    /// The session set it.
    Session,
    /// A file that was named at the start, or found.
    File,
    None,
}

/// The configuration that holds, with what was written.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) source: ConfigSource,
    pub(crate) config: Config,
    /// The file or object as it was written; null if there is none.
    pub(crate) written: Value,
}

/// Bytes of a configuration file.
const MOST_BYTES: u64 = 4_000_000;

impl Context {
    /// The configuration that a request names, else the session's, else the one of whoever started the program.
    pub(crate) fn configuration(&self, asked: Option<&Configuration>) -> Result<Config, OpError> {
        if asked.is_none()
            && let Some(organization) = self.organization()
        {
            return Ok(organization.config.clone());
        }
        match self.configured_bytes(asked)? {
            Some((bytes, origin)) => load(&bytes, &origin, &self.catalog()),
            None => Ok(Config::default()),
        }
    }

    /// The same with what was written, and whose it is.
    pub(crate) fn held_configuration(&self, asked: Option<&Configuration>) -> Result<Held, OpError> {
        if asked.is_none()
            && let Some(organization) = self.organization()
        {
            let (config, written) = (organization.config.clone(), organization.written.clone());
            return Ok(Held { source: ConfigSource::Session, config, written });
        }
        let source = if asked.is_some() { ConfigSource::Request } else { ConfigSource::File };
        match self.configured_bytes(asked)? {
            Some((bytes, origin)) => {
                let (config, written) = load_written(&bytes, &origin, &self.catalog())?;
                Ok(Held { source, config, written })
            }
            None => Ok(Held { source: ConfigSource::None, config: Config::default(), written: Value::Null }),
        }
    }

    /// What the configuration sets for a command, where a request does not say; with the name of the configuration.
    ///
    /// A configuration of another tool knows nothing of that, and neither does none: then a file of options beside it counts.
    pub(crate) fn defaults(
        &self,
        command: &str,
        asked: Option<&Configuration>,
    ) -> Result<(Vec<Setting>, String), OpError> {
        let config = self.configuration(asked)?;
        let of = |config: Config, defaults: &Defaults| {
            let name = config.name.unwrap_or_else(|| "the configuration".to_owned());
            (defaults.get(command).cloned().unwrap_or_default(), name)
        };
        if let Some(defaults) = config.defaults.clone() {
            return Ok(of(config, &defaults));
        }
        let folder = match &self.configured {
            Configured::From(folder) if asked.is_none() && self.organization().is_none() => Some(folder),
            _ => None,
        };
        let Some((path, shown)) = folder.and_then(|folder| discover_flat(folder)) else {
            return Ok((Vec::new(), String::new()));
        };
        let bytes = read_limited(&path, &shown.display().to_string(), MOST_BYTES)?;
        let config = load(&bytes, &Origin::File(shown), &self.catalog())?;
        let defaults = config.defaults.clone().unwrap_or_default();
        Ok(of(config, &defaults))
    }

    fn organization(&self) -> Option<std::sync::Arc<Organization>> {
        self.session.as_ref().and_then(|session| session.organization())
    }

    /// The text of a configuration: of the one that a request names, else of the file.
    fn configured_bytes(&self, asked: Option<&Configuration>) -> Result<Option<(Vec<u8>, Origin)>, OpError> {
        let (path, shown) = match asked {
            Some(Configuration::Path(path)) => {
                return Ok(Some((self.read_document(path)?, Origin::File(path.clone()))));
            }
            Some(Configuration::Text(text)) => {
                return Ok(Some((text.clone().into_bytes(), Origin::Text)));
            }
            Some(Configuration::Object(members)) => {
                let text = serde_json::to_vec(members)
                    .map_err(|error| OpError::internal("a JSON object cannot be written").because(error))?;
                return Ok(Some((text, Origin::Object)));
            }
            None => match &self.configured {
                Configured::Nothing => return Ok(None),
                Configured::File(path) => (path.clone(), path.clone()),
                Configured::From(folder) => match discover(folder) {
                    Some(found) => found,
                    None => return Ok(None),
                },
            },
        };
        let bytes = read_limited(&path, &shown.display().to_string(), MOST_BYTES)?;
        Ok(Some((bytes, Origin::File(shown))))
    }
}
