//! What a statement is about, in words and as a set.

use catalog::{ActionSet, Catalog, Level};
use policy::ActionPattern;
use policy::tree::{Element, Statement};

use super::list::{joined, quoted};
use crate::render::table::counted;

/// How many entries of a statement are named; more are counted together.
const MOST: usize = 8;

/// How many actions there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Levels {
    pub(crate) list: usize,
    pub(crate) read: usize,
    pub(crate) write: usize,
    pub(crate) permissions_management: usize,
    pub(crate) tagging: usize,
}

/// The levels of the actions in a set.
pub(crate) fn levels(set: &ActionSet, catalog: &Catalog) -> Levels {
    let mut levels = Levels::default();
    for action in set.actions(catalog) {
        *match action.level() {
            Level::List => &mut levels.list,
            Level::Read => &mut levels.read,
            Level::Write => &mut levels.write,
            Level::PermissionsManagement => &mut levels.permissions_management,
            Level::Tagging => &mut levels.tagging,
        } += 1;
    }
    levels
}

impl Levels {
    /// In the order in which they are shown.
    pub(crate) fn named(&self) -> [(&'static str, usize); 5] {
        [
            ("list", self.list),
            ("read", self.read),
            ("write", self.write),
            ("permissions management", self.permissions_management),
            ("tagging", self.tagging),
        ]
    }

    pub(crate) fn total(&self) -> usize {
        self.named().iter().map(|(_, count)| count).sum()
    }

    /// `8 list, 62 read`
    pub(crate) fn words(&self) -> String {
        let some = self.named().into_iter().filter(|(_, count)| *count > 0);
        some.map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
    }
}

/// The actions of the catalogue that the statement lists, or does not leave out; and what is said of entries that name none.
pub(super) fn set(statement: &Statement, catalog: &Catalog) -> (ActionSet, Vec<String>) {
    let mut unknown = Vec::new();
    let mut of = |element: &Element<ActionPattern>| {
        let sets = element.items.iter().map(|item| {
            let set = catalog.expand(&item.value);
            if set.is_empty() {
                unknown.push(unknown_entry(&item.value, catalog));
            }
            set
        });
        sets.fold(ActionSet::new(), |all, set| all.union(&set))
    };
    let set = match (&statement.action, &statement.not_action) {
        (Some(element), _) => of(element),
        (None, Some(element)) => all(catalog).difference(&of(element)),
        (None, None) => ActionSet::new(),
    };
    (set, unknown)
}

fn all(catalog: &Catalog) -> ActionSet {
    catalog.expand(&ActionPattern::parse("*"))
}

/// What is done: `perform …`, `do everything but …`.
pub(super) fn words(statement: &Statement, set: &ActionSet, catalog: &Catalog) -> String {
    let every = if statement.denies() { "anything" } else { "everything" };
    match (&statement.action, &statement.not_action) {
        (Some(element), _) if names_everything(element) => format!("do {every}"),
        (None, Some(element)) if names_everything(element) => {
            "do nothing, as `NotAction` leaves no action".to_owned()
        }
        (Some(element), _) => format!("perform {}", listed(element, set, catalog, true)),
        (None, Some(element)) => {
            format!("do {every} but {}", listed(element, &all(catalog).difference(set), catalog, false))
        }
        (None, None) => "do nothing".to_owned(),
    }
}

/// How many actions that are, as a further sentence, where the words do not say.
pub(super) fn numbers(statement: &Statement, set: &ActionSet, catalog: &Catalog) -> String {
    let by_level = levels(set, catalog).words();
    match (&statement.action, &statement.not_action) {
        (Some(element), _) if element.items.len() > MOST && !names_everything(element) => {
            format!(" {} name them: {by_level}.", counted(element.items.len(), "entry"))
        }
        (Some(element), _) if !names_everything(element) => String::new(),
        _ if !is_open(statement) => String::new(),
        _ => format!(
            " That {} {} in the catalogue of {} ({by_level}), and whatever AWS adds later.",
            if statement.denies() { "denies" } else { "allows" },
            count(set, catalog),
            catalog.date()
        ),
    }
}

/// Whether the statement is also about actions that AWS adds later.
pub(super) fn is_open(statement: &Statement) -> bool {
    match (&statement.action, &statement.not_action) {
        (Some(element), _) => names_everything(element),
        (None, Some(element)) => !names_everything(element),
        (None, None) => false,
    }
}

fn names_everything(element: &Element<ActionPattern>) -> bool {
    element.items.iter().any(|item| item.value.is_everything())
}

fn unknown_entry(pattern: &ActionPattern, catalog: &Catalog) -> String {
    let text = quoted(pattern.as_str());
    match pattern.fault().filter(|fault| !fault.leaves_a_pattern()) {
        Some(fault) => format!("{text}, which names no action, as it {fault}"),
        None if pattern.name().is_some_and(policy::Glob::has_wildcard) => {
            format!("{text}, which fits no action in the catalogue of {}", catalog.date())
        }
        None => format!("{text}, which is not in the catalogue of {}", catalog.date()),
    }
}

fn listed(element: &Element<ActionPattern>, set: &ActionSet, catalog: &Catalog, by_level: bool) -> String {
    if element.items.is_empty() {
        return "nothing".to_owned();
    }
    if element.items.len() > MOST {
        return count(set, catalog);
    }
    let entries: Vec<_> = element.items.iter().map(|item| entry(&item.value, catalog, by_level)).collect();
    joined(&entries, "and")
}

fn entry(pattern: &ActionPattern, catalog: &Catalog, by_level: bool) -> String {
    let set = catalog.expand(pattern);
    let Some(first) = set.actions(catalog).next() else {
        return unknown_entry(pattern, catalog).replacen(", which", " (which", 1) + ")";
    };
    let text = quoted(pattern.as_str());
    let is_wild = |half: Option<&policy::Glob>| half.is_some_and(policy::Glob::has_wildcard);
    if !is_wild(pattern.name()) && !is_wild(pattern.service()) {
        return quoted(&first.full_name());
    }
    let aside = if by_level { format!(" ({})", levels(&set, catalog).words()) } else { String::new() };
    let title = first.service().title();
    let is_whole = pattern.name().is_some_and(policy::Glob::is_everything) && !is_wild(pattern.service());
    match set.len() {
        1 => format!("{} (the only one of {text})", quoted(&first.full_name())),
        _ if is_wild(pattern.service()) => format!("the {} {text}{aside}", count(&set, catalog)),
        length if is_whole => format!("all {length} actions of {title}{aside}"),
        length => format!("the {length} actions {text} of {title}{aside}"),
    }
}

/// `172 actions of Amazon S3`, `22012 actions of 433 services`.
pub(super) fn count(set: &ActionSet, catalog: &Catalog) -> String {
    let mut services = services(set, catalog);
    let actions = counted(set.len(), "action");
    match (services.next(), services.count()) {
        (Some(service), 0) => format!("{actions} of {}", service.title()),
        (None, _) => actions,
        (Some(_), more) => format!("{actions} of {} services", more + 1),
    }
}

/// The services of a set, in its order.
pub(crate) fn services<'c>(
    set: &ActionSet,
    catalog: &'c Catalog,
) -> impl Iterator<Item = catalog::Service<'c>> {
    let mut last = None;
    set.actions(catalog).filter_map(move |action| {
        let service = action.service();
        let is_new = last != Some(service);
        last = Some(service);
        is_new.then_some(service)
    })
}
