//! Terraform, with the policies as data sources of its own language for policies.

use catalog::Catalog;
use serde_json::{Map, Value};

use super::Piece;
use super::hcl::{attributes, expression, quoted};
use super::terraform::resource;
use crate::OpError;

/// A data source and a resource for each policy, and what attaches it.
pub(crate) fn terraform_document(pieces: &[Piece<'_>]) -> Result<String, OpError> {
    let mut texts = Vec::new();
    for piece in pieces {
        let data = data_source(piece)?;
        // `json` is indented, and handed over as it is.
        let counts = piece.form.counts_white_space(Catalog::embedded());
        let attribute = if counts { "minified_json" } else { "json" };
        let resource = resource(piece, &format!("data.aws_iam_policy_document.{}.{attribute}", piece.label));
        // The comment that names the principal stands before both.
        let (comment, resource) = resource.split_once('\n').unwrap_or(("", &resource));
        texts.push(format!("{comment}\n{data}\n{resource}"));
    }
    Ok(texts.join("\n"))
}

fn data_source(piece: &Piece<'_>) -> Result<String, OpError> {
    let refuse = |what: &str| {
        let message = format!("`aws_iam_policy_document` cannot say what `{}` says: {what}", piece.name);
        OpError::invalid(message).hint("use the form `terraform`, which takes any policy")
    };
    if let Some(text) =
        texts(&Value::Object(piece.document.clone())).into_iter().find(|text| text.contains("&{"))
    {
        return Err(refuse(&format!("it takes the `&{{` of `{text}` for the begin of a policy variable")));
    }
    let mut own = Vec::new();
    let mut blocks = Vec::new();
    for (member, value) in piece.document {
        match (member.as_str(), value) {
            ("Version", value) => own.push(("version".to_owned(), expression(value, 2))),
            ("Id", value) => own.push(("policy_id".to_owned(), expression(value, 2))),
            ("Statement", Value::Array(statements)) => {
                for each in statements {
                    let Value::Object(members) = each else { return Err(refuse("a statement is no object")) };
                    blocks.push(statement(members).map_err(|what| refuse(&what))?);
                }
            }
            (other, _) => return Err(refuse(&format!("`{other}`"))),
        }
    }
    let label = &piece.label;
    let parts: Vec<String> = [attributes(own.into_iter(), 2)].into_iter().chain(blocks).collect();
    Ok(format!("data \"aws_iam_policy_document\" \"{label}\" {{\n{}}}\n", parts.join("\n")))
}

fn statement(members: &Map<String, Value>) -> Result<String, String> {
    let mut own = Vec::new();
    let mut blocks = Vec::new();
    for (member, value) in members {
        let name = match member.as_str() {
            "Sid" => "sid",
            "Effect" => "effect",
            "Action" => "actions",
            "NotAction" => "not_actions",
            "Resource" => "resources",
            "NotResource" => "not_resources",
            "Principal" => {
                blocks.extend(principals("principals", value)?);
                continue;
            }
            "Condition" => {
                blocks.extend(conditions(value)?);
                continue;
            }
            other => return Err(format!("`{other}`")),
        };
        let is_single = matches!(member.as_str(), "Sid" | "Effect");
        let value = if is_single { expression(value, 4) } else { expression(&list(value), 4) };
        own.push((name.to_owned(), value));
    }
    let parts: Vec<String> = [attributes(own.into_iter(), 4)].into_iter().chain(blocks).collect();
    Ok(format!("  statement {{\n{}  }}\n", parts.join("\n")))
}

fn principals(block: &str, value: &Value) -> Result<Vec<String>, String> {
    let everybody = Map::from_iter([("*".to_owned(), Value::from("*"))]);
    let by_type = match value {
        Value::String(name) if name == "*" => &everybody,
        Value::Object(by_type) => by_type,
        _ => return Err("`Principal`".to_owned()),
    };
    let one = |(kind, names): (&String, &Value)| {
        let members = [("type", quoted(kind)), ("identifiers", expression(&list(names), 6))];
        let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
        format!("    {block} {{\n{}    }}\n", attributes(members, 6))
    };
    Ok(by_type.iter().map(one).collect())
}

fn conditions(value: &Value) -> Result<Vec<String>, String> {
    let Value::Object(operators) = value else { return Err("`Condition`".to_owned()) };
    let mut blocks = Vec::new();
    for (operator, keys) in operators {
        let Value::Object(keys) = keys else { return Err(format!("`{operator}`")) };
        for (key, values) in keys {
            let members = [
                ("test", quoted(operator)),
                ("variable", quoted(key)),
                ("values", expression(&strings(values), 6)),
            ];
            let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
            blocks.push(format!("    condition {{\n{}    }}\n", attributes(members, 6)));
        }
    }
    Ok(blocks)
}

/// A value as the list that it stands for.
fn list(value: &Value) -> Value {
    if value.is_array() { value.clone() } else { Value::Array(vec![value.clone()]) }
}

/// The values of a condition, which are texts here whatever they were.
fn strings(value: &Value) -> Value {
    let text = |value: &Value| if value.is_string() { value.clone() } else { Value::from(value.to_string()) };
    match value {
        Value::Array(items) => items.iter().map(text).collect(),
        other => Value::Array(vec![text(other)]),
    }
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => {
            members.iter().flat_map(|(key, value)| [vec![key.as_str()], texts(value)].concat()).collect()
        }
        _ => Vec::new(),
    }
}
