//! ARNs, part by part, with wildcards; `ArnEquals` and `ArnLike` are the same.

use policy::tree::OperatorName;
use policy::{RequestResource, ResourceMatcher, ResourcePattern, ShortArn};

use super::entry::{Operand, OperatorEntry, Relation, fails, holds};
use crate::Switches;

pub(super) const EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::ArnEquals,
    fails: "is not like",
    read,
    relation,
    examples: &[
        holds(&["arn:aws:s3:::b"], &["arn:aws:s3:::b"]),
        holds(&["arn:aws:sns:us-east-1:123456789012:t"], &["arn:aws:sns:*:123456789012:*"]),
        fails(&["arn:aws:s3:::b"], &["arn:aws:s3:::B"]),
    ],
};

pub(super) const LIKE: OperatorEntry = OperatorEntry {
    name: OperatorName::ArnLike,
    fails: "is not like",
    read,
    relation,
    examples: &[
        holds(&["arn:aws:iam::123456789012:role/x/y"], &["arn:aws:iam::123456789012:role/*"]),
        holds(&["arn:aws:s3:::b"], &["*"]),
        fails(&["arn:aws:iam::123456789012:role/x"], &["arn:aws:*:role/x"]),
        fails(&["b"], &["arn:aws:s3:::*"]),
    ],
};

pub(super) const NOT_EQUALS: OperatorEntry = OperatorEntry {
    name: OperatorName::ArnNotEquals,
    fails: "is like",
    read,
    relation,
    examples: &[
        holds(&["arn:aws:s3:::b"], &["arn:aws:s3:::c"]),
        holds(&["b"], &["arn:aws:s3:::*"]),
        fails(&["arn:aws:s3:::b"], &["arn:aws:s3:::*"]),
    ],
};

pub(super) const NOT_LIKE: OperatorEntry = OperatorEntry {
    name: OperatorName::ArnNotLike,
    fails: "is like",
    read,
    relation,
    examples: &[
        holds(&["arn:aws:s3:::b"], &["arn:aws:s3:::c*"]),
        fails(&["arn:aws:s3:::b"], &["arn:aws:sqs:*:*:*", "arn:aws:s3:::?"]),
    ],
};

fn read(value: &str) -> Operand {
    let pattern = ResourcePattern::parse(value).with_short_arn(ShortArn::Nothing);
    ResourceMatcher::new(&pattern).map_or(Operand::Unreadable, Operand::Arn)
}

fn relation(operand: &Operand, value: &str, _: Switches) -> Relation {
    match operand {
        Operand::Arn(pattern) => pattern.matches(&RequestResource::parse(value)).into(),
        _ => Relation::Unreadable,
    }
}
