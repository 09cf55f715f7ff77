//! The checks: the only list of them.

/// Declares the module of each check and lists its `CHECK`.
macro_rules! checks {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// Every check, sorted by id.
        pub static CHECKS: &[&crate::Check] = &[$(&$name::CHECK),*];
    };
}

checks! {
    action_resource_mismatch,
    admin_access,
    byte_order_mark,
    create_slr_with_not_action_and_not_resource,
    create_slr_with_not_resource,
    create_slr_with_star_in_action_and_not_resource,
    create_slr_with_star_in_action_and_resource,
    create_slr_with_star_in_resource,
    create_slr_with_star_in_resource_and_not_action,
    data_type_mismatch,
    document_too_deep,
    document_too_large,
    duplicate_json_key,
    empty_array_action,
    empty_array_condition,
    empty_array_condition_forallvalues,
    empty_array_condition_foranyvalue,
    empty_array_condition_ifexists,
    empty_array_principal,
    empty_array_resource,
    empty_document,
    empty_object_condition,
    empty_object_principal,
    empty_sid_value,
    empty_variable,
    invalid_action,
    invalid_condition_operator,
    invalid_effect,
    invalid_policy_element,
    invalid_service,
    invalid_service_in_action,
    invalid_variable_for_operator,
    invalid_version,
    json_syntax_error,
    missing_action,
    missing_brace_in_variable,
    missing_effect,
    missing_principal,
    missing_quote_in_variable,
    missing_resource,
    missing_statement,
    missing_version,
    null_with_if_exists,
    pass_role_with_not_action_and_not_resource,
    pass_role_with_not_resource,
    pass_role_with_star_in_action_and_not_resource,
    pass_role_with_star_in_action_and_resource,
    pass_role_with_star_in_resource,
    pass_role_with_star_in_resource_and_not_action,
    text_encoding,
    unique_sids_recommended,
    unique_sids_required,
    unsupported_element_combination,
    unsupported_space_in_variable,
    variable_unsupported_in_element,
    variable_unsupported_in_version,
    yaml_syntax_error,
}
