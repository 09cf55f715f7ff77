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
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Critical => "critical",
            Self::High => "high",
            Self::Warning => "warning",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Suggestion => "suggestion",
        }
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
}
