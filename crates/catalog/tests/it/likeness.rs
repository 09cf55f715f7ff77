//! What is suggested for a name that does not exist.

use catalog::{Action, Catalog};

fn nearest(name: &str) -> Vec<String> {
    Catalog::embedded().nearest_actions(name).into_iter().map(Action::full_name).collect()
}

#[test]
fn the_first_suggestion_is_what_was_meant() {
    for (wrong, right) in [
        ("s3:GetObjet", "s3:GetObject"),
        ("s3:GetObjects", "s3:GetObject"),
        ("s3:getobjectt", "s3:GetObject"),
        ("ec2:DescribeInstance", "ec2:DescribeInstances"),
        ("ec2:DescribeInstnaces", "ec2:DescribeInstances"),
        ("dynamo:GetItem", "dynamodb:GetItem"),
        ("dynamodb:getitems", "dynamodb:GetItem"),
        ("efs:CreateFileSystem", "elasticfilesystem:CreateFileSystem"),
        ("lamda:InvokeFunction", "lambda:InvokeFunction"),
        ("iam:PassRoles", "iam:PassRole"),
        ("stepfunctions:StartExecution", "states:StartExecution"),
        ("s3:GetObjectMetadata", "s3:GetObject"),
        ("s3:GetObjectMetaData", "s3:GetObject"),
        // Operations whose permission has another name.
        ("s3:HeadObject", "s3:GetObject"),
        ("s3:ListObjectsV2", "s3:ListBucket"),
        ("lambda:Invoke", "lambda:InvokeFunction"),
        // A word left out or added in the middle, or behind the only one.
        ("route53:ChangeRecordSets", "route53:ChangeResourceRecordSets"),
        ("ecr:GetToken", "ecr:GetAuthorizationToken"),
        ("sns:PublishMessage", "sns:Publish"),
        ("kms:DecryptData", "kms:Decrypt"),
        // The right name in the wrong service.
        ("iam:AssumeRole", "sts:AssumeRole"),
        ("cloudwatch:PutLogEvents", "logs:PutLogEvents"),
    ] {
        assert_eq!(nearest(wrong).first().map(String::as_str), Some(right), "{wrong}: {:?}", nearest(wrong));
    }
}

#[test]
fn there_are_three_at_most_and_none_for_what_exists_or_is_far_from_all() {
    for name in ["s3:GetObject", "s3:getobject", "s3:", "", ":", "zzzzzz:Qqqqqqq", "s3:Qqqqqqqqqqq", "é:ü"]
    {
        assert_eq!(nearest(name), [""; 0], "{name}");
    }
    for name in ["s3:GetBucketX", "ec2:Describe", "a:b", "e:GetItem"] {
        assert!(nearest(name).len() <= 3, "{name}: {:?}", nearest(name));
    }
    assert_eq!(nearest(&format!("s3:{}", "x".repeat(1_000_000))), [""; 0]);
}

#[test]
fn an_operation_is_not_taken_for_an_action_with_fewer_words() {
    assert_eq!(nearest("s3:DeleteBucketCors"), ["s3:PutBucketCORS"]);
    assert_eq!(nearest("s3:PutBucketEncryption"), ["s3:PutEncryptionConfiguration"]);
}

#[test]
fn services_are_found_by_beginning_by_slip_and_by_nickname() {
    for (wrong, right) in [
        ("dynamo", "dynamodb"),
        ("lamda", "lambda"),
        ("efs", "elasticfilesystem"),
        ("clouwatch", "cloudwatch"),
        ("kinesisfirehose", "firehose"),
        ("vpc", "ec2"),
    ] {
        let near = Catalog::embedded().nearest_services(wrong);
        assert_eq!(near.first().map(|service| service.prefix()), Some(right), "{wrong}: {near:?}");
    }
    assert!(Catalog::embedded().nearest_services("S3").is_empty());
    assert!(Catalog::embedded().nearest_services("qqqqqq").is_empty());
}

#[test]
fn condition_keys_are_found_by_slip() {
    for (wrong, right) in [
        ("aws:SourceIP", None),
        ("aws:SourceIpp", Some("aws:SourceIp")),
        ("s3:prefixes", Some("s3:prefix")),
        ("aws:RequestTags/Team", Some("aws:RequestTag/${TagKey}")),
        // The tag was forgotten.
        ("aws:RequestTag", Some("aws:RequestTag/${TagKey}")),
        ("aws:PrincipalTags", Some("aws:PrincipalTag/${TagKey}")),
        // Claims of identity providers that are not listed are not slips for others that are.
        ("token.actions.githubusercontent.com:sub", None),
        (
            "token.actions.githubusercontent.com:repositry",
            Some("token.actions.githubusercontent.com:repository"),
        ),
    ] {
        let near = Catalog::embedded().nearest_condition_keys(wrong);
        assert_eq!(near.first().map(|key| key.name()), right, "{wrong}: {near:?}");
    }
}

#[test]
fn a_slip_in_a_service_principal_is_told_from_a_service_that_may_be_new() {
    for (wrong, near) in [
        ("lamda.amazonaws.com", &["lambda.amazonaws.com"][..]),
        ("lamda.eu-west-1.amazonaws.com", &["lambda.eu-west-1.amazonaws.com"]),
        ("lamda.amazonaws.com.cn", &["lambda.amazonaws.com.cn"]),
        ("cloudformaton.amazonaws.com", &["cloudformation.amazonaws.com"]),
        ("ecs-task.amazonaws.com", &["ecs-tasks.amazonaws.com"]),
        ("ecs.tasks.amazonaws.com", &["ecs-tasks.amazonaws.com"]),
        ("delivery-logs.amazonaws.com", &["delivery.logs.amazonaws.com"]),
        ("pod.eks.amazonaws.com", &["pods.eks.amazonaws.com"]),
        // Known, in a form for a region or partition, or by its service.
        ("lambda.amazonaws.com", &[]),
        ("lambda.eu-west-1.amazonaws.com", &[]),
        ("lambda.amazonaws.com.cn", &[]),
        ("kinesisvideo.amazonaws.com", &[]),
        // Another service, as far as anybody knows.
        ("inspector3.amazonaws.com", &[]),
        ("cloudhsmv2.amazonaws.com", &[]),
        ("ecx.amazonaws.com", &[]),
        ("abi.inspector2.amazonaws.com", &[]),
        ("logging.s3.amazonaws.com", &[]),
        ("logdelivery.elasticloadbalancing.amazonaws.com", &[]),
        ("build.apprunner.amazonaws.com", &[]),
        ("lamda.amazonaws.co", &[]),
        ("amazonaws.com", &[]),
        ("", &[]),
    ] {
        assert_eq!(Catalog::embedded().nearest_service_principals(wrong), near, "{wrong}");
    }
}
