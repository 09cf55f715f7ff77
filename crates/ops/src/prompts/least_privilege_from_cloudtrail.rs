//! From logs to least privilege.

use super::Prompt;
use crate::completion::{Argument, Source};

pub(super) const PROMPT: Prompt = Prompt {
    name: "least_privilege_from_cloudtrail",
    title: "Least privilege from CloudTrail",
    summary: "Leads from CloudTrail logs to the policies that allow what was used, and to what can be taken away",
    arguments: &[
        Argument {
            name: "trail",
            help: "the folder or file of CloudTrail logs, below a folder that the server may read, such as `logs/2026`",
            required: true,
            default: None,
            source: Source::Free,
        },
        Argument {
            name: "principal",
            help: "the ARN of the role or user; all that occur if left out",
            required: false,
            default: None,
            source: Source::Free,
        },
        Argument {
            name: "current_policy",
            help: "the policy that it has now, as JSON",
            required: false,
            default: None,
            source: Source::Free,
        },
    ],
    text: "
Find out what `principal` really used according to the CloudTrail logs in `trail`, and write the policy that allows this and nothing else. What it may do now is in `current_policy`, if given.

1. `generate_policies` with the logs and the principal. Read `skipped` and `problems` first: what was not read was not counted. `evidence` says what each action rests on and where the policy is wider than the log; `denied` calls are not granted.
2. `validate_policy` with each policy. What was used can be risky all the same.
3. With a current policy: `compare_policies` from the current to the new one. What is no longer allowed is what nobody used; what is newly allowed needs an explanation.
4. `simulate_policy` with the calls that must go on to work.

Answer with the policy; which days the logs cover and how many records were used and skipped; what falls away, sorted by risk; \
and what a log of these days cannot show: yearly jobs, emergencies, data events that were not recorded. Propose to watch for denials after the change, and how to go back.
",
};
