//! Look-ups that search: by pattern, by ARN, by template, by likeness.

mod arn;
mod arn_format;
mod condition_key;
mod expand;

pub use arn::ArnMatch;
