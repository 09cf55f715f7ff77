//! A file of cases, decided one after another.

use policy::{Document, Limits};

use super::answers::Answers;
use super::asked::Asked;
use super::attached::{Files, place};
use super::case::{CaseForm, cases_of, full_case, plain_case};
use super::check::check_cases;
use super::decide::{Settings, decide, undecided};
use super::world::World;
use crate::OpError;
use crate::wire::Brought;

/// A file of cases, and what holds for those that say less.
pub(crate) struct Cases<'a> {
    pub(crate) brought: &'a Brought,
    pub(crate) default: &'a Asked,
    /// Whether the request gives policies.
    pub(crate) has_policies: bool,
}

impl Cases<'_> {
    pub(crate) fn decide(
        &self,
        world: &mut World<'_>,
        settings: &Settings<'_>,
        answers: &mut Answers,
    ) -> Result<(), OpError> {
        let cx = settings.cx;
        let (name, bytes) = self.brought.read("cases", cx)?;
        let limits = Limits { bytes: usize::MAX, ..Limits::default() };
        let document = Document::read(&name, &bytes, None, &limits);
        drop(bytes);
        check_cases(&document, self.brought.has_lines())?;
        let cases = cases_of(&document).unwrap_or_default();
        if self.has_policies
            && !cases.is_empty()
            && cases.iter().all(|case| CaseForm::of(case) == CaseForm::Full)
        {
            return Err(OpError::invalid(format!(
                "policies are given, and the cases of `{name}` bring their own"
            ))
            .hint("leave the policies out, or write cases without `request`"));
        }
        let mut files = Files::new(cx);
        for (index, node) in cases.iter().enumerate() {
            cx.check_cancelled()?;
            let at = if self.brought.has_lines() {
                place(&document.source, node.span.range().start)
            } else {
                format!("{name}/{index}")
            };
            let answer = match CaseForm::of(node) {
                CaseForm::Full => {
                    let (case, held) = full_case(node, &document, self.brought.folder(), &mut files);
                    decide(&case, &held, Some(at), settings)?
                }
                CaseForm::Plain => {
                    let mut case = plain_case(node, self.default);
                    match world.meet(&mut case.asked) {
                        Ok(held) => decide(&case, &held, Some(at), settings)?,
                        Err(error) => undecided(&case, Some(at), error.message),
                    }
                }
            };
            answers.add(answer);
            cx.progress().at(index as u64 + 1, Some(cases.len() as u64), "cases decided");
        }
        Ok(())
    }
}
