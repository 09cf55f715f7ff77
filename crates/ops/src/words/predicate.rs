//! What an operator says of a value, in words.

use policy::tree::OperatorName;

use super::list::{joined, shortened};

/// How many values are named.
const MOST: usize = 6;

/// `is a or b`, `is in neither a nor b`; `values` are in words already, and `wild` if some has a wildcard that counts.
pub(super) fn predicate(name: OperatorName, values: Vec<String>, wild: bool) -> String {
    use OperatorName as Name;
    let like = |values| if wild { any("matches", values) } else { any("is", values) };
    let unlike = |values| if wild { none("match", "matches", values) } else { none("is", "is", values) };
    match name {
        Name::StringEquals | Name::NumericEquals | Name::DateEquals | Name::Bool | Name::Null => {
            any("is", values)
        }
        Name::StringNotEquals | Name::NumericNotEquals | Name::DateNotEquals => none("is", "is", values),
        Name::StringEqualsIgnoreCase => any("is", values) + " in any letter case",
        Name::StringNotEqualsIgnoreCase => none("is", "is", values) + " in any letter case",
        Name::StringLike | Name::ArnLike | Name::ArnEquals => like(values),
        Name::StringNotLike | Name::ArnNotLike | Name::ArnNotEquals => unlike(values),
        Name::NumericLessThan => any("is less than", values),
        Name::NumericLessThanEquals => any("is at most", values),
        Name::NumericGreaterThan => any("is greater than", values),
        Name::NumericGreaterThanEquals => any("is at least", values),
        Name::DateLessThan => any("is before", values),
        Name::DateLessThanEquals => any("is at or before", values),
        Name::DateGreaterThan => any("is after", values),
        Name::DateGreaterThanEquals => any("is at or after", values),
        Name::BinaryEquals => any("is, in Base64,", values),
        Name::IpAddress => any("is in", values),
        Name::NotIpAddress => none("is in", "is in", values),
    }
}

fn any(verb: &str, values: Vec<String>) -> String {
    format!("{verb} {}", shortened(values.into_iter(), MOST, "or"))
}

/// `is not a`, `is neither a nor b`, `is none of a, b and c`; `plain` is the verb behind "does not".
fn none(plain: &str, verb: &str, values: Vec<String>) -> String {
    match values.as_slice() {
        [one] if plain == verb => format!("{} {one}", verb.replacen("is", "is not", 1)),
        [one] => format!("does not {plain} {one}"),
        [_, _] => format!("{verb} neither {}", joined(&values, "nor")),
        _ => format!("{verb} none of {}", shortened(values.into_iter(), MOST, "and")),
    }
}
