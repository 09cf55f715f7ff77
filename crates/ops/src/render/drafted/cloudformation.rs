//! A template of `CloudFormation`.

use draft::Form;
use serde_json::{Map, Value, json};

use super::Piece;
use super::bearer::Bearer;
use super::yaml::members;
use crate::OpError;
use crate::render::plain;

/// A template with a resource for each policy; nothing in it is a function but the parameters' `Ref`.
pub(crate) fn cloudformation(pieces: &[Piece<'_>]) -> Result<String, OpError> {
    let mut parameters = Map::new();
    let mut resources = Map::new();
    let mut text = String::new();
    for piece in pieces {
        text.extend(["# ", &plain(piece.principal), ": ", piece.name, "\n"]);
        let id = piece.logical_id();
        let (kind, properties) = resource(piece, &id, &mut parameters)?;
        if piece.text(true).contains("{{resolve:") {
            let message =
                format!("CloudFormation would resolve the `{{{{resolve:` that `{}` holds", piece.name);
            return Err(OpError::invalid(message).hint("write it in another form"));
        }
        resources.insert(id, json!({ "Type": kind, "Properties": properties }));
    }
    let mut template = Map::from_iter([("AWSTemplateFormatVersion".to_owned(), Value::from("2010-09-09"))]);
    if !parameters.is_empty() {
        template.insert("Parameters".to_owned(), parameters.into());
    }
    template.insert("Resources".to_owned(), resources.into());
    members(&mut text, &template, 0);
    Ok(too_long(text.len()).to_owned() + &text)
}

/// What is to be known of a template of so many bytes, as a comment.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
fn too_long(bytes: usize) -> &'static str {
    const IN_A_REQUEST: usize = 51_200;
    const IN_A_BUCKET: usize = 1 << 20;
    if bytes <= IN_A_REQUEST {
        ""
    } else if bytes <= IN_A_BUCKET {
        "# over 51,200 bytes: CloudFormation takes this template from a bucket only\n"
    } else {
        "# over 1 MB: CloudFormation takes no such template; with `-o` each policy has one of its own\n"
    }
}

fn resource(
    piece: &Piece<'_>,
    id: &str,
    parameters: &mut Map<String, Value>,
) -> Result<(&'static str, Value), OpError> {
    let document = Value::Object(piece.document.clone());
    let mut parameter = |suffix: &str, description: &str| {
        let name = format!("{id}{suffix}");
        parameters.insert(name.clone(), json!({ "Type": "String", "Description": description }));
        json!({ "Ref": name })
    };
    let mut inline = |member: &str, kind: &str| {
        let bearer = match piece.bearer() {
            Bearer::Role(name) | Bearer::User(name) => Value::from(name),
            Bearer::Unknown => parameter(&format!("{kind}Name"), "Who the policy is put on"),
        };
        json!({ "PolicyName": piece.name, "PolicyDocument": document, member: [bearer] })
    };
    Ok(match piece.form {
        Form::Identity | Form::Boundary => {
            let mut properties = json!({ "ManagedPolicyName": piece.name, "PolicyDocument": document });
            let attached = match piece.bearer() {
                _ if piece.form == Form::Boundary => None,
                Bearer::Role(name) => Some(("Roles", name)),
                Bearer::User(name) => Some(("Users", name)),
                Bearer::Unknown => None,
            };
            if let (Some((member, name)), Some(properties)) = (attached, properties.as_object_mut()) {
                properties.insert(member.to_owned(), json!([name]));
            }
            ("AWS::IAM::ManagedPolicy", properties)
        }
        Form::InlineRole => ("AWS::IAM::Policy", inline("Roles", "Role")),
        Form::InlineUser => ("AWS::IAM::Policy", inline("Users", "User")),
        Form::InlineGroup => ("AWS::IAM::Policy", inline("Groups", "Group")),
        Form::Session => {
            let message =
                "a session policy is no resource of CloudFormation, but given when the session begins";
            return Err(OpError::invalid(message).hint("use the form `cli`, `terraform` or `json`"));
        }
        Form::PermissionSet => {
            // The longest name that a permission set may have.
            const LONGEST: usize = 32;
            let name: String = piece.name.chars().take(LONGEST).collect();
            let instance = parameter("InstanceArn", "The instance of Identity Center");
            let properties = json!({ "InstanceArn": instance, "Name": name, "InlinePolicy": document });
            ("AWS::SSO::PermissionSet", properties)
        }
        Form::Scp => {
            let properties =
                json!({ "Name": piece.name, "Type": "SERVICE_CONTROL_POLICY", "Content": document });
            ("AWS::Organizations::Policy", properties)
        }
    })
}
