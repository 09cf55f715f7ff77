//! The tree of a `leastwise.yaml` to what it says.

use std::collections::HashSet;

use lint::house::PathPattern;
use policy::{ActionPattern, Document, Glob, Member, Node};

use super::configuration::{Allowed, CheckSettings, Config, TypeOfFiles};
use super::options::of_sections;
use super::read_rules::read_rules;
use super::reader::Reader;
use super::{Origin, checks, keys};
use crate::reading::fits::{self, MOST_BLOCKS, fits};
use crate::reading::problem::Problems;
use crate::reading::shape::Shape;
use crate::reading::value::{items, text, texts, truth, word, words};
use crate::suppress::{Suppression, Suppressions, Written};
use crate::wire::{Failing, kind_of};

/// Reads the tree; what does not fit is reported and left out.
pub(super) fn read(document: &Document, origin: &Origin, reader: &mut Reader<'_>) -> Config {
    let root = &document.root;
    match root.as_object() {
        Some(members) => members.iter().for_each(|member| top(member, &mut reader.problems)),
        None => fits(root, &Shape::Object(keys::FILE), &mut reader.problems),
    }
    let settings = root.get("settings");
    let setting = |name: &str| settings.and_then(|settings| settings.get(name));
    let mut config = Config {
        name: origin.name(),
        failing: word(setting("fail_on")).map(Failing::From),
        hidden: words(setting("hide")),
        scp_language: word(setting("scp_language")),
        policy_types: items(root.get("policy_types"))
            .filter_map(|item| type_of_files(item, reader))
            .collect(),
        house: root.get("rules").map(|rules| read_rules(rules, reader)).unwrap_or_default(),
        instructions: reader.instructions(root.get("instructions")),
        defaults: Some(of_sections(root)),
        ..Config::default()
    };
    let blocks = root.get("checks").and_then(Node::as_object).unwrap_or_default();
    let blocks = blocks.get(..MOST_BLOCKS).unwrap_or(blocks);
    twice(blocks, reader);
    let mut list = Vec::new();
    for block in blocks {
        for check in checks::named(&block.key.text).unwrap_or_default() {
            config.checks.insert(check.id, settings_of(block, check, reader));
        }
        let ignored = items(block.value.get("ignore")).filter_map(|entry| {
            if entry.as_object().is_none_or(<[Member]>::is_empty) {
                let problem =
                    reader.problems.report(entry.span, "this would ignore all that the check finds");
                problem.help("write `enabled: false` for that");
                return None;
            }
            let reason = Some("ignored for this check".to_owned());
            let written = Written { check: Some(block.key.text.clone()), reason, ..written(entry) };
            Some(Suppression { may_be_unused: true, ..suppression(&written, entry, reader)? })
        });
        list.extend(ignored.collect::<Vec<_>>());
    }
    list.extend(
        items(root.get("suppressions")).filter_map(|entry| suppression(&written(entry), entry, reader)),
    );
    config.suppressions = (!list.is_empty()).then(|| Suppressions { document: document.clone(), list });
    config
}

/// Holds a member of the file as a whole against its keys.
fn top(member: &Member, problems: &mut Problems) {
    let name = &member.key.text;
    if keys::FILE.iter().any(|key| key.name == name) || !problems.may_search() {
        return fits::member(member, keys::FILE, problems);
    }
    // Whoever writes a check where the keys of the file stand has to know where checks do.
    let is_near_key = || !catalog::nearest_words(name, keys::FILE.iter().map(|key| key.name)).is_empty();
    let near = match checks::named(name) {
        Some(_) => Some(name.as_str()),
        None if is_near_key() => None,
        None => lint::nearest_names(name).first().copied(),
    };
    match near {
        Some(check) => {
            let problem = problems.report(member.key.span, format!("there is no key `{name}` here"));
            problem.help(format!("the check `{check}` is set under `checks`"));
        }
        None => fits::member(member, keys::FILE, problems),
    }
}

fn settings_of(block: &Member, check: &lint::Check, reader: &mut Reader<'_>) -> CheckSettings {
    let options = block.value.get("options");
    let option = |name: &str| options.and_then(|options| options.get(name));
    let mut allowed = Vec::new();
    let services = texts(option("allowed_services"));
    allowed.extend(
        (!services.is_empty())
            .then(|| Allowed::Services(services.iter().map(|name| Glob::folded(name)).collect())),
    );
    let actions: Vec<ActionPattern> = reader.actions(option("allowed_actions"));
    allowed.extend((!actions.is_empty()).then_some(Allowed::Actions(actions)));
    let accounts = reader.accounts(option("trusted_accounts"));
    allowed.extend((!accounts.is_empty()).then_some(Allowed::Accounts(accounts)));
    let settings = CheckSettings {
        enabled: truth(block.value.get("enabled")),
        severity: word(block.value.get("severity")),
        allowed,
        ..CheckSettings::default()
    };
    let is_changed = settings.enabled == Some(false) || settings.severity.is_some();
    // Whoever cannot see that a text was not read would take it for a clean one.
    if is_changed && checks::is_unreadable_text(check) {
        let message = format!("`{}` says that a text could not be read, and stays as it is", check.id);
        reader.problems.report(block.key.span, message);
    }
    settings
}

fn type_of_files(item: &Node, reader: &mut Reader<'_>) -> Option<TypeOfFiles> {
    let paths = texts(item.get("path"));
    if paths.is_empty() {
        reader.problems.report(item.span, "an entry of `policy_types` without a `path`");
    }
    let resource_type = text(item.get("resource_type"));
    match kind_of(word(item.get("type")), resource_type.as_deref()) {
        Ok(Some(kind)) => {
            let paths = paths.iter().map(|path| PathPattern::parse(path)).collect();
            Some(TypeOfFiles { paths, kind, resource_type })
        }
        Ok(None) => {
            // A type that was misspelled is told already.
            if item.get("type").is_none() {
                reader.problems.report(item.span, "an entry of `policy_types` without a `type`");
            }
            None
        }
        Err(error) => {
            let at = item.get("resource_type").map_or(item.span, |node| node.span);
            reader.problems.report(at, error.message).help = error.hint;
            None
        }
    }
}

fn written(entry: &Node) -> Written {
    let member = |name: &str| text(entry.get(name));
    Written {
        check: member("check"),
        path: member("path"),
        sid: member("sid"),
        action: member("action"),
        resource: member("resource"),
        reason: member("reason"),
        expires: member("expires"),
    }
}

fn suppression(written: &Written, entry: &Node, reader: &mut Reader<'_>) -> Option<Suppression> {
    match written.read(entry.span) {
        Ok(suppression) => Some(suppression),
        Err(faults) => {
            for fault in faults {
                let span = entry.get(fault.member).map_or(entry.span, |node| node.span);
                reader.problems.report(span, fault.message).help = fault.help;
            }
            None
        }
    }
}

/// Reports checks that have a block under several of their names.
fn twice(blocks: &[Member], reader: &mut Reader<'_>) {
    let mut seen = HashSet::new();
    for block in blocks {
        for check in checks::named(&block.key.text).unwrap_or_default() {
            if !seen.insert(check.id) {
                let message =
                    format!("`{}` sets `{}`, which another block sets already", block.key.text, check.id);
                reader.problems.report(block.key.span, message);
            }
        }
    }
}
