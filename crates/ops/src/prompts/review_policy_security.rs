//! What is risky in a policy?

use super::Prompt;
use crate::completion::{Argument, Source};

pub(super) const PROMPT: Prompt = Prompt {
    name: "review_policy_security",
    title: "Review a policy",
    summary: "Leads through a review of one policy: what it allows, what is risky, what to change",
    arguments: &[Argument {
        name: "policy_json",
        help: "the policy as JSON",
        required: true,
        default: None,
        source: Source::Free,
    }],
    text: "
Review the policy in `policy_json` as somebody would who has to answer for it.

1. `explain_policy`: what it allows and denies, in words, by service and access level.
2. `validate_policy`: mistakes and risks with their places. `get_check_details` explains a check.
3. `check_sensitive_actions` with the actions that it allows: which of them hand out secrets, data, or power over permissions.
4. If it is a resource's policy: `check_no_public_access`. If it is a role's trust policy: who may become the role, and on which conditions.
5. `minimize_policy`: which parts it could do without.

Answer with a verdict in one sentence; then the risks, gravest first, each with the statement it comes from, what somebody could do with it, and the change that ends it; \
then the policy as it should be, after `validate_policy` found nothing in it, and what `compare_policies` says is no longer allowed. \
What hangs on things outside of the policy (boundaries, SCPs, what a bucket holds) is a question to the user, not a finding.
",
};
