//! Why parts of a policy went or stay, in words.

use draft::tighten::{Change, Kept, Place, Why, WhyKept};
use trail::usage::Time;
use trail::{Principal, Usage};

use crate::render::table::{counted, times};
use crate::wire::{KeptEntry, KeptPart, TightenedPart};

/// The time and the events that a usage of some principals spans.
pub(super) struct Period(String);

impl Period {
    pub(super) fn of(usage: &Usage, principals: &[Principal]) -> Self {
        let (mut first, mut last, mut count): (Option<Time>, Option<Time>, u64) = (None, None, 0);
        for (_, known) in principals.iter().filter_map(|principal| usage.uses(principal.name())).flatten() {
            first = [first, known.first].into_iter().flatten().min();
            last = last.max(known.last);
            count = count.saturating_add(known.count());
        }
        let events = times(count, "event");
        Self(match (first.map(Time::day), last.map(Time::day)) {
            (Some(first), Some(last)) if first == last => format!("on {first} ({events})"),
            (Some(first), Some(last)) => format!("in {first}…{last} ({events})"),
            _ => format!("in {events}"),
        })
    }

    fn reason(&self, change: &Change) -> String {
        let Self(period) = self;
        let what = if change.place.entry.is_none() { "nothing that it allows was" } else { "never" };
        match &change.why {
            Why::NeverUsed => format!("{what} used {period}"),
            Why::OnlyDenied => format!("never allowed {period}: all calls were denied"),
            Why::UsedElsewhere => {
                format!("used {period}, but on none of the resources of {}", change.place.label)
            }
            Why::SaidByOthers => format!("other entries name all that was used of it {period}"),
            Why::ActionsUsed { used, unknown: 0, of } => {
                format!("{used} of {} used {period}", counted(*of, "action"))
            }
            Why::ActionsUsed { used, unknown, of } => format!(
                "{used} of {} used {period}; {unknown} stay, as the logs cannot show them",
                counted(*of, "action")
            ),
            Why::ResourcesUsed { resources, actions } => {
                let actions = match actions.as_slice() {
                    [action] => format!("by `{action}`"),
                    several => format!("by {}", counted(several.len(), "action")),
                };
                format!("used on {} only, {actions} {period}", counted(*resources, "resource"))
            }
            Why::UnknownRemoved(why) => {
                format!("{what} seen {period}; {why}, and what the logs cannot show was to go")
            }
        }
    }

    pub(super) fn part(&self, change: &Change) -> TightenedPart {
        TightenedPart {
            pointer: pointer(&change.place),
            statement: change.place.label.clone(),
            was: change.place.was.clone(),
            now: change.now.clone(),
            kept: change
                .unknown
                .iter()
                .map(|(entry, why)| KeptEntry { entry: entry.clone(), why: why.clone() })
                .collect(),
            reason: self.reason(change),
        }
    }
}

pub(super) fn kept(kept: &Kept) -> KeptPart {
    let unknown = matches!(
        kept.why,
        WhyKept::Unknown(_)
            | WhyKept::NotInCatalogue
            | WhyKept::TooManyUnknown { .. }
            | WhyKept::NotLogged(_)
            | WhyKept::UnknownAction { .. }
            | WhyKept::Inverted
    );
    let why = match &kept.why {
        WhyKept::Unknown(why) => why.clone(),
        WhyKept::NotInCatalogue => "no action of this name is known".to_owned(),
        WhyKept::AllUsed { used, unknown: 0 } => {
            format!("all that it stands for was used: {}", counted(*used, "action"))
        }
        WhyKept::AllUsed { used, unknown } => {
            format!(
                "{} used, and of {unknown} the logs cannot show whether they were",
                counted(*used, "action")
            )
        }
        WhyKept::TooManyUnknown { entries, unknown } => format!(
            "the logs cannot show whether {} of it were used, and {} would stand in its place",
            counted(*unknown, "action"),
            counted(*entries, "entry")
        ),
        WhyKept::Inverted => "what is excluded stays, as it says nothing of what was used".to_owned(),
        WhyKept::TakesNoResource(action) => {
            format!("`{action}` was used, which takes no resource and is allowed on `*` only")
        }
        WhyKept::NotLogged(action) => format!("the logs do not name the resources of `{action}`"),
        WhyKept::UnknownAction { action, why } => format!("`{action}` stays, which may act on it: {why}"),
        WhyKept::UsedWidely { resources } if *resources > 1 => {
            format!("it stands for {} that were used", counted(*resources, "resource"))
        }
        WhyKept::UsedWidely { .. } => "the logs tell of what was used by no narrower pattern".to_owned(),
        WhyKept::NotWithin(pattern) => {
            format!("what was used is known as `{pattern}`, of which not all lies within it")
        }
        WhyKept::Variable => "it hangs on the value of a policy variable".to_owned(),
        WhyKept::TooMany(count) => format!("{} would stand in its place", counted(*count, "entry")),
    };
    let Place { label, was, .. } = &kept.place;
    KeptPart { pointer: pointer(&kept.place), statement: label.clone(), entry: was.clone(), unknown, why }
}

/// Where it stands in a policy whose lists are lists.
fn pointer(place: &Place) -> String {
    let statement = format!("/Statement/{}", place.statement);
    place.entry.map_or(statement.clone(), |(list, at)| format!("{statement}/{}/{at}", list.name()))
}

/// The words for a reason of `find_unused_permissions` that use is not known, of an action of this service.
pub(super) fn silence(why: &str, service: &str) -> String {
    match why {
        "data-events-not-seen" => format!("data events of `{service}` are not in the logs"),
        "reads-not-seen" => "the logs hold no call that only reads".to_owned(),
        "unmapped-events" => format!("the logs hold calls of `{service}` of which the action is not known"),
        "no-event-known" => "no event is known that would show it".to_owned(),
        "one-of-several" => "the logs do not say whether it or another action was used".to_owned(),
        other => format!("the logs cannot show it ({other})"),
    }
}
