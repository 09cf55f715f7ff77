//! The paths of IAM's names that requests do not tell, where another call tells them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, Resources, Usage, Use, UseKey};
use crate::Outcome;
use crate::resource::Origin;

/// What has names that are unique in an account, whatever its path.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const KINDS: [&str; 5] = ["role/", "user/", "group/", "instance-profile/", "policy/"];

/// By the stem of an ARN and a name the ARNs, without their stem, that calls tell in full.
type Paths = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

impl Usage {
    /// With the ARNs of IAM's roles, users and the like that some call tells in full, in place of what their names could stand for: who
    /// creates `web` says its path, who deletes it does not, and names are unique in an account.
    ///
    /// It is a view of the whole: to be taken after the last merge, and not to be written to a file.
    #[must_use]
    pub fn with_paths(mut self) -> Self {
        let mut paths = Paths::new();
        for (key, used) in self.principals.values().flatten() {
            learn(key, used, &mut paths);
        }
        if paths.is_empty() {
            return self;
        }
        for used in self.principals.values_mut().flat_map(BTreeMap::values_mut) {
            if let Some(settled) = settled(&used.resources, &paths) {
                used.resources = settled;
            }
            let inferred: Vec<_> = used
                .inferred
                .iter()
                .filter_map(|(inferred, resources)| Some((inferred.clone(), settled(resources, &paths)?)))
                .collect();
            if !inferred.is_empty() {
                used.inferred.extend(inferred);
            }
        }
        self
    }
}

/// Adds the ARNs that a use tells in full: those that were given or listed whole, and those of what was created.
fn learn(key: &UseKey, used: &Use, paths: &mut Paths) {
    if key.outcome != Outcome::Ok {
        return;
    }
    for resources in std::iter::once(&used.resources).chain(used.inferred.values()) {
        let mut by_name: BTreeMap<(&str, &str), Vec<(&str, Known)>> = BTreeMap::new();
        for (stem, rest, known) in resources.parts().filter(|(stem, ..)| is_iam(stem)) {
            by_name.entry((stem, name(rest))).or_default().push((rest, known));
        }
        for ((stem, name), found) in by_name {
            let is_guessed = found.iter().any(|(_, known)| known.origin.has(Origin::PATTERN));
            let is_given = |known: Known| {
                known.origin.has(Origin::RESOURCES)
                    || known.origin.has(Origin::PARAMETER)
                    || known.origin.has(Origin::CALLER)
            };
            let whole = found.iter().filter(|(rest, known)| {
                !known.origin.has(Origin::PATTERN)
                    && !rest.ends_with('*')
                    && (is_given(*known) || !is_guessed)
            });
            for (rest, _) in whole {
                let names = paths.entry(stem.to_owned()).or_default();
                names.entry(name.to_owned()).or_default().insert((*rest).to_owned());
            }
        }
    }
}

/// The resources with ARNs in place of guesses; none if there is nothing to settle.
fn settled(resources: &Resources, paths: &Paths) -> Option<Resources> {
    let told = |stem: &str, rest: &str| paths.get(stem)?.get(name(rest));
    let guessed: BTreeMap<(&str, &str), u16> = resources
        .parts()
        .filter(|(stem, rest, known)| {
            known.origin.has(Origin::PATTERN) && rest.contains("*/") && told(stem, rest).is_some()
        })
        .map(|(stem, rest, known)| ((stem, name(rest)), known.of))
        .collect();
    if guessed.is_empty() {
        return None;
    }
    let mut settled = resources.clone();
    settled.retain(|stem, rest, known| {
        !guessed.contains_key(&(stem, name(rest)))
            || told(stem, rest).is_some_and(|whole| whole.contains(rest))
            || !(known.origin.has(Origin::PATTERN) || known.origin.has(Origin::TEMPLATE))
    });
    for ((stem, name), of) in guessed {
        for rest in told(stem, name).into_iter().flatten() {
            settled.insert(&format!("{stem}{rest}"), Known { origin: Origin::TEMPLATE, of });
        }
    }
    Some(settled)
}

