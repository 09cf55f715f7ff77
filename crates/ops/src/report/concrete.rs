//! How concrete the resources of grants are.
//!
//! A grant is an action with one entry of `Resource` that it is allowed on. Entries that another entry of the same action covers are no
//! grants of their own. Every action has the weight one, shared among its grants; the ratio is the weight of grants whose entry is
//! concrete, of all. Actions that take no resource are left out.
//!
//! An entry is concrete for a type of resource if it names one thing of that type, or one thing that holds them, such as the bucket of
//! objects: region and account, where ARNs of the type have them, and the first name behind them hold no wildcard.

use std::collections::BTreeMap;

use catalog::{ActionId, ActionSet, Catalog, ResourceType};
use policy::ResourcePattern;
use policy::tree::{Part, Statement, Template};

use crate::wire::{Concreteness, LooseResource};
use crate::words::{Reach, Told};

/// More entries are not compared with each other, but only with `*`.
const MOST_COMPARED: usize = 400;

/// An entry of `Resource`, and for which actions it is granted.
struct Entry {
    text: String,
    /// None of what is no single pattern: `NotResource`, or no element at all.
    pattern: Option<ResourcePattern>,
    concrete: ActionSet,
    loose: ActionSet,
    /// Entries that take in all of this one.
    covered_by: Vec<usize>,
}

