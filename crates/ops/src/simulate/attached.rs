//! A policy ready to be asked, whatever it was written in.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use eval::Prepared;
use policy::decode::BYTE_ORDER_MARK;
use policy::tree::{Part, Policy, PolicyKind, Template, lower};
use policy::{Diagnostic, Document, Node, Severity, Source, Value};

use crate::operations::held_policies::{decoded, held};
use crate::{Context, OpError};

/// A policy with the text that its places are in.
#[derive(Debug, Clone)]
pub(crate) struct Attached {
    pub(crate) prepared: Prepared,
    pub(crate) about: About,
}

/// What is to be known of a policy besides what it decides.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) source: Source,
    /// The keys of the clock that it asks for.
    pub(crate) clock: Clock,
    /// The condition keys that it looks at, in lower case.
    pub(crate) keys: BTreeSet<String>,
    /// The same by statement, as they are written.
    pub(crate) keys_by_statement: Vec<Vec<String>>,
    /// Why it cannot be read, if it cannot.
    pub(crate) fault: Option<String>,
}

/// Whether a policy asks what time it is.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Clock {
    pub(crate) current: bool,
    pub(crate) epoch: bool,
}

/// Files of policies, each read once for all cases that name it.
pub(crate) struct Files<'a> {
    cx: &'a Context,
    read: HashMap<PathBuf, Result<Rc<[Document]>, String>>,
}

/// Keys that hold a policy within an object that names it.
const WRAPPERS: [&str; 4] = ["policy", "document", "PolicyDocument", "Document"];

impl Attached {
    pub(crate) fn new(name: &str, node: &Node, source: &Source, kind: PolicyKind) -> Self {
        let policy = lower(node);
        match fault(&policy, node) {
            Some(why) => Self::unreadable(name, source, kind, &why),
            None => Self {
                prepared: Prepared::new(name, &policy, kind),
                about: About {
                    source: source.clone(),
                    clock: Clock::of(&policy),
                    keys: keys_of(&policy, node),
                    keys_by_statement: keys_of_statements(&policy, node),
                    fault: None,
                },
            },
        }
    }

    /// One that exists and may say anything.
    pub(crate) fn unreadable(name: &str, source: &Source, kind: PolicyKind, why: &str) -> Self {
        let why = format!("{name} cannot be read: {why}");
        Self {
            prepared: Prepared::unreadable(name, kind, why.clone()),
            about: About {
                source: source.clone(),
                clock: Clock::default(),
                keys: BTreeSet::new(),
                keys_by_statement: Vec::new(),
                fault: Some(why),
            },
        }
    }

    /// The policy at `node` of `host`: an object, a text, a path from `folder` on, or one of these with a name.
    pub(crate) fn read(
        name: &str,
        node: &Node,
        host: &Document,
        kind: PolicyKind,
        folder: &Path,
        files: &mut Files<'_>,
    ) -> Self {
        let broken = |why: &str| Self::unreadable(name, &host.source, kind, why);
        match &node.value {
            Value::Object(_) if node.get("Statement").is_none() => {
                let wrapped = WRAPPERS.iter().find_map(|key| node.get(key));
                let named = ["name", "PolicyName"].iter().find_map(|key| node.get(key)?.as_str());
                match wrapped {
                    // Named objects do not hold named objects.
                    Some(inner) if WRAPPERS.iter().all(|key| inner.get(key).is_none()) => {
                        Self::read(named.unwrap_or(name), inner, host, kind, folder, files)
                    }
                    _ => broken("it has no `Statement`"),
                }
            }
            Value::Object(_) => {
                let found =
                    host.diagnostics.iter().find(|found| is_fault(found) && node.span.contains(found.span));
                match found {
                    Some(found) => broken(&found.message),
                    None => Self::new(name, node, &host.source, kind),
                }
            }
            Value::String(text) if is_text(text) => {
                let limits = policy::Limits { bytes: usize::MAX, ..policy::Limits::default() };
                let document = Document::read(name, &decoded(text), None, &limits);
                match broken_at(&document) {
                    Some(why) => broken(&why),
                    None => Self::new(name, &document.root, &document.source, kind),
                }
            }
            // Standard input is for the request, not for what stands in a file.
            Value::String(path) if path == "-" => broken("`-` is no policy"),
            Value::String(path) => match files.open(&folder.join(path)) {
                Ok(documents) => match &*documents {
                    [one] => Self::new(one.source.name(), &one.root, &one.source, kind),
                    _ => broken(&format!("`{path}` holds several policies")),
                },
                Err(why) => broken(&why),
            },
            other => broken(&format!("{} is no policy", other.kind())),
        }
    }
}

impl<'a> Files<'a> {
    pub(crate) fn new(cx: &'a Context) -> Self {
        Self { cx, read: HashMap::new() }
    }

    fn open(&mut self, path: &Path) -> Result<Rc<[Document]>, String> {
        let cx = self.cx;
        let open = || {
            let name = path.display().to_string();
            let bytes = cx.read_document(path).map_err(|error| error.message)?;
            let documents = policies_of(&name, &bytes, cx).map_err(|error| error.message)?;
            Ok(documents.into())
        };
        self.read.entry(path.to_path_buf()).or_insert_with(open).clone()
    }
}

