//! Condition operators: an optional set prefix, a name, and an optional `IfExists`.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

/// A condition operator as written, and what it consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    pub text: String,
    pub set: Option<SetPrefix>,
    /// `None` if no operator has that name.
    pub name: Option<OperatorName>,
    pub if_exists: bool,
}

/// How a condition treats a key with several values.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SetPrefix {
    ForAllValues,
    ForAnyValue,
}

/// What kind of value an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OperatorType {
    String,
    Numeric,
    Date,
    Bool,
    Binary,
    IpAddress,
    Arn,
    Null,
}

/// One list of the operators: the enum, the names and the types come from it.
macro_rules! operators {
    ($($name:ident : $type:ident),* $(,)?) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum OperatorName { $($name),* }

        impl OperatorName {
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name as AWS spells it.
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            pub const fn value_type(self) -> OperatorType {
                match self { $(Self::$name => OperatorType::$type),* }
            }
        }
    };
}

operators! {
    StringEquals: String,
    StringNotEquals: String,
    StringEqualsIgnoreCase: String,
    StringNotEqualsIgnoreCase: String,
    StringLike: String,
    StringNotLike: String,
    NumericEquals: Numeric,
    NumericNotEquals: Numeric,
    NumericLessThan: Numeric,
    NumericLessThanEquals: Numeric,
    NumericGreaterThan: Numeric,
    NumericGreaterThanEquals: Numeric,
    DateEquals: Date,
    DateNotEquals: Date,
    DateLessThan: Date,
    DateLessThanEquals: Date,
    DateGreaterThan: Date,
    DateGreaterThanEquals: Date,
    Bool: Bool,
    BinaryEquals: Binary,
    IpAddress: IpAddress,
    NotIpAddress: IpAddress,
    ArnEquals: Arn,
    ArnLike: Arn,
    ArnNotEquals: Arn,
    ArnNotLike: Arn,
    Null: Null,
}

impl OperatorName {
    /// Whether a match makes the condition false, as with `StringNotEquals`.
    pub const fn is_negated(self) -> bool {
        matches!(
            self,
            Self::StringNotEquals
                | Self::StringNotEqualsIgnoreCase
                | Self::StringNotLike
                | Self::NumericNotEquals
                | Self::DateNotEquals
                | Self::NotIpAddress
                | Self::ArnNotEquals
                | Self::ArnNotLike
        )
    }

    /// Whether `*` and `?` in the policy's values are wildcards.
    pub const fn takes_wildcards(self) -> bool {
        matches!(self, Self::StringLike | Self::StringNotLike)
            || matches!(self.value_type(), OperatorType::Arn)
    }
}

impl SetPrefix {
    pub const fn text(self) -> &'static str {
        match self {
            Self::ForAllValues => "ForAllValues",
            Self::ForAnyValue => "ForAnyValue",
        }
    }
}

impl Operator {
    /// Reads an operator. Letter case counts: IAM refuses `stringEquals` ("Invalid Condition type").
    pub fn parse(text: &str) -> Self {
        let (set, rest) = match text.split_once(':') {
            Some((prefix, rest)) => match set_prefix(prefix) {
                Some(set) => (Some(set), rest),
                None => return Self { text: text.to_owned(), set: None, name: None, if_exists: false },
            },
            None => (None, text),
        };
        let base = rest.strip_suffix("IfExists");
        let name = operator_name(base.unwrap_or(rest));
        Self { text: text.to_owned(), set, name, if_exists: base.is_some() && name.is_some() }
    }
}

fn set_prefix(text: &str) -> Option<SetPrefix> {
    [SetPrefix::ForAllValues, SetPrefix::ForAnyValue].into_iter().find(|prefix| prefix.text() == text)
}

fn operator_name(text: &str) -> Option<OperatorName> {
    OperatorName::ALL.iter().copied().find(|name| name.text() == text)
}

#[cfg(test)]
mod tests {
    use super::OperatorName as Name;
    use super::*;

    #[test]
    fn prefix_name_and_suffix_are_told_apart() {
        let parts = |text| {
            let operator = Operator::parse(text);
            (operator.set, operator.name, operator.if_exists)
        };
        assert_eq!(parts("StringEquals"), (None, Some(Name::StringEquals), false));
        assert_eq!(parts("StringLikeIfExists"), (None, Some(Name::StringLike), true));
        assert_eq!(
            parts("ForAllValues:StringLike"),
            (Some(SetPrefix::ForAllValues), Some(Name::StringLike), false)
        );
        assert_eq!(
            parts("ForAnyValue:ArnNotLikeIfExists"),
            (Some(SetPrefix::ForAnyValue), Some(Name::ArnNotLike), true)
        );
        assert_eq!(parts("StringEqual"), (None, None, false));
        assert_eq!(parts("stringEquals"), (None, None, false));
        assert_eq!(parts("StringEqualsIfexists"), (None, None, false));
        assert_eq!(parts("forAnyValue:StringEquals"), (None, None, false));
        assert_eq!(parts("ForSomeValues:StringEquals"), (None, None, false));
        assert_eq!(parts("IfExists"), (None, None, false));
        assert_eq!(parts("é"), (None, None, false));
    }

    #[test]
    fn there_are_27_operators() {
        assert_eq!(OperatorName::ALL.len(), 27);
    }
}
