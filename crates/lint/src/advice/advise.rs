//! What a row of the table says, and which rows are about an action.

use catalog::{Action, ActionSet, Catalog};
use policy::tree::PolicyKind;
use policy::{ActionPattern, Severity};

use super::demanded::DEMANDED;
use super::recommended::RECOMMENDED;
use crate::grave_actions::SAFEGUARDS;

/// Conditions that should go with actions.
#[derive(Debug)]
pub struct Advice {
    pub about: About,
    /// In which kind of policy.
    pub kind: PolicyKind,
    /// When it applies, to be read behind "asked for" or "recommended".
    pub when: &'static str,
    /// The checks that find something where the conditions are missing; with none it is only a recommendation.
    pub checks: &'static [&'static str],
    /// What to do.
    pub suggestion: &'static str,
    /// What happens otherwise.
    pub risk: &'static str,
    /// All of them together.
    pub conditions: &'static [Wanted],
    /// Statements as JSON, in the first of which the conditions are missing, so that the checks find something.
    pub without: &'static str,
}

/// Which actions advice is about.
#[derive(Debug)]
pub enum About {
    /// These; a pattern means those of its actions for which AWS lists every key of the conditions.
    Actions(&'static [&'static str]),
    /// Those that switch off what watches over an account, or that nobody can take back.
    Safeguards,
}

/// A condition, as an example: what the value is to be depends on who uses it.
#[derive(Debug)]
pub struct Wanted {
    pub operator: &'static str,
    pub key: &'static str,
    pub value: &'static str,
    /// What it holds requests to.
    pub meaning: &'static str,
}

/// All that there is, the gravest first.
pub fn all_advice() -> impl Iterator<Item = &'static Advice> {
    DEMANDED.iter().chain(RECOMMENDED)
}

/// What there is to say about an action, the gravest first.
pub fn advice<'c>(action: Action<'c>, catalog: &'c Catalog) -> impl Iterator<Item = &'static Advice> {
    let only: ActionSet = [action].into_iter().collect();
    let prefix = action.service().prefix();
    all_advice().filter(move |row| row.is_of_service(prefix) && !row.among(&only, catalog).is_empty())
}

impl Advice {
    /// Those of the actions that it is about.
    pub fn among(&self, actions: &ActionSet, catalog: &Catalog) -> ActionSet {
        let mut meant = ActionSet::new();
        let mut add = |action: Option<Action<'_>>| {
            if let Some(action) = action.filter(|action| actions.contains(action.id())) {
                meant.insert(action.id());
            }
        };
        match &self.about {
            About::Safeguards => {
                for (prefix, names) in SAFEGUARDS {
                    let service = catalog.service(prefix);
                    names.iter().for_each(|name| add(service.and_then(|service| service.action(name))));
                }
            }
            About::Actions(entries) => {
                for entry in *entries {
                    if entry.contains('*') {
                        let matching = catalog.expand(&ActionPattern::parse(entry)).intersection(actions);
                        matching
                            .actions(catalog)
                            .filter(|action| self.is_listed_for(*action))
                            .for_each(|action| add(Some(action)));
                    } else {
                        add(catalog.action(entry));
                    }
                }
            }
        }
        meant
    }

    /// Whether it is about actions of the service at all.
    fn is_of_service(&self, prefix: &str) -> bool {
        match &self.about {
            About::Safeguards => SAFEGUARDS.iter().any(|row| row.0 == prefix),
            About::Actions(entries) => {
                entries.iter().any(|entry| entry.split_once(':').is_some_and(|(own, _)| own == prefix))
            }
        }
    }

    /// Whether a check finds something where the conditions are missing.
    pub fn is_demanded(&self) -> bool {
        !self.checks.is_empty()
    }

    /// How bad it is to leave the conditions out: that of the first check, or low.
    pub fn severity(&self) -> Severity {
        let check = self.checks.first().and_then(|id| crate::find(id));
        check.map_or(Severity::Low, |check| check.severity)
    }

    fn is_listed_for(&self, action: Action<'_>) -> bool {
        self.conditions.iter().all(|wanted| action.condition_key(wanted.key).is_some())
    }
}

pub(super) const fn wanted(
    operator: &'static str,
    key: &'static str,
    value: &'static str,
    meaning: &'static str,
) -> Wanted {
    Wanted { operator, key, value, meaning }
}

pub(super) const fn boundary(meaning: &'static str) -> Wanted {
    wanted("StringEquals", "iam:PermissionsBoundary", "arn:aws:iam::111122223333:policy/boundary", meaning)
}

pub(super) const fn tag_of_team(meaning: &'static str) -> Wanted {
    wanted("StringEquals", "iam:ResourceTag/team", "${aws:PrincipalTag/team}", meaning)
}

