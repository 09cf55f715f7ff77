//! What could an argument be? Values for the arguments of prompts and of resource addresses, from the tables that know them.

use std::collections::BTreeMap;

use catalog::{Action, Service, nearest_words};
use draft::templates::TEMPLATES;

use crate::reading::problem::did_you_mean;
use crate::wire::Category;
use crate::{Context, ErrorKind, OpError, prompts, resources};

/// An argument of a prompt, or the part of a resource's address that varies. Its value is text.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    pub name: &'static str,
    /// What it is, and an example.
    pub help: &'static str,
    pub required: bool,
    /// The value if none is given.
    pub default: Option<&'static str>,
    pub source: Source,
}

/// Where the values of an argument come from.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// Nobody knows but the caller.
    Free,
    Templates,
    Services,
    Checks,
    /// The categories of sensitive actions.
    Categories,
    /// A list of actions, with commas, of the service that another argument names.
    ActionsOf(&'static str),
    Words(&'static [&'static str]),
}

/// What the argument belongs to.
#[derive(Debug, Clone, Copy)]
pub enum Owner<'a> {
    Prompt(&'a str),
    /// The address of a resource, with its variable or with a value for it.
    Resource(&'a str),
}

/// Values that an argument could have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Those that begin with what is typed go before those that hold it; at most [`Completion::MOST`].
    pub values: Vec<String>,
    /// How many there are in all.
    pub total: usize,
}

impl Completion {
    /// The protocol allows no more at once.
    pub const MOST: usize = 100;

    pub fn has_more(&self) -> bool {
        self.total > self.values.len()
    }
}

/// Values for `argument` that go on from what is `typed`; `given` are the arguments that have their values.
pub fn complete(
    owner: Owner<'_>,
    argument: &str,
    typed: &str,
    given: &BTreeMap<String, String>,
    cx: &Context,
) -> Result<Completion, OpError> {
    let arguments = match owner {
        Owner::Prompt(name) => prompts::prompt(name)?.arguments,
        Owner::Resource(uri) => resources::named(uri)?.arguments(),
    };
    let known = arguments.iter().find(|known| known.name == argument);
    let known = known.ok_or_else(|| no_argument(argument, arguments))?;
    Ok(known.source.complete(typed, given, cx))
}

/// A refusal of an argument that does not exist.
pub(crate) fn no_argument(name: &str, arguments: &[Argument]) -> OpError {
    let names: Vec<_> = arguments.iter().map(|known| known.name).collect();
    OpError { kind: ErrorKind::Invalid, ..no_such("argument", name, &names) }
}

/// A refusal of a name that does not exist, with the nearest, or else all of them.
pub(crate) fn no_such(what: &str, name: &str, names: &[&str]) -> OpError {
    let all = || match names {
        [] => "there are none at all".to_owned(),
        names => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("there are {}", names.join(", "))
        }
    };
    let near = did_you_mean(&nearest_words(name, names.iter().copied()));
    OpError::not_found(format!("there is no {what} `{name}`")).hint(near.unwrap_or_else(all))
}

impl Source {
    fn complete(self, typed: &str, given: &BTreeMap<String, String>, cx: &Context) -> Completion {
        let catalog = cx.catalog();
        match self {
            Self::Free => Completion { values: Vec::new(), total: 0 },
            Self::Templates => fitting(TEMPLATES.iter().map(|template| template.id), typed, ""),
            Self::Services => fitting(catalog.services().map(Service::prefix), typed, ""),
            Self::Checks => fitting(lint::CHECKS.iter().map(|check| check.id), typed, ""),
            Self::Categories => fitting(Category::ALL.into_iter().map(Category::name), typed, ""),
            Self::Words(words) => fitting(words.iter().copied(), typed, ""),
            Self::ActionsOf(service) => {
                let (before, last) = last_of_list(typed);
                let service = given.get(service).and_then(|prefix| catalog.service(prefix.trim()));
                let names = service.into_iter().flat_map(Service::actions);
                fitting(names.map(Action::name), last, before)
            }
        }
    }
}

/// The words that go on from what is typed, then those that hold it, letter case aside; each behind `before`.
fn fitting<'a>(words: impl Iterator<Item = &'a str>, typed: &str, before: &str) -> Completion {
    let typed = typed.to_ascii_lowercase();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for word in words {
        let folded = word.to_ascii_lowercase();
        if folded.starts_with(&typed) {
            first.push(word);
        } else if folded.contains(&typed) {
            second.push(word);
        }
    }
    let total = first.len() + second.len();
    let values = first.into_iter().chain(second).take(Completion::MOST);
    Completion { values: values.map(|word| format!("{before}{word}")).collect(), total }
}

/// A list with commas up to its last item, and that.
fn last_of_list(typed: &str) -> (&str, &str) {
    let start = typed.rfind(',').map_or(0, |comma| comma + 1);
    let (before, last) = typed.split_at_checked(start).unwrap_or(("", typed));
    let space = last.len() - last.trim_start().len();
    (typed.get(..before.len() + space).unwrap_or_default(), last.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Files;

    fn completed(owner: Owner<'_>, argument: &str, typed: &str) -> Completion {
        let given = BTreeMap::from([("service".to_owned(), "s3".to_owned())]);
        complete(owner, argument, typed, &given, &Context::new(Files::Denied, || 0)).unwrap()
    }

    #[test]
    fn what_begins_so_goes_before_what_holds_it() {
        let prompt = Owner::Prompt("generate_secure_policy");
        let services = completed(prompt, "service", "Lamb").values;
        assert_eq!(services.first().map(String::as_str), Some("lambda"));
        let held = completed(prompt, "service", "db").values;
        let place = |name: &str| held.iter().position(|held| held == name);
        assert!(place("dbqms") < place("dynamodb") && place("dynamodb").is_some(), "{held:?}");
        assert_eq!(completed(prompt, "resources", "arn").total, 0);
        assert_eq!(completed(prompt, "service", "no such service").total, 0);
    }

    #[test]
    fn no_more_than_the_protocol_allows() {
        let all = completed(Owner::Prompt("generate_secure_policy"), "service", "");
        assert_eq!((all.values.len(), all.has_more()), (Completion::MOST, true));
        assert!(all.total > 300, "{}", all.total);
        let template = completed(Owner::Resource("iam://templates/{name}"), "name", "cross-account");
        assert!(template.values.iter().any(|name| name == "cross-account-assume-role"), "{template:?}");
        assert!(!template.has_more());
    }

    #[test]
    fn the_last_action_of_a_list_goes_on() {
        let prompt = Owner::Prompt("generate_secure_policy");
        let values = completed(prompt, "operations", "GetObject, putobjectacl").values;
        assert_eq!(values, ["GetObject, PutObjectAcl"]);
    }

    #[test]
    fn what_there_is_not_is_answered_with_the_nearest() {
        let cx = Context::new(Files::Denied, || 0);
        let cases = [
            (Owner::Prompt("generate_secure_polcy"), "service", "did you mean `generate_secure_policy`?"),
            (Owner::Prompt("generate_secure_policy"), "servce", "did you mean `service`?"),
            (
                Owner::Resource("iam://check/{check_id}"),
                "check_id",
                "did you mean `iam://checks/{check_id}`?",
            ),
            (Owner::Resource("iam://templates"), "name", "there are none at all"),
        ];
        for (owner, argument, hint) in cases {
            let refused = complete(owner, argument, "", &BTreeMap::new(), &cx).unwrap_err();
            assert_eq!(refused.hint.as_deref(), Some(hint), "{owner:?}");
        }
    }
}
