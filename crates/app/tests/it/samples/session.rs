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
    ]
}
