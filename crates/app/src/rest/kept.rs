//! The store as operations and routes see it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ops::{Granted, Kept, OpError};
use store::{ErrorKind, FileStore, Filter, Store};
use trail::{Principal, Usage};

use super::remembered::Remembered;
use crate::environment;

/// The store of the file, or else of the person's data folder: yet to be opened.
pub(super) fn store(file: Option<PathBuf>) -> Result<Arc<FileStore>, OpError> {
    let of_person = || environment::data_folder().map(|folder| folder.join("leastwise.store"));
    let path = file.or_else(of_person).ok_or_else(|| {
        OpError::invalid("there is no folder for the store")
            .hint("give `--store FILE`, or set LEASTWISE_DATA to a folder")
    })?;
    Ok(Arc::new(FileStore::at(&path)))
}

/// A file of this size, in bytes, is read in some milliseconds.
const SMALL: u64 = 16 << 20;

/// How long the address is kept back for the store: what is wrong with one is found at once, but for a large one that is damaged.
pub(super) fn patience(store: &FileStore) -> Duration {
    let is_large = store.path().metadata().is_ok_and(|file| file.len() > SMALL);
    if is_large { Duration::from_millis(20) } else { Duration::from_secs(10) }
}

/// Opens the store, which takes as long as reading all of it.
pub(super) async fn opened(store: Arc<FileStore>) -> Result<(), OpError> {
    let opened = tokio::task::spawn_blocking(move || store.make_ready().map_err(unusable)).await;
    opened.unwrap_or_else(|error| Err(OpError::internal("the store was not opened").because(error)))
}

/// Why the server does not start: it is the person who starts it that can mend this.
fn unusable(error: store::Error) -> OpError {
    let refused = OpError::invalid(error.message.clone());
    match error.help.clone() {
        Some(help) => refused.hint(help),
        None if error.kind == ErrorKind::Busy => {
            refused.hint("give this server a store of its own: `--store FILE`")
        }
        None => refused,
    }
    .because(error)
}

/// What went wrong with the store while it is in use.
pub(super) fn fault(error: store::Error) -> OpError {
    let refused = match error.kind {
        ErrorKind::Missing => OpError::not_found(error.message.clone()),
        ErrorKind::Conflict => OpError::invalid(error.message.clone()),
        ErrorKind::TooLarge => OpError::too_large(error.message.clone()),
        _ => OpError::internal(error.message.clone()),
    };
    match error.help.clone() {
        Some(help) => refused.hint(help),
        None => refused,
    }
    .because(error)
}

/// What `store:` stands for in requests.
pub(super) struct Everything(pub(super) Arc<Remembered>);

impl Kept for Everything {
    fn usage(&self, principal: Option<&str>) -> Result<Arc<Usage>, OpError> {
        self.0.usage(&Filter { principal: principal.map(str::to_owned), ..Filter::default() })
    }
}

/// The same for a request that asks for a part.
pub(super) struct Part {
    pub(super) usage: Arc<Remembered>,
    pub(super) filter: Filter,
}

impl Kept for Part {
    fn usage(&self, principal: Option<&str>) -> Result<Arc<Usage>, OpError> {
        let principal = principal.map(str::to_owned).or_else(|| self.filter.principal.clone());
        self.usage.usage(&Filter { principal, ..self.filter.clone() })
    }
}

/// The current policies of principals: those saved with its name, each with its newest text.
pub(super) struct Current(Vec<(String, String, String)>);

impl Current {
    pub(super) fn of(store: &dyn Store) -> Result<Self, OpError> {
        let mut current = Vec::new();
        for policy in store.policies().map_err(fault)? {
            if let Some(newest) = policy.versions.last()
                && let Some(principal) = &newest.principal
            {
                current.push((principal.clone(), policy.name.clone(), newest.document.clone()));
            }
        }
        Ok(Self(current))
    }

    /// Names and texts of a principal's policies.
    pub(super) fn policies(&self, principal: &str) -> Vec<(String, String)> {
        let own = self.0.iter().filter(|(of, ..)| of == principal);
        own.map(|(_, name, text)| (name.clone(), text.clone())).collect()
    }

    /// What they allow; none if there are none, or if what they say is not known.
    pub(super) fn granted(&self, principal: &Principal, cx: &ops::Context) -> Option<Granted> {
        let policies = self.policies(principal.name());
        if policies.is_empty() { None } else { Granted::of(&policies, cx).ok() }
    }
}
