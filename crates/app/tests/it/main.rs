//! The binary from outside: one test program for all of its surfaces.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]
#![allow(clippy::disallowed_methods, reason = "tests stand outside of the program")]

mod aggregate;
mod aws_checks;
mod aws_previews;
mod aws_served;
mod aws_simulation;
mod aws_validation;
mod bad_input;
mod baseline;
mod catalog_update;
mod cli;
mod compare;
mod config;
mod contract;
mod drafted;
mod explain;
mod few_tools;
mod fix;
mod foreign_ids;
mod formats;
mod forms;
mod generate;
mod generate_trust;
mod held;
mod house;
mod html;
mod http_client;
mod instructions;
mod listening;
mod making;
mod mcp;
mod mcp_http;
mod mcp_robust;
mod mcp_surface;
mod minimize;
mod nothing_read;
mod organization;
mod parity;
mod peer_shapes;
mod policy_tests;
mod proved;
mod readme;
mod report;
mod report_files;
mod report_moved;
mod report_requests;
mod rest_client;
mod rest_guard;
mod rest_jobs;
mod rest_limits;
mod rest_operations;
mod rest_store;
mod run;
mod sam;
mod samples;
mod sensitive;
mod server;
mod shorten;
mod simulate;
mod simulate_as_service;
mod simulate_cases;
mod templates;
mod tighten;
mod trail_hostile;
mod trail_logs;
mod usage;
mod usage_runs;
mod usage_tables;
mod who_can;
mod written;
