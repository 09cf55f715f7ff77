//! From single grants to statements: actions on the same resources under the same conditions stand together.

use catalog::{Action, Level};
use policy::Span;
use policy::tree::{Spanned, Statement};

use crate::Demand;
use crate::statements::allow;

/// An action on one resource.
pub(super) struct Unit<'c> {
    pub(super) action: Action<'c>,
    pub(super) resource: String,
    /// Sorted.
    pub(super) demands: Vec<Demand>,
}

/// What becomes one statement.
pub(super) struct Group<'c> {
    pub(super) sid: String,
    pub(super) actions: Vec<Action<'c>>,
    pub(super) resources: Vec<String>,
    pub(super) demands: Vec<Demand>,
}

/// The statements, in the order of their first actions.
pub(super) fn grouped<'c>(units: &[Unit<'c>]) -> Vec<Group<'c>> {
    // One action first: all its resources under the same conditions.
    let mut of_actions: Vec<Group<'c>> = Vec::new();
    for unit in units {
        let same = |group: &&mut Group<'_>| group.actions == [unit.action] && group.demands == unit.demands;
        match of_actions.iter_mut().find(same) {
            Some(group) => group.resources.push(unit.resource.clone()),
            None => of_actions.push(Group {
                sid: String::new(),
                actions: vec![unit.action],
                resources: vec![unit.resource.clone()],
                demands: unit.demands.clone(),
            }),
        }
    }
    let mut groups: Vec<Group<'c>> = Vec::new();
    for one in of_actions {
        let same = |group: &&mut Group<'_>| group.resources == one.resources && group.demands == one.demands;
        match groups.iter_mut().find(same) {
            Some(group) => group.actions.extend(one.actions),
            None => groups.push(one),
        }
    }
    let mut taken: Vec<String> = Vec::new();
    for group in &mut groups {
        let name = sid(group);
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|sid| !taken.contains(sid));
        group.sid = free.unwrap_or(name);
        taken.push(group.sid.clone());
    }
    groups
}

impl Group<'_> {
    pub(super) fn statement(&self) -> Statement {
        let actions: Vec<_> = self.actions.iter().map(|action| action.full_name()).collect();
        let actions: Vec<_> = actions.iter().map(String::as_str).collect();
        let sid = Some(Spanned::new(self.sid.clone(), Span::NONE));
        Statement { sid, ..allow(&actions, &self.resources, &self.demands) }
    }
}

/// What the statement is about, in letters and digits: `S3GetObject`, `DynamodbReadWriteTable`, `Ec2ListAll`.
fn sid(group: &Group<'_>) -> String {
    let services: Vec<_> = group.actions.iter().map(|action| action.service().prefix()).collect();
    let service = match services.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => word(first),
        _ => String::new(),
    };
    if let [only] = group.actions.as_slice() {
        return format!("{service}{}", word(only.name()));
    }
    let verbs = [
        (Level::List, "List"),
        (Level::Read, "Read"),
        (Level::Write, "Write"),
        (Level::Tagging, "Tag"),
        (Level::PermissionsManagement, "Permit"),
    ];
    let has = |level: Level| group.actions.iter().any(|action| action.level() == level);
    let verbs: String = verbs.into_iter().filter(|(level, _)| has(*level)).map(|(_, verb)| verb).collect();
    let kind = match group.resources.as_slice() {
        [all] if all == "*" => "All".to_owned(),
        [first, ..] => {
            let pattern = policy::ResourcePattern::with_variables(first);
            let targets = group.actions.first().map(|action| action.targets_meeting(&pattern));
            targets.and_then(|targets| Some(word(targets.first()?.resource.name()))).unwrap_or_default()
        }
        [] => String::new(),
    };
    format!("{service}{verbs}{kind}")
}

/// The letters and digits, each run of them with a capital.
fn word(text: &str) -> String {
    let runs = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    runs.filter_map(|run| {
        let (first, rest) = run.split_at_checked(1)?;
        Some(first.to_ascii_uppercase() + rest)
    })
    .collect()
}
