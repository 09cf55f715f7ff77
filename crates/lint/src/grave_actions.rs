//! Actions that deserve a word of their own, by what can be done with them.

use catalog::Catalog;

use crate::escalation;

/// What can be done with an action that the checks have a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grave {
    /// It hands out credentials.
    Credentials,
    /// By itself it gives its holder more permissions.
    Escalation,
    /// It reads what is stored.
    Data,
    /// It opens a resource to other accounts, or takes a safeguard away.
    Exposure,
}

/// All actions that the checks have a word for.
pub fn grave_actions(catalog: &Catalog) -> impl Iterator<Item = (Grave, catalog::Action<'_>)> {
    let tables = [
        (Grave::Credentials, CREDENTIALS),
        (Grave::Data, DATA),
        (Grave::Data, DECRYPTION),
        (Grave::Exposure, SHARING),
        (Grave::Exposure, SAFEGUARDS),
    ];
    let listed = tables.into_iter().flat_map(|(grave, table)| {
        table.iter().flat_map(move |(prefix, names)| names.iter().map(move |name| (grave, *prefix, *name)))
    });
    let alone = escalation::paths().iter().filter_map(|path| match path.steps {
        [step] => step.split_once(':').map(|(prefix, name)| (Grave::Escalation, prefix, name)),
        _ => None,
    });
    listed
        .chain(alone)
        .filter_map(|(grave, prefix, name)| Some((grave, catalog.service(prefix)?.action(name)?)))
}

