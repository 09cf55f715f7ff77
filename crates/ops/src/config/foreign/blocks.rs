//! The checks of `iam-policy-validator`, and which of ours find what each of them finds.

use crate::reading::shape::Key;

use super::keys;

/// A check of the other tool.
pub(super) struct Block {
    pub(super) id: &'static str,
    /// Checks of ours that take the severity that its block is given.
    pub(super) led: &'static [&'static str],
    /// Checks of ours for what it reports with severities of their own. They are switched off with it.
    pub(super) own: &'static [&'static str],
    /// The keys of its block that others have not.
    pub(super) keys: &'static [Key],
}

const fn block(
    id: &'static str,
    led: &'static [&'static str],
    own: &'static [&'static str],
    keys: &'static [Key],
) -> Block {
    Block { id, led, own, keys }
}

/// All that can be set there.
pub(super) const BLOCKS: &[Block] = &[
    block(
        "policy_structure",
        &[
            "data-type-mismatch",
            "invalid-effect",
            "invalid-policy-element",
            "invalid-version",
            "missing-action",
            "missing-effect",
            "missing-statement",
            "role-trust-policy-syntax-error-resource",
            "unsupported-element-combination",
        ],
        &["missing-resource", "missing-version", "old-policy-version"],
        &[],
    ),
    block("sid_uniqueness", &["unique-sids-required", "unsupported-sid"], &["unique-sids-recommended"], &[]),
    block(
        "policy_size",
        &[
            "policy-size-exceeds-identity-policy-quota",
            "policy-size-exceeds-rcp-quota",
            "policy-size-exceeds-resource-policy-quota",
            "policy-size-exceeds-role-trust-policy-quota",
            "policy-size-exceeds-scp-quota",
        ],
        &[],
        keys::POLICY_SIZE,
    ),
    block(
        "action_validation",
        &["invalid-action", "invalid-service-in-action", "wildcard-in-service-name"],
        &[],
        &[],
    ),
    block(
        "condition_key_validation",
        &["invalid-condition-key-format", "invalid-global-condition-key", "invalid-service-condition-key"],
        &["global-key-not-listed-for-action", "unsupported-action-for-condition-key"],
        keys::CONDITION_KEYS,
    ),
    block(
        "condition_type_mismatch",
        &[
            "arn-operator-with-non-arn-value",
            "invalid-condition-operator",
            "invalid-date-value",
            "null-with-if-exists",
            "type-mismatch",
            "type-mismatch-boolean",
            "type-mismatch-date",
            "type-mismatch-ip-range",
            "type-mismatch-number",
            "type-mismatch-string",
        ],
        &["string-like-operator-with-arn-condition-keys", "string-operator-on-arn-key"],
        &[],
    ),
    block(
        "set_operator_validation",
        &[
            "forallvalues-allow-without-null-check",
            "forallvalues-with-single-valued-key",
            "foranyvalue-deny-without-null-check",
            "foranyvalue-with-single-valued-key",
        ],
        &[],
        &[],
    ),
    block(
        "ifexists_condition_usage",
        &["ifexists-weakens-condition"],
        &["deny-condition-should-use-ifexists", "ifexists-on-always-present-key"],
        keys::IF_EXISTS,
    ),
    block("mfa_condition_antipattern", &["mfa-condition-antipattern"], &[], &[]),
    block(
        "resource_validation",
        &["invalid-arn-account", "invalid-arn-prefix", "invalid-partition", "missing-arn-field"],
        &[],
        keys::RESOURCES,
    ),
    block(
        "principal_validation",
        &["ineffective-deny-carve-out", "public-principal"],
        &["unsupported-wildcard-in-principal"],
        keys::PRINCIPALS,
    ),
    block("not_principal_validation", &["not-principal-discouraged"], &["allow-with-not-principal"], &[]),
    block(
        "trust_policy_validation",
        &[
            "invalid-federated-principal-syntax-in-role-trust-policy",
            "mismatched-action-for-principal",
            "missing-condition-key-for-oidc-principal",
            "missing-github-repo-condition-key",
            "saml-missing-audience-condition",
            "trust-service-confused-deputy",
        ],
        &[],
        keys::TRUST,
    ),
    block(
        "policy_type_validation",
        &[
            "missing-principal",
            "rcp-syntax-error-action",
            "rcp-syntax-error-allow",
            "rcp-syntax-error-notaction",
            "rcp-syntax-error-principal",
            "scp-syntax-error-principal",
            "unsupported-principal",
        ],
        &["policy-type-mismatch-hint"],
        keys::POLICY_TYPES,
    ),
    block("rcp_best_practices", &["rcp-missing-related-principal-condition-key"], &["rcp-blanket-deny"], &[]),
    block("action_resource_matching", &["action-resource-mismatch"], &[], keys::TEMPLATES),
    block("wildcard_action", &["wildcard-action"], &[], &[]),
    block(
        "wildcard_resource",
        &["resource-star-for-restrictable-action", "wildcard-resource"],
        &[],
        keys::WILDCARD_RESOURCE,
    ),
    block("full_wildcard", &["admin-access"], &[], &[]),
    block(
        "service_wildcard",
        &["sensitive-service-full-access", "service-wildcard-action"],
        &[],
        keys::SERVICE_WILDCARD,
    ),
    block(
        "sensitive_action",
        &[
            "credentials-exposure",
            "data-exfiltration",
            "permissions-management-actions",
            "privilege-escalation",
            "sensitive-action-without-condition",
        ],
        &[],
        keys::SENSITIVE,
    ),
    block(
        "action_condition_enforcement",
        &[],
        // Its requirements carry the severity of the block where they have none.
        &["configured-forbidden-action", "configured-required-condition"],
        keys::ENFORCEMENT,
    ),
    block(
        "not_action_not_resource",
        &["allow-not-action-and-not-resource", "allow-with-not-action", "allow-with-not-resource"],
        &["deny-not-action-review", "deny-not-resource-review"],
        &[],
    ),
];

/// The check of that id, which may also be written with `_check` behind it.
pub(super) fn named(name: &str) -> Option<&'static Block> {
    let id = name.strip_suffix("_check").unwrap_or(name);
    BLOCKS.iter().find(|block| block.id == id)
}

impl Block {
    /// Every check of ours.
    pub(super) fn checks(&self) -> impl Iterator<Item = &'static str> {
        self.led.iter().chain(self.own).copied()
    }
}
