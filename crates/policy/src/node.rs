//! The tree that every reader builds, whatever the file was: JSON, YAML, later HCL.

use crate::Span;

/// A value of a document with the place it was written at.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    /// The digits as written: policies compare decimals exactly, and an account id must keep its leading zeros.
    Number(String),
    String(String),
    Array(Vec<Node>),
    /// Members in the order written, repeated keys included.
    Object(Vec<Member>),
    /// A value whose text is only known later, such as `CloudFormation`'s `!Sub` in YAML: the tag and what it stands on.
    Tagged(String, Box<Node>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub key: Key,
    pub value: Node,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key as text, escapes resolved.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

impl Member {
    pub fn span(&self) -> Span {
        self.key.span.to(self.value.span)
    }
}

impl Value {
    /// What the value is, in the words of JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
            Self::Tagged(..) => "a tagged value",
        }
    }
}

impl Node {
    pub fn new(span: Span, value: Value) -> Self {
        Self { span, value }
    }

    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    pub fn as_object(&self) -> Option<&[Member]> {
        if let Value::Object(members) = &self.value { Some(members) } else { None }
    }

    pub fn as_array(&self) -> Option<&[Node]> {
        if let Value::Array(items) = &self.value { Some(items) } else { None }
    }

    /// The value of the last member of that name, as JSON readers that keep one take it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let last = self.as_object()?.iter().rev().find(|member| member.key.text == key)?;
        Some(&last.value)
    }

    /// The nodes directly below, in order.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Node> + '_> {
        match &self.value {
            Value::Array(items) => Box::new(items.iter()),
            Value::Object(members) => Box::new(members.iter().map(|member| &member.value)),
            Value::Tagged(_, node) => Box::new(std::iter::once(node.as_ref())),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// The JSON pointer (RFC 6901) of the innermost node or key at `span`, `""` for the root.
    ///
    /// A key answers with the pointer of its value.
    pub fn pointer(&self, span: Span) -> String {
        let mut pointer = String::new();
        let mut node = self;
        loop {
            let step = match &node.value {
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .find(|(_, item)| item.span.contains(span))
                    .map(|(index, item)| (index.to_string(), item)),
                Value::Object(members) => members
                    .iter()
                    .find(|member| member.span().contains(span))
                    .map(|member| (member.key.text.replace('~', "~0").replace('/', "~1"), &member.value)),
                Value::Tagged(_, inner) if inner.span.contains(span) => {
                    node = inner;
                    continue;
                }
                _ => None,
            };
            let Some((token, next)) = step else { return pointer };
            pointer.push('/');
            pointer.push_str(&token);
            node = next;
        }
    }

    /// The same tree with every span empty: two documents say the same if these are equal.
    #[must_use]
    pub fn without_spans(&self) -> Self {
        let value = match &self.value {
            Value::Array(items) => Value::Array(items.iter().map(Self::without_spans).collect()),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|member| Member {
                        key: Key { text: member.key.text.clone(), span: Span::NONE },
                        value: member.value.without_spans(),
                    })
                    .collect(),
            ),
            Value::Tagged(tag, node) => Value::Tagged(tag.clone(), Box::new(node.without_spans())),
            other => other.clone(),
        };
        Self { span: Span::NONE, value }
    }
}
