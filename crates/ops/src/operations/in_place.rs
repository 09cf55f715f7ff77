//! A policy that is written anew where it stands: what smaller and tightened policies both hold to.

use policy::Style as Layout;
use policy::document::Format as Notation;
use policy::tree::{Policy, PolicyKind, lower};
use policy::write::write;

use super::named_policies::Opened;
use super::{held_policies, lint_document};
use crate::wire::Input;
use crate::{Context, OpError};

/// Refuses to write what is no file.
pub(super) fn can_be_written(opened: &Opened) -> Result<(), OpError> {
    if opened.file.is_some() {
        return Ok(());
    }
    let name = opened.document.source.name();
    Err(OpError::invalid(format!("`{name}` is no file that could be written"))
        .hint("leave `write` out to be given the changes"))
}

/// Refuses a policy that AWS would refuse: what it means cannot be kept.
pub(super) fn is_accepted(policy: &Policy, kind: PolicyKind) -> Result<(), OpError> {
    let mut statements = policy.statements.iter();
    match statements.find_map(|statement| Some((statement, statement.fault(kind)?))) {
        None => Ok(()),
        Some((statement, fault)) => {
            Err(OpError::invalid(format!("AWS would refuse {}: {fault}", statement.label()))
                .hint("`fix_policy_issues` (`leastwise fix`) mends what has one safe answer"))
        }
    }
}

/// Whether the text can be edited as it lies in the file; else why it cannot.
pub(super) fn can_be_edited(opened: &Opened) -> Result<(), &'static str> {
    if opened.within.as_deref() == Some("") {
        return Err("it is a text within another document, which is left as it is");
    }
    if opened.document.source.text().as_bytes() != &*opened.bytes {
        return Err("it is not UTF-8, and is left as it is");
    }
    Ok(())
}

/// Whether the policy, read again from the new text, is the one that is meant.
pub(super) fn says(text: &str, policy: &Policy, opened: &Opened, cx: &Context) -> bool {
    let name = opened.document.source.name().to_owned();
    let again = lint_document::read(&Input { name, bytes: text.as_bytes().to_vec() }, cx);
    let root = match opened.within.as_deref() {
        Some(pointer) => {
            let mut held = held_policies::held(&again).into_iter();
            held.find(|held| held.pointer == pointer).map(|held| held.document.root)
        }
        None => Some(again.root),
    };
    root.is_some_and(|root| lower(&root).to_node() == policy.to_node())
}

/// The whole policy laid out anew, where the text is JSON and nothing but the policy.
pub(super) fn laid_out_anew(policy: &Policy, opened: &Opened) -> Option<String> {
    let text = opened.document.source.text();
    if opened.within.is_some() || Notation::of_content(text) != Notation::Json {
        return None;
    }
    let end = if text.ends_with('\n') { "\n" } else { "" };
    Some(write(&policy.to_node(), Layout::default()) + end)
}
