//! Principals of which only the unique id is left.

use policy::tree::{PolicyKind, Principal, PrincipalForm, Spanned, Statement};
use policy::{Fix, Safety};

use crate::{Cx, removal};

/// Reports a principal that is a unique id with this prefix. It matches nobody, so where others are named beside it, it can go.
pub(crate) fn report_unique_id(
    cx: &mut Cx<'_>,
    statement: &Statement,
    principal: &Spanned<Principal>,
    prefix: &str,
    what: &str,
) {
    let has_place = matches!(cx.kind, PolicyKind::Resource | PolicyKind::Trust | PolicyKind::Endpoint);
    if !has_place
        || principal.value.form != PrincipalForm::UniqueId
        || !principal.value.text.starts_with(prefix)
    {
        return;
    }
    // Without the id it would be a statement about everyone else.
    let is_excepted =
        statement.not_principal.as_ref().is_some_and(|element| element.span.contains(principal.span));
    let edits = if is_excepted { None } else { removal::items(cx, &[principal.span]) };
    let finding = cx.report(principal.span, format!("this is the id of a {what} that was likely deleted"));
    if let Some(edits) = edits {
        finding.fix(Fix {
            title: "remove it, so that who is meant by it is not named".to_owned(),
            safety: Safety::Unsafe,
            edits,
        });
    }
}
