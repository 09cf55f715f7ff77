//! The whole policy in a few sentences.

use catalog::Catalog;
use policy::tree::PolicyKind;

use super::actions::{self, count, levels};
use super::{Reach, Told};

/// What all statements together do.
pub(crate) fn summary(reach: &Reach<'_, '_>, told: &[Told<'_>], catalog: &Catalog) -> String {
    let mut sentences = Vec::new();
    if told.is_empty() {
        sentences.push("There is no statement.".to_owned());
    }
    let conditional = reach.allowed.len() - reach.always.len();
    let only_if = match (conditional, reach.always.len()) {
        (0, _) => String::new(),
        (_, 0) => ", only under conditions".to_owned(),
        (some, _) => format!(", {some} of them only under conditions"),
    };
    sentences.push(if reach.allowed.is_empty() {
        "Allows nothing.".to_owned()
    } else {
        let by_level = levels(&reach.allowed, catalog).words();
        let is_open =
            |told: &Told<'_>| told.is_sound && told.statement.allows() && actions::is_open(told.statement);
        let later = if told.iter().any(is_open) { ", and what AWS adds later" } else { "" };
        format!("Allows {} ({by_level}){only_if}{later}.", count(&reach.allowed, catalog))
    });
    let elsewhere = reach.touched.difference(&reach.denied);
    let some = ", under conditions, on some resources or to some callers";
    for (denied, how) in [(&reach.denied, " outright"), (&elsewhere, some)] {
        if !denied.is_empty() {
            let named = match denied.intersection(&reach.named).len() {
                0 => String::new(),
                named => format!(", {named} of which an Allow names"),
            };
            sentences.push(format!("Denies {}{how}{named}.", count(denied, catalog)));
        }
    }
    let refused = told.iter().filter(|told| !told.is_sound).count();
    if refused > 0 {
        let statements = crate::render::table::counted(refused, "statement");
        sentences.push(format!("Not counted: {statements} that AWS would refuse."));
    }
    sentences.join(" ")
}

/// What a policy of a kind does if it does not grant.
pub(crate) fn kind_note(kind: PolicyKind) -> Option<&'static str> {
    match kind {
        PolicyKind::Identity | PolicyKind::Resource | PolicyKind::Trust => None,
        PolicyKind::Scp => Some(
            "A service control policy grants nothing: what it allows is the most that principals of its accounts can be granted.",
        ),
        PolicyKind::Rcp => Some(
            "A resource control policy grants nothing: it takes away from what may be done with the resources of its accounts.",
        ),
        PolicyKind::Boundary => Some(
            "A permissions boundary grants nothing: what it allows is the most that other policies can grant.",
        ),
        PolicyKind::Session => Some(
            "A session policy grants nothing: what it allows is the most that the session keeps of its role or user.",
        ),
        PolicyKind::Endpoint => Some(
            "An endpoint policy grants nothing: what it allows is the most that can be done through the VPC endpoint.",
        ),
    }
}
