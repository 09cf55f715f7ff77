//! From a set of actions to patterns that name it.

use crate::{Action, ActionSet, Catalog, Service};

impl Catalog {
    /// Patterns that together stand for exactly these actions: `SERVICE:*` where all of a service are among them, else one for as many
    /// as begin with the same words, else the names. In the order of the services and of the names.
    ///
    /// It is the inverse of [`expand`](Self::expand) within this catalogue. A pattern also stands for the actions that AWS adds to it
    /// later, which the names do not.
    pub fn shrink(&self, actions: &ActionSet) -> Vec<String> {
        self.services().flat_map(|service| shrunk(service, actions)).collect()
    }
}

fn shrunk(service: Service<'_>, wanted: &ActionSet) -> Vec<String> {
    let actions: Vec<_> = service.actions().collect();
    let mut patterns = Vec::new();
    let mut rest = actions.as_slice();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if !wanted.contains(first.id()) {
            continue;
        }
        let shared = beginnings(first.name()).find(|beginning| {
            let mut alike = actions.iter().filter(|action| begins(action, beginning));
            alike.nth(1).is_some() && every(&actions, beginning, wanted)
        });
        match shared {
            Some(beginning) => {
                patterns.push(format!("{}:{beginning}*", service.prefix()));
                let taken = others.iter().take_while(|action| begins(action, beginning)).count();
                rest = others.get(taken..).unwrap_or_default();
            }
            None => patterns.push(first.full_name()),
        }
    }
    patterns
}

fn every(actions: &[Action<'_>], beginning: &str, wanted: &ActionSet) -> bool {
    actions.iter().filter(|action| begins(action, beginning)).all(|action| wanted.contains(action.id()))
}

fn begins(action: &Action<'_>, beginning: &str) -> bool {
    action.name().get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

/// What a name begins with, up to the end of each of its words: nothing, `Get`, `GetObject` of `GetObjectAcl`.
fn beginnings(name: &str) -> impl Iterator<Item = &str> {
    let ends =
        name.match_indices(|letter: char| letter.is_ascii_uppercase()).map(|(at, _)| at).filter(|at| *at > 0);
    std::iter::once(0).chain(ends).filter_map(|end| name.get(..end))
}
