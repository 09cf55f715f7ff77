//! Who can, for people: a block a policy, then what is counted.

use super::plain;
use super::table::{self, counted};
use crate::wire::{PolicyAccess, WhoCanDo};

/// The policies that allow it, each with its regions; then how many do not.
pub fn who_can_text(found: &WhoCanDo) -> String {
    let mut text = String::new();
    for policy in &found.policies {
        block(policy, &mut text);
    }
    text.push_str(&table::rest(found.policies.len(), found.total, found.truncated));
    for name in &found.limiting {
        text.extend(["note: `", &plain(name), "` only limits what others allow\n"]);
    }
    let what = match &found.resource {
        Some(resource) => format!("`{}` on `{resource}`", found.action),
        None => format!("`{}`", found.action),
    };
    let unknown = found.policies.iter().filter(|policy| policy.regions.is_empty()).count();
    let of = match found.total - unknown {
        0 => "no policy is shown to allow".to_owned(),
        count => allow(count),
    };
    let of = if found.total == 0 { "no policy allows".to_owned() } else { of };
    let unknown = match unknown {
        0 => String::new(),
        count => format!("; of {} it is unknown", counted(count, "policy")),
    };
    let without = match found.without {
        0 => String::new(),
        count => format!("; {} none of it (proved)", allow(count)),
    };
    text.push_str(&plain(&format!("{of} {what}{unknown}{without}")));
    text.push('\n');
    text
}

fn block(policy: &PolicyAccess, text: &mut String) {
    text.extend([plain(&policy.policy).as_ref(), " (", policy.kind.name(), "): "]);
    let who = match policy.who.as_slice() {
        [] if policy.kind.name() == "identity" => "whoever it is attached to".to_owned(),
        [] => "any caller".to_owned(),
        who => who.join("; "),
    };
    text.extend([plain(&who).as_ref(), "\n"]);
    for region in &policy.regions {
        text.extend(["  ", &plain(&region.text), "\n"]);
    }
    if policy.regions.is_empty() {
        text.push_str("  whether it allows any of it is unknown\n");
    }
    for why in &policy.unknown {
        text.extend(["  unknown: ", &plain(why), "\n"]);
    }
    if !policy.complete && policy.unknown.is_empty() {
        text.push_str("  and more, which is not listed\n");
    }
}

fn allow(count: usize) -> String {
    let policies = counted(count, "policy");
    if count == 1 { format!("{policies} allows") } else { format!("{policies} allow") }
}
