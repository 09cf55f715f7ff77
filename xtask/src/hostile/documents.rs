//! Documents that mean ill: large, deep, repeated, and full of what is dear to compare.

use super::writing::{
    OPERATORS, actions, address, aliases, allow, bucket, conditioned, conditions, deny_and_allow, json,
    letters, nested_yaml, policy, principals, repeated, resources, role_or_session, spelled, statement,
    statements, values, yaml, yaml_actions,
};

/// A document, and what it is called in the table.
pub(crate) struct Hostile {
    pub(crate) name: &'static str,
    pub(crate) extension: &'static str,
    pub(crate) text: String,
}

/// What fits into a document that is still read.
const LARGE: usize = 9_900_000;
const MEGABYTE: usize = 1 << 20;

/// All of them, each made only when it is asked for.
pub(crate) const ALL: &[fn() -> Hostile] = &[
    || json("100 MB", format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}", " ".repeat(100_000_000))),
    || json("10 MB on one line", statement(&actions(900_000, |_| "s3:Get".to_owned()))),
    || json("10 MB of brackets", "[{\"a\":".repeat(LARGE / 6)),
    || json("10 MB of commas", ",".repeat(LARGE)),
    || json("nested 100,000 deep", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
    || {
        json(
            "Statement nested 100,000 deep",
            policy(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        )
    },
    || yaml("YAML nested 100,000 deep", "[".repeat(100_000)),
    || yaml("YAML lists in lists", nested_yaml()),
    || yaml("YAML aliases of aliases", aliases()),
    || yaml("YAML, 200,000 actions", yaml_actions()),
    || {
        json(
            "500,000 duplicate keys",
            repeated("{\"Version\":\"2012-10-17\"", 500_000, |_| ",\"Statement\":1".to_owned(), "}"),
        )
    },
    || {
        json(
            "200,000 duplicate condition keys",
            conditions(200_000, |_| "\"aws:PrincipalOrgID\":\"o-a\"".to_owned()),
        )
    },
    || {
        json(
            "100,000 unknown elements",
            statement(&repeated("\"X\":1", 100_000, |at| format!(",\"X{at}\":{{}}"), "")),
        )
    },
    || json("10,000 statements", statements(10_000, |at| allow(&format!("s3:GetObject{at}"), &bucket(at)))),
    || json("10,000 statements alike", statements(10_000, |_| allow("s3:GetObject", &bucket(1)))),
    || {
        json(
            "10,000 statements, one Sid",
            statements(10_000, |at| format!("\"Sid\":\"A\",{}", allow("s3:GetObject", &bucket(at)))),
        )
    },
    || {
        json(
            "20,000 statements with wildcards",
            statements(20_000, |at| allow("s3:*et*ob*", &format!("arn:aws:s3:::b*a*{at}*"))),
        )
    },
    || json("10,000 statements, Deny and Allow", statements(10_000, deny_and_allow)),
    || json("10,000 administrators", statements(10_000, |_| allow("*", "*"))),
    || json("10,000 statements with conditions", statements(10_000, conditioned)),
    || {
        json(
            "60,000 short statements",
            statements(60_000, |at| {
                format!("\"Sid\":\"S{at}\",\"NotAction\":\"iam:*\",\"Resource\":\"*\",\"Effect\":\"Allow\"")
            }),
        )
    },
    || {
        json(
            "100,000 empty statements",
            repeated("{\"Version\":\"2012-10-17\",\"Statement\":[{}", 100_000, |_| ",{}".to_owned(), "]}"),
        )
    },
    || json("1,000,000 actions, one name", statement(&actions(700_000, |_| "s3:Get*".to_owned()))),
    || json("700,000 actions, many names", statement(&actions(700_000, |at| format!("s3:{at}")))),
    || {
        json(
            "300,000 actions of unknown services",
            statement(&actions(300_000, |at| format!("x{at}:GetObject"))),
        )
    },
    || json("400,000 actions without a service", statement(&actions(400_000, |at| format!("Get{at}")))),
    || {
        json(
            "50,000 actions that cover each other",
            statement(&actions(50_000, |at| format!("s3:*{}*", letters(at)))),
        )
    },
    || {
        json(
            "60,000 actions like *a*a*a*",
            statement(&actions(60_000, |at| format!("s3:*a*a*a*a*a*{}", letters(at)))),
        )
    },
    || {
        json(
            "NotAction with 300,000 names",
            format!(
                "{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",\"NotAction\":[\"iam:*\"{}],\"Resource\":\"*\"}}}}",
                repeated("", 300_000, |at| format!(",\"s3:Get{at}*\""), "")
            ),
        )
    },
    || json("one action of 1 MB", statement(&format!("\"Action\":\"s3:{}\"", "*a".repeat(MEGABYTE / 2)))),
    || {
        json(
            "two actions of 1 MB",
            statement(&format!("\"Action\":[\"s3:{0}\",\"s3:{0}b*\"]", "*a".repeat(MEGABYTE / 2))),
        )
    },
    || {
        json(
            "eight resources of 1 MB",
            resources(8, |at| format!("arn:aws:s3:::{}{at}*", "*a".repeat(MEGABYTE / 2))),
        )
    },
    || {
        json(
            "a resource of 200,000 variables",
            resources(1, |_| format!("arn:aws:s3:::{}", "${aws:username}".repeat(200_000))),
        )
    },
    || {
        json(
            "a resource of 500,000 braces",
            resources(1, |_| format!("arn:aws:s3:::{}", "${".repeat(500_000))),
        )
    },
    || json("a Sid of 1 MB", statement(&format!("\"Sid\":\"{}\"", "a".repeat(MEGABYTE)))),
    || json("an Effect of 1 MB", statement(&format!("\"Effect\":\"{}\"", "Allow".repeat(MEGABYTE / 5)))),
    || json("a key of 1 MB", statement(&format!("\"{}\":1", "Action".repeat(MEGABYTE / 6)))),
    || {
        json(
            "100,000 resources like *a*a*a*",
            resources(100_000, |at| format!("arn:aws:s3:::*a*a*a*a*a*{}", letters(at))),
        )
    },
    || {
        json(
            "200,000 resources with variables",
            resources(200_000, |at| format!("arn:aws:s3:::${{aws:username}}{at}")),
        )
    },
    || {
        json(
            "100,000 resources, 1,000 actions",
            format!(
                "{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",{},\"Resource\":[\"*\"{}]}}}}",
                actions(1_000, |at| format!("iam:Get{}*", letters(at))),
                repeated("", 100_000, |at| format!(",\"arn:aws:iam::111122223333:role/r{at}\""), "")
            ),
        )
    },
    || {
        json(
            "1,000 resources, 100,000 actions",
            format!(
                "{{\"Version\":\"2012-10-17\",\"Statement\":{{\"Effect\":\"Allow\",{},\"Resource\":[\"arn:aws:s3:::b\"{}]}}}}",
                actions(100_000, |at| format!("s3:*{}*", letters(at))),
                repeated("", 1_000, |at| format!(",\"arn:aws:s3:::r{at}*\""), "")
            ),
        )
    },
    || json("200,000 principals, accounts", principals("AWS", 200_000, |at| format!("{at:012}"))),
    || {
        json(
            "200,000 principals, one role",
            principals("AWS", 200_000, |_| "arn:aws:iam::111122223333:role/a".to_owned()),
        )
    },
    || json("100,000 roles and sessions", principals("AWS", 100_000, role_or_session)),
    || {
        json(
            "200,000 principals, services",
            principals("Service", 200_000, |at| format!("s{at}.amazonaws.com")),
        )
    },
    || {
        json(
            "100,000 principals, providers",
            principals("Federated", 100_000, |at| {
                format!("arn:aws:iam::111122223333:oidc-provider/p{at}.example.com")
            }),
        )
    },
    || {
        json(
            "100,000 kinds of principals",
            statement(&repeated(
                "\"Principal\":{\"AWS\":\"*\"",
                100_000,
                |at| format!(",\"A{at}\":\"*\""),
                "}",
            )),
        )
    },
    || json("100,000 condition keys", conditions(100_000, |at| format!("\"aws:PrincipalTag/{at}\":\"a\""))),
    || {
        json(
            "60,000 condition keys, values *a*a*",
            conditions(60_000, |at| format!("\"aws:PrincipalTag/{at}\":\"*a*a*\"")),
        )
    },
    || json("100,000 unknown condition keys", conditions(100_000, |at| format!("\"s3:key{at}\":\"a\""))),
    || {
        json(
            "100,000 operators",
            statement(&repeated(
                "\"Condition\":{\"Bool\":{}",
                100_000,
                |at| format!(",\"StringEqual{at}\":{{\"aws:username\":\"a\"}}"),
                "}",
            )),
        )
    },
    || {
        json(
            "100,000 spellings of an operator",
            statement(&repeated(
                "\"Condition\":{\"Bool\":{}",
                100_000,
                |at| {
                    format!(
                        ",\"{}\":{{\"aws:SourceIp\":\"a\"}}",
                        spelled("ForAllValues:StringLikeIfExists", at)
                    )
                },
                "}",
            )),
        )
    },
    || {
        json(
            "100,000 spellings of a key",
            conditions(100_000, |at| format!("\"{}\":\"*\"", spelled("aws:PrincipalOrgPaths", at))),
        )
    },
    || json("100,000 tokens' claims", conditions(100_000, |at| format!("\"h{at}.example.com:sub\":\"*\""))),
    || {
        json(
            "100,000 condition values",
            values(&["StringEquals"], "aws:username", 100_000, |at| format!("u{at}")),
        )
    },
    || {
        json(
            "100,000 values, twice",
            values(&["StringLike", "StringEquals"], "aws:username", 100_000, |at| format!("u{at}")),
        )
    },
    || {
        json(
            "50,000 values like *a*a*, thrice",
            values(&["StringLike", "StringNotLike", "StringLikeIfExists"], "aws:username", 50_000, |at| {
                format!("*a*a*{}", letters(at))
            }),
        )
    },
    || {
        json(
            "50,000 ARNs, thrice",
            values(&["ArnLike", "ArnNotLike", "ArnEquals"], "aws:SourceArn", 50_000, |at| {
                format!("arn:aws:s3:::*a*{at}")
            }),
        )
    },
    || {
        json(
            "100,000 addresses, twice",
            values(&["IpAddress", "NotIpAddress"], "aws:SourceIp", 100_000, address),
        )
    },
    || {
        json(
            "100,000 numbers, twice",
            values(&["NumericEquals", "NumericNotEquals"], "s3:max-keys", 100_000, |at| at.to_string()),
        )
    },
    || {
        json(
            "100,000 dates, twice",
            values(&["DateEquals", "DateNotEquals"], "aws:CurrentTime", 100_000, |at| {
                (at + 1_700_000_000).to_string()
            }),
        )
    },
    || {
        json(
            "two values of 1 MB",
            values(&["StringLike", "StringNotLike"], "aws:username", 2, |at| {
                format!("{}{at}*", "*a".repeat(MEGABYTE / 2))
            }),
        )
    },
    || {
        json(
            "one key under 12 operators, many values",
            values(&OPERATORS, "aws:PrincipalTag/a", 8_000, |at| format!("*{}*", letters(at))),
        )
    },
    || {
        json(
            "240 actions of 39 kB",
            statement(&actions(240, |at| format!("s3:{}{at}", "*b?a".repeat(9_900)))),
        )
    },
    || {
        json(
            "240 unknown services of 39 kB",
            statement(&actions(240, |at| format!("{}{at}:GetObject", "ba".repeat(19_800)))),
        )
    },
    || {
        json(
            "240 resources of 39 kB",
            resources(240, |at| format!("arn:aws:s3:::{}{at}", "*b?a".repeat(9_900))),
        )
    },
    || {
        json(
            "240 unknown ARNs of 39 kB",
            resources(240, |at| {
                format!("arn:aws:iam:{}:1:{}{at}", "us-".repeat(3_000), "rol/".repeat(7_000))
            }),
        )
    },
    || {
        json(
            "240 values of 39 kB, twice",
            values(&["StringLike", "StringNotLike"], "aws:username", 120, |at| {
                format!("{}{at}", "*b?a".repeat(9_900))
            }),
        )
    },
    || {
        json(
            "240 condition keys of 39 kB",
            conditions(240, |at| format!("\"s3:{}{at}\":\"a\"", "ba".repeat(19_800))),
        )
    },
    || {
        json(
            "240 operators of 39 kB",
            statement(&repeated(
                "\"Condition\":{\"Bool\":{}",
                240,
                |at| format!(",\"{}{at}\":{{\"aws:username\":\"a\"}}", "String".repeat(6_600)),
                "}",
            )),
        )
    },
    || {
        json(
            "240 principals of 39 kB",
            principals("AWS", 240, |at| {
                format!("arn:aws:iam::111122223333:role/{}{at}", "*a".repeat(19_800))
            }),
        )
    },
    || {
        json(
            "240 elements of 39 kB",
            statement(&repeated("\"X\":1", 240, |at| format!(",\"{}{at}\":1", "Action".repeat(6_600)), "")),
        )
    },
    || {
        json(
            "10,000 policies in a list",
            repeated("[1", 10_000, |_| format!(",{}", statement("\"Action\":\"s3:GetObjet\"")), "]"),
        )
    },
    || {
        json(
            "8 policies, 80,000 faults each",
            repeated("[1", 8, |_| format!(",{}", statement(&actions(80_000, |at| format!("s3:{at}")))), "]"),
        )
    },
];
