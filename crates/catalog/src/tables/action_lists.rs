//! Lists of actions: sensitive ones, those that AWS no longer lists, those it uses but never listed.

use policy::ActionPattern;

use crate::{Action, ActionSet, Catalog};

/// Why an action deserves a second look before it is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    CredentialExposure,
    DataAccess,
    PrivilegeEscalation,
    ResourceExposure,
}

const WORDS: [(Sensitivity, &str); 4] = [
    (Sensitivity::CredentialExposure, "credential-exposure"),
    (Sensitivity::DataAccess, "data-access"),
    (Sensitivity::PrivilegeEscalation, "privilege-escalation"),
    (Sensitivity::ResourceExposure, "resource-exposure"),
];

impl Sensitivity {
    pub const ALL: [Self; 4] =
        [Self::CredentialExposure, Self::DataAccess, Self::PrivilegeEscalation, Self::ResourceExposure];

    /// `credential-exposure`
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }

    pub fn parse(word: &str) -> Option<Self> {
        WORDS.iter().find(|row| row.1 == word).map(|row| row.0)
    }
}

impl Catalog {
    /// The actions listed under a category. An action may be in several.
    pub fn sensitive_actions(&self, category: Sensitivity) -> ActionSet {
        let rows = self.table_rows("sensitive_actions").filter(|row| row.cell(1) == category.word());
        rows.filter_map(|row| self.action(row.cell(0))).collect()
    }

    /// Where an action that AWS no longer lists was last seen, or the day a refresh found it gone.
    pub fn retired_action(&self, name: &str) -> Option<&str> {
        Some(self.table("retired_actions")?.row(name)?.cell(1))
    }

    /// Actions that AWS no longer lists.
    pub fn retired_actions(&self) -> impl Iterator<Item = &str> {
        self.table_rows("retired_actions").map(|row| row.cell(0))
    }

    /// Actions, and patterns of actions, that AWS uses in policies of its own although it lists them nowhere.
    pub fn undocumented_actions(&self) -> impl Iterator<Item = &str> {
        self.table_rows("undocumented_actions").map(|row| row.cell(0))
    }

    /// Whether AWS uses the action in policies of its own although it lists it nowhere.
    pub fn is_undocumented_action(&self, name: &str) -> bool {
        self.table_rows("undocumented_actions").any(|row| ActionPattern::parse(row.cell(0)).matches(name))
    }
}

impl Action<'_> {
    /// The categories it is listed under.
    pub fn sensitivities(self) -> impl Iterator<Item = Sensitivity> {
        let name = self.full_name();
        let rows = self.catalog.table_rows("sensitive_actions");
        rows.filter(move |row| row.cell(0).eq_ignore_ascii_case(&name))
            .filter_map(|row| Sensitivity::parse(row.cell(1)))
    }
}
