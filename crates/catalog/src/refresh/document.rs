//! One service file of the Service Reference, read into plain values; unknown fields are passed over.

use policy::{Document, Format, Limits, Node, Severity, Value};

use super::index::is_prefix;
use crate::{KeyType, Level, Problem};

/// The largest file of February 2026 has 0.7 MB.
const LIMITS: Limits = Limits { bytes: 20_000_000, depth: 30 };

pub(super) struct ServiceDocument {
    pub(super) prefix: String,
    pub(super) keys: Vec<(String, Option<KeyType>)>,
    pub(super) resources: Vec<ResourceEntry>,
    pub(super) actions: Vec<ActionEntry>,
    pub(super) operations: Vec<OperationEntry>,
}

pub(super) struct ResourceEntry {
    pub(super) name: String,
    pub(super) arns: Vec<String>,
    pub(super) keys: Vec<String>,
}

pub(super) struct ActionEntry {
    pub(super) name: String,
    /// None where AWS gives no annotations.
    pub(super) level: Option<Level>,
    pub(super) keys: Vec<String>,
    pub(super) on: Vec<(String, Vec<String>)>,
}

pub(super) struct OperationEntry {
    pub(super) name: String,
    pub(super) clients: Vec<String>,
    /// Full names.
    pub(super) actions: Vec<String>,
}

/// Reads a file; `None` if it is sound JSON and no service file.
pub(super) fn read_document(file: &str, bytes: &[u8]) -> Result<Option<ServiceDocument>, Problem> {
    let root = read_json(file, bytes)?;
    let (Some(name), Some(actions)) = (text(&root, "Name"), root.get("Actions").and_then(Node::as_array))
    else {
        return Ok(None);
    };
    if let Some(version) =
        text(&root, "Version").filter(|version| !version.starts_with("v1.") && version != "v1")
    {
        return Err(Problem::new(file, format!("its schema is `{version}`, this program reads v1")));
    }
    if !is_prefix(&name) {
        return Err(Problem::new(file, format!("`{name}` is no service prefix")));
    }
    let keys = list(&root, "ConditionKeys").iter();
    Ok(Some(ServiceDocument {
        keys: keys.filter_map(|node| Some((mended(&text(node, "Name")?), key_type(node)))).collect(),
        resources: list(&root, "Resources").iter().filter_map(resource).collect(),
        actions: actions.iter().filter_map(action).collect(),
        operations: list(&root, "Operations").iter().filter_map(|node| operation(&name, node)).collect(),
        prefix: name,
    }))
}

pub(super) fn read_json(file: &str, bytes: &[u8]) -> Result<Node, Problem> {
    let document = Document::read(file, bytes, Some(Format::Json), &LIMITS);
    match document.diagnostics.into_iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
        Some(fault) => Err(Problem::new(file, fault.message)),
        None => Ok(document.root),
    }
}

fn resource(node: &Node) -> Option<ResourceEntry> {
    // One format may hold several, joined by commas.
    let formats = texts(node, "ARNFormats");
    let arns = formats.iter().flat_map(|format| format.split(", ")).map(str::to_owned).collect();
    Some(ResourceEntry { name: text(node, "Name")?, arns, keys: keys(node, "ConditionKeys") })
}

fn action(node: &Node) -> Option<ActionEntry> {
    let on =
        list(node, "Resources").iter().filter_map(|on| Some((text(on, "Name")?, keys(on, "ConditionKeys"))));
    Some(ActionEntry {
        name: text(node, "Name").filter(|name| is_action(name))?,
        level: node.get("Annotations").and_then(|node| node.get("Properties")).map(level),
        keys: keys(node, "ActionConditionKeys"),
        on: on.collect(),
    })
}

fn operation(prefix: &str, node: &Node) -> Option<OperationEntry> {
    let clients = list(node, "SDK").iter().filter_map(|sdk| text(sdk, "Name")).filter(|name| is_prefix(name));
    let actions = list(node, "AuthorizedActions").iter().filter_map(|action| {
        let service = text(action, "Service").unwrap_or_else(|| prefix.to_owned());
        Some(format!("{service}:{}", text(action, "Name")?))
    });
    let name = text(node, "Name").filter(|name| is_action(name))?;
    Some(OperationEntry { name, clients: clients.collect(), actions: actions.collect() })
}

/// The flags exclude each other but for tagging and permissions management, which also write.
fn level(properties: &Node) -> Level {
    let is = |name| properties.get(name).is_some_and(|node| node.value == Value::Bool(true));
    let levels = [
        ("IsPermissionManagement", Level::PermissionsManagement),
        ("IsTaggingOnly", Level::Tagging),
        ("IsWrite", Level::Write),
        ("IsList", Level::List),
    ];
    levels.into_iter().find(|(name, _)| is(name)).map_or(Level::Read, |row| row.1)
}

fn key_type(node: &Node) -> Option<KeyType> {
    texts(node, "Types").iter().find_map(|name| KeyType::parse(name))
}

fn keys(node: &Node, name: &str) -> Vec<String> {
    texts(node, name).iter().map(|key| mended(key)).collect()
}

/// AWS spells a few placeholders as if they were text.
fn mended(key: &str) -> String {
    let key = key.replace("<key>", "${TagKey}");
    key.strip_suffix("/tag-key").map_or_else(|| key.clone(), |head| format!("{head}/${{TagKey}}"))
}

fn is_action(name: &str) -> bool {
    (1..=100).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.get(name)?.as_str().map(str::to_owned)
}

fn texts(node: &Node, name: &str) -> Vec<String> {
    list(node, name).iter().filter_map(Node::as_str).map(str::to_owned).collect()
}

fn list<'n>(node: &'n Node, name: &str) -> &'n [Node] {
    node.get(name).and_then(Node::as_array).unwrap_or_default()
}
