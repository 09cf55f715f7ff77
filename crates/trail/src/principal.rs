//! Who called: many spellings in the log, one here.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::decode::parameter;
use crate::json::{member, members};
use crate::record::{Field, Identity, Record};

/// The one spelling of a caller: an ARN, a service principal such as `ec2.amazonaws.com`, an identity provider, or `anonymous`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Principal(Arc<str>);

/// What sort of caller a [`Principal`] is; follows from its spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PrincipalKind {
    Role,
    User,
    /// The root user of an account, or any caller of another account: AWS names only the account then.
    Account,
    FederatedUser,
    /// A user of Identity Center without a role.
    IdentityCenterUser,
    Service,
    /// Someone an identity provider vouches for, before a role is assumed.
    Federated,
    Anonymous,
}

pub const ANONYMOUS: &str = "anonymous";

impl Principal {
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    pub(crate) fn of(name: Arc<str>) -> Self {
        Self(name)
    }

    pub fn name(&self) -> &str {
        &self.0
    }

    pub fn kind(&self) -> PrincipalKind {
        match arn_parts(&self.0) {
            Some(arn) if arn.resource == "root" => PrincipalKind::Account,
            Some(arn) => match (arn.service, arn.resource.split(['/', ':']).next().unwrap_or_default()) {
                ("iam", "role") => PrincipalKind::Role,
                ("iam", "user") => PrincipalKind::User,
                ("sts", "federated-user") => PrincipalKind::FederatedUser,
                ("identitystore", _) => PrincipalKind::IdentityCenterUser,
                _ => PrincipalKind::Federated,
            },
            None if &*self.0 == ANONYMOUS => PrincipalKind::Anonymous,
            None if is_service(&self.0) || &*self.0 == AWS_INTERNAL => PrincipalKind::Service,
            None => PrincipalKind::Federated,
        }
    }

    /// The account of the caller, where the spelling has one.
    pub fn account(&self) -> Option<&str> {
        arn_parts(&self.0).map(|arn| arn.account).filter(|account| !account.is_empty())
    }

