//! Actions that deserve a second look before they are allowed, by the reason.

use catalog::{Action, Sensitivity};
use serde_json::json;

use super::{Media, Resource};
use crate::completion::{Argument, Source, no_such};
use crate::{Context, OpError};

/// A reason to look twice.
pub struct Category {
    /// Its name in requests and answers.
    pub name: &'static str,
    pub meaning: &'static str,
    pub(crate) of: Sensitivity,
}

/// All categories, by name.
pub const CATEGORIES: &[Category] = &[
    Category {
        name: "credential_exposure",
        meaning: "The answer holds a secret, a token or a key that opens something else",
        of: Sensitivity::CredentialExposure,
    },
    Category {
        name: "data_access",
        meaning: "Reads what is stored: objects, rows, messages, logs",
        of: Sensitivity::DataAccess,
    },
    Category {
        name: "priv_esc",
        meaning: "Changes who may do what, so that the caller can end up with more than was granted",
        of: Sensitivity::PrivilegeEscalation,
    },
    Category {
        name: "resource_exposure",
        meaning: "Changes who can reach a resource, or what protects it",
        of: Sensitivity::ResourceExposure,
    },
];

pub(super) const CATEGORY_LIST: Resource = Resource {
    uri: "iam://sensitive-categories",
    name: "sensitive-categories",
    title: "Categories of sensitive actions",
    summary: "Why an action may be sensitive, and how many actions there are of each category",
    media: Media::Json,
    variable: None,
    read: |_, cx| {
        let catalog = cx.catalog();
        let categories: Vec<_> = CATEGORIES
            .iter()
            .map(|category| {
                let name = category.name;
                json!({
                    "category": name, "description": category.meaning,
                    "actions": catalog.sensitive_actions(category.of).len(),
                    "uri": format!("iam://sensitive-actions/{name}"),
                })
            })
            .collect();
        Ok(json!({ "categories": categories }).to_string())
    },
};

pub(super) const ACTIONS: Resource = Resource {
    uri: "iam://sensitive-actions/{category}",
    name: "sensitive-actions",
    title: "Sensitive actions of a category",
    summary: "The actions of one category, with their access levels",
    media: Media::Json,
    variable: Some(Argument {
        name: "category",
        help: "The category, such as `data_access`",
        required: true,
        default: None,
        source: Source::Categories,
    }),
    read: actions,
};

fn actions(name: &str, cx: &Context) -> Result<String, OpError> {
    // The catalogue's own words for them are as good.
    let is_meant = |category: &&Category| category.name == name || category.of.word() == name;
    let category = CATEGORIES.iter().find(is_meant).ok_or_else(|| {
        let names: Vec<_> = CATEGORIES.iter().map(|category| category.name).collect();
        no_such("category", name, &names)
    })?;
    let catalog = cx.catalog();
    let listed = catalog.sensitive_actions(category.of);
    let actions: Vec<_> = listed
        .actions(&catalog)
        .map(|action| json!({ "action": action.full_name(), "access_level": level(action) }))
        .collect();
    let (name, meaning) = (category.name, category.meaning);
    Ok(json!({ "category": name, "description": meaning, "total": actions.len(), "actions": actions })
        .to_string())
}

/// As the tools write it: `permissions-management`.
fn level(action: Action<'_>) -> String {
    action.level().title().to_ascii_lowercase().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::Files;

    #[test]
    fn every_category_has_its_actions() {
        let cx = Context::new(Files::Denied, || 0);
        let list: Value = serde_json::from_str(&(CATEGORY_LIST.read)("", &cx).unwrap()).unwrap();
        let known = [
            ("credential_exposure", "sts:GetFederationToken"),
            ("data_access", "s3:GetObject"),
            ("priv_esc", "iam:PassRole"),
            ("resource_exposure", "s3:PutBucketPolicy"),
        ];
        for (entry, (name, action)) in list["categories"].as_array().unwrap().iter().zip(known) {
            assert_eq!(entry["category"], name);
            let page: Value = serde_json::from_str(&(ACTIONS.read)(name, &cx).unwrap()).unwrap();
            assert_eq!(page["total"], entry["actions"], "{name}");
            let actions = page["actions"].as_array().unwrap();
            assert!(actions.iter().any(|each| each["action"] == action), "{name}: {action}");
        }
        assert_eq!(CATEGORIES.len(), Sensitivity::ALL.len());
        assert_eq!(
            (ACTIONS.read)("privilege-escalation", &cx).unwrap(),
            (ACTIONS.read)("priv_esc", &cx).unwrap()
        );
    }
}
