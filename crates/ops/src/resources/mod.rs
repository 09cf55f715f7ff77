//! What can be read besides calling tools: pages made from the tables, at addresses that begin with `iam://`.
//!
//! Adding one touches its file and the list here; a worked example of calls is a file in `workflows`.

mod config_examples;
mod pages;
mod resource;
mod sensitive;
mod workflows;

pub use resource::{Media, Resource, named, read};
pub use workflows::{Step, WORKFLOWS, Workflow};

/// All resources, in the order in which they are listed.
pub const RESOURCES: &[Resource] = &[
    pages::TEMPLATES,
    pages::TEMPLATE,
    pages::CHECKS,
    pages::CHECK,
    sensitive::CATEGORIES,
    sensitive::ACTIONS,
    pages::CONFIG_SCHEMA,
    pages::ORG_CONFIG_SCHEMA,
    config_examples::CONFIG_EXAMPLES,
    config_examples::ORG_CONFIG_EXAMPLES,
    workflows::WORKFLOW_EXAMPLES,
];
