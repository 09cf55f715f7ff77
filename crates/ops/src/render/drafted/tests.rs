//! What was written, read back: whatever a policy holds, each language gives the same policy again.

#![allow(clippy::string_slice, reason = "the reader of this test panics on what it does not know")]

use draft::Form;
use policy::{Document, Format, Limits};
use serde_json::{Map, Value, json};

use super::{aws_cli, cloudformation, json as as_json, pieces, terraform, terraform_document, yaml};
use crate::OpError;

const WEB: &str = "arn:aws:iam::111122223333:role/app/web";

/// Texts that one language or the other would take for more than a text.
const HOSTILE: &[&str] = &[
    "${aws:username}",
    "$${a}",
    "$$$${a}",
    "%{ if true }",
    "%%%{a}",
    "100%",
    "$5 {",
    "it's \"quoted\" \\ `id` $(id) !ref",
    "a\nb\tc\r",
    "é ü 日本 \u{1F600} \u{AD} \u{202E} \u{2028} \u{FEFF} \u{7F} \u{85} \u{0}",
    "# no comment",
    "- a: b",
    "key: value",
    "true",
    "NO",
    "null",
    "1e3",
    "*",
    "&anchor",
    " a ",
    "",
    "POLICY\nEOF\n",
    "<<EOT",
    "http://example.com/?a=b",
    "file:///etc/passwd",
    "Fn::Sub",
    "!Sub x",
    "@at",
    "s3:GetObject:",
    "2026-11-22",
    "0x1F",
    "~",
];

fn hostile() -> Map<String, Value> {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            { "Sid": "One", "Effect": "Allow", "Action": ["s3:GetObject", "s3:Put*"], "Resource": HOSTILE,
              "Condition": { "StringEquals": { "aws:PrincipalTag/a b\"${x}": HOSTILE } } },
            { "Effect": "Allow", "NotAction": "iam:*", "Resource": [],
              "Condition": { "Bool": { "aws:SecureTransport": true }, "NumericLessThan": { "s3:max-keys": 10 } } }
        ]
    });
    policy.as_object().unwrap().clone()
}

fn written(form: Form, write: impl Fn(&[super::Piece<'_>]) -> String) -> (Map<String, Value>, String) {
    let document = hostile();
    let pieces = pieces(form, [(WEB, "web-used", &document)].into_iter());
    let text = write(&pieces);
    drop(pieces);
    (document, text)
}

/// The tree of a text in YAML as JSON.
fn read_yaml(text: &str) -> Value {
    let document = Document::read("x.yaml", text.as_bytes(), Some(Format::Yaml), &Limits::default());
    assert_eq!(document.diagnostics, [], "{text}");
    serde_json::from_str(&policy::write(&document.root, policy::Style::Minified)).unwrap()
}

#[test]
fn json_and_yaml_give_the_policy_again() {
    let (document, text) = written(Form::Identity, as_json);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), Value::Object(document));
    let (document, text) = written(Form::Identity, yaml);
    assert_eq!(read_yaml(&text), Value::Object(document), "{text}");
}

#[test]
fn a_template_gives_the_policy_again_whatever_its_kind() {
    for (form, kind, member) in [
        (Form::Identity, "AWS::IAM::ManagedPolicy", "PolicyDocument"),
        (Form::Boundary, "AWS::IAM::ManagedPolicy", "PolicyDocument"),
        (Form::InlineRole, "AWS::IAM::Policy", "PolicyDocument"),
        (Form::InlineUser, "AWS::IAM::Policy", "PolicyDocument"),
        (Form::InlineGroup, "AWS::IAM::Policy", "PolicyDocument"),
        (Form::PermissionSet, "AWS::SSO::PermissionSet", "InlinePolicy"),
        (Form::Scp, "AWS::Organizations::Policy", "Content"),
    ] {
        let (document, text) = written(form, |pieces| cloudformation(pieces).unwrap());
        let template = read_yaml(&text);
        let resource = &template["Resources"]["WebUsed"];
        assert_eq!(resource["Type"], kind);
        assert_eq!(resource["Properties"][member], Value::Object(document), "{text}");
    }
    let (_, text) = written(Form::Identity, |pieces| cloudformation(pieces).unwrap());
    assert_eq!(read_yaml(&text)["Resources"]["WebUsed"]["Properties"]["Roles"], json!(["web"]));
    let (_, text) = written(Form::InlineUser, |pieces| cloudformation(pieces).unwrap());
    let template = read_yaml(&text);
    assert_eq!(
        template["Resources"]["WebUsed"]["Properties"]["Users"],
        json!([{ "Ref": "WebUsedUserName" }])
    );
    assert_eq!(template["Parameters"]["WebUsedUserName"]["Type"], "String");
}

/// A policy of so many bytes without white space, as one statement on texts of a letter.
fn of_size(bytes: usize, letter: &str) -> Map<String, Value> {
    let policy = |text: String| json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Resource": text }] });
    let frame = policy(String::new()).to_string().len();
    policy(letter.repeat(bytes - frame)).as_object().unwrap().clone()
}

