//! Every key of `leastwise.yaml`: the one table that reading, the schema and the near names come from.

use clap::ValueEnum;

use super::shape::{Key, Shape, key};
use crate::wire::{FailOn, ScpLanguage, Severity};

/// The file as a whole.
pub(super) const FILE: &[Key] = &[
    key("settings", Shape::Object(SETTINGS), "What holds for every run"),
    key("checks", Shape::Checks, "How single checks are set, by their ids or the ids of other tools"),
];

pub(super) const SETTINGS: &[Key] = &[
    key("fail_on", Shape::Word(words::<FailOn>), "The lowest severity that fails a run, as `--fail-on`"),
    key(
        "scp_language",
        Shape::Word(words::<ScpLanguage>),
        "Which language service control policies are held to, as `--scp-language`",
    ),
];

/// The block of a check.
pub(super) const CHECK: &[Key] = &[
    key("enabled", Shape::Bool, "Whether the check runs"),
    key("severity", Shape::Word(words::<Severity>), "The severity of all that it finds"),
];

/// The words of an enumeration, as they are written on the command line.
fn words<T: ValueEnum>() -> Vec<String> {
    let values = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}