/// How concrete what the statements allow is, and which actions are allowed on what is not; actions of `without` are left out.
pub(crate) fn concreteness(
    told: &[Told<'_>],
    reach: &Reach<'_, '_>,
    without: &ActionSet,
    catalog: &Catalog,
) -> (Concreteness, ActionSet) {
    let allows = told.iter().filter(|told| told.is_sound && told.statement.allows());
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for (told, left) in allows.zip(reach.left()) {
        let left = left.difference(without);
        let taking: ActionSet = left
            .actions(catalog)
            .filter(|action| action.targets().len() > 0)
            .map(catalog::Action::id)
            .collect();
        add(told.statement, &taking, &mut entries, catalog);
    }
    let mut entries: Vec<Entry> = entries.into_values().collect();
    cover(&mut entries);
    weigh(&entries)
}

fn add(statement: &Statement, taking: &ActionSet, entries: &mut BTreeMap<String, Entry>, catalog: &Catalog) {
    let mut put = |text: &str, pattern: Option<&ResourcePattern>, concrete: &ActionSet, loose: &ActionSet| {
        let entry = entries.entry(text.to_owned()).or_insert_with(|| Entry {
            text: text.to_owned(),
            pattern: pattern.cloned(),
            concrete: ActionSet::new(),
            loose: ActionSet::new(),
            covered_by: Vec::new(),
        });
        entry.concrete.insert_all(concrete);
        entry.loose.insert_all(loose);
    };
    let none = ActionSet::new();
    if statement.resource.is_none() {
        match &statement.not_resource {
            Some(element) => {
                let items: Vec<_> = element.items.iter().map(|item| item.value.as_str()).collect();
                put(&format!("all but {}", items.join(" and ")), None, &none, taking);
            }
            // On the one resource that has the policy.
            None => put("the resource that has the policy", None, taking, &none),
        }
    }
    for item in statement.resources() {
        let pattern = &item.value;
        if pattern.is_everything() || pattern.is_short() {
            put(pattern.as_str(), Some(pattern), &none, taking);
            continue;
        }
        let (mut concrete, mut loose) = (ActionSet::new(), ActionSet::new());
        let names = Names::of(pattern.as_str());
        for met in catalog.resource_types_meeting(pattern) {
            let is_one = names.as_ref().is_some_and(|names| names.one_of(met.resource));
            let set = if is_one { &mut concrete } else { &mut loose };
            for action in met.resource.actions().filter(|action| taking.contains(action.id())) {
                set.insert(action.id());
            }
        }
        loose = loose.difference(&concrete);
        put(pattern.as_str(), Some(pattern), &concrete, &loose);
    }
}

/// Notes which entries lie within others. Of two that take in each other the first stays.
fn cover(entries: &mut [Entry]) {
    let patterns: Vec<_> = entries.iter().map(|entry| entry.pattern.clone()).collect();
    for (at, entry) in entries.iter_mut().enumerate() {
        let Some(own) = &entry.pattern else { continue };
        for (other_at, other) in patterns.iter().enumerate() {
            let Some(other) = other else { continue };
            if other_at == at || (patterns.len() > MOST_COMPARED && !other.is_everything()) {
                continue;
            }
            if other.covers(own).is_yes() && (other_at < at || !own.covers(other).is_yes()) {
                entry.covered_by.push(other_at);
            }
        }
    }
}

fn weigh(entries: &[Entry]) -> (Concreteness, ActionSet) {
    let all: Vec<ActionSet> = entries.iter().map(|entry| entry.concrete.union(&entry.loose)).collect();
    // For each action how many grants it has on concrete resources, and how many in all.
    let mut grants: BTreeMap<ActionId, (usize, usize)> = BTreeMap::new();
    let mut loose = Vec::new();
    let mut loosely = ActionSet::new();
    for entry in entries {
        let mut covered = ActionSet::new();
        entry.covered_by.iter().filter_map(|at| all.get(*at)).for_each(|set| covered.insert_all(set));
        let (concrete, own_loose) = (entry.concrete.difference(&covered), entry.loose.difference(&covered));
        for action in concrete.iter() {
            let (on_concrete, in_all) = grants.entry(action).or_default();
            *on_concrete += 1;
            *in_all += 1;
        }
        for action in own_loose.iter() {
            grants.entry(action).or_default().1 += 1;
        }
        loosely.insert_all(&own_loose);
        loose.push(own_loose.len());
    }
    let weight: f64 = grants.values().map(|(concrete, all)| share(*concrete, *all)).sum();
    let concrete_actions = grants.values().filter(|(concrete, all)| concrete == all).count();
    let mut told: Vec<_> = entries
        .iter()
        .zip(loose)
        .filter(|(_, count)| *count > 0)
        .map(|(entry, actions)| LooseResource { resource: entry.text.clone(), actions })
        .collect();
    told.sort_by(|a, b| (b.actions, &a.resource).cmp(&(a.actions, &b.resource)));
    let concreteness = Concreteness {
        ratio: (!grants.is_empty()).then(|| rounded(weight / figure(grants.len()))),
        actions: grants.len(),
        concrete_actions,
        loose: told,
    };
    (concreteness, loosely)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { figure(part) / figure(whole) }
}

/// Counts of actions and entries are far below what a float holds exactly.
fn figure(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

/// Four digits behind the point, so that answers can be compared as texts.
pub(super) fn rounded(ratio: f64) -> f64 {
    (ratio * 10_000.0).round() / 10_000.0
}

/// The parts of an entry, if it has all six.
struct Names {
    region: String,
    account: String,
    resource: String,
}

impl Names {
    fn of(text: &str) -> Option<Self> {
        let text = without_variables(text);
        let mut parts = text.splitn(6, ':');
        if parts.next() != Some("arn") {
            return None;
        }
        let _partition = parts.next()?;
        let service = parts.next()?;
        let (region, account) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let mut resource = parts.next()?;
        // A secret is named by what its owner chose and six letters that AWS did.
        if service == "secretsmanager" {
            resource = resource.strip_suffix("-??????").unwrap_or(resource);
        }
        // Streams of a log group, versions of a function: what lies within one thing.
        resource = resource.strip_suffix(":*").unwrap_or(resource);
        (!is_wild(service)).then(|| Self { region, account, resource: resource.to_owned() })
    }

    /// Whether the entry names one thing of that type, or one that holds such.
    fn one_of(&self, resource: ResourceType<'_>) -> bool {
        resource.arn_formats().any(|format| {
            let parts: Vec<_> = format.splitn(6, ':').collect();
            let [_, _, _, region, account, rest] = parts.as_slice() else { return false };
            (region.is_empty() || !is_wild(&self.region))
                && (account.is_empty() || !is_wild(&self.account))
                && names_one(&self.resource, rest)
        })
    }
}

/// Whether a last part of an ARN fixes the first name of a format's last part.
fn names_one(resource: &str, format: &str) -> bool {
    let Some((head, behind)) = format.split_once("${") else { return resource == format };
    let Some(rest) = resource.strip_prefix(head) else { return false };
    let end = behind.split_once('}').and_then(|(_, behind)| behind.chars().next());
    let name = end.and_then(|end| rest.split_once(end)).map_or(rest, |(name, _)| name);
    !name.is_empty() && !is_wild(name)
}

fn is_wild(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// A policy variable has one value in a request, in which a wildcard stands for itself.
fn without_variables(text: &str) -> String {
    let part = |part: Part| match part {
        Part::Text(text) => text,
        _ => "v".to_owned(),
    };
    Template::parse(text).parts.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use policy::tree::{PolicyKind, lower};
    use policy::{Document, Limits};

    use super::*;
    use crate::words::{Reading, tell};

    fn is_concrete(action: &str, entry: &str) -> bool {
        let catalog = Catalog::embedded();
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"{entry}"}}}}"#
        );
        let policy = lower(&Document::read("p.json", text.as_bytes(), None, &Limits::default()).root);
        let reading = Reading::of(&policy, PolicyKind::Identity, catalog);
        let told: Vec<_> = policy.statements.iter().map(|statement| tell(statement, &reading)).collect();
        let reach = Reach::of(&told, catalog);
        let (found, wide) = concreteness(&told, &reach, &ActionSet::new(), catalog);
        assert_eq!(found.actions, 1, "{entry} is a resource of the action");
        assert_eq!(found.ratio == Some(1.0), wide.is_empty(), "{entry}");
        wide.is_empty()
    }

    #[test]
    fn an_entry_is_concrete_if_it_names_one_thing_or_what_holds_it() {
        for (action, entry, is) in [
            ("s3:GetObject", "arn:aws:s3:::acme/k", true),
            ("s3:GetObject", "arn:aws:s3:::acme/*", true),
            ("s3:GetObject", "arn:aws:s3:::acme-*/k", false),
            ("s3:GetObject", "arn:aws:s3:::*/k", false),
            ("s3:ListBucket", "arn:aws:s3:::acme", true),
            ("s3:ListBucket", "arn:aws:s3:::acme*", false),
            ("s3:GetObject", "arn:aws:s3:::acme/${aws:username}/*", true),
            ("s3:ListBucket", "arn:aws:s3:::${aws:PrincipalTag/team}", true),
            ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders", true),
            ("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/index/*", true),
            ("dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:111122223333:table/*", false),
            ("dynamodb:GetItem", "arn:aws:dynamodb:*:111122223333:table/orders", false),
            ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:*:q", false),
            ("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", true),
            ("iam:PassRole", "arn:aws:iam::111122223333:role/app/*", false),
            ("iam:PassRole", "arn:aws:iam::111122223333:role/app/api", true),
            (
                "secretsmanager:GetSecretValue",
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
                true,
            ),
            (
                "secretsmanager:GetSecretValue",
                "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-*",
                false,
            ),
            ("logs:CreateLogStream", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/f:*", true),
            ("logs:CreateLogStream", "arn:aws:logs:eu-west-1:111122223333:log-group:*", false),
            ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:f", true),
            ("lambda:InvokeFunction", "arn:aws:lambda:eu-west-1:111122223333:function:*", false),
        ] {
            assert_eq!(is_concrete(action, entry), is, "{action} on {entry}");
        }
    }
}
