//! What does it say? Policy text in, a spanned tree and diagnostics out.
//!
//! ```text
//! bytes ─ decode ─> Source ─ json │ yaml ─> Node ─ lower ─> Policy ─ to_node ─> Node ─ write ─> text
//! ```
//!
//! Nothing here does I/O, and nothing panics on bad input: readers return what they could read and a list of [`Diagnostic`]s.

pub mod action;
pub mod arn;
pub mod decode;
pub mod diagnostic;
pub mod document;
mod duplicate;
pub mod fix;
pub mod glob;
pub mod json;
pub mod node;
pub mod resource;
pub mod source;
pub mod tree;
pub mod value;
pub mod write;
pub mod yaml;

pub use action::{ActionFault, ActionPattern};
pub use arn::{ARN_PARTS, Arn, ArnFault, ArnPart, arn_parts};
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
pub use document::{Document, Format, Limits};
pub use glob::{Case, Glob, Matcher, Token};
pub use node::{Key, Member, Node, Value};
pub use resource::{
    Answer, Piece, RequestResource, ResourceMatcher, ResourcePattern, ShortArn, is_plain, is_prefix,
};
pub use source::{Position, Source, Span};
pub use write::{Style, write};
