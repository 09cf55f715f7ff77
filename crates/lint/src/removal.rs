//! What [`policy::fix::removal`] takes out, asked of the document that is checked.

use policy::fix::removal;
use policy::{Edit, Span};

pub(crate) use policy::fix::removal::object_with_key;

use crate::Cx;

pub(crate) fn items(cx: &Cx<'_>, spans: &[Span]) -> Option<Vec<Edit>> {
    removal::items(cx.source, cx.root, spans)
}

pub(crate) fn member(cx: &Cx<'_>, member: Span) -> Option<Edit> {
    removal::member(cx.source, cx.root, member)
}

pub(crate) fn member_with_value(cx: &Cx<'_>, value: Span) -> Option<Edit> {
    removal::member_with_value(cx.source, cx.root, value)
}

pub(crate) fn member_and_emptied(cx: &Cx<'_>, member: Span, within: Span) -> Option<Edit> {
    removal::member_and_emptied(cx.source, cx.root, member, within)
}
