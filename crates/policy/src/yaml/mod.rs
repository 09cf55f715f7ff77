//! YAML text to the same spanned tree as JSON: the core schema of YAML 1.2, with the tags of `CloudFormation` kept.
//!
//! Two things differ from the core schema, since policies are full of them: digits with a leading zero are text (an
//! account id must keep its zero), and merge keys (`<<`) are merged. Dates are text in both, as `Version` needs it.

mod reader;
mod scalar;
#[cfg(test)]
mod tests;

pub use reader::{YAML_SYNTAX_ERROR, read};
