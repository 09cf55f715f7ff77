//! What every part of the reading needs: where to report, and what exists in AWS.

use catalog::Catalog;
use policy::tree::{Operator, OperatorName};
use policy::{ActionPattern, Node, ResourcePattern};

use crate::context::fault_of_instructions;
use crate::reading::problem::Problems;
use crate::reading::value::{several, text};

pub(super) struct Reader<'a> {
    pub(super) catalog: &'a Catalog,
    /// What keeps the configuration from being used.
    pub(super) problems: Problems,
    /// What is used, and perhaps not as it was meant.
    pub(super) notes: Problems,
    /// How many more names may be searched for, as each takes about a millisecond.
    searches: usize,
    /// How many more regular expressions may be compiled, as each takes memory.
    expressions: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            problems: Problems::default(),
            notes: Problems::default(),
            searches: 100,
            expressions: 1000,
        }
    }

    /// Whether one more regular expression may be compiled.
    pub(super) fn may_compile(&mut self) -> bool {
        let may = self.expressions > 0;
        self.expressions = self.expressions.saturating_sub(1);
        may
    }

    /// Patterns of actions; one that matches none that is known is noted, as it may be newer than the catalogue.
    pub(super) fn actions(&mut self, node: Option<&Node>) -> Vec<ActionPattern> {
        let mut actions = Vec::new();
        for item in several(node) {
            let Some(written) = item.as_str() else { continue };
            let action = ActionPattern::parse(written);
            if let Some(fault) = action.fault().filter(|fault| !fault.leaves_a_pattern()) {
                self.problems.report(item.span, format!("`{written}` {fault}"));
                continue;
            }
            if !action.is_everything() && self.catalog.expand(&action).is_empty() {
                let note =
                    self.notes.report(item.span, format!("`{written}` matches no action that is known"));
                if self.searches > 0
                    && let Some(near) = self.catalog.nearest_actions(written).first()
                {
                    note.help(format!("did you mean `{}`?", near.full_name()));
                }
                self.searches = self.searches.saturating_sub(1);
            }
            actions.push(action);
        }
        actions
    }

    /// What AI assistants are told.
    pub(super) fn instructions(&mut self, node: Option<&Node>) -> Option<String> {
        let written = text(node).filter(|written| !written.trim().is_empty())?;
        let Err(error) = fault_of_instructions(&written) else { return Some(written) };
        let span = node.map(|node| node.span).unwrap_or_default();
        self.problems.report(span, error.message).help = error.hint;
        None
    }

    /// Patterns of resources.
    pub(super) fn resources(&mut self, node: Option<&Node>) -> Vec<ResourcePattern> {
        let mut resources = Vec::new();
        for item in several(node) {
            let Some(written) = item.as_str() else { continue };
            if written.starts_with("arn:") || written.starts_with('*') {
                resources.push(ResourcePattern::parse(written));
            } else {
                self.problems.report(item.span, format!("`{written}` is neither an ARN nor `*`"));
            }
        }
        resources
    }

    /// Ids of accounts.
    pub(super) fn accounts(&mut self, node: Option<&Node>) -> Vec<String> {
        let mut accounts = Vec::new();
        for item in several(node) {
            let Some(written) = item.as_str() else { continue };
            if written.len() == 12 && written.bytes().all(|byte| byte.is_ascii_digit()) {
                accounts.push(written.to_owned());
            } else {
                self.problems.report(item.span, format!("`{written}` is not the id of an account"));
            }
        }
        accounts
    }

    /// The operator of a condition.
    pub(super) fn operator(&mut self, node: Option<&Node>) -> Option<Operator> {
        let written = text(node)?;
        let operator = Operator::parse(&written);
        if operator.name.is_none() {
            let base = written.rsplit(':').next().unwrap_or_default();
            let names = OperatorName::ALL.iter().map(|name| name.text());
            let near = catalog::nearest_words(base.trim_end_matches("IfExists"), names);
            let problem = self.problems.report(
                node.map(|node| node.span).unwrap_or_default(),
                format!("`{written}` is no condition operator"),
            );
            if let Some(near) = near.first() {
                problem.help(format!("did you mean `{near}`?"));
            }
            return None;
        }
        Some(operator)
    }

    /// A condition key; one that is not known is noted, as it may be newer than the catalogue.
    pub(super) fn condition_key(&mut self, node: Option<&Node>) -> Option<String> {
        let written = text(node)?;
        let is_tag = written.contains('/');
        if !is_tag && self.catalog.condition_key(&written).is_none() {
            let span = node.map(|node| node.span).unwrap_or_default();
            let note = self.notes.report(span, format!("`{written}` is no condition key that is known"));
            if self.searches > 0
                && let Some(near) = self.catalog.nearest_condition_keys(&written).first()
            {
                note.help(format!("did you mean `{}`?", near.name()));
            }
            self.searches = self.searches.saturating_sub(1);
        }
        Some(written)
    }
}
