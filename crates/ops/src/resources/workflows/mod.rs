//! Worked examples: tasks as calls of tools. The tests make every call, and hold the answers to what the page says of them.
//!
//! Adding one touches its file and two lines here.

mod from_a_template;
mod from_the_trail;
mod function_reads_and_writes;
mod grant_no_more;
mod page;
mod partner_assumes_role;
mod review_a_policy;
mod words_to_policy;
mod workflow;
mod wrong_draft;

pub(super) use page::WORKFLOW_EXAMPLES;
pub use workflow::{Step, Workflow};

/// All worked examples, in the order of the page.
pub const WORKFLOWS: &[Workflow] = &[
    words_to_policy::WORKFLOW,
    function_reads_and_writes::WORKFLOW,
    wrong_draft::WORKFLOW,
    partner_assumes_role::WORKFLOW,
    from_a_template::WORKFLOW,
    review_a_policy::WORKFLOW,
    grant_no_more::WORKFLOW,
    from_the_trail::WORKFLOW,
];
