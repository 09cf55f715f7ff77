//! Installs the client, starts a server with a store of its own, and prints what came of it.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::build::{self, CONFORMANCE};
use crate::process::{finish, serve};
use crate::python;

/// The client cannot be had here, so nothing is known.
const NOT_RUN: u8 = 77;

/// What of an answer is looked at.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
    response_schema_conformance,unsupported_method,allow_header_conformance";

/// Requests for each route, beside those made of the bounds of its schema.
const EXAMPLES: &str = "10";

const LIMIT: Duration = Duration::from_mins(20);

pub(crate) fn run() -> Result<ExitCode> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("the workspace has no root")?;
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let folder = target.join("rest-clients");
    let python = match python::install(&root.join("xtask/rest_clients/requirements.txt"), &folder)? {
        Ok(python) => python,
        Err(why) => {
            println!("the outside client of the REST API was NOT run: {why}");
            return Ok(ExitCode::from(NOT_RUN));
        }
    };
    let binary = build::as_tested(None, CONFORMANCE)?.leastwise()?;
    let data = tempfile::tempdir()?;
    let within = |name: &str| data.path().join(name).display().to_string();
    let (store, audit) = (within("store"), within("audit.jsonl"));
    let server =
        serve(binary.as_ref(), &["serve", "--listen", "127.0.0.1:0", "--store", &store, "--audit", &audit])?;
    let mut client = Command::new(python.with_file_name("schemathesis"));
    client
        .current_dir(data.path())
        .args(["run", &format!("{}/openapi.json", server.url), "--url", &server.url, "--checks", CHECKS])
        .args(["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES, "--seed", "1"])
        .args(["--continue-on-failure", "--no-color", "--warnings", "off"]);
    let ended = finish(&mut client, &folder.join("logs"), "schemathesis", LIMIT)?;
    let summary = ended.output.rfind(" SUMMARY ").and_then(|at| ended.output.get(at..));
    println!("{}", summary.unwrap_or(&ended.output));
    if ended.is_well() {
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}; all that it said: {}", ended.last_words(), folder.join("logs").display());
    Ok(ExitCode::FAILURE)
}
