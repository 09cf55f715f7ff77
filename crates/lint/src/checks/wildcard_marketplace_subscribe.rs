//! Buying in the Marketplace whatever there is.

use policy::tree::{PolicyKind, Statement};
use policy::{ActionPattern, Severity};

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
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "aws-marketplace:*", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^ `aws-marketplace:*` may subscribe to any product
"#,
        r#"
{ "Effect": "Allow", "Action": ["aws-marketplace:ViewSubscriptions", "aws-marketplace:Subscribe"], "Resource": "*" }
                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `aws-marketplace:Subscribe` may subscribe to any product
"#,
    ],
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
            HELP,
        );
    }
    // A whole service has a check of its own, which says nothing of what this costs.
    let buys =
        |entry: &ActionPattern| !entry.is_everything() && reach::is_whole_service(entry) && entry.matches(SUBSCRIBE);
    let whole = statement.actions().iter().find(|entry| buys(&entry.value));
    let Some(whole) = whole.filter(|_| cx.kind == PolicyKind::Identity && reach::is_unlimited(statement)) else {
        return;
    };
    if !reach::is_denied(cx, SUBSCRIBE) {
        cx.report(whole.span, format!("`{}` may subscribe to any product", whole.value)).help(HELP);
    }
}

const SUBSCRIBE: &str = "aws-marketplace:Subscribe";
const HELP: &str = "limit it with `aws-marketplace:ProductId`";
