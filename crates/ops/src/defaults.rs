//! A request without what it leaves to the configuration becomes one with it, on every surface alike.

use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::config::{COMMANDS_WITH_DEFAULTS, Setting};
use crate::error::one_line;
use crate::wire::Configuration;
use crate::{Context, OpError, Operation, schema};

/// Where what is drafted comes from: a request that names one of these means no other.
const SOURCES: &[&str] = &["trail", "usage", "actions", "template"];

/// The name of the command, if it takes defaults.
fn command_of<T: Operation>() -> Option<&'static str> {
    match T::COMMAND {
        [name] => COMMANDS_WITH_DEFAULTS.iter().find(|command| *command == name).copied(),
        _ => None,
    }
}

/// Makes the arguments of an operation; what the configuration may give need not be on the command line.
pub(crate) fn augment<T: Operation>(command: Command) -> Command {
    let command = T::augment_args(command);
    if command_of::<T>().is_none() {
        return command;
    }
    command.mut_args(|option| if option.get_long().is_some() { option.required(false) } else { option })
}

/// The request of a command line.
pub(crate) fn from_arguments<T: Operation>(matches: &ArgMatches, cx: &Context) -> Result<T, OpError> {
    let refused = |error: &clap::Error| OpError::invalid(said(error));
    let Some(command) = command_of::<T>() else {
        return T::from_arg_matches(matches).map_err(|error| refused(&error));
    };
    let named = matches.try_get_one::<Configuration>("config").ok().flatten();
    let (settings, name) = cx.defaults(command, named)?;
    let all = T::augment_args(Command::new("leastwise").no_binary_name(true));
    let is_given =
        |option: &Arg| matches.value_source(option.get_id().as_str()) == Some(ValueSource::CommandLine);
    let names_source = all.get_arguments().any(|option| is_source(option.get_long()) && is_given(option));
    let (mut line, mut positional) = (Vec::new(), Vec::new());
    for option in all.get_arguments() {
        let long = option.get_long();
        let id = option.get_id().as_str();
        if is_given(option) {
            let values = matches.get_raw(id).into_iter().flatten().map(ToOwned::to_owned);
            match (long, option.get_action()) {
                (None, _) => positional.extend(values),
                (Some(long), ArgAction::SetTrue) => line.push(format!("--{long}").into()),
                (Some(long), _) => line.extend(values.map(|value| with_value(long, value))),
            }
        } else if let Some(setting) = settings.iter().find(|setting| Some(setting.option.as_str()) == long)
            && !(names_source && is_source(long))
        {
            line.extend(as_arguments(setting));
        }
    }
    line.push("--".into());
    line.extend(positional);
    let merged = all.try_get_matches_from(line).and_then(|matches| T::from_arg_matches(&matches));
    merged.map_err(|error| {
        let refusal = refused(&error);
        if settings.is_empty() {
            refusal
        } else {
            refusal.hint(format!("`{name}` gives what the command line does not"))
        }
    })
}

/// A request of the wire with the members that it leaves to the configuration.
pub(crate) fn with_members<T: Operation>(request: Value, cx: &Context) -> Result<Value, OpError> {
    let (Some(command), Value::Object(mut members)) = (command_of::<T>(), request.clone()) else {
        return Ok(request);
    };
    // What is no configuration is told of where the request is read.
    let named = members.get("config").and_then(|named| Configuration::deserialize(named).ok());
    let (settings, _) = cx.defaults(command, named.as_ref())?;
    let schema = schema::of::<T>();
    let known = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let names_source = SOURCES.iter().any(|source| is_something(members.get(*source)));
    let all = T::augment_args(Command::new("leastwise"));
    for setting in settings.iter().filter(|setting| !(names_source && is_source(Some(&setting.option)))) {
        let option = all.get_arguments().find(|option| option.get_long() == Some(&setting.option));
        let Some(name) = option.and_then(|option| member(option.get_id().as_str(), &known)) else { continue };
        if !is_something(members.get(&name)) {
            members.insert(name, as_member(setting));
        }
    }
    Ok(Value::Object(members))
}

fn is_source(long: Option<&str>) -> bool {
    long.is_some_and(|long| SOURCES.contains(&long))
}

/// Whether a member was given: an empty list is not.
fn is_something(member: Option<&Value>) -> bool {
    match member {
        None | Some(Value::Null) => false,
        Some(Value::Array(items)) => !items.is_empty(),
        Some(_) => true,
    }
}

fn as_arguments(setting: &Setting) -> Vec<OsString> {
    let one = |value: &Value| match value {
        Value::String(text) => with_value(&setting.option, text.into()),
        other => with_value(&setting.option, other.to_string().into()),
    };
    match &setting.value {
        Value::Bool(true) => vec![format!("--{}", setting.option).into()],
        Value::Bool(false) => Vec::new(),
        Value::Array(items) => items.iter().map(one).collect(),
        value => vec![one(value)],
    }
}

fn with_value(long: &str, value: OsString) -> OsString {
    let mut written = OsString::from(format!("--{long}="));
    written.push(value);
    written
}

/// The member of a request that an option stands for.
fn member(id: &str, known: &Map<String, Value>) -> Option<String> {
    let mut parts = id.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    [id.to_owned(), camel].into_iter().find(|name| known.contains_key(name))
}

fn as_member(setting: &Setting) -> Value {
    let path = |value: &Value| json!({ "path": value });
    match &setting.value {
        Value::Array(items) if setting.is_file => items.iter().map(path).collect(),
        value if setting.is_file => path(value),
        value => value.clone(),
    }
}

/// What `clap` says, without its advice on how the command is used.
fn said(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let lines: Vec<_> = lines.filter(|line| !line.is_empty() && !line.starts_with("For more")).collect();
    one_line(lines.join("; ").replace(":; ", ": ").trim_start_matches("error: "))
}
