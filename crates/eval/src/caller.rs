//! Who makes a request.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use std::fmt;

/// The principal of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caller {
    /// Nobody: the request is not signed.
    Anonymous,
    /// The root user of an account.
    Root {
        account: String,
        arn: String,
    },
    User {
        account: String,
        name: String,
        arn: String,
    },
    /// A session of a role; without a session name, whichever session.
    Role {
        account: String,
        name: String,
        session: Option<String>,
        arn: String,
    },
    /// A session that a user made with `sts:GetFederationToken`.
    FederatedUser {
        account: String,
        name: String,
        arn: String,
    },
    /// An AWS service that acts for itself, as `cloudtrail.amazonaws.com`.
    Service {
        name: String,
    },
    /// An identity provider's user who has no session yet, as in `sts:AssumeRoleWithWebIdentity`: the provider's ARN or host. Or an
    /// account that S3 calls by its canonical id, which does not tell whose it is.
    Federated {
        provider: String,
    },
}

/// A text that names no principal that can make requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerFault {
    pub text: String,
}

impl Caller {
    /// Reads a principal's ARN, an account id (its root user), a service principal, an identity provider, a canonical user id, or
    /// `anonymous`.
    pub fn parse(text: &str) -> Result<Self, CallerFault> {
        let fault = || CallerFault { text: text.to_owned() };
        if matches!(text, "*" | "anonymous") {
            return Ok(Self::Anonymous);
        }
        if is_account(text) {
            return Ok(Self::Root { account: text.to_owned(), arn: format!("arn:aws:iam::{text}:root") });
        }
        if text.starts_with("arn:") {
            return from_arn(text).ok_or_else(fault);
        }
        if is_service(text) && !WEB_IDENTITIES.contains(&text) {
            return Ok(Self::Service { name: text.to_owned() });
        }
        if WEB_IDENTITIES.contains(&text) || is_canonical(text) {
            return Ok(Self::Federated { provider: text.to_owned() });
        }
        Err(fault())
    }

    /// The account the caller belongs to.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Root { account, .. }
            | Self::User { account, .. }
            | Self::Role { account, .. }
            | Self::FederatedUser { account, .. } => Some(account),
            Self::Anonymous | Self::Service { .. } | Self::Federated { .. } => None,
        }
    }

    /// As it was given.
    pub fn text(&self) -> &str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Root { arn, .. }
            | Self::User { arn, .. }
            | Self::Role { arn, .. }
            | Self::FederatedUser { arn, .. } => arn,
            Self::Service { name } => name,
            Self::Federated { provider } => provider,
        }
    }

    /// Whether this is a role that AWS made for one of its services, which neither SCPs nor RCPs restrict.
    ///
    /// Source: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
    pub fn is_service_linked_role(&self) -> bool {
        let Self::Role { name, arn, .. } = self else { return false };
        name.starts_with("AWSServiceRoleFor") || arn.contains(":role/aws-service-role/")
    }
}

/// Providers that IAM knows by their host, without an identity provider of the account's.
const WEB_IDENTITIES: [&str; 4] =
    ["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"];

fn from_arn(text: &str) -> Option<Caller> {
    let mut parts = text.splitn(6, ':');
    let service = parts.nth(2)?;
    let account = parts.nth(1)?.to_owned();
    let resource = parts.next()?;
    if !is_account(&account) {
        return None;
    }
    let arn = text.to_owned();
    if resource == "root" && service == "iam" {
        return Some(Caller::Root { account, arn });
    }
    let (kind, path) = resource.split_once('/')?;
    let last = path.rsplit('/').next().filter(|name| !name.is_empty())?.to_owned();
    match (service, kind) {
        ("iam", "user") => Some(Caller::User { account, name: last, arn }),
        ("iam", "role") => Some(Caller::Role { account, name: last, session: None, arn }),
        ("iam", "saml-provider" | "oidc-provider") => Some(Caller::Federated { provider: arn }),
        ("sts", "assumed-role") => {
            let (name, session) = path.split_once('/')?;
            let session = Some(session.to_owned()).filter(|session| !session.is_empty());
            Some(Caller::Role { account, name: name.to_owned(), session, arn })
        }
        ("sts", "federated-user") => Some(Caller::FederatedUser { account, name: path.to_owned(), arn }),
        _ => None,
    }
}

/// The form of S3's ids of accounts
/// (<https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html>).
fn is_canonical(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|letter| letter.is_ascii_digit())
}

fn is_service(text: &str) -> bool {
    [".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal"]
        .iter()
        .any(|end| text.ends_with(end))
}

impl fmt::Display for CallerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no principal that can make a request", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_are_told_apart() {
        let kind = |text: &str| match Caller::parse(text) {
            Ok(Caller::Anonymous) => "anonymous".to_owned(),
            Ok(Caller::Root { account, .. }) => format!("root {account}"),
            Ok(Caller::User { account, name, .. }) => format!("user {account} {name}"),
            Ok(Caller::Role { account, name, session, .. }) => format!("role {account} {name} {session:?}"),
            Ok(Caller::FederatedUser { account, name, .. }) => format!("federated user {account} {name}"),
            Ok(Caller::Service { name }) => format!("service {name}"),
            Ok(Caller::Federated { provider }) => format!("provider {provider}"),
            Err(fault) => fault.to_string(),
        };
        for (text, expected) in [
            ("123456789012", "root 123456789012"),
            ("arn:aws:iam::123456789012:root", "root 123456789012"),
            ("arn:aws:iam::123456789012:user/a/b/Ann", "user 123456789012 Ann"),
            ("arn:aws-cn:iam::123456789012:role/p/App", "role 123456789012 App None"),
            ("arn:aws:sts::123456789012:assumed-role/App/s", "role 123456789012 App Some(\"s\")"),
            ("arn:aws:sts::123456789012:federated-user/Ann", "federated user 123456789012 Ann"),
            ("cloudtrail.amazonaws.com", "service cloudtrail.amazonaws.com"),
            ("cognito-identity.amazonaws.com", "provider cognito-identity.amazonaws.com"),
            ("anonymous", "anonymous"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
        for text in
            ["", "Ann", "arn:aws:iam::123456789012:group/g", "arn:aws:iam::1:root", "arn:aws:s3:::b", "1234"]
        {
            assert!(Caller::parse(text).is_err(), "{text}");
        }
    }
}
