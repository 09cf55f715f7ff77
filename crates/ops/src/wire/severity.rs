//! How bad a finding is, and from which rank on it fails a run.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How bad a finding is. Highest first: error, critical, high, warning, medium, low, suggestion.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ValueEnum,
)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Severity {
    /// AWS would refuse the policy, or it cannot work.
    Error,
    Critical,
    High,
    Warning,
    Medium,
    Low,
    Suggestion,
}

impl Severity {
    pub fn name(self) -> &'static str {
        policy::Severity::from(self).name()
    }
}

impl From<policy::Severity> for Severity {
    fn from(severity: policy::Severity) -> Self {
        match severity {
            policy::Severity::Error => Self::Error,
            policy::Severity::Critical => Self::Critical,
            policy::Severity::High => Self::High,
            policy::Severity::Warning => Self::Warning,
            policy::Severity::Medium => Self::Medium,
            policy::Severity::Low => Self::Low,
            policy::Severity::Suggestion => Self::Suggestion,
        }
    }
}

impl From<Severity> for policy::Severity {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Critical => Self::Critical,
            Severity::High => Self::High,
            Severity::Warning => Self::Warning,
            Severity::Medium => Self::Medium,
            Severity::Low => Self::Low,
            Severity::Suggestion => Self::Suggestion,
        }
    }
}

/// The lowest severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, ValueEnum)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum FailOn {
    Error,
    Critical,
    #[default]
    High,
    Warning,
    Medium,
    Low,
    Suggestion,
    /// No finding fails.
    Never,
}

impl FailOn {
    pub fn fails(self, severity: Severity) -> bool {
        let lowest = match self {
            Self::Error => Severity::Error,
            Self::Critical => Severity::Critical,
            Self::High => Severity::High,
            Self::Warning => Severity::Warning,
            Self::Medium => Severity::Medium,
            Self::Low => Severity::Low,
            Self::Suggestion => Severity::Suggestion,
            Self::Never => return false,
        };
        severity <= lowest
    }
}

/// Which severities fail a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failing {
    /// One, and all above it.
    From(FailOn),
    /// Just these.
    Among(Vec<Severity>),
}

impl Failing {
    /// These severities, as one with all above it where they are just that.
    pub fn among(set: &[Severity]) -> Self {
        let fails_alike = |lowest: &&FailOn| {
            Severity::value_variants().iter().all(|each| lowest.fails(*each) == set.contains(each))
        };
        let set = || Severity::value_variants().iter().copied().filter(|each| set.contains(each)).collect();
        FailOn::value_variants()
            .iter()
            .find(fails_alike)
            .map_or_else(|| Self::Among(set()), |lowest| Self::From(*lowest))
    }

    pub fn fails(&self, severity: Severity) -> bool {
        match self {
            Self::From(lowest) => lowest.fails(severity),
            Self::Among(set) => set.contains(&severity),
        }
    }

    /// The lowest severity that fails.
    pub fn lowest(&self) -> FailOn {
        match self {
            Self::From(lowest) => *lowest,
            Self::Among(set) => {
                let fails = |lowest: &&FailOn| set.iter().all(|each| lowest.fails(*each));
                FailOn::value_variants().iter().find(fails).copied().unwrap_or(FailOn::Never)
            }
        }
    }

    /// The severities that fail, if not all above the lowest do.
    pub fn set(&self) -> &[Severity] {
        if let Self::Among(set) = self { set } else { &[] }
    }
}

impl Default for Failing {
    fn default() -> Self {
        Self::From(FailOn::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_fails_with_all_above_it() {
        let failing = |fail_on: FailOn| {
            Severity::value_variants().iter().filter(|severity| fail_on.fails(**severity)).count()
        };
        assert_eq!(failing(FailOn::High), 3, "error, critical, high");
        assert_eq!(failing(FailOn::Warning), 4, "warning ranks above medium");
        assert_eq!(failing(FailOn::Suggestion), 7);
        assert_eq!(failing(FailOn::Never), 0);
    }
    #[test]
    fn a_set_is_a_rank_where_it_can_be() {
        use Severity::{Critical, Error, High, Medium};
        assert_eq!(Failing::among(&[High, Error, Critical]), Failing::From(FailOn::High));
        assert_eq!(Failing::among(&[Error]), Failing::From(FailOn::Error));
        assert_eq!(Failing::among(&[]), Failing::From(FailOn::Never));
        let gap = Failing::among(&[Medium, Error]);
        assert_eq!((gap.lowest(), gap.set()), (FailOn::Medium, &[Error, Medium][..]));
        assert!(gap.fails(Medium) && gap.fails(Error) && !gap.fails(High));
    }
}
