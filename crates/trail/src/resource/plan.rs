//! What to look for in the records of one event: worked out once, used for every record.

use std::sync::Arc;

use catalog::{Action, Catalog, Flags};

use super::exceptions::{OF_CALLER, ONLY_WITHOUT, OWNERS, QUALIFIED};
use super::format::Format;
use super::sources::{Place, Source, compact, plural, signs, sources};
use super::table::EVENT_ROWS;
use crate::json::Sign;

/// The ARNs that the actions of an event take, and where a request has what they are made of.
#[derive(Debug, Default)]
pub(crate) struct Plan<'c> {
    /// In the order of the mapped actions.
    pub(super) actions: Vec<OfAction<'c>>,
    /// Those of all names that any of the sources asks for, ascending: this turns most names of a request away.
    signs: Vec<Sign>,
}

#[derive(Debug, Default)]
pub(super) struct OfAction<'c> {
    /// `s3:GetObject`
    pub(super) name: String,
    pub(super) targets: Vec<Target<'c>>,
    /// No source says what the action takes, so that every resource of the record may be one.
    pub(super) takes_anything: bool,
    /// Whether the request says better than the record's list which resource is this action's.
    pub(super) is_told_by_request: bool,
    /// Whether the caller is the resource where the request names none.
    pub(super) is_about_caller: bool,
    /// The parameter that stands at the end of the ARN.
    pub(super) qualifier: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Target<'c> {
    pub(super) is_required: bool,
    /// With such a parameter of another value in the request the resource is of another type.
    pub(super) only_without: Option<(&'static str, &'static str)>,
    /// Whether the event makes something new of this type, so that it has no path but that of the request.
    pub(super) is_made: bool,
    pub(super) formats: Vec<Fill<'c>>,
}

impl Target<'_> {
    fn sources(&self) -> impl Iterator<Item = &Source> {
        self.formats.iter().flat_map(|fill| &fill.sources).flatten()
    }
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
        let of = |name: &Arc<str>| {
            catalog.action(name).map_or_else(OfAction::default, |action| of_action(event, action))
        };
        let actions: Vec<_> = actions.iter().map(of).collect();
        let targets = || actions.iter().flat_map(|action| &action.targets);
        let names = targets().filter_map(|target| target.only_without).map(|(name, _)| Sign::of(name));
        let sources = targets().flat_map(Target::sources).map(|source| source.sign);
        let mut signs: Vec<_> = names.chain(sources).collect();
        signs.sort_unstable();
        signs.dedup();
        Self { actions, signs }
    }

    /// Whether a leaf of a request, its value as written, can say anything of resources: no other is looked at.
    pub(super) fn minds(&self, key: &str, depth: u8, value: &str) -> bool {
        let may_be_arn = || {
            let begins = value.as_bytes().get(1..5).unwrap_or_default();
            let plain = begins.split(|byte| *byte == b'\\').next().unwrap_or_default();
            if plain.len() < begins.len() { b"arn:".starts_with(plain) } else { begins == b"arn:" }
        };
        let by_target = |target: &Target<'_>| {
            target.only_without.is_some_and(|(name, _)| name == key)
                || target.sources().any(|source| source.is_named(key, depth))
        };
        let is_known = || {
            let (own, bare) = signs(key);
            self.signs.iter().any(|known| *known == own || Some(*known) == bare)
        };
        let by_name = || is_known() && self.actions.iter().flat_map(|action| &action.targets).any(by_target);
        may_be_arn()
            || key == "path"
            || OWNERS.contains(&key)
            || key == SOURCE_REGION
            || self.actions.iter().any(|action| action.qualifier == Some(key))
            || by_name()
    }

    /// Whether any of the actions can be limited to resources.
    pub(crate) fn takes_resources(&self) -> bool {
        self.actions.iter().any(|action| action.takes_anything || !action.targets.is_empty())
    }
}

fn of_action<'c>(event: &str, action: Action<'c>) -> OfAction<'c> {
    let name = action.full_name();
    let mut targets: Vec<_> = action.targets().collect();
    if action.service().prefix() == VERBS {
        targets.retain(|target| is_object(event, target.resource.name()));
    }
    let is_only_type = targets.len() == 1;
    let service = action.service().prefix();
    let fill = |of: &'c str, is_required: bool, text: &'c str| {
        let format = Format::new(text)?;
        if format.variables().next().is_none() && !is_only_type && !is_required {
            return None;
        }
        let is_only_variable = format.variables().nth(1).is_none();
        let place =
            |variable| Place { service, of, variable, event, action: &name, is_only_type, is_only_variable };
        let sources = format.variables().map(|variable| sources(&place(variable)));
        let sources = sources.collect();
        Some(Fill { format, sources })
    };
    let target = |target: &catalog::Target<'c>| {
        let of = target.resource.name();
        let without = ONLY_WITHOUT.iter().find(|row| (row.0, row.1) == (service, of));
        Target {
            is_required: target.required,
            only_without: without.map(|row| (row.2, row.3)),
            is_made: MAKES
                .iter()
                .find_map(|verb| event.strip_prefix(verb))
                .is_some_and(|object| compact(object).contains(&compact(of))),
            formats: target
                .resource
                .arn_formats()
                .filter_map(|text| fill(of, target.required, text))
                .collect(),
        }
    };
    let is_told_by_request =
        EVENT_ROWS.iter().any(|row| row.events.contains(&event) && row.actions.contains(&name.as_str()));
    OfAction {
        targets: targets.iter().map(target).collect(),
        takes_anything: action.flags().has(Flags::RESOURCES_UNKNOWN),
        is_told_by_request,
        is_about_caller: OF_CALLER.contains(&name.as_str()),
        qualifier: QUALIFIED.iter().find(|row| row.0 == name).map(|row| row.1),
        name,
    }
}

/// What the names of events begin with that make something new.
const MAKES: [&str; 2] = ["Create", "Upload"];

/// From which region a request copies.
pub(super) const SOURCE_REGION: &str = "sourceRegion";

/// API Gateway, whose actions are verbs and take every type: the name of the event tells which.
const VERBS: &str = "apigateway";

/// Whether the event is about the type: `GetStage` about `Stage`, `CreateStage` about `Stages`, to which it adds one.
fn is_object(event: &str, of: &str) -> bool {
    let object = event.trim_start_matches(|letter: char| !letter.is_ascii_uppercase());
    let Some(start) = object.char_indices().skip(1).find(|(_, letter)| letter.is_ascii_uppercase()) else {
        return false;
    };
    let Some((verb, object)) = object.split_at_checked(start.0) else { return false };
    let (object, of) = (compact(object), compact(of));
    match verb {
        "Create" | "Import" => of == plural(&object),
        _ => object == of,
    }
}
