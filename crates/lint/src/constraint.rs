//! Whether the conditions of a statement really hold a key to something, and not merely mention it.
//!
//! `aws:SourceArn: "*"`, a negated operator on an `Allow` or `IfExists` on a key that may be absent protect nothing.
//! Where a value is only known later (a policy variable, an intrinsic function) the answer is [`Answer::Unknown`].

use std::cell::OnceCell;
use std::collections::BTreeSet;

use policy::tree::{
    Condition, ConditionEntry, Literal, Operator, OperatorName, OperatorType, SetPrefix, Spanned, Statement,
    Template,
};
use policy::{Answer, Glob, Piece, Token};

use crate::budget::Budget;

/// Whether the statement only holds for requests in which the key has a value, and one out of certain values.
///
/// A key that ends in `/` stands for all tags: `aws:PrincipalTag/`; one that ends in `:` for all keys of a prefix.
pub(crate) fn pins(statement: &Statement, key: &str) -> Answer {
    pins_where(statement, |written| is_key(written, key))
}

/// The same for any of several keys.
pub(crate) fn pins_any(statement: &Statement, keys: &[&str]) -> Answer {
    pins_where(statement, |written| keys.iter().any(|key| is_key(written, key)))
}

/// The same for any of the keys that are meant.
pub(crate) fn pins_where(statement: &Statement, is_meant: impl Fn(&str) -> bool) -> Answer {
    let mut result = if is_unread(statement, &is_meant) { Answer::Unknown } else { Answer::No };
    let present = OnceCell::new();
    for (operator, entry) in statement.condition.iter().flat_map(Condition::entries) {
        let key = &entry.key.value.text;
        if !is_meant(key) {
            continue;
        }
        let is_present = || present.get_or_init(|| demanded(statement)).contains(&key.to_ascii_lowercase());
        match holds(operator, entry, is_present) {
            Answer::Yes => return Answer::Yes,
            Answer::Unknown => result = Answer::Unknown,
            Answer::No => {}
        }
    }
    result
}

/// The same as [`demands_presence`] for a check that asks it of many keys; what the budget does not reach to look for is demanded.
pub(crate) fn may_demand_presence(statement: &Statement, key: &str, budget: &Budget) -> bool {
    let entries =
        statement.condition.iter().flat_map(|condition| &condition.blocks).map(|block| block.entries.len());
    !budget.allows(entries.sum()) || demands_presence(statement, key)
}

/// Whether the statement cannot hold for a request without the key.
pub(crate) fn demands_presence(statement: &Statement, key: &str) -> bool {
    entries(statement, key).any(|(operator, entry)| fails_without(operator, entry))
}

/// All keys, in lower case, without which the statement cannot hold.
pub(crate) fn demanded(statement: &Statement) -> BTreeSet<String> {
    let entries = statement.condition.iter().flat_map(Condition::entries);
    let failing = entries.filter(|(operator, entry)| fails_without(operator, entry));
    failing.map(|(_, entry)| entry.key.value.text.to_ascii_lowercase()).collect()
}

/// Whether a condition does not hold for a request without its key.
fn fails_without(operator: &Operator, entry: &ConditionEntry) -> bool {
    match (operator.name, operator.set) {
        (Some(OperatorName::Null), _) => only_value(entry).is_some_and(|value| value == "false"),
        (None, _) | (_, Some(SetPrefix::ForAllValues)) => false,
        (Some(_), Some(SetPrefix::ForAnyValue)) => !operator.if_exists,
        (Some(name), None) => !operator.if_exists && !name.is_negated(),
    }
}

/// The conditions on a key, each with its operator; see [`pins`] for keys that stand for several.
pub(crate) fn entries<'a>(
    statement: &'a Statement,
    key: &str,
) -> impl Iterator<Item = (&'a Operator, &'a ConditionEntry)> {
    let entries = statement.condition.iter().flat_map(Condition::entries);
    entries.filter(move |(_, entry)| is_key(&entry.key.value.text, key))
}

/// The only value of a condition, in lower case: what `Bool` and `Null` compare with.
pub(crate) fn only_value(entry: &ConditionEntry) -> Option<String> {
    match entry.values.as_slice() {
        [one] if entry.misplaced.is_empty() => Some(one.value.text().to_ascii_lowercase()),
        _ => None,
    }
}

