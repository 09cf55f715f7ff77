//! Cases as `simulate` takes them, decided against both sides.
//!
//! A case that brings its policies keeps those of all layers but the one that is reported on: there each side puts its own. One that
//! brings none meets those that hold on both sides.

use policy::tree::PolicyKind;
use policy::{Document, Limits};

use super::about::About;
use super::pairs::{Named, Pair};
use super::requests::{Ask, Sides, decided, is_telling};
use crate::compare::layer_of;
use crate::simulate::{
    Asked, Case, CaseForm, Files, Held, Principal, World, cases_of, check_cases, full_case, place, plain_case,
};
use crate::wire::{Brought, RequestsChange};
use crate::{Context, OpError};

/// A case of a file.
pub(crate) struct ReadCase {
    case: Case,
    /// The policies that it brings.
    own: Option<Held>,
    place: String,
}

/// Reads the cases of all files; what they do not say comes from `principal`.
pub(crate) fn read_cases(
    files: &[Brought],
    principal: Option<&str>,
    cx: &Context,
) -> Result<Vec<ReadCase>, OpError> {
    let default = Asked {
        principal: match principal {
            None => Principal::Anyone,
            Some("anonymous" | "*") => Principal::Anonymous,
            Some(name) => Principal::Named(name.to_owned()),
        },
        action: String::new(),
        resource: String::new(),
        account: None,
        context: Vec::new(),
        unknown: Vec::new(),
        known: Vec::new(),
        is_whole: false,
    };
    let mut cases = Vec::new();
    for brought in files {
        let (name, bytes) = brought.read("cases", cx)?;
        let limits = Limits { bytes: usize::MAX, ..Limits::default() };
        let document = Document::read(&name, &bytes, None, &limits);
        check_cases(&document, brought.has_lines())?;
        let mut files = Files::new(cx);
        for (index, node) in cases_of(&document).unwrap_or_default().iter().enumerate() {
            cx.check_cancelled()?;
            let place = if brought.has_lines() {
                place(&document.source, node.span.range().start)
            } else {
                format!("{name}/{index}")
            };
            let (case, own) = match CaseForm::of(node) {
                CaseForm::Full => {
                    let (case, held) = full_case(node, &document, brought.folder(), &mut files);
                    (case, Some(held))
                }
                CaseForm::Plain => (plain_case(node, &default), None),
            };
            cases.push(ReadCase { case, own, place });
        }
    }
    Ok(cases)
}

impl ReadCase {
    /// Whether the case is about the policies, which are those of one principal of several.
    pub(crate) fn is_of(&self, pair: &Pair) -> bool {
        matches!(&self.case.asked.principal, Principal::Named(name) if pair.is_of(name))
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> &str {
        &self.place
    }
}

/// Decides the cases of a pair on both sides; none if it has no cases.
pub(super) fn cases(
    pair: &Pair,
    sides: &Sides,
    is_only: bool,
    about: &About<'_>,
) -> Result<Option<RequestsChange>, OpError> {
    let mut own = about.cases.iter().filter(|case| is_only || case.is_of(pair)).peekable();
    if own.peek().is_none() {
        return Ok(None);
    }
    let mut change = RequestsChange::default();
    for read in own {
        about.cx.check_cancelled()?;
        let mut case = read.case.clone();
        let request = if let Some(held) = &read.own {
            let (before, after) = (with(held, &pair.before, pair.kind), with(held, &pair.after, pair.kind));
            decided(&ask(&case, read), (Ok(&before), Ok(&after)), about)?
        } else {
            let before = World::new(sides.before.clone(), None).meet(&mut case.asked);
            let after = World::new(sides.after.clone(), None).meet(&mut case.asked);
            let side = |held: &Result<std::rc::Rc<Held>, OpError>| match held {
                Ok(held) => Ok(std::rc::Rc::clone(held)),
                Err(error) => Err(error.message.clone()),
            };
            let (before, after) = (side(&before), side(&after));
            let (before, after) =
                (before.as_deref().map_err(Clone::clone), after.as_deref().map_err(Clone::clone));
            decided(&ask(&case, read), (before, after), about)?
        };
        change.counts.add(&request);
        if is_telling(&request) {
            change.requests.push(request);
        }
    }
    Ok(Some(change))
}

fn ask<'a>(case: &'a Case, read: &ReadCase) -> Ask<'a> {
    Ask { case, place: Some(read.place.clone()), via: None, count: None, is_one_of_them: false }
}

/// The policies of a case, with those of a side in their layer.
fn with(held: &Held, own: &[Named], kind: PolicyKind) -> Held {
    let mut held = held.clone();
    held.replace(layer_of(kind), own.iter().map(|named| named.attached(kind)));
    held
}