    /// The permission set behind a role of Identity Center, which is named `AWSReservedSSO_<permission set>_<16 hex digits>`.
    pub fn permission_set(&self) -> Option<&str> {
        let arn = arn_parts(&self.0)?;
        let path = arn.resource.strip_prefix("role/aws-reserved/sso.amazonaws.com/")?;
        let name = path.rsplit('/').next()?.strip_prefix("AWSReservedSSO_")?;
        let (set, suffix) = name.rsplit_once('_')?;
        (suffix.len() == 16 && suffix.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(set)
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Principal {
    fn borrow(&self) -> &str {
        &self.0
    }
}

pub(crate) const AWS_INTERNAL: &str = "AWS Internal";

/// The spelling for the caller of a record.
///
/// Types: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>
pub fn spell<'a>(record: &'a Record<'a>) -> Cow<'a, str> {
    let identity = &record.identity;
    let region = record.region.as_deref().unwrap_or_default();
    match identity.kind.as_deref().unwrap_or_default() {
        "Root" | "AWSAccount" => account_root(identity, region).unwrap_or(ANONYMOUS.into()),
        "AssumedRole" => role(identity, region),
        "FederatedUser" => arn(identity).map_or_else(|| fallback(record), Cow::Borrowed),
        "SAMLUser" | "WebIdentityUser" => provider_user(record),
        "IdentityCenterUser" => identity_center_user(identity, region).unwrap_or_else(|| fallback(record)),
        "AWSService" => service(record),
        "IAMUser" => user(identity, region).unwrap_or_else(|| fallback(record)),
        _ => fallback(record),
    }
}

/// All that [`spell`] and [`via`] look at, for nearly every record; none for those where it is more. Callers repeat, so most need
/// not be spelled again.
pub(crate) fn told_by<'a>(record: &'a Record<'a>) -> Option<[&'a str; 8]> {
    let identity = &record.identity;
    let raw = |field: &'a Field<'_>| field.as_deref().unwrap_or_default();
    let (kind, invoked_by, address) =
        (raw(&identity.kind), raw(&identity.invoked_by), raw(&record.source_ip));
    let is_plain = matches!(kind, "AssumedRole" | "IAMUser" | "AWSService" | "Root" | "AWSAccount");
    // Which service stands behind AWS itself, the request tells.
    if !is_plain || invoked_by.trim() == AWS_INTERNAL {
        return None;
    }
    // What the ARN of a session has beside its role is the name of the session, of which there are very many.
    let is_by_issuer = kind == "AssumedRole" && issuer(identity).is_some();
    let arn_of_session = if is_by_issuer { "" } else { raw(&identity.arn) };
    let is_by_arn = is_by_issuer || (kind == "IAMUser" && arn(identity).is_some());
    // The region tells the partition of those that are named by their account.
    let region = if is_by_arn { "" } else { raw(&record.region) };
    let address = if kind == "AWSService" || is_service(address.trim()) { address } else { "" };
    let (issuer, account) = (raw(&identity.issuer_arn), raw(&identity.account));
    Some([kind, arn_of_session, issuer, account, raw(&identity.user_name), invoked_by, address, region])
}

/// Through which service the caller came, if a service called on its behalf; a service's own call has none.
///
/// The service is named as the one that invoked the call, or only as the address that it came from.
pub fn via<'a>(record: &'a Record<'a>) -> Option<&'a str> {
    let invoked_by = text(record.identity.invoked_by.as_deref());
    let address = text(record.source_ip.as_deref()).filter(|address| is_service(address));
    let service = invoked_by.or(address)?;
    let is_own = match text(record.identity.kind.as_deref()) {
        Some(kind) => kind == "AWSService",
        None => arn(&record.identity).is_none(),
    };
    let service =
        if service == AWS_INTERNAL { encrypting_service(record).unwrap_or(service) } else { service };
    (!is_own).then_some(service)
}

/// What the regions of partitions other than `aws` begin with.
pub(crate) const PARTITIONS: [(&str, &str); 7] = [
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
    ("eusc-", "aws-eusc"),
];

/// What the names of services end with.
pub(crate) const SERVICE_DOMAINS: [&str; 4] =
    [".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal"];

/// Members of the encryption context by which services bind what they encrypt to where it belongs.
///
/// Source: the chapters on AWS KMS in the guides of the services.
pub(crate) const ENCRYPTION_CONTEXTS: [(&str, &str); 13] = [
    ("PARAMETER_ARN", "ssm.amazonaws.com"),
    ("SecretARN", "secretsmanager.amazonaws.com"),
    ("aws:cloudtrail:arn", "cloudtrail.amazonaws.com"),
    ("aws:dynamodb:tableName", "dynamodb.amazonaws.com"),
    ("aws:ebs:id", "ec2.amazonaws.com"),
    ("aws:lambda:FunctionArn", "lambda.amazonaws.com"),
    ("aws:logs:arn", "logs.amazonaws.com"),
    ("aws:rds:db-id", "rds.amazonaws.com"),
    ("aws:rds:dbc-id", "rds.amazonaws.com"),
    ("aws:redshift:arn", "redshift.amazonaws.com"),
    ("aws:s3:arn", "s3.amazonaws.com"),
    ("aws:sns:topicArn", "sns.amazonaws.com"),
    ("aws:sqs:arn", "sqs.amazonaws.com"),
];

/// The service that called KMS, where the record says only that AWS did: its encryption context tells.
fn encrypting_service(record: &Record<'_>) -> Option<&'static str> {
    let source = text(record.event_source.as_deref()).filter(|source| source.starts_with("kms."));
    let request = record.parameters.filter(|_| source.is_some())?;
    let context = member(request, "encryptionContext").or_else(|| {
        // A grant is for uses with such a context.
        let constraints = member(request, "constraints")?;
        member(constraints, "encryptionContextSubset")
            .or_else(|| member(constraints, "encryptionContextEquals"))
    })?;
    members(context).find_map(|(key, _)| {
        ENCRYPTION_CONTEXTS.iter().find(|(known, _)| *known == key).map(|(_, service)| *service)
    })
}

/// The partition that a region belongs to.
pub fn partition(region: &str) -> &'static str {
    PARTITIONS.iter().find(|(prefix, _)| region.starts_with(prefix)).map_or("aws", |(_, partition)| partition)
}

/// The role of a session. Without an issuer only the session's ARN is left, which does not tell the role's path.
fn role<'a>(identity: &'a Identity<'a>, region: &str) -> Cow<'a, str> {
    if let Some(role) = issuer(identity) {
        return role.into();
    }
    let Some(session) = arn(identity) else {
        return account_root(identity, region).unwrap_or(ANONYMOUS.into());
    };
    let parts = arn_parts(session).filter(|parts| parts.service == "sts");
    let name = parts.as_ref().and_then(|parts| parts.resource.strip_prefix("assumed-role/"));
    match (parts.as_ref(), name.and_then(|name| name.split('/').next())) {
        (Some(parts), Some(name)) => {
            format!("arn:{}:iam::{}:role/{name}", parts.partition, parts.account).into()
        }
        _ => session.into(),
    }
}

fn user<'a>(identity: &'a Identity<'a>, region: &str) -> Option<Cow<'a, str>> {
    if let Some(arn) = arn(identity) {
        return Some(arn.into());
    }
    let name = text(identity.user_name.as_deref())?;
    let account = account(identity)?;
    Some(format!("arn:{}:iam::{account}:user/{name}", partition(region)).into())
}

fn provider_user<'a>(record: &'a Record<'a>) -> Cow<'a, str> {
    let identity = &record.identity;
    if issuer(identity).is_some() || arn(identity).is_some() {
        return role(identity, record.region.as_deref().unwrap_or_default());
    }
    let named = |name| {
        let value = parameter(record.parameters?, name)?;
        arn_parts(&value).is_some().then_some(value)
    };
    named("roleArn")
        .or_else(|| named("principalArn"))
        .or_else(|| text(identity.identity_provider.as_deref()).map(Cow::Borrowed))
        .unwrap_or_else(|| fallback(record))
}

/// Format of the ARN: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentitystore.html>
fn identity_center_user<'a>(identity: &'a Identity<'a>, region: &str) -> Option<Cow<'a, str>> {
    let user = text(identity.on_behalf_of.as_deref())?;
    Some(format!("arn:{}:identitystore:::user/{user}", partition(region)).into())
}

fn service<'a>(record: &'a Record<'a>) -> Cow<'a, str> {
    let invoked_by = text(record.identity.invoked_by.as_deref());
    let address = text(record.source_ip.as_deref());
    let named = [invoked_by, address].into_iter().flatten().find(|name| is_service(name));
    named.or(invoked_by).or(address).unwrap_or(AWS_INTERNAL).into()
}

/// A record without a type, or with one that is not documented: the best of what it says.
fn fallback<'a>(record: &'a Record<'a>) -> Cow<'a, str> {
    let identity = &record.identity;
    if issuer(identity).is_some() || arn(identity).is_some() {
        return role(identity, record.region.as_deref().unwrap_or_default());
    }
    if let Some(service) = text(identity.invoked_by.as_deref()).filter(|name| is_service(name)) {
        return service.into();
    }
    account_root(identity, record.region.as_deref().unwrap_or_default()).unwrap_or(ANONYMOUS.into())
}

fn account_root<'a>(identity: &Identity<'_>, region: &str) -> Option<Cow<'a, str>> {
    let known = arn(identity).and_then(arn_parts).map(|arn| (arn.partition, arn.account));
    match known.filter(|(_, account)| is_account(account)) {
        Some((partition, account)) => Some(format!("arn:{partition}:iam::{account}:root").into()),
        None => Some(format!("arn:{}:iam::{}:root", partition(region), account(identity)?).into()),
    }
}