/// The condition value as a pattern: its wildcards if the operator takes them, variables as stars. With it, whether it has no
/// variables and so stands for nothing else.
pub(crate) fn pattern(operator: OperatorName, value: &Literal) -> (Glob, bool) {
    let text = value.text();
    let folded = operator.text().ends_with("IgnoreCase");
    let template = Template::parse(&text);
    let is_exact = !template.has_variables();
    let token = |piece| match piece {
        Piece::Variable => Token::AnyRun,
        Piece::Token(Token::AnyRun) if !operator.takes_wildcards() => Token::Char('*'),
        Piece::Token(Token::AnyChar) if !operator.takes_wildcards() => Token::Char('?'),
        Piece::Token(token) => token,
    };
    let case = if folded { policy::Case::Insensitive } else { policy::Case::Sensitive };
    (Glob::from_tokens(template.pieces().map(token), case), is_exact)
}

/// Whether a single condition of an `Allow` holds its key to something.
fn holds(operator: &Operator, entry: &ConditionEntry, is_present: impl Fn() -> bool) -> Answer {
    let Some(name) = operator.name else { return Answer::Unknown };
    let key = &entry.key.value.text;
    let passes_absent = operator.if_exists || operator.set == Some(SetPrefix::ForAllValues);
    if name == OperatorName::Null
        || name.is_negated()
        || (passes_absent && !is_always_sent(key) && !is_present())
    {
        return Answer::No;
    }
    let bounded = entry.values.iter().map(|value| is_bounded(name, key, value));
    match all(bounded) {
        Answer::Yes if !entry.misplaced.is_empty() => Answer::Unknown,
        answer => answer,
    }
}

/// Whether the value leaves out some of what the key can have.
pub(crate) fn is_bounded(name: OperatorName, key: &str, value: &Spanned<Literal>) -> Answer {
    let text = value.value.text();
    match name.value_type() {
        OperatorType::IpAddress => {
            if text.contains("${") {
                return Answer::Unknown;
            }
            yes_if(!is_very_wide(&text))
        }
        OperatorType::String | OperatorType::Arn => {
            let (pattern, is_exact) = pattern(name, &value.value);
            let bounded = if holds_arns(key) { names_an_owner(&pattern) } else { !is_any(key, &pattern) };
            match (bounded, is_exact) {
                (true, _) => Answer::Yes,
                (false, true) => Answer::No,
                (false, false) => Answer::Unknown,
            }
        }
        _ => Answer::Yes,
    }
}

/// Whether a range of addresses is so wide that it keeps nobody out, as S3 judges it: more than /8, or /32 of version 6.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
fn is_very_wide(range: &str) -> bool {
    let Some((address, length)) = range.split_once('/') else { return false };
    let least = if address.contains(':') { 32 } else { 8 };
    length.parse::<u8>().is_ok_and(|length| length < least)
}

/// Whether every request of the actions that the key is for has it, so that `IfExists` takes nothing from the condition: so do
/// the audience and the subject of a token.
pub(crate) fn is_always_sent(key: &str) -> bool {
    const KEYS: [&str; 3] = ["iam:PassedToService", "iam:AWSServiceName", "aws:PrincipalAccount"];
    let claim = key.rsplit_once(':').map_or("", |(_, claim)| claim);
    KEYS.iter().any(|sent| sent.eq_ignore_ascii_case(key))
        || ["aud", "sub"].iter().any(|sent| sent.eq_ignore_ascii_case(claim))
}

