//! What fails a report: names of figures, each alone or with a limit.
//!
//! ```text
//! threshold = "none" | "default" | name [ ( "<" | "<=" | ">" | ">=" ) number [ "%" ] ]
//! ```

use catalog::nearest_words;

use crate::OpError;
use crate::reading::problem::did_you_mean;
use crate::wire::{ReportedPair, Threshold};

/// A figure that may fail a report.
pub(super) struct Figure {
    pub(super) name: &'static str,
    /// What it counts.
    pub(super) meaning: &'static str,
    needs: Needs,
    of: fn(&Findings) -> (Option<f64>, usize),
}

/// What a figure comes from, beside the policies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Usage,
    /// Usage or cases.
    Requests,
    Expectations,
}

/// What was found and not waived, and how much was.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Findings {
    pub(crate) new_access: Found,
    pub(crate) new_actions: Found,
    pub(crate) lost_actions: Found,
    pub(crate) new_denials: Found,
    pub(crate) new_allowances: Found,
    pub(crate) failed_cases: Found,
    pub(crate) high_risk: Found,
    pub(crate) unused: Found,
    pub(crate) statements: usize,
    /// Without what is waived.
    pub(crate) concreteness: (Option<f64>, Option<f64>),
}

/// How much counts, and how much is waived.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) open: usize,
    pub(crate) waived: usize,
}

impl Found {
    pub(crate) fn add(&mut self, is_waived: bool) {
        *(if is_waived { &mut self.waived } else { &mut self.open }) += 1;
    }

    fn told(self) -> (Option<f64>, usize) {
        (Some(f64::from(u32::try_from(self.open).unwrap_or(u32::MAX))), self.waived)
    }
}

pub(super) const FIGURES: &[Figure] = &[
    Figure {
        name: "new-access",
        meaning: "pairs of policies that allow a request which they did not, or of which that is not known",
        needs: Needs::Nothing,
        of: |found| found.new_access.told(),
    },
    Figure {
        name: "new-actions",
        meaning: "actions that are newly allowed on something",
        needs: Needs::Nothing,
        of: |found| found.new_actions.told(),
    },
    Figure {
        name: "lost-actions",
        meaning: "actions that are no longer allowed on anything",
        needs: Needs::Nothing,
        of: |found| found.lost_actions.told(),
    },
    Figure {
        name: "new-denials",
        meaning: "used requests and cases that were allowed, and are denied or not known",
        needs: Needs::Requests,
        of: |found| found.new_denials.told(),
    },
    Figure {
        name: "new-allowances",
        meaning: "used requests and cases that were denied or not known, and are allowed",
        needs: Needs::Requests,
        of: |found| found.new_allowances.told(),
    },
    Figure {
        name: "failed-cases",
        meaning: "cases that are not decided as they expect",
        needs: Needs::Expectations,
        of: |found| found.failed_cases.told(),
    },
    Figure {
        name: "high-risk",
        meaning: "sensitive actions that are newly allowed, and ways to more permissions that are new",
        needs: Needs::Nothing,
        of: |found| found.high_risk.told(),
    },
    Figure {
        name: "concreteness",
        meaning: "the share of grants on concrete resources, from 0 to 1; alone it fails if the share falls",
        needs: Needs::Nothing,
        of: |found| (found.concreteness.1, 0),
    },
    Figure {
        name: "unused",
        meaning: "actions that are granted and were never used",
        needs: Needs::Usage,
        of: |found| found.unused.told(),
    },
    Figure {
        name: "statements",
        meaning: "statements that are added, removed or changed",
        needs: Needs::Nothing,
        of: |found| Found { open: found.statements, waived: 0 }.told(),
    },
];

/// What fails a report if nobody says.
const DEFAULT: [&str; 4] = ["new-access", "new-denials", "failed-cases", "high-risk"];

pub(super) fn names() -> Vec<String> {
    FIGURES.iter().map(|figure| figure.name.to_owned()).collect()
}

/// When a report fails.
pub(crate) struct Thresholds {
    list: Vec<Limit>,
    /// Whether somebody named them.
    is_asked: bool,
}

