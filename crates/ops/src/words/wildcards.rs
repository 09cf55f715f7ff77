//! Where statements leave open what they are about.

use policy::tree::Statement;

/// How many entries of statements have wildcards, and how many statements say what they are not about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Wildcards {
    pub(crate) actions: usize,
    pub(crate) resources: usize,
    /// Statements with `NotAction`.
    pub(crate) not_actions: usize,
    /// Statements with `NotResource`.
    pub(crate) not_resources: usize,
}

impl Wildcards {
    pub(crate) fn of<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let is_wild = |text: &str| text.contains(['*', '?']);
        let mut all = Self::default();
        for statement in statements {
            let actions = statement.actions().iter().chain(statement.not_actions());
            let resources = statement.resources().iter().chain(statement.not_resources());
            all.actions += actions.filter(|item| is_wild(item.value.as_str())).count();
            all.resources += resources.filter(|item| is_wild(item.value.as_str())).count();
            all.not_actions += usize::from(statement.not_action.is_some());
            all.not_resources += usize::from(statement.not_resource.is_some());
        }
        all
    }

    /// Whether anything is left open.
    pub(crate) fn any(self) -> bool {
        self != Self::default()
    }

    /// Whether an entry has wildcards.
    pub(crate) fn written(self) -> bool {
        self.actions + self.resources > 0
    }
}
