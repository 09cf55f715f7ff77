//! Which permissions of an account are risky?

use super::Prompt;
use crate::completion::{Argument, Source};

pub(super) const PROMPT: Prompt = Prompt {
    name: "review_account",
    title: "Review an account",
    summary: "Leads through a review of all policies of an account, from files that hold them",
    arguments: &[
        Argument {
            name: "policies",
            help: "the folder or file with the policies, below a folder that the server may read, such as the answer of \
                `aws iam get-account-authorization-details`",
            required: true,
            default: None,
            source: Source::Free,
        },
        Argument {
            name: "focus",
            help: "what matters most, such as a service, a data store, or who may become administrator",
            required: false,
            default: None,
            source: Source::Free,
        },
    ],
    text: "
Review the permissions of an account whose policies lie in `policies`; look first at `focus`, if given.

1. `validate_policies` with that path: findings by severity and file. Its summary says how many documents were read and skipped; say so.
2. `who_can` over the same path for the actions that lead to everything else: `iam:PassRole`, `iam:CreatePolicyVersion`, `iam:AttachRolePolicy`, `iam:UpdateAssumeRolePolicy`, `sts:AssumeRole`, and those of the focus. `list_sensitive_actions` has more.
3. `check_no_public_access` for each policy of a resource; for trust policies, who may become the role.
4. `explain_policy` for the policies with the most power; `minimize_policy` for the largest.
5. For the few that matter most, write the change, and hold it with `validate_policy` and `compare_policies` against what was there.

Answer with a table of the risks, gravest first: policy, what somebody could do, evidence (finding or request), change. \
Then what a look at policies alone cannot tell: SCPs, boundaries and resource policies that are not among the files, and who is using what. Do not call an account safe; say what was looked at.
",
};