struct Limit {
    text: String,
    figure: &'static Figure,
    test: Test,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Test {
    /// A count above nothing, or a share that falls.
    Alone,
    Below(f64),
    AtMost(f64),
    Above(f64),
    AtLeast(f64),
}

impl Thresholds {
    /// Reads what a request says, each perhaps several with commas between.
    pub(crate) fn read(asked: &[String]) -> Result<Self, OpError> {
        let written: Vec<_> = asked
            .iter()
            .flat_map(|text| text.split(','))
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .collect();
        if written.as_slice() == ["none"] {
            return Ok(Self { list: Vec::new(), is_asked: true });
        }
        let mut list = Vec::new();
        for text in if written.is_empty() { &["default"][..] } else { &written } {
            match *text {
                "none" => return Err(OpError::invalid("`none` stands beside other thresholds")),
                "default" => {
                    for name in DEFAULT {
                        list.push(Limit::read(name)?);
                    }
                }
                text => list.push(Limit::read(text)?),
            }
        }
        Ok(Self { list, is_asked: !written.is_empty() && !written.contains(&"default") })
    }

    /// Refuses thresholds for which there is nothing to measure.
    pub(crate) fn check(&self, has_usage: bool, has_cases: bool) -> Result<(), OpError> {
        if !self.is_asked {
            return Ok(());
        }
        for limit in &self.list {
            let missing = match limit.figure.needs {
                Needs::Usage if !has_usage => "usage",
                Needs::Requests if !has_usage && !has_cases => "usage or cases",
                Needs::Expectations if !has_cases => "cases",
                _ => continue,
            };
            return Err(OpError::invalid(format!("`{}` needs {missing}", limit.text))
                .hint("give what the figure comes from, or leave the threshold out"));
        }
        Ok(())
    }

    /// Holds the figures against the thresholds.
    pub(crate) fn hold(&self, found: &Findings) -> Vec<Threshold> {
        self.list.iter().map(|limit| limit.hold(found)).collect()
    }
}

impl Limit {
    fn read(text: &str) -> Result<Self, OpError> {
        let end = text.find(['<', '>', '=']).unwrap_or(text.len());
        let (name, test) = text.split_at_checked(end).unwrap_or((text, ""));
        let name = name.trim().to_ascii_lowercase();
        let Some(figure) = FIGURES.iter().find(|figure| figure.name == name) else {
            let error = OpError::invalid(format!("`{name}` is no threshold"));
            let near = nearest_words(&name, FIGURES.iter().map(|figure| figure.name));
            return Err(error.hint(did_you_mean(&near).unwrap_or_else(|| {
                let all: Vec<_> = FIGURES.iter().map(|figure| format!("`{}`", figure.name)).collect();
                format!("there are {}", all.join(", "))
            })));
        };
        let test = Test::read(test.trim()).ok_or_else(|| {
            OpError::invalid(format!("`{text}` is no threshold"))
                .hint("write a name alone, or with `<`, `<=`, `>` or `>=` and a number: `concreteness<0.8`")
        })?;
        Ok(Self { text: text.to_owned(), figure, test })
    }

    fn hold(&self, found: &Findings) -> Threshold {
        let (value, waived) = (self.figure.of)(found);
        let failed = match (self.test, value) {
            (_, None) => false,
            (Test::Alone, Some(_)) if self.figure.name == "concreteness" => {
                matches!(found.concreteness, (Some(before), Some(after)) if after < before)
            }
            (Test::Alone, Some(value)) => value > 0.0,
            (Test::Below(limit), Some(value)) => value < limit,
            (Test::AtMost(limit), Some(value)) => value <= limit,
            (Test::Above(limit), Some(value)) => value > limit,
            (Test::AtLeast(limit), Some(value)) => value >= limit,
        };
        Threshold {
            fails_on: self.text.clone(),
            measures: self.figure.meaning.to_owned(),
            value,
            waived,
            failed,
        }
    }
}

/// Makes a test of its limit.
type Make = fn(f64) -> Test;

impl Test {
    fn read(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Alone);
        }
        let tests: [(&str, Make); 4] =
            [("<=", Self::AtMost), (">=", Self::AtLeast), ("<", Self::Below), (">", Self::Above)];
        let (test, number) =
            tests.iter().find_map(|(sign, test)| Some((test, text.strip_prefix(sign)?.trim())))?;
        let (number, by) = number.strip_suffix('%').map_or((number, 1.0), |number| (number, 100.0));
        let number: f64 = number.trim().parse().ok()?;
        (number.is_finite() && number >= 0.0).then(|| test(number / by))
    }
}

