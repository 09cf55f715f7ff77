//! `leastwise serve`: its arguments, and what requests may use.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use ops::{Cancel, Configured, Context, Files, Limits, OpError, Surface};

use super::audit::Audit;
use super::kept;
use super::router;
use super::service::{Service, offered};
use crate::environment;
use crate::http::door::{self, Door, Served};
use crate::http::guard::Pages;

/// The subcommand.
pub fn command() -> Command {
    let own = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("serve")
        .about("Serves the operations over HTTP: a REST API")
        .args([
            own("listen", "ADDRESS", "The address and port to listen on; any address but a loopback one needs a token, port 0 takes a free one")
                .default_value("127.0.0.1:8080"),
            own("token-file", "FILE", "A file with the token that requests must bear; else LEASTWISE_SERVE_TOKEN is, if set")
                .value_parser(value_parser!(PathBuf)),
            own("allowed-host", "NAME", "A further name of this server, such as `leastwise.example.com` (can be repeated)")
                .action(ArgAction::Append),
            own("allowed-origin", "ORIGIN", "Where web pages of others may come from, such as `https://app.example.com` (can be repeated)")
                .action(ArgAction::Append),
            own("config", "FILE", "The configuration of requests that bring none; else the `leastwise.yaml` found from the working directory on")
                .value_parser(value_parser!(PathBuf)),
            own("store", "FILE", "What is remembered of usage, runs and policies [default: leastwise.store in the data folder]")
                .value_parser(value_parser!(PathBuf)),
            own("audit", "FILE", "Where to write one line of JSON for each request that may write, behind what is there [default: standard error]")
                .value_parser(value_parser!(PathBuf)),
            own("timeout", "SECONDS", "How long an operation may take")
                .default_value("60")
                .value_parser(value_parser!(u64).range(1..=86_400)),
        ])
}

/// Serves until the process is asked to end.
pub fn serve(matches: &ArgMatches, cancel: &Cancel) -> Result<(), OpError> {
    let (host, port) = listened(matches)?;
    let texts = |name| matches.get_many::<String>(name).into_iter().flatten().cloned().collect();
    let file = matches.get_one::<PathBuf>("token-file");
    let held = (environment::SERVE_TOKEN, environment::token(environment::SERVE_TOKEN));
    let token = door::token(file.map(PathBuf::as_path), held, &environment::context(Files::Any, cancel))?;
    let token_name = token
        .is_some()
        .then(|| file.map_or_else(|| environment::SERVE_TOKEN.to_owned(), |file| file.display().to_string()));
    let audit = Audit::open(matches.get_one::<PathBuf>("audit").map(PathBuf::as_path), token_name)?;
    let door = Door {
        host,
        port,
        token,
        hosts: texts("allowed-host"),
        origins: texts("allowed-origin"),
        pages: Pages::Own,
        variable: environment::SERVE_TOKEN,
    };
    let store = kept::store(matches.get_one::<PathBuf>("store").cloned())?;
    let limit = matches.get_one("timeout").copied().map_or(Duration::from_mins(1), Duration::from_secs);
    let context = context(matches.get_one::<PathBuf>("config"), cancel)?;
    let service = Arc::new(Service::new(context, limit, audit, store.clone()));
    let counted = service.clone();
    let answered = async move { counted.finished().await };
    let routes = |guard, stop| {
        let tidied = service.clone();
        tokio::spawn(async move { tidied.tidy().await });
        let patience = kept::patience(&store);
        Served { router: router::guarded(service, guard, stop), ready: kept::opened(store), patience }
    };
    door.serve("", routes, answered)
}

/// `[::1]:8080` is the host `::1` and the port.
fn listened(matches: &ArgMatches) -> Result<(String, u16), OpError> {
    let listen = matches.get_one::<String>("listen").map(String::as_str).unwrap_or_default();
    let parts = listen.rsplit_once(':').and_then(|(host, port)| Some((host.to_owned(), port.parse().ok()?)));
    parts.filter(|(host, _)| !host.is_empty()).ok_or_else(|| {
        OpError::invalid(format!("`{listen}` is not an address with a port")).hint("write `127.0.0.1:8080`")
    })
}

/// What requests may use: no file of this machine, and no other host.
pub(super) fn context(config: Option<&PathBuf>, cancel: &Cancel) -> Result<Context, OpError> {
    let working = environment::working_folder();
    let working =
        working.map_err(|error| OpError::invalid("the working directory cannot be used").because(error))?;
    let named = config.map(|file| working.join(file));
    let configured = named.clone().map_or(Configured::From(working), Configured::File);
    let surface = Surface {
        mode: "hosted",
        tools: offered().map(|operation| operation.name.to_owned()).collect(),
        ..Surface::default()
    };
    let cx = environment::context(Files::Denied, cancel)
        .with_limits(Limits::served())
        .with_configuration(configured)
        .with_surface(surface);
    // A faulty file that was named is refused here; one that was found, by each request, as it may be mended meanwhile.
    if named.is_some() {
        cx.instructions()?;
    }
    Ok(cx)
}
