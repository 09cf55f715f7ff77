//! Drafted policies in the languages of those who deploy them.
//!
//! A policy is data to each of them: whatever its names hold, no language takes a part of it for its own.

mod aws_cli;
mod bearer;
mod cloudformation;
mod hcl;
mod json;
mod piece;
mod terraform;
mod terraform_document;
#[cfg(test)]
mod tests;
mod yaml;

pub(crate) use aws_cli::aws_cli;
pub(crate) use cloudformation::cloudformation;
pub(crate) use json::json;
pub(crate) use piece::{Piece, pieces};
pub(crate) use terraform::{grown, terraform};
pub(crate) use terraform_document::terraform_document;
pub(crate) use yaml::yaml;
