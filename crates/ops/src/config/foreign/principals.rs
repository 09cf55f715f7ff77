//! Who may be let in, as `principal_validation` has it: as rules of the house.

use lint::house::{Demand, KeyDemand, PrincipalDemand, PrincipalPattern, PrincipalRule, Scope, Words};
use policy::tree::PrincipalType;
use policy::{Glob, Member, Node, Severity};

use super::requirements::{demands, words};
use crate::config::configuration::Config;
use crate::config::reader::Reader;
use crate::reading::value::{items, texts, truth};

/// Adds the rules of the block.
pub(super) fn read(block: &Node, severity: Option<Severity>, config: &mut Config, reader: &mut Reader<'_>) {
    let mut add = |name: &str, severity: Option<Severity>, demand: PrincipalDemand| {
        let words = Words { name: name.to_owned(), severity, ..Words::default() };
        config.house.principals.push(PrincipalRule { words, scope: Scope::default(), demand });
    };
    if truth(block.get("block_wildcard_principal")) == Some(true) {
        add("block_wildcard_principal", severity, PrincipalDemand::Never(vec![PrincipalPattern::parse("*")]));
    }
    if truth(block.get("block_service_principal_wildcard")) != Some(false) {
        add("block_service_principal_wildcard", Some(Severity::Critical), PrincipalDemand::NoServiceWildcard);
    }
    let blocked = patterns(block.get("blocked_principals"));
    if !blocked.is_empty() {
        add("blocked_principals", severity, PrincipalDemand::Never(blocked));
    }
    let allowed = patterns(block.get("allowed_principals"));
    if !allowed.is_empty() {
        let types = vec![PrincipalType::Aws, PrincipalType::Federated, PrincipalType::CanonicalUser];
        add("allowed_principals", severity, PrincipalDemand::Only { types, allowed });
    }
    let services = texts(block.get("allowed_service_principals"));
    let is_any = |name: &String| name == "aws:*" || name == "*";
    if !services.is_empty() && !services.iter().any(is_any) {
        let of =
            |text: &String| PrincipalPattern { kind: Some(PrincipalType::Service), text: Glob::new(text) };
        let allowed = services.iter().map(of).collect();
        let demand = PrincipalDemand::Only { types: vec![PrincipalType::Service], allowed };
        add("allowed_service_principals", severity, demand);
    }
    for member in block.get("require_conditions_for").and_then(Node::as_object).unwrap_or_default() {
        let demands = every_key(member, reader);
        if !demands.is_empty() {
            let principals = vec![PrincipalPattern::parse(&member.key.text)];
            let demand = PrincipalDemand::Under { principals, except: Vec::new(), demands };
            add("require_conditions_for", severity, demand);
        }
    }
    for (index, item) in items(block.get("principal_condition_requirements")).enumerate() {
        let principals = patterns(item.get("principals"));
        let demands = demands(item.get("required_conditions"), reader);
        if principals.is_empty() || demands.is_empty() {
            let message = "a requirement without `principals` and `required_conditions` has no effect";
            reader.problems.report(item.span, message);
            continue;
        }
        let name = format!("principal_condition_requirements-{}", index + 1);
        let words = words(item, &name, severity, config, reader);
        let demand = PrincipalDemand::Under { principals, except: Vec::new(), demands };
        config.house.principals.push(PrincipalRule { words, scope: Scope::default(), demand });
    }
}

fn patterns(node: Option<&Node>) -> Vec<PrincipalPattern> {
    texts(node).iter().map(|text| PrincipalPattern::parse(text)).collect()
}

/// The older form: a pattern and the keys of which each must be there.
fn every_key(member: &Member, reader: &mut Reader<'_>) -> Vec<Demand> {
    let mut demands = Vec::new();
    for item in crate::reading::value::several(Some(&member.value)) {
        if let Some(key) = reader.condition_key(Some(item)) {
            demands.push(Demand::Key(KeyDemand { key, ..KeyDemand::default() }));
        }
    }
    demands
}
