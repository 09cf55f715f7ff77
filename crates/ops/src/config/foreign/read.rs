//! The tree of an `iam-validator.yaml` to what it says in our words.

use lint::house::PathPattern;
use policy::{Glob, Member, Node};

use super::blocks::{self, BLOCKS, Block};
use super::ignored::Ignored;
use super::keys;
use super::{principals, requirements};
use crate::config::Origin;
use crate::config::configuration::{Allowed, CheckSettings, Config, TypeOfFiles};
use crate::config::reader::Reader;
use crate::reading::fits::{self, fits};
use crate::reading::shape::Shape;
use crate::reading::value::{items, several, text, texts, truth};
use crate::wire::{Failing, PolicyType, Severity};

/// Whether a configuration is of that tool: by its name, or by what only that tool's have.
pub(in crate::config) fn is_foreign(root: &Node, origin: &Origin) -> bool {
    let file_name = origin.file_name().unwrap_or_default().trim_start_matches('.');
    for (name, is_foreign) in [("iam-validator.", true), ("leastwise.", false)] {
        if file_name.starts_with(name) {
            return is_foreign;
        }
    }
    let names = |node: Option<&Node>, has: &dyn Fn(&str) -> bool| {
        let members = node.and_then(Node::as_object).unwrap_or_default();
        members.iter().any(|member| has(&member.key.text))
    };
    let is_block = |name: &str| blocks::named(name).is_some();
    let is_own = |name: &str| ["fail_on", "hide", "scp_language"].contains(&name);
    let is_setting = |name: &str| !is_own(name) && keys::SETTINGS.iter().any(|key| key.name == name);
    let is_ours = |name: &str| ["rules", "suppressions", "instructions"].contains(&name);
    let is_top = |name: &str| ["custom_instructions", "custom_checks", "custom_checks_dir"].contains(&name);
    if names(Some(root), &is_ours) || names(root.get("settings"), &is_own) {
        return false;
    }
    names(Some(root), &is_block)
        || names(Some(root), &is_top)
        || names(root.get("settings"), &is_setting)
        || names(root.get("checks"), &is_block)
}

/// Reads the tree. Nothing in it keeps the rest from being used, so all that is wrong is noted.
pub(in crate::config) fn read(root: &Node, origin: &Origin, reader: &mut Reader<'_>) -> Config {
    let unreadable = std::mem::take(&mut reader.problems);
    let config = read_file(root, origin, reader);
    let noted = std::mem::replace(&mut reader.problems, unreadable);
    reader.notes.extend(noted);
    config
}

fn read_file(root: &Node, origin: &Origin, reader: &mut Reader<'_>) -> Config {
    let Some(members) = root.as_object() else {
        fits(root, &Shape::Object(keys::FILE), &mut reader.problems);
        return Config { name: origin.name(), ..Config::default() };
    };
    let settings = root.get("settings");
    let setting = |name: &str| settings.and_then(|settings| settings.get(name));
    let mut config = Config {
        name: origin.name(),
        failing: setting("fail_on_severity").and_then(failing),
        hidden: setting("hide_severities").map(severities).unwrap_or_default(),
        policy_types: items(root.get("policy_types"))
            .filter_map(|item| type_of_files(item, reader))
            .collect(),
        instructions: reader.instructions(root.get("custom_instructions")),
        ..Config::default()
    };
    if truth(setting("enable_builtin_checks")) == Some(false) {
        for id in BLOCKS.iter().flat_map(Block::checks) {
            config.checks.entry(id).or_default().enabled = Some(false);
        }
    }
    let is_file_key = |name: &str| keys::FILE.iter().any(|key| key.name == name);
    let file: Vec<Member> = members.iter().filter(|member| is_file_key(&member.key.text)).cloned().collect();
    fits(
        &Node::new(root.span, policy::Value::Object(file)),
        &Shape::Object(keys::FILE),
        &mut reader.problems,
    );
    let nested = root.get("checks").and_then(Node::as_object).unwrap_or_default();
    let others = members.iter().filter(|member| !is_file_key(&member.key.text));
    for member in others.chain(nested) {
        if let Some(block) = blocks::named(&member.key.text) {
            read_block(block, &member.value, &mut config, reader);
            continue;
        }
        let names = BLOCKS.iter().map(|block| block.id).chain(keys::FILE.iter().map(|key| key.name));
        let written = &member.key.text;
        let message = format!("`{written}` is neither a check nor a key of this file, and has no effect");
        reader.problems.report(member.key.span, message).nearest(written, names);
    }
    if !config.checks.contains_key("service-wildcard-action") {
        allow_services(&mut config, None);
    }
    config
}

fn read_block(block: &'static Block, node: &Node, config: &mut Config, reader: &mut Reader<'_>) {
    let Some(members) = node.as_object() else {
        fits(node, &Shape::Object(keys::CHECK), &mut reader.problems);
        return;
    };
    for member in members {
        fits::member(member, keys::CHECK.iter().chain(block.keys), &mut reader.problems);
    }
    let common = CheckSettings {
        enabled: truth(node.get("enabled")),
        severity: None,
        hidden: node.get("hide_severities").map(severities),
        allowed: Vec::new(),
        ignored: items(node.get("ignore_patterns")).filter_map(|item| Ignored::read(item, reader)).collect(),
        message: text(node.get("message")),
        help: text(node.get("suggestion")),
    };
    let severity = text(node.get("severity"));
    for id in block.checks() {
        let was = config.checks.get(id).and_then(|settings| settings.enabled);
        let leads = block.led.contains(&id);
        let mut settings = CheckSettings { enabled: common.enabled.or(was), ..common.clone() };
        settings.severity = severity.as_deref().filter(|_| leads).and_then(severity_named);
        if severity.as_deref() == Some("none") {
            settings.enabled = Some(false);
        }
        config.checks.insert(id, settings);
    }
    read_options(block, node, config, reader);
    if common.enabled != Some(false) {
        let severity = severity.as_deref().and_then(severity_named).map(Into::into);
        match block.id {
            "action_condition_enforcement" => requirements::read(node, severity, config, reader),
            "principal_validation" => principals::read(node, severity, config, reader),
            _ => {}
        }
    }
}

