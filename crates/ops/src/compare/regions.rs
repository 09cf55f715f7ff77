//! The regions of a difference, in words; those that differ in one thing only are told together.

use std::collections::BTreeSet;

use prove::{Difference, Region};

use super::request;
use crate::wire::{AccessChange, DifferenceRegion};
use crate::words::{self, RegionWords};

/// So many regions are looked for, before they are told together.
pub(crate) const MOST_FOUND: usize = 64;

/// What a difference consists of.
pub(crate) struct Regions {
    pub(crate) told: Vec<DifferenceRegion>,
    /// Whether these are all.
    pub(crate) complete: bool,
    /// Patterns of the actions of all of them.
    pub(crate) actions: Vec<String>,
    /// Patterns of their resources, as policies write them.
    pub(crate) resources: Vec<String>,
}

impl Regions {
    /// At most so many.
    pub(crate) fn of(difference: &Difference, change: AccessChange, most: usize) -> Self {
        let regions = &difference.regions;
        let actions: BTreeSet<_> = regions.iter().flat_map(|region| region.actions.iter().cloned()).collect();
        let resources: BTreeSet<_> = regions.iter().flat_map(resources).collect();
        let words = regions
            .iter()
            .filter(|region| !is_echo(region, regions))
            .map(|region| (words::region(region), region))
            .collect();
        let mut told: Vec<_> =
            together(words).into_iter().map(|(words, region)| tell(words, region, change)).collect();
        let complete = difference.complete && told.len() <= most;
        told.truncate(most);
        Self {
            told,
            complete,
            actions: actions.into_iter().collect(),
            resources: resources.into_iter().collect(),
        }
    }
}

/// Whether a region repeats another in China or elsewhere: callers of one partition ask for its resources, so that both are found.
fn is_echo(region: &Region, all: &[Region]) -> bool {
    let alike = |other: &Region| {
        (&other.actions, &other.caller, &other.keys) == (&region.actions, &region.caller, &region.keys)
    };
    is_elsewhere(region) && all.iter().any(|other| !is_elsewhere(other) && alike(other))
}

fn is_elsewhere(region: &Region) -> bool {
    let request = &region.witness.request;
    let texts = [request.caller().text(), request.resource()];
    texts.into_iter().any(|text| text.starts_with("arn:") && !text.starts_with("arn:aws:"))
}

/// The patterns that a region lies in, or `*`.
fn resources(region: &Region) -> Vec<String> {
    let within = region.resource.iter().filter(|limit| limit.holds).flat_map(|limit| limit.patterns.iter());
    let within: Vec<_> = within.filter(|pattern| words::is_written(pattern)).cloned().collect();
    if within.is_empty() { vec!["*".to_owned()] } else { within }
}

fn tell(words: RegionWords, region: &Region, change: AccessChange) -> DifferenceRegion {
    DifferenceRegion {
        change,
        actions: region.actions.clone(),
        text: format!("{}: {}", change.name(), words.sentence()),
        resources: words.resources,
        conditions: words.conditions,
        caller: words.caller,
        witness: request(&region.witness),
    }
}

type Telling<'r> = (RegionWords, &'r Region);

/// Regions that differ in their callers only, and then such that differ in their resources only, are one.
fn together(regions: Vec<Telling<'_>>) -> Vec<Telling<'_>> {
    let regions = joined(regions, |words| &mut words.caller, words::callers_together);
    joined(regions, |words| &mut words.resources, |all| all.join(", or on "))
}

/// Joins what is equal but for one part of the words.
fn joined<'r>(
    regions: Vec<Telling<'r>>,
    part: impl Fn(&mut RegionWords) -> &mut String,
    join: impl Fn(&[String]) -> String,
) -> Vec<Telling<'r>> {
    let mut groups: Vec<(RegionWords, &Region, Vec<String>)> = Vec::new();
    for (mut words, region) in regions {
        let own = std::mem::take(part(&mut words));
        match groups.iter_mut().find(|(rest, first, _)| *rest == words && first.actions == region.actions) {
            Some((_, _, parts)) if parts.contains(&own) => {}
            Some((_, _, parts)) => parts.push(own),
            None => groups.push((words, region, vec![own])),
        }
    }
    let one = |(mut words, region, parts): (RegionWords, &'r Region, Vec<String>)| {
        *part(&mut words) = join(&parts);
        (words, region)
    };
    groups.into_iter().map(one).collect()
}
