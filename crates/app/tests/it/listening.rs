//! A server as its user sees it: a child process that says where it listens, and ends when it is told.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};

pub(crate) struct Listening {
    child: Child,
    errors: BufReader<ChildStderr>,
}

impl Listening {
    /// Starts it; where it listens, as it says so.
    pub(crate) fn start(process: &mut Command) -> (Self, String) {
        let mut child = process.stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        errors.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        (Self { child, errors }, url)
    }

    /// Asks the process to end, and gives its exit code and what else it said.
    #[cfg(unix)]
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let said = self.said();
        (self.child.wait().unwrap().code(), said)
    }

    /// Ends the process without asking, and gives what else it said.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.said()
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        self.errors.read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
