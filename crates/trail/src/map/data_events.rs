//! Actions whose calls a trail logs as data events, if at all: not unless it is told to.
//!
//! Sources: <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html>,
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html>

/// Services with their actions on data; an entry that ends in `*` stands for all that begin so.
const ON_DATA: &[(&str, &[&str])] = &[
    ("appconfig", &["GetLatestConfiguration", "StartConfigurationSession"]),
    ("bedrock", &["InvokeAgent", "InvokeFlow", "Retrieve", "RetrieveAndGenerate", "ApplyGuardrail"]),
    ("cloudwatch", &["GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData"]),
    ("cognito-identity", &["GetCredentialsForIdentity", "GetId", "GetOpenIdToken"]),
    (
        "dynamodb",
        &[
            "BatchGetItem",
            "BatchWriteItem",
            "ConditionCheckItem",
            "DeleteItem",
            "GetItem",
            "GetRecords",
            "GetShardIterator",
            "PartiQL*",
            "PutItem",
            "Query",
            "Scan",
            "UpdateItem",
        ],
    ),
    ("ebs", &["GetSnapshotBlock", "ListChangedBlocks", "ListSnapshotBlocks", "PutSnapshotBlock"]),
    ("execute-api", &["*"]),
    ("firehose", &["PutRecord", "PutRecordBatch"]),
    ("kinesis", &["GetRecords", "GetShardIterator", "PutRecord", "PutRecords", "SubscribeToShard"]),
    ("lambda", &["InvokeFunction", "InvokeFunctionUrl"]),
    ("logs", &["FilterLogEvents", "GetLogEvents", "PutLogEvents"]),
    ("rds-data", &["*"]),
    (
        "s3",
        &[
            "AbortMultipartUpload",
            "BypassGovernanceRetention",
            "DeleteObject*",
            "GetObject*",
            "ListBucket",
            "ListBucketMultipartUploads",
            "ListBucketVersions",
            "ListMultipartUploadParts",
            "PutObject*",
            "ReplicateDelete",
            "ReplicateObject",
            "ReplicateTags",
            "RestoreObject",
        ],
    ),
    ("s3-object-lambda", &["*"]),
    ("s3express", &["CreateSession"]),
    ("sagemaker", &["InvokeEndpoint*", "PutRecord", "GetRecord", "BatchGetRecord", "DeleteRecord"]),
    ("servicediscovery", &["DiscoverInstances*"]),
    ("sns", &["Publish"]),
    ("sqs", &["ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage", "SendMessage"]),
    ("xray", &["GetTraceSummaries", "PutTelemetryRecords", "PutTraceSegments"]),
];

/// Whether calls that need this action, such as `s3:GetObject`, are in a log only if the trail records data events.
pub fn is_on_data(action: &str) -> bool {
    let Some((service, name)) = action.split_once(':') else { return false };
    let rows = ON_DATA.iter().filter(|(of, _)| of.eq_ignore_ascii_case(service));
    rows.flat_map(|(_, names)| names.iter()).any(|entry| match entry.strip_suffix('*') {
        Some(beginning) => {
            name.get(..beginning.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(beginning))
        }
        None => name.eq_ignore_ascii_case(entry),
    })
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn every_row_is_about_actions_of_the_catalogue() {
        for (service, names) in ON_DATA {
            let service = Catalog::embedded().service(service).unwrap_or_else(|| panic!("{service}"));
            for entry in *names {
                let found = service.actions().any(|action| match entry.strip_suffix('*') {
                    Some(beginning) => action.name().starts_with(beginning),
                    None => action.name() == *entry,
                });
                assert!(found, "{}:{entry}", service.prefix());
            }
        }
    }

    #[test]
    fn work_on_data_is_told_from_management() {
        for action in
            ["s3:GetObject", "s3:getobjectversion", "dynamodb:PartiQLSelect", "rds-data:ExecuteStatement"]
        {
            assert!(is_on_data(action), "{action}");
        }
        for action in
            ["s3:GetBucketPolicy", "dynamodb:CreateTable", "lambda:GetFunction", "kms:Decrypt", "s3", "sns:"]
        {
            assert!(!is_on_data(action), "{action}");
        }
    }
}
