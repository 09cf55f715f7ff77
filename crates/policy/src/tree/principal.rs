//! Who a statement of a resource-based policy is about.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::{Element, Malformed, Spanned};
use crate::Span;

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalElement {
    /// Place of the element's name.
    pub key: Span,
    /// Place of its value.
    pub span: Span,
    /// `"*"`, or another bare string, which IAM refuses.
    pub text: Option<Spanned<Principal>>,
    /// The entries of the map form, in the order written.
    pub entries: Vec<PrincipalEntry>,
    /// Entries of the map whose value is neither a string nor a list.
    pub malformed: Vec<Malformed>,
}

/// One entry of the map form: a type of principal and its values.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalEntry {
    pub kind: PrincipalType,
    pub element: Element<Principal>,
}

/// The keys of the map form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrincipalType {
    Aws,
    Service,
    Federated,
    CanonicalUser,
    Other(String),
}

/// One principal as written, and what kind of principal that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    pub text: String,
    pub form: PrincipalForm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrincipalForm {
    /// `*`, alone or under `AWS`: everyone, anonymous callers included.
    Everyone,
    /// A 12-digit account id or `arn:…:iam::ACCOUNT:root`: every principal of the account that its own policies allow.
    Account,
    User,
    Role,
    /// `arn:…:sts::ACCOUNT:assumed-role/ROLE/SESSION`
    RoleSession,
    /// `arn:…:sts::ACCOUNT:federated-user/NAME`
    FederatedUser,
    /// `AIDA…`, `AROA…`: what IAM shows once the user or role is deleted; it matches nobody else.
    UniqueId,
    /// `NAME.amazonaws.com`; also `*` under `Service`, which is every service and nobody else.
    Service,
    /// `arn:…:iam::ACCOUNT:saml-provider/NAME`
    SamlProvider,
    /// `arn:…:iam::ACCOUNT:oidc-provider/HOST`
    OidcProvider,
    /// A web identity provider that AWS knows by its host, such as `accounts.google.com`.
    WebIdentity,
    CanonicalUser,
    /// An ARN of something else, such as a group, which can be no principal.
    OtherArn,
    /// None of these.
    Unrecognized,
}

impl PrincipalType {
    pub fn parse(key: &str) -> Self {
        match key {
            "AWS" => Self::Aws,
            "Service" => Self::Service,
            "Federated" => Self::Federated,
            "CanonicalUser" => Self::CanonicalUser,
            other => Self::Other(other.to_owned()),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Aws => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::CanonicalUser => "CanonicalUser",
            Self::Other(text) => text,
        }
    }
}

impl PrincipalElement {
    /// Every principal named, whichever way it is written.
    pub fn principals(&self) -> impl Iterator<Item = &Spanned<Principal>> {
        self.text.iter().chain(self.entries.iter().flat_map(|entry| entry.element.items.iter()))
    }
}

impl Principal {
    /// Reads an entry of the map form under `kind`.
    pub fn parse(kind: &PrincipalType, text: &str) -> Self {
        let form = match kind {
            PrincipalType::Aws => aws_form(text),
            PrincipalType::Service => PrincipalForm::Service,
            PrincipalType::Federated => federated_form(text),
            PrincipalType::CanonicalUser => PrincipalForm::CanonicalUser,
            PrincipalType::Other(_) => PrincipalForm::Unrecognized,
        };
        Self { text: text.to_owned(), form }
    }

    /// Reads a principal that stands alone, outside a map; only `*` is legal there.
    pub fn bare(text: &str) -> Self {
        let form = if text == "*" { PrincipalForm::Everyone } else { PrincipalForm::Unrecognized };
        Self { text: text.to_owned(), form }
    }

    /// The account that the principal belongs to, where the text names one.
    pub fn account(&self) -> Option<&str> {
        if is_account_id(&self.text) {
            return Some(&self.text);
        }
        let account = self.text.strip_prefix("arn:")?.split(':').nth(3)?;
        is_account_id(account).then_some(account)
    }
}

