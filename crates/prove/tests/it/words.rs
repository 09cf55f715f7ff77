//! Names and values that random policies are made from: few, and next to each other.

/// A context key with the type of its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) of: Type,
    pub(crate) many: bool,
    pub(crate) always: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Address,
    Arn,
    Account,
    Caller,
    CallerKind,
}

const fn key(name: &'static str, of: Type) -> Key {
    Key { name, of, many: false, always: false }
}

const fn always(name: &'static str, of: Type) -> Key {
    Key { name, of, many: false, always: true }
}

pub(crate) const KEYS: [Key; 17] = [
    key("x:text", Type::Text),
    key("x:number", Type::Number),
    key("x:date", Type::Date),
    key("x:bool", Type::Bool),
    key("x:binary", Type::Binary),
    key("x:address", Type::Address),
    key("x:arn", Type::Arn),
    key("aws:PrincipalTag/team", Type::Text),
    Key { many: true, ..key("aws:TagKeys", Type::Text) },
    key("aws:SourceIp", Type::Address),
    always("aws:CurrentTime", Type::Date),
    key("aws:MultiFactorAuthAge", Type::Number),
    always("aws:SecureTransport", Type::Bool),
    key("aws:SourceArn", Type::Arn),
    key("aws:PrincipalArn", Type::Caller),
    key("aws:PrincipalAccount", Type::Account),
    key("aws:PrincipalType", Type::CallerKind),
];

pub(crate) const MORE_KEYS: [Key; 2] =
    [key("aws:username", Type::Text), key("aws:ResourceAccount", Type::Account)];

pub(crate) const TEXT_OPERATORS: [&str; 6] = [
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
];
pub(crate) const NUMBER_OPERATORS: [&str; 6] = [
    "NumericEquals",
    "NumericNotEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
];
pub(crate) const DATE_OPERATORS: [&str; 6] = [
    "DateEquals",
    "DateNotEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
];
pub(crate) const ARN_OPERATORS: [&str; 4] = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"];
pub(crate) const ADDRESS_OPERATORS: [&str; 2] = ["IpAddress", "NotIpAddress"];

pub(crate) const ACTIONS: [&str; 11] = [
    "s3:GetObject",
    "S3:getobject",
    "s3:PutObject",
    "s3:ListBucket",
    "s3:*",
    "s3:?etObject",
    "s3:*Object",
    "*",
    "sqs:*",
    "sqs:SendMessage",
    "ec2:DescribeInstances",
];
pub(crate) const ODD_ACTIONS: [&str; 5] = ["x:Unheard", "x:Un*", "x:*", "*:*", "s3:ListAllMyBuckets"];
pub(crate) const RESOURCES: [&str; 11] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::?/k",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::c",
    "arn:aws:*:*:*:*",
    "arn:aws:sqs:*:111111111111:q",
    "arn:aws:sqs:us-east-1:*:q*",
    "arn:aws:s3:::*/*k",
];
pub(crate) const ODD_RESOURCES: [&str; 6] =
    ["arn:aws:s3", "arn:aws:s3:*", "arn:*", "b*", "arn:aws:s3:::", "arn:aws:iam::?11111111111:*:*"];
