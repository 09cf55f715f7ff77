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
    empty_document,
    invalid_action,
    invalid_condition_operator,
    invalid_effect,
    invalid_policy_element,
    invalid_service,
    invalid_service_in_action,
    invalid_version,
    json_syntax_error,
    missing_action,
    missing_effect,
    missing_principal,
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
    yaml_syntax_error,
}
