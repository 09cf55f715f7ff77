//! What two catalogues say differently, on the wire and as text.

use catalog::refresh::{Change, Changes, Diff};
use schemars::JsonSchema;
use serde::Serialize;

use crate::render::table::counted;
use crate::wire::page;
use crate::{Context, Limits};

/// What changed, by kind
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CatalogChanges {
    services: KindChanges,
    actions: KindChanges,
    /// As `s3:bucket`
    resource_types: KindChanges,
    condition_keys: KindChanges,
}

/// What changed in one kind
#[derive(Debug, Serialize, JsonSchema)]
struct KindChanges {
    added: Vec<String>,
    removed: Vec<String>,
    changed: Vec<AspectChange>,
    /// How many changes there are in all
    total: usize,
    /// Whether some are not listed
    truncated: bool,
}

/// One thing that is said differently
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct AspectChange {
    name: String,
    /// What of it: level, resource types, condition keys, dependent actions, ARN formats, type, name
    aspect: String,
    before: String,
    after: String,
}

impl CatalogChanges {
    /// The changes, each list cut at `limit`.
    pub(super) fn of(diff: &Diff, limit: Option<usize>, cx: &Context) -> Self {
        let kind = |changes: &Changes| KindChanges::of(changes, limit, cx.limits());
        Self {
            services: kind(&diff.services),
            actions: kind(&diff.actions),
            resource_types: kind(&diff.resource_types),
            condition_keys: kind(&diff.condition_keys),
        }
    }

    pub(super) fn text(&self) -> String {
        let kinds = [
            ("service", &self.services),
            ("action", &self.actions),
            ("resource type", &self.resource_types),
            ("condition key", &self.condition_keys),
        ];
        let mut text = String::new();
        for (noun, changes) in kinds {
            changes.lines(noun, &mut text);
        }
        if text.is_empty() { "nothing changed\n".to_owned() } else { text }
    }
}

impl KindChanges {
    fn of(changes: &Changes, limit: Option<usize>, limits: &Limits) -> Self {
        let change = |change: &Change| AspectChange {
            name: change.name.clone(),
            aspect: change.aspect.to_owned(),
            before: change.before.clone(),
            after: change.after.clone(),
        };
        let added = page(changes.added.clone(), limit, 0, limits);
        let removed = page(changes.removed.clone(), limit, 0, limits);
        let changed = page(changes.changed.iter().map(change).collect(), limit, 0, limits);
        Self {
            total: added.total + removed.total + changed.total,
            truncated: added.truncated || removed.truncated || changed.truncated,
            added: added.items,
            removed: removed.items,
            changed: changed.items,
        }
    }

    fn lines(&self, noun: &str, text: &mut String) {
        text.extend(self.added.iter().map(|name| format!("+ {noun} {name}\n")));
        text.extend(self.removed.iter().map(|name| format!("- {noun} {name}\n")));
        let changed = |change: &AspectChange| {
            let AspectChange { name, aspect, before, after } = change;
            format!("~ {noun} {name}: {aspect}: {before} -> {after}\n")
        };
        text.extend(self.changed.iter().map(changed));
        if self.truncated {
            text.extend(["(", &counted(self.total, "change"), " in all)\n"]);
        }
    }
}
