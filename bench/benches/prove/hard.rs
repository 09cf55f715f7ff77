//! Pairs that cost other ways to prove much.

use serde_json::{Value, json};

fn policy(statements: impl IntoIterator<Item = Value>) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements.into_iter().collect::<Vec<_>>()})
}

/// Eighty buckets listed at once, and one statement for each.
pub(crate) fn eighty_buckets() -> (Value, Value) {
    let names: Vec<String> = (0..80).map(|at| format!("arn:aws:s3:::bucket-{at}/*")).collect();
    let each =
        names.iter().map(|name| json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": name}));
    let each = policy(each);
    (policy([json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": names})]), each)
}

/// A resource must hold each of ten pairs of letters, in whichever order, or it is allowed by the other side, too.
pub(crate) fn ten_globs() -> (Value, Value) {
    let pairs: Vec<String> =
        ('a'..='j').map(|letter| format!("{letter}{}", letter.to_ascii_uppercase())).collect();
    let mut one = vec![json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})];
    one.extend(pairs.iter().map(|pair| {
        json!({"Effect": "Deny", "Action": "s3:GetObject", "NotResource": format!("arn:aws:s3:::*{pair}*")})
    }));
    let other = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*aA*bB*"});
    (policy(one), policy([other]))
}

/// The same of a key's values.
pub(crate) fn ten_globs_of_a_key() -> (Value, Value) {
    let mut one = vec![json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})];
    one.extend(('a'..='j').map(|letter| {
        let glob = format!("*{letter}{}*", letter.to_ascii_uppercase());
        json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotLike": {"aws:PrincipalTag/team": glob}}})
    }));
    let condition = json!({"StringLike": {"aws:PrincipalTag/team": "*aA*bB*"}});
    let other = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": condition});
    (policy(one), policy([other]))
}

/// The letter fifteenth from the end is an `a` on one side and on the other a `b`: naive automata have a state for each set of places.
pub(crate) fn bomb() -> (Value, Value) {
    let ends = |letter: &str| format!("arn:aws:s3:::*{letter}{}", "?".repeat(14));
    let one = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": [ends("a"), ends("b")]});
    let other = json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": [ends("b"), ends("c")]});
    (policy([one]), policy([other]))
}

/// Sixty statements of which thirty deny.
pub(crate) fn sixty_statements() -> (Value, Value) {
    let statements = |shift: usize| {
        let of = |at: usize| {
            let effect = if at.is_multiple_of(2) { "Allow" } else { "Deny" };
            let service = ["s3", "sqs", "sns", "kms", "dynamodb"][at % 5];
            let resource = format!("arn:aws:{service}:*:*:*app-{}*", usize::midpoint(at, shift));
            json!({"Effect": effect, "Action": [format!("{service}:Get*"), format!("{service}:*Tag*")],
                "Resource": [resource, format!("arn:aws:s3:::*-{at}/*")],
                "Condition": {"StringEquals": {"aws:PrincipalTag/team": [format!("team-{}", at % 7)]}}})
        };
        policy((0..60).map(of))
    };
    (statements(0), statements(1))
}
