//! Documents with their fixes applied, be they policies or documents that hold some.

use std::collections::HashMap;

use policy::fix::{self, End};
use policy::{Diagnostic, Document, Source};

use super::named_policies::Opened;
use super::plan::Plan;
use super::{held_policies, lint_document, proved_meaning};
use crate::wire::{AppliedFix, Change, Input, ProvedMeaning};
use crate::{Context, render};

pub(super) struct Mending<'a> {
    plan: &'a Plan,
    with_unsafe: bool,
    cx: &'a Context,
    /// The document within which the last policy lay, as the next one may lie there too.
    host: Option<Host>,
}

/// A policy after its fixes.
pub(super) struct Mended {
    pub(super) document: Document,
    pub(super) change: Change,
    /// Of the whole document; empty where nothing is to be written.
    pub(super) text: String,
}

/// A document that holds policies: as it was, and the policies as they are now.
struct Host {
    before: Source,
    /// By the pointers to them.
    policies: HashMap<String, Document>,
}

impl Host {
    /// Whether this is the very text that was mended.
    fn is_of(&self, source: &Source) -> bool {
        self.before.name() == source.name() && std::ptr::eq(self.before.text(), source.text())
    }
}

impl<'a> Mending<'a> {
    pub(super) fn new(plan: &'a Plan, with_unsafe: bool, cx: &'a Context) -> Self {
        Self { plan, with_unsafe, cx, host: None }
    }

    /// Of the policies within one document the first one mends all, and answers with the change.
    pub(super) fn mend(&mut self, opened: &Opened) -> Mended {
        let source = &opened.document.source;
        // Offsets are into the text: they are into the file only if it is that text.
        let is_same = || source.text().as_bytes() == &*opened.bytes;
        match opened.within.as_deref() {
            Some("") => unchanged(opened, Some("it is a text within another document, and is left as it is")),
            _ if !is_same() => unchanged(opened, Some("it is not UTF-8, and is left as it is")),
            Some(pointer) => self.mend_within(opened, pointer),
            None => {
                let find = |source: &Source| self.plan.open_findings(&read(source, self.cx), self.cx);
                let mended = self.applied(source, find);
                let document = read(&Source::new(source.name(), mended.text.as_str()), self.cx);
                let mut change = change(opened, &mended);
                if change.is_change() {
                    change.meaning = Some(self.meaning(&opened.document, &document));
                }
                Mended { document, change, text: mended.text }
            }
        }
    }

    fn mend_within(&mut self, opened: &Opened, pointer: &str) -> Mended {
        let source = &opened.document.source;
        if let Some(host) = self.host.as_mut().filter(|host| host.is_of(source))
            && let Some(document) = host.policies.remove(pointer)
        {
            return Mended { document, change: Change::none(source.name(), None), text: String::new() };
        }
        let find = |source: &Source| {
            let host = read(source, self.cx);
            // What cannot be read holds nothing, which must not look like a cure.
            if !host.is_sound() {
                return host.diagnostics;
            }
            policies(&host).flat_map(|(_, policy)| self.plan.open_findings(&policy, self.cx)).collect()
        };
        let mended = self.applied(source, find);
        let after = read(&Source::new(source.name(), mended.text.as_str()), self.cx);
        let mut change = change(opened, &mended);
        let mut policies: HashMap<_, _> = policies(&after).collect();
        if change.is_change() {
            change.meaning = self.worst_meaning(source, &policies);
        }
        let document = policies.remove(pointer).unwrap_or_else(|| opened.document.clone());
        self.host = Some(Host { before: source.clone(), policies });
        Mended { document, change, text: mended.text }
    }

    fn meaning(&self, before: &Document, after: &Document) -> ProvedMeaning {
        let found = self.plan.lint(before, self.cx).diagnostics;
        proved_meaning::proved_meaning(before, after, &found, self.plan.kind_of(before), &self.cx.catalog())
    }

    /// Of the policies of a document that changed, what became of the one of which the worst is to be said.
    fn worst_meaning(&self, source: &Source, after: &HashMap<String, Document>) -> Option<ProvedMeaning> {
        let before = read(source, self.cx);
        let mut worst: Option<ProvedMeaning> = None;
        for (pointer, before) in policies(&before) {
            let Some(after) = after.get(&pointer) else { continue };
            if before.root.without_spans() == after.root.without_spans() {
                continue;
            }
            let meaning = self.meaning(&before, after);
            if worst.as_ref().is_none_or(|worst| meaning.verdict > worst.verdict) {
                worst = Some(meaning);
            }
        }
        worst
    }

    fn applied(&self, source: &Source, find: impl FnMut(&Source) -> Vec<Diagnostic>) -> fix::Mended {
        if self.with_unsafe { fix::mend_all(source, find) } else { fix::mend(source, find) }
    }
}

/// The policies that stand in the document itself, by the pointers to them.
fn policies(host: &Document) -> impl Iterator<Item = (String, Document)> {
    let held = held_policies::held(host).into_iter().filter(|held| !held.pointer.is_empty());
    held.map(|held| (held.pointer, held.document))
}

fn read(source: &Source, cx: &Context) -> Document {
    lint_document::read(
        &Input { name: source.name().to_owned(), bytes: source.text().as_bytes().to_vec() },
        cx,
    )
}

fn unchanged(opened: &Opened, reason: Option<&str>) -> Mended {
    let source = &opened.document.source;
    Mended {
        document: opened.document.clone(),
        change: Change::none(source.name(), reason),
        text: String::new(),
    }
}

fn change(opened: &Opened, mended: &fix::Mended) -> Change {
    let source = &opened.document.source;
    let none = Change::none(source.name(), None);
    let is_changed = mended.text != source.text();
    let (diff, text) = if is_changed {
        let text = opened.file.is_none().then(|| mended.text.clone());
        (render::unified(source.name(), source.text(), &mended.text), text)
    } else {
        (String::new(), None)
    };
    Change {
        fixes: mended.applied.iter().filter(|_| is_changed).filter_map(applied).collect(),
        diff,
        text,
        left_out: mended.left_out.iter().filter_map(applied).collect(),
        broken_off: mended.end == End::BrokenOff,
        ..none
    }
}

fn applied(found: &Diagnostic) -> Option<AppliedFix> {
    let fix = found.fix.as_ref()?;
    Some(AppliedFix {
        id: found.id.to_owned(),
        message: found.message.clone(),
        title: fix.title.clone(),
        safety: fix.safety.into(),
    })
}
