//! Why an action deserves a second look, in the words of the wire.

use catalog::Sensitivity;
use schemars::JsonSchema;
use serde::Serialize;

use super::Severity;

/// Why an action deserves a second look before it is allowed. The gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum Category {
    /// It hands out credentials, or what becomes credentials.
    CredentialExposure,
    /// It can give its holder further permissions.
    PrivEsc,
    /// It reads what is stored.
    DataAccess,
    /// It changes who can reach a resource, or takes one away.
    ResourceExposure,
}

impl Category {
    pub const ALL: [Self; 4] =
        [Self::CredentialExposure, Self::PrivEsc, Self::DataAccess, Self::ResourceExposure];

    /// The category of a name in any of its spellings: `priv_esc`, `PrivEsc`, `privilege-escalation`.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(match letters.to_ascii_lowercase().as_str() {
            "credentialexposure" | "credentialsexposure" => Self::CredentialExposure,
            "privesc" | "privilegeescalation" => Self::PrivEsc,
            "dataaccess" => Self::DataAccess,
            "resourceexposure" => Self::ResourceExposure,
            _ => return None,
        })
    }

    /// As it stands in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::CredentialExposure => "credential_exposure",
            Self::PrivEsc => "priv_esc",
            Self::DataAccess => "data_access",
            Self::ResourceExposure => "resource_exposure",
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Self::CredentialExposure => "Credential exposure",
            Self::PrivEsc => "Privilege escalation",
            Self::DataAccess => "Data access",
            Self::ResourceExposure => "Resource exposure",
        }
    }

    /// How bad it is to allow such an action without a limit.
    pub fn severity(self) -> Severity {
        match self {
            Self::CredentialExposure | Self::PrivEsc => Severity::Critical,
            Self::DataAccess | Self::ResourceExposure => Severity::High,
        }
    }

    /// What its actions do.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::CredentialExposure => "it hands out credentials, or what can be turned into credentials",
            Self::PrivEsc => "it can give its holder permissions that the policy does not name",
            Self::DataAccess => "it reads what is stored",
            Self::ResourceExposure => {
                "it changes who can reach a resource, or takes the resource or its protection away"
            }
        }
    }
}

impl From<Sensitivity> for Category {
    fn from(sensitivity: Sensitivity) -> Self {
        match sensitivity {
            Sensitivity::CredentialExposure => Self::CredentialExposure,
            Sensitivity::DataAccess => Self::DataAccess,
            Sensitivity::PrivilegeEscalation => Self::PrivEsc,
            Sensitivity::ResourceExposure => Self::ResourceExposure,
        }
    }
}

impl From<Category> for Sensitivity {
    fn from(category: Category) -> Self {
        match category {
            Category::CredentialExposure => Self::CredentialExposure,
            Category::PrivEsc => Self::PrivilegeEscalation,
            Category::DataAccess => Self::DataAccess,
            Category::ResourceExposure => Self::ResourceExposure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_understood() {
        for (category, spellings) in [
            (
                Category::CredentialExposure,
                &["credential_exposure", "credential-exposure", "CredentialExposure", "CredentialsExposure"]
                    [..],
            ),
            (Category::PrivEsc, &["priv_esc", "PrivEsc", "privilege-escalation", "PrivilegeEscalation"]),
            (Category::DataAccess, &["data_access", "data access", "DataAccess"]),
            (Category::ResourceExposure, &["resource_exposure", "ResourceExposure"]),
        ] {
            for spelling in spellings {
                assert_eq!(Category::parse(spelling), Some(category), "{spelling}");
            }
            assert_eq!(Category::parse(category.name()), Some(category));
            assert_eq!(Category::parse(Sensitivity::from(category).word()), Some(category));
        }
        assert_eq!(Category::parse("secrets"), None);
        assert!(Category::ALL.is_sorted());
    }
}
