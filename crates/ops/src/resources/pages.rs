//! The pages that operations answer with as well: the same object, at an address of its own.

use serde_json::{Value, json};

use super::{Media, Resource};
use crate::completion::{Argument, Source};
use crate::operation::Answered;
use crate::{Context, OPERATIONS, OpError, Style, config};

pub(super) const TEMPLATES: Resource = Resource {
    uri: "iam://templates",
    name: "templates",
    title: "Policy templates",
    summary: "All policy templates with the values that each asks for",
    media: Media::Json,
    variable: None,
    read: |_, cx| whole_list("list_templates", cx),
};

pub(super) const TEMPLATE: Resource = Resource {
    uri: "iam://templates/{name}",
    name: "template",
    title: "A policy template",
    summary: "One template: its policy, what it allows and what not, and examples with the requests they decide",
    media: Media::Markdown,
    variable: Some(Argument {
        name: "name",
        help: "The template's name, such as `s3-read-only`",
        required: true,
        default: None,
        source: Source::Templates,
    }),
    read: |name, cx| text("get_template", json!({ "template_name": name }), cx),
};

pub(super) const CHECKS: Resource = Resource {
    uri: "iam://checks",
    name: "checks",
    title: "Checks",
    summary: "All checks of policies with their severities, as the configuration sets them",
    media: Media::Json,
    variable: None,
    read: |_, cx| whole_list("list_checks", cx),
};

pub(super) const CHECK: Resource = Resource {
    uri: "iam://checks/{check_id}",
    name: "check",
    title: "A check",
    summary: "One check: why it matters, what to do, what it flags and what not",
    media: Media::Markdown,
    variable: Some(Argument {
        name: "check_id",
        help: "The check's id, such as `admin-access`, or another tool's, such as `CKV_AWS_63`",
        required: true,
        default: None,
        source: Source::Checks,
    }),
    read: |id, cx| text("get_check_details", json!({ "check_id": id }), cx),
};

pub(super) const CONFIG_SCHEMA: Resource = Resource {
    uri: "iam://config-schema",
    name: "config-schema",
    title: "Schema of the configuration",
    summary: "JSON Schema of `leastwise.yaml`, and of every `config` that a tool takes",
    media: Media::Json,
    variable: None,
    read: |_, _| Ok(Value::Object(config::schema()).to_string()),
};

pub(super) const ORG_CONFIG_SCHEMA: Resource = Resource {
    uri: "iam://org-config-schema",
    name: "org-config-schema",
    title: "Schema of an organization's configuration",
    summary: "The same schema: an organization's configuration has the same keys",
    ..CONFIG_SCHEMA
};

/// A list as its operation gives it, in one piece.
fn whole_list(operation: &str, cx: &Context) -> Result<String, OpError> {
    Ok(answer(operation, json!({ "limit": cx.limits().page_max }), cx)?.json()?.to_string())
}

/// What a person would be shown.
fn text(operation: &str, request: Value, cx: &Context) -> Result<String, OpError> {
    Ok(answer(operation, request, cx)?.text(Style::default()))
}

pub(super) fn answer(name: &str, request: Value, cx: &Context) -> Answered {
    let operation = OPERATIONS.iter().find(|operation| operation.name == name);
    let missing = || OpError::internal(format!("there is no operation `{name}`"));
    (operation.ok_or_else(missing)?.run_json)(request, cx)
}
