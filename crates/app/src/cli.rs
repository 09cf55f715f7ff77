//! The command line: a loop over the operations, and the binary's own commands.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind as ClapError;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use ops::context::Stdin;
use ops::{Answer, COMMANDS, Cancel, Configured, Context, Files, OPERATIONS, OpError, Outcome, Registered};

use crate::{environment, mcp, panics, rest, terminal};

/// What the words before an operation's last word stand for.
const GROUPS: &[(&str, &str)] = &[
    ("query", "Looks up services, actions, resources and condition keys"),
    ("check", "Answers whether policies allow what they are not to"),
    ("checks", "Lists the checks"),
    ("build", "Writes policies and ARNs from names"),
    ("templates", "Lists policy templates, and fills them in"),
    ("usage", "Shows what was used, denied and never used, and puts usage together"),
    ("config", "Checks the configuration, and prints its schema"),
    ("catalog", "Shows and refreshes the catalogue of AWS services"),
];

/// Runs the command line and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    panics::keep_messages();
    #[cfg(feature = "lambda")]
    let arguments =
        crate::lambda::command::with_handler(arguments.into_iter().collect(), environment::handler());
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let matches = match command_called(&arguments).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return refuse(&error),
    };
    let cancel = Cancel::default();
    // A server on the network ends in an order of its own.
    let listens = matches.subcommand_matches("mcp").is_some_and(mcp::command::listens)
        || matches.subcommand_matches("serve").is_some();
    if !listens {
        environment::on_interrupt(&cancel);
    }
    let outcome = dispatch(&matches, &cancel);
    if cancel.is_cancelled() {
        return ExitCode::from(environment::INTERRUPTED);
    }
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::ReadInPart) => ExitCode::from(2),
        Err(error) => {
            terminal::complain_of(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// The command line as far as these arguments ask for it: to put together what all the other operations take would cost more
/// memory and time than many a command itself.
fn command_called(arguments: &[OsString]) -> Command {
    let words = arguments.get(1..).unwrap_or_default();
    let called = operations().find(|operation| {
        words.len() >= operation.command.len()
            && operation.command.iter().zip(words).all(|(name, word)| word == name)
    });
    match called {
        Some(called) => command_with(&|operation| operation.command == called.command),
        None => command(),
    }
}

/// The whole command line, also for its reference page and for completions.
pub fn command() -> Command {
    command_with(&|_| true)
}

/// The command line, with the arguments of some operations only.
fn command_with(is_whole: &dyn Fn(&Registered) -> bool) -> Command {
    let root = Command::new("leastwise")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Observes, drafts and checks AWS permissions, offline")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100);
    let with_operations =
        operations().fold(root, |root, operation| place(root, operation.command, operation, is_whole));
    #[cfg(feature = "lambda")]
    let with_operations = with_operations.subcommand(crate::lambda::command::command());
    with_operations.subcommand(mcp::command::command()).subcommand(rest::command::command()).subcommand(
        Command::new("completions")
            .about("Prints the completion script of a shell")
            .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell))),
    )
}

/// The reference of the command line: the long help of every command that does something.
pub fn reference() -> String {
    let mut page = String::from(
        "# The command line\n\nWritten from the program itself: `leastwise COMMAND --help` says the same.\n",
    );
    describe(&command(), "leastwise", &mut page);
    page
}

fn describe(command: &Command, name: &str, page: &mut String) {
    if command.has_subcommands() {
        command
            .get_subcommands()
            .for_each(|below| describe(below, &format!("{name} {}", below.get_name()), page));
    } else {
        let help = command.clone().bin_name(name).term_width(100).render_long_help().to_string();
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        page.extend(["\n## ", name, "\n\n```text\n", &help.join("\n"), "\n```\n"]);
    }
}

/// All that has a place on the command line.
fn operations() -> impl Iterator<Item = &'static Registered> {
    OPERATIONS.iter().chain(COMMANDS)
}

/// Puts an operation into the tree below `parent`, making groups as needed.
fn place(
    parent: Command,
    path: &[&'static str],
    operation: &Registered,
    is_whole: &dyn Fn(&Registered) -> bool,
) -> Command {
    match path {
        [] => parent,
        [name] if is_whole(operation) => parent.subcommand(leaf(Command::new(*name), operation)),
        [name] => parent.subcommand(Command::new(*name)),
        [group, rest @ ..] => {
            let parent = if parent.find_subcommand(group).is_some() {
                parent
            } else {
                let about = GROUPS.iter().find(|known| known.0 == *group).map_or("", |known| known.1);
                let new = Command::new(*group).about(about);
                parent.subcommand(new.subcommand_required(true).arg_required_else_help(true))
            };
            parent.mut_subcommand(group, |group| place(group, rest, operation, is_whole))
        }
    }
}

fn leaf(command: Command, operation: &Registered) -> Command {
    let command = (operation.augment)(command);
    let own: Vec<_> = command.get_arguments().map(|argument| argument.get_id().clone()).collect();
    let formats = ["text", "json"].into_iter().chain((operation.formats)());
    command
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("text")
                .value_parser(PossibleValuesParser::new(formats))
                .help("How to print the answer")
                .display_order(900),
        )
        .arg(
            Arg::new("request")
                .long("request")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(own)
                .help("Take the request from a JSON file (`-` for standard input) instead of arguments")
                .display_order(901),
        )
}

