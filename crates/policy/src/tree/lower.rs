//! From a node to the policy tree.
//!
//! Lowering never fails: what has the wrong type is kept as [`Malformed`] or [`Misplaced`], for the checks to speak of. Of
//! repeated members the last counts, as for every JSON reader that keeps one; the reader has reported the others.

use std::collections::HashSet;

use super::{
    Condition, ConditionEntry, ConditionKey, Effect, Element, Form, Literal, Malformed, Misplaced, Operator,
    OperatorBlock, Policy, Principal, PrincipalElement, PrincipalEntry, PrincipalType, Spanned, Statement,
    Version,
};
use crate::{ActionPattern, Key, Member, Node, ResourcePattern, Value};

const TEXT: &str = "a string";
const TEXTS: &str = "a string or a list of strings";

/// Reads the policy that `root` holds. A root that is no object gives an empty policy; the reader or a check says so.
pub fn lower(root: &Node) -> Policy {
    let mut policy = Policy { span: root.span, ..Policy::default() };
    let members = last_members(root);
    // The version decides what `${…}` means in the rest, wherever it is written.
    for member in &members {
        if member.key.text == "Version" {
            policy.version = text(member).map(|version| version.map(Version::parse));
        }
    }
    let variables = policy.variables_active();
    for member in members {
        match member.key.text.as_str() {
            "Version" if policy.version.is_some() => {}
            "Version" => policy.malformed.push(malformed(member, TEXT)),
            "Id" => match text(member) {
                Some(id) => policy.id = Some(id.map(str::to_owned)),
                None => policy.malformed.push(malformed(member, TEXT)),
            },
            "Statement" => lower_statements(&mut policy, member, variables),
            _ => policy.unknown.push(member.clone()),
        }
    }
    policy
}

fn lower_statements(policy: &mut Policy, member: &Member, variables: bool) {
    policy.statement_key = Some(member.key.span);
    match &member.value.value {
        Value::Object(_) => {
            policy.form = Form::Single;
            policy.statements.push(lower_statement(&member.value, 0, variables));
        }
        Value::Array(items) => {
            policy.form = Form::List;
            for (index, item) in items.iter().enumerate() {
                if item.as_object().is_some() {
                    policy.statements.push(lower_statement(item, index, variables));
                } else {
                    policy.misplaced.push(Misplaced { index, node: item.clone() });
                }
            }
        }
        _ => policy.malformed.push(malformed(member, "a statement or a list of statements")),
    }
}

fn lower_statement(node: &Node, index: usize, variables: bool) -> Statement {
    let resource = if variables { ResourcePattern::with_variables } else { ResourcePattern::parse };
    let mut statement = Statement { span: node.span, index, ..Statement::default() };
    for member in last_members(node) {
        let known = match member.key.text.as_str() {
            "Sid" => put(&mut statement.sid, text(member).map(|sid| sid.map(str::to_owned))),
            "Effect" => put(&mut statement.effect, text(member).map(|effect| effect.map(Effect::parse))),
            "Principal" => put(&mut statement.principal, lower_principal(member)),
            "NotPrincipal" => put(&mut statement.not_principal, lower_principal(member)),
            "Action" => put(&mut statement.action, texts(member, ActionPattern::parse)),
            "NotAction" => put(&mut statement.not_action, texts(member, ActionPattern::parse)),
            "Resource" => put(&mut statement.resource, texts(member, resource)),
            "NotResource" => put(&mut statement.not_resource, texts(member, resource)),
            "Condition" => put(&mut statement.condition, lower_condition(member)),
            _ => {
                statement.unknown.push(member.clone());
                continue;
            }
        };
        if !known {
            statement.malformed.push(malformed(member, expected(&member.key.text)));
        }
    }
    statement
}

fn expected(element: &str) -> &'static str {
    match element {
        "Sid" | "Effect" => TEXT,
        "Principal" | "NotPrincipal" => "`\"*\"` or an object of principal types",
        "Condition" => "an object of condition operators",
        _ => TEXTS,
    }
}

