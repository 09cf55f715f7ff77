//! A statement, and policies of one kind together.

use eval::Prepared;
use eval::prepare::{Grant, Statement};

use super::cell::Cell;
use crate::atom::Doubt;
use crate::formula::FormulaId;
use crate::space::Space;

/// However far an Allow reaches.
pub(crate) const EVERY_GRANT: [Grant; 4] = [Grant::Delegated, Grant::Limited, Grant::Session, Grant::Full];

impl Space<'_> {
    /// Policies of one kind by themselves: an Allow matches, and no Deny does.
    pub(crate) fn pooled(&mut self, policies: &[Prepared], cell: &Cell) -> FormulaId {
        let allowed = self.allowed(policies, &EVERY_GRANT, cell);
        let denied = self.denied(policies, cell);
        let not_denied = self.formulas.not(denied);
        self.formulas.all([allowed, not_denied])
    }

    /// An Allow matches that reaches so far.
    pub(crate) fn allowed(&mut self, policies: &[Prepared], grants: &[Grant], cell: &Cell) -> FormulaId {
        let statements = statements(policies).filter(|(_, statement)| !statement.denies);
        let matches: Vec<_> =
            statements.map(|(policy, statement)| self.statement(policy, statement, grants, cell)).collect();
        self.formulas.any(matches)
    }

    /// A Deny matches.
    pub(crate) fn denied(&mut self, policies: &[Prepared], cell: &Cell) -> FormulaId {
        let statements = statements(policies).filter(|(_, statement)| !statement.allows);
        let matches: Vec<_> = statements
            .map(|(policy, statement)| self.statement(policy, statement, &EVERY_GRANT, cell))
            .collect();
        self.formulas.any(matches)
    }

    fn statement(
        &mut self,
        policy: &Prepared,
        statement: &Statement,
        grants: &[Grant],
        cell: &Cell,
    ) -> FormulaId {
        let who = self.who(&statement.who, statement.allows, grants, cell);
        let mut parts = vec![self.actions(&statement.actions), who];
        parts.push(self.resources(&statement.resources, cell));
        for condition in &statement.conditions {
            parts.push(self.condition(condition, cell));
        }
        if let Some(why) = &statement.fault {
            let statement = format!("{}: {}", policy.name(), statement.label);
            let doubt = self.atoms.doubt(Doubt::Unreadable { statement, why: why.clone() });
            parts.push(self.formulas.literal(doubt, true));
        }
        self.formulas.all(parts)
    }
}

fn statements(policies: &[Prepared]) -> impl Iterator<Item = (&Prepared, &Statement)> {
    policies.iter().flat_map(|policy| policy.statements().iter().map(move |statement| (policy, statement)))
}
