//! One role for several services that run code.

use policy::Severity;
use policy::tree::{Policy, PrincipalType};

use crate::trust::{lets_in, principals};
use crate::{Category, Check, Cx, Run};

pub(super) const CHECK: Check = Check {
    id: "trust-compute-service",
    aliases: &[],
    summary: "one role is trusted by several services that run code",
    category: Category::Privilege,
    severity: Severity::Low,
    since: "0.1.0",
    why: r"
Whoever can start code in any one of these services with the role gets all that the role may do. A role for each service keeps the permissions of one out of the reach of the others.
A role for one such service, as it is made by default, is not flagged.
",
    fix: r"
Make a role for each service, with the permissions that its code needs.
",
    references: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_terms-and-concepts.html"],
    flagged: &[r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"] } }
                                                                                                 ^^^^^^^^^^^^^^^^^^^^^^ code in `lambda.amazonaws.com` gets the permissions meant for `ec2.amazonaws.com`, and the reverse
"#],
    clean: &[
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" } }
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] } }
"#,
        r#"
{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": ["lambda.amazonaws.com", "scheduler.amazonaws.com"] } }
"#,
        r#"
{ "Effect": "Deny", "Action": "sts:AssumeRole", "Principal": { "Service": ["ec2.amazonaws.com", "lambda.amazonaws.com"] } }
"#,
    ],
    run: Run::Policy(run),
};

/// Services in which the holder of a role runs code of their own; those of one row are used together.
const COMPUTE: &[&[&str]] = &[
    &["ec2.amazonaws.com", "ec2.amazonaws.com.cn"],
    &["lambda.amazonaws.com", "edgelambda.amazonaws.com"],
    &["ecs-tasks.amazonaws.com"],
    &["codebuild.amazonaws.com"],
    &["glue.amazonaws.com"],
    &["sagemaker.amazonaws.com"],
    &["pods.eks.amazonaws.com"],
    &["tasks.apprunner.amazonaws.com"],
    &["emr-serverless.amazonaws.com"],
];

fn run(cx: &mut Cx<'_>, policy: &Policy) {
    let letting_in = policy.statements.iter().filter(|statement| lets_in(cx, statement));
    let services = letting_in.flat_map(|statement| principals(statement, &PrincipalType::Service));
    let mut computing = services.filter_map(|service| Some((service, row_of(&service.value.text)?)));
    let Some((first, first_row)) = computing.next() else { return };
    let Some((other, _)) = computing.find(|(_, row)| *row != first_row) else { return };
    let (one, two) = (&other.value.text, &first.value.text);
    cx.report(other.span, format!("code in `{one}` gets the permissions meant for `{two}`, and the reverse"))
        .label(first.span, "trusted as well")
        .help("make a role for each service");
}

fn row_of(service: &str) -> Option<usize> {
    COMPUTE.iter().position(|row| row.contains(&service))
}