pub(crate) const VARIABLE_RESOURCES: [&str; 7] = [
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'k'}",
    "arn:aws:s3:::${x:text}",
    "arn:aws:s3:::${x:text}*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team}",
    "arn:aws:s3:::b/${*}",
    "arn:aws:s3:::${aws:TagKeys}/k",
];
pub(crate) const TEXTS: [&str; 20] = [
    "a", "b", "A", "ab", "a*", "*a", "*a*", "?", "a?", "b?", "*", "", "Ann", "ann", "k", "K", "ß", "é", "5",
    "a*b",
];
pub(crate) const VARIABLE_TEXTS: [&str; 6] = [
    "${x:text}",
    "a${x:text}*",
    "${aws:PrincipalTag/team, 'a'}",
    "${*}",
    "${aws:PrincipalTag/team}",
    "${aws:username}?",
];
pub(crate) const NUMBERS: [&str; 8] = ["5", "5.0", "-1", "7.5", "10", "0", "9007199254740993", "x"];
pub(crate) const DATES: [&str; 8] = [
    "2026-01-31",
    "2026-01-31T00:00:00Z",
    "1769817600",
    "2026",
    "2026-01-31T01:00:00+01:00",
    "2026-02-01T00:00:00.5Z",
    "1769817601",
    "soon",
];
pub(crate) const BOOLS: [&str; 5] = ["true", "false", "True", "TRUE", "yes"];
pub(crate) const BINARIES: [&str; 5] = ["QQ", "QQ==", "qq", "QmluYXJ5", "no base64"];
pub(crate) const ADDRESSES: [&str; 10] = [
    "10.0.0.0/8",
    "10.1.2.3",
    "10.0.0.0/31",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::/32",
    "2001:db8::1",
    "10.128.0.0/9",
    "255.255.255.255",
    "nowhere",
];
pub(crate) const ARNS: [&str; 10] = [
    "arn:aws:s3:::b",
    "arn:aws:s3:::*",
    "arn:aws:*:*:*:*",
    "*",
    "arn:aws:sns:us-east-1:111111111111:t",
    "arn:aws:sns:*:111111111111:*",
    "arn:aws:s3:::b?",
    "arn:aws:sns:*",
    "arn:aws:s?s:*:*:t*",
    "b",
];
pub(crate) const VARIABLE_ARNS: [&str; 3] =
    ["arn:aws:s3:::${x:text}", "arn:aws:s3:::${x:text}/*", "${aws:SourceArn}"];
pub(crate) const CALLERS: [&str; 9] = [
    "arn:aws:iam::111111111111:user/Ann",
    "arn:aws:iam::111111111111:user/p/Ann",
    "arn:aws:iam::222222222222:role/App",
    "arn:aws:iam::111111111111:role/p/App",
    "arn:aws:iam::111111111111:root",
    "arn:aws:sts::111111111111:federated-user/Ann",
    "arn:aws:iam::*:user/*",
    "arn:aws:iam::111111111111:*",
    "*",
];
pub(crate) const ACCOUNTS: [&str; 5] = ["111111111111", "222222222222", "1*", "*", "11111111111"];
pub(crate) const CALLER_KINDS: [&str; 8] =
    ["User", "AssumedRole", "Account", "Anonymous", "FederatedUser", "Service", "A*", "*"];
pub(crate) const PRINCIPALS: [(&str, &str); 17] = [
    ("AWS", "*"),
    ("AWS", "111111111111"),
    ("AWS", "arn:aws:iam::222222222222:root"),
    ("AWS", "arn:aws:iam::111111111111:user/Ann"),
    ("AWS", "arn:aws:iam::111111111111:user/p/Ann"),
    ("AWS", "arn:aws:iam::111111111111:role/App"),
    ("AWS", "arn:aws:iam::222222222222:role/p/app"),
    ("AWS", "arn:aws:sts::111111111111:assumed-role/App/s"),
    ("AWS", "arn:aws:sts::222222222222:assumed-role/App/s"),
    ("AWS", "arn:aws:sts::111111111111:federated-user/Ann"),
    ("AWS", "AIDAEXAMPLEEXAMPLE123"),
    ("Service", "cloudtrail.amazonaws.com"),
    ("Service", "sqs.amazonaws.com"),
    ("Service", "cognito-identity.amazonaws.com"),
    ("Federated", "cognito-identity.amazonaws.com"),
    ("Federated", "arn:aws:iam::111111111111:saml-provider/P"),
    ("CanonicalUser", "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"),
];

/// Values that keys of a type are compared with.
pub(crate) fn some_values(of: Type) -> &'static [&'static str] {
    match of {
        Type::Text => &TEXTS,
        Type::Number => &NUMBERS,
        Type::Date => &DATES,
        Type::Bool => &BOOLS,
        Type::Binary => &BINARIES,
        Type::Address => &ADDRESSES,
        Type::Arn => &ARNS,
        Type::Account => &ACCOUNTS,
        Type::Caller => &CALLERS,
        Type::CallerKind => &CALLER_KINDS,
    }
}
