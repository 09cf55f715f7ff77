//! A grant on something known to be sensitive by its name.

use policy::tree::{PolicyKind, Spanned, Statement};
use policy::{ResourcePattern, Severity};

use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "sensitive-resource-access",
    aliases: &["SENSITIVE_ACCESS"],
    summary: "a statement allows changing or using a resource that AWS creates for a sensitive purpose",
    category: Category::Privilege,
    severity: Severity::Medium,
    since: "0.1.0",
    why: r"
AWS gives certain resources fixed names: the role with which a management account administers a member account, the role with which Control Tower or the CDK deploys anything, the bucket into which CloudTrail writes or from which CloudFormation and the CDK deploy. Who may assume such a role is an administrator; who may write into such a bucket changes the record of what was done, or what is deployed next.
",
    fix: r"
Leave these to the administrators and services that they are for.
",
    references: &[
        "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_access.html",
        "https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html",
    ],
    flagged: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/OrganizationAccountAccessRole" }
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is the role with which the management account administers a member account, and `sts:AssumeRole` is allowed on it
"#,
        r#"
{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:DeleteObject"], "Resource": "arn:aws:s3:::aws-cloudtrail-logs-111122223333-a1b2c3/*" }
                                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is the bucket that CloudTrail writes the record into, and `s3:DeleteObject` is allowed on it
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::aws-cloudtrail-logs-111122223333-a1b2c3/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/reader" }
"#,
        r#"
{ "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::aws-cloudtrail-logs-111122223333-a1b2c3/*" }
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*" }
"#,
    ],
    run: Run::Resource(run),
};

/// A resource that AWS names by a convention.
struct Known {
    /// How the last part of its ARN begins.
    start: &'static str,
    service: &'static str,
    /// What is sensitive to do with it.
    actions: &'static [&'static str],
    /// Reads on after "this is".
    what: &'static str,
}

const WRITES: &[&str] = &["s3:PutObject", "s3:DeleteObject", "s3:PutBucketPolicy", "s3:DeleteBucket"];
const USES: &[&str] = &["sts:AssumeRole", "iam:PassRole", "iam:UpdateAssumeRolePolicy"];

/// Sources: the user guides of Organizations, Control Tower, CloudTrail and the CDK, each on what it creates.
const KNOWN: &[Known] = &[
    Known {
        start: "role/OrganizationAccountAccessRole",
        service: "iam",
        actions: USES,
        what: "the role with which the management account administers a member account",
    },
    Known {
        start: "role/AWSControlTowerExecution",
        service: "iam",
        actions: USES,
        what: "the role with which Control Tower administers the account",
    },
    Known {
        start: "role/cdk-hnb659fds-cfn-exec-role-",
        service: "iam",
        actions: USES,
        what: "the role under which the CDK deploys, by default an administrator's",
    },
    Known {
        start: "aws-cloudtrail-logs-",
        service: "s3",
        actions: WRITES,
        what: "the bucket that CloudTrail writes the record into",
    },
    Known {
        start: "aws-controltower-logs-",
        service: "s3",
        actions: WRITES,
        what: "the bucket that Control Tower gathers the record of all accounts in",
    },
    Known {
        start: "cdk-hnb659fds-assets-",
        service: "s3",
        actions: WRITES,
        what: "the bucket that the CDK deploys from",
    },
];

fn run(cx: &mut Cx<'_>, statement: &Statement, resource: &Spanned<ResourcePattern>) {
    let is_granted = statement.allows() && statement.resource.is_some();
    let [_, _, service, _, _, id] = resource.value.parts() else { return };
    if cx.kind != PolicyKind::Identity || !is_granted {
        return;
    }
    let is_one = |known: &&Known| {
        service.as_literal().as_deref() == Some(known.service) && id.literal_prefix().starts_with(known.start)
    };
    let Some(known) = KNOWN.iter().find(is_one) else { return };
    let granted = |action: &&&str| reach::names(statement, action) && !reach::is_denied(cx, action);
    if !cx.may_judge() || reach::is_narrowed(statement) {
        return;
    }
    if let Some(action) = known.actions.iter().find(granted) {
        cx.report(resource.span, format!("this is {}, and `{action}` is allowed on it", known.what));
    }
}
