//! What an operation is, and how its type becomes one line of the table.

use std::fmt::Display;

use clap::{ArgMatches, Command};
use schemars::{JsonSchema, Schema};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::error::one_line;
use crate::{Context, OpError, defaults, schema};

/// A request that knows how to answer itself. Its doc comment is its help and its MCP description.
pub trait Operation: clap::Args + DeserializeOwned + JsonSchema + Send + 'static {
    /// The name of the MCP tool. Never changes once published.
    const NAME: &'static str;
    /// Its place on the command line, such as `["query", "actions"]`; empty where it only makes sense on the wire.
    const COMMAND: &'static [&'static str];
    /// What running it changes.
    const EFFECT: Effect;
    type Response: Response;

    fn run(self, cx: &Context) -> Result<Self::Response, OpError>;
}

/// What running an operation changes outside of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    Read,
    /// Writes files that the request names.
    WritesFiles,
    /// Changes what later requests answer.
    WritesState,
    /// Asks the network, and changes what later requests answer.
    Fetches,
}

/// A typed answer; the same object on every surface.
pub trait Response: Serialize + JsonSchema + Send + 'static {
    /// Forms beside `text` and `json`.
    const FORMATS: &'static [Format<Self>] = &[];

    /// For a person at a terminal, and for a model that reads prose better than JSON. Ends with a line break unless empty.
    fn text(&self, style: Style) -> String;

    fn outcome(&self) -> Outcome {
        Outcome::Clean
    }
}

/// One further form of an answer: its name after `--format`, and how it is written.
pub struct Format<R: ?Sized> {
    pub name: &'static str,
    pub write: fn(&R) -> Result<String, OpError>,
}

/// How text may look where it is going.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// ANSI colours, which are never the only carrier of a meaning.
    pub colour: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit 0.
    Clean,
    /// Findings at or above the failing severity, or "no" to a yes/no question: exit 1.
    Findings,
    /// The input is at fault, and the answer tells what could be read of it: exit 2.
    ReadInPart,
}

/// One line of the table: the types are gone, function pointers are left.
pub struct Registered {
    pub name: &'static str,
    pub command: &'static [&'static str],
    pub effect: Effect,
    /// Names of the forms beside `text` and `json`.
    pub formats: fn() -> Vec<&'static str>,
    pub request_schema: fn() -> Schema,
    pub response_schema: fn() -> Schema,
    /// Adds help and arguments to a command.
    pub augment: fn(Command) -> Command,
    pub run_args: fn(&ArgMatches, &Context) -> Answered,
    pub run_json: fn(Value, &Context) -> Answered,
}

impl Registered {
    pub const fn of<T: Operation>() -> Self {
        Self {
            name: T::NAME,
            command: T::COMMAND,
            effect: T::EFFECT,
            formats: || T::Response::FORMATS.iter().map(|format| format.name).collect(),
            request_schema: schema::of::<T>,
            response_schema: schema::of_answer::<T::Response>,
            augment: defaults::augment::<T>,
            run_args: |matches, cx| {
                let request: T = defaults::from_arguments(matches, cx)?;
                Ok(Box::new(request.run(cx)?))
            },
            run_json: |value, cx| {
                let request = request::<T>(defaults::with_members::<T>(value, cx)?)?;
                Ok(Box::new(request.run(cx)?))
            },
        }
    }
}

/// What running an operation gives.
pub type Answered = Result<Box<dyn Answer>, OpError>;

/// A [`Response`] whose type is gone.
pub trait Answer: Send {
    fn text(&self, style: Style) -> String;
    fn json(&self) -> Result<Value, OpError>;
    /// The answer in a further form; `None` where there is none of that name.
    fn formatted(&self, format: &str) -> Option<Result<String, OpError>>;
    fn outcome(&self) -> Outcome;
}

impl<R: Response> Answer for R {
    fn text(&self, style: Style) -> String {
        Response::text(self, style)
    }

    fn json(&self) -> Result<Value, OpError> {
        serde_json::to_value(self).map_err(|error| OpError::internal("the answer is not JSON").because(error))
    }

    fn formatted(&self, format: &str) -> Option<Result<String, OpError>> {
        R::FORMATS.iter().find(|known| known.name == format).map(|known| (known.write)(self))
    }

    fn outcome(&self) -> Outcome {
        Response::outcome(self)
    }
}

/// Reads a request; what is wrong with it is said with the member's name.
fn request<T: Operation>(value: Value) -> Result<T, OpError> {
    let Value::Object(members) = &value else {
        return Err(OpError::invalid("a request is a JSON object"));
    };
    let names: Vec<String> = members.keys().cloned().collect();
    serde_path_to_error::deserialize(value).map_err(|error| {
        // A slip in a name comes first: another member is missing for it.
        let what = unknown_member::<T>(&names).unwrap_or_else(|| at_its_place(&error));
        OpError::invalid(in_json_terms(&one_line(&what)))
    })
}

/// What to say of the first member that requests of this type do not have; `serde` does not know them where there are parts.
fn unknown_member<T: JsonSchema>(names: &[String]) -> Option<String> {
    let schema = schema::of::<T>();
    let known = schema.get("properties").and_then(Value::as_object);
    let unknown = names.iter().find(|name| known.is_none_or(|known| !known.contains_key(*name)))?;
    let known: Vec<_> = known.into_iter().flatten().map(|(name, _)| format!("`{name}`")).collect();
    let expected = match known.as_slice() {
        [] => "there are none".to_owned(),
        [one] => format!("expected {one}"),
        [one, other] => format!("expected {one} or {other}"),
        all => format!("expected one of {}", all.join(", ")),
    };
    Some(format!("`{unknown}`: unknown field `{unknown}`, {expected}"))
}

/// Reads what a request has in common with others, which stands among its own members.
///
/// For `#[serde(flatten)]`, by which alone errors would not say which member is wrong.
pub(crate) fn part<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    serde_path_to_error::deserialize(deserializer).map_err(|error| D::Error::custom(at_its_place(&error)))
}

fn at_its_place<E: Display>(error: &serde_path_to_error::Error<E>) -> String {
    let (place, what) = (error.path().to_string(), error.inner());
    // The request itself is no member.
    if place == "." { what.to_string() } else { format!("`{place}`: {what}") }
}

/// Says with JSON's words what the deserializer says with Rust's.
fn in_json_terms(message: &str) -> String {
    const WORDS: &[(&str, &str)] = &[
        ("expected usize", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected a sequence", "expected a list"),
        ("expected a map", "expected an object"),
        ("expected path string", "expected a string"),
        ("invalid type: sequence", "invalid type: list"),
        ("invalid type: map", "invalid type: object"),
        ("unknown variant", "unknown value"),
        ("there are no fields", "there are none"),
    ];
    WORDS.iter().fold(message.to_owned(), |text, (rust, json)| text.replace(rust, json))
}
