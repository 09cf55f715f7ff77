//! Does a change grant anything that was not granted before?

use super::{Step, Workflow};

pub(super) const WORKFLOW: Workflow = Workflow {
    title: "Change a policy and grant no more",
    task: "Somebody widened the resource of a statement, and wants to know what that adds.",
    steps: &[
        Step {
            tool: "check_no_new_access",
            why: "whether the new policy allows anything that the old one did not: proved, or with a request that shows it",
            arguments: r#"
{
  "existing_policy": { "Version": "2012-10-17", "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*" }
  ] },
  "new_policy": { "Version": "2012-10-17", "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports*" }
  ] }
}
"#,
            answers: &[("/result", "\"FAIL\"")],
        },
        Step {
            tool: "check_no_new_access",
            why: "the same for a change that only takes away",
            arguments: r#"
{
  "existing_policy": { "Version": "2012-10-17", "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*" }
  ] },
  "new_policy": { "Version": "2012-10-17", "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/2026/*" }
  ] }
}
"#,
            answers: &[("/result", "\"PASS\"")],
        },
    ],
    end: "Show the request of a failed check. An answer that is unknown is not a pass. `compare_policies` tells both directions.",
};
