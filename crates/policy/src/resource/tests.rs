//! Tables of what resource patterns match, cover and share.

use super::{Answer, Piece, ResourcePattern, ShortArn};
use crate::glob::Token;
use Answer::{No, Unknown, Yes};

/// A pattern in which `{` stands for a policy variable and `#` for `${*}`.
fn pattern(text: &str) -> ResourcePattern {
    let pieces = text.chars().map(|letter| match letter {
        '{' => Piece::Variable,
        '#' => Piece::Token(Token::Char('*')),
        letter => Piece::Token(Token::written(letter)),
    });
    ResourcePattern::from_pieces(text, pieces)
}

#[test]
fn a_pattern_matches_part_by_part() {
    for (text, resource, expected) in [
        ("*", "*", Yes),
        ("*", "arn:aws:s3:::b", Yes),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y:z", Yes),
        ("arn:aws:s3:::b/*", "arn:aws:s3:::b", No),
        ("arn:aws:s3:::b/*/test/*", "arn:aws:s3:::b/1/2/test/x", Yes),
        ("arn:aws:s3:::B", "arn:aws:s3:::b", No),
        ("arn:aws:s3:::*", "*", No),
        ("arn:aws:sns:*:111122223333:t", "arn:aws:sns:us-east-1:111122223333:t", Yes),
        ("arn:aws:sns:*:t", "arn:aws:sns:us-east-1:111122223333:t", No),
        ("arn:aws:s*:t", "arn:aws:sns:us-east-1:111122223333:t", No),
        ("arn:aws:ec2:us-east-1:111122223333:*/*", "arn:aws:ec2:us-east-1:111122223333:instance/i-1", Yes),
        ("arn:*:*:*:*:*", "arn:aws:s3:::b", Yes),
        (
            "arn:aws:lambda:us-east-1:111122223333:function:?",
            "arn:aws:lambda:us-east-1:111122223333:function:f",
            Yes,
        ),
        ("arn:aws:s3:::#", "arn:aws:s3:::*", Yes),
        ("arn:aws:s3:::#", "arn:aws:s3:::b", No),
        ("arn:aws:s3:::home/{/*", "arn:aws:s3:::home/ann/x", Unknown),
        ("arn:aws:s3:::home/{/*", "arn:aws:s3:::away/ann/x", No),
        ("bucket", "arn:aws:s3:::bucket", No),
    ] {
        assert_eq!(pattern(text).matches(resource), expected, "`{text}` on `{resource}`");
    }
}

#[test]
fn variables_are_text_where_they_are_not_active() {
    let literal = ResourcePattern::parse("arn:aws:s3:::${aws:username}");
    assert!(literal.is_exact());
    assert_eq!(literal.matches("arn:aws:s3:::${aws:username}"), Yes);
    assert_eq!(literal.matches("arn:aws:s3:::ann"), No);
}

#[test]
fn a_pattern_with_fewer_parts_is_read_as_told() {
    use ShortArn::{AnyWildcard, Nothing, Padded, TrailingStar};
    let resource = "arn:aws:sns:us-east-1:111122223333:t";
    for (text, readings) in [
        ("arn:aws:sns:*", [Yes, Yes, Yes, No]),
        ("arn:*:sns", [Yes, Yes, No, No]),
        ("arn:aws:sns", [Yes, No, No, No]),
        ("arn:aws:sqs:*", [No, No, No, No]),
        ("arn:aws:s*", [Yes, Yes, Yes, No]),
        ("arn:aws:{", [Unknown, Unknown, Unknown, Unknown]),
        ("{", [Unknown, Unknown, Unknown, Unknown]),
        ("*", [Yes, Yes, Yes, Yes]),
    ] {
        let answers = [Padded, AnyWildcard, TrailingStar, Nothing]
            .map(|short| pattern(text).with_short_arn(short).matches(resource));
        assert_eq!(answers, readings, "`{text}`");
        assert_eq!(pattern(text).is_short(), text != "*", "`{text}`");
    }
    assert!(!pattern("arn:aws:s3:::b").is_short());
}

#[test]
fn covering_is_told_with_a_resource_that_shows_it() {
    for (cover, inner, answer, outside) in [
        ("*", "arn:aws:s3:::{", Yes, None),
        ("arn:aws:s3:::*", "arn:aws:s3:::b/*", Yes, None),
        ("arn:aws:s3:::b*", "arn:aws:s3:::b/{", Yes, None),
        ("arn:aws:s3:::{", "arn:aws:s3:::{", Yes, None),
        ("arn:aws:s3:::b", "bucket", Yes, None),
        ("arn:*:*:*:*:*", "*", No, Some("*")),
        ("arn:aws:s3:::b", "*", No, Some("arn:aws:s3:::example")),
        ("arn:aws:s3:::b/a*", "arn:aws:s3:::b/*", No, Some("arn:aws:s3:::b/")),
        ("arn:aws:s3:::*", "arn:*:s3:::b", No, Some("arn:aws-cn:s3:::b")),
        ("arn:aws:s3:::b", "arn:aws:s3:::*", No, Some("arn:aws:s3:::example")),
        ("arn:aws:sns:us-east-1:*:t", "arn:aws:sns:*:*:t", No, Some("arn:aws:sns:::t")),
        ("*:?*:?*:*:*:?*", "arn:aws:*:*:*:*", Yes, None),
        ("bucket", "arn:aws:s3:::b", No, Some("arn:aws:s3:::b")),
        ("bucket", "*", No, Some("*")),
        ("arn:aws:s3:::b/{", "arn:aws:s3:::c", No, Some("arn:aws:s3:::c")),
        ("arn:aws:s3:::b", "arn:aws:s3:::c/{", No, Some("arn:aws:s3:::c/")),
        ("arn:aws:s3:::b/{", "arn:aws:s3:::b/*", Unknown, None),
        ("arn:aws:s3:::b/a", "arn:aws:s3:::b/{", Unknown, None),
    ] {
        let (upper, lower) = (pattern(cover), pattern(inner));
        assert_eq!(upper.covers(&lower), answer, "`{cover}` over `{inner}`");
        assert_eq!(lower.outside(&upper).as_deref(), outside, "`{inner}` without `{cover}`");
    }
}

#[test]
fn intersection_is_told_with_a_resource_that_shows_it() {
    for (one, other, answer, common) in [
        ("*", "*", Yes, Some("*")),
        ("*", "arn:aws:s3:::b/?", Yes, Some("arn:aws:s3:::b/x")),
        ("arn:aws:s3:::b*", "arn:aws:*:*:*:*/k", Yes, Some("arn:aws:s3:::b/k")),
        ("arn:*:*:*:*:*", "arn:aws:*:*:*:*", Yes, Some("arn:aws:s3:::example")),
        ("arn:aws:s3:::a*", "arn:aws:s3:::b*", No, None),
        ("arn:aws:sns:*:*:t", "arn:aws:sqs:*:*:t", No, None),
        ("arn:aws:s3:::{/a", "arn:aws:s3:::b/*", Unknown, None),
        ("arn:aws:s3:::{/a", "arn:aws:s3:::b/b", No, None),
        ("*", "arn:aws:s3:::{", Unknown, None),
        ("*", "bucket", No, None),
    ] {
        let (upper, lower) = (pattern(one), pattern(other));
        assert_eq!(upper.intersects(&lower), answer, "`{one}` and `{other}`");
        assert_eq!(upper.common(&lower).as_deref(), common, "`{one}` and `{other}`");
    }
}
