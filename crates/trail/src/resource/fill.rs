//! An ARN format and a request → ARNs.

use std::borrow::Cow;

use super::exceptions::DEFAULTS;
use super::format::{Part, Piece};
use super::plan::Fill;
use super::sources::Source;
use super::table::Take;
use super::take::{Taken, literal, name_in_arn, take};
use super::{ArnParts, Origin};
use crate::json::Leaf;

/// What all ARNs of one event have in common, unless a value says otherwise.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub(super) partition: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    /// From which region the request copies.
    pub(super) source_region: Option<&'a str>,
    /// The caller's own ARN: its path is known.
    pub(super) caller: &'a str,
    /// Whether the call makes something new, so that its path is what the request says.
    pub(super) creates: bool,
}

/// ARNs made of one request for one format at most.
const MOST: usize = 256;

/// A value for a placeholder.
struct Value<'a> {
    taken: Taken<'a>,
    /// Which leaf of the request is the value as a whole, and not a part of it as in `family:revision`.
    leaf: Option<usize>,
    /// The place of its name among those to look for: the first says best that the placeholder is meant.
    rank: usize,
}

impl<'a> Value<'a> {
    fn of_no_leaf(taken: Taken<'a>) -> Self {
        Self { taken, leaf: None, rank: 0 }
    }
}

/// The ARNs of the format that the request tells in full.
///
/// Beside a `whole` ARN of the type only members of the request itself count that name nothing else: not `name`.
pub(super) fn filled(
    fill: &Fill<'_>,
    request: &[Leaf<'_>],
    common: &Common<'_>,
    is_beside_whole: bool,
) -> Vec<(String, Origin)> {
    // Most formats are not those that the request is about.
    let has_default =
        |variable: &str| DEFAULTS.iter().any(|row| fill.format.is_of(row.0) && row.1 == variable);
    let may_be_named =
        |sources: &Vec<Source>| sources.iter().any(|source| request.iter().any(|leaf| source.is_meant(leaf)));
    let mut places = fill.format.variables().zip(&fill.sources);
    if !places.all(|(variable, sources)| may_be_named(sources) || has_default(variable)) {
        return Vec::new();
    }
    let mut values = values(fill, request, common, is_beside_whole);
    let is_any = values.iter().any(|values| !values.is_empty());
    for (variable, values) in fill.format.variables().zip(&mut values) {
        if values.is_empty() && is_any {
            let row = DEFAULTS.iter().find(|row| fill.format.is_of(row.0) && row.1 == variable);
            values.extend(row.and_then(|row| take(Take::Whole, row.2)).map(Value::of_no_leaf));
        }
    }
    if values.iter().any(Vec::is_empty) { Vec::new() } else { combined(fill, &values, common) }
}

/// Patterns for formats of which the request tells the first name, or, if the type is certain, the last: `stack/NAME/*`.
pub(super) fn begun(
    fill: &Fill<'_>,
    request: &[Leaf<'_>],
    common: &Common<'_>,
    is_certain: bool,
) -> Vec<(String, Origin)> {
    let mut values = values(fill, request, common, false);
    let is_known = |values: Option<&Vec<_>>| values.is_some_and(|values| !values.is_empty());
    // A pattern that begins with a wildcard would match resources of every type.
    let has_head = matches!(fill.format.pieces.first(), Some(Piece::Text(_)));
    let is_begun = is_known(values.first()) || (is_certain && has_head && is_known(values.last()));
    if values.len() < 2 || !is_begun {
        return Vec::new();
    }
    for values in values.iter_mut().filter(|values| values.is_empty()) {
        let taken = Taken { text: "*".into(), account: None, region: None, is_pattern: true };
        values.push(Value::of_no_leaf(taken));
    }
    combined(fill, &values, common)
}

fn values<'a>(
    fill: &Fill<'_>,
    request: &'a [Leaf<'a>],
    common: &Common<'a>,
    is_beside_whole: bool,
) -> Vec<Vec<Value<'a>>> {
    let has_more = fill.sources.len() > 1;
    let taken = |(rank, source): (usize, &Source), number: usize, leaf: &'a Leaf<'a>| {
        let taken = match ArnParts::of(&leaf.value) {
            // The ARN of the thing itself is no name of it; that of what it belongs to holds the name.
            Some(parts) => {
                let name = (has_more && fill.format.may_be_beside(&parts)).then(|| name_in_arn(&leaf.value));
                Vec::from_iter(name.flatten().filter(|name| source.take.is_of_arn(&name.text)))
            }
            None if source.take == Take::Path => with_path(fill, &leaf.value, request, common),
            None => Vec::from_iter(take(source.take, &leaf.value)),
        };
        let region = common.source_region.filter(|_| leaf.key.starts_with("source"));
        let is_whole = matches!(source.take, Take::Whole | Take::Object) || leaf.value.starts_with("arn:");
        taken.into_iter().map(move |taken| Value {
            taken: Taken { region: taken.region.or(region), ..taken },
            leaf: is_whole.then_some(number),
            rank,
        })
    };
    let of = |sources: &Vec<Source>| {
        let found = sources.iter().enumerate().filter_map(|(rank, source)| {
            let leaves = || {
                let leaves = request.iter().enumerate().filter(|(_, leaf)| source.is_meant(leaf));
                leaves.filter(|(_, leaf)| {
                    !is_beside_whole || (leaf.depth == 0 && !source.is_top && !leaf.value.starts_with("arn:"))
                })
            };
            let depth = leaves().map(|(_, leaf)| leaf.depth).min()?;
            let nearest = leaves().filter(|(_, leaf)| leaf.depth == depth);
            let values: Vec<_> =
                nearest.flat_map(|(number, leaf)| taken((rank, source), number, leaf)).collect();
            (!values.is_empty()).then_some((depth, values))
        });
        // What lies deeper is rather about something else; of equals the first counts.
        found.min_by_key(|(depth, _)| *depth).map(|(_, values)| values).unwrap_or_default()
    };
    let mut values: Vec<_> = fill.sources.iter().map(of).collect();
    settle(fill, &mut values, request);
    values
}

