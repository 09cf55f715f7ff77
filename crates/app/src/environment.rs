//! What enters from outside of the request: the clock, environment variables, signals, the working directory.

use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

use ops::Cancel;

/// How long an operation may take to stop after an interrupt, before the process ends without it.
const GRACE: Duration = Duration::from_millis(300);
/// How much longer it may take if it is saving what was done, looked at every [`GRACE`].
const SAVING: u32 = 100;

/// The exit code of an interrupted process, as shells give it.
pub const INTERRUPTED: u8 = 130;

/// Seconds since 1970.
#[allow(clippy::disallowed_methods, reason = "the one place where time enters")]
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// The folder of the person's own data: `LEASTWISE_DATA`, else the platform's place for it.
pub fn data_folder() -> Option<PathBuf> {
    let folder = |name: &str| path(name).filter(|path| path.is_absolute());
    if let Some(own) = path("LEASTWISE_DATA") {
        return Some(own);
    }
    let platform = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    platform.map(|platform| platform.join("leastwise"))
}

/// The folder that relative paths start at.
#[allow(clippy::disallowed_methods, reason = "the one place where the working directory enters")]
pub fn working_folder() -> std::io::Result<PathBuf> {
    std::env::current_dir()
}

/// Whether requests for S3 go to a server of the person's own, as all tools for AWS understand it.
#[cfg(feature = "aws")]
pub(crate) fn has_own_endpoint() -> bool {
    ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].into_iter().any(|name| path(name).is_some())
}

/// Whether colours are unwelcome, whatever the terminal can do (<https://no-color.org>).
pub fn plain() -> bool {
    path("NO_COLOR").is_some() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Ends the process with [`INTERRUPTED`] when it is asked to end, after giving the operation a moment to stop.
pub fn on_interrupt(cancel: &Cancel) {
    let cancel = cancel.clone();
    let set = ctrlc::set_handler(move || {
        cancel.cancel();
        std::thread::sleep(GRACE);
        for _ in 0..SAVING {
            if cancel.is_held() {
                std::thread::sleep(GRACE);
            }
        }
        exit_interrupted();
    });
    // Without a handler the signal ends the process by itself, which is as good.
    drop(set);
}

#[allow(clippy::exit, clippy::disallowed_methods, reason = "the main thread did not stop in time")]
fn exit_interrupted() -> ! {
    std::process::exit(INTERRUPTED.into())
}

fn path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
