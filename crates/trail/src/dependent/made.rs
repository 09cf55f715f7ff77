//! Which action tags what a call makes, and of which types that is.

use std::borrow::Cow;

use catalog::{Action, Catalog, Level, ResourceType};
use policy::ResourcePattern;

use crate::Principal;
use crate::resource::{Origin, all_of, one_region, owner};
use crate::usage::{ANY_ACTION, Known, Resources, Use, UseKey};

/// Services of which every action that takes tags for what it makes also asks for this one.
///
/// Where the reference of actions lists the tagging action among what another needs, there is no row; it is found there.
///
/// Sources: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html>,
/// <https://docs.aws.amazon.com/autoscaling/ec2/userguide/security_iam_id-based-policy-examples.html>,
/// <https://docs.aws.amazon.com/firehose/latest/APIReference/API_CreateDeliveryStream.html>,
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html>, the API references of the others, and the
/// permissions that their types list for handlers that create: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/>.
const SERVICES: &[(&str, &str)] = &[
    ("acm", "acm:AddTagsToCertificate"),
    ("athena", "athena:TagResource"),
    ("autoscaling", "autoscaling:CreateOrUpdateTags"),
    ("cloudwatch", "cloudwatch:TagResource"),
    ("dynamodb", "dynamodb:TagResource"),
    ("ecs", "ecs:TagResource"),
    ("eks", "eks:TagResource"),
    ("events", "events:TagResource"),
    ("firehose", "firehose:TagDeliveryStream"),
    ("glue", "glue:TagResource"),
    ("kinesis", "kinesis:TagResource"),
    ("lambda", "lambda:TagResource"),
    ("logs", "logs:TagResource"),
    ("organizations", "organizations:TagResource"),
    ("s3", "s3:TagResource"),
    ("secretsmanager", "secretsmanager:TagResource"),
    ("sns", "sns:TagResource"),
    ("sqs", "sqs:TagQueue"),
    ("ssm", "ssm:AddTagsToResource"),
    ("states", "states:TagResource"),
];

/// Actions that need another one than their service's.
///
/// Sources: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html>,
/// <https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html>,
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutStorageLensConfiguration.html>
const OTHERS: &[(&str, &str)] = &[
    ("acm:CreateAcmeDomainValidation", "acm:TagResource"),
    ("acm:CreateAcmeEndpoint", "acm:TagResource"),
    ("acm:CreateAcmeExternalAccountBinding", "acm:TagResource"),
    ("iam:CreateInstanceProfile", "iam:TagInstanceProfile"),
    ("iam:CreateOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"),
    ("iam:CreatePolicy", "iam:TagPolicy"),
    ("iam:CreateRole", "iam:TagRole"),
    ("iam:CreateSAMLProvider", "iam:TagSAMLProvider"),
    ("iam:CreateUser", "iam:TagUser"),
    ("iam:CreateVirtualMFADevice", "iam:TagMFADevice"),
    ("iam:UploadServerCertificate", "iam:TagServerCertificate"),
    ("kinesis:CreateStream", "kinesis:AddTagsToStream"),
    ("s3:CreateJob", "s3:PutJobTagging"),
    ("s3:PutStorageLensConfiguration", "s3:PutStorageLensConfigurationTagging"),
];

/// What is made, where the name of the action does not say it in the words of the types.
const MADE: &[(&str, &[&str])] = &[
    ("cloudwatch:CreateServiceLevelObjective", &["slo"]),
    ("cloudwatch:PutManagedInsightRules", &["insight-rule"]),
    ("events:CreateEventSource", &["event-sourcev2"]),
    ("events:PutRule", &["rule-on-custom-event-bus", "rule-on-default-event-bus"]),
    ("organizations:CreateGovCloudAccount", &["account"]),
    ("organizations:InviteAccountToOrganization", &["account"]),
    ("rds:CreateDBInstance", &["db"]),
    ("rds:CreateDBInstanceReadReplica", &["db"]),
    ("rds:CreateDBShardGroup", &["shardgrp"]),
    ("rds:RestoreDBInstanceFromDBSnapshot", &["db"]),
    ("rds:RestoreDBInstanceFromS3", &["db"]),
    ("rds:RestoreDBInstanceToPointInTime", &["db"]),
    ("rds:StartDBInstanceAutomatedBackupsReplication", &["auto-backup"]),
    ("s3:CreateAccessGrantsInstance", &["accessgrantsinstance"]),
    ("ssm:CreateActivation", &["managed-instance"]),
    ("ssm:CreateAssociationBatch", &["association"]),
    ("ssm:StartAutomationExecution", &["automation-execution"]),
    ("ssm:StartChangeRequestExecution", &["automation-execution"]),
];

