//! Putting a member into an object that has others.

use policy::{Edit, Span};

use crate::Cx;
use crate::absence::opening;

/// The edit that puts a member, written as JSON on one line, before all others of a filled object.
pub(crate) fn first_member(cx: &Cx<'_>, object: Span, member: &str) -> Edit {
    if cx.source.slice(opening(object)) == "{" {
        let at = opening(object).after();
        return Edit { span: at, text: format!(" {member},") };
    }
    let at = Span { start: object.start, end: object.start };
    let indent = " ".repeat(cx.source.position(object.range().start).column - 1);
    Edit { span: at, text: format!("{member}\n{indent}") }
}