pub(super) const fn second_factor(meaning: &'static str) -> Wanted {
    wanted("Bool", "aws:MultiFactorAuthPresent", "true", meaning)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use policy::{Document, Limits};

    use super::*;
    use crate::{Options, lint};

    fn condition(advice: &Advice) -> String {
        let mut text = String::from(r#""Condition": {"#);
        for (index, wanted) in advice.conditions.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let (operator, key, value) = (wanted.operator, wanted.key, wanted.value);
            let _ = write!(text, r#"{comma}"{operator}":{{"{key}":"{value}"}}"#);
        }
        text + "},"
    }

    /// The statements of the row, and the same for each other action that it is about.
    fn statements(advice: &Advice) -> Vec<String> {
        let all: Vec<String> = match &advice.about {
            About::Actions(entries) if entries.iter().any(|entry| entry.contains('*')) => Vec::new(),
            About::Actions(entries) => entries.iter().map(|entry| (*entry).to_owned()).collect(),
            About::Safeguards => {
                let names = |row: &(&str, &'static [&'static str])| {
                    let prefix = row.0.to_owned();
                    row.1.iter().map(move |name| format!("{prefix}:{name}")).collect::<Vec<_>>()
                };
                SAFEGUARDS.iter().flat_map(names).collect()
            }
        };
        let quoted = |action: &str| format!(r#""Action":"{action}""#);
        let written =
            all.iter().find(|action| advice.without.contains(&quoted(action))).cloned().unwrap_or_default();
        let others = all.iter().map(|action| advice.without.replacen(&quoted(&written), &quoted(action), 1));
        others.chain([advice.without.to_owned()]).collect()
    }

    fn found(advice: &Advice, statements: &str, condition: &str) -> Vec<(&'static str, String)> {
        let statements = statements.replacen('{', &format!("{{{condition}"), 1);
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        let options = Options { kind: Some(advice.kind), ..Options::default() };
        let report = lint(&document, Catalog::embedded(), &options);
        report.diagnostics.into_iter().map(|found| (found.id, found.message)).collect()
    }

    #[test]
    fn what_is_demanded_is_what_the_checks_find_missing() {
        let ids = |found: Vec<(&'static str, String)>| found.into_iter().map(|one| one.0).collect::<Vec<_>>();
        for advice in all_advice() {
            for statements in statements(advice).iter().filter(|_| advice.is_demanded()) {
                let without = ids(found(advice, statements, ""));
                let with = ids(found(advice, statements, &condition(advice)));
                for check in advice.checks {
                    assert!(without.contains(check), "{check} is silent: {statements} {without:?}");
                    assert!(!with.contains(check), "{check} still speaks: {statements} {with:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_only_recommended_no_check_finds_missing() {
        for advice in all_advice().filter(|advice| !advice.is_demanded()) {
            for statements in statements(advice) {
                let with = found(advice, &statements, &condition(advice));
                let without = found(advice, &statements, "");
                let gone: Vec<_> = without.iter().filter(|found| !with.contains(found)).collect();
                assert!(gone.is_empty(), "{statements}: {gone:?}");
            }
        }
    }

    /// Nothing that the conditions themselves bring along: no unknown key, no wrong operator or value.
    #[test]
    fn no_condition_is_a_fault_itself() {
        for advice in all_advice() {
            for statements in statements(advice) {
                let without = found(advice, &statements, "");
                let with = found(advice, &statements, &condition(advice));
                let new: Vec<_> = with.iter().filter(|found| !without.contains(found)).collect();
                assert!(new.is_empty(), "{statements}: {new:?}");
            }
        }
    }

    #[test]
    fn every_action_of_the_table_exists_and_lists_its_keys() {
        let catalog = Catalog::embedded();
        for advice in all_advice() {
            let About::Actions(entries) = advice.about else { continue };
            for entry in entries.iter().filter(|entry| !entry.contains('*')) {
                let action = catalog.action(entry).unwrap_or_else(|| panic!("{entry}"));
                assert_eq!(action.full_name(), *entry);
                let is_known = |key: &str| {
                    action.condition_key(key).is_some()
                        || catalog.global_key(key).is_some()
                        || advice.kind == PolicyKind::Trust
                };
                assert!(advice.conditions.iter().all(|wanted| is_known(wanted.key)), "{entry}");
            }
        }
    }

    #[test]
    fn each_row_is_about_some_action_and_the_gravest_come_first() {
        let catalog = Catalog::embedded();
        let every: ActionSet = catalog.actions().collect();
        assert!(all_advice().all(|row| !row.among(&every, catalog).is_empty()));
        assert!(all_advice().is_sorted_by_key(|row| !row.is_demanded()));
        let of = |name: &str| {
            advice(catalog.action(name).unwrap(), catalog)
                .map(|row| row.conditions[0].key)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("iam:passrole"), ["iam:PassedToService"]);
        assert_eq!(of("cloudtrail:StopLogging"), ["aws:MultiFactorAuthPresent"]);
        assert_eq!(of("s3:GetObject"), ["s3:ResourceAccount"]);
        assert_eq!(of("sqs:ReceiveMessage"), [""; 0]);
    }
}
