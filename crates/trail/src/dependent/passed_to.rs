//! Which actions pass a role, and to which service, for `iam:PassedToService`.

use catalog::Catalog;

/// Service prefix, ending of the parameter, service principal: where it is not `PREFIX.amazonaws.com`.
const PASSED_TO: [(&str, &str, &str); 20] = [
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
    ("elasticmapreduce", "autoScalingRole", "application-autoscaling.amazonaws.com"),
    ("elasticmapreduce", "jobFlowRole", "ec2.amazonaws.com"),
    ("iam", "roleName", "ec2.amazonaws.com"),
    ("rds", "iamRoleArn", "export.rds.amazonaws.com"),
    ("rds", "monitoringRoleArn", "monitoring.rds.amazonaws.com"),
    ("s3", "roleArn", "batchoperations.s3.amazonaws.com"),
];

/// Service prefix, parameter: where AWS does not say to which service the role is passed, and several take it.
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_SQLServerWinAuth.html>, where the role trusts
/// `directoryservice.rds.amazonaws.com`, with its forms for regions, and `rds.amazonaws.com`.
const RECEIVER_UNKNOWN: [(&str, &str); 1] = [("rds", "domainIAMRoleName")];

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

/// Actions that pass a role by its name, and the parameter that names it, with that around it before a dot.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html>,
/// <https://docs.aws.amazon.com/emr/latest/APIReference/API_RunJobFlow.html>,
/// <https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html>,
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html>,
/// <https://docs.aws.amazon.com/glue/latest/webapi/API_CreateJob.html>,
/// <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html>,
/// <https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html>
const NAMED: [(&str, &str); 26] = [
    ("batch:CreateComputeEnvironment", "serviceRole"),
    ("batch:UpdateComputeEnvironment", "serviceRole"),
    ("ecs:RegisterTaskDefinition", "executionRoleArn"),
    ("ecs:RegisterTaskDefinition", "taskRoleArn"),
    ("elasticmapreduce:RunJobFlow", "autoScalingRole"),
    ("elasticmapreduce:RunJobFlow", "serviceRole"),
    ("glue:CreateCrawler", "role"),
    ("glue:CreateJob", "role"),
    ("glue:CreateMLTransform", "role"),
    ("glue:CreateSession", "role"),
    ("glue:UpdateCrawler", "role"),
    ("glue:UpdateJob", "jobUpdate.role"),
    ("glue:UpdateMLTransform", "role"),
    ("iam:AddRoleToInstanceProfile", "roleName"),
    ("rds:CreateDBCluster", "domainIAMRoleName"),
    ("rds:CreateDBInstance", "domainIAMRoleName"),
    ("rds:CreateDBInstanceReadReplica", "domainIAMRoleName"),
    ("rds:ModifyDBCluster", "domainIAMRoleName"),
    ("rds:ModifyDBInstance", "domainIAMRoleName"),
    ("rds:RestoreDBClusterFromS3", "domainIAMRoleName"),
    ("rds:RestoreDBClusterFromSnapshot", "domainIAMRoleName"),
    ("rds:RestoreDBClusterToPointInTime", "domainIAMRoleName"),
    ("rds:RestoreDBInstanceFromDBSnapshot", "domainIAMRoleName"),
    ("rds:RestoreDBInstanceToPointInTime", "domainIAMRoleName"),
    ("ssm:CreateActivation", "iamRole"),
    ("ssm:UpdateManagedInstanceRole", "iamRole"),
];

pub(super) fn passes_role_too(action: &str) -> bool {
    PASSES_ROLE_TOO.contains(&action)
}

/// The parameters with the names of the roles that the action passes.
pub(super) fn role_names(action: &str) -> impl Iterator<Item = &'static str> {
    NAMED.iter().filter(move |row| row.0 == action).map(|row| row.1)
}

/// The service principal that gets the role in parameter `key` of a call to the service; `None` if that is not known.
pub(super) fn passed_to(catalog: &Catalog, prefix: &str, key: &str) -> Option<String> {
    let is_of = |ending: &str| {
        let start = key.len().checked_sub(ending.len());
        start.and_then(|start| key.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    if RECEIVER_UNKNOWN.contains(&(prefix, key)) {
        return None;
    }
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
        let is_listed = |action: &str| {
            let action = catalog.action(action).unwrap_or_else(|| panic!("{action}"));
            action.needs().any(|need| need.action.full_name() == "iam:PassRole")
        };
        for action in PASSES_ROLE_TOO {
            assert!(!is_listed(action), "{action}");
        }
        for (action, _) in NAMED {
            assert!(catalog.action(action).is_some(), "{action}");
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
            ("rds", "domainIAMRoleName", None),
            ("nosuchservice", "role", None),
        ] {
            assert_eq!(passed_to(Catalog::embedded(), prefix, key).as_deref(), expected, "{prefix} {key}");
        }
    }
}
