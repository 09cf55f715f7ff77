//! What a policy means wherever it stands: what it allows, and what it denies whoever else allows it.

use eval::Prepared;
use policy::tree::{
    Effect, Element, Policy, PolicyKind, Principal, PrincipalElement, PrincipalEntry, PrincipalType, Spanned,
    Statement,
};
use policy::{ActionPattern, ResourcePattern, Span};

use crate::prover::{Comparison, Difference, Prover, Side};

/// Two policies of one kind, compared in both their parts.
///
/// A Deny counts also where its own policy allows nothing, since another policy may allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// What the policies allow by themselves.
    pub allowed: Comparison,
    /// What they let others allow: new access is what the old policy denies and the new one does not.
    pub spared: Comparison,
}

impl Prover<'_> {
    /// Compares what two policies mean, in whatever company they stand.
    ///
    /// In a resource-based policy it is not told how far an Allow reaches: one that names an account counts like one that names
    /// its users.
    pub fn meaning(&self, kind: PolicyKind, old: &Policy, new: &Policy) -> Meaning {
        let whole = |policy: &Policy| [Prepared::new("policy", policy, kind)];
        let (old_whole, new_whole) = (whole(old), whole(new));
        let allowed = self.compare(Side::Pooled(&old_whole), Side::Pooled(&new_whole));
        let has_denies = |policy: &Policy| policy.statements.iter().any(|statement| !statement.allows());
        if !has_denies(old) && !has_denies(new) {
            let spared = Comparison { new_access: Difference::NONE, removed_access: Difference::NONE };
            return Meaning { allowed, spared };
        }
        let denies = |policy: &Policy| {
            let denies = policy.statements.iter().filter(|statement| !statement.allows()).cloned();
            let statements = std::iter::once(everything(kind)).chain(denies).collect();
            whole(&Policy { version: policy.version.clone(), statements, ..Policy::default() })
        };
        let (old_denies, new_denies) = (denies(old), denies(new));
        Meaning { allowed, spared: self.compare(Side::Pooled(&old_denies), Side::Pooled(&new_denies)) }
    }
}

impl Meaning {
    /// What may be done after the change and could not before; the second is about what other policies allow.
    pub fn gains(&self) -> [&Difference; 2] {
        [&self.allowed.new_access, &self.spared.new_access]
    }

    /// What could be done before the change and cannot any more.
    pub fn losses(&self) -> [&Difference; 2] {
        [&self.allowed.removed_access, &self.spared.removed_access]
    }

    /// Whether it is proved that both policies mean the same.
    pub fn is_same(&self) -> bool {
        self.gains().into_iter().chain(self.losses()).all(Difference::is_none)
    }
}

/// An Allow that every request meets.
pub(crate) fn everything(kind: PolicyKind) -> Statement {
    let entry = |kind: PrincipalType| {
        let everyone = Principal::parse(&kind, "*");
        PrincipalEntry { kind, element: Element::of([everyone]) }
    };
    let principal = PrincipalElement {
        key: Span::NONE,
        span: Span::NONE,
        text: None,
        entries: vec![entry(PrincipalType::Aws), entry(PrincipalType::Service)],
        malformed: Vec::new(),
    };
    Statement {
        effect: Some(Spanned::new(Effect::Allow, Span::NONE)),
        principal: kind.has_principal().then_some(principal),
        action: Some(Element::of([ActionPattern::parse("*")])),
        resource: kind.has_resource().then(|| Element::of([ResourcePattern::parse("*")])),
        ..Statement::default()
    }
}
