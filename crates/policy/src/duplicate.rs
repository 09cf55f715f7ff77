//! Keys that an object holds more than once: readers that keep one value lose the others.

use std::collections::HashMap;

use crate::{Diagnostic, Member, Severity};

/// An object names a key twice.
pub(crate) const DUPLICATE_JSON_KEY: &str = "duplicate-json-key";

/// Up to this many members, comparing each with each is faster than hashing.
const FEW: usize = 12;

/// One diagnostic for each repetition, with the first place as its label.
pub(crate) fn find(members: &[Member], mut report: impl FnMut(Diagnostic)) {
    if members.len() <= FEW {
        for (index, member) in members.iter().enumerate() {
            let earlier = members.iter().take(index).find(|earlier| earlier.key.text == member.key.text);
            if let Some(first) = earlier {
                report(repeated(first, member));
            }
        }
        return;
    }
    let mut firsts: HashMap<&str, &Member> = HashMap::with_capacity(members.len());
    for member in members {
        if let Some(first) = firsts.get(member.key.text.as_str()) {
            report(repeated(first, member));
        } else {
            firsts.insert(&member.key.text, member);
        }
    }
}

fn repeated(first: &Member, member: &Member) -> Diagnostic {
    let key = member.key.text.escape_debug();
    let message = format!("the key `{key}` is repeated, so one of its values is lost");
    Diagnostic::new(DUPLICATE_JSON_KEY, Severity::Error, member.key.span, message)
        .label(first.key.span, "first given here")
        .help("merge the values into one member, or remove one of them")
}
