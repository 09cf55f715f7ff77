//! What enters from outside of the request: the clock, environment variables, signals, the working directory.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use ops::{Cancel, Context, Files};

use crate::fetch;

/// How long an operation may take to stop after an interrupt, before the process ends without it.
const GRACE: Duration = Duration::from_millis(300);
/// How much longer it may take if it is saving what was done, looked at every [`GRACE`].
const SAVING: u32 = 100;

/// The exit code of an interrupted process, as shells give it.
pub const INTERRUPTED: u8 = 130;

/// What every request has, however it comes.
pub(crate) fn context(files: Files, cancel: &Cancel) -> Context {
    Context::new(files, now)
        .with_cancel(cancel.clone())
        .with_data(data_folder())
        .with_fetch(Arc::new(fetch::Http::default()))
}

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

/// The variables that may hold what clients of the servers over HTTP must show.
pub(crate) const MCP_TOKEN: &str = "LEASTWISE_MCP_TOKEN";
pub(crate) const SERVE_TOKEN: &str = "LEASTWISE_SERVE_TOKEN";

/// What one of them holds.
pub(crate) fn token(variable: &str) -> Option<OsString> {
    std::env::var_os(variable).filter(|token| !token.is_empty())
}

/// What Lambda tells every function, and this process was not told
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>).
#[cfg(feature = "lambda")]
pub(crate) fn missing_of_lambda() -> Option<&'static str> {
    let told = [
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_VERSION",
    ];
    told.into_iter().find(|name| path(name).is_none())
}

/// Which function Lambda started.
#[cfg(feature = "lambda")]
pub(crate) fn handler() -> Option<OsString> {
    std::env::var_os("_HANDLER").filter(|handler| !handler.is_empty())
}

/// The table that functions keep things in.
#[cfg(feature = "lambda")]
pub(crate) fn table() -> Option<String> {
    std::env::var_os("LEASTWISE_TABLE")
        .and_then(|table| table.into_string().ok())
        .filter(|table| !table.is_empty())
}

/// What AI assistants are told, and the variable that says it: ours, or the one that `iam-policy-validator` reads.
pub fn mcp_instructions() -> Option<(&'static str, OsString)> {
    let set = |name| Some((name, std::env::var_os(name).filter(|text| !text.is_empty())?));
    set("LEASTWISE_MCP_INSTRUCTIONS").or_else(|| set("IAM_VALIDATOR_MCP_INSTRUCTIONS"))
}

/// Whether colours are unwelcome, whatever the terminal can do (<https://no-color.org>).
pub fn plain() -> bool {
    path("NO_COLOR").is_some() || std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Ends the process with [`INTERRUPTED`] when it is asked to end, after giving the operation a moment to stop. Asked again, it
/// ends at once: whoever saves something may wait for a pipe that nobody writes to.
pub fn on_interrupt(cancel: &Cancel) {
    let cancel = cancel.clone();
    let set = ctrlc::set_handler(move || {
        if cancel.is_cancelled() {
            exit_interrupted();
        }
        cancel.cancel();
        let cancel = cancel.clone();
        let wait = std::thread::Builder::new().spawn(move || {
            std::thread::sleep(GRACE);
            for _ in 0..SAVING {
                if cancel.is_held() {
                    std::thread::sleep(GRACE);
                }
            }
            exit_interrupted();
        });
        // Nobody else would end it.
        if wait.is_err() {
            exit_interrupted();
        }
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
