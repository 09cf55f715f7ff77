//! What does it decide? One request in, a decision and the reason out.
//!
//! ```text
//! Policy ─ prepare ─> Prepared ┐
//! Request ─────────────────────┴─ decide ─> Decision        (allocates nothing for ordinary requests)
//!                                 explain ─> Explanation    (every layer, every statement, why it matched or not)
//! ```
//!
//! The rules are those of the IAM User Guide, "Policy evaluation logic". Where its text leaves a point open, the reading is
//! a named [`Switch`], and a decision that hangs on one says so.

mod caller;
mod context;
mod decide;
mod explain;
mod operators;
pub mod prepare;
mod request;
mod survey;
mod switches;
mod tri;

pub use caller::{Caller, CallerFault};
pub use context::{Context, Values};
pub use decide::{
    ALWAYS_ALLOWED, Decision, Judgement, Layer, Layers, Level, Outcome, Policies, about, decide, judge,
    judge_by, judge_on, judge_on_all,
};
pub use explain::{Explanation, LayerReport, PolicyReport, StatementReport, Verdict, explain, reports};
pub use operators::{Example, OPERATORS, OperatorEntry};
pub use prepare::Prepared;
pub use request::{ASKED_AS, Request, RequestFault};
pub use survey::{Survey, survey};
pub use switches::{Switch, Switches};
pub use tri::Tri;
