//! Tasks that people have, and the actions each needs: what no name of an action tells.
//!
//! `when` is what the words must hold: each group one of its alternatives, parted by `|`. An alternative is a word in its
//! plain form, a class of verbs in capitals (see [`super::verbs`]), or a service after `@`, however it was named. A group
//! after `~` need not be there; it only says which words more the task accounts for.

mod accounts;
mod compute;
mod messaging;
mod network;
mod security;
mod storage;

/// One task.
pub(super) struct Intent {
    pub(super) task: &'static str,
    pub(super) when: &'static str,
    /// The actions it needs, the most needed first.
    pub(super) actions: &'static str,
}

/// All of them.
pub(super) const INTENTS: &[&[Intent]] = &[
    accounts::ACCOUNTS,
    storage::STORAGE,
    compute::COMPUTE,
    messaging::MESSAGING,
    security::SECURITY,
    network::NETWORK,
];

const fn task(task: &'static str, when: &'static str, actions: &'static str) -> Intent {
    Intent { task, when, actions }
}
