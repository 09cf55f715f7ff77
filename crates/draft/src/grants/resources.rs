//! The resources of a grant: those that the log names, or more where it does not name them.

use std::collections::BTreeSet;

use catalog::{Action, Kinds, ResourceType};
use policy::{ResourcePattern, is_plain};
use trail::resource::{Origin, all_of, one_region, owner};
use trail::usage::{Known, Resources};
use trail::{ActionUse, Outcome, Principal};

use super::implied::implied;
use super::needed::is_needed;
use crate::statements::{has_strange_letters, resource_text, without_strange_letters};
use crate::{FoundResource, Grant, Mode, Widening};

/// Puts the resources of the uses into their grant.
pub(super) fn fill(grant: &mut Grant, action: Action<'_>, uses: &[&ActionUse<'_>], mode: Mode) {
    let failed = |used: &&ActionUse<'_>| used.outcome == Outcome::Error;
    let resources: Vec<_> = uses.iter().map(|used| (&*used.resources, failed(used))).collect();
    let principals: BTreeSet<&Principal> = uses.iter().map(|used| used.principal).collect();
    let region = one_region(uses.iter().flat_map(|used| used.uses.iter().map(|(_, calls)| *calls)));
    fill_with(grant, action, &resources, (&principals, region), mode);
}

/// Puts resources into a grant, of each of which is told whether all the calls failed that it comes from; and to which region all calls
/// came, if it was one.
pub(super) fn fill_with(
    grant: &mut Grant,
    action: Action<'_>,
    resources: &[(&Resources, bool)],
    (principals, region): (&BTreeSet<&Principal>, Option<&str>),
    mode: Mode,
) {
    if action.targets().len() == 0 {
        return everything(grant, None);
    }
    if mode == Mode::Actions {
        return everything(grant, Some(Widening::ActionsOnly));
    }
    if resources.iter().any(|(resources, _)| resources.is_truncated()) {
        return everything(grant, Some(Widening::TooManyResources));
    }
    let kinds = action.kinds();
    let mut entries = Vec::new();
    let mut widened = BTreeSet::new();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for (resources, only_failed) in resources {
        let crowded: Vec<_> = resources.crowded_stems().collect();
        let mut last_crowded = None;
        for (arn, known) in resources.entries() {
            let stem = crowded.iter().find(|stem| arn.starts_with(**stem));
            let is_strange = has_strange_letters(&arn);
            let entry = resource_entry(arn, known);
            let mut is_of_action = false;
            for kind in types_of(&kinds, &entry) {
                is_of_action = true;
                seen.insert(kind.name());
            }
            if !is_of_action {
                continue;
            }
            if let Some(stem) = stem {
                if last_crowded.replace(*stem) != Some(*stem) {
                    widened.insert(Widening::TooManyUnder((*stem).to_owned()));
                    entries.push(format!("{}*", resource_text(stem)));
                }
            } else {
                if known.origin.has(Origin::PATTERN) && !is_log_group(&entry) {
                    widened.insert(Widening::PartlyLogged(entry.clone()));
                }
                entries.push(entry.clone());
            }
            if is_strange {
                widened.insert(Widening::LettersNotTaken(entry.clone()));
            }
            found.push(FoundResource { entry, origin: known.origin, only_failed: *only_failed });
        }
    }
    if entries.is_empty() {
        return everything(grant, Some(Widening::NoResourceLogged));
    }
    // A call that failed may have failed for what its request lacks.
    if resources.iter().any(|(resources, only_failed)| resources.is_unnamed() && !only_failed) {
        grant.found = found;
        return everything(grant, Some(Widening::NotAlwaysLogged));
    }
    let needed: Vec<_> = action.targets().filter(|target| is_needed(action, *target, &seen)).collect();
    if !needed.is_empty() {
        let named = entries.len();
        for target in needed {
            let named = entries.get(..named).unwrap_or_default();
            let implied: BTreeSet<String> =
                target.resource.arn_formats().flat_map(|format| implied(format, named)).collect();
            if implied.is_empty() {
                widened.insert(Widening::TypeNotLogged(target.resource.name().to_owned()));
                entries.extend(of_accounts(target.resource, principals, region));
            } else {
                entries.extend(implied);
            }
        }
    }
    entries.sort();
    entries.dedup();
    grant.resources = entries;
    grant.widened.extend(widened);
    grant.found = found;
}

fn everything(grant: &mut Grant, why: Option<Widening>) {
    grant.resources = vec!["*".to_owned()];
    grant.widened.extend(why);
}

/// Every resource of the type in the accounts and partitions of the principals, and in one region where that is known.
pub(super) fn of_accounts(
    kind: ResourceType<'_>,
    principals: &BTreeSet<&Principal>,
    region: Option<&str>,
) -> BTreeSet<String> {
    let all = |format| principals.iter().map(move |principal| all_of(format, owner(principal), region));
    kind.arn_formats().flat_map(all).collect()
}

/// Whether a pattern is the form in which AWS checks log groups, which allows no more than the group.
fn is_log_group(pattern: &str) -> bool {
    let group = pattern.strip_suffix(":*");
    group.is_some_and(|group| group.contains(":log-group:") && !group.contains('*'))
}

/// The resource types of an action, whose kinds these are, that a policy entry can be one of.
pub(crate) fn types_of<'c>(kinds: &Kinds<'c>, entry: &str) -> impl Iterator<Item = ResourceType<'c>> {
    let (plain, open) = if is_plain(entry) {
        (Some(kinds.of(entry)), Vec::new())
    } else {
        (None, kinds.meeting(&ResourcePattern::with_variables(entry)))
    };
    plain.into_iter().flatten().chain(open).map(|target| target.resource)
}

/// A resource of usage as an entry of `Resource`: a trailing `*` is the log's own prefix form, any other is part of a name. So is that which
/// the caller wrote, however the call ended: no names but those of log groups are asked for with one.
pub fn resource_entry(arn: String, known: Known) -> String {
    let is_pattern = known.origin.has(Origin::PATTERN);
    if is_pattern || is_plain(&arn) {
        return if has_strange_letters(&arn) { without_strange_letters(&arn) } else { arn };
    }
    let is_written = [Origin::PARAMETER, Origin::TEMPLATE].iter().any(|by| known.origin.has(*by));
    match arn.strip_suffix('*') {
        Some(prefix) if !is_written || is_log_group(&arn) => resource_text(prefix) + "*",
        _ => resource_text(&arn),
    }
}
