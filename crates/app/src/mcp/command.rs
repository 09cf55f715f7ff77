//! `leastwise mcp`: its arguments, and what requests may use.

use std::path::PathBuf;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueEnum, value_parser};
use ops::{Cancel, Configured, Context, Effect, Files, Limits, OpError, Registered, Surface};

use super::profile::Profile;
use super::shared::Shared;
use super::transport::Transport;
use super::{instructions, stdio, transport};
use crate::environment;
use crate::http::door::{self, Door};
use crate::http::guard::Pages;

/// What means nothing over standard input and output.
const OF_THE_NETWORK: [&str; 6] = ["host", "port", "token-file", "allowed-host", "allowed-origin", "timeout"];

/// The subcommand.
pub fn command() -> Command {
    let own = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("mcp")
        .about("Serves the operations to AI assistants: MCP over standard input and output, or HTTP")
        .arg(
            own("transport", "TRANSPORT", "How messages travel")
                .value_parser(value_parser!(Transport))
                .default_value("stdio"),
        )
        .arg(
            own("profile", "PROFILE", "Which tools are offered: fewer cost an assistant fewer tokens")
                .value_parser(value_parser!(Profile))
                .default_value("full"),
        )
        .arg(
            own("root", "FOLDER", "A folder whose files requests may name (can be repeated) [default: the working directory; over HTTP none]")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            own("config", "FILE", "The configuration of requests that bring none; else the `leastwise.yaml` found from the working directory on")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            own("instructions", "TEXT", "What an assistant is told beside our own words; else what the configuration says, else LEASTWISE_MCP_INSTRUCTIONS")
                .conflicts_with("instructions-file"),
        )
        .arg(
            own("instructions-file", "FILE", "The same from a file")
                .value_parser(value_parser!(PathBuf)),
        )
        .args([
            own("host", "HOST", "The address to listen on; any but a loopback one needs a token").default_value("127.0.0.1"),
            own("port", "PORT", "The port to listen on; 0 takes a free one")
                .default_value("8000")
                .value_parser(value_parser!(u16)),
            own("token-file", "FILE", "A file with the token that requests must bear; else LEASTWISE_MCP_TOKEN is, if set")
                .value_parser(value_parser!(PathBuf)),
            own("allowed-host", "NAME", "A further name of this server, such as `mcp.example.com` (can be repeated)")
                .action(ArgAction::Append),
            own("allowed-origin", "ORIGIN", "Where further web pages may come from, such as `https://app.example.com` (can be repeated)")
                .action(ArgAction::Append),
            own("timeout", "SECONDS", "How long a call may take")
                .default_value("60")
                .value_parser(value_parser!(u64).range(1..=86_400)),
        ].map(|arg| arg.help_heading("Over HTTP")))
}

/// Whether it serves the network, and not standard input and output.
pub fn listens(matches: &ArgMatches) -> bool {
    transport(matches) != Transport::Stdio
}

/// Serves until the client has gone, or the process is asked to end.
pub fn serve(matches: &ArgMatches, cancel: &Cancel) -> Result<(), OpError> {
    let transport = transport(matches);
    let offered = offered(matches);
    if transport == Transport::Stdio {
        let is_given = |name: &&&str| matches.value_source(name) == Some(ValueSource::CommandLine);
        if let Some(needless) = OF_THE_NETWORK.iter().find(is_given) {
            return Err(OpError::invalid(format!(
                "`--{needless}` means nothing over standard input and output"
            ))
            .hint("add `--transport http`"));
        }
        return stdio::serve(Shared::new(context(matches, cancel)?, offered, None));
    }
    let texts = |name| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
    let file = matches.get_one::<PathBuf>("token-file");
    let held = (environment::MCP_TOKEN, environment::token(environment::MCP_TOKEN));
    let door = Door {
        host: matches.get_one::<String>("host").cloned().unwrap_or_default(),
        port: matches.get_one("port").copied().unwrap_or_default(),
        token: door::token(file.map(PathBuf::as_path), held, &environment::context(Files::Any, cancel))?,
        hosts: texts("allowed-host"),
        origins: texts("allowed-origin"),
        pages: Pages::Local,
        variable: environment::MCP_TOKEN,
    };
    let limit = matches.get_one("timeout").copied().map(Duration::from_secs);
    transport::serve(transport, Shared::new(context(matches, cancel)?, offered, limit), door)
}

fn transport(matches: &ArgMatches) -> Transport {
    matches.get_one("transport").copied().unwrap_or(Transport::Stdio)
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
    let files = match (roots.is_empty(), listens(matches)) {
        (false, _) => Files::Under(roots.iter().map(|root| working.join(root)).collect()),
        (true, false) => Files::Under(vec![working]),
        // Who started the server is not who asks it: nobody said that these files are for others.
        (true, true) => Files::Denied,
    };
    let cx = environment::context(files, cancel).with_limits(Limits::served());
    let cx = cx.with_configuration(configured);
    // A faulty file that was named is refused here; one that was found, by each request, as it may be mended meanwhile.
    if named.is_some() {
        cx.instructions()?;
    }
    let cx = instructions::told(matches)?.into_iter().fold(cx, Context::with_instructions);
    Ok(cx.with_surface(surface(matches)))
}

/// What of the operations is offered.
fn surface(matches: &ArgMatches) -> Surface {
    let profile = profile(matches);
    Surface {
        mode: if listens(matches) { "hosted" } else { "local" },
        profile: profile.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default(),
        tools: offered(matches).iter().map(|operation| operation.name.to_owned()).collect(),
    }
}

/// The operations that clients may call. Over the network none fetches: whoever asks would choose where this machine asks,
/// and what every other client is answered from.
fn offered(matches: &ArgMatches) -> Vec<&'static Registered> {
    let is_local = !listens(matches);
    profile(matches)
        .operations()
        .filter(|operation| is_local || operation.effect != Effect::Fetches)
        .collect()
}

fn profile(matches: &ArgMatches) -> Profile {
    matches.get_one("profile").copied().unwrap_or_default()
}
