//! A route, and what clients are told of it: written once, so that whatever is served is described.

use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use axum::routing::MethodRouter;
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use super::service::Service;

/// Routes of one subject or of all.
#[derive(Default)]
pub(super) struct Routes {
    pub(super) router: Router<Arc<Service>>,
    /// Schemas take longer than all the rest of a start, so they are made when somebody asks.
    pub(super) told: Vec<Box<dyn Fn() -> Told>>,
}

/// What is told of a route.
pub(super) struct Told {
    pub(super) method: Method,
    pub(super) path: String,
    /// What clients that are generated call it.
    pub(super) id: String,
    pub(super) subject: &'static str,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Content>,
    pub(super) status: u16,
    pub(super) answer: Content,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) is_path: bool,
    pub(super) is_required: bool,
    pub(super) schema: Value,
}

/// A body: what it says of itself, and its form.
pub(super) struct Content {
    pub(super) media: &'static str,
    pub(super) schema: Value,
}

impl Routes {
    #[must_use]
    pub(super) fn on(
        mut self,
        path: &str,
        handler: MethodRouter<Arc<Service>>,
        tell: impl Fn(&str) -> Told + 'static,
    ) -> Self {
        let path = path.to_owned();
        self.router = self.router.route(&path, handler);
        self.told.push(Box::new(move || tell(&path)));
        self
    }

    /// Tells of a further method of a route.
    #[must_use]
    pub(super) fn tell(mut self, tell: impl Fn() -> Told + 'static) -> Self {
        self.told.push(Box::new(tell));
        self
    }

    #[must_use]
    pub(super) fn with(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.told.extend(others.told);
        self
    }
}

impl Told {
    pub(super) fn get(path: &str, id: &str, title: &str) -> Self {
        Self::new(Method::GET, path, id, title)
    }

    pub(super) fn new(method: Method, path: &str, id: &str, title: &str) -> Self {
        let places = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parameters = places.map(|name| Parameter {
            name: name.to_owned(),
            is_path: true,
            is_required: true,
            schema: serde_json::json!({"type": "string", "minLength": 1}),
        });
        Self {
            method,
            path: path.to_owned(),
            id: id.to_owned(),
            subject: "service",
            title: title.to_owned(),
            description: None,
            parameters: parameters.collect(),
            body: None,
            status: 200,
            answer: Content { media: "application/json", schema: Value::Bool(true) },
        }
    }

    #[must_use]
    pub(super) fn of(mut self, subject: &'static str) -> Self {
        self.subject = subject;
        self
    }

    #[must_use]
    pub(super) fn says(mut self, description: &str) -> Self {
        self.description = Some(description.to_owned());
        self
    }

    /// The query has the members of `Q`.
    #[must_use]
    pub(super) fn asks<Q: JsonSchema>(mut self) -> Self {
        let schema = ops::schema::of::<Q>().to_value();
        let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let members = schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        self.parameters.extend(members.into_iter().map(|(name, schema)| Parameter {
            is_required: required.iter().any(|needed| needed == name.as_str()),
            is_path: false,
            schema: given(schema),
            name,
        }));
        self
    }

    #[must_use]
    pub(super) fn takes(mut self, media: &'static str, schema: Value) -> Self {
        self.body = Some(Content { media, schema });
        self
    }

    #[must_use]
    pub(super) fn gives(self, schema: Schema) -> Self {
        self.gives_as("application/json", schema.to_value())
    }

    #[must_use]
    pub(super) fn gives_as(mut self, media: &'static str, schema: Value) -> Self {
        self.answer = Content { media, schema };
        self
    }

    #[must_use]
    pub(super) fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }
}

/// The schema of a member of a query, which is there or not, but never null.
fn given(mut schema: Value) -> Value {
    let Some(members) = schema.as_object_mut() else { return schema };
    if let Some(types) = members.get_mut("type")
        && let Some(list) = types.as_array_mut()
    {
        list.retain(|one| one != "null");
        if let [one] = list.as_slice() {
            *types = one.clone();
        }
    }
    if let Some(words) = members.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null());
    }
    if members.get("default").is_some_and(Value::is_null) {
        members.remove("default");
    }
    schema
}
