//! Events → actions.

use catalog::Catalog;
use trail::{Exempt, Mapped, Mapper, Unmapped};

fn map(source: &str, name: &str, parameters: Option<&str>) -> String {
    match Mapper::new(Catalog::embedded()).map(&format!("{source}.amazonaws.com"), name, parameters) {
        Mapped::Actions(actions) => actions.join(" "),
        Mapped::OneOf(actions) => format!("one of {}", actions.join(" ")),
        Mapped::NoPermission(exempt) => format!("- {}", exempt.name()),
        Mapped::Unknown(reason) => format!("? {}", reason.name()),
    }
}

#[test]
fn events_stand_for_actions() {
    for (source, name, expected) in [
        ("sqs", "SendMessage", "sqs:SendMessage"),
        ("sqs", " SendMessage ", "sqs:SendMessage"),
        ("SQS", "sendmessage", "sqs:SendMessage"),
        // The prefix is not the event source.
        ("monitoring", "PutMetricData", "cloudwatch:PutMetricData"),
        ("email", "SendEmail", "ses:SendEmail"),
        ("tagging", "GetResources", "tag:GetResources"),
        ("streams.dynamodb", "GetRecords", "dynamodb:GetRecords"),
        // The API's date is part of the name.
        ("lambda", "CreateFunction20150331", "lambda:CreateFunction"),
        ("lambda", "UpdateFunctionCode20150331v2", "lambda:UpdateFunctionCode"),
        ("lambda", "Invoke", "lambda:InvokeFunction"),
        ("cloudfront", "CreateDistribution2020_05_31", "cloudfront:CreateDistribution"),
        // HTTP verbs.
        ("apigateway", "CreateRestApi", "apigateway:POST"),
        ("apigateway", "GetRestApis", "apigateway:GET"),
        ("apigateway", "UpdateStage", "apigateway:PATCH"),
        // Other names, several actions, names of the log alone.
        ("s3", "ListBuckets", "s3:ListAllMyBuckets"),
        ("s3", "HeadObject", "s3:GetObject"),
        ("s3", "GetBucketEncryption", "s3:GetEncryptionConfiguration"),
        ("s3", "DeleteBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
        ("s3", "CopyObject", "s3:GetObject s3:PutObject"),
        ("kms", "ReEncrypt", "kms:ReEncryptFrom kms:ReEncryptTo"),
        ("bedrock", "Converse", "bedrock:InvokeModel"),
        ("bedrock", "InvokeModelWithBidirectionalStream", "bedrock:InvokeModel"),
        ("metering-marketplace", "MeterUsage", "aws-marketplace:MeterUsage"),
        // Directory buckets.
        ("s3express", "CreateBucket", "s3express:CreateBucket"),
        ("s3express", "ListDirectoryBuckets", "s3express:ListAllMyDirectoryBuckets"),
        ("s3express", "GetObject", "s3express:CreateSession"),
        // No permission.
        ("sts", "GetCallerIdentity", "- unchecked"),
        ("sts", "AssumeRoleWithWebIdentity", "- trust-policy"),
        ("signin", "SwitchRole", "- sign-in"),
        ("sso", "Federate", "- sign-in"),
        // Not known, and said so.
        ("sqs", "SendMessage2", "? unknown-event"),
        ("nosuchservice", "DoIt", "? unknown-source"),
    ] {
        assert_eq!(map(source, name, None), expected, "{source} {name}");
    }
}

#[test]
fn what_the_request_says_changes_what_s3_asks_for() {
    for (name, parameters, expected) in [
        ("GetObject", r#"{"bucketName":"b","key":"k"}"#, "s3:GetObject"),
        ("GetObject", r#"{"bucketName":"b","key":"k","versionId":"v"}"#, "s3:GetObjectVersion"),
        ("HeadObject", r#"{"versionId":"v"}"#, "s3:GetObjectVersion"),
        ("DeleteObject", r#"{"versionId":"v"}"#, "s3:DeleteObjectVersion"),
        ("GetObjectTagging", r#"{"versionId":"v"}"#, "s3:GetObjectVersionTagging"),
        ("PutObject", r#"{"x-amz-acl":"private"}"#, "s3:PutObject s3:PutObjectAcl"),
        ("PutObject", r#"{"x-amz-grant-read":"id=1"}"#, "s3:PutObject s3:PutObjectAcl"),
        (
            "PutObject",
            r#"{"x-amz-tagging":"a=b","x-amz-object-lock-mode":"GOVERNANCE"}"#,
            "s3:PutObject s3:PutObjectRetention s3:PutObjectTagging",
        ),
        ("CreateBucket", r#"{"x-amz-acl":"private"}"#, "s3:CreateBucket s3:PutBucketAcl"),
        ("ListObjects", r#"{"versions":""}"#, "s3:ListBucketVersions"),
        ("CopyObject", r#"{"x-amz-copy-source":"b/k"}"#, "s3:GetObject s3:PutObject"),
        ("CopyObject", r#"{"x-amz-copy-source":"b/k?versionId=v"}"#, "s3:GetObjectVersion s3:PutObject"),
        (
            "CopyObject",
            r#"{"x-amz-acl":"private","x-amz-copy-source":"b/k?versionId=v"}"#,
            "s3:GetObjectVersion s3:PutObject s3:PutObjectAcl",
        ),
        ("UploadPartCopy", r#"{"x-amz-copy-source":"b/k?versionId=v"}"#, "s3:GetObjectVersion s3:PutObject"),
        ("GetObjectAttributes", "{}", "s3:GetObject s3:GetObjectAttributes"),
        ("GetObjectAttributes", r#"{"versionId":"v"}"#, "s3:GetObjectVersion s3:GetObjectVersionAttributes"),
        ("PutObject", r#""not an object""#, "s3:PutObject"),
        ("PutObject", "{broken", "s3:PutObject"),
    ] {
        assert_eq!(map("s3", name, Some(parameters)), expected, "{name} {parameters}");
    }
}

#[test]
fn sessions_with_tags_and_a_source_need_permission_for_these() {
    for (name, parameters, expected) in [
        ("AssumeRole", r#"{"roleArn":"r","roleSessionName":"s"}"#, "sts:AssumeRole"),
        ("AssumeRole", r#"{"tags":[{"key":"a","value":"b"}]}"#, "sts:AssumeRole sts:TagSession"),
        ("AssumeRole", r#"{"sourceIdentity":"ann"}"#, "sts:AssumeRole sts:SetSourceIdentity"),
        ("GetFederationToken", r#"{"tags":[{"key":"a"}]}"#, "sts:GetFederationToken sts:TagSession"),
        // A name that only begins so is another one.
        ("AssumeRole", r#"{"tagsOfTeam":"a"}"#, "sts:AssumeRole"),
    ] {
        assert_eq!(map("sts", name, Some(parameters)), expected, "{name} {parameters}");
    }
}

#[test]
fn a_call_that_may_need_one_of_several_says_so() {
    assert!(map("dynamodb", "ExecuteStatement", None).starts_with("one of dynamodb:PartiQL"));
}

/// Over all operations of the SDKs, under the event source of their client.
#[test]
fn operations_map_to_actions_that_exist() {
    let catalog = Catalog::embedded();
    let mut mapper = Mapper::new(catalog);
    let (mut total, mut named, mut known) = (0_u32, 0_u32, 0_u32);
    for client in catalog.clients() {
        for operation in client.operations().filter(|operation| operation.actions().len() > 0) {
            let mapped = mapper.map(&format!("{}.amazonaws.com", client.endpoint()), operation.name(), None);
            total += 1;
            named += u32::from(!mapped.actions().is_empty());
            known += u32::from(!matches!(mapped, Mapped::Unknown(_)));
            for action in mapped.actions() {
                assert_eq!(
                    catalog.action(action).map(catalog::Action::full_name).as_deref(),
                    Some(&**action)
                );
            }
        }
    }
    assert_eq!(known, total);
    assert!(
        total - named < 20,
        "only what needs no permission of the caller has no action: {named} of {total}"
    );
}

#[test]
fn names_of_reasons_read_back() {
    for exempt in Exempt::ALL {
        assert_eq!(Exempt::from_name(exempt.name()), Some(exempt));
    }
    for reason in Unmapped::ALL {
        assert_eq!(Unmapped::from_name(reason.name()), Some(reason));
    }
}
