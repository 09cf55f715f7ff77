//! Tasks with audits, findings, accounts, costs and support.

use super::{Intent, task};

pub(super) const ACCOUNTS: &[Intent] = &[
    task(
        "read the audit trail",
        "READ|SEARCH|lookup @cloudtrail|audit|activity ~event|@cloudtrail|log|history",
        "cloudtrail:LookupEvents cloudtrail:GetTrail cloudtrail:StartQuery cloudtrail:GetQueryResults",
    ),
    task(
        "make a trail",
        "CREATE|START|ENABLE trail|@cloudtrail ~log|logging|@cloudtrail",
        "cloudtrail:CreateTrail cloudtrail:StartLogging cloudtrail:PutEventSelectors",
    ),
    task(
        "stop a trail",
        "STOP|DISABLE trail|@cloudtrail ~log|logging|@cloudtrail",
        "cloudtrail:StopLogging cloudtrail:DeleteTrail",
    ),
    task(
        "turn GuardDuty on",
        "ENABLE|CREATE @guardduty ~detector",
        "guardduty:CreateDetector iam:CreateServiceLinkedRole",
    ),
    task(
        "read GuardDuty's findings",
        "READ|LIST finding|threat @guardduty",
        "guardduty:ListFindings guardduty:GetFindings guardduty:ListDetectors",
    ),
    task(
        "archive GuardDuty's findings",
        "archive finding ~@guardduty",
        "guardduty:ArchiveFindings securityhub:BatchUpdateFindings access-analyzer:UpdateFindings",
    ),
    task(
        "read Security Hub's findings",
        "READ|LIST finding ~@securityhub",
        "securityhub:GetFindings securityhub:GetInsightResults",
    ),
    task(
        "send findings to Security Hub",
        "WRITE|SEND|import|CREATE finding ~@securityhub",
        "securityhub:BatchImportFindings",
    ),
    task(
        "update findings",
        "UPDATE|resolve|suppress finding ~@securityhub|workflow",
        "securityhub:BatchUpdateFindings",
    ),
    task(
        "read Inspector's findings",
        "READ|LIST finding|vulnerability @inspector2|vulnerability",
        "inspector2:ListFindings inspector2:BatchGetFindingDetails",
    ),
    task(
        "read Access Analyzer's findings",
        "READ|LIST finding @access-analyzer",
        "access-analyzer:ListFindings access-analyzer:GetFinding access-analyzer:ListAnalyzers",
    ),
    task(
        "validate a policy",
        "VALIDATE policy ~@access-analyzer|@iam",
        "access-analyzer:ValidatePolicy access-analyzer:CheckNoNewAccess access-analyzer:CheckAccessNotGranted iam:SimulateCustomPolicy",
    ),
    task(
        "draft a policy from activity",
        "generate|CREATE policy @access-analyzer|activity|@cloudtrail",
        "access-analyzer:StartPolicyGeneration access-analyzer:GetGeneratedPolicy iam:PassRole",
    ),
    task(
        "check compliance",
        "compliance|compliant ~READ|check|@config|rule|resource",
        "config:GetComplianceDetailsByConfigRule config:DescribeComplianceByConfigRule config:GetComplianceDetailsByResource config:DescribeComplianceByResource",
    ),
    task(
        "write a Config rule",
        "CREATE|WRITE|UPDATE rule @config ~@config",
        "config:PutConfigRule config:PutEvaluations",
    ),
    task(
        "history of a resource",
        "history|timeline configuration|resource|@config ~resource|@config",
        "config:GetResourceConfigHistory config:BatchGetResourceConfig",
    ),
    task(
        "record configurations",
        "START|ENABLE recorder|@config|recording ~@config",
        "config:StartConfigurationRecorder config:PutConfigurationRecorder config:PutDeliveryChannel iam:PassRole",
    ),
    task(
        "attach a policy of the organization",
        "ATTACH|apply scp|policy @organizations ~ou|account",
        "organizations:AttachPolicy",
    ),
    task(
        "write an SCP",
        "CREATE|WRITE|UPDATE|edit scp|policy @organizations",
        "organizations:CreatePolicy organizations:UpdatePolicy organizations:AttachPolicy",
    ),
    task(
        "list the accounts",
        "LIST|READ account @organizations ~@organizations|member|aws",
        "organizations:ListAccounts organizations:DescribeAccount organizations:ListAccountsForParent",
    ),
    task(
        "open an account",
        "CREATE|open|add account ~@organizations|member|new|aws",
        "organizations:CreateAccount organizations:DescribeCreateAccountStatus organizations:MoveAccount",
    ),
    task(
        "close an account",
        "close|DELETE account ~@organizations|member|aws",
        "organizations:CloseAccount organizations:RemoveAccountFromOrganization",
    ),
    task("invite an account", "invite account ~@organizations", "organizations:InviteAccountToOrganization"),
    task(
        "move an account",
        "move account ~ou|@organizations|unit",
        "organizations:MoveAccount organizations:ListParents",
    ),
    task(
        "assign a permission set",
        "assign|GRANT|ATTACH @sso ~permission|user|account|set|group",
        "sso:CreateAccountAssignment sso:DescribeAccountAssignmentCreationStatus sso:ListPermissionSets sso:ListInstances",
    ),
    task(
        "share resources",
        "share resource|@ram ~account|@ram",
        "ram:CreateResourceShare ram:AssociateResourceShare",
    ),
    task(
        "accept a share",
        "accept share|invitation ~resource|@ram",
        "ram:AcceptResourceShareInvitation ram:GetResourceShareInvitations",
    ),
    task(
        "find resources by tag",
        "SEARCH|find|LIST|READ resource tag ~by",
        "tag:GetResources tag:GetTagKeys tag:GetTagValues resource-explorer-2:Search",
    ),
    task("tag many resources", "TAG resource ~many|bulk|several|across", "tag:TagResources"),
    task(
        "search for resources",
        "SEARCH|find resource ~@resource-explorer-2|account",
        "resource-explorer-2:Search tag:GetResources",
    ),
    task(
        "what it costs",
        "READ|LIST cost|spend|spending|bill|@ce ~usage|@ce|explorer|month|data",
        "ce:GetCostAndUsage ce:GetCostForecast ce:GetDimensionValues",
    ),
    task("what it will cost", "forecast cost|spending ~@ce", "ce:GetCostForecast ce:GetUsageForecast"),
    task("view budgets", "READ|LIST budget", "budgets:ViewBudget budgets:DescribeBudgetActionsForBudget"),
    task(
        "write budgets",
        "CREATE|WRITE|UPDATE|DELETE budget ~cost",
        "budgets:ModifyBudget budgets:CreateBudgetAction",
    ),
    task(
        "look at bills",
        "READ bill|billing|invoice ~console|page",
        "billing:GetBillingData billing:GetBillingDetails ce:GetCostAndUsage invoicing:ListInvoiceSummaries",
    ),
    task(
        "look prices up",
        "READ|LIST|SEARCH price|@pricing ~product|list",
        "pricing:GetProducts pricing:GetAttributeValues pricing:DescribeServices",
    ),
    task(
        "raise a quota",
        "UPDATE|request|raise|increase quota|limit ~service|increase",
        "servicequotas:RequestServiceQuotaIncrease servicequotas:GetServiceQuota",
    ),
    task(
        "read quotas",
        "READ|LIST quota|limit ~service",
        "servicequotas:ListServiceQuotas servicequotas:GetServiceQuota",
    ),
    task(
        "open a support case",
        "CREATE|open|file case|ticket @support|case|ticket ~@support",
        "support:CreateCase support:AddCommunicationToCase support:DescribeCases",
    ),
    task(
        "service events of AWS",
        "health|outage|incident ~event|status|READ|@health",
        "health:DescribeEvents health:DescribeEventDetails health:DescribeAffectedEntities",
    ),
    task("make a service-linked role", "CREATE|make linked role", "iam:CreateServiceLinkedRole"),
    task(
        "ask the Trusted Advisor",
        "READ|LIST|refresh @trustedadvisor ~check|recommendation",
        "support:DescribeTrustedAdvisorChecks support:DescribeTrustedAdvisorCheckResult support:RefreshTrustedAdvisorCheck trustedadvisor:ListChecks trustedadvisor:ListRecommendations",
    ),
    task(
        "find out who did something",
        "who ~change|create|delete|do|did|made|find",
        "cloudtrail:LookupEvents",
    ),
];
