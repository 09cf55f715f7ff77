//! Partition, region and account: where the format has them, what was given for them, and whether that can be.

use catalog::{Catalog, Partition, Region, nearest_words};
use regex::Regex;

use super::build::{ArnWanted, Findings};

pub(super) fn partition(
    field: &str,
    wanted: &ArnWanted<'_>,
    catalog: &Catalog,
    found: &mut Findings,
) -> String {
    let given = wanted.partition;
    if hole(field).is_none() {
        return field.to_owned();
    }
    if given.is_empty() {
        return found.open("Partition", "`partition` is missing, such as `aws`".to_owned());
    }
    if given != "*" && catalog.partition(given).is_none() {
        let near = nearest_words(given, catalog.partitions().map(Partition::id));
        let help = near.first().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        found.wrong(format!("there is no partition `{given}`{help}"));
    }
    given.to_owned()
}

pub(super) fn region(field: &str, wanted: &ArnWanted<'_>, catalog: &Catalog, found: &mut Findings) -> String {
    let (given, kind) = (wanted.region, name(wanted));
    let Some(hole) = hole(field) else {
        if !given.is_empty() && field != given {
            found.note(unused("region", field, given, &kind));
        }
        return field.to_owned();
    };
    if given.is_empty() {
        return found.open(hole, format!("`region` is missing: ARNs of {kind} name one"));
    }
    match catalog.region(given) {
        _ if given.contains(['*', '?']) => {
            found.note(format!("`{given}` as the region stands for every one that matches"));
        }
        Some(region) if region.is_pseudo() => {
            found.wrong(format!("`{given}` is no region that ARNs name"));
        }
        Some(region) if region.partition() == wanted.partition => {}
        Some(region) => {
            found.wrong(format!(
                "`{given}` is a region of the partition `{}`, and not of `{}`",
                region.partition(),
                wanted.partition
            ));
        }
        None if looks_like_region(given, wanted.partition, catalog) => {
            found.note(format!("the catalogue of {} does not know the region `{given}`", catalog.date()));
        }
        None => {
            let known = catalog.regions().filter(|known| !known.is_pseudo()).map(Region::name);
            let near = nearest_words(given, known);
            let help = near.first().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            found.wrong(format!("there is no region `{given}`{help}"));
        }
    }
    given.to_owned()
}

/// Whether a partition may come to have a region of this name.
fn looks_like_region(name: &str, partition: &str, catalog: &Catalog) -> bool {
    let pattern = catalog.partition(partition).map(Partition::region_pattern);
    let known: Vec<_> = catalog.regions().filter(|known| !known.is_pseudo()).map(Region::name).collect();
    // A letter away from one that is there it is a slip.
    let is_slip = || !catalog::nearest_within(name, known.iter().copied(), 1).is_empty();
    pattern.and_then(|pattern| Regex::new(pattern).ok()).is_some_and(|pattern| pattern.is_match(name))
        && !is_slip()
}

pub(super) fn account(field: &str, wanted: &ArnWanted<'_>, found: &mut Findings) -> String {
    let (given, kind) = (wanted.account, name(wanted));
    let Some(hole) = hole(field) else {
        if !given.is_empty() && field != given {
            found.note(unused("account", field, given, &kind));
        }
        return field.to_owned();
    };
    if given.is_empty() {
        return found.open(hole, format!("`account_id` is missing: ARNs of {kind} name the account"));
    }
    let is_number = given.len() == 12 && given.bytes().all(|digit| digit.is_ascii_digit());
    if given.contains(['*', '?']) {
        found.note(format!("`{given}` as the account stands for every one that matches"));
    } else if !is_number {
        found.wrong(format!("`{given}` is no account: it has 12 digits"));
    }
    given.to_owned()
}

/// `bucket of s3`
fn name(wanted: &ArnWanted<'_>) -> String {
    format!("`{}` of `{}`", wanted.resource.name(), wanted.resource.service().prefix())
}

fn unused(what: &str, field: &str, given: &str, kind: &str) -> String {
    if field.is_empty() {
        format!("`{given}` is left out: ARNs of {kind} have no {what}")
    } else {
        format!("`{given}` is left out: in ARNs of {kind} the {what} is `{field}`")
    }
}

/// The name of the placeholder that a field is.
fn hole(field: &str) -> Option<&str> {
    field.strip_prefix("${")?.strip_suffix('}')
}
