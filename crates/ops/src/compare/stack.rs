//! The policies that hold on both sides.

use eval::Layer;
use policy::tree::PolicyKind;

use crate::operations::named_policies;
use crate::simulate::{Attached, Held, whole};
use crate::wire::{Document, Leveled};
use crate::{Context, OpError};

/// What a request says of policies beside those that are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stack<'a> {
    pub(crate) boundary: &'a [Document],
    pub(crate) session: &'a [Document],
    pub(crate) scp: &'a [Leveled],
    pub(crate) rcp: &'a [Leveled],
    pub(crate) resource_policy: Option<&'a Document>,
    pub(crate) endpoint: &'a [Document],
}

/// Nothing beside.
pub(crate) const NO_STACK: Stack<'static> =
    Stack { boundary: &[], session: &[], scp: &[], rcp: &[], resource_policy: None, endpoint: &[] };

/// The same, read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    single: Vec<(Layer, Attached)>,
    levels: Vec<(Layer, String, Vec<Attached>)>,
}

impl Stack<'_> {
    pub(crate) fn read(&self, cx: &Context) -> Result<Around, OpError> {
        let mut around = Around::default();
        for (documents, layer, kind) in [
            (self.boundary, Layer::Boundary, PolicyKind::Boundary),
            (self.session, Layer::Session, PolicyKind::Session),
            (self.endpoint, Layer::Endpoint, PolicyKind::Endpoint),
            (
                self.resource_policy.map(std::slice::from_ref).unwrap_or_default(),
                Layer::Resource,
                PolicyKind::Resource,
            ),
        ] {
            if !documents.is_empty() {
                let policies = attached(documents, kind, cx)?;
                around.single.extend(policies.into_iter().map(|policy| (layer, policy)));
            }
        }
        for (leveled, layer, kind) in
            [(self.scp, Layer::Scp, PolicyKind::Scp), (self.rcp, Layer::Rcp, PolicyKind::Rcp)]
        {
            for each in leveled {
                let level = level(each, cx);
                let policies = attached(std::slice::from_ref(&each.document), kind, cx)?;
                around.add_level(layer, level, policies);
            }
        }
        Ok(around)
    }
}

/// The name of a level: that which was said, or that of a folder, which is a level of its own.
fn level(leveled: &Leveled, cx: &Context) -> String {
    match leveled.document.path() {
        Some(path) if leveled.level.is_empty() && cx.files().is_folder(path) => path.display().to_string(),
        _ => leveled.level.clone(),
    }
}

/// The policies of documents that were named: one that is broken is refused.
fn attached(documents: &[Document], kind: PolicyKind, cx: &Context) -> Result<Vec<Attached>, OpError> {
    let mut all = Vec::new();
    named_policies::each(documents, cx, |opened| {
        whole(&opened.document)?;
        let source = &opened.document.source;
        all.push(Attached::new(source.name(), &opened.document.root, source, kind));
        Ok(())
    })?;
    Ok(all)
}

impl Around {
    pub(crate) fn is_empty(&self) -> bool {
        self.single.is_empty() && self.levels.is_empty()
    }

    fn add_level(&mut self, layer: Layer, id: String, policies: Vec<Attached>) {
        match self.levels.iter_mut().find(|(other, name, _)| *other == layer && *name == id) {
            Some((_, _, others)) => others.extend(policies),
            None => self.levels.push((layer, id, policies)),
        }
    }

    /// Lets these policies have their say beside those of a side.
    pub(crate) fn join(&self, held: &mut Held, side: &str) -> Result<(), OpError> {
        for (layer, policy) in &self.single {
            if *layer == Layer::Resource && held.has_resource_policy() {
                return Err(OpError::invalid(format!(
                    "a resource has one policy, and `{side}` meets several"
                ))
                .hint("a resource policy is one of the sides, or `--resource-policy`"));
            }
            held.add(*layer, policy.clone());
        }
        for (layer, id, policies) in &self.levels {
            held.add_level(*layer, id, policies.clone());
        }
        Ok(())
    }
}