/// Adds what a pair of policies brings.
pub(super) fn count(pair: &ReportedPair, found: &mut Findings) {
    use crate::wire::{AccessVerdict, DecisionChange};
    if pair.new_access.verdict != AccessVerdict::None {
        let beside = pair.new_access_beside_waivers.as_ref();
        found.new_access.add(beside.is_some_and(|access| access.verdict == AccessVerdict::None));
    }
    for action in &pair.allowed_actions.added {
        found.new_actions.add(action.waived_by.is_some());
    }
    for action in &pair.allowed_actions.removed {
        found.lost_actions.add(action.waived_by.is_some());
    }
    for request in
        [&pair.replayed_usage, &pair.cases].into_iter().flatten().flat_map(|change| &change.requests)
    {
        let is_waived = request.waived_by.is_some();
        match request.change {
            DecisionChange::NewlyDenied | DecisionChange::NewlyUnknown => found.new_denials.add(is_waived),
            DecisionChange::NewlyAllowed => found.new_allowances.add(is_waived),
            DecisionChange::Unchanged => {}
        }
        if request.ok == Some(false) {
            found.failed_cases.add(is_waived);
        }
    }
    for action in &pair.high_risk.added {
        found.high_risk.add(action.waived_by.is_some());
    }
    for path in &pair.high_risk.paths_added {
        found.high_risk.add(path.waived_by.is_some());
    }
    for grant in pair.granted_but_unused.iter().flat_map(|change| &change.unused) {
        found.unused.add(grant.waived_by.is_some());
    }
    found.statements += pair.statements.counts.touched();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(text: &str, found: &Findings) -> Vec<bool> {
        let limits = Thresholds::read(&[text.to_owned()]).unwrap();
        limits.hold(found).iter().map(|limit| limit.failed).collect()
    }

    #[test]
    fn a_threshold_is_a_name_alone_or_with_a_limit() {
        let found = Findings {
            new_denials: Found { open: 2, waived: 1 },
            unused: Found { open: 0, waived: 4 },
            concreteness: (Some(0.9), Some(0.8)),
            ..Findings::default()
        };
        for (text, fails) in [
            ("new-denials", &[true][..]),
            ("new-denials>2", &[false]),
            ("new-denials >= 2", &[true]),
            ("unused", &[false]),
            ("unused<=0,new-access", &[true, false]),
            ("concreteness", &[true]),
            ("concreteness<0.8", &[false]),
            ("concreteness<80%", &[false]),
            ("concreteness<81%", &[true]),
            ("none", &[]),
            ("", &[false, true, false, false]),
        ] {
            assert_eq!(failing(text, &found), fails, "{text}");
        }
    }

    #[test]
    fn a_share_that_is_not_there_fails_nothing() {
        for test in ["concreteness", "concreteness<0.9", "concreteness>=0"] {
            assert_eq!(failing(test, &Findings::default()), [false], "{test}");
        }
    }

    #[test]
    fn what_is_no_threshold_is_refused() {
        for (text, says) in [
            ("new-denial", "`new-denial` is no threshold"),
            ("concreteness<high", "`concreteness<high` is no threshold"),
            ("concreteness=1", "`concreteness=1` is no threshold"),
            ("concreteness<NaN", "`concreteness<NaN` is no threshold"),
            ("unused>-1", "`unused>-1` is no threshold"),
            ("<0.8", "`` is no threshold"),
            ("none,unused", "`none` stands beside other thresholds"),
        ] {
            assert_eq!(Thresholds::read(&[text.to_owned()]).err().unwrap().message, says, "{text}");
        }
    }
}