fn is_iam(stem: &str) -> bool {
    KINDS.iter().any(|kind| stem.ends_with(kind)) && stem.contains(":iam::")
}

/// What comes behind the path.
fn name(rest: &str) -> &str {
    rest.rsplit('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use crate::usage::ANY_ACTION;
    use crate::{Mapped, Principal};

    use super::*;

    const ACCOUNT: &str = "arn:aws:iam::111122223333:";

    /// An event, how it ended, and the resources by origin.
    type Event<'a> = (&'a str, Outcome, &'a [(&'a str, Origin)]);

    fn usage(events: &[Event<'_>]) -> Usage {
        let mut usage = Usage::default();
        for (event, outcome, resources) in events {
            let mut used = Use::default();
            for (resource, origin) in *resources {
                used.resources
                    .insert(&format!("{ACCOUNT}{resource}"), Known { origin: *origin, of: ANY_ACTION });
            }
            let key = UseKey {
                event_source: "iam.amazonaws.com".into(),
                event_name: (*event).into(),
                via: None,
                outcome: *outcome,
                mapped: Mapped::Actions(std::iter::once(format!("iam:{event}").into()).collect()),
            };
            usage.principals.entry(Principal::new("p")).or_default().insert(key, Box::new(used));
        }
        usage
    }

    fn of(usage: &Usage, event: &str) -> Vec<String> {
        let uses = usage.uses("p").unwrap().iter();
        let own =
            uses.filter(|(key, _)| &*key.event_name == event).flat_map(|(_, used)| used.resources.arns());
        own.map(|arn| arn.replace(ACCOUNT, "")).collect()
    }

    #[test]
    fn who_creates_a_role_tells_the_path_for_all() {
        const GUESS: &[(&str, Origin)] = &[
            ("role/web", Origin::TEMPLATE),
            ("role/*/web", Origin::PATTERN),
            ("role/other", Origin::TEMPLATE),
            ("role/*/other", Origin::PATTERN),
        ];
        for (created, outcome, expected) in [
            ("role/web", Outcome::Ok, &["role/*/other", "role/other", "role/web"][..]),
            ("role/app/web", Outcome::Ok, &["role/*/other", "role/app/web", "role/other"]),
            // It is there already, with whatever path.
            ("role/web", Outcome::Error, &["role/*/other", "role/*/web", "role/other", "role/web"]),
            // Another kind of thing has names of its own.
            ("user/web", Outcome::Ok, &["role/*/other", "role/*/web", "role/other", "role/web"]),
        ] {
            let created = [(created, Origin::TEMPLATE)];
            let seen = usage(&[("CreateRole", outcome, &created), ("DeleteRole", Outcome::Ok, GUESS)]);
            assert_eq!(of(&seen.with_paths(), "DeleteRole"), expected, "{created:?} {outcome:?}");
        }
    }

    #[test]
    fn all_paths_that_are_told_stand() {
        let guess = [("role/web", Origin::TEMPLATE), ("role/*/web", Origin::PATTERN)];
        let created = [("role/a/web", Origin::TEMPLATE)];
        let listed = [("role/b/web", Origin::PARAMETER)];
        let events = [
            ("CreateRole", Outcome::Ok, &created[..]),
            ("GetRole", Outcome::Ok, &guess),
            ("TagRole", Outcome::Ok, &listed),
        ];
        assert_eq!(of(&usage(&events).with_paths(), "GetRole"), ["role/a/web", "role/b/web"]);
    }

    #[test]
    fn a_name_that_no_call_tells_in_full_stays_a_guess() {
        let guess = [("role/web", Origin::TEMPLATE), ("role/*/web", Origin::PATTERN)];
        let seen = usage(&[("GetRole", Outcome::Ok, &guess), ("DeleteRole", Outcome::Ok, &guess)]);
        assert_eq!(seen.clone().with_paths(), seen);
    }
}
