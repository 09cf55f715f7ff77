//! All jobs: so many at most, each with its last stage for whoever asks, now or later.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::super::problem::Problem;
use super::stage::Stage;

/// Jobs that wait or run at once.
const MOST: usize = 100;

/// Jobs that have ended, of which is still told how.
const REMEMBERED: usize = 1_000;

/// Files that are taken in at once: each may be slow.
const INTAKES: usize = 64;

/// Temporary storage for all files, in units.
const STORAGE: usize = (2 << 30) / UNIT;

/// The unit in which temporary storage is given out, in bytes.
pub(super) const UNIT: usize = 256 << 10;

/// Files that are read at once: the reading of logs takes a core each, and requests want some of them, too.
const READERS: usize = 1;

/// All jobs.
pub(crate) struct Board {
    jobs: Mutex<Jobs>,
    intakes: Arc<Semaphore>,
    storage: Arc<Semaphore>,
    readers: Arc<Semaphore>,
}

#[derive(Default)]
struct Jobs {
    stages: BTreeMap<String, watch::Receiver<Stage>>,
    /// Those that have ended, the oldest first.
    ended: VecDeque<String>,
    under_way: usize,
}

/// A job that has not ended yet; dropped before its end, it is taken off the board.
pub(super) struct Job {
    pub(super) id: String,
    stage: watch::Sender<Stage>,
    board: Arc<Board>,
}

impl Board {
    pub(crate) fn new() -> Self {
        let places = |count| Arc::new(Semaphore::new(count));
        Self {
            jobs: Mutex::default(),
            intakes: places(INTAKES),
            storage: places(STORAGE),
            readers: places(READERS),
        }
    }

    fn jobs<T>(&self, look: impl FnOnce(&mut Jobs) -> T) -> T {
        look(&mut self.jobs.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A place to take a file in.
    pub(super) fn intake(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let is_full = self.jobs(|jobs| jobs.under_way >= MOST);
        let place = self.intakes.clone().try_acquire_owned().ok().filter(|_| !is_full);
        place.ok_or_else(|| Problem::too_many("as many files as the server can hold are under way"))
    }

    /// Temporary storage, in units.
    pub(super) fn storage(&self, units: usize) -> Result<OwnedSemaphorePermit, Problem> {
        let units = u32::try_from(units).unwrap_or(u32::MAX);
        let given = self.storage.clone().try_acquire_many_owned(units);
        given.map_err(|_| Problem::too_many("the server's storage for files is full"))
    }

    /// A turn to read a file.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        self.readers.clone().acquire_owned().await.ok()
    }

    pub(super) fn begin(self: &Arc<Self>) -> Result<Job, Problem> {
        // Whoever knows it may see what becomes of the file.
        let id = uuid::Uuid::new_v4().simple().to_string();
        let (stage, last) = watch::channel(Stage::Waiting);
        self.jobs(|jobs| {
            if jobs.under_way >= MOST {
                return Err(Problem::too_many("as many files as the server can hold are under way"));
            }
            jobs.under_way += 1;
            jobs.stages.insert(id.clone(), last);
            Ok(())
        })?;
        Ok(Job { id, stage, board: self.clone() })
    }

    /// Where the stages of a job are told, from the last on.
    pub(super) fn job(&self, id: &str) -> Option<watch::Receiver<Stage>> {
        self.jobs(|jobs| jobs.stages.get(id).cloned())
    }
}

impl Job {
    pub(super) fn tell(&self, stage: Stage) {
        self.stage.send_replace(stage);
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        let (id, has_ended) = (self.id.clone(), self.stage.borrow().is_last());
        self.board.jobs(|jobs| {
            jobs.under_way = jobs.under_way.saturating_sub(1);
            if !has_ended {
                jobs.stages.remove(&id);
                return;
            }
            jobs.ended.push_back(id);
            if jobs.ended.len() > REMEMBERED
                && let Some(oldest) = jobs.ended.pop_front()
            {
                jobs.stages.remove(&oldest);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::problem::Problem;
    use super::*;

    fn failed() -> Stage {
        Stage::Failed(Problem::too_many("no"))
    }

    #[test]
    fn jobs_that_end_are_remembered_and_the_oldest_forgotten() {
        let board = Arc::new(Board::new());
        let end = || {
            let job = board.begin().unwrap();
            job.tell(failed());
            job.id.clone()
        };
        let first = end();
        assert!(board.job(&first).unwrap().borrow().is_last());
        for _ in 0..REMEMBERED {
            end();
        }
        assert!(board.job(&first).is_none());
        assert_eq!(board.jobs(|jobs| (jobs.under_way, jobs.stages.len())), (0, REMEMBERED));
    }

    #[test]
    fn there_is_an_end_to_what_is_under_way() {
        let board = Arc::new(Board::new());
        let mut all: Vec<_> = (0..MOST).map(|_| board.begin().unwrap()).collect();
        assert!(board.begin().is_err() && board.intake().is_err());
        all.pop();
        assert!(board.begin().is_ok() && board.intake().is_ok());
        assert!(board.storage(STORAGE + 1).is_err() && board.storage(STORAGE).is_ok());
    }
}
