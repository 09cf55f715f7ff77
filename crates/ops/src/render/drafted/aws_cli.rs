//! A script for a POSIX shell that calls the AWS CLI.

use catalog::Catalog;
use draft::Form;

use super::Piece;
use super::bearer::Bearer;
use crate::render::plain;

/// A script that makes the policies and attaches them; it ends at the first call that fails.
pub(crate) fn aws_cli(pieces: &[Piece<'_>]) -> String {
    let mut text = String::from(
        "#!/bin/sh\n# shellcheck disable=SC2016 # what looks like a variable is one of the policy\nset -eu\n",
    );
    for piece in pieces {
        text.extend(["\n# ", &plain(piece.principal), "\n", &commands(piece)]);
    }
    text
}

fn commands(piece: &Piece<'_>) -> String {
    // Where white space counts towards the quota there is none.
    let is_minified = piece.form.counts_white_space(Catalog::embedded());
    let policy = quoted(&piece.text(is_minified));
    let name = value(piece.name);
    let put = |kind: &str, name_variable: &str| {
        let bearer = match piece.bearer() {
            Bearer::Role(name) | Bearer::User(name) => value(name),
            Bearer::Unknown => asked(name_variable),
        };
        format!(
            "aws iam put-{kind}-policy --{kind}-name{bearer} --policy-name{name} \\\n  --policy-document {policy}\n"
        )
    };
    let create = || {
        format!(
            "arn=$(aws iam create-policy --policy-name{name} --query Policy.Arn --output text \\\n  --policy-document {policy})\n"
        )
    };
    match piece.form {
        Form::Identity => create() + &attach(piece),
        Form::Boundary => create() + &bound(piece),
        Form::InlineRole => put("role", "ROLE_NAME"),
        Form::InlineUser => put("user", "USER_NAME"),
        Form::InlineGroup => put("group", "GROUP_NAME"),
        Form::Session => {
            let role = match piece.bearer() {
                Bearer::Role(_) => value(piece.principal),
                _ => asked("ROLE_ARN"),
            };
            format!(
                "aws sts assume-role --role-arn{role} --role-session-name{} \\\n  --policy {policy}\n",
                asked("SESSION_NAME")
            )
        }
        Form::PermissionSet => format!(
            "aws sso-admin put-inline-policy-to-permission-set --instance-arn{} --permission-set-arn{} \\\n  --inline-policy {policy}\n",
            asked("INSTANCE_ARN"),
            asked("PERMISSION_SET_ARN")
        ),
        Form::Scp => format!(
            "id=$(aws organizations create-policy --name{name} --description{} --type SERVICE_CONTROL_POLICY \\\n  --query Policy.PolicySummary.Id --output text --content {policy})\n\
             aws organizations attach-policy --policy-id \"$id\" --target-id{}\n",
            value(""),
            asked("TARGET_ID")
        ),
    }
}

fn attach(piece: &Piece<'_>) -> String {
    match piece.bearer() {
        Bearer::Role(name) => {
            format!("aws iam attach-role-policy --role-name{} --policy-arn \"$arn\"\n", value(name))
        }
        Bearer::User(name) => {
            format!("aws iam attach-user-policy --user-name{} --policy-arn \"$arn\"\n", value(name))
        }
        Bearer::Unknown => "printf '%s\\n' \"$arn\"\n".to_owned(),
    }
}

fn bound(piece: &Piece<'_>) -> String {
    match piece.bearer() {
        Bearer::Role(name) => {
            let name = value(name);
            format!(
                "aws iam put-role-permissions-boundary --role-name{name} --permissions-boundary \"$arn\"\n"
            )
        }
        Bearer::User(name) => {
            let name = value(name);
            format!(
                "aws iam put-user-permissions-boundary --user-name{name} --permissions-boundary \"$arn\"\n"
            )
        }
        Bearer::Unknown => "printf '%s\\n' \"$arn\"\n".to_owned(),
    }
}

/// What is put behind the name of an option: with `=` where it would be taken for an option itself.
fn value(text: &str) -> String {
    let separator = if text.starts_with('-') { "=" } else { " " };
    format!("{separator}{}", quoted(text))
}

/// A value that whoever runs the script gives.
fn asked(variable: &str) -> String {
    format!(" \"${{{variable}:?}}\"")
}

/// A text in which the shell takes nothing for its own.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
