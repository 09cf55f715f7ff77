//! From the policy tree back to a node, with the elements in the order of the user guide.

use super::{
    Condition, ConditionEntry, Element, Form, Literal, Malformed, Misplaced, OperatorBlock, Policy,
    PrincipalElement, PrincipalEntry, Spanned, Statement,
};
use crate::{ActionPattern, Key, Member, Node, ResourcePattern, Span, Value};

impl Policy {
    /// The policy as a node without places: known elements in their usual order, then what was malformed or unknown.
    ///
    /// Lowering that node gives the same tree again, but for the spans.
    pub fn to_node(&self) -> Node {
        let mut members = Vec::new();
        push_text(&mut members, "Version", self.version.as_ref().map(|version| version.value.text()));
        push_text(&mut members, "Id", self.id.as_ref().map(|id| id.value.as_str()));
        let is_malformed = self.malformed.iter().any(|other| other.member.key.text == "Statement");
        if self.statement_key.is_some() && !is_malformed {
            members.push(member("Statement", self.statements_node()));
        }
        push_rest(&mut members, &self.malformed, &self.unknown);
        object(members)
    }

    fn statements_node(&self) -> Node {
        let mut nodes: Vec<_> = self.statements.iter().map(Statement::to_node).collect();
        match self.form {
            Form::Single if nodes.len() == 1 && self.misplaced.is_empty() => nodes.swap_remove(0),
            _ => {
                insert_misplaced(&mut nodes, &self.misplaced);
                node(Value::Array(nodes))
            }
        }
    }
}

impl Statement {
    /// The statement as a node without places.
    pub fn to_node(&self) -> Node {
        let mut members = Vec::new();
        push_text(&mut members, "Sid", self.sid.as_ref().map(|sid| sid.value.as_str()));
        push_text(&mut members, "Effect", self.effect.as_ref().map(|effect| effect.value.text()));
        let mut push = |name, value: Option<Node>| members.extend(value.map(|value| member(name, value)));
        push("Principal", self.principal.as_ref().map(principal_node));
        push("NotPrincipal", self.not_principal.as_ref().map(principal_node));
        let action = |element: &Element<ActionPattern>| element_node(element, |action| action.as_str());
        push("Action", self.action.as_ref().map(action));
        push("NotAction", self.not_action.as_ref().map(action));
        push(
            "Resource",
            self.resource.as_ref().map(|element| element_node(element, ResourcePattern::as_str)),
        );
        push(
            "NotResource",
            self.not_resource.as_ref().map(|element| element_node(element, ResourcePattern::as_str)),
        );
        push("Condition", self.condition.as_ref().map(condition_node));
        push_rest(&mut members, &self.malformed, &self.unknown);
        object(members)
    }
}

fn principal_node(element: &PrincipalElement) -> Node {
    if let Some(text) = &element.text {
        return string(&text.value.text);
    }
    let entry = |entry: &PrincipalEntry| {
        member(entry.kind.text(), element_node(&entry.element, |principal| &principal.text))
    };
    let mut members: Vec<_> = element.entries.iter().map(entry).collect();
    push_rest(&mut members, &element.malformed, &[]);
    object(members)
}

fn condition_node(condition: &Condition) -> Node {
    let block = |block: &OperatorBlock| {
        let entry = |entry: &ConditionEntry| {
            member(&entry.key.value.text, list(entry.form, &entry.values, &entry.misplaced, literal_node))
        };
        let mut members: Vec<_> = block.entries.iter().map(entry).collect();
        push_rest(&mut members, &block.malformed, &[]);
        member(&block.operator.value.text, object(members))
    };
    let mut members: Vec<_> = condition.blocks.iter().map(block).collect();
    push_rest(&mut members, &condition.malformed, &[]);
    object(members)
}

fn literal_node(literal: &Literal) -> Node {
    node(match literal {
        Literal::String(text) => Value::String(text.clone()),
        Literal::Number(digits) => Value::Number(digits.clone()),
        Literal::Bool(value) => Value::Bool(*value),
    })
}

fn element_node<T>(element: &Element<T>, text: impl Fn(&T) -> &str) -> Node {
    list(element.form, &element.items, &element.misplaced, |item| string(text(item)))
}

/// One value alone or a list, with the misplaced items where they stood.
fn list<T>(form: Form, items: &[Spanned<T>], misplaced: &[Misplaced], to_node: impl Fn(&T) -> Node) -> Node {
    let mut nodes: Vec<_> = items.iter().map(|item| to_node(&item.value)).collect();
    if form == Form::Single && nodes.len() == 1 && misplaced.is_empty() {
        return nodes.swap_remove(0);
    }
    insert_misplaced(&mut nodes, misplaced);
    node(Value::Array(nodes))
}

fn insert_misplaced(nodes: &mut Vec<Node>, misplaced: &[Misplaced]) {
    for item in misplaced {
        nodes.insert(item.index.min(nodes.len()), item.node.without_spans());
    }
}

fn push_rest(members: &mut Vec<Member>, malformed: &[Malformed], unknown: &[Member]) {
    let kept = malformed.iter().map(|malformed| &malformed.member).chain(unknown);
    members.extend(kept.map(|kept| member(&kept.key.text, kept.value.without_spans())));
}

fn push_text(members: &mut Vec<Member>, name: &str, text: Option<&str>) {
    members.extend(text.map(|text| member(name, string(text))));
}

fn member(name: &str, value: Node) -> Member {
    Member { key: Key { text: name.to_owned(), span: Span::NONE }, value }
}

fn string(text: &str) -> Node {
    node(Value::String(text.to_owned()))
}

fn object(members: Vec<Member>) -> Node {
    node(Value::Object(members))
}

fn node(value: Value) -> Node {
    Node { span: Span::NONE, value }
}
