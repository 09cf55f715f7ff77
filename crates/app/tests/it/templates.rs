//! Templates on the command line and over MCP.

use serde_json::{Value, json};

use crate::mcp::Client;
use crate::run::leastwise;

#[test]
fn a_filled_template_is_a_policy_in_which_nothing_is_found() {
    let said = leastwise(&["templates", "generate", "s3-read-only", "--set", "bucket_name=acme-reports"]);
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let (policy, notes) = said.out.split_once("\n# ").unwrap();
    let policy: Value = serde_json::from_str(policy).unwrap();
    assert_eq!(policy["Statement"][2]["Resource"], "arn:aws:s3:::acme-reports/*");
    assert!(notes.lines().skip(1).all(|line| line.starts_with("# ")), "{notes}");

    let mut client = Client::start();
    let request = json!({"template_name": "s3-read-only", "variables": {"bucket_name": "acme-reports"}});
    let made = &client.call("generate_policy_from_template", &request)["structuredContent"];
    assert_eq!(made["policy"], policy);
    assert_eq!(made["validation"]["is_valid"], true);
    assert_eq!(made["validation"]["issues"], json!([]));
    assert_eq!(made["template_used"], "s3-read-only");
}

#[test]
fn what_is_wrong_with_the_values_is_said_at_once() {
    let said = leastwise(&["templates", "generate", "s3-read-only", "--set", "bucket=acme", "prefix=a*"]);
    assert_eq!((said.code, said.out.as_str()), (Some(2), ""));
    for part in [
        "has no parameter `bucket`; it takes `bucket_name`",
        "`prefix` holds `*`",
        "`bucket_name` is missing",
        "templates show s3-read-only",
    ] {
        assert!(said.err.contains(part), "{part}: {}", said.err);
    }
    let said = leastwise(&["templates", "show", "s3-readonly"]);
    assert_eq!(said.code, Some(2));
    assert_eq!(said.err, "error: there is no template `s3-readonly`; did you mean `s3-read-only`?\n");
}