fn dispatch(matches: &ArgMatches, cancel: &Cancel) -> Result<Outcome, OpError> {
    let mut path = Vec::new();
    let mut matches = matches;
    while let Some((name, below)) = matches.subcommand() {
        path.push(name);
        matches = below;
    }
    match path.as_slice() {
        ["mcp"] => mcp::command::serve(matches, cancel).map(|()| Outcome::Clean),
        ["serve"] => rest::command::serve(matches, cancel).map(|()| Outcome::Clean),
        #[cfg(feature = "lambda")]
        ["lambda"] => crate::lambda::command::serve(matches, cancel).map(|()| Outcome::Clean),
        ["completions"] => completions(matches),
        path => {
            let operation = operations().find(|operation| operation.command == path);
            let operation = operation.ok_or_else(|| OpError::internal("a command without an operation"))?;
            answer(operation, matches, cancel)
        }
    }
}

fn answer(operation: &Registered, matches: &ArgMatches, cancel: &Cancel) -> Result<Outcome, OpError> {
    let progress = Arc::new(terminal::ProgressLine::new());
    let cx = environment::context(Files::Any, cancel).with_stdin(Stdin::Read).with_progress(progress.clone());
    #[cfg(feature = "aws")]
    let cx = cx.with_buckets(Arc::new(crate::buckets::Aws));
    // Without a working directory there is nowhere to look.
    let configured = environment::working_folder().map_or(Configured::Nothing, Configured::From);
    let cx = cx.with_configuration(configured);
    let answer = panics::caught(|| match matches.get_one::<PathBuf>("request") {
        None => (operation.run_args)(matches, &cx),
        Some(file) => (operation.run_json)(request(file, &cx)?, &cx),
    });
    progress.clear();
    let answer = answer?;
    let format = matches.get_one::<String>("format").map_or("text", String::as_str);
    let text = panics::caught(|| written(answer.as_ref(), format))?;
    terminal::print(&text).map_err(|error| OpError::io("standard output", error))?;
    let outcome = answer.outcome();
    // The process ends here, and gives the memory back at once.
    std::mem::forget(answer);
    Ok(outcome)
}

fn request(file: &Path, cx: &Context) -> Result<serde_json::Value, OpError> {
    let bytes = cx.read_file(file)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| OpError::invalid(format!("the request `{}` is not JSON: {error}", file.display())))
}

fn written(answer: &dyn Answer, format: &str) -> Result<String, OpError> {
    match format {
        "text" => Ok(answer.text(terminal::style())),
        "json" => ops::schema::pretty(&answer.json()?),
        other => {
            answer.formatted(other).unwrap_or_else(|| Err(OpError::internal("a format without a writer")))
        }
    }
}

fn completions(matches: &ArgMatches) -> Result<Outcome, OpError> {
    let mut script = Vec::new();
    if let Some(shell) = matches.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut command(), "leastwise", &mut script);
    }
    let script = String::from_utf8_lossy(&script);
    terminal::print(&script).map_err(|error| OpError::io("standard output", error))?;
    Ok(Outcome::Clean)
}

/// Help and version as they are; mistakes in one line.
fn refuse(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ClapError::DisplayHelp
        | ClapError::DisplayVersion
        | ClapError::DisplayHelpOnMissingArgumentOrSubcommand => {
            let code = ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
            return match error.print().and_then(|()| std::io::stdout().flush()) {
                Err(fault) if fault.kind() != std::io::ErrorKind::BrokenPipe => {
                    terminal::complain_of(&OpError::io("standard output", fault));
                    ExitCode::from(2)
                }
                _ => code,
            };
        }
        _ => {}
    }
    let rendered = error.render().to_string();
    let told = rendered.lines().map(str::trim).filter(|line| !line.is_empty());
    let told =
        told.take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"));
    terminal::complain(&told.collect::<Vec<_>>().join("; ").replace(":; ", ": "));
    ExitCode::from(2)
}
