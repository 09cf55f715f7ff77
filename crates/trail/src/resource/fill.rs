//! An ARN format and a request → ARNs.

use std::borrow::Cow;

use super::Origin;
use super::format::{Part, Piece};
use super::plan::Fill;
use super::sources::Source;
use super::table::Take;
use super::take::{Taken, literal, name_in_arn, take};
use crate::json::Leaf;

/// What all ARNs of one event have in common, unless a value says otherwise.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub(super) partition: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    /// The caller's own ARN: its path is known.
    pub(super) caller: &'a str,
    /// Whether the call makes something new, so that its path is what the request says.
    pub(super) creates: bool,
}

/// ARNs made of one request for one format at most.
const MOST: usize = 256;

/// The ARNs of the format that the request tells in full.
pub(super) fn filled(fill: &Fill<'_>, request: &[Leaf<'_>], common: &Common<'_>) -> Vec<(String, Origin)> {
    let values: Vec<_> = values(fill, request, common);
    if values.iter().any(Vec::is_empty) { Vec::new() } else { combined(fill, &values, common) }
}

/// Patterns for formats of which the request tells the first name, or, if the type is certain, the last: `stack/NAME/*`.
pub(super) fn begun(
    fill: &Fill<'_>,
    request: &[Leaf<'_>],
    common: &Common<'_>,
    is_certain: bool,
) -> Vec<(String, Origin)> {
    let mut values: Vec<_> = values(fill, request, common);
    let is_known = |values: Option<&Vec<_>>| values.is_some_and(|values| !values.is_empty());
    // A pattern that begins with a wildcard would match resources of every type.
    let has_head = matches!(fill.format.pieces.first(), Some(Piece::Text(_)));
    let is_begun = is_known(values.first()) || (is_certain && has_head && is_known(values.last()));
    if values.len() < 2 || !is_begun {
        return Vec::new();
    }
    for values in values.iter_mut().filter(|values| values.is_empty()) {
        values.push(Taken { text: "*".into(), account: None, region: None, is_pattern: true });
    }
    combined(fill, &values, common)
}

fn values<'a>(fill: &Fill<'_>, request: &'a [Leaf<'a>], common: &Common<'a>) -> Vec<Vec<Taken<'a>>> {
    let has_more = fill.sources.len() > 1;
    let taken = |source: &Source, leaf: &'a Leaf<'a>| match leaf.value.strip_prefix("arn:") {
        // The ARN of the thing itself is no name of it; that of what it belongs to holds the name.
        Some(_) => {
            let is_own = leaf.value.split(':').nth(2).is_some_and(|service| fill.format.is_of(service));
            Vec::from_iter((has_more && is_own).then(|| name_in_arn(&leaf.value)).flatten())
        }
        None if source.take == Take::Path => with_path(fill, &leaf.value, request, common),
        None => Vec::from_iter(take(source.take, &leaf.value)),
    };
    let of = |sources: &Vec<Source>| {
        let found = sources.iter().filter_map(|source| {
            let leaves = || request.iter().filter(|leaf| source.is_meant(leaf));
            let values: Vec<_> = leaves().flat_map(|leaf| taken(source, leaf)).collect();
            let depth = leaves().map(|leaf| leaf.depth).min()?;
            (!values.is_empty()).then_some((depth, values))
        });
        // What lies deeper is rather about something else; of equals the first counts.
        found.min_by_key(|(depth, _)| *depth).map(|(_, values)| values).unwrap_or_default()
    };
    fill.sources.iter().map(of).collect()
}

/// A name of IAM: with its path where that is known, else both without path and with any.
fn with_path<'a>(
    fill: &Fill<'_>,
    name: &'a str,
    request: &[Leaf<'_>],
    common: &Common<'a>,
) -> Vec<Taken<'a>> {
    let Some(taken) = take(Take::Whole, name) else { return Vec::new() };
    let own = |text: String| Taken { text: Cow::Owned(text), ..taken.clone() };
    if common.creates {
        let path = request.iter().find(|leaf| leaf.key == "path" && leaf.depth == 0);
        let path = path.map_or("", |leaf| leaf.value.trim_start_matches('/'));
        return vec![own(format!("{path}{name}"))];
    }
    let Some(Piece::Text(kind)) = fill.format.pieces.first() else { return vec![taken] };
    let caller = common.caller.splitn(6, ':').nth(5).and_then(|resource| resource.strip_prefix(kind));
    let is_caller =
        |path: &&str| path.strip_suffix(name).is_some_and(|path| path.is_empty() || path.ends_with('/'));
    if let Some(path) = caller.filter(is_caller) {
        return vec![own(path.to_owned())];
    }
    let Some(name) = literal(name) else { return vec![taken] };
    let pattern = |head: &str| Taken { is_pattern: true, ..own(format!("{head}*/{name}")) };
    // Roles of services and of Identity Center always have a path, and only they have such names.
    if name.starts_with("AWSServiceRoleFor") {
        vec![pattern("aws-service-role/")]
    } else if name.starts_with("AWSReservedSSO_") {
        vec![
            own(format!("aws-reserved/sso.amazonaws.com/{name}")),
            pattern("aws-reserved/sso.amazonaws.com/"),
        ]
    } else {
        vec![taken.clone(), pattern("")]
    }
}

fn combined(fill: &Fill<'_>, values: &[Vec<Taken<'_>>], common: &Common<'_>) -> Vec<(String, Origin)> {
    let total: usize = values.iter().map(Vec::len).product();
    (0..total.min(MOST)).filter_map(|number| one(fill, values, number, common)).collect()
}

/// The ARN from one value of each placeholder; `number` says which, as digits of mixed radix.
fn one(
    fill: &Fill<'_>,
    values: &[Vec<Taken<'_>>],
    number: usize,
    common: &Common<'_>,
) -> Option<(String, Origin)> {
    let mut number = number;
    let mut chosen = Vec::with_capacity(values.len());
    for values in values {
        chosen.push(values.get(number % values.len())?);
        number /= values.len();
    }
    let is_pattern = chosen.iter().any(|taken| taken.is_pattern);
    let account = chosen.iter().find_map(|taken| taken.account).unwrap_or(common.account);
    let account = match fill.format.account {
        Part::Just(text) => text,
        // Empty only where a value says so.
        Part::Any => Some(account)
            .filter(|_| !account.is_empty() || chosen.iter().any(|taken| taken.account.is_some()))?,
    };
    let region = match fill.format.region {
        Part::Just(text) => text,
        Part::Any => {
            let region = chosen.iter().find_map(|taken| taken.region).unwrap_or(common.region);
            Some(region).filter(|region| !region.is_empty())?
        }
    };
    let Part::Just(service) = fill.format.service else { return None };
    let mut arn = format!("arn:{}:{service}:{region}:{account}:", common.partition);
    let mut chosen = chosen.into_iter();
    for piece in &fill.format.pieces {
        match piece {
            Piece::Text(text) => arn.push_str(text),
            Piece::Variable(_) => {
                let taken = chosen.next()?;
                let text = if is_pattern && !taken.is_pattern { literal(&taken.text)? } else { &taken.text };
                arn.push_str(text);
            }
        }
    }
    Some((arn, if is_pattern { Origin::PATTERN } else { Origin::TEMPLATE }))
}
