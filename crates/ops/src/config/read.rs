//! The tree of a `leastwise.yaml` to what it says.

use clap::ValueEnum;
use policy::{Member, Node, Value};

use super::configuration::{CheckSettings, Config};
use super::fits::{self, fits};
use super::keys;
use super::problem::Problems;
use super::shape::Shape;
use super::{Origin, checks};
use crate::wire::Failing;

/// Reads the tree; what does not fit is reported and left out.
pub(super) fn read(root: &Node, origin: &Origin, problems: &mut Problems) -> Config {
    fits(root, &Shape::Object(keys::FILE), problems);
    let settings = root.get("settings");
    let setting = |name: &str| settings.and_then(|settings| settings.get(name));
    let mut config = Config {
        name: origin.name(),
        failing: word(setting("fail_on")).map(Failing::From),
        scp_language: word(setting("scp_language")),
        ..Config::default()
    };
    let blocks = root.get("checks").and_then(Node::as_object).unwrap_or_default();
    fits::twice(blocks, problems);
    for block in blocks {
        for check in checks::named(&block.key.text) {
            config.checks.insert(check.id, settings_of(block, check, problems));
        }
    }
    config
}

fn settings_of(block: &Member, check: &lint::Check, problems: &mut Problems) -> CheckSettings {
    let settings = CheckSettings {
        enabled: truth(block.value.get("enabled")),
        severity: word(block.value.get("severity")),
    };
    let is_changed = settings.enabled == Some(false) || settings.severity.is_some();
    // Whoever cannot see that a text was not read would take it for a clean one.
    if is_changed && checks::is_unreadable_text(check) {
        let message = format!("`{}` says that a text could not be read, and stays as it is", check.id);
        problems.report(block.key.span, message);
    }
    settings
}

pub(super) fn truth(node: Option<&Node>) -> Option<bool> {
    if let Some(Node { value: Value::Bool(truth), .. }) = node { Some(*truth) } else { None }
}

/// The value of an enumeration that is written as on the command line.
pub(super) fn word<T: ValueEnum>(node: Option<&Node>) -> Option<T> {
    T::from_str(node?.as_str()?, false).ok()
}
