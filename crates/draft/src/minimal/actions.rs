//! From the entries to the actions: names as they are, patterns only where they stand for reading.

use std::collections::BTreeMap;

use catalog::{Action, Catalog, Level};
use policy::{ActionPattern, Glob};

use super::Refusal;
use super::refusal::listed;

/// An action that is asked for.
pub(super) struct Meant<'c, 'r> {
    pub(super) action: Action<'c>,
    /// The pattern that stands for it, if it is not named.
    pub(super) pattern: Option<&'r str>,
}

/// The actions in the order asked for, each once; and the entries of which no policy is made.
pub(super) fn meant<'c, 'r>(
    entries: &'r [String],
    catalog: &'c Catalog,
) -> (Vec<Meant<'c, 'r>>, Vec<Refusal>) {
    let mut all: Vec<Meant<'c, 'r>> = Vec::new();
    let mut refusals = Vec::new();
    if entries.is_empty() {
        refusals.push(Refusal::new("no action is given", "`suggest_actions` finds those that a task needs"));
    }
    for entry in entries {
        match of_entry(entry, catalog) {
            Err(refusal) => refusals.push(refusal),
            Ok(found) => {
                for meant in found {
                    match all.iter_mut().find(|known| known.action == meant.action) {
                        Some(known) if meant.pattern.is_none() => known.pattern = None,
                        Some(_) => {}
                        None => all.push(meant),
                    }
                }
            }
        }
    }
    (all, refusals)
}

fn of_entry<'c, 'r>(entry: &'r str, catalog: &'c Catalog) -> Result<Vec<Meant<'c, 'r>>, Refusal> {
    if !entry.contains(['*', '?']) {
        let action = catalog.action(entry).ok_or_else(|| {
            let near = catalog.nearest_actions(entry);
            let near = listed(near.iter().map(|action| action.full_name()));
            Refusal::new(format!("there is no action `{entry}`"), format!("the nearest are {near}"))
        })?;
        return Ok(vec![Meant { action, pattern: None }]);
    }
    let pattern = ActionPattern::parse(entry);
    let actions: Vec<_> = catalog.expand(&pattern).actions(catalog).collect();
    let is_whole = pattern.is_everything()
        || pattern.name().is_none_or(Glob::is_everything)
        || pattern.service().is_none_or(Glob::has_wildcard);
    if is_whole {
        return Err(Refusal::new(
            format!("`{entry}` is not what a task needs: it stands for {}", counted(&actions)),
            WAY_FORWARD,
        ));
    }
    let changing: Vec<_> = actions.iter().filter(|action| changes(**action)).collect();
    if !changing.is_empty() {
        let names = listed(changing.iter().map(|action| action.full_name()));
        return Err(Refusal::new(
            format!(
                "`{entry}` stands for {}, and {} of them change something: {names}",
                counted(&actions),
                changing.len()
            ),
            "name those that are needed; `expand_wildcard_action` lists all",
        ));
    }
    if actions.is_empty() {
        let help = "`query_service_actions` lists those of a service";
        return Err(Refusal::new(format!("`{entry}` stands for no action"), help));
    }
    Ok(actions.into_iter().map(|action| Meant { action, pattern: Some(entry) }).collect())
}

/// What to do instead of asking for everything.
pub(super) const WAY_FORWARD: &str = "say what is to be done to `suggest_actions`, or take a template (`list_templates`); to let one person do more for \
     a while, the template `break-glass` lets a role be taken until a moment (`DateLessThan` on `aws:CurrentTime`)";

/// Whether the action does more than show something.
pub(super) fn changes(action: Action<'_>) -> bool {
    !matches!(action.level(), Level::List | Level::Read)
}

/// `12 actions (3 list, 9 read)`
fn counted(actions: &[Action<'_>]) -> String {
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    for action in actions {
        *levels.entry(action.level()).or_default() += 1;
    }
    let levels: Vec<_> =
        levels.iter().map(|(level, count)| format!("{count} {}", level.title().to_lowercase())).collect();
    let noun = if actions.len() == 1 { "action" } else { "actions" };
    format!("{} {noun} ({})", actions.len(), levels.join(", "))
}
