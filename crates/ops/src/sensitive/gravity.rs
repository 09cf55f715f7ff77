//! Which actions are sensitive, and why: what the catalogue lists, and what the checks have a word for.

use catalog::{Action, ActionSet, Catalog};
use lint::Grave;

use crate::wire::Category;

/// The sensitive actions of a catalogue.
pub(crate) struct Gravity {
    sets: Vec<(Category, ActionSet)>,
    all: ActionSet,
}

impl Gravity {
    pub(crate) fn of(catalog: &Catalog) -> Self {
        let mut sets: Vec<_> = Category::ALL
            .into_iter()
            .map(|category| (category, catalog.sensitive_actions(category.into())))
            .collect();
        for (grave, action) in lint::grave_actions(catalog) {
            let meant = category(grave);
            sets.iter_mut()
                .filter(|(category, _)| *category == meant)
                .for_each(|(_, set)| set.insert(action.id()));
        }
        let all = sets.iter().fold(ActionSet::new(), |all, (_, set)| all.union(set));
        Self { sets, all }
    }

    /// All of them.
    pub(crate) fn all(&self) -> &ActionSet {
        &self.all
    }

    /// Those of one category, or all.
    pub(crate) fn in_category(&self, asked: Option<Category>) -> ActionSet {
        let Some(asked) = asked else { return self.all.clone() };
        let sets = self.sets.iter().filter(|(category, _)| *category == asked);
        sets.fold(ActionSet::new(), |all, (_, set)| all.union(set))
    }

    /// The categories of an action, the gravest first; none if it is not sensitive.
    pub(crate) fn categories(&self, action: Action<'_>) -> Vec<Category> {
        let holds = |set: &ActionSet| set.contains(action.id());
        self.sets.iter().filter(|(_, set)| holds(set)).map(|(category, _)| *category).collect()
    }
}

fn category(grave: Grave) -> Category {
    match grave {
        Grave::Credentials => Category::CredentialExposure,
        Grave::Escalation => Category::PrivEsc,
        Grave::Data => Category::DataAccess,
        Grave::Exposure => Category::ResourceExposure,
    }
}
