//! Permissions that together give more than the policy says.

use std::collections::BTreeMap;

use policy::tree::{Policy, PolicyKind};
use policy::{Severity, Span};

use crate::escalation::{self, Completed};
use crate::{Category, Check, Cx, Run, reach};

pub(super) const CHECK: Check = Check {
    id: "privilege-escalation",
    aliases: &["PrivilegeEscalation", "CKV_AWS_110", "CKV_AWS_286"],
    summary: "the allowed actions let their holder gain other permissions",
    category: Category::Privilege,
    severity: Severity::High,
    since: "0.1.0",
    why: r"
Some permissions can be turned into others: who may write its own policy has all there are; who may pass any role to a new function, and call that function, has the permissions of every role. The actions may stand in different statements.

A step counts if its resource is left to the caller, as with `*` or `role/*`; conditions and `Deny` are taken into account. That a role may only be passed to one service stops no path by way of this service: it can get no role but those that trust it. Where `*` or a `NotAction` grants all the steps, the checks of these say so.
",
    fix: r"
Name the roles that may be passed and the users, groups and policies that may be changed, or take one of the steps away.
",
    references: &[
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    ],
    flagged: &[
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/*" },
                                   ^^^^^^^^^^^^^^ `iam:PassRole`, `lambda:CreateFunction` and `lambda:InvokeFunction` together let the holder run its own function under any role
    { "Effect": "Allow", "Action": ["lambda:Create*", "lambda:InvokeFunction"], "Resource": "*" }
  ]
}
"#,
        r#"
{ "Effect": "Allow", "Action": ["iam:GetUser", "iam:PutUserPolicy"], "Resource": "*" }
                                               ^^^^^^^^^^^^^^^^^^^ `iam:PutUserPolicy` lets the holder write any policy into itself
"#,
        r#"
{ "Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ssm:*::document/AWS-RunShellScript", "arn:aws:ec2:*:*:instance/*"] }
                               ^^^^^^^^^^^^^^^^^ `ssm:SendCommand` lets the holder run commands on any managed instance and use its role
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:DeleteRolePermissionsBoundary", "Resource": "arn:aws:iam::*:role/*" }
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `iam:DeleteRolePermissionsBoundary` lets the holder take away the permissions boundary of its own role
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "*" }
                               ^^^^^^^^^^^^^^^^^^^^^ `iam:CreateAccessKey` lets the holder make access keys of other users
"#,
        r#"
{ "Effect": "Allow", "Action": ["sts:AssumeRole", "s3:ListAllMyBuckets"], "Resource": "*" }
                                ^^^^^^^^^^^^^^^^ `sts:AssumeRole` lets the holder act as any role that trusts its account
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
                                   ^^^^^^^^^^^^^^ `iam:PassRole` and `ec2:RunInstances` together let the holder start an instance under any role and use its credentials
      "Condition": { "StringNotEquals": { "iam:PassedToService": "lambda.amazonaws.com" } }
    },
    { "Effect": "Allow", "Action": ["ec2:RunInstances", "lambda:CreateFunction", "lambda:InvokeFunction"], "Resource": "*" }
  ]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "arn:aws:iam::111122223333:user/${aws:username}" }
                               ^^^^^^^^^^^^^^^^^^^^^^ `iam:AttachUserPolicy` lets the holder attach any managed policy to itself
"#,
    ],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "iam:CreateAccessKey", "Resource": "arn:aws:iam::111122223333:user/${aws:username}" }
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
      "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } }
    },
    { "Effect": "Allow", "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"], "Resource": "*" }
  ]
}
"#,
        r#"
{
  "Effect": "Allow", "Action": ["iam:*", "ec2:*"],
  "Resource": ["arn:aws:iam::111122223333:mfa/*", "arn:aws:ec2:us-east-1:111122223333:key-pair/*"]
}
"#,
        r#"
{ "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }
"#,
        r#"
{ "Effect": "Allow", "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"], "Resource": "arn:aws:lambda:us-east-1:111122223333:function:app-*" }
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/app" },
    { "Effect": "Allow", "Action": ["lambda:CreateFunction", "lambda:InvokeFunction"], "Resource": "*" }
  ]
}
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "iam:*User*", "Resource": "*" },
    { "Effect": "Deny", "Action": ["iam:*Policy", "iam:AddUserToGroup", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary"], "Resource": "*" }
  ]
}
"#,
        r#"
{ "Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "arn:aws:iam::111122223333:user/ci" }
"#,
        r#"
{ "Effect": "Allow", "Action": "ssm:SendCommand", "Resource": ["arn:aws:ssm:*:*:document/AWSEC2-CreateVssSnapshot", "arn:aws:ec2:*:*:instance/*"] }
"#,
        r#"
{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*:*:document/*" },
    {
      "Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ec2:*:*:instance/*",
      "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } }
    }
  ]
}
"#,
        r#"
{ "Effect": "Deny", "Action": "iam:*", "Resource": "*" }
"#,
        r#"
# as boundary
{ "Effect": "Allow", "Action": "iam:PutUserPolicy", "Resource": "*" }
"#,
    ],
    run: Run::Policy(run),
};

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    if cx.kind != PolicyKind::Identity || !policy.statements.iter().any(policy::tree::Statement::allows) {
        return;
    }
    let mut by_place: BTreeMap<Span, Vec<Completed>> = BTreeMap::new();
    for completed in escalation::completed(cx) {
        if let Some(place) = completed.places.first() {
            by_place.entry(*place).or_default().push(completed);
        }
    }
    for (place, paths) in by_place {
        report(cx, place, &paths);
    }
}

/// One finding for all that begins at one place: the first path says enough, the others are named.
fn report(cx: &mut Cx<'_>, place: Span, paths: &[Completed]) {
    let Some((first, others)) = paths.split_first() else { return };
    let steps = reach::listed(first.path.steps.iter().copied());
    let verb = if first.path.steps.len() == 1 { "lets" } else { "together let" };
    let mut finding = cx.report(place, format!("{steps} {verb} the holder {}", first.path.gain));
    for (step, span) in first.path.steps.iter().zip(&first.places).skip(1) {
        if *span != place {
            finding = finding.label(*span, format!("`{step}` is allowed here"));
        }
    }
    if !others.is_empty() {
        let more = reach::listed(others.iter().filter_map(|path| path.path.steps.last().copied()));
        finding.help(format!("there are more ways from here: by {more}"));
    }
}
