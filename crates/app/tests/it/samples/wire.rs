//! Sample requests of what another command stands for, and which only calls over the wire name.

use serde_json::json;

use super::Sample;

pub(super) fn samples() -> Vec<Sample> {
    vec![
        (
            "validate_policy",
            vec![],
            json!({"policy": {"Version": "2012-10-17", "Statement": []}, "policy_type": "identity"}),
        ),
        ("get_check_details", vec![], json!({"check_id": "invalid-action"})),
        ("explain_policy", vec![], json!({"policy": {"path": "examples/policies/deploy.json"}})),
    ]
}
