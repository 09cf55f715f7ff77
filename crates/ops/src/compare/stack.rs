//! The policies that hold on both sides.

use eval::Layer;
use policy::tree::PolicyKind;
use schemars::JsonSchema;
use serde::Deserialize;

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

// The same, as requests about two sides say it; a flattened part: a doc comment would become that of the whole request.
#[derive(Debug, clap::Args, Deserialize, JsonSchema)]
pub(crate) struct BothSides {
    /// The permissions boundary of the caller, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    boundary: Vec<Document>,

    /// The policy that the caller's session began with, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    session: Vec<Document>,

    /// Service control policies, on both sides. Those of one level count together, a folder is a level, and every level must allow
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    scp: Vec<Leveled>,

    /// Resource control policies, likewise
    #[arg(long, value_name = "[LEVEL=]FILE", num_args = 1..)]
    #[serde(default)]
    rcp: Vec<Leveled>,

    /// The policy of the resource, on both sides
    #[arg(long, value_name = "FILE")]
    #[serde(default)]
    resource_policy: Option<Document>,

    /// The policy of the VPC endpoint that requests come through, on both sides
    #[arg(long, value_name = "FILE", num_args = 1..)]
    #[serde(default)]
    endpoint: Vec<Document>,
}

impl BothSides {
    pub(crate) fn stack(&self) -> Stack<'_> {
        Stack {
            boundary: &self.boundary,
            session: &self.session,
            scp: &self.scp,
            rcp: &self.rcp,
            resource_policy: self.resource_policy.as_ref(),
            endpoint: &self.endpoint,
        }
    }
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
