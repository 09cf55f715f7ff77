//! The catalogue that answers: the refreshed one from the data folder, else the embedded one.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use catalog::Catalog;
use draft::Suggester;
use serde::{Deserialize, Serialize};

use super::files::read_limited;
use super::{Context, write_whole};
use crate::OpError;
use crate::fingerprint::fnv1a;

/// What is loaded, shared by the contexts of one process.
#[derive(Default)]
pub struct Catalogue {
    loaded: RwLock<Option<Known>>,
    /// Made at first use, with the catalogue it was made of.
    suggester: RwLock<Option<(Known, Arc<Suggester>)>>,
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

    /// What suggests actions of `catalog`.
    pub fn suggester(&self, catalog: &Known) -> Arc<Suggester> {
        let made = self.catalogue.suggester.read().ok().and_then(|made| made.clone());
        if let Some((of, suggester)) = made
            && std::ptr::eq(std::ptr::from_ref::<Catalog>(&of), std::ptr::from_ref::<Catalog>(catalog))
        {
            return suggester;
        }
        let suggester = Arc::new(Suggester::new(catalog));
        if let Ok(mut made) = self.catalogue.suggester.write() {
            *made = Some((catalog.clone(), Arc::clone(&suggester)));
        }
        suggester
    }

    /// The refreshed catalogue before the one in use.
    pub fn previous_catalog(&self) -> Result<Catalog, OpError> {
        let place = self.place().filter(|place| place.previous.exists());
        let place = place.ok_or_else(|| OpError::not_found("no previous catalogue is kept"))?;
        open(&place.previous)
    }

    /// When AWS changed the services of the refreshed catalogue; none if that is not what is in use.
    pub fn known_services(&self) -> BTreeMap<String, u64> {
        let Known::Refreshed(_) = self.catalog() else { return BTreeMap::new() };
        let Some(place) = self.place() else { return BTreeMap::new() };
        let read = |path: &Path| read_limited(path, &path.display().to_string(), MAX_BYTES).ok();
        let manifest =
            read(&place.manifest).and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).ok());
        let packed = read(&place.packed).map(|bytes| fingerprint(&bytes));
        // A manifest of another catalogue would leave services out that this one lacks.
        let fitting = manifest.filter(|manifest| Some(&manifest.catalog) == packed.as_ref());
        fitting.map(|manifest| manifest.modified).unwrap_or_default()
    }

    /// Makes `catalog` the one that every operation uses from now on, and keeps the one before.
    pub fn replace_catalog(&self, catalog: Catalog, modified: &BTreeMap<String, u64>) -> Result<(), OpError> {
        let place = self.place().ok_or_else(|| {
            OpError::invalid("there is no folder for data").hint("set `LEASTWISE_DATA` to one")
        })?;
        std::fs::create_dir_all(&place.folder)
            .map_err(|error| OpError::io(&place.folder.display().to_string(), error))?;
        if place.packed.exists() {
            let old = read_limited(&place.packed, &place.packed.display().to_string(), MAX_BYTES)?;
            write_whole(&place.previous, &old)?;
        }
        let bytes = catalog.to_bytes();
        let manifest = Manifest { catalog: fingerprint(&bytes), modified: modified.clone() };
        let manifest = serde_json::to_vec_pretty(&manifest);
        let manifest =
            manifest.map_err(|error| OpError::internal("a manifest is not JSON").because(error))?;
        write_whole(&place.packed, &bytes)?;
        write_whole(&place.manifest, &manifest)?;
        if let Ok(mut loaded) = self.catalogue.loaded.write() {
            *loaded = Some(Known::Refreshed(Arc::new(catalog)));
        }
        Ok(())
    }

    fn refreshed(&self) -> Result<Option<Catalog>, OpError> {
        let place = self.place().filter(|place| place.packed.exists());
        place.map(|place| open(&place.packed)).transpose()
    }

    fn place(&self) -> Option<CataloguePlace> {
        let folder = self.data.clone()?;
        Some(CataloguePlace {
            packed: folder.join("catalog.bin"),
            previous: folder.join("catalog.previous.bin"),
            manifest: folder.join("catalog.json"),
            folder,
        })
    }
}

/// The files of a refreshed catalogue.
struct CataloguePlace {
    folder: PathBuf,
    packed: PathBuf,
    previous: PathBuf,
    manifest: PathBuf,
}

/// What lies beside a refreshed catalogue.
#[derive(Serialize, Deserialize)]
struct Manifest {
    /// The fingerprint of the catalogue it belongs to.
    catalog: String,
    /// When AWS changed each service, in seconds since 1970.
    modified: BTreeMap<String, u64>,
}

fn open(path: &Path) -> Result<Catalog, OpError> {
    let name = path.display().to_string();
    let bytes = read_limited(path, &name, MAX_BYTES)?;
    Catalog::open(bytes)
        .map_err(|problem| OpError::invalid(format!("the refreshed catalogue `{name}` is broken: {problem}")))
}

fn fingerprint(bytes: &[u8]) -> String {
    format!("{:016x}-{}", fnv1a(bytes.iter().copied()), bytes.len())
}
