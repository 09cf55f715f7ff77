//! Which of the given resources each action takes. An action goes with the resources of its types and with no others.

use catalog::{Action, Catalog, Flags, ResourceType, Target};
use policy::{Glob, ResourcePattern};

use super::Refusal;
use super::actions::{Meant, WAY_FORWARD, changes};
use super::refusal::either;

/// An action with what it is allowed on.
pub(super) struct Fit<'c, 'r> {
    pub(super) action: Action<'c>,
    /// `*` alone, or entries of the request in their order.
    pub(super) resources: Vec<&'r str>,
    /// Types that AWS marks as required and of which no resource is given.
    pub(super) lacking: Vec<ResourceType<'c>>,
}

/// A resource of the request.
struct Given<'c, 'r> {
    text: &'r str,
    pattern: ResourcePattern,
    /// The types that it names best, taking wildcards and variables for a name.
    likeliest: Vec<ResourceType<'c>>,
    /// Those, and the types of which wildcards may make it one that are told apart as well or better.
    telling: Vec<ResourceType<'c>>,
}

const EVERYTHING: &str = "*";

/// The actions that can be allowed, and what stands in the way of the others.
pub(super) fn fits<'c, 'r>(
    meant: &[Meant<'c, 'r>],
    resources: &'r [String],
    catalog: &'c Catalog,
) -> (Vec<Fit<'c, 'r>>, Vec<Refusal>) {
    let mut refusals: Vec<_> = resources.iter().filter_map(|text| malformed(text)).collect();
    let given: Vec<_> = given(resources, catalog);
    let has_star = resources.iter().any(|text| text == EVERYTHING);
    let taken_best: Vec<bool> =
        given.iter().map(|given| meant.iter().any(|meant| given.is_best_for(meant.action))).collect();
    let takes = |action: Action<'_>, index: usize| {
        let claimed = taken_best.get(index).copied().unwrap_or(false);
        given.get(index).is_some_and(|given| {
            !action.targets_meeting(&given.pattern).is_empty() && (!claimed || given.is_told_for(action))
        })
    };
    let mut fits = Vec::new();
    let mut explained = vec![false; given.len()];
    for meant in meant {
        let action = meant.action;
        // A pattern is for what is named, and not for all that there is.
        if meant.pattern.is_some() && !has_star && action.targets().len() == 0 {
            continue;
        }
        let indexes: Vec<usize> = (0..given.len()).filter(|index| takes(action, *index)).collect();
        let own: Vec<_> = indexes.iter().filter_map(|index| given.get(*index)).collect();
        match of_action(action, &own, has_star) {
            Ok(fit) => fits.push(fit),
            Err(_) if meant.pattern.is_some() => {}
            Err(mut refusal) => {
                let near = given.iter().enumerate().find_map(|(index, given)| {
                    nearest(given.text, &[action]).map(|(text, _)| (index, given, text))
                });
                if let Some((index, given, text)) = near.filter(|_| own.is_empty() && !has_star) {
                    refusal.help = Some(format!("`{}` does not fit: give `{text}`", given.text));
                    if let Some(explained) = explained.get_mut(index) {
                        *explained = true;
                    }
                }
                refusals.push(refusal);
            }
        }
    }
    let actions: Vec<_> = meant.iter().map(|meant| meant.action).collect();
    for (index, given) in given.iter().enumerate() {
        let is_taken = actions.iter().any(|action| takes(*action, index));
        if !is_taken && explained.get(index) != Some(&true) && !actions.is_empty() {
            refusals.push(stray(given, &actions));
        }
    }
    for pattern in patterns(meant) {
        let of_pattern = |fit: &Fit<'_, '_>| {
            meant.iter().any(|meant| meant.action == fit.action && meant.pattern == Some(pattern))
        };
        if !fits.iter().any(of_pattern) {
            let message = format!("none of the actions that `{pattern}` stands for takes a given resource");
            refusals
                .push(Refusal::new(message, "give resources of their types; `*` for those that take none"));
        }
    }
    (fits, refusals)
}

/// The patterns of the request, each once.
pub(super) fn patterns<'r>(meant: &[Meant<'_, 'r>]) -> Vec<&'r str> {
    let mut patterns: Vec<_> = meant.iter().filter_map(|meant| meant.pattern).collect();
    patterns.dedup();
    patterns
}

fn malformed(text: &str) -> Option<Refusal> {
    let is_arn = text.starts_with("arn:") && text.splitn(6, ':').count() == 6;
    let help = "give ARNs with all their six parts, wildcards allowed; `build_arn` makes them";
    (text != EVERYTHING && !is_arn).then(|| Refusal::new(format!("`{text}` is not an ARN"), help))
}

fn given<'c, 'r>(resources: &'r [String], catalog: &'c Catalog) -> Vec<Given<'c, 'r>> {
    let mut all: Vec<Given<'c, 'r>> = Vec::new();
    for text in resources.iter().filter(|text| *text != EVERYTHING && malformed(text).is_none()) {
        if all.iter().any(|known| known.text == text) {
            continue;
        }
        let pattern = ResourcePattern::with_variables(text);
        let types = catalog.resource_types_of(&named(text));
        let most = types.first().map_or(0, |first| first.letters);
        let likeliest = types.iter().take_while(|found| found.letters == most);
        let meeting = catalog.resource_types_meeting(&pattern);
        let telling = meeting.iter().take_while(|found| found.letters >= most);
        all.push(Given {
            text,
            likeliest: likeliest.map(|found| found.resource).collect(),
            telling: telling.map(|found| found.resource).collect(),
            pattern,
        });
    }
    all
}

