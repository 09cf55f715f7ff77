//! What to look for in the records of one event: worked out once, used for every record.

use std::sync::Arc;

use catalog::{Action, Catalog, Flags};

use super::format::Format;
use super::sources::{Place, Source, sources};
use super::table::{EVENT_ROWS, OF_CALLER};

/// The ARNs that the actions of an event take, and where a request has what they are made of.
#[derive(Debug, Default)]
pub(crate) struct Plan<'c> {
    /// In the order of the mapped actions.
    pub(super) actions: Vec<OfAction<'c>>,
}

#[derive(Debug, Default)]
pub(super) struct OfAction<'c> {
    pub(super) targets: Vec<Target<'c>>,
    /// No source says what the action takes, so that every resource of the record may be one.
    pub(super) takes_anything: bool,
    /// Whether the request says better than the record's list which resource is this action's.
    pub(super) is_told_by_request: bool,
    /// Whether the event makes something new, so that it has no path but that of the request.
    pub(super) creates: bool,
    /// Whether the caller is the resource where the request names none.
    pub(super) is_about_caller: bool,
}

#[derive(Debug)]
pub(super) struct Target<'c> {
    pub(super) is_required: bool,
    pub(super) formats: Vec<Fill<'c>>,
}

/// An ARN format and the sources of its placeholders, in their order.
#[derive(Debug)]
pub(super) struct Fill<'c> {
    pub(super) format: Format<'c>,
    pub(super) sources: Vec<Vec<Source>>,
}

impl<'c> Plan<'c> {
    /// `event` is the name of the event without the API's date.
    pub(crate) fn new(catalog: &'c Catalog, event: &str, actions: &[Arc<str>]) -> Self {
        let of = |name: &Arc<str>| catalog.action(name).map_or_else(OfAction::default, |action| of_action(event, action));
        Self { actions: actions.iter().map(of).collect() }
    }

    /// Whether any of the actions can be limited to resources.
    pub(crate) fn takes_resources(&self) -> bool {
        self.actions.iter().any(|action| action.takes_anything || !action.targets.is_empty())
    }
}

fn of_action<'c>(event: &str, action: Action<'c>) -> OfAction<'c> {
    let name = action.full_name();
    let targets: Vec<_> = action.targets().collect();
    let fill = |of: &'c str, service: &str, text: &'c str| {
        let format = Format::new(text)?;
        let sources = format.variables().map(|variable| {
            let is_only_type = targets.len() == 1;
            sources(&Place { service, of, variable, event, action: &name, is_only_type })
        });
        let sources = sources.collect();
        Some(Fill { format, sources })
    };
    let target = |target: &catalog::Target<'c>| {
        let resource = target.resource;
        let service = action.service().prefix();
        let formats = resource.arn_formats().filter_map(|text| fill(resource.name(), service, text));
        Target { is_required: target.required, formats: formats.collect() }
    };
    let is_told_by_request =
        EVENT_ROWS.iter().any(|row| row.events.contains(&event) && row.actions.contains(&name.as_str()));
    OfAction {
        targets: targets.iter().map(target).collect(),
        takes_anything: action.flags().has(Flags::RESOURCES_UNKNOWN),
        is_told_by_request,
        creates: event.starts_with("Create"),
        is_about_caller: OF_CALLER.contains(&name.as_str()),
    }
}