fn lower_principal(member: &Member) -> Option<PrincipalElement> {
    let mut element = PrincipalElement {
        key: member.key.span,
        span: member.value.span,
        text: None,
        entries: Vec::new(),
        malformed: Vec::new(),
    };
    match &member.value.value {
        Value::String(text) => element.text = Some(Spanned::new(Principal::bare(text), member.value.span)),
        Value::Object(_) => {
            for entry in last_members(&member.value) {
                let kind = PrincipalType::parse(&entry.key.text);
                match texts(entry, |text| Principal::parse(&kind, text)) {
                    Some(principals) => element.entries.push(PrincipalEntry { kind, element: principals }),
                    None => element.malformed.push(malformed(entry, TEXTS)),
                }
            }
        }
        _ => return None,
    }
    Some(element)
}

fn lower_condition(member: &Member) -> Option<Condition> {
    member.value.as_object()?;
    let mut condition = Condition { key: member.key.span, span: member.value.span, ..Condition::default() };
    for block in last_members(&member.value) {
        if block.value.as_object().is_none() {
            condition.malformed.push(malformed(block, "an object of condition keys"));
            continue;
        }
        let operator = Spanned::new(Operator::parse(&block.key.text), block.key.span);
        let mut entries = Vec::new();
        let mut wrong = Vec::new();
        for entry in last_members(&block.value) {
            match lower_condition_entry(entry) {
                Some(lowered) => entries.push(lowered),
                None => wrong.push(malformed(entry, "a value or a list of values")),
            }
        }
        condition.blocks.push(OperatorBlock { operator, span: block.value.span, entries, malformed: wrong });
    }
    Some(condition)
}

fn lower_condition_entry(member: &Member) -> Option<ConditionEntry> {
    let mut entry = ConditionEntry {
        key: Spanned::new(ConditionKey::new(&member.key.text), member.key.span),
        span: member.value.span,
        form: Form::List,
        values: Vec::new(),
        misplaced: Vec::new(),
    };
    if let Value::Array(items) = &member.value.value {
        for (index, item) in items.iter().enumerate() {
            match literal(item) {
                Some(value) => entry.values.push(value),
                None => entry.misplaced.push(Misplaced { index, node: item.clone() }),
            }
        }
    } else {
        entry.form = Form::Single;
        entry.values.push(literal(&member.value)?);
    }
    Some(entry)
}

fn literal(node: &Node) -> Option<Spanned<Literal>> {
    let value = match &node.value {
        Value::String(text) => Literal::String(text.clone()),
        Value::Number(digits) => Literal::Number(digits.clone()),
        Value::Bool(value) => Literal::Bool(*value),
        _ => return None,
    };
    Some(Spanned::new(value, node.span))
}

/// So many members are sooner compared with each other than put into a set.
const FEW: usize = 16;

/// The last member of each name, in the order written.
fn last_members(node: &Node) -> Vec<&Member> {
    let all = node.as_object().unwrap_or_default();
    let mut members: Vec<&Member> = Vec::with_capacity(all.len());
    let mut seen = HashSet::new();
    for member in all.iter().rev() {
        let name = member.key.text.as_str();
        let is_new = if all.len() <= FEW {
            members.iter().all(|later| later.key.text != name)
        } else {
            seen.insert(name)
        };
        if is_new {
            members.push(member);
        }
    }
    members.reverse();
    members
}

fn text(member: &Member) -> Option<Spanned<&str>> {
    member.value.as_str().map(|text| Spanned::new(text, member.value.span))
}

/// One string, or a list whose strings are read and whose other items are set aside.
fn texts<T>(member: &Member, mut read: impl FnMut(&str) -> T) -> Option<Element<T>> {
    let Member { key: Key { span: key, .. }, value } = member;
    let mut element =
        Element { key: *key, span: value.span, form: Form::List, items: Vec::new(), misplaced: Vec::new() };
    match &value.value {
        Value::String(text) => {
            element.form = Form::Single;
            element.items.push(Spanned::new(read(text), value.span));
        }
        Value::Array(items) => {
            element.items.reserve_exact(items.len());
            for (index, item) in items.iter().enumerate() {
                match item.as_str() {
                    Some(text) => element.items.push(Spanned::new(read(text), item.span)),
                    None => element.misplaced.push(Misplaced { index, node: item.clone() }),
                }
            }
        }
        _ => return None,
    }
    Some(element)
}

fn put<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}

fn malformed(member: &Member, expected: &'static str) -> Malformed {
    Malformed { member: member.clone(), expected }
}

impl<T> Spanned<T> {
    fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: f(self.value), span: self.span }
    }
}
