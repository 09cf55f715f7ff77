//! The table of operations: adding one touches its file and two lines here.

mod analyze_cloudtrail;
mod books;
mod bucket_logs;
mod build_arn;
mod build_minimal_policy;
mod catalog_changes;
mod catalog_diff;
mod catalog_status;
mod catalog_update;
mod check_access_not_granted;
mod check_actions_batch;
mod check_config;
mod check_no_new_access;
mod check_no_public_access;
mod check_org_compliance;
mod check_sensitive_actions;
mod chosen_principals;
mod clear_custom_instructions;
mod clear_organization_config;
mod compare_policies;
mod denied_reason;
mod denied_usage;
mod describe_checks;
mod draft_errors;
mod drafting_choice;
mod drafting_shape;
mod evidence;
mod exceeded;
mod expand_wildcard_action;
mod explain;
mod explain_policy;
mod fix_policies;
mod fix_policy_issues;
mod generate_policies;
mod generate_policy_from_template;
mod generated;
mod get_check_details;
mod get_condition_requirements_for_action;
mod get_config;
mod get_config_schema;
mod get_custom_instructions;
mod get_issue_guidance;
mod get_organization_config;
mod get_policy_summary;
mod get_required_conditions;
mod get_template;
pub(crate) mod held_policies;
mod in_place;
mod known;
mod lint_document;
mod list_checks;
mod list_sensitive_actions;
mod list_templates;
mod load_organization_config_from_yaml;
mod log_limits;
mod log_run;
mod logs;
mod made_policies;
mod mending;
mod merge_usage;
mod minimize_policy;
pub(crate) mod named_policies;
mod not_granted;
mod organization;
mod pattern_known;
mod plan;
mod policy_results;
mod proved_meaning;
mod query;
mod query_action_details;
mod query_actions_batch;
mod query_arn_formats;
mod query_condition_keys;
mod query_service_actions;
mod query_services;
mod quick_validate;
mod report_policies;
mod requirements;
mod requirements_by_key;
mod requirements_of_rules;
pub(crate) mod seen_actions;
mod service_reference;
mod set_config;
mod set_custom_instructions;
mod set_organization_config;
mod show_usage;
mod simulate_policy;
mod statement_evidence;
mod suggest_actions;
mod test_policies;
mod tighten_policy;
mod tighten_replay;
mod tighten_words;
pub(crate) mod told_policy;
mod top_usage;
mod trusted;
mod unused_permissions;
pub(crate) mod usage_inputs;
mod usage_output;
mod usage_sql;
mod validate_policies;
mod validate_policies_batch;
mod validate_policy;
mod validate_with_config;
mod who_can;
mod written_drafts;

use crate::Registered;

pub use get_check_details::check_pages;
pub use get_template::template_pages;
pub use log_limits::between;
pub use show_usage::By;

/// All operations, in the order of the help.
pub const OPERATIONS: &[Registered] = &[
    Registered::of::<validate_policies::ValidatePolicies>(),
    Registered::of::<validate_policy::ValidatePolicy>(),
    Registered::of::<validate_policies_batch::ValidatePoliciesBatch>(),
    Registered::of::<quick_validate::QuickValidate>(),
    Registered::of::<fix_policies::FixPolicies>(),
    Registered::of::<fix_policy_issues::FixPolicyIssues>(),
    Registered::of::<analyze_cloudtrail::AnalyzeCloudtrail>(),
    Registered::of::<merge_usage::MergeUsage>(),
    Registered::of::<show_usage::ShowUsage>(),
    Registered::of::<top_usage::TopUsage>(),
    Registered::of::<denied_usage::DeniedUsage>(),
    Registered::of::<unused_permissions::UnusedPermissions>(),
    Registered::of::<usage_sql::UsageSql>(),
    Registered::of::<generate_policies::GeneratePolicies>(),
    Registered::of::<generate_policy_from_template::GeneratePolicyFromTemplate>(),
    Registered::of::<build_minimal_policy::BuildMinimalPolicy>(),
    Registered::of::<build_arn::BuildArn>(),
    Registered::of::<simulate_policy::SimulatePolicy>(),
    Registered::of::<test_policies::TestPolicies>(),
    Registered::of::<compare_policies::ComparePolicies>(),
    Registered::of::<check_no_new_access::CheckNoNewAccess>(),
    Registered::of::<check_access_not_granted::CheckAccessNotGranted>(),
    Registered::of::<check_no_public_access::CheckNoPublicAccess>(),
    Registered::of::<report_policies::ReportPolicies>(),
    Registered::of::<minimize_policy::MinimizePolicy>(),
    Registered::of::<tighten_policy::TightenPolicy>(),
    Registered::of::<who_can::WhoCan>(),
    Registered::of::<query_service_actions::QueryServiceActions>(),
    Registered::of::<query_action_details::QueryActionDetails>(),
    Registered::of::<query_actions_batch::QueryActionsBatch>(),
    Registered::of::<query_arn_formats::QueryArnFormats>(),
    Registered::of::<query_condition_keys::QueryConditionKeys>(),
    Registered::of::<expand_wildcard_action::ExpandWildcardAction>(),
    Registered::of::<query_services::QueryServices>(),
    Registered::of::<list_sensitive_actions::ListSensitiveActions>(),
    Registered::of::<check_sensitive_actions::CheckSensitiveActions>(),
    Registered::of::<check_actions_batch::CheckActionsBatch>(),
    Registered::of::<get_required_conditions::GetRequiredConditions>(),
    Registered::of::<get_condition_requirements_for_action::GetConditionRequirementsForAction>(),
    Registered::of::<suggest_actions::SuggestActions>(),
    Registered::of::<list_checks::ListChecks>(),
    Registered::of::<get_check_details::GetCheckDetails>(),
    Registered::of::<get_issue_guidance::GetIssueGuidance>(),
    Registered::of::<list_templates::ListTemplates>(),
    Registered::of::<get_template::GetTemplate>(),
    Registered::of::<explain_policy::ExplainPolicy>(),
    Registered::of::<get_policy_summary::GetPolicySummary>(),
    Registered::of::<check_config::CheckConfig>(),
    Registered::of::<get_config_schema::GetConfigSchema>(),
    Registered::of::<set_organization_config::SetOrganizationConfig>(),
    Registered::of::<get_organization_config::GetOrganizationConfig>(),
    Registered::of::<clear_organization_config::ClearOrganizationConfig>(),
    Registered::of::<load_organization_config_from_yaml::LoadOrganizationConfigFromYaml>(),
    Registered::of::<check_org_compliance::CheckOrgCompliance>(),
    Registered::of::<validate_with_config::ValidateWithConfig>(),
    Registered::of::<set_custom_instructions::SetCustomInstructions>(),
    Registered::of::<get_custom_instructions::GetCustomInstructions>(),
    Registered::of::<clear_custom_instructions::ClearCustomInstructions>(),
    Registered::of::<query::Query>(),
    Registered::of::<describe_checks::DescribeChecks>(),
    Registered::of::<get_config::GetConfig>(),
    Registered::of::<set_config::SetConfig>(),
    Registered::of::<catalog_status::CatalogStatus>(),
    Registered::of::<catalog_update::CatalogUpdate>(),
    Registered::of::<catalog_diff::CatalogDiff>(),
];

/// What the command line has besides: words that stand for one operation or another.
pub const COMMANDS: &[Registered] =
    &[Registered::of::<explain::Explain>(), Registered::of::<merge_usage::Merge>()];
