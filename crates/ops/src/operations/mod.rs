//! The table of operations: adding one touches its file and two lines here.

mod analyze_cloudtrail;
mod books;
mod bucket_logs;
mod catalog_changes;
mod catalog_diff;
mod catalog_status;
mod catalog_update;
mod check_access_not_granted;
mod check_config;
mod check_no_new_access;
mod check_no_public_access;
mod compare_policies;
mod denied_usage;
mod evidence;
mod expand_wildcard_action;
mod explain;
mod explain_policy;
mod fix_policies;
mod generate_policies;
mod generate_policy_from_template;
mod get_check_details;
mod get_config_schema;
mod get_template;
pub(crate) mod held_policies;
mod known;
mod lint_document;
mod list_checks;
mod list_templates;
mod log_limits;
mod log_run;
mod mending;
mod merge_usage;
mod minimize_policy;
pub(crate) mod named_policies;
mod plan;
mod proved_meaning;
mod query_action_details;
mod query_arn_formats;
mod query_condition_keys;
mod query_service_actions;
mod query_services;
mod seen_actions;
mod service_reference;
mod show_usage;
mod simulate_policy;
mod suggest_actions;
mod test_policies;
mod top_usage;
mod unused_permissions;
mod usage_inputs;
mod usage_sql;
mod validate_policies;
mod validate_policy;
mod who_can;

use crate::Registered;

pub use get_check_details::check_pages;
pub use get_template::template_pages;

/// All operations, in the order of the help.
pub const OPERATIONS: &[Registered] = &[
    Registered::of::<validate_policies::ValidatePolicies>(),
    Registered::of::<validate_policy::ValidatePolicy>(),
    Registered::of::<fix_policies::FixPolicies>(),
    Registered::of::<analyze_cloudtrail::AnalyzeCloudtrail>(),
    Registered::of::<merge_usage::MergeUsage>(),
    Registered::of::<show_usage::ShowUsage>(),
    Registered::of::<top_usage::TopUsage>(),
    Registered::of::<denied_usage::DeniedUsage>(),
    Registered::of::<unused_permissions::UnusedPermissions>(),
    Registered::of::<usage_sql::UsageSql>(),
    Registered::of::<generate_policies::GeneratePolicies>(),
    Registered::of::<generate_policy_from_template::GeneratePolicyFromTemplate>(),
    Registered::of::<simulate_policy::SimulatePolicy>(),
    Registered::of::<test_policies::TestPolicies>(),
    Registered::of::<compare_policies::ComparePolicies>(),
    Registered::of::<check_no_new_access::CheckNoNewAccess>(),
    Registered::of::<check_access_not_granted::CheckAccessNotGranted>(),
    Registered::of::<check_no_public_access::CheckNoPublicAccess>(),
    Registered::of::<minimize_policy::MinimizePolicy>(),
    Registered::of::<who_can::WhoCan>(),
    Registered::of::<query_service_actions::QueryServiceActions>(),
    Registered::of::<query_action_details::QueryActionDetails>(),
    Registered::of::<query_arn_formats::QueryArnFormats>(),
    Registered::of::<query_condition_keys::QueryConditionKeys>(),
    Registered::of::<expand_wildcard_action::ExpandWildcardAction>(),
    Registered::of::<query_services::QueryServices>(),
    Registered::of::<suggest_actions::SuggestActions>(),
    Registered::of::<list_checks::ListChecks>(),
    Registered::of::<get_check_details::GetCheckDetails>(),
    Registered::of::<list_templates::ListTemplates>(),
    Registered::of::<get_template::GetTemplate>(),
    Registered::of::<explain_policy::ExplainPolicy>(),
    Registered::of::<check_config::CheckConfig>(),
    Registered::of::<get_config_schema::GetConfigSchema>(),
    Registered::of::<catalog_status::CatalogStatus>(),
    Registered::of::<catalog_update::CatalogUpdate>(),
    Registered::of::<catalog_diff::CatalogDiff>(),
];

/// What the command line has besides: words that stand for one operation or another.
pub const COMMANDS: &[Registered] =
    &[Registered::of::<explain::Explain>(), Registered::of::<merge_usage::Merge>()];