/// What all values of a key look like; a pattern that covers it leaves nothing out.
///
/// Sources: the IAM User Guide, "AWS global condition context keys"; the ID formats of Organizations and EC2; what GitLab and HCP
/// Terraform say of their tokens' subjects.
const SHAPES: &[(&str, &str)] = &[
    ("aws:PrincipalOrgID", "o-?*"),
    ("aws:ResourceOrgID", "o-?*"),
    ("aws:SourceOrgID", "o-?*"),
    ("aws:VpceOrgID", "o-?*"),
    ("aws:PrincipalOrgPaths", "o-?*/r-?*/*"),
    ("aws:ResourceOrgPaths", "o-?*/r-?*/*"),
    ("aws:SourceOrgPaths", "o-?*/r-?*/*"),
    ("aws:VpceOrgPaths", "o-?*/r-?*/*"),
    ("aws:PrincipalAccount", "????????????"),
    ("aws:ResourceAccount", "????????????"),
    ("aws:SourceAccount", "????????????"),
    ("aws:SourceOwner", "????????????"),
    ("aws:VpceAccount", "????????????"),
    ("kms:CallerAccount", "????????????"),
    ("aws:SourceVpc", "vpc-?*"),
    ("aws:SourceVpce", "vpce-?*"),
    ("iam:PassedToService", "?*.amazonaws.com"),
    ("iam:AWSServiceName", "?*.amazonaws.com"),
    ("gitlab.com:sub", "project_path:?*/?*:ref_type:?*:ref:?*"),
    ("app.terraform.io:sub", "organization:?*:project:?*:workspace:?*:run_phase:?*"),
];

fn is_any(key: &str, pattern: &Glob) -> bool {
    let shape = SHAPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
    pattern.covers(&Glob::new(shape.map_or("?*", |(_, shape)| shape)))
}

