//! What is not reported, by regular expressions for what a finding is about.

use policy::tree::{ConditionEntry, Policy, Statement};
use policy::{Diagnostic, Node, Span};
use regex::{Regex, RegexBuilder};

use super::keys;
use crate::config::reader::Reader;
use crate::config::value::several;

/// Findings that are not reported: all fields that are given must fit, each by one of its expressions.
#[derive(Debug, Clone, Default)]
pub struct Ignored {
    files: Field,
    actions: Field,
    resources: Field,
    sids: Field,
    condition_keys: Field,
    /// Only findings of this rule, by the beginning of their messages.
    rule: Option<String>,
}

type Field = Option<Vec<Regex>>;

/// What a compiled expression may take, in bytes.
const LARGEST: usize = 1 << 18;

impl Ignored {
    /// An entry; one with an expression that cannot be read would ignore more or less than was meant, and ignores nothing.
    pub(super) fn read(item: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut is_sound = true;
        let mut field = |names: [&str; 2]| -> Field {
            let node = names.iter().find_map(|name| item.get(name))?;
            let is_sid = names.contains(&"sid");
            let expressions = several(Some(node)).iter().filter_map(|each| {
                let text = each.as_str()?;
                // A `Sid` is compared as a whole unless a star says that it is a pattern.
                let exact = format!("^{}$", regex::escape(text));
                let text = if is_sid && !text.contains('*') { &exact } else { text };
                let build = || {
                    RegexBuilder::new(text).case_insensitive(true).size_limit(LARGEST).build().ok()
                };
                let built = if reader.may_compile() { build() } else { None };
                if built.is_none() {
                    is_sound = false;
                    let problem = reader.problems.report(
                        each.span,
                        format!("`{text}` is no regular expression that can be read here: the entry ignores nothing"),
                    );
                    problem.help("look-around and references to groups are not known, and large expressions not taken");
                }
                built
            });
            Some(expressions.collect())
        };
        let ignored = Self {
            files: field(["filepath", "filepath_regex"]),
            actions: field(["action", "action_matches"]),
            resources: field(["resource", "resource_matches"]),
            sids: field(["sid", "statement_sid"]),
            condition_keys: field(["condition_key", "condition_key_matches"]),
            rule: None,
        };
        let says_something = keys::IGNORED.iter().any(|key| item.get(key.name).is_some());
        (is_sound && says_something).then_some(ignored)
    }

    /// The same for the findings of one rule.
    pub(super) fn of_rule(self, name: &str) -> Self {
        Self { rule: Some(format!("rule `{name}`")), ..self }
    }

    /// Whether the finding is one of those that are not reported.
    pub(in crate::config) fn fits(&self, found: &Diagnostic, name: &str, policy: &Policy) -> bool {
        let statement = policy.statements.iter().find(|statement| statement.span.contains(found.span));
        let of_statement = |field: &Field, fits: &dyn Fn(&Statement, &[Regex]) -> bool| {
            field.as_ref().is_none_or(|expressions| statement.is_some_and(|each| fits(each, expressions)))
        };
        let file = name.split_once("#/").map_or(name, |(file, _)| file);
        self.rule.as_ref().is_none_or(|rule| found.message.starts_with(rule))
            && self.files.as_ref().is_none_or(|expressions| matches(expressions, file))
            && of_statement(&self.sids, &|statement, expressions| {
                statement.sid.as_ref().is_some_and(|sid| matches(expressions, &sid.value))
            })
            && of_statement(&self.actions, &|statement, expressions| {
                let entries = statement.actions().iter().chain(statement.not_actions());
                about(entries.map(|each| (each.span, each.value.as_str())), found.span, expressions)
            })
            && of_statement(&self.resources, &|statement, expressions| {
                let entries = statement.resources().iter().chain(statement.not_resources());
                about(entries.map(|each| (each.span, each.value.as_str())), found.span, expressions)
            })
            && of_statement(&self.condition_keys, &|statement, expressions| {
                let entries = statement.condition.iter().flat_map(policy::tree::Condition::entries);
                let mut at = entries.filter(|(_, entry)| place(entry).contains(found.span));
                at.any(|(_, entry)| matches(expressions, &entry.key.value.text))
                    || quoted(&found.message).any(|name| matches(expressions, name))
            })
    }
}

/// Whether the entry that the finding is about fits; if it is about none, whether all do.
fn about<'a>(entries: impl Iterator<Item = (Span, &'a str)>, found: Span, expressions: &[Regex]) -> bool {
    let entries: Vec<_> = entries.collect();
    match entries.iter().find(|(span, _)| span.contains(found)) {
        Some((_, text)) => matches(expressions, text),
        None => !entries.is_empty() && entries.iter().all(|(_, text)| matches(expressions, text)),
    }
}

fn matches(expressions: &[Regex], text: &str) -> bool {
    expressions.iter().any(|expression| expression.is_match(text))
}

/// A key with its values.
fn place(entry: &ConditionEntry) -> Span {
    entry.key.span.to(entry.span)
}

/// What stands between backticks: the names that a message is about.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    message.split('`').skip(1).step_by(2)
}
