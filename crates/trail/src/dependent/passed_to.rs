//! To which service a role is passed, for `iam:PassedToService`.

use catalog::Catalog;

/// Service prefix, ending of the parameter, service principal: where it is not `PREFIX.amazonaws.com`.
const PASSED_TO: [(&str, &str, &str); 8] = [
    ("batch", "jobRoleArn", "ecs-tasks.amazonaws.com"),
    ("batch", "executionRoleArn", "ecs-tasks.amazonaws.com"),
    ("batch", "instanceRole", "ec2.amazonaws.com"),
    ("ecs", "taskRoleArn", "ecs-tasks.amazonaws.com"),
    ("ecs", "executionRoleArn", "ecs-tasks.amazonaws.com"),
    ("eks", "nodeRole", "ec2.amazonaws.com"),
    ("elasticmapreduce", "jobFlowRole", "ec2.amazonaws.com"),
    ("rds", "monitoringRoleArn", "monitoring.rds.amazonaws.com"),
];

/// The service principal that gets the role in parameter `key` of a call to the service; `None` if that is not known.
pub(super) fn passed_to(catalog: &Catalog, prefix: &str, key: &str) -> Option<String> {
    let is_of = |ending: &str| {
        let start = key.len().checked_sub(ending.len());
        start.and_then(|start| key.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
    };
    let row = PASSED_TO.iter().find(|(service, ending, _)| *service == prefix && is_of(ending));
    let name = row.map_or_else(|| format!("{prefix}.amazonaws.com"), |row| row.2.to_owned());
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
    }

    #[test]
    fn roles_are_passed_to_the_service_that_uses_them() {
        for (prefix, key, expected) in [
            ("lambda", "role", Some("lambda.amazonaws.com")),
            ("ecs", "taskRoleArn", Some("ecs-tasks.amazonaws.com")),
            ("ecs", "role", Some("ecs.amazonaws.com")),
            ("states", "roleArn", Some("states.amazonaws.com")),
            ("rds", "monitoringRoleArn", Some("monitoring.rds.amazonaws.com")),
            ("nosuchservice", "role", None),
        ] {
            assert_eq!(passed_to(Catalog::embedded(), prefix, key).as_deref(), expected, "{prefix} {key}");
        }
    }
}