/// Quotas of <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html> and of sessions, of which white space
/// is a part: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>.
#[test]
fn a_policy_of_just_the_size_that_its_form_takes_is_handed_over_whole() {
    for (form, quota) in [(Form::Scp, 10_240), (Form::PermissionSet, 10_240), (Form::Session, 2_048)] {
        let document = of_size(quota, "a");
        let pieces = pieces(form, [(WEB, "web-1", &document), (WEB, "web-2", &document)].into_iter());
        let text = as_json(&pieces[..1]);
        assert_eq!(text.len(), quota, "{form:?}");
        assert_eq!(as_json(&pieces), format!("{text}\n{text}"), "{form:?}");
        assert!(aws_cli(&pieces).contains(&format!("'{text}'")), "{form:?}");
        let terraform = terraform_document(&pieces).unwrap();
        assert!(terraform.contains(".web_1.minified_json\n") && !terraform.contains("# error"), "{form:?}");
        // One byte less leaves room for the line break.
        let document = of_size(quota - 1, "a");
        let pieces = super::pieces(form, [(WEB, "web-1", &document)].into_iter());
        assert_eq!(as_json(&pieces), text.replacen("aa", "a", 1) + "\n", "{form:?}");
    }
}

/// Terraform escapes these letters wherever it makes JSON: <https://developer.hashicorp.com/terraform/language/functions/jsonencode>.
#[test]
fn what_terraform_makes_longer_than_its_form_takes_is_told() {
    for (letter, form, bytes, expected) in [
        ("&", Form::Scp, 2_000, Some("more than `service-control-policy.size` allows, which is 10240")),
        ("<", Form::Identity, 2_000, Some("more than `managed-policy.size` allows, which is 6144")),
        ("a", Form::Scp, 2_000, None),
        ("&", Form::Scp, 1_000, None),
        // That it is too long for any language is told beside the policies.
        ("&", Form::Scp, 10_241, None),
    ] {
        let document = of_size(bytes, letter);
        let pieces = pieces(form, [(WEB, "web-used", &document)].into_iter());
        for text in [terraform(&pieces), terraform_document(&pieces).unwrap()] {
            let told = text.lines().find(|line| line.starts_with("# error"));
            assert_eq!(told.is_some(), expected.is_some(), "{letter} {form:?} {told:?}");
            assert!(expected.is_none_or(|expected| told.unwrap().contains(expected)), "{told:?}");
        }
        assert!(!as_json(&pieces).contains("u0026"));
    }
}

/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
#[test]
fn a_template_that_no_request_takes_says_so() {
    let document = of_size(6_000, "a");
    for (count, expected) in [(8, None), (9, Some("# over 51,200 bytes:")), (180, Some("# over 1 MB:"))] {
        let names: Vec<String> = (0..count).map(|number| format!("web-{number}")).collect();
        let policies = names.iter().map(|name| (WEB, name.as_str(), &document));
        let text = cloudformation(&pieces(Form::Identity, policies)).unwrap();
        let first = text.lines().next().unwrap();
        assert!(
            expected.map_or(first.contains(WEB), |expected| first.starts_with(expected)),
            "{count}: {first}"
        );
        assert!(read_yaml(&text)["Resources"].as_object().unwrap().len() == count);
    }
}

