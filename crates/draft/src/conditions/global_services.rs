//! Where the region that is logged does not say where a call may be made.

use catalog::Action;
use policy::ActionPattern;

/// Services with one endpoint for all regions, or whose endpoints do not tell where the resource is, and single actions of others.
///
/// Source: the Region deny control of AWS Control Tower, which lets these pass in every region,
/// <https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html>, and
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion>
const GLOBAL: [&str; 67] = [
    "a4b:*",
    "account:*",
    "activate:*",
    "artifact:*",
    "aws-marketplace-management:*",
    "aws-marketplace:*",
    "aws-portal:*",
    "billing:*",
    "billingconductor:*",
    "budgets:*",
    "ce:*",
    "chatbot:*",
    "chime:*",
    "cloudfront-keyvaluestore:*",
    "cloudfront:*",
    "consoleapp:*",
    "consolidatedbilling:*",
    "cur:*",
    "devicefarm:*",
    "directconnect:*",
    "ec2:DescribeRegions",
    "ecr-public:*",
    "fms:*",
    "freetier:*",
    "globalaccelerator:*",
    "health:*",
    "iam:*",
    "importexport:*",
    "invoicing:*",
    "iq:*",
    "mobileanalytics:*",
    "networkmanager:*",
    "notifications-contacts:*",
    "notifications:*",
    "organizations:*",
    "payments:*",
    "pricing:*",
    "purchase-orders:*",
    "route53-recovery-cluster:*",
    "route53-recovery-control-config:*",
    "route53-recovery-readiness:*",
    "route53:*",
    "route53domains:*",
    "s3:*AccountPublicAccessBlock",
    "s3:*MultiRegionAccessPoint*",
    "s3:*StorageLensConfiguration*",
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:GetBucketLocation",
    "s3:ListAllMyBuckets",
    "savingsplans:*",
    "shield:*",
    "signin:*",
    "sts:*",
    "support:*",
    "supportapp:*",
    "supportplans:*",
    "sustainability:*",
    "tag:*",
    "tax:*",
    "trustedadvisor:*",
    "vendor-insights:*",
    "waf-regional:*",
    "waf:*",
    "wafv2:*",
    "wellarchitected:*",
    "wickr:*",
];

pub(super) fn region_misleads(action: Action<'_>) -> bool {
    let prefix = action.service().prefix();
    let of_service = GLOBAL
        .iter()
        .filter(|pattern| pattern.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(':')));
    of_service.into_iter().any(|pattern| ActionPattern::parse(pattern).matches(&action.full_name()))
}

#[cfg(test)]
mod tests {
    use catalog::Catalog;

    use super::*;

    #[test]
    fn patterns_are_in_order_and_single_actions_known() {
        assert!(GLOBAL.is_sorted());
        for pattern in GLOBAL.iter().filter(|pattern| !pattern.ends_with(":*")) {
            assert!(!Catalog::embedded().expand(&ActionPattern::parse(pattern)).is_empty(), "{pattern}");
        }
    }

    #[test]
    fn regions_mean_something_for_regional_services_only() {
        for (action, expected) in [
            ("iam:GetRole", true),
            ("sts:AssumeRole", true),
            ("s3:ListAllMyBuckets", true),
            ("s3:GetObject", false),
            ("ec2:DescribeInstances", false),
            ("wafv2:GetWebACL", true),
        ] {
            let action = Catalog::embedded().action(action).unwrap();
            assert_eq!(region_misleads(action), expected, "{}", action.full_name());
        }
    }
}
