//! What a condition key holds: a value of which type, and how many of them.

use catalog::{Catalog, Scalar};
use policy::tree::{ConditionKey, Operator, OperatorBlock, Spanned, Statement};

/// What is known of a key as a policy writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyFacts {
    pub scalar: Scalar,
    /// Whether a request may carry several values; none if that is nowhere said.
    pub multivalued: Option<bool>,
    /// It has a part that the policy's author chooses, such as a tag key: what such a key holds is the account's own affair.
    pub is_template: bool,
}

/// Keys of which requests carry one value or more, depending on the action: `events:PutEvents` tells one, `events:PutRule` those
/// of the pattern.
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html>
const ONE_OR_MORE: [&str; 2] = ["events:detail-type", "events:source"];

impl KeyFacts {
    /// None if no list of AWS's has the key.
    pub(crate) fn of(catalog: &Catalog, key: &ConditionKey) -> Option<Self> {
        if let Some(claim) = provider_claim(key) {
            return Self::of_claim(catalog, key, claim);
        }
        let known = catalog.condition_key(&key.text)?;
        let kind = known.kind();
        let depends = ONE_OR_MORE.iter().any(|name| key.is(name));
        let multivalued = (!depends).then_some(kind.multivalued);
        Some(Self { scalar: kind.scalar, multivalued, is_template: known.is_template() })
    }

    /// Tokens of every `OpenID` Connect provider name one subject and one audience. Of other claims only the type is told, and
    /// `amr` is a list where AWS's references call it a string.
    fn of_claim(catalog: &Catalog, key: &ConditionKey, claim: &str) -> Option<Self> {
        let text = |multivalued| Self { scalar: Scalar::String, multivalued, is_template: false };
        match claim.to_ascii_lowercase().as_str() {
            "sub" | "aud" => Some(text(Some(false))),
            "amr" => Some(text(None)),
            _ => {
                let kind = catalog.condition_key(&key.text)?.kind();
                Some(Self { scalar: kind.scalar, ..text(None) })
            }
        }
    }

    pub(crate) fn is_single(self) -> bool {
        self.multivalued == Some(false)
    }
}

/// The claim of a key of an `OpenID` Connect provider, which begins with the provider's host: `sub`.
pub(crate) fn provider_claim(key: &ConditionKey) -> Option<&str> {
    let is_host = key.prefix()?.contains('.');
    let (_, claim) = key.text.rsplit_once(':')?;
    is_host.then_some(claim)
}

/// Whether a key is a tag key without the tag: `aws:RequestTag/`.
pub(crate) fn lacks_tag(catalog: &Catalog, key: &ConditionKey) -> bool {
    key.text.ends_with('/')
        && catalog.condition_key(&format!("{}x", key.text)).is_some_and(catalog::ConditionKey::is_template)
}

/// The block that a condition stands in. Blocks stand in the order of the text, but for what YAML merges, which is not found.
pub(crate) fn block_of<'a>(
    statement: &'a Statement,
    operator: &Spanned<Operator>,
) -> Option<&'a OperatorBlock> {
    let blocks = &statement.condition.as_ref()?.blocks;
    let place = blocks.partition_point(|block| block.operator.span < operator.span);
    blocks.get(place).filter(|block| block.operator.span == operator.span)
}

/// Whether the block has this key, readable or not.
pub(crate) fn has_key(block: &OperatorBlock, name: &str) -> bool {
    let malformed = block.malformed.iter().map(|malformed| malformed.member.key.text.as_str());
    let read = block.entries.iter().map(|entry| entry.key.value.text.as_str());
    read.chain(malformed).any(|key| key.eq_ignore_ascii_case(name))
}

/// What global keys are called in other places of AWS, and the key.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("aws:MFAPresent", "aws:MultiFactorAuthPresent"),
    ("aws:PrincipalAccountId", "aws:PrincipalAccount"),
    ("aws:PrincipalOrganizationID", "aws:PrincipalOrgID"),
    ("aws:Region", "aws:RequestedRegion"),
    ("aws:ResourceOrganizationID", "aws:ResourceOrgID"),
    ("aws:SourceAccountId", "aws:SourceAccount"),
    ("aws:SourceIpAddress", "aws:SourceIp"),
    ("aws:SourceOrganizationID", "aws:SourceOrgID"),
    ("aws:SourceVpcEndpoint", "aws:SourceVpce"),
];

/// The names that may have been meant by a key that nobody has, with the tag that was written; those of its owner if there are
/// any.
pub(crate) fn nearest(catalog: &Catalog, key: &ConditionKey) -> Vec<String> {
    if let Some((_, name)) = OTHER_NAMES.iter().find(|(other, _)| key.is(other)) {
        return vec![(*name).to_owned()];
    }
    let mut near = catalog.nearest_condition_keys(&key.text);
    let is_own = |name: &str| {
        let prefix = name.split_once(':').map(|(prefix, _)| prefix);
        key.prefix().zip(prefix).is_some_and(|(own, prefix)| own.eq_ignore_ascii_case(prefix))
    };
    if near.iter().any(|near| is_own(near.name())) {
        near.retain(|near| is_own(near.name()));
    }
    let tag = key.tag().filter(|tag| !tag.is_empty());
    near.iter()
        .map(|near| match near.name().split_once("${") {
            Some((head, _)) => format!("{head}{}", tag.unwrap_or("KEY")),
            None => near.name().to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_type_and_number_of_values() {
        use Scalar::{Arn, Bool, Date, IpAddress, Numeric, String};
        for (key, expected) in [
            ("aws:SourceIp", Some((IpAddress, Some(false), false))),
            ("AWS:sourcearn", Some((Arn, Some(false), false))),
            ("aws:TagKeys", Some((String, Some(true), false))),
            ("aws:PrincipalOrgPaths", Some((String, Some(true), false))),
            ("aws:RequestTag/team", Some((String, Some(false), true))),
            ("aws:MultiFactorAuthAge", Some((Numeric, Some(false), false))),
            ("aws:CurrentTime", Some((Date, Some(false), false))),
            ("aws:SecureTransport", Some((Bool, Some(false), false))),
            ("dynamodb:LeadingKeys", Some((String, Some(true), false))),
            ("events:source", Some((String, None, false))),
            ("dynamodb:Select", Some((String, Some(false), false))),
            ("oidc.example.org/realm:sub", Some((String, Some(false), false))),
            ("oidc.example.org:8443:aud", Some((String, Some(false), false))),
            ("oidc.example.org:groups", None),
            ("kms:EncryptionContext:acme.example:aud", Some((String, Some(false), true))),
            ("cognito-identity.amazonaws.com:amr", Some((String, None, false))),
            ("aws:NoSuchKey", None),
            ("nocolon", None),
        ] {
            let facts = KeyFacts::of(Catalog::embedded(), &ConditionKey::new(key));
            let facts = facts.map(|facts| (facts.scalar, facts.multivalued, facts.is_template));
            assert_eq!(facts, expected, "{key}");
        }
    }

    #[test]
    fn a_tag_key_can_lack_its_tag() {
        for (key, expected) in [
            ("aws:RequestTag/", true),
            ("ec2:ResourceTag/", true),
            ("aws:RequestTag/x", false),
            ("aws:RequestTag", false),
            ("aws:SourceIp/", false),
        ] {
            assert_eq!(lacks_tag(Catalog::embedded(), &ConditionKey::new(key)), expected, "{key}");
        }
    }
}
