//! Defaults of commands: keys named like the long options, held against the options that the commands have.

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::Path;

use clap::{Arg, ArgAction, Command};
use policy::{Member, Node, Value};
use serde_json::{Map, Value as Json, json};

use super::Origin;
use super::json::json as as_json;
use crate::operations::OPERATIONS;
use crate::reading::fits::{MOST_BLOCKS, wrong};
use crate::reading::problem::Problems;
use crate::reading::shape::Shape;
use crate::reading::value::several;
use crate::wire::{Brought, Document};

/// The commands that take defaults.
pub(crate) const COMMANDS: &[&str] = &["generate", "tighten", "report"];

/// What belongs to one run: what to draft when it is not from usage, and the configuration itself.
const OF_ONE_RUN: &[&str] = &["actions", "resources", "conditions", "template", "set", "config"];

/// The defaults of commands, by their names.
pub(crate) type Defaults = BTreeMap<&'static str, Vec<Setting>>;

/// An option that is set unless a request gives it.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The long name of the option.
    pub(crate) option: String,
    /// `true` or `false`, a number, a text, or a list of texts.
    pub(crate) value: Json,
    /// Whether its texts are paths of what requests bring as values.
    pub(crate) is_file: bool,
}

/// What an option takes.
enum Kind {
    Flag,
    Number,
    Word(Vec<String>),
    File,
    Text,
}

/// The options of a command that have defaults; none if there is no such command.
fn options(command: &str) -> Vec<Arg> {
    let operation = OPERATIONS.iter().find(|operation| operation.command == [command]);
    let augmented = operation.map(|operation| (operation.augment)(Command::new("options")));
    let all = augmented.iter().flat_map(Command::get_arguments);
    let has_default = |option: &&Arg| option.get_long().is_some_and(|long| !OF_ONE_RUN.contains(&long));
    all.filter(has_default).cloned().collect()
}

/// The way an option is written on the command line; files may write `_` for `-`.
fn long(key: &str) -> String {
    key.replace('_', "-")
}

fn is_named(option: &Arg, key: &str) -> bool {
    option.get_long() == Some(&long(key))
}

fn kind(option: &Arg) -> Kind {
    let words = option.get_possible_values();
    let parser = option.get_value_parser().type_id();
    let is_one_of = |types: &[TypeId]| types.iter().any(|each| parser == *each);
    match option.get_action() {
        ArgAction::SetTrue => Kind::Flag,
        _ if !words.is_empty() => Kind::Word(words.iter().map(|word| word.get_name().to_owned()).collect()),
        _ if is_one_of(&[TypeId::of::<usize>(), TypeId::of::<u64>(), TypeId::of::<NonZeroUsize>()]) => {
            Kind::Number
        }
        _ if is_one_of(&[TypeId::of::<Document>(), TypeId::of::<Brought>()]) => Kind::File,
        _ => Kind::Text,
    }
}

fn takes_several(option: &Arg) -> bool {
    matches!(option.get_action(), ArgAction::Append)
}

/// Holds the defaults of a command against its options.
pub(crate) fn held(command: &str, members: &[Member], problems: &mut Problems) {
    let options = options(command);
    for member in members.iter().take(MOST_BLOCKS) {
        one(&options, members, member, problems);
    }
}

fn one(options: &[Arg], members: &[Member], member: &Member, problems: &mut Problems) {
    let key = &member.key.text;
    let Some(option) = options.iter().find(|option| is_named(option, key)) else {
        // Several commands may have an option of the name.
        let names: BTreeSet<_> = options.iter().filter_map(Arg::get_long).collect();
        let is_of_one_run = OF_ONE_RUN.contains(&long(key).as_str());
        let problem = problems.report(member.key.span, format!("there is no key `{key}` here"));
        if is_of_one_run {
            problem.help(format!("`--{}` is given with each run", long(key)));
        } else {
            problem.nearest(&long(key), names);
        }
        return;
    };
    let twin = members.iter().take(MOST_BLOCKS).find(|other| {
        long(&other.key.text) == long(key) && other.key.text != *key && other.key.span < member.key.span
    });
    if let Some(twin) = twin {
        let message = format!("`{key}` sets what `{}` sets already", twin.key.text);
        problems.report(member.key.span, message);
    }
    let kind = kind(option);
    match &member.value.value {
        Value::Null => {}
        Value::Array(items) if takes_several(option) => {
            for item in items {
                fits(item, &kind, &Shape::Text, problems);
            }
        }
        _ if takes_several(option) => fits(&member.value, &kind, &Shape::Texts, problems),
        _ => fits(&member.value, &kind, &Shape::Text, problems),
    }
}

