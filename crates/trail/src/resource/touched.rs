//! All the ways to a record's resources, the surest first.

use std::borrow::Cow;

use super::checked::{log_group, qualified, unfinished_secret};
use super::exceptions::{DETAILS, OTHERS, OWNERS};
use super::fill::{Common, begun, filled};
use super::format::LONGEST;
use super::plan::{OfAction, Plan, SOURCE_REGION, Target};
use super::{ArnParts, Origin};
use crate::denial::Denial;
use crate::json::{Leaf, leaves_that};
use crate::principal;
use crate::record::Record;

/// A resource of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched<'a> {
    /// With [`Origin::PATTERN`] a pattern in the words of a policy. One that ends in `*` otherwise stands for all that begin so.
    pub arn: Cow<'a, str>,
    pub origin: Origin,
    /// Of which of the event's actions it is a resource, a bit each; see [`of_actions`].
    pub of: u16,
}

/// The bit of an action by its place among the actions of the event; those beyond the sixteenth share the last.
pub fn of_actions(number: usize) -> u16 {
    1 << number.min(15)
}

/// What is needed beside the plan.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) record: &'a Record<'a>,
    /// As [`principal::spell`] spells it.
    pub(crate) caller: &'a str,
}

/// Finds what the event touched and hands it to `found`. An ARN may come more than once.
///
/// `is_new` is told all that the request says of resources, for this plan and caller; on the answer no, the request is left
/// alone, since what it tells was found before.
pub(crate) fn touched<'a>(
    plan: &Plan<'_>,
    about: &About<'a>,
    is_new: &mut dyn FnMut(&[&str]) -> bool,
    found: &mut dyn FnMut(Touched<'a>),
) {
    let mut request = Request { about, leaves: None };
    from_message(plan, about.record, found);
    for (number, action) in plan.actions.iter().enumerate() {
        let of = of_actions(number);
        let mut put = |arn: Cow<'a, str>, origin| found(Touched { arn, origin, of });
        if action.takes_anything {
            listed(about.record).for_each(|arn| put(arn, Origin::RESOURCES));
            continue;
        }
        if action.targets.is_empty() {
            continue;
        }
        if action.is_told_by_request {
            if !request.is_worth_it(plan, is_new) {
                return;
            }
            if from_request(action, &mut request, &mut put) {
                continue;
            }
        }
        let settled = from_list(action, about.record, &mut put);
        if settled == Settled::All && !asks_for_detail(about.record) {
            continue;
        }
        if !request.is_worth_it(plan, is_new) {
            return;
        }
        let is_found = from_request(action, &mut request, &mut put) || settled != Settled::Nothing;
        let is_begun =
            !is_found && !action.is_told_by_request && from_beginnings(action, &mut request, &mut put);
        if !is_found && !is_begun && action.is_about_caller {
            let is_user = ArnParts::of(about.caller).is_some_and(|arn| arn.resource.starts_with("user/"));
            if is_user {
                put(about.caller.to_owned().into(), Origin::CALLER);
            }
        }
    }
}

/// The request, read when first asked for.
struct Request<'r, 'a> {
    about: &'r About<'a>,
    leaves: Option<Vec<Leaf<'a>>>,
}

