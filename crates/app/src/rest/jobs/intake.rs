//! The body of an upload: a stream into a temporary file, within the limits, and with a name for its content.

use std::io::Write;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use futures::StreamExt;
use ops::{ErrorKind, OpError};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use tokio::sync::OwnedSemaphorePermit;

use super::super::problem::Problem;
use super::board::{Board, UNIT};

/// The largest file.
const LARGEST: usize = 512 << 20;

/// The next piece of a file must have come by then.
const PATIENCE: Duration = Duration::from_secs(30);

/// So much is written at a time.
const BLOCK: usize = 256 << 10;

/// A file that was sent; gone with this.
pub(super) struct Taken {
    pub(super) file: NamedTempFile,
    pub(super) bytes: u64,
    /// Hexadecimal digits that another content does not have.
    pub(super) content: String,
    _storage: Vec<OwnedSemaphorePermit>,
}

/// A file that is being written.
struct Open {
    file: NamedTempFile,
    digest: Sha256,
}

pub(super) async fn take(board: &Board, body: Body) -> Result<Taken, Problem> {
    let mut open = blocking(|| {
        let file = tempfile::Builder::new().prefix("leastwise-upload-").tempfile();
        Ok(Open { file: file.map_err(unwritable)?, digest: Sha256::new() })
    })
    .await?;
    let mut stream = body.into_data_stream();
    let (mut block, mut storage, mut bytes) = (Vec::new(), Vec::new(), 0_usize);
    loop {
        let next = tokio::time::timeout(PATIENCE, stream.next()).await.map_err(|_| slow())?;
        let is_end = next.is_none();
        if let Some(chunk) = next {
            // Its sender may be gone and not read this.
            let chunk = chunk.map_err(|_| Problem::broken())?;
            let paid = bytes.div_ceil(UNIT);
            bytes += chunk.len();
            if bytes > LARGEST {
                let what = format!("the file is over the limit of {LARGEST} bytes");
                return Err(OpError::too_large(what).into());
            }
            if bytes.div_ceil(UNIT) > paid {
                storage.push(board.storage(bytes.div_ceil(UNIT) - paid)?);
            }
            block.extend_from_slice(&chunk);
        }
        if block.len() >= BLOCK || (is_end && !block.is_empty()) {
            let written = std::mem::take(&mut block);
            open = blocking(move || open.with(&written)).await?;
        }
        if is_end {
            break;
        }
    }
    let digest = open.digest.finalize();
    let mark = digest.first_chunk().map_or(0, |first| u128::from_be_bytes(*first));
    let content = format!("{mark:032x}");
    Ok(Taken { file: open.file, bytes: bytes as u64, content, _storage: storage })
}

impl Open {
    fn with(mut self, block: &[u8]) -> Result<Self, OpError> {
        self.file.write_all(block).map_err(unwritable)?;
        self.digest.update(block);
        Ok(self)
    }
}

/// Disks may make wait.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpError> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| OpError::internal("the request was aborted"))??)
}

fn unwritable(error: std::io::Error) -> OpError {
    OpError::internal(format!("a file that was sent cannot be kept for its reading: {error}")).because(error)
}

fn slow() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, ErrorKind::TooLarge, "the file came too slowly")
}
