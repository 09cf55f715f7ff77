//! Services that call others for their callers, and how requests tell of it.

use catalog::Action;

use crate::Demand;

/// Services of which requests say in `aws:CalledVia` that they make them for the caller; each is `PREFIX.amazonaws.com`.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-calledvia>
const CALLED_VIA: [&str; 18] = [
    "aoss",
    "athena",
    "backup",
    "cloud9",
    "cloudformation",
    "databrew",
    "dataexchange",
    "dynamodb",
    "imagebuilder",
    "kms",
    "mgn",
    "nimble",
    "omics",
    "ram",
    "robomaker",
    "servicecatalog-appregistry",
    "sqlworkbench",
    "ssm-guiconnect",
];

/// Other services of which requests to KMS say in `kms:ViaService` that they make them for the caller, under the name by which they
/// are logged. (That key knows the last service of a chain alone, the other all of them.)
///
/// Source: <https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#viaService_table>
const VIA_SERVICE: [&str; 51] = [
    "airflow",
    "appflow",
    "apprunner",
    "auditmanager",
    "backup-gateway",
    "cassandra",
    "codeartifact",
    "codeguru-reviewer",
    "comprehend",
    "connect",
    "dms",
    "ec2",
    "ecr",
    "eks",
    "elasticfilesystem",
    "es",
    "finspace",
    "firehose",
    "forecast",
    "fsx",
    "geo",
    "glue",
    "groundstation",
    "healthlake",
    "iotsitewise",
    "kafka",
    "kendra",
    "kinesis",
    "kinesisvideo",
    "lambda",
    "lex",
    "license-manager",
    "managedblockchain",
    "memorydb",
    "mq",
    "proton",
    "qldb",
    "rds",
    "redshift",
    "redshift-serverless",
    "rekognition",
    "s3",
    "sagemaker",
    "secretsmanager",
    "ses",
    "sns",
    "sqs",
    "ssm",
    "storagegateway",
    "timestream",
    "xray",
];

const VIA: &str = "kms:ViaService";

/// Whether requests name this service in `aws:CalledVia` if it makes them for its caller.
pub fn is_sent_as_called_via(service: &str) -> bool {
    service.strip_suffix(".amazonaws.com").is_some_and(|prefix| CALLED_VIA.contains(&prefix))
}

/// What requests to KMS call this service in `kms:ViaService`, before the region; none if they say nothing of it.
pub fn sent_as_via_service(service: &str) -> Option<&str> {
    service.strip_suffix(".amazonaws.com").filter(|prefix| VIA_SERVICE.contains(prefix))
}

/// Whether the region that is logged of a call is not the one that its request names.
pub fn region_misleads(action: Action<'_>) -> bool {
    super::region_misleads(action)
}

/// What requests carry that this service makes for its caller, of calls in these regions; none if they say nothing of it.
pub(super) fn demand(action: Action<'_>, service: &str, regions: Option<&[&str]>) -> Option<Demand> {
    if is_sent_as_called_via(service) {
        return Some(Demand {
            operator: "ForAnyValue:StringEquals".to_owned(),
            key: "aws:CalledVia".to_owned(),
            values: vec![service.to_owned()],
        });
    }
    let prefix = sent_as_via_service(service).filter(|_| action.service().prefix() == "kms")?;
    via_service(action, prefix, regions)
}

/// `kms:ViaService` names the service with its region, in all partitions under `amazonaws.com`.
fn via_service(action: Action<'_>, prefix: &str, regions: Option<&[&str]>) -> Option<Demand> {
    action.condition_key(VIA)?;
    let values = regions?.iter().map(|region| format!("{prefix}.{region}.amazonaws.com"));
    Some(Demand { operator: "StringEquals".to_owned(), key: VIA.to_owned(), values: values.collect() })
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn the_services_are_known_and_in_order() {
        for list in [&CALLED_VIA[..], &VIA_SERVICE[..]] {
            assert!(list.is_sorted(), "{list:?}");
            for prefix in list {
                let name = format!("{prefix}.amazonaws.com");
                let known = Catalog::embedded();
                assert!(known.is_service_principal(&name) || known.service(prefix).is_some(), "{name}");
            }
        }
    }
}