impl<'a> Request<'_, 'a> {
    fn leaves(&self) -> &[Leaf<'a>] {
        self.leaves.as_deref().unwrap_or_default()
    }

    /// Reads the request, and tells whether it says anything new.
    fn is_worth_it(&mut self, plan: &Plan<'_>, is_new: &mut dyn FnMut(&[&str]) -> bool) -> bool {
        const DEPTHS: [&str; 4] = ["0", "1", "2", "3"];
        if self.leaves.is_some() {
            return true;
        }
        let record = self.about.record;
        let minds = |key: &str, depth, value: &str| plan.minds(key, depth, value);
        let leaves = leaves_that(record.parameters.unwrap_or_default(), &minds);
        let common = common(self.about, &leaves);
        let detail = if asks_for_detail(record) { "detail" } else { "" };
        let mut said = Vec::with_capacity(4 + 2 * record.resources.len() + 3 * leaves.len());
        said.extend([common.partition, common.region, common.account, detail]);
        for resource in &record.resources {
            said.extend(
                [&resource.arn, &resource.arn_prefix].map(|field| field.as_deref().unwrap_or_default()),
            );
        }
        let mut is_deep = false;
        for leaf in &leaves {
            let depth = DEPTHS.get(usize::from(leaf.depth));
            is_deep |= depth.is_none();
            said.extend([leaf.key, &leaf.value, depth.unwrap_or(&"")]);
        }
        let is_worth_it = is_deep || is_new(&said);
        self.leaves = Some(leaves);
        is_worth_it
    }
}

