//! Buying in the Marketplace whatever there is.

use policy::Severity;
use policy::tree::Statement;

use crate::reach::{self, Concern};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "wildcard-marketplace-subscribe",
    aliases: &[],
    summary: "subscriptions in AWS Marketplace are allowed without a limit",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
A subscription makes a contract and costs money, and software from it runs in the account. Without a condition the holder may subscribe to any product.
",
    fix: r"
Limit it to products with `aws-marketplace:ProductId`, or leave it to those who buy.
",
    references: &[
        "https://docs.aws.amazon.com/marketplace/latest/buyerguide/buyer-iam-users-groups-policies.html",
    ],
    flagged: &[r#"
{ "Effect": "Allow", "Action": ["aws-marketplace:ViewSubscriptions", "aws-marketplace:Subscribe"], "Resource": "*" }
                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `aws-marketplace:Subscribe` may subscribe to any product
"#],
    clean: &[
        r#"
{
  "Effect": "Allow", "Action": "aws-marketplace:Subscribe", "Resource": "*",
  "Condition": { "ForAnyValue:StringEquals": { "aws-marketplace:ProductId": "a1b2c3d4" } }
}
"#,
        r#"
{ "Effect": "Allow", "Action": "aws-marketplace:ViewSubscriptions", "Resource": "*" }
"#,
    ],
    run: Run::Statement(run),
};

fn run(cx: &mut Cx<'_>, statement: &Statement) {
    if let Some(grants) = reach::unlimited(cx, statement, &[Concern::Purchase]) {
        reach::report(
            cx,
            &grants,
            "may subscribe to any product",
            "limit it with `aws-marketplace:ProductId`",
        );
    }
}
