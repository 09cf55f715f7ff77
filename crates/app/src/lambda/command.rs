//! `leastwise lambda FUNCTION`, and how the program knows which function it is where nobody gives it arguments.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use ops::{Cancel, OpError};

use super::runtime;
use crate::environment;

/// The functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    /// Counts what the messages of a queue name.
    Analyzer,
    /// Answers requests of API Gateway.
    Api,
}

const FUNCTIONS: [(&str, Function); 2] = [("analyzer", Function::Analyzer), ("api", Function::Api)];

/// What Lambda calls the program of a runtime of one's own
/// (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html>).
const PROGRAM: &str = "bootstrap";

/// The subcommand.
pub fn command() -> Command {
    Command::new("lambda").about("Serves a function of AWS Lambda: started by Lambda, not by people").arg(
        Arg::new("function")
            .value_name("FUNCTION")
            .required(true)
            .value_parser(PossibleValuesParser::new(FUNCTIONS.map(|(name, _)| name)))
            .help("Which function this is"),
    )
}

/// Serves until Lambda ends the process.
pub fn serve(matches: &ArgMatches, cancel: &Cancel) -> Result<(), OpError> {
    let named = matches.get_one::<String>("function").map(String::as_str).unwrap_or_default();
    let function = function(named)?;
    if let Some(missing) = environment::missing_of_lambda() {
        return Err(OpError::invalid(format!("this is not Lambda: there is no `{missing}`"))
            .hint("deploy it with `infra/sam/template.yaml`; `leastwise serve` answers requests here"));
    }
    let table = environment::table().ok_or_else(|| {
        OpError::invalid("`LEASTWISE_TABLE` names no table").hint("set it to that of the store")
    })?;
    runtime::serve(function, &table, cancel)
}

/// Lambda starts `bootstrap` without arguments and says in `_HANDLER` what it is to be.
pub fn with_handler(arguments: Vec<OsString>, handler: Option<OsString>) -> Vec<OsString> {
    match (arguments.as_slice(), handler) {
        ([program], Some(handler)) if Path::new(program).file_name() == Some(PROGRAM.as_ref()) => {
            vec![program.clone(), "lambda".into(), handler]
        }
        _ => arguments,
    }
}

fn function(name: &str) -> Result<Function, OpError> {
    let known = FUNCTIONS.iter().find(|(known, _)| *known == name);
    known
        .map(|(_, function)| *function)
        .ok_or_else(|| OpError::invalid(format!("there is no function `{name}`")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_handler_counts_for_a_bootstrap_without_arguments_only() {
        let with = |arguments: &[&str], handler: Option<&str>| {
            let arguments = arguments.iter().map(OsString::from).collect();
            let arguments = with_handler(arguments, handler.map(OsString::from));
            arguments.join(" ".as_ref()).into_string().unwrap()
        };
        let handler = Some("analyzer");
        assert_eq!(with(&["/var/task/bootstrap"], handler), "/var/task/bootstrap lambda analyzer");
        assert_eq!(with(&["/var/task/bootstrap"], None), "/var/task/bootstrap");
        assert_eq!(with(&["/var/task/bootstrap", "--version"], handler), "/var/task/bootstrap --version");
        assert_eq!(with(&["leastwise"], handler), "leastwise");
        assert_eq!(with(&[], handler), "");
    }
}
