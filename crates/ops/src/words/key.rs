//! Condition keys in words.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>

use policy::tree::ConditionKey;

use super::list::quoted;

/// What the keys that are met most often speak of.
const KEYS: &[(&str, &str)] = &[
    ("aws:CalledVia", "the services that call for the caller"),
    ("aws:CalledViaFirst", "the first service that calls for the caller"),
    ("aws:CalledViaLast", "the last service that calls for the caller"),
    ("aws:CurrentTime", "the time of the request"),
    ("aws:EpochTime", "the time of the request"),
    ("aws:FederatedProvider", "the caller's identity provider"),
    ("aws:MultiFactorAuthAge", "the age of the caller's MFA sign-in in seconds"),
    ("aws:MultiFactorAuthPresent", "the caller's sign-in with MFA"),
    ("aws:PrincipalAccount", "the caller's account"),
    ("aws:PrincipalArn", "the caller's ARN"),
    ("aws:PrincipalIsAWSService", "the caller's being an AWS service"),
    ("aws:PrincipalOrgID", "the caller's organization"),
    ("aws:PrincipalOrgPaths", "the caller's place in its organization"),
    ("aws:PrincipalServiceName", "the service that calls"),
    ("aws:PrincipalServiceNamesList", "the names of the service that calls"),
    ("aws:PrincipalType", "the caller's type"),
    ("aws:RequestedRegion", "the Region that is called"),
    ("aws:ResourceAccount", "the account that owns the resource"),
    ("aws:ResourceOrgID", "the organization that owns the resource"),
    ("aws:ResourceOrgPaths", "the place in its organization of the account that owns the resource"),
    ("aws:SecureTransport", "the use of TLS"),
    ("aws:SourceAccount", "the account of the resource for which a service calls"),
    ("aws:SourceArn", "the ARN of the resource for which a service calls"),
    ("aws:SourceIdentity", "the caller's source identity"),
    ("aws:SourceIp", "the caller's IP address"),
    ("aws:SourceOrgID", "the organization of the resource for which a service calls"),
    ("aws:SourceVpc", "the VPC that the request comes from"),
    ("aws:SourceVpce", "the VPC endpoint that the request comes through"),
    ("aws:TagKeys", "the tag keys in the request"),
    ("aws:TokenIssueTime", "the time when the caller's credentials were issued"),
    ("aws:UserAgent", "the caller's user agent"),
    ("aws:ViaAWSService", "the call of a service for the caller"),
    ("aws:VpcSourceIp", "the caller's IP address in its VPC"),
    ("aws:referer", "the page that the caller's browser came from"),
    ("aws:userid", "the caller's unique id"),
    ("aws:username", "the caller's user name"),
    ("iam:PassedToService", "the service that the role is passed to"),
    ("kms:ViaService", "the service that uses the key for the caller"),
    ("s3:prefix", "the prefix of the keys that are listed"),
    ("s3:x-amz-acl", "the access control list in the request"),
    ("sts:ExternalId", "the external id in the request"),
];

/// Keys of which there is one for each tag.
const TAGS: &[(&str, &str)] = &[
    ("aws:PrincipalTag", "the caller's tag"),
    ("aws:RequestTag", "the request's tag"),
    ("aws:ResourceTag", "the resource's tag"),
    ("s3:ExistingObjectTag", "the object's tag"),
    ("s3:RequestObjectTag", "the tag in the request"),
];

/// What a condition compares, with the key for whoever looks it up.
pub(super) fn subject(key: &ConditionKey) -> String {
    match words(key) {
        Some(words) if key.tag().is_some() || is_claim(key) => words,
        Some(words) => format!("{words} ({})", quoted(&key.text)),
        None => quoted(&key.text),
    }
}

/// What a policy variable stands for.
pub(super) fn meaning(key: &str) -> String {
    words(&ConditionKey::new(key)).unwrap_or_else(|| format!("the value of {}", quoted(key)))
}

fn words(key: &ConditionKey) -> Option<String> {
    if let Some(tag) = key.tag() {
        let of = TAGS.iter().find(|(name, _)| name.eq_ignore_ascii_case(key.base()))?;
        return Some(format!("{} {}", of.1, quoted(tag)));
    }
    if is_claim(key) {
        let (provider, claim) = key.text.rsplit_once(':')?;
        return Some(format!("the claim {} of {}", quoted(claim), quoted(provider)));
    }
    KEYS.iter().find(|(name, _)| key.is(name)).map(|(_, words)| (*words).to_owned())
}

/// Keys of web identity are a provider's host and a claim of its tokens; no service has a dot in its prefix.
fn is_claim(key: &ConditionKey) -> bool {
    key.tag().is_none() && key.prefix().is_some_and(|prefix| prefix.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_named_where_they_are_known() {
        for (key, expected) in [
            ("aws:SourceIp", "the caller's IP address (`aws:SourceIp`)"),
            ("AWS:sourceip", "the caller's IP address (`AWS:sourceip`)"),
            ("aws:PrincipalTag/team", "the caller's tag `team`"),
            ("s3:max-keys", "`s3:max-keys`"),
            (
                "token.actions.githubusercontent.com:sub",
                "the claim `sub` of `token.actions.githubusercontent.com`",
            ),
        ] {
            assert_eq!(subject(&ConditionKey::new(key)), expected);
        }
        assert_eq!(meaning("aws:UserName"), "the caller's user name");
        assert_eq!(meaning("ec2:Vpc"), "the value of `ec2:Vpc`");
    }

    #[test]
    fn every_global_key_in_the_table_is_one() {
        let catalog = catalog::Catalog::embedded();
        for (key, _) in KEYS {
            assert_eq!(catalog.condition_key(key).map(catalog::ConditionKey::name), Some(*key));
        }
    }
}
