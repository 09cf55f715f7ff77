//! The types that requests and answers share, as they look on the wire: free of the domain's own types, which may change.

mod access_check;
mod brought;
mod category;
mod compared;
mod configuration;
mod deciding;
mod decision;
mod disputed;
mod document;
mod earlier_report;
mod explanation;
mod finding;
mod fixes;
mod given;
mod json;
pub(crate) mod key_values;
mod leveled;
mod minimized;
mod page;
mod policy_type;
mod report;
mod report_counts;
mod reported;
mod reported_pair;
mod resource_type;
mod scp_language;
mod severity;
mod simulated;
mod tested;
mod tightened;
pub(crate) mod wanted_condition;
mod who_can;
mod worlds;

pub use access_check::{AccessCheck, CheckReason, CheckResult};
pub use brought::Brought;
pub use category::Category;
pub use compared::{
    Access, AccessVerdict, Change as AccessChange, Compared, ConditionCounts, DecidedBy, DecidingStatement,
    DifferenceRegion, EffectChange, Says, WitnessRequest,
};
pub use configuration::Configuration;
pub use deciding::{DecidedStatement, Deciding, GivenAs};
pub use decision::{Decision, Expectation};
pub use disputed::Disputed;
pub use document::{Document, Input};
pub use earlier_report::EarlierReport;
pub use explanation::PolicyExplanation;
pub(crate) use explanation::{Broken, Granted, Risk, ServiceAccess, StatementExplanation, Whole};
pub use finding::{Edit, Finding, Fix, Label, Place, Position, Safety, Suppressed};
pub use fixes::{AppliedFix, Change, Fixes, MeaningVerdict, ProvedMeaning};
pub use given::Given;
pub use json::JsonObject;
pub use key_values::KeyValues;
pub use leveled::Leveled;
pub use minimized::{DroppedPart, Minimized, PartKind};
pub(crate) use page::usual;
pub use page::{Page, Paging, page};
pub use policy_type::PolicyType;
pub use report::{BySeverity, Checked, Findings, Summary};
pub use report_counts::{
    AccessDenied, Counts, DecisionCounts, GrantStates, Proofs, Ratios, ReportMetrics, RiskCounts,
    TouchedCounts, UnusedCounts,
};
pub use reported::{Reported, ReportedUsage, ReportedWaiver, Threshold};
pub use reported_pair::{
    ActionDelta, CategoryChange, Concreteness, ConcretenessChange, DecidedRequest, DecisionChange,
    DeltaAction, LooseResource, NotReplayed, ReportedPair, ReportedPath, RequestsChange, RiskChange,
    StatementChange, StatementPlace, StatementsChange, TouchedStatement, UnusedChange, UnusedGrant,
};
pub(crate) use resource_type::kind_of;
pub use scp_language::ScpLanguage;
pub use severity::{FailOn, Failing, Severity};
pub use simulated::{
    Answers, Applies, Decisions, ExampleRequest, ExplainedLayer, ExplainedPolicy, ExplainedStatement, Extent,
    Simulated, SimulatedCase, SimulationSummary,
};
pub use tested::{SuiteResult, TestSummary, Tested};
pub use tightened::{
    KeptEntry, KeptPart, LostUse, NoNewAccess, ReasonedLine, Tightened, TightenedPart, UseReplay,
};
pub use wanted_condition::WantedCondition;
pub use who_can::{AccessRegion, PolicyAccess, WhoCanDo};
pub use worlds::Worlds;