/// The keys that only the block of one check has.
fn read_options(block: &Block, node: &Node, config: &mut Config, reader: &mut Reader<'_>) {
    let mut switch = |key: &str, check: &'static str| {
        if let Some(enabled) = truth(node.get(key)) {
            config.checks.entry(check).or_default().enabled.get_or_insert(enabled);
        }
    };
    match block.id {
        "condition_key_validation" => {
            switch("warn_on_global_condition_keys", "global-key-not-listed-for-action");
            switch("validate_aws_global_keys", "invalid-global-condition-key");
        }
        "ifexists_condition_usage" => {
            switch("warn_security_sensitive_allow", "ifexists-weakens-condition");
            switch("warn_always_present_keys", "ifexists-on-always-present-key");
        }
        "service_wildcard" => allow_services(config, node.get("allowed_services")),
        "policy_type_validation" => {
            let services = globs(node.get("additional_rcp_services"));
            let settings = config.checks.entry("rcp-syntax-error-action").or_default();
            settings.allowed.extend((!services.is_empty()).then_some(Allowed::Services(services)));
        }
        "wildcard_resource" => {
            let actions = reader.actions(node.get("allowed_wildcards"));
            for id in block.led.iter().filter(|_| !actions.is_empty()) {
                config.checks.entry(id).or_default().allowed.push(Allowed::Actions(actions.clone()));
            }
        }
        "sensitive_action" => read_categories(node, config),
        _ => {}
    }
}

/// Services that may be allowed as a whole: that tool's own if it is not said.
fn allow_services(config: &mut Config, node: Option<&Node>) {
    let services = match node {
        Some(_) => globs(node),
        None => ["logs", "cloudwatch", "xray"].map(Glob::folded).to_vec(),
    };
    if !services.is_empty() {
        for id in ["sensitive-service-full-access", "service-wildcard-action"] {
            config.checks.entry(id).or_default().allowed.push(Allowed::Services(services.clone()));
        }
    }
}

/// The categories of sensitive actions, and the checks of ours that come nearest to them.
const CATEGORIES: &[(&str, &str)] = &[
    ("credential_exposure", "credentials-exposure"),
    ("data_access", "data-exfiltration"),
    ("priv_esc", "privilege-escalation"),
    ("resource_exposure", "permissions-management-actions"),
];

fn read_categories(node: &Node, config: &mut Config) {
    let chosen = texts(node.get("categories"));
    for (category, check) in CATEGORIES {
        let settings = config.checks.entry(check).or_default();
        if !chosen.is_empty() && !chosen.iter().any(|name| name == category) {
            settings.enabled = Some(false);
        }
        let severity = node.get("category_severities").and_then(|all| text(all.get(category)));
        if severity.as_deref() == Some("none") {
            settings.enabled = Some(false);
        }
        settings.severity = severity.as_deref().and_then(severity_named).or(settings.severity);
    }
}

fn type_of_files(item: &Node, reader: &mut Reader<'_>) -> Option<TypeOfFiles> {
    let kind = match text(item.get("type"))?.as_str() {
        "IDENTITY_POLICY" => PolicyType::Identity,
        "RESOURCE_POLICY" => PolicyType::Resource,
        "TRUST_POLICY" => PolicyType::Trust,
        "SERVICE_CONTROL_POLICY" => PolicyType::Scp,
        "RESOURCE_CONTROL_POLICY" => PolicyType::Rcp,
        other => {
            reader.problems.report(item.span, format!("`{other}` is no type of policy, and has no effect"));
            return None;
        }
    };
    let paths = vec![PathPattern::parse(&text(item.get("pattern"))?)];
    Some(TypeOfFiles { paths, kind, resource_type: None })
}

fn globs(node: Option<&Node>) -> Vec<Glob> {
    texts(node).iter().map(|text| Glob::folded(text)).collect()
}

fn severities(node: &Node) -> Vec<Severity> {
    several(Some(node)).iter().filter_map(|item| severity_named(item.as_str()?)).collect()
}

/// The severities that fail a run. With a word that nobody knows the usual ones hold: a slip must not let everything pass.
fn failing(node: &Node) -> Option<Failing> {
    let words: Vec<&str> = several(Some(node)).iter().filter_map(|item| item.as_str()).collect();
    let is_known = |word: &str| word == "none" || severity_named(word).is_some();
    words.iter().all(|word| is_known(word)).then(|| Failing::among(&severities(node)))
}

/// The severity that is meant by that tool's word.
pub(super) fn severity_named(name: &str) -> Option<Severity> {
    Some(match name {
        "error" => Severity::Error,
        "critical" => Severity::Critical,
        "high" => Severity::High,
        "warning" => Severity::Warning,
        "medium" => Severity::Medium,
        "low" => Severity::Low,
        "info" => Severity::Suggestion,
        _ => return None,
    })
}
