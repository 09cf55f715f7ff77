//! Progress as notifications.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use ops::Progress;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::terminal;

/// How far the operation is, of how much, and what it does.
pub(super) type Step = (f64, Option<f64>, String);

/// Turns progress into notifications, a few a second.
pub(super) struct Notifier {
    sender: UnboundedSender<Step>,
    /// When the last one was sent, and how far the operation was: the protocol wants growing figures.
    last: Mutex<(Instant, u64)>,
}

const PACE: Duration = Duration::from_millis(200);

impl Notifier {
    pub(super) fn new() -> (Self, UnboundedReceiver<Step>) {
        let (sender, receiver) = unbounded_channel();
        (Self { sender, last: Mutex::new((Instant::now(), 0)) }, receiver)
    }
}

impl Progress for Notifier {
    #[allow(clippy::cast_precision_loss, reason = "the protocol counts in floating point")]
    fn at(&self, done: u64, total: Option<u64>, what: &str) {
        let Ok(mut last) = self.last.try_lock() else { return };
        if done > last.1 && last.0.elapsed() >= PACE {
            *last = (Instant::now(), done);
            // Nobody receives once the call is answered.
            let _ = self.sender.send((done as f64, total.map(|total| total as f64), what.to_owned()));
        }
    }

    fn note(&self, line: &str) {
        terminal::complain(&format!("warning: {line}"));
    }
}
