//! Under which names a request has what a placeholder stands for: the rows of the table, then the rule.

use crate::json::{Leaf, Sign};

use super::exceptions::FOREIGN;
use super::table::{EC2_ID_KEYS, EC2_IDS, EVENT_ROWS, ROWS, Take};

/// One name to look for, and what to make of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) key: String,
    /// That of the key.
    pub(super) sign: Sign,
    pub(super) take: Take,
    /// Whether it counts only as a member of the request itself: `name` deeper down is the name of something else.
    pub(super) is_top: bool,
}

impl Source {
    fn new(key: String, take: Take, is_top: bool) -> Self {
        Self { sign: Sign::of(&key), key, take, is_top }
    }

    /// Whether the value belongs to this name; what a copy or a restore is made from, and what it becomes, do so too.
    pub(super) fn is_meant(&self, leaf: &Leaf<'_>) -> bool {
        leaf.may_end_with(self.sign) && self.is_named(leaf.key, leaf.depth)
    }

    /// The same, by name and depth.
    pub(super) fn is_named(&self, key: &str, depth: u8) -> bool {
        let own = self.key.as_str();
        if self.is_top && depth > 0 {
            return false;
        }
        if key.len() == own.len() {
            return key.eq_ignore_ascii_case(own);
        }
        let is_longer = key.len() == own.len() + PREFIXES[0].len() && depth == 0 && !self.is_top;
        let bare = || PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix));
        is_longer && bare().is_some_and(|name| name.eq_ignore_ascii_case(own))
    }
}

/// The signs that a source has which the name may mean: its own, and that of the name without its prefix.
pub(super) fn signs(name: &str) -> (Sign, Option<Sign>) {
    (Sign::of(name), PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).map(Sign::of))
}

/// What parameters begin with that name the one or the other side of a copy; both are equally long.
const PREFIXES: [&str; 2] = ["source", "target"];

/// What the sources of a placeholder follow from.
pub(super) struct Place<'a> {
    pub(super) service: &'a str,
    /// The resource type.
    pub(super) of: &'a str,
    pub(super) variable: &'a str,
    pub(super) event: &'a str,
    pub(super) action: &'a str,
    /// Whether the action takes no resource of another type.
    pub(super) is_only_type: bool,
    /// Whether the ARN format has no other placeholder.
    pub(super) is_only_variable: bool,
}

/// Endings of placeholders and parameters. A name is never filled from an id, nor an id from a name.
const ENDINGS: [(&str, Ending); 5] = [
    ("Name", Ending::Name),
    ("Identifier", Ending::Id),
    ("Id", Ending::Id),
    ("ID", Ending::Id),
    ("Arn", Ending::None),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Name,
    Id,
    None,
}

/// Words of placeholders that do not say what they name, as in `${ResourceId}`.
const SAYS_NOTHING: [&str; 7] = ["", "resource", "opaque", "token", "entity", "unique", "uu"];

/// The names to look for, in order; the first that the request has counts.
pub(super) fn sources(place: &Place<'_>) -> Vec<Source> {
    let for_event = EVENT_ROWS.iter().find(|row| {
        row.variable == place.variable
            && row.events.contains(&place.event)
            && row.actions.contains(&place.action)
    });
    if let Some(row) = for_event {
        return row.from.iter().map(|(key, take)| source(key, *take)).collect();
    }
    let rows = |of: &str| {
        ROWS.iter().find(|row| (row.service, row.of, row.variable) == (place.service, of, place.variable))
    };
    let row = rows(place.of).or_else(|| rows("*"));
    let mut list: Vec<Source> =
        row.into_iter().flat_map(|row| row.from).map(|(key, take)| source(key, *take)).collect();
    by_rule(place, &mut list);
    let id = EC2_IDS.iter().find(|(_, variable)| place.service == "ec2" && *variable == place.variable);
    let any_id = |key: &&'static str| Some(source(key, Take::Id(id?.0)));
    list.extend(EC2_ID_KEYS.iter().filter_map(any_id));
    let is_foreign = |source: &Source| {
        let of = |row: &(&str, &str)| {
            row.0 == place.service && (row.1 == "*" || source.key.eq_ignore_ascii_case(row.1))
        };
        FOREIGN.iter().any(of)
    };
    list.retain(|source| !is_foreign(source));
    list
}

/// Whether the request itself, not something within it, must have such a name.
fn source(key: &str, take: Take) -> Source {
    Source::new(key.to_owned(), take, SHORT.contains(&key))
}

/// Names that say nothing by themselves.
const SHORT: [&str; 8] = ["name", "names", "id", "ids", "identifier", "identifiers", "url", "path"];

