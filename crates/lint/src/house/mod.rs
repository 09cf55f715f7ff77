//! House rules: what an organization demands of its policies beside AWS, as data, and what it takes to judge it.
//!
//! ```text
//! Rules ─ Options::house ─> Cx::house ─ the checks `configured-*` ─> findings
//! ```

mod path;
mod rules;

pub use path::PathPattern;
pub use rules::{
    ActionRule, ConditionRule, Demand, Guarded, KeyDemand, PrincipalDemand, PrincipalPattern, PrincipalRule,
    Rules, Scope, Words,
};
