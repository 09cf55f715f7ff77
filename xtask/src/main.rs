//! Tasks of the workspace that are not part of the product.
#![allow(clippy::print_stdout, reason = "a developer's tool: its output is what it is run for")]
#![allow(
    clippy::disallowed_methods,
    reason = "the tasks read and write the project's own files, outside of any `ops::Context`"
)]

mod aws_clients;
mod build;
mod catalog;
mod cold_start;
mod corpus;
mod counting;
mod drafts;
mod hostile;
mod labelled;
mod lambda_check;
mod load;
mod logs;
mod managed_compare;
mod managed_findings;
mod managed_policies;
mod mcp_clients;
mod mcp_load;
mod process;
mod python;
mod rest_clients;
mod rest_load;
mod s3_check;
mod store_check;
mod suggest_tasks;
mod tidy;
mod trail_coverage;
mod ui_check;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Tasks of the workspace that are not part of the product
#[derive(Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Let boto3, the AWS CLI and what is built on them ask our server
    AwsClients,
    Catalog(catalog::Rebuild),
    /// Measure how long the release binary takes from nothing to its answer
    ColdStart,
    Corpus(corpus::Corpus),
    Drafts(drafts::Drafts),
    Hostile(hostile::Measurement),
    Labelled(labelled::Labelled),
    LambdaCheck(lambda_check::LambdaCheck),
    ManagedCompare(managed_compare::Comparisons),
    ManagedFindings(managed_findings::Findings),
    ManagedPolicies(managed_policies::Survey),
    /// Run the official conformance suite, the Inspector and the Python client against our MCP server
    McpClients,
    McpLoad(mcp_load::McpLoad),
    /// Run schemathesis against the REST API: no server error, and every answer as `/openapi.json` says
    RestClients,
    RestLoad(rest_load::RestLoad),
    S3Check(s3_check::S3Check),
    StoreCheck(store_check::StoreCheck),
    SuggestTasks(suggest_tasks::SuggestTasks),
    /// Check the house rules: who may depend on whom, file lengths and headers, links
    Tidy,
    TrailCoverage(trail_coverage::TrailCoverage),
    UiCheck(ui_check::UiCheck),
}

fn main() -> Result<ExitCode> {
    match Arguments::parse().task {
        Task::AwsClients => aws_clients::run(),
        Task::Catalog(rebuild) => rebuild.run(),
        Task::ColdStart => cold_start::run(),
        Task::Corpus(corpus) => corpus.run(),
        Task::Drafts(drafts) => drafts.run(),
        Task::Hostile(measurement) => measurement.run(),
        Task::Labelled(labelled) => labelled.run(),
        Task::LambdaCheck(check) => check.run(),
        Task::ManagedCompare(comparisons) => comparisons.run(),
        Task::ManagedFindings(findings) => findings.run(),
        Task::ManagedPolicies(survey) => survey.run(),
        Task::McpClients => mcp_clients::run(),
        Task::McpLoad(load) => load.run(),
        Task::RestClients => rest_clients::run(),
        Task::RestLoad(load) => load.run(),
        Task::S3Check(check) => check.run(),
        Task::StoreCheck(check) => check.run(),
        Task::SuggestTasks(tasks) => tasks.run(),
        Task::Tidy => tidy::run(),
        Task::TrailCoverage(coverage) => coverage.run(),
        Task::UiCheck(check) => check.run(),
    }
}
