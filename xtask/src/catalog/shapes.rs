//! The shapes of botocore's models, as far as they tell that an operation is given the ARN of a role.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All shapes of one client by name.
pub(crate) type Shapes = BTreeMap<String, Shape>;

#[derive(Deserialize)]
pub(crate) struct Shape {
    #[serde(rename = "type")]
    kind: String,
    /// Of a structure.
    #[serde(default)]
    members: BTreeMap<String, Reference>,
    /// Of a list.
    member: Option<Reference>,
    /// Of a map.
    value: Option<Reference>,
    pattern: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Reference {
    pub(crate) shape: String,
}

/// Deeper members belong to what the operation works on rather than to the operation.
const DEPTH: usize = 4;

/// Whether a value of the shape can hold the ARN of a role.
pub(crate) fn takes_role(shapes: &Shapes, name: &str) -> bool {
    holds_role(shapes, name, DEPTH)
}

fn holds_role(shapes: &Shapes, name: &str, depth: usize) -> bool {
    let (Some(shape), Some(depth)) = (shapes.get(name), depth.checked_sub(1)) else {
        return false;
    };
    let below = |reference: &Reference| holds_role(shapes, &reference.shape, depth);
    shape.members.iter().any(|(member, reference)| is_role(shapes, member, reference) || below(reference))
        || shape.member.iter().chain(&shape.value).any(below)
}

/// A text, or a list of texts, that is called a role to be passed or must look like the ARN of one.
///
/// Members called just `role` are left out: many of them are the part that a person plays.
fn is_role(shapes: &Shapes, member: &str, reference: &Reference) -> bool {
    const ENDINGS: [&str; 5] = ["rolearn", "rolearns", "servicerole", "executionrole", "noderole"];
    let Some(shape) = shapes.get(&reference.shape) else {
        return false;
    };
    let inner = shape.member.as_ref().and_then(|inner| shapes.get(&inner.shape)).unwrap_or(shape);
    let name = member.to_ascii_lowercase().replace('_', "");
    let named = ENDINGS.iter().any(|ending| name.ends_with(ending));
    let looks =
        inner.pattern.as_deref().is_some_and(|pattern| pattern.contains(":iam:") && pattern.contains("role"));
    inner.kind == "string" && (named || looks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes() -> Shapes {
        serde_json::from_str(
            r#"{
              "Text": { "type": "string" },
              "Texts": { "type": "list", "member": { "shape": "Text" } },
              "Arn": { "type": "string", "pattern": "arn:aws:iam::\\d{12}:role/.+" },
              "Named": { "type": "structure", "members": { "executionRoleArn": { "shape": "Text" } } },
              "Listed": { "type": "structure", "members": { "role_arns": { "shape": "Texts" } } },
              "Shaped": { "type": "structure", "members": { "Role": { "shape": "Arn" } } },
              "Nested": { "type": "structure", "members": { "Jobs": { "shape": "Jobs" } } },
              "Jobs": { "type": "list", "member": { "shape": "Named" } },
              "Other": { "type": "structure", "members": { "Role": { "shape": "Text" }, "Again": { "shape": "Other" } } }
            }"#,
        )
        .unwrap()
    }

    #[test]
    fn role_arns_are_seen_by_name_or_pattern() {
        for (name, expected) in [
            ("Named", true),
            ("Listed", true),
            ("Shaped", true),
            ("Nested", true),
            ("Other", false),
            ("Absent", false),
        ] {
            assert_eq!(takes_role(&shapes(), name), expected, "{name}");
        }
    }
}
