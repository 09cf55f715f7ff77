//! Which actions pass a role, and to which service, for `iam:PassedToService`.

use catalog::Catalog;

/// Service prefix, ending of the parameter, service principal: where it is not `PREFIX.amazonaws.com`.
const PASSED_TO: [(&str, &str, &str); 19] = [
    ("apprunner", "accessRoleArn", "build.apprunner.amazonaws.com"),
    ("apprunner", "instanceRoleArn", "tasks.apprunner.amazonaws.com"),
    ("autoscaling", "iamInstanceProfile", "ec2.amazonaws.com"),
    ("batch", "jobRoleArn", "ecs-tasks.amazonaws.com"),
    ("batch", "executionRoleArn", "ecs-tasks.amazonaws.com"),
    ("batch", "instanceRole", "ec2.amazonaws.com"),
    ("batch", "spotIamFleetRole", "spotfleet.amazonaws.com"),
    ("cloudwatch", "roleArn", "streams.metrics.cloudwatch.amazonaws.com"),
    ("ec2", "deliverLogsPermissionArn", "vpc-flow-logs.amazonaws.com"),
    ("ec2", "iamFleetRole", "spotfleet.amazonaws.com"),
    ("ecs", "taskRoleArn", "ecs-tasks.amazonaws.com"),
    ("ecs", "executionRoleArn", "ecs-tasks.amazonaws.com"),
    ("eks", "nodeRole", "ec2.amazonaws.com"),
    ("eks", "podExecutionRoleArn", "eks-fargate-pods.amazonaws.com"),
    ("elasticmapreduce", "jobFlowRole", "ec2.amazonaws.com"),
    ("iam", "roleName", "ec2.amazonaws.com"),
    ("rds", "iamRoleArn", "export.rds.amazonaws.com"),
    ("rds", "monitoringRoleArn", "monitoring.rds.amazonaws.com"),
    ("s3", "roleArn", "batchoperations.s3.amazonaws.com"),
];

/// Actions that pass a role if their request names one, though the catalogue does not list it among their needs.
///
/// Sources: the API references and the guides of the services.
const PASSES_ROLE_TOO: [&str; 17] = [
    "apigateway:PATCH",
    "apigateway:POST",
    "apigateway:PUT",
    "autoscaling:CreateLaunchConfiguration",
    "cloudformation:DeleteStack",
    "cognito-identity:SetIdentityPoolRoles",
    "cognito-idp:CreateUserPool",
    "cognito-idp:UpdateUserPool",
    "ec2:RequestSpotFleet",
    "glue:CreateCrawler",
    "glue:CreateJob",
    "glue:CreateMLTransform",
    "glue:UpdateCrawler",
    "glue:UpdateJob",
    "glue:UpdateMLTransform",
    "mediaconvert:CreateJob",
    "ssm:StartAutomationExecution",
];

/// Actions that pass a role by its name, and the parameter that names it.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html>,
/// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-roles.html>
const NAMED: [(&str, &str); 2] =
    [("elasticmapreduce:RunJobFlow", "serviceRole"), ("iam:AddRoleToInstanceProfile", "roleName")];

pub(super) fn passes_role_too(action: &str) -> bool {
    PASSES_ROLE_TOO.contains(&action)
}

/// The parameter with the name of the role that the action passes.
pub(super) fn role_name(action: &str) -> Option<&'static str> {
    NAMED.iter().find(|row| row.0 == action).map(|row| row.1)
}

/// The service principal that gets the role in parameter `key` of a call to the service; `None` if that is not known.
pub(super) fn passed_to(catalog: &Catalog, prefix: &str, key: &str) -> Option<String> {
    let is_of = |ending: &str| {
        let start = key.len().checked_sub(ending.len());
        start.and_then(|start| key.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    let row = PASSED_TO.iter().find(|(service, ending, _)| *service == prefix && is_of(ending));
    if let Some(row) = row {
        return Some(row.2.to_owned());
    }
    let name = format!("{prefix}.amazonaws.com");
    catalog.is_service_principal(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_of_the_catalogue() {
        let catalog = Catalog::embedded();
        for (prefix, ending, principal) in PASSED_TO {
            assert!(catalog.service(prefix).is_some(), "{prefix}");
            assert_eq!(passed_to(catalog, prefix, ending).as_deref(), Some(principal));
        }
        for action in PASSES_ROLE_TOO.into_iter().chain(NAMED.map(|row| row.0)) {
            let action = catalog.action(action).unwrap_or_else(|| panic!("{action}"));
            let is_listed = action.needs().any(|need| need.action.full_name() == "iam:PassRole");
            assert_eq!(is_listed, role_name(&action.full_name()).is_some(), "{}", action.full_name());
        }
    }

    #[test]
    fn roles_are_passed_to_the_service_that_uses_them() {
        for (prefix, key, expected) in [
            ("lambda", "role", Some("lambda.amazonaws.com")),
            ("ecs", "taskRoleArn", Some("ecs-tasks.amazonaws.com")),
            ("ecs", "role", Some("ecs.amazonaws.com")),
            ("states", "roleArn", Some("states.amazonaws.com")),
            ("rds", "monitoringRoleArn", Some("monitoring.rds.amazonaws.com")),
            ("rds", "roleArn", Some("rds.amazonaws.com")),
            ("ec2", "DeliverLogsPermissionArn", Some("vpc-flow-logs.amazonaws.com")),
            ("nosuchservice", "role", None),
        ] {
            assert_eq!(passed_to(Catalog::embedded(), prefix, key).as_deref(), expected, "{prefix} {key}");
        }
    }
}
