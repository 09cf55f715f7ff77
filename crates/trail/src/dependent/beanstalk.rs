//! Roles among the option settings of Elastic Beanstalk, which no parameter of their own names.

use catalog::Catalog;

use super::inferred::{Found, Inferred, PASS_ROLE, Why, named_role};
use crate::json::{items, member, text};
use crate::record::Record;
use crate::resource::{ArnParts, Origin};

/// Actions that give an environment its options. Those of a template are not given to any environment yet.
///
/// Source: <https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html>
const GIVE_OPTIONS: [&str; 2] = ["elasticbeanstalk:CreateEnvironment", "elasticbeanstalk:UpdateEnvironment"];

/// The role that Elastic Beanstalk takes, by name or ARN; and what the instances get, of which the log does not say the role.
///
/// Sources: <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html>,
/// <https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/concepts-roles-service.html>
const SERVICE_ROLE: (&str, &str) = ("aws:elasticbeanstalk:environment", "ServiceRole");
const INSTANCE_PROFILE: (&str, &str) = ("aws:autoscaling:launchconfiguration", "IamInstanceProfile");

pub(super) fn gives_options(action: &str) -> bool {
    GIVE_OPTIONS.contains(&action)
}

/// Hands over the permission to pass the roles that the options of a request name.
pub(super) fn options(catalog: &Catalog, record: &Record<'_>, found: &mut Found<'_>) {
    let list = record.parameters.and_then(|request| member(request, "optionSettings"));
    for option in list.into_iter().flat_map(items) {
        let told = |name| member(option, name).and_then(text);
        let (Some(space), Some(name)) = (told("namespace"), told("optionName")) else { continue };
        let Some(value) = told("value").filter(|value| !value.is_empty()) else { continue };
        let passed = |service: &str| Inferred {
            action: PASS_ROLE.into(),
            why: Why::PassesRole,
            service: Some(service.into()),
        };
        let is_role = |arn: ArnParts<'_>| arn.service == "iam" && arn.resource.starts_with("role/");
        let option = (&*space, &*name);
        if option == INSTANCE_PROFILE {
            found(passed("ec2.amazonaws.com"), None);
        } else if option == SERVICE_ROLE && ArnParts::of(&value).is_some_and(is_role) {
            found(passed("elasticbeanstalk.amazonaws.com"), Some((&value, Origin::PARAMETER)));
        } else if option == SERVICE_ROLE {
            named_role(catalog, record, "elasticbeanstalk", "ServiceRole", &value, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_with_options_exist_and_the_reference_lists_no_role_among_their_needs() {
        for name in GIVE_OPTIONS {
            let action = Catalog::embedded().action(name).unwrap_or_else(|| panic!("{name}"));
            assert!(action.needs().all(|need| need.action.full_name() != PASS_ROLE), "{name}");
        }
    }
}