#[test]
fn what_a_language_cannot_say_is_refused() {
    let refused = |text: &str, form, write: fn(&[super::Piece<'_>]) -> Result<String, OpError>| {
        let policy =
            json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Resource": text }] });
        let document = policy.as_object().unwrap().clone();
        write(&pieces(form, [(WEB, "web-used", &document)].into_iter())).unwrap_err().message
    };
    assert!(refused("{{resolve:ssm:x}}", Form::Identity, cloudformation).contains("would resolve"));
    assert!(refused("x", Form::Session, cloudformation).contains("no resource of CloudFormation"));
    assert!(refused("a&{b", Form::Identity, terraform_document).contains("policy variable"));
}

#[test]
fn terraform_gives_the_policy_again_whatever_its_kind() {
    for form in Form::ALL {
        let (document, text) = written(form, terraform);
        let (_, rest) = text.split_once("jsonencode(").unwrap();
        let (value, rest) = hcl::value(rest);
        assert_eq!(value, Value::Object(document), "{text}");
        assert!(rest.starts_with(")\n}"), "{rest}");
        let kind = match form {
            Form::Identity | Form::Boundary => "aws_iam_policy",
            Form::InlineRole => "aws_iam_role_policy",
            Form::InlineUser => "aws_iam_user_policy",
            Form::InlineGroup => "aws_iam_group_policy",
            Form::Session => {
                assert!(text.contains("locals {\n  web_used = "), "{text}");
                continue;
            }
            Form::PermissionSet => "aws_ssoadmin_permission_set_inline_policy",
            Form::Scp => "aws_organizations_policy",
        };
        assert!(text.contains(&format!("resource \"{kind}\" \"web_used\" {{\n")), "{text}");
    }
}

#[test]
fn a_data_source_gives_each_text_again() {
    let (_, text) = written(Form::Identity, |pieces| terraform_document(pieces).unwrap());
    assert!(text.contains("policy = data.aws_iam_policy_document.web_used.json\n"), "{text}");
    for member in ["      values = ", "    resources = "] {
        let at = text.find(member).unwrap_or_else(|| panic!("{member}: {text}"));
        let (value, _) = hcl::value(&text[at + member.len()..]);
        assert_eq!(value, json!(HOSTILE));
    }
    let (_, rest) = text.split_once("not_actions = ").unwrap();
    assert_eq!(hcl::value(rest).0, json!(["iam:*"]));
    assert!(text.contains("values = [\n        \"true\",\n      ]"), "{text}");
}

#[test]
fn a_script_says_what_it_does_for_every_form() {
    for (form, call) in [
        (Form::Identity, "aws iam attach-role-policy --role-name 'web' --policy-arn \"$arn\"\n"),
        (
            Form::Boundary,
            "aws iam put-role-permissions-boundary --role-name 'web' --permissions-boundary \"$arn\"\n",
        ),
        (Form::InlineRole, "aws iam put-role-policy --role-name 'web' --policy-name 'web-used' "),
        (
            Form::InlineUser,
            "aws iam put-user-policy --user-name \"${USER_NAME:?}\" --policy-name 'web-used' ",
        ),
        (Form::InlineGroup, "aws iam put-group-policy --group-name \"${GROUP_NAME:?}\" "),
        (Form::Session, "aws sts assume-role --role-arn 'arn:aws:iam::111122223333:role/app/web' "),
        (Form::PermissionSet, "--permission-set-arn \"${PERMISSION_SET_ARN:?}\""),
        (Form::Scp, "aws organizations attach-policy --policy-id \"$id\" --target-id \"${TARGET_ID:?}\"\n"),
    ] {
        let (_, text) = written(form, aws_cli);
        assert!(text.contains(call), "{form:?}: {text}");
    }
}

/// As much of a reader of Terraform's language as its literals need.
mod hcl {
    use serde_json::{Map, Value};

    /// A value, and what follows it.
    pub(super) fn value(text: &str) -> (Value, &str) {
        let text = text.trim_start();
        if text.starts_with('"') {
            let (string, rest) = string(text);
            return (string.into(), rest);
        }
        if let Some(mut rest) = text.strip_prefix('[') {
            let mut items = Vec::new();
            loop {
                rest = rest.trim_start();
                if let Some(rest) = rest.strip_prefix(']') {
                    return (items.into(), rest);
                }
                let (item, after) = value(rest);
                items.push(item);
                rest = after.trim_start().strip_prefix(',').unwrap_or(after);
            }
        }
        if let Some(mut rest) = text.strip_prefix('{') {
            let mut members = Map::new();
            loop {
                rest = rest.trim_start();
                if let Some(rest) = rest.strip_prefix('}') {
                    return (members.into(), rest);
                }
                let (name, after) = if rest.starts_with('"') {
                    string(rest)
                } else {
                    let (name, _) = rest.split_once([' ', '=']).unwrap();
                    (name.to_owned(), &rest[name.len()..])
                };
                let (member, after) = value(after.trim_start().strip_prefix('=').unwrap());
                assert!(members.insert(name, member).is_none());
                rest = after;
            }
        }
        let end = text.find([',', '\n', ' ', ']', '}']).unwrap();
        (serde_json::from_str(&text[..end]).unwrap(), &text[end..])
    }

    /// A text in quotes; a template in it is a fault.
    fn string(text: &str) -> (String, &str) {
        let mut string = String::new();
        let mut rest = &text[1..];
        loop {
            let letter = rest.chars().next().unwrap();
            let after = &rest[letter.len_utf8()..];
            rest = match letter {
                '"' => return (string, after),
                '\n' => panic!("a line ends within quotes"),
                '$' | '%' if after.starts_with('{') => panic!("a template: {rest}"),
                '$' | '%' if after.starts_with(&format!("{letter}{{")) => {
                    string.extend([letter, '{']);
                    &after[2..]
                }
                '\\' => {
                    let (kind, after) = after.split_at(1);
                    let digits = match kind {
                        "u" => 4,
                        "U" => 8,
                        _ => 0,
                    };
                    string.push(match kind {
                        "n" => '\n',
                        "t" => '\t',
                        "r" => '\r',
                        "u" | "U" => {
                            char::from_u32(u32::from_str_radix(&after[..digits], 16).unwrap()).unwrap()
                        }
                        other => other.chars().next().filter(|letter| "\"\\".contains(*letter)).unwrap(),
                    });
                    &after[digits..]
                }
                letter => {
                    string.push(letter);
                    after
                }
            };
        }
    }
}
