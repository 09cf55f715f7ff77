//! Actions that deserve a second look before they are allowed, by the reason.

use serde_json::{Value, json};

use super::pages::answer;
use super::{Media, Resource};
use crate::completion::{Argument, Source};
use crate::wire::Category;
use crate::{Context, OpError};

pub(super) const CATEGORIES: Resource = Resource {
    uri: "iam://sensitive-categories",
    name: "sensitive-categories",
    title: "Categories of sensitive actions",
    summary: "Why an action may be sensitive, how grave that is, and how many actions there are of each category",
    media: Media::Json,
    variable: None,
    read: |_, cx| categories(cx),
};

pub(super) const ACTIONS: Resource = Resource {
    uri: "iam://sensitive-actions/{category}",
    name: "sensitive-actions",
    title: "Sensitive actions of a category",
    summary: "The actions of one category",
    media: Media::Json,
    variable: Some(Argument {
        name: "category",
        help: "The category, such as `data_access`",
        required: true,
        default: None,
        source: Source::Categories,
    }),
    read: |category, cx| {
        let request = json!({ "category": category, "limit": cx.limits().page_max });
        Ok(answer("list_sensitive_actions", request, cx)?.json()?.to_string())
    },
};

/// The categories as the tool counts them, each with its meaning and the address of its actions.
fn categories(cx: &Context) -> Result<String, OpError> {
    let mut answer = answer("list_sensitive_actions", json!({ "limit": 0 }), cx)?.json()?;
    let mut categories = answer.get_mut("categories").map(Value::take).unwrap_or_default();
    for entry in categories.as_array_mut().into_iter().flatten() {
        let category = entry.get("category").and_then(Value::as_str).and_then(Category::parse);
        if let (Some(category), Some(members)) = (category, entry.as_object_mut()) {
            let uri = format!("iam://sensitive-actions/{}", category.name());
            members.extend([
                ("description".to_owned(), Value::from(category.meaning())),
                ("uri".to_owned(), uri.into()),
            ]);
        }
    }
    Ok(json!({ "categories": categories }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Files;

    #[test]
    fn every_category_has_its_actions() {
        let cx = Context::new(Files::Denied, || 0);
        let list: Value = serde_json::from_str(&(CATEGORIES.read)("", &cx).unwrap()).unwrap();
        let known = [
            ("credential_exposure", "sts:GetFederationToken"),
            ("priv_esc", "iam:PassRole"),
            ("data_access", "s3:GetObject"),
            ("resource_exposure", "s3:PutBucketPolicy"),
        ];
        assert_eq!(list["categories"].as_array().unwrap().len(), known.len());
        for (entry, (name, action)) in list["categories"].as_array().unwrap().iter().zip(known) {
            assert_eq!(entry["category"], name);
            assert!(entry["description"].as_str().unwrap().len() > 10, "{entry}");
            let uri = entry["uri"].as_str().unwrap();
            let (_, page) = super::super::read(uri, &cx).unwrap();
            let page: Value = serde_json::from_str(&page).unwrap();
            assert_eq!(page["total"], entry["actions"], "{name}");
            assert!(page["actions"].as_array().unwrap().contains(&json!(action)), "{name}: {action}");
        }
    }
}
