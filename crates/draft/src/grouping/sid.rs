//! What a statement is called: `S3Read`, `DynamodbReadWrite`, `ListAll`.

use std::collections::BTreeSet;

use catalog::Level;

use super::Group;

/// Gives Sids that differ from one another: every letter counts towards the size of the policy.
#[derive(Default)]
pub(super) struct Sids {
    taken: BTreeSet<String>,
}

impl Sids {
    pub(super) fn next(&mut self, group: &Group<'_>) -> String {
        let name = sid(group);
        let numbered = (2..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|sid| !self.taken.contains(sid));
        let sid = free.unwrap_or(name);
        self.taken.insert(sid.clone());
        sid
    }
}

/// The service, or none for several, and what is done, in letters and digits.
fn sid(group: &Group<'_>) -> String {
    let (service, ending) = match group.service() {
        Some(service) => (word(service), ""),
        None => (String::new(), if group.resources == ["*"] { "All" } else { "" }),
    };
    format!("{service}{}{ending}", purpose(group))
}

fn purpose(group: &Group<'_>) -> &'static str {
    let has = |level: Level| group.known.iter().any(|action| action.level() == level);
    let (lists, reads, writes) = (has(Level::List), has(Level::Read), has(Level::Write));
    let tags = has(Level::Tagging);
    match () {
        () if has(Level::PermissionsManagement) => "Manage",
        () if (lists || reads) && (writes || tags) => "ReadWrite",
        () if writes => "Write",
        () if tags => "Tag",
        () if reads => "Read",
        () if lists => "List",
        () => "Use",
    }
}

/// The letters and digits, each run of them with a capital.
fn word(text: &str) -> String {
    let runs = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    runs.filter_map(|run| {
        let (first, rest) = run.split_at_checked(1)?;
        Some(first.to_ascii_uppercase() + rest)
    })
    .collect()
}
