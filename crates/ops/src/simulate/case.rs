//! A case of a file, once its shape is known to fit.

use eval::Layer;
use policy::tree::PolicyKind;
use policy::{Document, Node, Value};

use super::asked::{Asked, Principal};
use super::attached::{Attached, Files};
use super::held::Held;
use crate::reading::value::{several, text, texts, truth, values};
use crate::wire::{Expectation, KeyValues};

/// A request with what is expected of it.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) name: Option<String>,
    pub(crate) asked: Asked,
    pub(crate) expected: Option<Expected>,
}

/// What is expected of a case.
#[derive(Debug, Clone, Default)]
pub(crate) struct Expected {
    pub(crate) decision: Option<Expectation>,
    /// Layers as they were written.
    pub(crate) blocked_by: Vec<String>,
}

/// The two ways to write a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaseForm {
    /// With its policies.
    Full,
    /// Without.
    Plain,
}

/// The list of cases: the document itself, or its member `cases`; nothing if it is neither.
pub(crate) fn cases_of(document: &Document) -> Option<&[Node]> {
    document.root.as_array().or_else(|| document.root.get("cases")?.as_array())
}

impl CaseForm {
    pub(crate) fn of(case: &Node) -> Self {
        if case.get("request").is_some() { Self::Full } else { Self::Plain }
    }
}

/// A case without policies; what it does not say comes from `default`.
pub(crate) fn plain_case(node: &Node, default: &Asked) -> Case {
    let mut asked = default.clone();
    asked.action = text(node.get("action")).unwrap_or_default();
    asked.resource = text(node.get("resource")).unwrap_or_else(|| "*".to_owned());
    if let Some(principal) = text(node.get("principal")) {
        asked.principal = Principal::Named(principal);
    }
    if let Some(account) = values(node.get("resourceAccount")).pop() {
        asked.account = Some(account);
    }
    for given in context(node.get("context")) {
        asked.context.retain(|other| !other.key.eq_ignore_ascii_case(&given.key));
        asked.unknown.retain(|other| !other.eq_ignore_ascii_case(&given.key));
        asked.context.push(given);
    }
    asked.unknown.extend(texts(node.get("unknown")));
    let expected = text(node.get("expect")).and_then(|word| word.parse().ok());
    let blocked_by = texts(node.get("blockedBy"));
    let expected =
        (expected.is_some() || !blocked_by.is_empty()).then_some(Expected { decision: expected, blocked_by });
    Case { name: text(node.get("name")), asked, expected }
}

/// A case with its policies.
pub(crate) fn full_case(
    node: &Node,
    host: &Document,
    folder: &std::path::Path,
    files: &mut Files<'_>,
) -> (Case, Held) {
    let held = held_by(node, host, folder, files);
    let request = node.get("request");
    let member = |name: &str| request.and_then(|request| request.get(name));
    let resource = member("resource");
    let arn = text(resource).or_else(|| text(resource?.get("arn")));
    let wildcard_only = truth(member("wildcardOnlyAction")) == Some(true);
    let asked = Asked {
        principal: text(member("principal")).map_or(Principal::Anonymous, Principal::Named),
        action: text(member("action")).unwrap_or_default(),
        resource: arn.filter(|_| !wildcard_only).unwrap_or_else(|| "*".to_owned()),
        account: resource.and_then(|resource| values(resource.get("accountId")).pop()),
        context: context(member("context")),
        unknown: Vec::new(),
        known: Vec::new(),
        is_whole: true,
    };
    let expected = node.get("expected").filter(|node| node.value != Value::Null);
    let expected = expected.map(|expected| Expected {
        decision: text(Some(expected))
            .or_else(|| text(expected.get("decision")))
            .and_then(|word| word.parse().ok()),
        blocked_by: texts(expected.get("blockedBy")),
    });
    (Case { name: text(node.get("name")), asked, expected }, held)
}

/// The policies in the members of `node`.
pub(crate) fn held_by(node: &Node, host: &Document, folder: &std::path::Path, files: &mut Files<'_>) -> Held {
    Reading { host, folder, files }.held(node)
}

struct Reading<'r, 'cx> {
    host: &'r Document,
    folder: &'r std::path::Path,
    files: &'r mut Files<'cx>,
}

impl Reading<'_, '_> {
    fn held(&mut self, case: &Node) -> Held {
        let mut held = Held::default();
        for (member, layer, kind) in [
            ("identityPolicies", Layer::Identity, PolicyKind::Identity),
            ("permissionBoundaries", Layer::Boundary, PolicyKind::Boundary),
            ("sessionPolicy", Layer::Session, PolicyKind::Session),
            ("endpointPolicies", Layer::Endpoint, PolicyKind::Endpoint),
            ("resourcePolicy", Layer::Resource, PolicyKind::Resource),
        ] {
            for attached in self.each(case.get(member), kind) {
                held.add(layer, attached);
            }
        }
        for (member, layer, kind) in
            [("scps", Layer::Scp, PolicyKind::Scp), ("rcps", Layer::Rcp, PolicyKind::Rcp)]
        {
            for level in several(case.get(member)) {
                let id = values(level.get("orgIdentifier").or_else(|| level.get("id"))).pop();
                let attached = self.each(level.get("policies"), kind);
                held.add_level(layer, &id.unwrap_or_default(), attached);
            }
        }
        held
    }

    /// The policies of a member: one, or a list.
    fn each(&mut self, node: Option<&Node>, kind: PolicyKind) -> Vec<Attached> {
        let policies = several(node);
        let many = policies.len() > 1;
        let read = |(index, policy): (usize, &Node)| {
            let name = if many {
                format!("{} policy {}", kind.name(), index + 1)
            } else {
                format!("the {} policy", kind.name())
            };
            Attached::read(&name, policy, self.host, kind, self.folder, self.files)
        };
        policies.iter().enumerate().map(read).collect()
    }
}

/// A context; a key whose value is null is absent.
pub(crate) fn context(node: Option<&Node>) -> Vec<KeyValues> {
    let members = node.and_then(Node::as_object).unwrap_or_default();
    let present = members.iter().filter(|member| member.value.value != Value::Null);
    let of = |member: &policy::Member| KeyValues {
        key: member.key.text.clone(),
        values: values(Some(&member.value)),
        is_list: member.value.as_array().is_some(),
    };
    present.map(of).collect()
}
