//! `leastwise mcp`: its arguments, and what is served.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use ops::{Cancel, Configured, Context, Files, Limits, OpError};

use super::stdio;
use crate::{cli, environment};

/// The subcommand.
pub fn command() -> Command {
    Command::new("mcp")
        .about("Serves the operations to AI assistants: MCP over standard input and output")
        .arg(
            Arg::new("root")
                .long("root")
                .value_name("FOLDER")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf))
                .help("A folder whose files requests may name (can be repeated) [default: the working directory]"),
        )
        .arg(
            Arg::new("config")
                .long("config")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The configuration of requests that bring none; else the `leastwise.yaml` found from the working directory on"),
        )
}

/// Serves until the client has gone.
pub fn serve(matches: &ArgMatches, cancel: &Cancel) -> Result<(), OpError> {
    stdio::serve_stdio(context(matches, cancel)?)
}

/// What requests may use.
fn context(matches: &ArgMatches, cancel: &Cancel) -> Result<Context, OpError> {
    let roots: Vec<PathBuf> = matches.get_many::<PathBuf>("root").into_iter().flatten().cloned().collect();
    let working = environment::working_folder();
    let working =
        working.map_err(|error| OpError::invalid("the working directory cannot be used").because(error))?;
    if let Some(root) = roots.iter().find(|root| !root.is_dir()) {
        return Err(OpError::not_found(format!("the root `{}` is not a folder", root.display())));
    }
    let named = matches.get_one::<PathBuf>("config").map(|file| working.join(file));
    let configured = named.clone().map_or_else(|| Configured::From(working.clone()), Configured::File);
    let roots =
        if roots.is_empty() { vec![working] } else { roots.iter().map(|root| working.join(root)).collect() };
    let cx = cli::context(Files::Under(roots), cancel).with_limits(Limits::served());
    let cx = cx.with_configuration(configured);
    // A faulty file that was named is refused here; one that was found, by each request, as it may be mended meanwhile.
    if named.is_some() {
        cx.instructions()?;
    }
    Ok(cx)
}
