//! The policies that a request names, by path or by text, opened one after another.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use policy::{Document as Read, Member};

use super::{held_policies, lint_document};
use crate::wire::{Document, Input};
use crate::{Context, ErrorKind, OpError};

/// A policy of the request.
pub(crate) struct Opened {
    pub(crate) document: Read,
    /// The file or text it stands in, as it was before it became text.
    pub(crate) bytes: Rc<[u8]>,
    /// Where it lies, if it is a file.
    pub(crate) file: Option<PathBuf>,
    /// If another document holds it: JSON pointer to it in the text that its places are in.
    pub(crate) within: Option<String>,
}

/// Hands every policy on, and counts the files below folders that hold none.
pub(crate) fn each(
    documents: &[Document],
    cx: &Context,
    take: impl FnMut(Opened) -> Result<(), OpError>,
) -> Result<usize, OpError> {
    each_of(documents, &|_| true, cx, take)
}

/// The same, with only those of the files below folders that `wanted` accepts by their path.
pub(crate) fn each_of(
    documents: &[Document],
    wanted: &dyn Fn(&str) -> bool,
    cx: &Context,
    mut take: impl FnMut(Opened) -> Result<(), OpError>,
) -> Result<usize, OpError> {
    if documents.is_empty() {
        return Err(OpError::invalid("no document is given"));
    }
    let (mut taken, mut skipped) = (0, 0);
    for (index, document) in documents.iter().enumerate() {
        for coming in coming(document, index, documents.len(), wanted, cx)? {
            cx.check_cancelled()?;
            let input = match (coming.open)() {
                // No policy is as large; a folder may well hold other JSON that is.
                Err(error) if !coming.named && error.kind == ErrorKind::TooLarge => {
                    cx.progress().note(&format!("{}; it is skipped", error.message));
                    skipped += 1;
                    continue;
                }
                input => input?,
            };
            let document = lint_document::read(&input, cx);
            let bytes: Rc<[u8]> = input.bytes.into();
            let held = held_policies::held(&document);
            if !held.is_empty() {
                for each in held {
                    let (file, within) = (coming.file.clone(), Some(each.pointer));
                    take(Opened { document: each.document, bytes: bytes.clone(), file, within })?;
                    taken += 1;
                }
            } else if coming.named || is_policy(&document) {
                take(Opened { document, bytes, file: coming.file, within: None })?;
                taken += 1;
            } else {
                skipped += 1;
            }
            cx.progress().at(taken, None, "documents checked");
        }
    }
    if taken == 0 { Err(no_policy(documents, skipped)) } else { Ok(skipped) }
}

/// The one policy that the request names; `hint` says what to do if there are several.
pub(crate) fn only(document: &Document, hint: &str, cx: &Context) -> Result<Opened, OpError> {
    let mut found = Vec::new();
    each(std::slice::from_ref(document), cx, |opened| {
        found.push(opened);
        Ok(())
    })?;
    let count = found.len();
    match (found.pop(), count) {
        (Some(opened), 1) => Ok(opened),
        (opened, _) => {
            let name = opened.as_ref().map_or("the document", |opened| opened.document.source.name());
            let path = document.path().map(|path| path.display().to_string());
            let name = path.unwrap_or_else(|| name.to_owned());
            Err(OpError::invalid(format!("`{name}` holds {count} policies")).hint(hint))
        }
    }
}

/// A document that is yet to be opened.
struct Coming<'a> {
    open: Box<dyn FnOnce() -> Result<Input, OpError> + 'a>,
    /// Whether the request named it, rather than a folder above it.
    named: bool,
    file: Option<PathBuf>,
}

/// What a document of the request stands for: itself, or the files below a folder.
fn coming<'a>(
    document: &'a Document,
    index: usize,
    count: usize,
    wanted: &dyn Fn(&str) -> bool,
    cx: &'a Context,
) -> Result<Vec<Coming<'a>>, OpError> {
    let Some(path) = document.path().filter(|path| *path != Path::new("-")) else {
        let open = move || {
            let input = document.read(cx)?;
            let numbered = document.path().is_none() && count > 1;
            Ok(if numbered { Input { name: format!("policy {}", index + 1), ..input } } else { input })
        };
        return Ok(vec![Coming { open: Box::new(open), named: true, file: None }]);
    };
    let found = cx.walk(path, &|name| {
        let name = name.to_ascii_lowercase();
        [".json", ".yaml", ".yml"].iter().any(|extension| name.ends_with(extension))
    })?;
    let found = found.into_iter().filter(|found| found.named || wanted(&found.name));
    let coming = found.map(|found| Coming {
        named: found.named,
        file: Some(found.path.clone()),
        open: Box::new(move || Ok(Input { bytes: cx.read_found(&found)?, name: found.name })),
    });
    Ok(coming.collect())
}

/// Whether a file found below a folder holds a policy, or something broken that was meant as one.
///
/// `Version` tells a policy whose `Statement` is misspelled: no other kind of file has those versions.
fn is_policy(document: &Read) -> bool {
    let is_telling = |member: &Member| {
        let is = |name: &str| member.key.text.eq_ignore_ascii_case(name);
        let version = member.value.as_str().filter(|_| is("Version"));
        is("Statement") || matches!(version, Some("2012-10-17" | "2008-10-17"))
    };
    match document.root.as_object() {
        Some(members) if members.iter().any(is_telling) => true,
        _ => !document.is_sound() && document.source.text().contains("Statement"),
    }
}

fn no_policy(documents: &[Document], skipped: usize) -> OpError {
    let paths: Vec<_> =
        documents.iter().filter_map(Document::path).map(|path| format!("`{}`", path.display())).collect();
    let looked =
        if skipped == 0 { "no JSON or YAML file is there" } else { "no file there has a `Statement`" };
    OpError::not_found(format!("no policy below {}", paths.join(", "))).hint(looked)
}

#[cfg(test)]
mod tests {
    use policy::Limits;

    use super::*;

    #[test]
    fn files_that_are_meant_as_policies_are_told_from_others() {
        for (text, is) in [
            (r#"{"Statement": []}"#, true),
            (r#"{"statement": []}"#, true),
            (r#"{"Version": "2012-10-17", "Statment": []}"#, true),
            (r#"{"version": "2008-10-17"}"#, true),
            ("Version: 2012-10-17\nStatments: []\n", true),
            (r#"{"Version": "2012-10-17", "Statement": ["#, true),
            (r#"{"Version": "1.0", "Statements": []}"#, false),
            (r#"{"AWSTemplateFormatVersion": "2010-09-09"}"#, false),
            ("[]", false),
        ] {
            let document = Read::read("p", text.as_bytes(), None, &Limits::default());
            assert_eq!(is_policy(&document), is, "{text}");
        }
    }
}