/// Keys whose values are ARNs of somebody's resource or principal.
fn holds_arns(key: &str) -> bool {
    const KEYS: [&str; 4] =
        ["aws:SourceArn", "aws:PrincipalArn", "aws:SourceVpcArn", "iam:AssociatedResourceArn"];
    KEYS.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Whether an ARN pattern names the account, or (where ARNs have none, as those of buckets) the beginning of the resource: a name
/// in just any account can be taken by anybody.
fn names_an_owner(pattern: &Glob) -> bool {
    let tokens = pattern.tokens();
    let mut parts = tokens.splitn(6, |token| *token == Token::Char(':'));
    let (Some(account), Some(resource)) = (parts.nth(4), parts.next()) else {
        // Too short to be split: only a text without wildcards is held to anything.
        return !pattern.has_wildcard();
    };
    let begins_so = |part: &[Token]| part.first().is_some_and(|token| token.letter().is_some());
    begins_so(account) || (account.is_empty() && begins_so(resource))
}

/// Whether something of the conditions could not be read, and may be about a key that is meant.
pub(crate) fn is_unread(statement: &Statement, is_meant: impl Fn(&str) -> bool) -> bool {
    let mut blocks = statement.condition.iter().flat_map(|condition| &condition.blocks);
    crate::absence::has_malformed(statement, &["Condition"])
        || statement.condition.iter().any(|condition| !condition.malformed.is_empty())
        || blocks.any(|block| block.malformed.iter().any(|entry| is_meant(&entry.member.key.text)))
}

fn is_key(text: &str, key: &str) -> bool {
    if key.ends_with(['/', ':']) {
        return text.get(..key.len()).is_some_and(|start| start.eq_ignore_ascii_case(key));
    }
    text.eq_ignore_ascii_case(key)
}

/// Yes if there are answers, and all are: one value that holds for everything makes the others pointless.
fn all(answers: impl Iterator<Item = Answer>) -> Answer {
    let mut result = Answer::Yes;
    for answer in answers {
        match answer {
            Answer::No => return Answer::No,
            Answer::Unknown => result = Answer::Unknown,
            Answer::Yes => {}
        }
    }
    result
}

fn yes_if(condition: bool) -> Answer {
    if condition { Answer::Yes } else { Answer::No }
}

#[cfg(test)]
mod tests {
    use policy::{Document, Limits};

    use super::*;

    fn statement(condition: &str) -> Statement {
        let text = format!(r#"{{"Statement":{{"Effect":"Allow","Condition":{condition}}}}}"#);
        let document = Document::read("p.json", text.as_bytes(), None, &Limits::default());
        policy::tree::lower(&document.root).statements.remove(0)
    }

    #[test]
    fn a_condition_is_judged_and_not_only_found() {
        use Answer::*;
        for (key, condition, expected) in [
            ("aws:SourceAccount", r#"{"StringEquals":{"AWS:sourceaccount":"111122223333"}}"#, Yes),
            (
                "aws:SourceAccount",
                r#"{"StringEquals":{"aws:SourceAccount":["111122223333","444455556666"]}}"#,
                Yes,
            ),
            ("aws:SourceAccount", r#"{"StringLike":{"aws:SourceAccount":["111122223333","*"]}}"#, No),
            ("aws:SourceAccount", r#"{"StringLike":{"aws:SourceAccount":"????????????"}}"#, No),
            ("aws:SourceAccount", r#"{"StringNotEquals":{"aws:SourceAccount":"111122223333"}}"#, No),
            ("aws:SourceAccount", r#"{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}}"#, No),
            (
                "aws:SourceAccount",
                r#"{"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"},"Null":{"aws:SourceAccount":"false"}}"#,
                Yes,
            ),
            ("aws:SourceAccount", r#"{"Null":{"aws:SourceAccount":"false"}}"#, No),
            (
                "aws:SourceAccount",
                r#"{"StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}}"#,
                Unknown,
            ),
            (
                "aws:SourceAccount",
                r#"{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}"#,
                Unknown,
            ),
            ("aws:SourceAccount", r#"{"StringEquals":{"aws:SourceAccount":[{"Ref":"Other"}]}}"#, Unknown),
            ("aws:SourceAccount", r#"{"Fn::If":[]}"#, Unknown),
            ("aws:SourceAccount", r#"{"Bool":{"aws:SecureTransport":"true"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"*"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:*"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:*"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:aws:lambda:*:*:function:mine"}}"#, No),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::acme-*"}}"#, Yes),
            ("aws:SourceArn", r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#, Yes),
            ("aws:PrincipalOrgID", r#"{"StringLike":{"aws:PrincipalOrgID":"o-*"}}"#, No),
            ("aws:PrincipalOrgID", r#"{"StringEquals":{"aws:PrincipalOrgID":"o-*"}}"#, Yes),
            (
                "aws:PrincipalOrgPaths",
                r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-a1/*"}}"#,
                Yes,
            ),
            (
                "aws:PrincipalOrgPaths",
                r#"{"ForAllValues:StringLike":{"aws:PrincipalOrgPaths":"o-a1/*"}}"#,
                No,
            ),
            ("aws:SourceIp", r#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","0.0.0.0/0"]}}"#, No),
            ("aws:SourceIp", r#"{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}"#, No),
            ("aws:SourceIp", r#"{"IpAddress":{"aws:SourceIp":"2000::/3"}}"#, No),
            ("aws:SourceIp", r#"{"IpAddress":{"aws:SourceIp":"2001:db8::/32"}}"#, Yes),
            ("aws:SourceIp", r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#, Yes),
            ("iam:PassedToService", r#"{"StringLike":{"iam:PassedToService":"*.amazonaws.com"}}"#, No),
            ("iam:PassedToService", r#"{"StringLike":{"iam:PassedToService":"ec2.amazonaws.com*"}}"#, Yes),
            ("aws:PrincipalTag/", r#"{"StringEquals":{"aws:PrincipalTag/team":"red"}}"#, Yes),
            (
                "accounts.google.com:",
                r#"{"ForAllValues:StringEquals":{"accounts.google.com:aud":"app"}}"#,
                Yes,
            ),
            ("accounts.google.com:", r#"{"StringEqualsIfExists":{"accounts.google.com:hd":"acme"}}"#, No),
        ] {
            assert_eq!(pins(&statement(condition), key), expected, "{key} in {condition}");
        }
    }

    #[test]
    fn a_key_can_be_demanded_by_any_of_its_conditions() {
        for (condition, expected) in [
            (r#"{"Null":{"aws:TagKeys":"false"}}"#, true),
            (r#"{"Null":{"aws:TagKeys":"true"}}"#, false),
            (r#"{"ForAnyValue:StringEquals":{"aws:TagKeys":"a"}}"#, true),
            (r#"{"ForAllValues:StringEquals":{"aws:TagKeys":"a"}}"#, false),
            (r#"{"StringNotEquals":{"aws:TagKeys":"a"}}"#, false),
            (r#"{"StringEqualsIfExists":{"aws:TagKeys":"a"}}"#, false),
        ] {
            assert_eq!(demands_presence(&statement(condition), "aws:TagKeys"), expected, "{condition}");
        }
    }
}