fn fits(node: &Node, kind: &Kind, shape: &Shape, problems: &mut Problems) {
    match (kind, &node.value) {
        (Kind::Flag, Value::Bool(_)) | (Kind::Text | Kind::File, Value::String(_)) => {}
        (Kind::Number, Value::Number(digits)) if digits.parse::<u64>().is_ok() => {}
        (Kind::Flag, _) => wrong(node, &Shape::Bool, problems),
        (Kind::Number, _) => {
            problems.report(node.span, "expected a whole number");
        }
        (Kind::Word(words), Value::String(word)) => {
            if !words.contains(word) {
                let message = format!("`{word}` is none of the values that may stand here");
                problems.report(node.span, message).nearest(word, words.iter().map(String::as_str));
            }
        }
        _ => wrong(node, shape, problems),
    }
}

/// What a file says of each command in a section of its name.
pub(super) fn of_sections(root: &Node) -> Defaults {
    let section = |command: &&'static str| {
        let members = root.get(command).and_then(Node::as_object).unwrap_or_default();
        (*command, settings(command, members))
    };
    COMMANDS.iter().map(section).collect()
}

/// What a file of nothing but options says: an option counts for each command that has it and takes the value.
pub(super) fn flat(root: &Node, problems: &mut Problems) -> Defaults {
    let members = match (root.as_object(), &root.value) {
        (Some(members), _) => members,
        (None, Value::Null) => &[],
        (None, _) => {
            wrong(root, &Shape::Object(&[]), problems);
            &[]
        }
    };
    let by_command: Vec<_> = COMMANDS.iter().map(|command| (*command, options(command))).collect();
    let all: Vec<_> = by_command.iter().flat_map(|(_, options)| options.clone()).collect();
    let mut defaults = Defaults::new();
    for member in members.iter().take(MOST_BLOCKS) {
        let mut reports = Vec::new();
        for (command, options) in &by_command {
            let mut of_command = Problems::default();
            one(options, members, member, &mut of_command);
            if of_command.is_empty() {
                defaults.entry(command).or_default().extend(setting(options, member));
            }
            reports.push((options.iter().any(|option| is_named(option, &member.key.text)), of_command));
        }
        if reports.iter().any(|(_, report)| report.is_empty()) {
            continue;
        }
        match reports.into_iter().find(|(is_known, _)| *is_known) {
            Some((_, report)) => problems.extend(report),
            None => one(&all, members, member, problems),
        }
    }
    defaults
}

fn settings(command: &str, members: &[Member]) -> Vec<Setting> {
    let options = options(command);
    members.iter().take(MOST_BLOCKS).filter_map(|member| setting(&options, member)).collect()
}

fn setting(options: &[Arg], member: &Member) -> Option<Setting> {
    let option = options.iter().find(|option| is_named(option, &member.key.text))?;
    if member.value.value == Value::Null {
        return None;
    }
    let value = if takes_several(option) {
        several(Some(&member.value)).iter().map(as_json).collect()
    } else {
        as_json(&member.value)
    };
    let is_file = matches!(kind(option), Kind::File);
    Some(Setting { option: option.get_long()?.to_owned(), value, is_file })
}

/// Whether the file holds nothing but options.
pub(super) fn is_flat(origin: &Origin) -> bool {
    origin.file_name().is_some_and(|name| FLAT_NAMES.contains(&name))
}

/// The file of nothing but options that is nearest, as `discover` looks.
pub(crate) fn discover_flat(folder: &Path) -> Option<(std::path::PathBuf, std::path::PathBuf)> {
    super::discover::nearest(folder, FLAT_NAMES)
}

const FLAT_NAMES: &[&str] = &["iamlp.yml", "iamlp.yaml"];

/// The schema of the defaults of a command.
pub(super) fn schema(command: &str) -> Json {
    let options = options(command);
    let property = |option: &Arg| {
        let one = match kind(option) {
            Kind::Flag => json!({ "type": ["boolean", "null"] }),
            Kind::Number => json!({ "type": ["integer", "null"], "minimum": 0 }),
            Kind::Word(words) => json!({ "enum": words }),
            Kind::Text | Kind::File => json!({ "type": ["string", "null"] }),
        };
        let mut schema = if takes_several(option) {
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        } else {
            one
        };
        let help = option.get_help().map(ToString::to_string).unwrap_or_default();
        if let Some(members) = schema.as_object_mut() {
            members.insert("description".to_owned(), help.into());
        }
        (option.get_long().unwrap_or_default().to_owned(), schema)
    };
    let named: Vec<(String, Json)> = options.iter().map(property).collect();
    let mut properties: Map<String, Json> = named.iter().cloned().collect();
    for (name, _) in named.iter().filter(|(name, _)| name.contains('-')) {
        let also = format!("The same as `{name}`");
        let same = properties.get(name).cloned().unwrap_or_default();
        let mut same = same;
        if let Some(members) = same.as_object_mut() {
            members.insert("description".to_owned(), also.into());
        }
        properties.insert(name.replace('-', "_"), same);
    }
    json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
}
