//! Both functions, started as Lambda starts them, against S3, SQS and `DynamoDB` of this machine: what they keep must be what one run over
//! the same objects gives, whatever happens to messages and processes.
//!
//! ```text
//! run ─> aws        moto in a process of its own: the bucket, the queue, the table, and who called what
//!     ─> function   a function's process, which asks
//!     ─> server     the Lambda Runtime API, which hands out events and takes answers
//!     ─> events     what Lambda makes of messages and of requests
//!     ─> batches    what happens to the function that counts
//!     ─> wide       a log that is kept in many items
//!     ─> answers    what the function that answers says
//!     ─> calls      what both called, held against the file that the template's policies are tested with
//! ```
#![allow(
    clippy::indexing_slicing,
    reason = "a member of JSON that is not there is null, and what is made up here has its length"
)]

mod answers;
mod aws;
mod batches;
mod calls;
mod events;
mod function;
mod run;
mod server;
mod wide;

pub(crate) use run::LambdaCheck;
