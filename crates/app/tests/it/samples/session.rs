//! Sample requests of what reads and sets a session's own configuration and instructions. In the end nothing is set.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    let wide =
        json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let config = json!({"checks": {"admin-access": {"severity": "low"}}});
    vec![
        ("get_organization_config", vec![], json!({})),
        ("set_organization_config", vec![], json!({"config": config})),
        ("get_organization_config", vec![], json!({})),
        ("check_org_compliance", vec![], json!({"policy": wide, "verbose": true})),
        (
            "load_organization_config_from_yaml",
            vec![],
            json!({"yaml_content": "wildcard_resource: {severity: high}\n"}),
        ),
        ("clear_organization_config", vec![], json!({})),
        ("check_org_compliance", vec![], json!({"policy": wide})),
        ("validate_with_config", vec![], json!({"policy": wide, "config": config})),
        ("get_custom_instructions", vec![], json!({})),
        ("set_custom_instructions", vec![], json!({"instructions": "Demand TLS."})),
        ("get_custom_instructions", vec![], json!({})),
        ("clear_custom_instructions", vec![], json!({})),
        ("get_config", vec![], json!({})),
        ("set_config", vec![], json!({"config": config, "instructions": "Demand TLS."})),
        ("get_config", vec![], json!({})),
        ("set_config", vec![], json!({"clear_config": true, "clear_instructions": true})),
        ("describe_checks", vec![], json!({"check_ids": ["admin-access", "CKV_AWS_63"]})),
        ("describe_checks", vec![], json!({"limit": 2})),
        ("query", vec![], json!({"kind": "service_actions", "service": "sqs", "access_level": "read"})),
        ("query", vec![], json!({"kind": "action_details", "actions": ["s3:GetObject", "s3:GetObjet"]})),
        ("query", vec![], json!({"kind": "condition_keys", "service": "sqs"})),
        ("query", vec![], json!({"kind": "arn_formats", "service": "sqs"})),
        ("query", vec![], json!({"kind": "expand_wildcard", "patterns": ["sqs:List*", "sqss:*"]})),
    ]
}
