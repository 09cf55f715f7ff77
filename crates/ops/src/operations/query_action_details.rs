//! What is known of one action?

use catalog::{Action, Flags};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known;
use super::query_service_actions::AccessLevel;
use crate::render::table;
use crate::{Context, Effect, OpError, Operation, Response, Style};

/// Says what is known of an IAM action
///
/// Before granting it: its access level, the resource types it can be limited to, its condition keys, and what else its caller must
/// be allowed.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct QueryActionDetails {
    /// The full name, such as `s3:GetObject`, in any letter case
    pub(super) action: String,
}

/// What is known of an action
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Details {
    pub(super) result: ActionDetails,
}

/// An action
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ActionDetails {
    pub(super) action: String,
    /// The service's prefix
    pub(super) service: String,
    pub(super) access_level: AccessLevel,
    /// Types of resources that it can be limited to; with none, it is only ever allowed on `*`
    pub(super) resource_types: Vec<String>,
    pub(super) condition_keys: Vec<String>,
    pub(super) description: String,
    /// The resource types in full
    resources: Vec<Target>,
    /// Further actions that its caller must be allowed
    dependent_actions: Vec<Dependent>,
    /// Whether no API call has its name: other calls ask for it
    permission_only: bool,
    /// Whether no source says which resources it takes
    resources_unknown: bool,
}

/// A resource type that an action can be limited to
#[derive(Debug, Serialize, JsonSchema)]
struct Target {
    resource_type: String,
    /// Whether every request names such a resource
    required: bool,
    arn_formats: Vec<String>,
}

/// An action that must be allowed too
#[derive(Debug, Serialize, JsonSchema)]
struct Dependent {
    action: String,
    /// On what ground
    how: String,
}

impl Operation for QueryActionDetails {
    const NAME: &'static str = "query_action_details";
    const COMMAND: &'static [&'static str] = &["query", "action"];
    const EFFECT: Effect = Effect::Read;
    type Response = Details;

    fn run(self, cx: &Context) -> Result<Details, OpError> {
        let catalog = cx.catalog();
        Ok(Details { result: ActionDetails::of(known::action(&catalog, &self.action)?) })
    }
}

impl ActionDetails {
    pub(super) fn of(action: Action<'_>) -> Self {
        let target = |target: catalog::Target<'_>| Target {
            resource_type: target.resource.name().to_owned(),
            required: target.required,
            arn_formats: target.resource.arn_formats().map(str::to_owned).collect(),
        };
        let resources: Vec<_> = action.targets().map(target).collect();
        Self {
            action: action.full_name(),
            service: action.service().prefix().to_owned(),
            access_level: action.level().into(),
            resource_types: resources.iter().map(|target| target.resource_type.clone()).collect(),
            condition_keys: action.condition_keys().iter().map(|key| key.name().to_owned()).collect(),
            description: format!(
                "{} ({}, {})",
                words(action.name()),
                action.level().title(),
                action.service().title()
            ),
            resources,
            dependent_actions: action
                .needs()
                .map(|need| Dependent { action: need.action.full_name(), how: need.how.to_owned() })
                .collect(),
            permission_only: action.flags().has(Flags::PERMISSION_ONLY),
            resources_unknown: action.flags().has(Flags::RESOURCES_UNKNOWN),
        }
    }
}

impl Response for Details {
    fn text(&self, _: Style) -> String {
        self.result.text()
    }
}

impl ActionDetails {
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}: {}\n", self.action, self.description);
        if self.permission_only {
            text.push_str("no API call has this name: other calls ask for it\n");
        }
        text.push_str("resources:\n");
        match (self.resources.is_empty(), self.resources_unknown) {
            (true, true) => text.push_str("  not known\n"),
            (true, false) => text.push_str("  only *\n"),
            _ => {
                let row = |target: &Target| {
                    let required = if target.required { "required" } else { "" };
                    [
                        format!("  {}", target.resource_type),
                        required.to_owned(),
                        target.arn_formats.join(", "),
                    ]
                };
                text.push_str(&table::rows(&self.resources.iter().map(row).collect::<Vec<_>>()));
            }
        }
        let needs = self.dependent_actions.iter().map(|need| format!("{} ({})", need.action, need.how));
        for (title, names) in
            [("condition keys", self.condition_keys.clone()), ("also needs", needs.collect())]
        {
            if !names.is_empty() {
                text.push_str(title);
                text.push_str(":\n");
                text.extend(names.iter().flat_map(|name| ["  ", name.as_str(), "\n"]));
            }
        }
        text
    }
}

/// `GetObjectACL` as words: `get object ACL`.
fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| letters.get(index));
        let after = letters.get(index + 1);
        let begins = letter.is_uppercase()
            && before.is_none_or(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        match words.last_mut() {
            Some(word) if !begins => word.push(*letter),
            _ => words.push(letter.to_string()),
        }
    }
    let lower = |word: &String| {
        let acronym = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
        if acronym { word.clone() } else { word.to_lowercase() }
    };
    words.iter().map(lower).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_read_as_words() {
        let cases = [
            ("GetObject", "get object"),
            ("PutObjectACL", "put object ACL"),
            ("ListVPCEndpoints", "list VPC endpoints"),
            ("GET", "GET"),
            ("startInstances", "start instances"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(super::words(name), expected);
        }
    }
}