/// The resource that an error message names together with one of the actions.
fn from_message<'a>(plan: &Plan<'_>, record: &Record<'_>, found: &mut dyn FnMut(Touched<'a>)) {
    let Some(message) = record.error_message.as_deref().filter(|message| message.contains("to perform"))
    else {
        return;
    };
    let denial = Denial::of(message);
    let (Some(denied), Some(arn)) = (denial.action, denial.resource) else { return };
    let Some(parts) = ArnParts::of(&arn) else { return };
    for (number, action) in plan.actions.iter().enumerate() {
        let mut formats = action.targets.iter().flat_map(|target| &target.formats);
        if action.name.eq_ignore_ascii_case(&denied) && formats.any(|fill| fill.format.stands_for(&parts)) {
            found(Touched {
                arn: String::from(&*arn).into(),
                origin: Origin::MESSAGE,
                of: of_actions(number),
            });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    Nothing,
    Part,
    /// Something, and one of every type that the action requires.
    All,
}

/// What the record lists under `resources`; an ARN prefix as a pattern ending in `*`.
pub(crate) fn listed<'a>(record: &'a Record<'a>) -> impl Iterator<Item = Cow<'a, str>> {
    let is_arn = |text: &&str| text.starts_with("arn:") && text.len() <= LONGEST;
    record.resources.iter().flat_map(move |resource| {
        let arn = resource.arn.as_deref().map(str::trim).filter(is_arn).map(Cow::Borrowed);
        let prefix = resource.arn_prefix.as_deref().filter(is_arn);
        arn.into_iter().chain(prefix.map(|prefix| Cow::Owned(format!("{prefix}*"))))
    })
}

fn from_list<'a>(
    action: &OfAction<'_>,
    record: &'a Record<'a>,
    put: &mut dyn FnMut(Cow<'a, str>, Origin),
) -> Settled {
    let mut is_any = false;
    // A bit for each required type that is not yet found; there are never so many.
    let mut missing = required(action);
    for arn in listed(record) {
        let Some(parts) = ArnParts::of(&arn) else { continue };
        let is_prefix = arn.ends_with('*');
        let mut is_one = false;
        for (number, target) in action.targets.iter().enumerate() {
            let is_of = target
                .formats
                .iter()
                .any(|fill| fill.format.stands_for(&parts) || (is_prefix && fill.format.may_begin(&parts)));
            if is_of {
                is_one = true;
                missing &= !bit(number);
            }
        }
        if is_one {
            is_any = true;
            if parts.service == "logs"
                && let Some(pattern) = log_group(&arn)
            {
                put(pattern.into(), Origin::PATTERN);
            }
            put(arn, Origin::RESOURCES);
        }
    }
    match (is_any, missing) {
        (false, _) => Settled::Nothing,
        (true, 0) => Settled::All,
        (true, _) => Settled::Part,
    }
}

fn required(action: &OfAction<'_>) -> u128 {
    let required = action.targets.iter().enumerate().filter(|(_, target)| target.is_required);
    required.fold(0, |bits, (number, _)| bits | bit(number))
}

fn bit(number: usize) -> u128 {
    1 << number.min(127)
}

/// Whether the request has a parameter that says more than the list, if only that a star is part of a name.
fn asks_for_detail(record: &Record<'_>) -> bool {
    if record.resources.iter().any(|resource| resource.arn.as_deref().is_some_and(|arn| arn.ends_with('*'))) {
        return true;
    }
    let source = record.event_source.as_deref().unwrap_or_default();
    let parameters = record.parameters.unwrap_or_default().as_bytes();
    DETAILS.iter().any(|(service, name)| {
        source.starts_with(service) && memchr::memmem::find(parameters, name.as_bytes()).is_some()
    })
}

/// ARNs in the request, and ARNs made of it; whether there were any.
fn from_request<'a>(
    action: &OfAction<'_>,
    request: &mut Request<'_, 'a>,
    put: &mut dyn FnMut(Cow<'a, str>, Origin),
) -> bool {
    let about = *request.about;
    let leaves = request.leaves();
    let common = common(&about, leaves);
    let mut is_any = false;
    let mut arns = Vec::new();
    for target in action.targets.iter().filter(|target| !is_excluded(target, leaves)) {
        let mut whole: Vec<_> = whole_arns(action, target, leaves).collect();
        let common = Common { creates: target.is_made, ..common };
        let before = arns.len();
        for fill in &target.formats {
            let parts = fill.sources.len();
            let filled = filled(fill, leaves, &common, !whole.is_empty());
            arns.extend(filled.into_iter().map(|(arn, origin)| (arn, origin, parts)));
        }
        // What the request itself names is not what an ARN deep in it names: where failures go, what a policy is about.
        whole.retain(|(depth, ..)| *depth == 0 || arns.len() == before);
        for (_, arn, origin) in whole {
            is_any = true;
            let arn = qualified(action, leaves, arn);
            if let Some(pattern) = log_group(&arn) {
                put(pattern.into(), Origin::PATTERN);
            }
            put(arn, origin);
        }
    }
    // A resource of which there is but one is meant where the request names no other.
    let names_other = is_any || arns.iter().any(|(_, _, parts)| *parts > 0);
    arns.retain(|(_, _, parts)| *parts > 0 || !names_other);
    // With a qualifier or an index the call is about that alone.
    let is_of =
        |arn: &str, longer: &str| longer.strip_prefix(arn).is_some_and(|rest| rest.starts_with([':', '/']));
    let is_begun =
        |arn: &str, parts| arns.iter().any(|(longer, _, more)| *more > parts && is_of(arn, longer));
    let meant: Vec<bool> = arns.iter().map(|(arn, _, parts)| !is_begun(arn, *parts)).collect();
    for ((arn, origin, _), _) in arns.into_iter().zip(meant).filter(|(_, is_meant)| *is_meant) {
        is_any = true;
        let arn = qualified(action, leaves, arn.into());
        if let Some(pattern) = log_group(&arn) {
            put(pattern.into(), Origin::PATTERN);
        }
        put(arn, origin);
    }
    is_any
}

/// ARNs in the request that are of the type, and how deep they lie.
fn whole_arns<'l, 'a>(
    action: &'l OfAction<'_>,
    target: &'l Target<'_>,
    request: &'l [Leaf<'a>],
) -> impl Iterator<Item = (u8, Cow<'a, str>, Origin)> + 'l {
    let is_meant = |leaf: &Leaf<'_>| {
        let mut sources = target.formats.iter().flat_map(|fill| &fill.sources).flatten();
        !action.is_told_by_request || sources.any(|source| source.is_meant(leaf))
    };
    let arns = request.iter().filter(move |leaf| leaf.value.starts_with("arn:") && is_meant(leaf));
    arns.filter_map(|leaf| {
        // An iterator over the shards of a stream begins with the stream's ARN.
        let arn = match leaf.value.split_once('|') {
            Some((arn, _)) => Cow::Owned(arn.to_owned()),
            None => leaf.value.clone(),
        };
        let parts = ArnParts::of(&arn)?;
        let is_other = |row: &&(&str, &str)| {
            leaf.key.eq_ignore_ascii_case(row.1)
                && (row.0 == "*" || action.name.split(':').next() == Some(row.0))
        };
        if OTHERS.iter().any(|row| is_other(&row))
            || !target.formats.iter().any(|fill| fill.format.stands_for(&parts))
        {
            return None;
        }
        let unfinished = unfinished_secret(&parts, &arn);
        Some(match unfinished {
            Some(pattern) => (leaf.depth, pattern.into(), Origin::PATTERN),
            None => (leaf.depth, arn, Origin::PARAMETER),
        })
    })
}

fn is_excluded(target: &Target<'_>, request: &[Leaf<'_>]) -> bool {
    let Some((name, meant)) = target.only_without else { return false };
    // A bus may be named by its ARN.
    let is_meant = |value: &str| !meant.is_empty() && value.rsplit('/').next() == Some(meant);
    request.iter().any(|leaf| leaf.key == name && leaf.depth == 0 && !is_meant(&leaf.value))
}