fn aws_form(text: &str) -> PrincipalForm {
    if text == "*" {
        return PrincipalForm::Everyone;
    }
    if is_account_id(text) {
        return PrincipalForm::Account;
    }
    if let Some(rest) = text.strip_prefix("arn:") {
        let mut segments = rest.splitn(5, ':');
        let (_partition, service) = (segments.next(), segments.next());
        let resource = segments.nth(2).unwrap_or_default();
        let kind = resource.split_once('/').map(|(kind, _)| kind);
        return match (service, kind) {
            (Some("iam"), None) if resource == "root" => PrincipalForm::Account,
            (Some("iam"), Some("user")) => PrincipalForm::User,
            (Some("iam"), Some("role")) => PrincipalForm::Role,
            (Some("sts"), Some("assumed-role")) => PrincipalForm::RoleSession,
            (Some("sts"), Some("federated-user")) => PrincipalForm::FederatedUser,
            _ => PrincipalForm::OtherArn,
        };
    }
    if is_unique_id(text) { PrincipalForm::UniqueId } else { PrincipalForm::Unrecognized }
}

fn federated_form(text: &str) -> PrincipalForm {
    if !text.starts_with("arn:") {
        let host =
            text.contains('.') && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-/:".contains(c));
        return if host { PrincipalForm::WebIdentity } else { PrincipalForm::Unrecognized };
    }
    let resource = text.splitn(6, ':').nth(5).unwrap_or_default();
    match resource.split_once('/').map(|(kind, _)| kind) {
        Some("saml-provider") => PrincipalForm::SamlProvider,
        Some("oidc-provider") => PrincipalForm::OidcProvider,
        _ => PrincipalForm::OtherArn,
    }
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Unique ids begin with four letters that tell the kind of entity: of those that can be principals, `AIDA` a user and `AROA` a
/// role.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
fn is_unique_id(text: &str) -> bool {
    let prefix = ["AIDA", "AROA"].iter().any(|id| text.starts_with(id));
    prefix && text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_the_user_guide_is_recognized() {
        let cases = [
            (PrincipalType::Aws, "*", PrincipalForm::Everyone),
            (PrincipalType::Aws, "123456789012", PrincipalForm::Account),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:root", PrincipalForm::Account),
            (PrincipalType::Aws, "arn:aws-cn:iam::123456789012:root", PrincipalForm::Account),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:user/team/ann", PrincipalForm::User),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:role/service-role/x", PrincipalForm::Role),
            (PrincipalType::Aws, "arn:aws:sts::123456789012:assumed-role/x/s", PrincipalForm::RoleSession),
            (PrincipalType::Aws, "arn:aws:sts::123456789012:federated-user/f", PrincipalForm::FederatedUser),
            (PrincipalType::Aws, "AIDACKCEVSQ6C2EXAMPLE", PrincipalForm::UniqueId),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:group/g", PrincipalForm::OtherArn),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:role", PrincipalForm::OtherArn),
            (PrincipalType::Aws, "arn:aws:iam::123456789012:root/x", PrincipalForm::OtherArn),
            (PrincipalType::Aws, "AKIACKCEVSQ6C2EXAMPLE", PrincipalForm::Unrecognized),
            (PrincipalType::Aws, "1234", PrincipalForm::Unrecognized),
            (PrincipalType::Service, "*", PrincipalForm::Service),
            (PrincipalType::Federated, "*", PrincipalForm::Unrecognized),
            (PrincipalType::Other("aws".into()), "*", PrincipalForm::Unrecognized),
            (PrincipalType::Service, "ec2.amazonaws.com", PrincipalForm::Service),
            (PrincipalType::Federated, "cognito-identity.amazonaws.com", PrincipalForm::WebIdentity),
            (
                PrincipalType::Federated,
                "arn:aws:iam::123456789012:saml-provider/p",
                PrincipalForm::SamlProvider,
            ),
            (
                PrincipalType::Federated,
                "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com",
                PrincipalForm::OidcProvider,
            ),
            (
                PrincipalType::CanonicalUser,
                "79a59df900b949e55d96a1e698fbacedfd6e09d98",
                PrincipalForm::CanonicalUser,
            ),
            (PrincipalType::Other("AWSS".into()), "123456789012", PrincipalForm::Unrecognized),
        ];
        for (kind, text, form) in cases {
            assert_eq!(Principal::parse(&kind, text).form, form, "{} {text}", kind.text());
        }
    }

    #[test]
    fn the_account_is_read_from_ids_and_arns() {
        let account = |text| Principal::parse(&PrincipalType::Aws, text).account().map(str::to_owned);
        assert_eq!(account("123456789012").as_deref(), Some("123456789012"));
        assert_eq!(account("arn:aws:iam::210987654321:role/r").as_deref(), Some("210987654321"));
        assert_eq!(account("*"), None);
        assert_eq!(account("AROACKCEVSQ6C2EXAMPLE"), None);
    }
}