/// The ARN with names where it has wildcards and variables.
fn named(text: &str) -> String {
    let mut named = String::new();
    let mut rest = text;
    while let Some((before, (_, after))) =
        rest.split_once("${").and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        named.extend([before, "x"]);
        rest = after;
    }
    named.push_str(rest);
    named.replace(['*', '?'], "x")
}

impl Given<'_, '_> {
    /// Whether the action acts on the type that the resource names best, or on one that is told apart as well.
    fn is_told_for(&self, action: Action<'_>) -> bool {
        action.targets().any(|target| self.telling.contains(&target.resource))
    }

    fn is_best_for(&self, action: Action<'_>) -> bool {
        action.targets().any(|target| self.likeliest.contains(&target.resource))
    }
}

fn of_action<'c, 'r>(
    action: Action<'c>,
    own: &[&Given<'c, 'r>],
    has_star: bool,
) -> Result<Fit<'c, 'r>, Refusal> {
    let name = action.full_name();
    let everything = || Ok(Fit { action, resources: vec![EVERYTHING], lacking: Vec::new() });
    if action.targets().len() == 0 {
        if action.flags().has(Flags::RESOURCES_UNKNOWN) && changes(action) {
            let message = format!("`{name}` changes something, and no source says what it can be limited to");
            return Err(Refusal::new(
                message,
                "write that statement by hand, and check it with `validate_policy`",
            ));
        }
        return everything();
    }
    let required: Vec<_> = action.targets().filter(|target| target.required).collect();
    if own.is_empty() {
        let message = format!("`{name}` acts on {}, and none is given", types(action));
        return match (has_star, need_not_name_one(action)) {
            (true, true) => everything(),
            (false, true) => Err(Refusal::new(
                message,
                format!("{}; or give `*`, since a request need not name one", formats(action)),
            )),
            (true, false) if changes(action) => {
                let message = format!("`{name}` on `*` could change every {} there is", types(action));
                Err(Refusal::new(message, format!("{}; or {WAY_FORWARD}", formats(action))))
            }
            (_, false) => Err(Refusal::new(message, formats(action))),
        };
    }
    let reached: Vec<Target<'_>> =
        own.iter().flat_map(|given| action.targets_meeting(&given.pattern)).collect();
    let lacking: Vec<_> =
        required.iter().filter(|target| !reached.contains(target)).map(|target| target.resource).collect();
    if !required.is_empty() && lacking.len() == required.len() {
        let names = either(lacking.iter().map(|resource| resource.name()));
        let message = format!("`{name}` also needs a resource of type {names}, and none is given");
        return Err(Refusal::new(message, formats(action)));
    }
    Ok(Fit { action, resources: own.iter().map(|given| given.text).collect(), lacking })
}

/// Whether a request for the action may be one that names no resource: of several types that are all optional, it names one of them.
fn need_not_name_one(action: Action<'_>) -> bool {
    let mut targets = action.targets();
    targets.len() < 2 && !targets.any(|target| target.required)
}

/// `queue`, or the first few of several.
fn types(action: Action<'_>) -> String {
    let mut names: Vec<_> = ordered(action).iter().map(|target| target.resource.name()).collect();
    names.dedup();
    either(names)
}

/// The types of the action, those that are required first, and then those with the plainest ARNs.
fn ordered(action: Action<'_>) -> Vec<Target<'_>> {
    let mut targets: Vec<_> = action.targets().collect();
    let length = |target: &Target<'_>| target.resource.arn_formats().map(str::len).min();
    targets.sort_by_key(|target| (!target.required, length(target)));
    targets
}

fn formats(action: Action<'_>) -> String {
    let formats = ordered(action).into_iter().flat_map(|target| target.resource.arn_formats());
    format!("name it as {}; `build_arn` fills that in", either(formats))
}

/// A resource that no action takes, with what is likely meant.
fn stray(given: &Given<'_, '_>, actions: &[Action<'_>]) -> Refusal {
    let text = given.text;
    let what = given.likeliest.first().map_or(String::new(), |kind| format!(", a `{}`", kind.name()));
    let message = format!("no action takes `{text}`{what}");
    if let Some((fitting, action)) = nearest(text, actions) {
        return Refusal::new(message, format!("`{}` takes `{fitting}`", action.full_name()));
    }
    let part = |index: usize| Glob::new(text.splitn(6, ':').nth(index).unwrap_or_default());
    if let Some(action) = actions.iter().find(|action| action.applies_to(&part(2), &part(5))) {
        let help = format!("its partition, region or account do not fit; {}", formats(*action));
        return Refusal::new(message, help);
    }
    match actions.iter().find(|action| action.targets().len() > 0) {
        Some(action) => {
            Refusal::new(message, format!("leave it out; for `{}` {}", action.full_name(), formats(*action)))
        }
        None => Refusal::new(message, "leave it out: AWS names no resource for any of the actions"),
    }
}

/// A text near to this one that an action takes: what lies below it, or what it lies in.
fn nearest<'c>(text: &str, actions: &[Action<'c>]) -> Option<(String, Action<'c>)> {
    let within = text.splitn(6, ':').nth(5).unwrap_or_default();
    let head = text.get(..text.len() - within.len()).unwrap_or_default();
    let cut = |mark: char| within.split_once(mark).map(|(first, _)| format!("{head}{first}"));
    let shorter = |end: &str| text.strip_suffix(end).map(str::to_owned);
    let near = [Some(format!("{text}/*")), Some(format!("{text}:*")), shorter("/*"), shorter(":*"), cut('/')];
    near.into_iter()
        .flatten()
        .filter(|near| near.splitn(6, ':').nth(5).is_some_and(|id| !id.is_empty()))
        .find_map(|near| {
            let pattern = ResourcePattern::with_variables(&near);
            let action = actions.iter().find(|action| !action.targets_meeting(&pattern).is_empty())?;
            Some((near, *action))
        })
}
