//! Standard output and standard error: whole answers, broken pipes, a line of progress.

use std::io::{ErrorKind, IsTerminal, Write, stderr, stdout};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use ops::{OpError, Progress, Reading, Style};

use crate::environment;

/// How standard output may look.
pub(crate) fn style() -> Style {
    Style { colour: stdout().is_terminal() && !environment::plain() }
}

/// Writes to standard output; whoever stopped reading has seen enough.
pub(crate) fn print(text: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes one line to standard error. There is nobody left to tell if that fails.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(stderr().lock(), "{}", ops::render::plain(line));
}

/// A refusal in one line.
pub(crate) fn complain_of(error: &OpError) {
    let hint = error.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
    complain(&format!("error: {}{hint}", error.message));
    error.also.iter().for_each(|message| complain(&format!("error: {message}")));
}

/// How long nothing is shown, and how often after that.
const PATIENCE: Duration = Duration::from_secs(1);
const PACE: Duration = Duration::from_millis(100);

/// One line on standard error that is written over, for what takes longer than a second.
pub(crate) struct ProgressLine {
    /// When the next line is due, and whether one was shown.
    state: Mutex<(Instant, bool)>,
    shown: bool,
    begun: Instant,
}

impl ProgressLine {
    pub(crate) fn new() -> Self {
        let begun = Instant::now();
        Self { state: Mutex::new((begun + PATIENCE, false)), shown: stderr().is_terminal(), begun }
    }

    /// Takes the line away.
    pub(crate) fn clear(&self) {
        if self.state.lock().is_ok_and(|state| state.1) {
            let _ = write!(stderr().lock(), "\r\x1b[K");
        }
    }
}

impl Progress for ProgressLine {
    fn at(&self, done: u64, total: Option<u64>, what: &str) {
        if !self.shown {
            return;
        }
        // Another thread that is just writing says as much.
        let Ok(mut state) = self.state.try_lock() else { return };
        if Instant::now() < state.0 {
            return;
        }
        *state = (Instant::now() + PACE, true);
        let total = total.map(|total| format!(" of {total}")).unwrap_or_default();
        let _ = write!(stderr().lock(), "\r\x1b[K{done}{total} {what}");
    }

    fn reading(&self, at: &Reading) {
        if self.shown {
            self.at(at.files, at.total, &rates(at, self.begun.elapsed()));
        }
    }

    fn note(&self, line: &str) {
        self.clear();
        complain(&format!("warning: {line}"));
    }
}

/// `files, 1203 events (12 skipped), 601 events/s`
fn rates(at: &Reading, elapsed: Duration) -> String {
    let rate = u128::from(at.records) * 1000 / elapsed.as_millis().max(1);
    format!("files, {} events ({} skipped), {rate} events/s", at.records, at.skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_tells_events_and_their_rate() {
        let at = Reading { files: 3, total: Some(9), records: 1203, skipped: 12 };
        assert_eq!(rates(&at, Duration::from_secs(2)), "files, 1203 events (12 skipped), 601 events/s");
        assert_eq!(rates(&Reading::default(), Duration::ZERO), "files, 0 events (0 skipped), 0 events/s");
    }
}
