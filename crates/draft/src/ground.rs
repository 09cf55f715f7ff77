//! Which grants a drafted statement rests on.

use policy::tree::Statement;
use policy::{Answer, ResourcePattern};

use crate::demand::condition;
use crate::{Draft, Grant};

impl Draft {
    /// The grants that the statement allows, or a part of which it allows if the draft has several policies.
    pub fn ground_of<'d>(&'d self, statement: &Statement) -> Vec<&'d Grant> {
        let is_ground = |grant: &&Grant| {
            let actions = statement.actions();
            let demanded = (!grant.demands.is_empty()).then(|| condition(&grant.demands));
            actions.iter().any(|action| action.value.matches(&grant.action))
                && statement.condition == demanded
                && touches(statement, grant)
        };
        self.grants.iter().filter(is_ground).collect()
    }
}

fn touches(statement: &Statement, grant: &Grant) -> bool {
    let allowed = statement.resources();
    let is_named = |entry: &String| allowed.iter().any(|own| own.value.as_str() == entry);
    grant.resources.iter().any(is_named)
        || grant
            .resources
            .iter()
            .map(|entry| ResourcePattern::with_variables(entry))
            .any(|entry| allowed.iter().any(|own| own.value.covers(&entry) == Answer::Yes))
}