/// A key that every action has which takes tags.
const REQUEST_TAG: &str = "aws:RequestTag/${TagKey}";

/// The action that a call for this one needs if its request has tags. What EC2 needs does not come from here.
pub(super) fn tagging<'c>(catalog: &'c Catalog, action: Action<'c>) -> Option<Action<'c>> {
    let name = action.full_name();
    let prefix = action.service().prefix();
    if let Some((_, other)) = OTHERS.iter().find(|row| row.0 == name) {
        return catalog.action(other);
    }
    if matches!(action.level(), Level::Tagging | Level::Read | Level::List) {
        return None;
    }
    let mut needs = action.needs().map(|need| need.action);
    let listed = needs.find(|need| {
        need.service().prefix() == prefix && need.level() == Level::Tagging && !need.name().contains("Untag")
    });
    listed.or_else(|| {
        let row = SERVICES.iter().find(|row| row.0 == prefix)?;
        let changes = ["Delete", "Update"].iter().any(|verb| action.name().starts_with(verb));
        action.condition_key(REQUEST_TAG).filter(|_| !changes).and_then(|_| catalog.action(row.1))
    })
}

/// Of the types that the tagging action takes those that the action makes; none if that cannot be told.
fn types<'c>(action: Action<'c>, tagging: Action<'c>) -> Vec<ResourceType<'c>> {
    let all = || tagging.targets().map(|target| target.resource);
    let name = action.full_name();
    if let Some((_, own)) = MADE.iter().find(|row| row.0 == name) {
        return all().filter(|kind| own.contains(&kind.name())).collect();
    }
    let made = noun(action.name());
    // `/app/` behind a name tells variants of a type apart.
    let bare = |kind: &ResourceType<'_>| compact(kind.name().split('/').next().unwrap_or_default());
    let of = |is: &dyn Fn(&str) -> bool| all().filter(|kind| is(&bare(kind))).collect::<Vec<_>>();
    let longest = of(&|kind| made.ends_with(kind)).iter().map(|kind| bare(kind).len()).max();
    let ways: [&dyn Fn(&str) -> bool; 3] =
        [&|kind| kind == made, &|kind| made.ends_with(kind) && Some(kind.len()) == longest, &|kind| {
            kind.ends_with(&made)
        }];
    if let Some(named) = ways.into_iter().map(of).find(|named| !named.is_empty() && !made.is_empty()) {
        return named;
    }
    let own: Vec<_> = all().filter(|kind| action.targets().any(|target| target.resource == *kind)).collect();
    match own.as_slice() {
        [_] => own,
        [] => Some(all().collect::<Vec<_>>()).filter(|all| all.len() == 1).unwrap_or_default(),
        _ => Vec::new(),
    }
}

/// `CreateFileSystemFromBackup` → `filesystem`
fn noun(name: &str) -> String {
    let mut words = Vec::new();
    for (at, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() {
            words.push(at);
        }
    }
    let behind_verb = words.get(1).and_then(|at| name.get(*at..)).unwrap_or_default();
    let ends = ["From", "ToPoint", "ToRegion"].into_iter().filter_map(|word| behind_verb.find(word));
    let end = ends.min().unwrap_or(behind_verb.len());
    compact(behind_verb.get(..end).unwrap_or_default())
}

fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// What calls made and gave tags: of what they touched that of the types that are made, or all of these types, if they name none.
///
/// Of calls for which the types cannot be told, all that they touched.
pub fn made<'u>(
    catalog: &Catalog,
    tagging_action: &str,
    (key, calls): (&UseKey, &'u Use),
    principal: &Principal,
) -> Cow<'u, Resources> {
    let touched = Cow::Borrowed(&calls.resources);
    let Some(own) = catalog.action(tagging_action) else { return touched };
    let mapped = key.mapped.actions().iter().filter_map(|name| catalog.action(name));
    let mut makers = mapped.filter(|action| tagging(catalog, *action).is_some_and(|needed| needed == own));
    let types = makers.next().map(|action| types(action, own)).unwrap_or_default();
    if types.is_empty() {
        return touched;
    }
    let taken = own.kinds();
    let is_made = |arn: &str, known: Known| {
        let kinds = |kind: &ResourceType<'_>| types.contains(kind);
        if known.origin.has(Origin::PATTERN) || arn.contains(['*', '?', '$']) {
            let pattern = ResourcePattern::with_variables(arn);
            taken.meeting(&pattern).iter().any(|target| kinds(&target.resource))
        } else {
            taken.of(arn).any(|target| kinds(&target.resource))
        }
    };
    let mut resources = calls.resources.clone();
    resources.retain(|stem, rest, known| is_made(&format!("{stem}{rest}"), known));
    if resources.is_empty() || resources.is_unnamed() {
        let formats = types.iter().flat_map(|kind| kind.arn_formats());
        let region = one_region([calls]);
        let all = formats.map(|format| all_of(format, owner(principal), region));
        resources.name(all, Known { origin: Origin::PATTERN, of: ANY_ACTION });
    }
    Cow::Owned(resources)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> impl Iterator<Item = (Action<'static>, Action<'static>)> {
        let catalog = Catalog::embedded();
        let ec2 = |action: &Action<'_>| action.service().prefix() == "ec2";
        let actions = catalog.actions().filter(move |action| !ec2(action));
        actions.filter_map(move |action| Some((action, tagging(catalog, action)?)))
    }

    fn told(action: &str) -> Option<(String, Vec<&'static str>)> {
        let catalog = Catalog::embedded();
        let action = catalog.action(action).unwrap_or_else(|| panic!("{action}"));
        let own = tagging(catalog, action)?;
        let mut names: Vec<_> = types(action, own).iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        Some((own.full_name(), names))
    }

    #[test]
    fn rows_are_of_the_catalogue() {
        let catalog = Catalog::embedded();
        for (prefix, action) in SERVICES {
            let known = catalog.action(action).unwrap_or_else(|| panic!("{action}"));
            assert_eq!((known.service().prefix(), known.full_name().as_str()), (*prefix, *action));
            assert_eq!(known.level(), Level::Tagging, "{action}");
            assert!(rows().any(|(_, own)| own == known), "{action} tags nothing that is made");
        }
        for (maker, action) in OTHERS {
            for name in [maker, action] {
                assert_eq!(catalog.action(name).map(Action::full_name).as_deref(), Some(*name));
            }
        }
        for (maker, own) in MADE {
            let (_, found) = told(maker).unwrap_or_else(|| panic!("{maker} takes no tags"));
            let mut own = own.to_vec();
            own.sort_unstable();
            assert_eq!(found, own, "{maker}");
        }
    }

    /// By the references of the services, what their actions make.
    #[test]
    fn what_is_made_is_told_by_the_name_of_the_action() {
        for (action, own, made) in [
            ("acm:RequestCertificate", "acm:AddTagsToCertificate", "certificate"),
            ("athena:CreateWorkGroup", "athena:TagResource", "workgroup"),
            ("autoscaling:CreateAutoScalingGroup", "autoscaling:CreateOrUpdateTags", "autoScalingGroup"),
            ("cloudtrail:CreateTrail", "cloudtrail:AddTags", "trail"),
            ("cloudwatch:PutCompositeAlarm", "cloudwatch:TagResource", "alarm"),
            ("cloudwatch:PutMetricAlarm", "cloudwatch:TagResource", "alarm"),
            ("dynamodb:CreateTable", "dynamodb:TagResource", "table"),
            ("ecr:CreateRepository", "ecr:TagResource", "repository"),
            ("ecs:CreateCluster", "ecs:TagResource", "cluster"),
            ("ecs:CreateService", "ecs:TagResource", "service"),
            ("ecs:CreateTaskSet", "ecs:TagResource", "task-set"),
            ("ecs:RegisterTaskDefinition", "ecs:TagResource", "task-definition"),
            ("ecs:RunTask", "ecs:TagResource", "task"),
            ("ecs:StartTask", "ecs:TagResource", "task"),
            ("eks:CreateCluster", "eks:TagResource", "cluster"),
            ("eks:CreateNodegroup", "eks:TagResource", "nodegroup"),
            ("elasticache:CreateSnapshot", "elasticache:AddTagsToResource", "snapshot"),
            ("elasticfilesystem:CreateFileSystem", "elasticfilesystem:TagResource", "file-system"),
            ("elasticloadbalancing:CreateTargetGroup", "elasticloadbalancing:AddTags", "targetgroup"),
            (
                "elasticloadbalancing:CreateListener",
                "elasticloadbalancing:AddTags",
                "listener/app listener/gwy listener/net",
            ),
            (
                "elasticloadbalancing:CreateRule",
                "elasticloadbalancing:AddTags",
                "listener-rule/app listener-rule/net",
            ),
            ("firehose:CreateDeliveryStream", "firehose:TagDeliveryStream", "deliverystream"),
            ("fsx:CreateVolumeFromBackup", "fsx:TagResource", "volume"),
            ("glue:CreateJob", "glue:TagResource", "job"),
            ("iam:CreatePolicy", "iam:TagPolicy", "policy"),
            ("iam:CreateRole", "iam:TagRole", "role"),
            ("iam:CreateUser", "iam:TagUser", "user"),
            ("kinesis:CreateStream", "kinesis:AddTagsToStream", "stream"),
            ("kinesis:RegisterStreamConsumer", "kinesis:TagResource", "consumer"),
            ("kms:CreateKey", "kms:TagResource", "key"),
            ("kms:ReplicateKey", "kms:TagResource", "key"),
            ("lambda:CreateFunction", "lambda:TagResource", "function"),
            ("lambda:CreateEventSourceMapping", "lambda:TagResource", "eventSourceMapping"),
            ("logs:CreateLogGroup", "logs:TagResource", "log-group"),
            ("networkmanager:CreateSiteToSiteVpnAttachment", "networkmanager:TagResource", "attachment"),
            ("organizations:CreateAccount", "organizations:TagResource", "account"),
            ("organizations:CreatePolicy", "organizations:TagResource", "policy"),
            ("rds:CopyDBClusterSnapshot", "rds:AddTagsToResource", "cluster-snapshot"),
            ("rds:CreateDBCluster", "rds:AddTagsToResource", "cluster"),
            ("rds:CreateDBClusterEndpoint", "rds:AddTagsToResource", "cluster-endpoint"),
            ("rds:CreateDBClusterParameterGroup", "rds:AddTagsToResource", "cluster-pg"),
            ("rds:CreateDBInstance", "rds:AddTagsToResource", "db"),
            ("rds:CreateDBParameterGroup", "rds:AddTagsToResource", "pg"),
            ("rds:CreateDBSnapshot", "rds:AddTagsToResource", "snapshot"),
            ("rds:CreateDBSubnetGroup", "rds:AddTagsToResource", "subgrp"),
            ("rds:CreateEventSubscription", "rds:AddTagsToResource", "es"),
            ("rds:CreateGlobalCluster", "rds:AddTagsToResource", "global-cluster"),
            ("rds:RestoreDBClusterToPointInTime", "rds:AddTagsToResource", "cluster"),
            ("rds:RestoreDBInstanceFromDBSnapshot", "rds:AddTagsToResource", "db"),
            ("s3:CreateBucket", "s3:TagResource", "bucket"),
            ("s3:CreateJob", "s3:PutJobTagging", "job"),
            ("sagemaker:CreateTrial", "sagemaker:AddTags", "experiment-trial"),
            ("secretsmanager:CreateSecret", "secretsmanager:TagResource", "Secret"),
            ("sns:CreateTopic", "sns:TagResource", "topic"),
            ("sqs:CreateQueue", "sqs:TagQueue", "queue"),
            ("ssm:CreateDocument", "ssm:AddTagsToResource", "document"),
            ("ssm:PutParameter", "ssm:AddTagsToResource", "parameter"),
            ("states:CreateStateMachine", "states:TagResource", "statemachine"),
            ("wafv2:CreateWebACL", "wafv2:TagResource", "webacl"),
        ] {
            let (found, kinds) = told(action).unwrap_or_default();
            assert_eq!((found.as_str(), kinds.join(" ")), (own, made.to_owned()), "{action}");
        }
        // These have tags of their own, or none.
        for action in
            ["cloudformation:CreateStack", "dynamodb:UpdateTable", "ecs:TagResource", "sqs:ListQueues"]
        {
            assert_eq!(told(action), None, "{action}");
        }
    }

    /// Of few makers the types do not tell what is made; all that their calls touch counts then.
    #[test]
    fn little_is_made_of_unknown_type() {
        let unknown: Vec<String> = rows()
            .filter(|(action, own)| types(*action, *own).is_empty())
            .map(|(action, _)| action.full_name())
            .collect();
        assert!(unknown.len() * 20 < rows().count(), "{unknown:?}");
        for prefix in SERVICES.iter().map(|row| row.0).chain(["ecr", "elasticloadbalancing", "iam", "kms"]) {
            let of = unknown.iter().filter(|name| name.starts_with(&format!("{prefix}:")));
            let of: Vec<_> = of.filter(|name| *name != "ssm:StartAccessRequest").collect();
            assert!(of.is_empty(), "{of:?}");
        }
    }
}
