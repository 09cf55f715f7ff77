//! The catalogue that answers: the refreshed one from the data folder, else the embedded one.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};

use catalog::Catalog;

use super::files::read_limited;
use super::{Context, write_whole};
use crate::OpError;

/// What is loaded, shared by the contexts of one process.
#[derive(Default)]
pub struct Catalogue {
    loaded: RwLock<Option<Known>>,
}

/// A catalogue in use; cheap to clone.
#[derive(Clone)]
pub enum Known {
    Embedded(&'static Catalog),
    Refreshed(Arc<Catalog>),
}

impl Deref for Known {
    type Target = Catalog;

    fn deref(&self) -> &Catalog {
        match self {
            Self::Embedded(catalog) => catalog,
            Self::Refreshed(catalog) => catalog,
        }
    }
}

/// A packed catalogue is some 2 MB; more than this is none.
const MAX_BYTES: u64 = 64 << 20;

impl Context {
    /// The catalogue that every operation uses. A refreshed one that cannot be used is reported, once, and passed over.
    pub fn catalog(&self) -> Known {
        let loaded = self.catalogue.loaded.read().ok().and_then(|loaded| loaded.clone());
        if let Some(known) = loaded {
            return known;
        }
        let known = match self.refreshed() {
            Ok(Some(catalog)) => Known::Refreshed(Arc::new(catalog)),
            Ok(None) => Known::Embedded(Catalog::embedded()),
            Err(error) => {
                self.progress().note(&format!("{}; the embedded catalogue is used", error.message));
                Known::Embedded(Catalog::embedded())
            }
        };
        if let Ok(mut loaded) = self.catalogue.loaded.write() {
            *loaded = Some(known.clone());
        }
        known
    }

    /// Where a refreshed catalogue lies, and the one before it.
    pub fn catalog_files(&self) -> Option<(PathBuf, PathBuf)> {
        let folder = self.data.as_ref()?;
        Some((folder.join("catalog.bin"), folder.join("catalog.previous.bin")))
    }

    fn refreshed(&self) -> Result<Option<Catalog>, OpError> {
        let Some((path, _)) = self.catalog_files().filter(|(path, _)| path.exists()) else { return Ok(None) };
        let name = path.display().to_string();
        let bytes = read_limited(&path, &name, MAX_BYTES)?;
        let broken =
            |problem| OpError::invalid(format!("the refreshed catalogue `{name}` is broken: {problem}"));
        Catalog::open(bytes).map(Some).map_err(broken)
    }

    /// Makes `catalog` the one that every operation uses from now on, and keeps the one before.
    pub fn replace_catalog(&self, catalog: Catalog) -> Result<PathBuf, OpError> {
        let no_place = || OpError::invalid("there is no folder for data").hint("set `LEASTWISE_DATA` to one");
        let (path, previous) = self.catalog_files().ok_or_else(no_place)?;
        let folder = self.data.as_ref().ok_or_else(no_place)?;
        std::fs::create_dir_all(folder).map_err(|error| OpError::io(&folder.display().to_string(), error))?;
        if path.exists() {
            let old = read_limited(&path, &path.display().to_string(), MAX_BYTES)?;
            write_whole(&previous, &old)?;
        }
        write_whole(&path, &catalog.to_bytes())?;
        if let Ok(mut loaded) = self.catalogue.loaded.write() {
            *loaded = Some(Known::Refreshed(Arc::new(catalog)));
        }
        Ok(path)
    }
}
