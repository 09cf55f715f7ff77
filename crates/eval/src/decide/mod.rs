//! The decision: which policies are asked, in which order, and who may overrule whom.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod decision;
mod effect;
mod grants;
mod layer;
mod policies;
mod verdicts;

pub use decision::{ALWAYS_ALLOWED, Decision, Outcome, decide};
pub(crate) use decision::{is_always_allowed, may_allow};
pub use effect::{Judgement, about, judge, judge_by, judge_on, judge_on_all};
pub(crate) use grants::{Standing, is_own, standing};
pub use layer::{Layer, Layers};
pub use policies::{Level, Policies};
pub(crate) use verdicts::Verdicts;
