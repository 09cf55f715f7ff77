//! `GetCallerIdentity`, which clients ask to learn the account that they work for: a fixed one, since signatures are not looked at.
//!
//! Source: <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>

use serde_json::{Value, json};

/// The account that AWS's documentation has for examples.
pub(super) const ACCOUNT: &str = "123456789012";

pub(super) fn identity() -> Value {
    json!({
        "Arn": format!("arn:aws:iam::{ACCOUNT}:user/leastwise"),
        "UserId": "AIDALEASTWISEEXAMPLE0",
        "Account": ACCOUNT,
    })
}
