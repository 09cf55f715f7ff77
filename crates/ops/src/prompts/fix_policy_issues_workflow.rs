//! From findings to a policy without them.

use super::Prompt;
use crate::completion::{Argument, Source};

pub(super) const PROMPT: Prompt = Prompt {
    name: "fix_policy_issues_workflow",
    title: "Mend a policy",
    summary: "Leads from the issues of a policy to one without them, with proof of what changed",
    arguments: &[
        Argument {
            name: "policy_json",
            help: "the policy as JSON",
            required: true,
            default: None,
            source: Source::Free,
        },
        Argument {
            name: "issues_description",
            help: "what is wrong with it: findings, an error of AWS, or words of the user",
            required: true,
            default: None,
            source: Source::Free,
        },
    ],
    text: "
Mend the policy in `policy_json`. What the user knows to be wrong stands in `issues_description`; there may be more.

1. `validate_policy` with the policy: all findings, and whether it is the kind of policy that the user takes it for. If it cannot be read as JSON, pass it as `{\"text\": …}`.
2. `fix_policy_issues`: what can be mended in one safe way.
3. For every issue that is left, `get_check_details` says why it matters and what to do. Look up actions, ARNs and keys (`query_action_details`, `query_arn_formats`, `query_condition_keys`) before you write them. Ask the user where the right value is theirs to know: a role, an account, a network.
4. `validate_policy` with the result; go on until only what the user decided to keep is left.
5. `compare_policies` with the policy before and after: what is no longer allowed, and whether anything new is. A fix must not grant more unless the user asked for it.

Answer with the mended policy as one JSON object; for each issue what was done or why it stays; what the holder can no longer do, and anything that the comparison leaves unknown.
",
};
