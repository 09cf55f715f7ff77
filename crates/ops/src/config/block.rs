//! Holds the block of a check against the keys that it may have.

use policy::{Member, Value};

use super::{checks, keys};
use crate::reading::fits::fits;
use crate::reading::problem::Problems;
use crate::reading::shape::Shape;

/// Reports what does not fit; the options depend on which check it is.
pub(super) fn block(member: &Member, problems: &mut Problems) {
    let name = &member.key.text;
    if let Value::String(word) = &member.value.value {
        let problem = problems.report(member.value.span, "expected an object, found a string");
        problem.help(if word == "off" {
            "write `{ enabled: false }`".to_owned()
        } else {
            "write `{ severity: … }` or `{ enabled: false }`".to_owned()
        });
    } else {
        fits(&member.value, &Shape::Object(keys::CHECK), problems);
    }
    let Some(found) = checks::named(name) else {
        let near = if problems.may_search() { lint::nearest_names(name) } else { Vec::new() };
        let problem = problems.report(member.key.span, format!("there is no check `{name}`"));
        problem.help = near.first().map(|near| format!("did you mean `{near}`?"));
        return;
    };
    if let Some(options) = member.value.get("options") {
        let known = found.iter().map(|check| keys::options_of(check.id)).find(|keys| !keys.is_empty());
        match known {
            Some(known) => fits(options, &Shape::Object(known), problems),
            None if options.value == Value::Null => {}
            None => {
                problems.report(options.span, format!("`{name}` has no options"));
            }
        }
    }
}