/// Services and names of their actions, sorted by service.
pub(crate) type Table = [(&'static str, &'static [&'static str])];

pub(crate) fn is_in(table: &Table, prefix: &str, name: &str) -> bool {
    let names = table.binary_search_by_key(&prefix, |row| row.0).ok().and_then(|row| table.get(row));
    names.is_some_and(|(_, names)| names.contains(&name))
}

/// Actions about which other checks say what there is to say.
pub(crate) const OTHERWISE_CHECKED: &Table = &[
    ("iam", &["CreateServiceLinkedRole", "PassRole"]),
    ("sts", &["AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "SetContext"]),
];

/// Actions that open a resource to other accounts.
///
/// Sources: the API references of Amazon EC2, AWS RAM and Amazon RDS.
pub(crate) const SHARING: &Table = &[
    ("ec2", &["ModifyFpgaImageAttribute", "ModifyImageAttribute"]),
    ("ram", &["AssociateResourceShare", "CreateResourceShare"]),
    ("rds", &["ModifyDBClusterSnapshotAttribute", "ModifyDBSnapshotAttribute"]),
];

/// Actions that switch off what watches over an account or guards its data, or that nobody can take back.
///
/// Source: the security best practices of the services' user guides; each is in the service authorization reference.
pub(crate) const SAFEGUARDS: &Table = &[
    ("access-analyzer", &["DeleteAnalyzer"]),
    ("account", &["CloseAccount"]),
    ("cloudtrail", &["DeleteTrail", "PutEventSelectors", "StopLogging", "UpdateTrail"]),
    ("config", &["DeleteConfigurationRecorder", "DeleteDeliveryChannel", "StopConfigurationRecorder"]),
    ("ec2", &["DeleteFlowLogs", "DisableEbsEncryptionByDefault"]),
    ("guardduty", &["DeleteDetector", "DisassociateFromAdministratorAccount"]),
    ("kms", &["DisableKey", "ScheduleKeyDeletion"]),
    ("macie2", &["DisableMacie"]),
    ("organizations", &["LeaveOrganization"]),
    ("s3", &["BypassGovernanceRetention", "PutAccountPublicAccessBlock"]),
    ("securityhub", &["DisableSecurityHub"]),
];

/// Actions that hand out credentials of somebody else, or new ones. Those whose token can do no more than its caller, such as
/// `ecr:GetAuthorizationToken`, are left out.
///
/// Source: `primeharbor/sensitive_iam_actions` (CC0-1.0), which the catalogue's table names too; its entries that return no
/// credentials are left out, and those of newer services added from the service authorization reference.
pub(crate) const CREDENTIALS: &Table = &[
    ("appsync", &["ListApiKeys"]),
    ("chime", &["CreateApiKey"]),
    ("cloud9", &["CreateEnvironmentToken"]),
    ("codepipeline", &["PollForJobs"]),
    ("cognito-identity", &["GetOpenIdTokenForDeveloperIdentity"]),
    ("connect", &["GetFederationToken"]),
    ("ec2", &["GetPasswordData"]),
    ("gamelift", &["GetComputeAuthToken", "RequestUploadCredentials"]),
    (
        "iam",
        &[
            "CreateAccessKey",
            "CreateLoginProfile",
            "CreateServiceSpecificCredential",
            "ResetServiceSpecificCredential",
        ],
    ),
    (
        "lightsail",
        &[
            "DownloadDefaultKeyPair",
            "GetBucketAccessKeys",
            "GetInstanceAccessDetails",
            "GetRelationalDatabaseMasterUserPassword",
        ],
    ),
    ("mediapackage", &["RotateChannelCredentials", "RotateIngestEndpointCredentials"]),
    ("rds-db", &["connect"]),
    ("redshift", &["CreateClusterUser", "GetClusterCredentials", "GetClusterCredentialsWithIAM"]),
    ("redshift-serverless", &["GetCredentials"]),
    ("snowball", &["GetJobUnlockCode"]),
    ("storagegateway", &["DescribeChapCredentials"]),
    ("sts", &["GetFederationToken"]),
];

/// Actions that read what is stored, from the data-access category of the same source; those that only read settings are left
/// out.
pub(crate) const DATA: &Table = &[
    ("athena", &["GetQueryResults", "GetQueryResultsStream"]),
    ("cassandra", &["Select"]),
    ("codecommit", &["GitPull"]),
    ("dax", &["BatchGetItem", "GetItem", "Query", "Scan"]),
    (
        "dynamodb",
        &[
            "BatchGetItem",
            "ExportTableToPointInTime",
            "GetItem",
            "GetRecords",
            "PartiQLSelect",
            "Query",
            "Scan",
        ],
    ),
    ("ebs", &["GetSnapshotBlock"]),
    ("healthlake", &["ReadResource", "SearchWithGet", "SearchWithPost"]),
    ("kinesis", &["GetRecords"]),
    ("kinesisvideo", &["GetImages", "GetMedia"]),
    ("rds", &["DownloadCompleteDBLogFile", "DownloadDBLogFilePortion"]),
    ("s3", &["GetObject", "GetObjectVersion"]),
    ("s3-object-lambda", &["GetObject", "GetObjectVersion"]),
    ("sdb", &["Select"]),
    ("secretsmanager", &["GetSecretValue"]),
    ("sqs", &["ReceiveMessage"]),
    ("ssm", &["GetParameter", "GetParameterHistory", "GetParameters", "GetParametersByPath"]),
    ("workdocs", &["GetDocument", "GetDocumentVersion"]),
];

/// Actions that turn what is encrypted into what can be read.
///
/// Source: the AWS KMS Developer Guide, "Actions, resources, and condition keys".
pub(crate) const DECRYPTION: &Table = &[("kms", &["Decrypt", "ReEncryptFrom"])];

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn every_listed_action_exists_and_the_tables_can_be_searched() {
        for table in [OTHERWISE_CHECKED, SHARING, SAFEGUARDS, CREDENTIALS, DATA, DECRYPTION] {
            assert!(table.is_sorted());
            for (prefix, names) in table {
                for name in *names {
                    let action = format!("{prefix}:{name}");
                    assert!(Catalog::embedded().action(&action).is_some(), "{action}");
                }
            }
        }
    }
}