/// `${TableName}` of a `table` → `tableName`, `table`, `tableNames`, and `name` in a call whose name speaks of tables.
fn by_rule(place: &Place<'_>, list: &mut Vec<Source>) {
    let bare = place
        .variable
        .strip_suffix("WithPath")
        .or_else(|| place.variable.strip_suffix("WithoutLeadingSlash"));
    let bare = bare.unwrap_or(place.variable);
    let take = if place.variable.ends_with("WithPath") { Take::Path } else { Take::Whole };
    let ending = ENDINGS.iter().find(|(ending, _)| bare.ends_with(ending));
    let (stem, ending) = match ending {
        Some((text, ending)) => (bare.strip_suffix(text).unwrap_or(bare), *ending),
        None => (bare, Ending::None),
    };
    let stem = compact(stem);
    let kind = compact(place.of.split('/').next().unwrap_or_default());
    let says_nothing = SAYS_NOTHING.contains(&stem.as_str());
    let mut add = |key: String, is_top: bool| {
        if !key.is_empty() && !list.iter().any(|known| known.key.eq_ignore_ascii_case(&key)) {
            list.push(Source::new(key, take, is_top));
        }
    };
    // Of several placeholders only one is the type's: in `addon/${ClusterName}/${AddonName}` not that of the cluster.
    let is_of_type = place.is_only_variable || says_nothing || kind.contains(&stem) || stem.contains(&kind);
    let event = compact(place.event);
    let is_about_type = place.is_only_type || (!kind.is_empty() && event.contains(&kind));
    let is_object = (is_of_type && is_about_type) || (!says_nothing && event.contains(&stem));
    if !says_nothing {
        add(bare.to_owned(), false);
    } else if is_object && !bare.is_empty() {
        add(bare.to_owned(), true);
    }
    let endings: &[&str] = match ending {
        Ending::Name => &["Name", "Identifier", ""],
        Ending::Id => &["Id", "Identifier", ""],
        Ending::None if says_nothing && !place.is_only_variable => &["Id", "Identifier"],
        Ending::None => &["", "Name", "Id", "Identifier"],
    };
    let stems = [Some(&stem), Some(&kind).filter(|_| is_of_type)];
    for stem in stems.into_iter().flatten().filter(|stem| !SAYS_NOTHING.contains(&stem.as_str())) {
        for ending in endings {
            add(format!("{stem}{ending}"), false);
            add(plural(&format!("{stem}{ending}")), false);
        }
        add(format!("{stem}Arn"), false);
    }
    if is_object {
        let short: &[&str] = match ending {
            Ending::Name => &["name", "names", "identifier"],
            Ending::Id => &["id", "ids", "identifier"],
            Ending::None => &["name", "id", "identifier"],
        };
        for key in short {
            add((*key).to_owned(), true);
        }
    }
}

pub(super) fn plural(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{word}s"),
    }
}

/// Letters and digits alone, in lower case.
pub(super) fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_from_placeholder_type_and_event() {
        for (service, of, variable, event, has, lacks) in [
            ("dynamodb", "table", "TableName", "Query", "tableName", "id"),
            ("athena", "workgroup", "WorkGroupName", "GetWorkGroup", "workgroup", "id"),
            ("guardduty", "detector", "DetectorId", "GetDetector", "detectorId", "name"),
            ("glue", "crawler", "CrawlerName", "StartCrawler", "name", "id"),
            ("ec2", "instance", "InstanceId", "StartInstances", "instanceId", "name"),
            ("ec2", "security-group", "SecurityGroupId", "RunInstances", "groupId", "name"),
            ("batch", "job-queue", "JobQueueName", "SubmitJob", "jobQueue", "name"),
            ("eks", "addon", "ClusterName", "DescribeAddon", "clusterName", "addonName"),
            ("eks", "addon", "AddonName", "DescribeAddon", "addonName", "clusterName"),
            ("eks", "addon", "UUID", "DescribeAddon", "addonId", "addonName"),
            ("x", "policy", "PolicyName", "ListPolicies", "policyNames", "ids"),
            ("x", "thing", "ResourceId", "GetThing", "thingId", "resourceName"),
        ] {
            let place = Place {
                service,
                of,
                variable,
                event,
                action: "",
                is_only_type: false,
                is_only_variable: service != "eks",
            };
            let keys = sources(&place);
            let knows = |name: &str| keys.iter().any(|source| source.key.eq_ignore_ascii_case(name));
            assert!(knows(has) && !knows(lacks), "{of} {variable} {event}: {keys:?}");
        }
    }
}
