//! What a process has used, as Linux counts it; elsewhere nothing is known.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The processor time that `work` takes on this thread: what else the machine does counts little.
pub(super) fn processor_time(work: impl FnOnce()) -> Option<Duration> {
    let before = used()?;
    work();
    Some(used()?.saturating_sub(before))
}

/// The middle of the times that `work` takes when it is done `count` times.
pub(super) fn median(count: usize, work: impl Fn()) -> Duration {
    let mut times: Vec<_> = (0..count).map(|_| time(&work)).collect();
    times.sort_unstable();
    times.get(count / 2).copied().unwrap_or_default()
}

/// The most memory, in bytes, that was seen in use by a program until it ended.
pub(super) fn peak_memory(program: &Path, arguments: &[&str], folder: &Path) -> Option<u64> {
    let mut command = Command::new(program);
    let silent = command.args(arguments).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = silent.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        // The kernel keeps the peak itself, so that only the last moment can be missed.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse::<u64>().ok()));
        sleep(Duration::from_micros(200));
    }
    Some(most? * 1_024)
}

fn used() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

fn time(work: impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
