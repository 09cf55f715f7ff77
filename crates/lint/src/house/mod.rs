//! House rules: what an organization demands of its policies beside AWS, as data, and what it takes to judge it.
//!
//! ```text
//! Rules ─ Options::house ─> Cx::house ─ the checks `configured-*` ─> findings
//! ```

mod answers;
mod demand;
#[cfg(test)]
pub(crate) mod example;
mod grant;
mod guarded;
mod path;
mod report;
mod rules;
mod scope;
#[cfg(test)]
mod tests;
mod who;

pub use path::PathPattern;
pub(crate) use report::{report_actions, report_conditions};
pub use rules::{
    ActionRule, ConditionRule, Demand, Guarded, KeyDemand, PrincipalDemand, PrincipalPattern, PrincipalRule,
    Rules, Scope, Words,
};
pub(crate) use who::report_principals;
