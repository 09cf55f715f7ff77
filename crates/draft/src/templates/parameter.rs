//! What a template asks for, and which values it takes.

use std::fmt;

use catalog::{Catalog, nearest_words};
use regex::Regex;

use super::Template;

/// A place in a template.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    /// What it is, without a full stop.
    pub meaning: &'static str,
    /// A regular expression that the whole value must match.
    pub pattern: &'static str,
    /// What the pattern takes, in words.
    pub form: &'static str,
    pub need: Need,
    pub example: &'static str,
    pub listed: Listed,
}

/// Whether a value must be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    Required,
    /// This value if none is given.
    Default(&'static str),
    /// What names it is left out of the policy if no value is given.
    Optional,
}

/// Whether the values are among the names that the catalogue lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    No,
    Regions,
    Partitions,
}

/// Why the values of a template cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueFault {
    /// The parameter that is meant.
    pub parameter: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Parameter {
    pub const fn is_required(&self) -> bool {
        matches!(self.need, Need::Required)
    }

    pub const fn default(&self) -> Option<&'static str> {
        if let Need::Default(value) = self.need { Some(value) } else { None }
    }

    /// Why the value cannot be taken.
    pub(super) fn fault(&self, value: &str, catalog: &Catalog) -> Option<ValueFault> {
        let fault = |message: String, help: Option<String>| {
            Some(ValueFault { parameter: self.name.to_owned(), message, help })
        };
        let takes = || Some(format!("it takes {}, such as `{}`", self.form, self.example));
        let name = self.name;
        if let Some(mark) = ["*", "?", "${", "{{"].into_iter().find(|mark| value.contains(mark)) {
            let meant = if mark.starts_with(['$', '{']) { "a variable" } else { "any text" };
            return fault(format!("`{name}` holds `{mark}`, which a policy takes for {meant}"), takes());
        }
        // A pattern is ours, and one of the tests compiles all of them.
        let matches =
            Regex::new(&format!("^(?:{})$", self.pattern)).is_ok_and(|pattern| pattern.is_match(value));
        if !matches {
            let shown: String = value.chars().take(SHOWN).collect();
            return fault(format!("`{name}` cannot be `{}`", shown.escape_debug()), takes());
        }
        let known: Vec<&str> = match self.listed {
            Listed::No => return None,
            Listed::Regions => {
                catalog.regions().filter(|region| !region.is_pseudo()).map(catalog::Region::name).collect()
            }
            Listed::Partitions => catalog.partitions().map(catalog::Partition::id).collect(),
        };
        if known.contains(&value) {
            return None;
        }
        let near = nearest_words(value, known.iter().copied());
        let what = if self.listed == Listed::Regions { "region" } else { "partition" };
        fault(
            format!("`{name}`: there is no {what} `{value}` in the catalogue of {}", catalog.date()),
            did_you_mean(&near),
        )
    }
}

/// Characters of a value that a message shows.
const SHOWN: usize = 80;

impl ValueFault {
    pub(super) fn missing(parameter: &Parameter) -> Self {
        Self {
            parameter: parameter.name.to_owned(),
            message: format!("`{}` is missing: {}", parameter.name, parameter.meaning),
            help: Some(format!("it takes {}, such as `{}`", parameter.form, parameter.example)),
        }
    }

    pub(super) fn unknown(name: &str, template: &Template) -> Self {
        let names = || template.parameters.iter().map(|parameter| parameter.name);
        let help = did_you_mean(&nearest_words(name, names())).or_else(|| {
            let names: Vec<_> = names().map(|name| format!("`{name}`")).collect();
            Some(if names.is_empty() {
                "it takes none".to_owned()
            } else {
                format!("it takes {}", names.join(", "))
            })
        });
        let message = format!("`{}` has no parameter `{name}`", template.id);
        Self { parameter: name.to_owned(), message, help }
    }

    pub(super) fn twice(name: &str) -> Self {
        Self { parameter: name.to_owned(), message: format!("`{name}` is given twice"), help: None }
    }
}

impl fmt::Display for ValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

fn did_you_mean(near: &[&str]) -> Option<String> {
    let near: Vec<_> = near.iter().map(|name| format!("`{name}`")).collect();
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}