fn issuer<'a>(identity: &'a Identity<'a>) -> Option<&'a str> {
    // A federated user or a session token is issued by a user; only a role stands for its sessions.
    let arn = text(identity.issuer_arn.as_deref())?;
    arn_parts(arn).is_some_and(|parts| parts.resource.starts_with("role/")).then_some(arn)
}

fn arn<'a>(identity: &'a Identity<'a>) -> Option<&'a str> {
    text(identity.arn.as_deref()).filter(|arn| arn_parts(arn).is_some())
}

/// The account, which some exports turn into a number and so rob of its leading zeros.
fn account(identity: &Identity<'_>) -> Option<String> {
    let digits = text(identity.account.as_deref())?;
    let padded = format!("{digits:0>12}");
    is_account(&padded).then_some(padded)
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_service(name: &str) -> bool {
    SERVICE_DOMAINS.iter().any(|ending| name.ends_with(ending))
}

fn text(field: Option<&str>) -> Option<&str> {
    field.map(str::trim).filter(|text| !text.is_empty())
}

struct ArnParts<'a> {
    partition: &'a str,
    service: &'a str,
    account: &'a str,
    resource: &'a str,
}

fn arn_parts(arn: &str) -> Option<ArnParts<'_>> {
    let rest = arn.strip_prefix("arn:")?;
    let mut colons = memchr::memchr_iter(b':', rest.as_bytes());
    let (partition, service) = (colons.next()?, colons.next()?);
    let (region, account) = (colons.next()?, colons.next()?);
    Some(ArnParts {
        partition: rest.get(..partition)?,
        service: rest.get(partition + 1..service)?,
        account: rest.get(region + 1..account)?,
        resource: rest.get(account + 1..)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_of_encryption_contexts_are_principals() {
        for (_, service) in ENCRYPTION_CONTEXTS {
            assert!(catalog::Catalog::embedded().is_service_principal(service), "{service}");
        }
    }

    #[test]
    fn records_that_are_told_alike_have_one_caller() {
        let text = |text: &'static str| (text != "-").then_some(std::borrow::Cow::Borrowed(text));
        let kinds = ["-", "AssumedRole", "IAMUser", "AWSService", "Root", "AWSAccount", "SAMLUser", "New"];
        let arns =
            ["-", "x", "arn:aws:iam::111122223333:user/a", "arn:aws-cn:sts::111122223333:assumed-role/r/s"];
        let more = ["-", "arn:aws:sts::111122223333:assumed-role/r/t", "arn:aws:iam::1:root"];
        let issuers = ["-", "x", "arn:aws:iam::111122223333:role/p/r", "arn:aws:iam::111122223333:user/a"];
        let services = ["-", "AWS Internal", "ec2.amazonaws.com", "192.0.2.1"];
        let parameters =
            [None, Some(r#"{"roleArn":"arn:aws:iam::1:role/s","encryptionContext":{"SecretARN":"x"}}"#)];
        let mut callers = std::collections::HashMap::new();
        let mut told = 0;
        for number in 0..8 * 7 * 4 * 2 * 4 * 4 * 3 * 2 {
            let mut rest = number;
            let mut choose = |among: usize| {
                let chosen = rest % among;
                rest /= among;
                chosen
            };
            let identity = Identity {
                kind: text(kinds[choose(8)]),
                arn: text([&arns[..], &more[..]].concat()[choose(7)]),
                issuer_arn: text(issuers[choose(4)]),
                account: text(["-", "111122223333"][choose(2)]),
                invoked_by: text(services[choose(4)]),
                ..Identity::default()
            };
            let record = Record {
                source_ip: text(services[choose(4)]),
                region: text(["-", "cn-north-1", "eu-west-1"][choose(3)]),
                event_source: text("kms.amazonaws.com"),
                parameters: parameters[choose(2)],
                identity,
                ..Record::default()
            };
            if let Some(key) = told_by(&record) {
                let caller = (spell(&record).into_owned(), via(&record).map(str::to_owned));
                let key = key.map(str::to_owned);
                let known = callers.entry(key).or_insert_with(|| caller.clone());
                assert_eq!(*known, caller, "{record:?}");
                told += 1;
            }
        }
        assert!(callers.len() > 100 && told > 3 * callers.len(), "{told} of {}", callers.len());
    }
}
