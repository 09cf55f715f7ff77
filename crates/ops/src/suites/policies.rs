//! The policies that a test file is about: those it names, or the one it is named after.

use std::path::{Path, PathBuf};

use eval::Layer;
use policy::tree::{PolicyKind, lower};
use policy::{Document, Node, Value};

use super::suite::without_extension;
use crate::reading::problem::{Problems, refusal};
use crate::simulate::{Attached, Files, Held, held_by, policies_of};
use crate::{Context, OpError};

const EXTENSIONS: [&str; 3] = ["json", "yaml", "yml"];

/// The policies, and what they are called if the file does not name them.
pub(super) fn policies(
    document: &Document,
    path: &Path,
    cx: &Context,
) -> Result<(Held, Option<String>), OpError> {
    if let Some(named) = document.root.get("policies").filter(|node| node.value != Value::Null) {
        return Ok((those_named(named, document, path, cx)?, None));
    }
    let beside = beside(document, path, cx)?;
    Ok((those_of(&beside, cx)?, Some(beside.display().to_string())))
}

/// A test of a policy that cannot be read says nothing, so it is refused.
fn those_named(named: &Node, document: &Document, path: &Path, cx: &Context) -> Result<Held, OpError> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let held = held_by(named, document, folder, &mut Files::new(cx));
    let mut problems = Problems::default();
    for fault in held.faults() {
        problems.report(named.span, fault.clone());
    }
    if held.is_empty() {
        problems.report(named.span, "there is no policy");
    }
    refusal(problems.lines(document, true)).map_or(Ok(held), Err)
}

/// `deploy.json` of `deploy.iamtest.yaml`.
fn beside(document: &Document, path: &Path, cx: &Context) -> Result<PathBuf, OpError> {
    let refuse = |message: String, help: &str| {
        let mut problems = Problems::default();
        problems.report(document.root.span, message).help(help);
        refusal(problems.lines(document, true)).unwrap_or_else(|| OpError::internal("nothing is refused"))
    };
    let Some(stem) = without_extension(path) else {
        return Err(refuse(
            "the file names no policies".to_owned(),
            "name them under `policies`, or name the file after its policy: `deploy.iamtest.yaml` tests `deploy.json`",
        ));
    };
    let candidates = EXTENSIONS.map(|extension| path.with_file_name(format!("{stem}.{extension}")));
    let mut there = candidates.into_iter().filter(|candidate| cx.files().exists(candidate));
    match (there.next(), there.next()) {
        (Some(only), None) => Ok(only),
        (Some(one), Some(other)) => Err(refuse(
            format!("`{}` and `{}` lie beside it", one.display(), other.display()),
            "name the one that is meant under `policies`",
        )),
        (None, _) => Err(refuse(
            format!("no policy `{stem}.json`, `{stem}.yaml` or `{stem}.yml` lies beside it"),
            "name the policies under `policies`",
        )),
    }
}

/// What names principals is the policy of a resource; all else counts as the caller's.
fn those_of(path: &Path, cx: &Context) -> Result<Held, OpError> {
    let name = path.display().to_string();
    let documents = policies_of(&name, &cx.read_document(path)?, cx)?;
    let mut held = Held::default();
    for document in &documents {
        let policy = lower(&document.root);
        let names_principals = policy
            .statements
            .iter()
            .any(|statement| statement.principal.is_some() || statement.not_principal.is_some());
        let (layer, kind) = match policy.detect_kind().kind {
            PolicyKind::Trust => (Layer::Resource, PolicyKind::Trust),
            _ if names_principals => (Layer::Resource, PolicyKind::Resource),
            _ => (Layer::Identity, PolicyKind::Identity),
        };
        if layer == Layer::Resource && documents.len() > 1 {
            return Err(OpError::invalid(format!(
                "`{name}` holds several policies, and one of them names principals"
            ))
            .hint("name them one by one under `policies`"));
        }
        held.add(layer, Attached::new(document.source.name(), &document.root, &document.source, kind));
    }
    Ok(held)
}
