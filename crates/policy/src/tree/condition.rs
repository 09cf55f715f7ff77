//! When a statement holds: operator → key → values, all of them at once.

use std::borrow::Cow;

use super::{Form, Malformed, Misplaced, Operator, Spanned};
use crate::Span;

/// The `Condition` element: every pair of operator and key must hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Condition {
    /// Place of the element's name.
    pub key: Span,
    pub span: Span,
    pub blocks: Vec<OperatorBlock>,
    /// Operators whose value is not an object.
    pub malformed: Vec<Malformed>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct OperatorBlock {
    pub operator: Spanned<Operator>,
    pub span: Span,
    pub entries: Vec<ConditionEntry>,
    /// Keys whose value is an object, where only scalars and lists of them can stand.
    pub malformed: Vec<Malformed>,
}

/// A condition key with the values it is compared to: one of them suffices, or none may match if the operator is negated.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionEntry {
    pub key: Spanned<ConditionKey>,
    pub span: Span,
    pub form: Form,
    pub values: Vec<Spanned<Literal>>,
    pub misplaced: Vec<Misplaced>,
}

/// A condition key: `PREFIX:NAME`, and for tag keys and their like `PREFIX:NAME/REST`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionKey {
    pub text: String,
}

/// A value to compare with: IAM takes strings, numbers and booleans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    String(String),
    /// The digits as written.
    Number(String),
    Bool(bool),
}

impl Condition {
    /// Every (operator, key, values) of the element; they are joined by "and".
    pub fn entries(&self) -> impl Iterator<Item = (&Operator, &ConditionEntry)> {
        self.blocks
            .iter()
            .flat_map(|block| block.entries.iter().map(move |entry| (&block.operator.value, entry)))
    }

    /// Whether an operator is written just so.
    pub fn has_operator(&self, text: &str) -> bool {
        let malformed = self.malformed.iter().map(|malformed| malformed.member.key.text.as_str());
        let read = self.blocks.iter().map(|block| block.operator.value.text.as_str());
        read.chain(malformed).any(|operator| operator == text)
    }
}

impl ConditionKey {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }

    /// What stands before the first colon: `aws`, a service prefix, or an identity provider's host.
    pub fn prefix(&self) -> Option<&str> {
        self.text.split_once(':').map(|(prefix, _)| prefix)
    }

    /// The key without what follows the first `/` after its prefix: `aws:RequestTag` of `aws:RequestTag/team`.
    ///
    /// Providers' hosts may hold a `/` before the colon (`oidc.eks.REGION.amazonaws.com/id/X:sub`), which separates nothing.
    pub fn base(&self) -> &str {
        let colon = self.text.find(':').map_or(0, |at| at + 1);
        let slash = self.text.get(colon..).and_then(|name| name.find('/')).map(|at| colon + at);
        slash.and_then(|at| self.text.get(..at)).unwrap_or(&self.text)
    }

    /// What follows that `/`: the tag key of `aws:RequestTag/team`; tag keys may themselves hold `/` and `:`.
    pub fn tag(&self) -> Option<&str> {
        self.text.get(self.base().len() + 1..)
    }

    /// Key names are compared without case.
    pub fn is(&self, name: &str) -> bool {
        self.text.eq_ignore_ascii_case(name)
    }
}

impl Literal {
    /// The value as the text that is compared.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::String(text) | Self::Number(text) => Cow::Borrowed(text),
            Self::Bool(true) => Cow::Borrowed("true"),
            Self::Bool(false) => Cow::Borrowed("false"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tag_keys_are_split_after_the_name() {
        let parts = |text: &str| {
            let key = ConditionKey::new(text);
            (key.prefix().map(str::to_owned), key.base().to_owned(), key.tag().map(str::to_owned))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(parts("aws:SourceIp"), (some("aws"), "aws:SourceIp".into(), None));
        assert_eq!(
            parts("aws:RequestTag/cost/center"),
            (some("aws"), "aws:RequestTag".into(), some("cost/center"))
        );
        assert_eq!(parts("aws:PrincipalTag/"), (some("aws"), "aws:PrincipalTag".into(), some("")));
        assert_eq!(
            parts("oidc.eks.us-east-1.amazonaws.com/id/ABC:sub"),
            (
                some("oidc.eks.us-east-1.amazonaws.com/id/ABC"),
                "oidc.eks.us-east-1.amazonaws.com/id/ABC:sub".into(),
                None
            )
        );
        assert_eq!(parts("nocolon"), (None, "nocolon".into(), None));
    }
}