/// One leaf does not fill two placeholders: it is that of which its name says most. What ends the ARN of a load balancer may be
/// its name or its id, so that it is neither.
fn settle(fill: &Fill<'_>, values: &mut [Vec<Value<'_>>], request: &[Leaf<'_>]) {
    for (number, leaf) in request.iter().enumerate() {
        let is_its = |value: &&Value<'_>| value.leaf == Some(number);
        let claims = fill.format.variables().zip(values.iter()).enumerate();
        let claims = claims.filter_map(|(place, (variable, values))| {
            let value = values.iter().find(is_its)?;
            // `name` is rather the `…Name` than the `…Version`.
            let start = variable.len().checked_sub(leaf.key.len());
            let end = start.and_then(|start| variable.get(start..));
            let is_alike = end.is_some_and(|end| end.eq_ignore_ascii_case(leaf.key));
            Some((!is_alike, value.rank, place))
        });
        let claims: Vec<_> = claims.collect();
        if claims.len() < 2 {
            continue;
        }
        let best = claims.iter().min().filter(|_| !leaf.value.starts_with("arn:")).map(|claim| claim.2);
        for (_, values) in values.iter_mut().enumerate().filter(|(place, _)| Some(*place) != best) {
            values.retain(|value| value.leaf != Some(number));
        }
    }
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

fn combined(fill: &Fill<'_>, values: &[Vec<Value<'_>>], common: &Common<'_>) -> Vec<(String, Origin)> {
    let total: usize = values.iter().map(Vec::len).product();
    (0..total.min(MOST)).filter_map(|number| one(fill, values, number, common)).collect()
}

/// The ARN from one value of each placeholder; `number` says which, as digits of mixed radix.
fn one(
    fill: &Fill<'_>,
    values: &[Vec<Value<'_>>],
    number: usize,
    common: &Common<'_>,
) -> Option<(String, Origin)> {
    let mut number = number;
    let mut chosen: Vec<&Taken<'_>> = Vec::with_capacity(values.len());
    for values in values {
        let value = values.get(number % values.len())?;
        number /= values.len();
        chosen.push(&value.taken);
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
                arn.push_str(without_beginning(text, &arn));
            }
        }
    }
    Some((arn, if is_pattern { Origin::PATTERN } else { Origin::TEMPLATE }))
}

/// The id without what the format has before it: of `policy/o-…/…/p-` and `p-1` the `1`.
fn without_beginning<'a>(text: &'a str, arn: &str) -> &'a str {
    let before = arn.rsplit([':', '/']).next().filter(|before| before.ends_with('-'));
    before.and_then(|before| text.strip_prefix(before)).unwrap_or(text)
}