/// The policies of a file: itself, or those that it holds as an answer of the AWS command line does.
pub(crate) fn policies_of(name: &str, bytes: &[u8], cx: &Context) -> Result<Vec<Document>, OpError> {
    let limits = policy::Limits {
        bytes: usize::try_from(cx.limits().document_bytes).unwrap_or(usize::MAX),
        ..policy::Limits::default()
    };
    let document = Document::read(name, bytes, None, &limits);
    let within: Vec<_> = held(&document).into_iter().map(|held| held.document).collect();
    let documents = if within.is_empty() { vec![document] } else { within };
    documents.iter().try_for_each(whole)?;
    Ok(documents)
}

/// Refuses a text that is broken, or no policy.
pub(crate) fn whole(document: &Document) -> Result<(), OpError> {
    if let Some(why) = broken_at(document) {
        return Err(OpError::invalid(why));
    }
    if let Some(why) = fault(&lower(&document.root), &document.root) {
        let at = place(&document.source, document.root.span.range().start);
        return Err(OpError::invalid(format!("{at}: {why}")));
    }
    Ok(())
}

/// `FILE:LINE:COLUMN`.
pub(crate) fn place(source: &Source, offset: usize) -> String {
    let position = source.position(offset);
    format!("{}:{}:{}", source.name(), position.line, position.column)
}

/// Whether something is wrong that may change what a text says. A byte order mark does not, though IAM refuses it.
pub(crate) fn is_fault(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && found.id != BYTE_ORDER_MARK
}

fn broken_at(document: &Document) -> Option<String> {
    let first = document.diagnostics.iter().find(|found| is_fault(found))?;
    Some(format!("{}: {}", place(&document.source, first.span.range().start), first.message))
}

/// A policy as text, rather than a path to one.
pub(super) fn is_text(text: &str) -> bool {
    let begins = text.trim_start();
    begins.starts_with(['{', '[']) || begins.to_ascii_uppercase().starts_with("%7B") || begins.contains('\n')
}

/// What makes the policy as a whole unreadable; what is wrong with one statement is for the evaluator.
fn fault(policy: &Policy, node: &Node) -> Option<String> {
    if node.as_object().is_none() {
        return Some(format!("{} is no policy", node.value.kind()));
    }
    if let Some(malformed) = policy.malformed.first() {
        return Some(format!("`{}` is not {}", malformed.member.key.text, malformed.expected));
    }
    if let Some(misplaced) = policy.misplaced.first() {
        return Some(format!("{} is no statement", misplaced.node.value.kind()));
    }
    policy.statement_key.is_none().then(|| "it has no `Statement`".to_owned())
}

impl Clock {
    fn of(policy: &Policy) -> Self {
        Self { current: asks_for(policy, "aws:currenttime"), epoch: asks_for(policy, "aws:epochtime") }
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self { current: self.current || other.current, epoch: self.epoch || other.epoch }
    }
}

/// The keys of the conditions, and of the variables in whatever text.
fn keys_of(policy: &Policy, node: &Node) -> BTreeSet<String> {
    let conditions = policy.statements.iter().filter_map(|statement| statement.condition.as_ref());
    let entries = conditions.flat_map(policy::tree::Condition::entries);
    let mut keys: Vec<_> = entries.map(|(_, entry)| entry.key.value.text.clone()).collect();
    variables(node, &mut keys);
    keys.iter().map(|key| key.to_ascii_lowercase()).collect()
}

/// The same by statement, as they are written, those of variables first; a key may come several times.
pub(crate) fn keys_of_statements(policy: &Policy, node: &Node) -> Vec<Vec<String>> {
    let written = match node.get("Statement") {
        Some(Node { value: Value::Array(items), .. }) => items.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let keys = policy.statements.iter().map(|statement| {
        let mut keys = Vec::new();
        if let Some(node) = written.get(statement.index).filter(|_| policy.variables_active()) {
            variables(node, &mut keys);
        }
        let entries = statement.condition.iter().flat_map(policy::tree::Condition::entries);
        keys.extend(entries.map(|(_, entry)| entry.key.value.text.clone()));
        keys
    });
    keys.collect()
}

fn variables(node: &Node, keys: &mut Vec<String>) {
    match &node.value {
        Value::String(text) if text.contains("${") => {
            for part in Template::parse(text).parts {
                if let Part::Variable { key, .. } = part {
                    keys.push(key.clone());
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| variables(item, keys)),
        Value::Object(members) => members.iter().for_each(|member| variables(&member.value, keys)),
        _ => {}
    }
}

/// Whether a condition of the policy looks at the key. (As a variable nobody writes a time.)
fn asks_for(policy: &Policy, key: &str) -> bool {
    let conditions = policy.statements.iter().filter_map(|statement| statement.condition.as_ref());
    let mut entries = conditions.flat_map(policy::tree::Condition::entries);
    entries.any(|(_, entry)| entry.key.value.text.eq_ignore_ascii_case(key))
}
