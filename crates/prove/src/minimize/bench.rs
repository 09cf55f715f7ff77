//! Proofs about statements of one policy, within a budget.
//!
//! A statement may go if what it says is said by others of the same effect, or for an Allow also if a Deny takes it out again. A
//! Deny is never given up because nothing in its own policy allows what it denies: another policy may.

use eval::Prepared;
use policy::tree::{Policy, PolicyKind, PrincipalForm, Spanned, Statement, Version};

use super::Why;
use super::overlap::meet;
use crate::Doubt;
use crate::meaning::everything;
use crate::prover::{Difference, Limits, Prover, Side, Verdict};

/// Steps of the prover for one question.
const STEPS: u64 = 60_000;
/// Units of work in all; one is about fifty nanoseconds.
const WORK: u64 = 20_000_000;
/// What a question costs by itself, each of its statements, and one that was given up.
const QUESTION: u64 = 2_000;
const STATEMENT: u64 = 400;
const GIVEN_UP: u64 = 600_000;

/// So many statements are tried to be the one that makes another needless.
const MOST_SINGLES: usize = 8;

pub(super) struct Bench<'c> {
    prover: Prover<'c>,
    kind: PolicyKind,
    version: Option<Spanned<Version>>,
    left: u64,
    /// Questions that were given up.
    pub(super) open: usize,
}

impl<'c> Bench<'c> {
    pub(super) fn new(prover: &Prover<'c>, policy: &Policy, kind: PolicyKind) -> Self {
        let prover = Prover { limits: Limits { steps: STEPS, regions: 0 }, ..*prover };
        Self { prover, kind, version: policy.version.clone(), left: WORK, open: 0 }
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left == 0
    }

    pub(super) fn charge(&mut self, work: usize) {
        self.left = self.left.saturating_sub(work as u64);
    }

    /// Whether the statement may be changed at all, given what the evaluator knows of its principals.
    pub(super) fn may_touch(&self, statement: &Statement) -> bool {
        let is_known = |form: PrincipalForm| {
            !matches!(
                form,
                PrincipalForm::CanonicalUser
                    | PrincipalForm::UniqueId
                    | PrincipalForm::OtherArn
                    | PrincipalForm::Unrecognized
            )
        };
        let principals = statement.principal.iter().flat_map(policy::tree::PrincipalElement::principals);
        statement.unknown.is_empty()
            && statement.not_principal.is_none()
            && statement.fault(self.kind).is_none()
            && principals.map(|principal| principal.value.form).all(is_known)
    }

    /// Whether what `other` says can stand in for what `statement` says.
    ///
    /// An Allow of a resource-based policy grants a principal that it names more than the account of that principal, so only one
    /// that names the same principals can.
    pub(super) fn may_cover(&self, statement: &Statement, other: &Statement) -> bool {
        let names = |one: &Statement| {
            let principals = one.principal.iter().flat_map(policy::tree::PrincipalElement::principals);
            let mut names: Vec<_> = principals.map(|principal| principal.value.text.clone()).collect();
            names.sort();
            names
        };
        statement.denies() == other.denies()
            && statement.allows() == other.allows()
            && other.not_principal.is_none()
            && other.unknown.is_empty()
            && (statement.denies() || !self.kind.has_principal() || names(statement) == names(other))
    }

    /// Why what `piece` says is said by `by`, or denied by `denies` if it is an Allow; none if that is not proved.
    pub(super) fn why(&mut self, piece: &Statement, by: &[&Statement], denies: &[&Statement]) -> Option<Why> {
        let by: Vec<_> = by.iter().copied().filter(|other| meet(piece, other)).collect();
        let denies: Vec<_> =
            denies.iter().copied().filter(|other| piece.allows() && meet(piece, other)).collect();
        if !self.is_covered(piece, &by, &denies) {
            return None;
        }
        let label = |statement: &Statement| statement.label();
        if (by.is_empty() && denies.is_empty()) || self.is_covered(piece, &[], &[]) {
            return Some(Why::MeetsNothing);
        }
        if let Some(one) = by.iter().take(MOST_SINGLES).find(|one| self.is_covered(piece, &[one], &[])) {
            return Some(Why::SaidBy(label(one)));
        }
        if let Some(one) = denies.iter().take(MOST_SINGLES).find(|one| self.is_covered(piece, &[], &[one])) {
            return Some(Why::DeniedBy(label(one)));
        }
        if denies.is_empty() || self.is_covered(piece, &by, &[]) {
            return Some(Why::SaidByOthers);
        }
        if by.is_empty() || self.is_covered(piece, &[], &denies) {
            return Some(Why::DeniedByOthers);
        }
        Some(Why::SaidOrDenied)
    }

    /// Whether it is proved that what `piece` says is said by `by`, or denied by `denies`.
    pub(super) fn is_covered(&mut self, piece: &Statement, by: &[&Statement], denies: &[&Statement]) -> bool {
        if self.is_spent() {
            return false;
        }
        let statements = 2 + by.len() + denies.len();
        self.left = self.left.saturating_sub(QUESTION + STATEMENT * statements as u64);
        let difference = if piece.allows() {
            let allowing = [piece].into_iter().chain(denies.iter().copied());
            self.difference(allowing.cloned().collect(), by.iter().copied().cloned().collect())
        } else {
            let everything = everything(self.kind);
            let without = std::iter::once(everything.clone()).chain(by.iter().copied().cloned());
            self.difference(without.collect(), vec![everything, piece.clone()])
        };
        if let Verdict::Unknown(doubts) = &difference.verdict {
            self.open += 1;
            if doubts.contains(&Doubt::Budget) {
                self.left = self.left.saturating_sub(GIVEN_UP);
            }
        }
        difference.is_none()
    }

    fn difference(&self, allowed_by: Vec<Statement>, not_by: Vec<Statement>) -> Difference {
        let prepared = |statements: Vec<Statement>| {
            let policy = Policy { version: self.version.clone(), statements, ..Policy::default() };
            [Prepared::new("policy", &policy, self.kind)]
        };
        let (allowed_by, not_by) = (prepared(allowed_by), prepared(not_by));
        self.prover.difference(Side::Pooled(&allowed_by), Side::Pooled(&not_by))
    }
}
