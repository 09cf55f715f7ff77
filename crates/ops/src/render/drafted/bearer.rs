//! Who a policy is to be attached to.

use draft::Form;

/// The role or user that a policy is for, as far as its ARN tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer<'a> {
    Role(&'a str),
    User(&'a str),
    /// A name that was made up, or somebody that policies are attached to in other ways.
    Unknown,
}

impl<'a> Bearer<'a> {
    pub(super) fn of(principal: &'a str) -> Self {
        let resource = principal.split_once(":iam::").and_then(|(_, rest)| rest.split_once(':'));
        let Some((kind, path)) = resource.and_then(|(_, resource)| resource.split_once('/')) else {
            return Self::Unknown;
        };
        let name = path.rsplit('/').next().unwrap_or(path);
        let may_be_name = |letter: char| letter.is_ascii_alphanumeric() || "_+=,.@-".contains(letter);
        if name.is_empty() || !name.chars().all(may_be_name) {
            return Self::Unknown;
        }
        match kind {
            // What Identity Center makes takes policies through its permission set, a service's own role none at all.
            "role" if !path.starts_with("aws-reserved/") && !path.starts_with("aws-service-role/") => {
                Self::Role(name)
            }
            "user" => Self::User(name),
            _ => Self::Unknown,
        }
    }

    /// The one whom a policy of that form can be put on.
    pub(super) fn for_form(self, form: Form) -> Self {
        match (form, self) {
            (Form::InlineRole, Self::User(_))
            | (Form::InlineUser, Self::Role(_))
            | (Form::InlineGroup, _) => Self::Unknown,
            _ => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_is_a_role_or_a_user_that_takes_policies() {
        for (principal, bearer) in [
            ("arn:aws:iam::111122223333:role/app/web", Bearer::Role("web")),
            ("arn:aws-cn:iam::111122223333:user/ana", Bearer::User("ana")),
            (
                "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_A_1",
                Bearer::Unknown,
            ),
            (
                "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
                Bearer::Unknown,
            ),
            ("arn:aws:iam::111122223333:role/we b", Bearer::Unknown),
            ("arn:aws:iam::111122223333:root", Bearer::Unknown),
            ("team", Bearer::Unknown),
        ] {
            assert_eq!(Bearer::of(principal), bearer, "{principal}");
        }
        assert_eq!(Bearer::Role("web").for_form(Form::InlineUser), Bearer::Unknown);
        assert_eq!(Bearer::Role("web").for_form(Form::InlineRole), Bearer::Role("web"));
    }
}
