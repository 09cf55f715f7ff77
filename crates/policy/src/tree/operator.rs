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

const IF_EXISTS: &str = "IfExists";

impl SetPrefix {
    pub const ALL: [Self; 2] = [Self::ForAllValues, Self::ForAnyValue];

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
        Self::read(text, str::eq)
    }

    /// Reads an operator without regard to case, for policies that are taken as they are and not judged.
    pub fn parse_ignoring_case(text: &str) -> Self {
        Self::read(text, str::eq_ignore_ascii_case)
    }

    fn read(text: &str, equal: fn(&str, &str) -> bool) -> Self {
        let unknown = || Self { text: text.to_owned(), set: None, name: None, if_exists: false };
        let (set, rest) = match text.split_once(':') {
            Some((prefix, rest)) => match SetPrefix::ALL.into_iter().find(|set| equal(set.text(), prefix)) {
                Some(set) => (Some(set), rest),
                None => return unknown(),
            },
            None => (None, text),
        };
        let end = rest.len().saturating_sub(IF_EXISTS.len());
        let base =
            rest.split_at_checked(end).filter(|(_, suffix)| equal(IF_EXISTS, suffix)).map(|(base, _)| base);
        let wanted = base.unwrap_or(rest);
        let name = OperatorName::ALL.iter().copied().find(|name| equal(name.text(), wanted));
        Self { text: text.to_owned(), set, name, if_exists: base.is_some() && name.is_some() }
    }
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
    fn case_may_be_left_out_of_account() {
        let operator = Operator::parse_ignoring_case("foranyvalue:STRINGLIKEifexists");
        assert_eq!(
            (operator.set, operator.name, operator.if_exists),
            (Some(SetPrefix::ForAnyValue), Some(Name::StringLike), true)
        );
        assert_eq!(Operator::parse_ignoring_case("stringequal").name, None);
    }

    #[test]
    fn there_are_27_operators() {
        assert_eq!(OperatorName::ALL.len(), 27);
    }
}
