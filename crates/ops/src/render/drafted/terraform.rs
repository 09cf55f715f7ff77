//! Terraform, with the policies as values of `jsonencode`.

use catalog::Catalog;
use draft::Form;

use super::Piece;
use super::bearer::Bearer;
use super::hcl::{attributes, expression, quoted};
use crate::render::plain;

/// A resource for each policy, and what attaches it.
pub(crate) fn terraform(pieces: &[Piece<'_>]) -> String {
    let resource = |piece: &Piece<'_>| {
        let document = serde_json::Value::Object(piece.document.clone());
        resource(piece, &format!("jsonencode({})", expression(&document, 2)))
    };
    pieces.iter().map(resource).collect::<Vec<_>>().join("\n")
}

/// What is wrong where a policy fits its form, and what Terraform makes of it does not: `jsonencode` and the data source write some
/// letters as six.
///
/// Source: <https://developer.hashicorp.com/terraform/language/functions/jsonencode>
pub(crate) fn grown(piece: &Piece<'_>) -> Option<String> {
    const ESCAPED: [(char, &str); 5] = [
        ('<', "\\u003c"),
        ('>', "\\u003e"),
        ('&', "\\u0026"),
        ('\u{2028}', "\\u2028"),
        ('\u{2029}', "\\u2029"),
    ];
    let (text, catalog) = (piece.text(true), Catalog::embedded());
    if piece.form.exceeded_by(&text, catalog).is_some() {
        return None;
    }
    let handed = ESCAPED.iter().fold(text, |text, (letter, escape)| text.replace(*letter, escape));
    let overflow = piece.form.exceeded_by(&handed, catalog)?;
    let name = piece.name;
    Some(format!(
        "error: Terraform writes `<`, `>` and `&` of `{name}` as six letters each: {overflow}; use `json` or `cli`"
    ))
}

/// The resource that holds a policy, which is given as an expression.
///
/// Variables are named after the policy, as files beside each other are one module.
pub(super) fn resource(piece: &Piece<'_>, policy: &str) -> String {
    let label = piece.label.as_str();
    let grown = grown(piece).map(|note| format!("# {}\n", plain(&note))).unwrap_or_default();
    let mut blocks = vec![format!("# {}\n{grown}", plain(piece.principal))];
    let mut bearer = |kind: &str| match piece.bearer() {
        Bearer::Role(name) | Bearer::User(name) => quoted(name),
        Bearer::Unknown => {
            let name = format!("{label}_{kind}");
            blocks.push(variable(&name, &format!("The name of the {kind} that `{}` is put on", piece.name)));
            format!("var.{name}")
        }
    };
    let name = ("name", quoted(piece.name));
    match piece.form {
        Form::Identity => {
            blocks.push(block("aws_iam_policy", label, &[name], Some(("policy", policy))));
            let arn = ("policy_arn", format!("aws_iam_policy.{label}.arn"));
            match piece.bearer() {
                Bearer::Role(role) => {
                    blocks.push(block(
                        "aws_iam_role_policy_attachment",
                        label,
                        &[("role", quoted(role)), arn],
                        None,
                    ));
                }
                Bearer::User(user) => {
                    blocks.push(block(
                        "aws_iam_user_policy_attachment",
                        label,
                        &[("user", quoted(user)), arn],
                        None,
                    ));
                }
                Bearer::Unknown => {}
            }
        }
        Form::InlineRole => {
            let role = ("role", bearer("role"));
            blocks.push(block("aws_iam_role_policy", label, &[name, role], Some(("policy", policy))));
        }
        Form::InlineUser => {
            let user = ("user", bearer("user"));
            blocks.push(block("aws_iam_user_policy", label, &[name, user], Some(("policy", policy))));
        }
        Form::InlineGroup => {
            let group = ("group", bearer("group"));
            blocks.push(block("aws_iam_group_policy", label, &[name, group], Some(("policy", policy))));
        }
        Form::Boundary => {
            blocks.push(block("aws_iam_policy", label, &[name], Some(("policy", policy))));
            let arn = format!(
                "output \"{label}_arn\" {{\n  description = \"The `permissions_boundary` to set\"\n  value       = aws_iam_policy.{label}.arn\n}}\n"
            );
            blocks.push(arn);
        }
        Form::Session => {
            blocks.push(format!("locals {{\n  {label} = {policy}\n}}\n"));
        }
        Form::PermissionSet => {
            let (instance, set) = (format!("{label}_instance_arn"), format!("{label}_permission_set_arn"));
            blocks.push(variable(&instance, "The instance of Identity Center"));
            blocks.push(variable(&set, "The permission set that takes the policy"));
            let given =
                [("instance_arn", format!("var.{instance}")), ("permission_set_arn", format!("var.{set}"))];
            let kind = "aws_ssoadmin_permission_set_inline_policy";
            blocks.push(block(kind, label, &given, Some(("inline_policy", policy))));
        }
        Form::Scp => {
            let kind = ("type", quoted("SERVICE_CONTROL_POLICY"));
            blocks.push(block("aws_organizations_policy", label, &[name, kind], Some(("content", policy))));
        }
    }
    let comment = blocks.remove(0);
    comment + &blocks.join("\n")
}

fn block(kind: &str, label: &str, given: &[(&str, String)], policy: Option<(&str, &str)>) -> String {
    let given = attributes(given.iter().map(|(name, value)| ((*name).to_owned(), value.clone())), 2);
    let policy = policy.map(|(name, value)| format!("\n  {name} = {value}\n")).unwrap_or_default();
    format!("resource \"{kind}\" \"{label}\" {{\n{given}{policy}}}\n")
}

fn variable(name: &str, description: &str) -> String {
    format!("variable \"{name}\" {{\n  description = {}\n  type        = string\n}}\n", quoted(description))
}
