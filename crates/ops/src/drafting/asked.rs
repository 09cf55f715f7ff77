//! On what a call used an action, as far as usage tells.

use std::collections::BTreeSet;

use catalog::{Action, Kinds, Target};
use policy::ResourcePattern;
use trail::resource::{Origin, all_of};
use trail::usage::{Known, Resources};

/// What an action was used on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A resource by its ARN, or `*` of an action that names none.
    One(String),
    /// Resources of which only this is known, an entry of `Resource`: any that matches may be meant.
    Any { pattern: String, why: &'static str },
}

const IN_PART: &str = "the log tells of the resource only in part";
const CROWDED: &str = "more resources begin with this than usage keeps";
const TRUNCATED: &str = "more resources were used than usage keeps";
const UNNAMED: &str = "the log does not name the resource";
const TYPE_UNNAMED: &str = "the action also needs a resource of another type, which the log does not name";

/// The resource types of which an action is known to have been used on something.
pub(crate) struct Types<'c> {
    action: Action<'c>,
    kinds: Kinds<'c>,
    seen: BTreeSet<&'c str>,
    /// What it was used on before it was known to need no other type.
    named: BTreeSet<String>,
    /// Whether the action needs no other type.
    is_all: bool,
}

impl<'c> Types<'c> {
    pub(crate) fn new(action: Action<'c>) -> Self {
        Self {
            action,
            kinds: action.kinds(),
            seen: BTreeSet::new(),
            named: BTreeSet::new(),
            is_all: action.targets().len() == 0,
        }
    }

    /// Whether the action takes resources of a type that this may be of.
    fn take(&mut self, asked: &Asked) -> bool {
        let action = self.action;
        let before = self.seen.len();
        let mut is_of = false;
        let mut add = |name: &'c str| {
            self.seen.insert(name);
            is_of = true;
        };
        match asked {
            Asked::One(arn) => self.kinds.of(arn).for_each(|target| add(target.resource.name())),
            Asked::Any { pattern, .. } => {
                let pattern = ResourcePattern::with_variables(pattern);
                self.kinds.meeting(&pattern).iter().for_each(|target| add(target.resource.name()));
            }
        }
        if self.seen.len() > before {
            self.is_all = !action.targets().any(|target| draft::is_needed(action, target, &self.seen));
        }
        if is_of && !self.is_all {
            self.named.insert(asked.text().to_owned());
        }
        is_of
    }

    /// What the action was used on beside what the log names, by calls of a principal to one region, if that is known.
    pub(crate) fn unnamed(&self, owner: (&str, &str), region: Option<&str>) -> Vec<Asked> {
        if self.action.targets().len() == 0 {
            return vec![Asked::One("*".to_owned())];
        }
        if self.seen.is_empty() {
            return self.any(owner, region);
        }
        if self.is_all {
            return Vec::new();
        }
        let missing =
            self.action.targets().filter(|target| draft::is_needed(self.action, *target, &self.seen));
        let of_type = |target: Target<'c>| {
            if let Some(told) = self.implied(target) {
                return told.into_iter().map(Asked::One).collect::<Vec<_>>();
            }
            let formats = target.resource.arn_formats();
            formats.map(|format| Asked::any(all_of(format, owner, region), TYPE_UNNAMED)).collect()
        };
        missing.flat_map(of_type).collect()
    }

    /// What calls may have meant that name nothing where others do.
    pub(crate) fn beside_named(&self, owner: (&str, &str), region: Option<&str>) -> Vec<Asked> {
        if self.seen.is_empty() { Vec::new() } else { self.any(owner, region) }
    }

    /// Any resource that the action takes: of its type, if there is but one.
    fn any(&self, owner: (&str, &str), region: Option<&str>) -> Vec<Asked> {
        let mut targets = self.action.targets();
        if let (Some(only), None) = (targets.next(), targets.next()) {
            let formats = only.resource.arn_formats();
            formats.map(|format| Asked::any(all_of(format, owner, region), UNNAMED)).collect()
        } else {
            vec![Asked::any("*".to_owned(), UNNAMED)]
        }
    }

    /// The resources of a type that follow from those that are named; none if one of these tells none.
    fn implied(&self, target: Target<'_>) -> Option<BTreeSet<String>> {
        let formats: Vec<_> = target.resource.arn_formats().collect();
        let told = |entry: &String| formats.iter().find_map(|format| draft::implied_by(format, entry));
        self.named.iter().map(told).collect()
    }
}

/// Hands on what the log names of the resources of an action, `number` being its bit among the actions of the event. `decide` is asked
/// of each whether it is allowed; of what is not, `refused` is told if it is of a type that the action takes.
pub(crate) fn named<A>(
    types: &mut Types<'_>,
    resources: &Resources,
    number: u16,
    decide: impl Fn(&Asked) -> Option<A>,
    mut refused: impl FnMut(&Asked, A),
) {
    if types.action.targets().len() == 0 {
        return;
    }
    let crowded: Vec<&str> = resources.crowded_stems().collect();
    let mut one_by_one = |asked: &Asked, is_typed: bool, types: &mut Types<'_>| {
        // To tell the type takes longer than to decide: what is allowed may as well be no resource of the action.
        match decide(asked) {
            None if types.is_all && !is_typed => false,
            answer => {
                let is_of = types.take(asked);
                if let Some(answer) = answer.filter(|_| is_of) {
                    refused(asked, answer);
                }
                is_of
            }
        }
    };
    let mut open: BTreeSet<&str> = BTreeSet::new();
    for (arn, known) in resources.entries().filter(|(_, known)| known.of & number != 0) {
        let stem = crowded.iter().find(|stem| arn.starts_with(**stem));
        let is_of = one_by_one(&asked(arn, known), stem.is_some(), types);
        open.extend(stem.filter(|_| is_of));
    }
    for stem in open {
        one_by_one(&Asked::any(format!("{}*", draft::resource_text(stem)), CROWDED), false, types);
    }
    if resources.is_truncated() {
        one_by_one(&Asked::any("*".to_owned(), TRUNCATED), false, types);
    }
}

fn asked(arn: String, known: Known) -> Asked {
    if known.origin.has(Origin::PATTERN) || arn.ends_with('*') {
        Asked::any(draft::resource_entry(arn, known), IN_PART)
    } else {
        Asked::One(arn)
    }
}

impl Asked {
    fn any(pattern: String, why: &'static str) -> Self {
        Self::Any { pattern, why }
    }

    /// The ARN or the pattern.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::One(text) | Self::Any { pattern: text, .. } => text,
        }
    }
}
