//! Tasks that a person can start by name: what the assistant is then told. And what it is told about the server as a whole.
//!
//! Adding a prompt touches its file and two lines here.

mod fix_policy_issues_workflow;
mod generate_secure_policy;
mod instructions;
mod least_privilege_from_cloudtrail;
mod prompt;
mod review_account;
mod review_policy_security;

pub use instructions::INSTRUCTIONS;
pub use prompt::{Prompt, prompt};

/// All prompts, in the order in which they are listed.
pub const PROMPTS: &[Prompt] = &[
    generate_secure_policy::PROMPT,
    fix_policy_issues_workflow::PROMPT,
    review_policy_security::PROMPT,
    least_privilege_from_cloudtrail::PROMPT,
    review_account::PROMPT,
];
