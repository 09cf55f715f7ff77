//! On what a statement allows or denies, in words, and which actions apply to that.

use std::collections::BTreeMap;

use catalog::{ActionSet, Catalog, Flags};
use policy::ResourcePattern;
use policy::tree::{Element, PolicyKind, Statement};

use super::list::shortened;
use super::value::value;

/// How many resources are named.
const MOST: usize = 4;

/// More resources than that are not held against what actions apply to: no policy that AWS takes has as many.
const MOST_COMPARED: usize = 2_000;

/// ` on …`, or nothing where the statement does not say.
pub(super) fn words(statement: &Statement, kind: PolicyKind, variables: bool, catalog: &Catalog) -> String {
    match (&statement.resource, &statement.not_resource) {
        (Some(element), _) if names_everything(element) => " on any resource".to_owned(),
        (Some(element), _) => format!(" on {}", listed(element, variables, catalog)),
        (None, Some(element)) => {
            format!(" on any resource but {}", listed(element, variables, catalog))
        }
        (None, None) if kind == PolicyKind::Trust => " on the role that has this policy".to_owned(),
        (None, None) => " on the resource that has this policy".to_owned(),
    }
}

pub(super) fn names_everything(element: &Element<ResourcePattern>) -> bool {
    element.items.iter().any(|item| item.value.is_everything())
}

/// A resource of a statement as the table shows it, and the actions that AWS lists its type for; none if that cannot be told.
pub(super) type Fit = (String, Option<ActionSet>);

/// The resources of a statement, each with the actions that apply to it.
///
/// Actions without resource types are asked for on `*`: which ARN would match is nowhere promised.
pub(super) fn fits(statement: &Statement, catalog: &Catalog) -> Vec<Fit> {
    let of = |element: &Element<ResourcePattern>| {
        shortened(element.items.iter().map(|item| item.value.as_str().to_owned()), MOST, "and")
    };
    match (&statement.resource, &statement.not_resource) {
        (Some(element), _) if names_everything(element) => vec![("*".to_owned(), None)],
        (Some(element), _) if element.items.len() > MOST_COMPARED => vec![(of(element), None)],
        (Some(element), _) => {
            let distinct: BTreeMap<&str, &ResourcePattern> =
                element.items.iter().map(|item| (item.value.as_str(), &item.value)).collect();
            let fit = |pattern: &ResourcePattern| (!pattern.is_short()).then(|| applying(pattern, catalog));
            distinct.into_iter().map(|(text, pattern)| (text.to_owned(), fit(pattern))).collect()
        }
        (None, Some(element)) => vec![(format!("all but {}", of(element)), None)],
        (None, None) => Vec::new(),
    }
}

/// Those of the listed actions that apply to some of the resources.
pub(super) fn fitting(listed: &ActionSet, fits: &[Fit], catalog: &Catalog) -> ActionSet {
    let Some(sets) = fits.iter().map(|(_, set)| set.as_ref()).collect::<Option<Vec<_>>>() else {
        return listed.clone();
    };
    if sets.is_empty() {
        return listed.clone();
    }
    let unknown = listed.actions(catalog).filter(|action| action.flags().has(Flags::RESOURCES_UNKNOWN));
    sets.into_iter().fold(unknown.collect(), |all: ActionSet, set| all.union(&set.intersection(listed)))
}

/// The actions of the resource types that the pattern meets. Where it takes every resource of a service, as `arn:aws:s3:::*` does,
/// it also grants those that name none: `s3:ListAllMyBuckets` is so granted in an example of AWS's.
fn applying(pattern: &ResourcePattern, catalog: &Catalog) -> ActionSet {
    let types = catalog.resource_types_meeting(pattern);
    let set: ActionSet = types.iter().flat_map(|found| found.resource.actions()).collect();
    let [_, _, service, _, _, resource] = pattern.parts() else { return set };
    if !resource.is_everything() {
        return set;
    }
    let meant = catalog.services().filter(|each| service.matches(each.prefix()));
    let without = meant.flat_map(catalog::Service::actions).filter(|action| action.targets().len() == 0);
    set.union(&without.collect())
}

/// Whether the statement leaves out every resource.
pub(super) fn leaves_none(statement: &Statement) -> bool {
    statement.resource.is_none() && statement.not_resource.as_ref().is_some_and(names_everything)
}

fn listed(element: &Element<ResourcePattern>, variables: bool, catalog: &Catalog) -> String {
    let one = |pattern: &ResourcePattern| {
        let text = value(pattern.as_str(), variables);
        match type_of(pattern, catalog) {
            Some(name) => format!("the {name} {text}"),
            None => text,
        }
    };
    shortened(element.items.iter().map(|item| one(&item.value)), MOST, "and")
}

/// The one type that a resource without wildcards is of.
fn type_of<'c>(pattern: &ResourcePattern, catalog: &'c Catalog) -> Option<&'c str> {
    let text = pattern.as_str();
    if !pattern.is_exact() || text.contains(['*', '?', '$']) {
        return None;
    }
    let matches = catalog.resource_types_of(text);
    let best = matches.first()?;
    let rivals = matches.iter().filter(|other| other.letters == best.letters);
    let alike = rivals.into_iter().all(|other| other.resource.name() == best.resource.name());
    alike.then(|| best.resource.name())
}