/// Patterns for what the request names in part; of several types first those that the action requires.
fn from_beginnings<'a>(
    action: &OfAction<'_>,
    request: &mut Request<'_, 'a>,
    put: &mut dyn FnMut(Cow<'a, str>, Origin),
) -> bool {
    let about = *request.about;
    let leaves = request.leaves();
    let common = common(&about, leaves);
    for is_required in [true, false] {
        let is_certain = is_required || action.targets.len() == 1;
        let targets = action.targets.iter().filter(|target| target.is_required == is_required);
        let patterns: Vec<_> = targets
            .flat_map(|target| &target.formats)
            .flat_map(|fill| begun(fill, leaves, &common, is_certain))
            .collect();
        if !patterns.is_empty() {
            for (arn, origin) in patterns {
                put(arn.into(), origin);
            }
            return true;
        }
    }
    false
}

fn common<'a>(about: &About<'a>, request: &'a [Leaf<'_>]) -> Common<'a> {
    let record = about.record;
    let region = record.region.as_deref().unwrap_or_default().trim();
    Common {
        partition: partition(record, region),
        region,
        account: owner(record, request).unwrap_or_default(),
        source_region: request.iter().find(|leaf| leaf.key == SOURCE_REGION).map(|leaf| &*leaf.value),
        caller: about.caller,
        creates: false,
    }
}

/// The partition that other ARNs of the record are in, else that of the region.
fn partition<'a>(record: &'a Record<'a>, region: &str) -> &'a str {
    let known = [&record.identity.arn, &record.identity.issuer_arn];
    let listed = record.resources.iter().map(|resource| &resource.arn);
    let mut arns = known.into_iter().chain(listed).filter_map(Option::as_deref);
    let partition =
        arns.find_map(|arn| arn.strip_prefix("arn:")?.split(':').next().filter(|text| !text.is_empty()));
    partition.unwrap_or_else(|| principal::partition(region))
}

/// The account whose resource is meant: as the request says, as the record's list says, else the account that got the record.
fn owner<'a>(record: &'a Record<'a>, request: &'a [Leaf<'_>]) -> Option<&'a str> {
    let is_account = |text: &&str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let said =
        request.iter().find(|leaf| leaf.depth == 0 && OWNERS.contains(&leaf.key)).map(|leaf| &*leaf.value);
    let mut listed = record.resources.iter().filter_map(|resource| resource.account.as_deref());
    let first = listed.next().filter(|first| listed.all(|other| other == *first));
    let known = [said, first, record.recipient_account.as_deref(), record.identity.account.as_deref()];
    known.into_iter().flatten().find(is_account)
}
