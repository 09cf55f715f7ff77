//! Where the bytes of a Parquet file are: in memory, or in a file of which only what is needed is read.

use std::fs;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::{Buf, Bytes};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// Bytes that can be read from any place on.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Held(Bytes),
    File(Arc<fs::File>),
}

impl Source {
    /// So many bytes from a place on; `None` if there are not so many, or they cannot be read.
    pub(super) fn range(&self, start: u64, length: u64) -> Option<Bytes> {
        self.get_bytes(start, usize::try_from(length).ok()?).ok()
    }

    fn file_from(file: &fs::File, start: u64) -> Result<fs::File> {
        let mut file = file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::File(file) => file.metadata().map_or(0, |metadata| metadata.len()),
        }
    }
}

impl ChunkReader for Source {
    type T = Box<dyn Read>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        match self {
            Self::Held(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Ok(Box::new(bytes.slice(start..).reader()))
            }
            Self::File(file) => Ok(Box::new(BufReader::new(Self::file_from(file, start)?))),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // A length that is only claimed must not be given room.
        if start.checked_add(length as u64).is_none_or(|end| end > self.len()) {
            return Err(ParquetError::EOF("the file ends too early".to_owned()));
        }
        match self {
            Self::Held(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(start..start + length))
            }
            Self::File(file) => {
                let mut bytes = vec![0; length];
                Self::file_from(file, start)?.read_exact(&mut bytes)?;
                Ok(bytes.into())
            }
        }
    }
}
