//! On what a call used an action, as far as usage tells.

use std::collections::BTreeSet;

use catalog::Action;
use policy::ResourcePattern;
use trail::resource::Origin;
use trail::usage::{Known, Resources};

/// What an action was used on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// A resource by its ARN, or `*` of an action that names none.
    One(String),
    /// Resources of which only this is known, an entry of `Resource`: any that matches may be meant.
    Any { pattern: String, why: &'static str },
}

const IN_PART: &str = "the log tells of the resource only in part";
const CROWDED: &str = "more resources begin with this than usage keeps";
const TRUNCATED: &str = "more resources were used than usage keeps";
const UNNAMED: &str = "the log does not name the resource";
const TYPE_UNNAMED: &str = "the action also needs a resource of another type, which the log does not name";

/// What the log names of the resources of an action, `number` being its bit among the actions of the event; the types that they may
/// be of are added.
pub(super) fn named<'c>(
    action: Action<'c>,
    resources: &Resources,
    number: u16,
    types: &mut BTreeSet<&'c str>,
) -> BTreeSet<Asked> {
    let mut found = BTreeSet::new();
    let crowded: Vec<&str> = resources.crowded_stems().collect();
    for (arn, known) in resources.entries().filter(|(_, known)| known.of & number != 0) {
        let stem = crowded.iter().find(|stem| arn.starts_with(**stem));
        let Some(one) = of_action(action, arn, known, types) else { continue };
        found.extend(stem.map(|stem| Asked::any(format!("{}*", draft::resource_text(stem)), CROWDED)));
        found.insert(one);
    }
    if resources.is_truncated() {
        found.insert(Asked::any("*".to_owned(), TRUNCATED));
    }
    found
}

/// What an action was used on beside what the log names, of which these are the types.
pub(super) fn unnamed(action: Action<'_>, types: &BTreeSet<&str>, owner: (&str, &str)) -> BTreeSet<Asked> {
    if types.is_empty() {
        let is_without = action.targets().len() == 0;
        let all = || Asked::any("*".to_owned(), UNNAMED);
        return BTreeSet::from([if is_without { Asked::One("*".to_owned()) } else { all() }]);
    }
    let targets = action.targets().filter(|target| target.required);
    let missing = targets.filter(|target| !types.contains(target.resource.name()));
    let formats = missing.flat_map(|target| target.resource.arn_formats());
    formats.map(|format| Asked::any(of_account(format, owner), TYPE_UNNAMED)).collect()
}

/// The resource, if it may be of a type that the action takes.
fn of_action<'c>(
    action: Action<'c>,
    arn: String,
    known: Known,
    types: &mut BTreeSet<&'c str>,
) -> Option<Asked> {
    let mut is_of = false;
    let mut add = |name: &'c str| {
        types.insert(name);
        is_of = true;
    };
    if known.origin.has(Origin::PATTERN) || arn.ends_with('*') {
        let entry = draft::resource_entry(&arn, known);
        let pattern = ResourcePattern::with_variables(&entry);
        action.targets_meeting(&pattern).iter().for_each(|target| add(target.resource.name()));
        return is_of.then(|| Asked::any(entry, IN_PART));
    }
    action.targets_of(&arn).for_each(|target| add(target.resource.name()));
    is_of.then_some(Asked::One(arn))
}

impl Asked {
    fn any(pattern: String, why: &'static str) -> Self {
        Self::Any { pattern, why }
    }

    /// The ARN or the pattern.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::One(text) | Self::Any { pattern: text, .. } => text,
        }
    }
}

/// All resources of a format in one account.
fn of_account(format: &str, (partition, account): (&str, &str)) -> String {
    let mut filled = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = match name {
            "Partition" => partition,
            "Account" => account,
            _ => "",
        };
        filled.extend([before, if value.is_empty() { "*" } else { value }]);
        rest = tail;
    }
    filled + rest
}
