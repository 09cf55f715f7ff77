//! One side of a comparison: policies of one kind, or everything that has a say.

use std::collections::BTreeSet;
use std::path::Path;

use eval::{Caller, Layer, PolicyReport, Prepared, Request, Switches};
use policy::tree::{Policy, PolicyKind, Statement, lower};
use policy::{Document, Source, Style, write};

use super::kind::{Kinds, agree};
use super::stack::{Around, Stack};
use crate::operations::named_policies;
use crate::reading::problem::{Problems, refusal};
use crate::simulate::{Attached, Files, Held, POLICIES, check_policies, held_by, whole};
use crate::wire;
use crate::{Context, OpError};

/// Policies, ready to be asked.
pub(crate) struct Side {
    /// What it is called: a path, `-`, or the name of a text.
    pub(crate) name: String,
    policies: Vec<Policy>,
    held: Holding,
}

/// Policies of one kind, as they stand in documents.
pub(crate) struct OfOneKind {
    pub(crate) name: String,
    pub(crate) policies: Vec<Policy>,
    pub(crate) attached: Vec<Attached>,
    pub(crate) kind: PolicyKind,
}

enum Holding {
    Pooled { prepared: Vec<Prepared>, sources: Vec<Source>, kind: PolicyKind },
    Stack(Box<Held>),
}

/// So many faults of a side are told.
const MOST_FAULTS: usize = 5;

/// A side as it was read, before its kind is settled.
struct Read {
    name: String,
    documents: Vec<(Document, Policy)>,
    /// Policies of every layer, if the document is of that shape.
    stack: Option<Held>,
}

/// Both sides, which are of one kind.
pub(crate) fn two_sides(
    (old, new): (&wire::Document, &wire::Document),
    kind: Option<PolicyKind>,
    stack: &Stack<'_>,
    cx: &Context,
) -> Result<(Side, Side), OpError> {
    let (old, new) = (Read::new(old, "the old policy", cx)?, Read::new(new, "the new policy", cx)?);
    let around = stack.read(cx)?;
    let is_stack = !around.is_empty() || old.stack.is_some() || new.stack.is_some();
    let kinds = if is_stack {
        (agree(kind, old.kinds())?, agree(kind, new.kinds())?)
    } else {
        let both = agree(kind, old.kinds().chain(new.kinds()))?;
        (both, both)
    };
    Ok((old.settle(kinds.0, is_stack, &around)?, new.settle(kinds.1, is_stack, &around)?))
}

/// A side by itself.
pub(crate) fn one_side(
    document: &wire::Document,
    kind: Option<PolicyKind>,
    stack: &Stack<'_>,
    cx: &Context,
) -> Result<Side, OpError> {
    let side = Read::new(document, "the policy", cx)?;
    let around = stack.read(cx)?;
    let is_stack = !around.is_empty() || side.stack.is_some();
    let kind = agree(kind, side.kinds())?;
    side.settle(kind, is_stack, &around)
}

impl Side {
    /// Policies of one kind that count together, as a request names them.
    pub(crate) fn of_kind(
        name: &str,
        documents: &[wire::Document],
        kind: PolicyKind,
        cx: &Context,
    ) -> Result<Self, OpError> {
        let mut read = Read { name: name.to_owned(), documents: Vec::new(), stack: None };
        named_policies::each(documents, cx, |opened| {
            whole(&opened.document)?;
            let policy = lower(&opened.document.root);
            read.documents.push((opened.document, policy));
            Ok(())
        })?;
        read.settle(kind, false, &Around::default())
    }

    /// The same of texts that were made here.
    pub(crate) fn of_texts<'a>(
        name: &str,
        texts: impl Iterator<Item = (&'a str, &'a str)>,
        kind: PolicyKind,
    ) -> Result<Self, OpError> {
        let read = |(name, text): (&str, &str)| {
            let document = Document::read(name, text.as_bytes(), None, &policy::Limits::default());
            let policy = lower(&document.root);
            (document, policy)
        };
        Read { name: name.to_owned(), documents: texts.map(read).collect(), stack: None }.settle(
            kind,
            false,
            &Around::default(),
        )
    }
}

impl Read {
    fn new(document: &wire::Document, what: &str, cx: &Context) -> Result<Self, OpError> {
        let name = document.path().map_or_else(|| what.to_owned(), |path| path.display().to_string());
        let mut side = Self { name, documents: Vec::new(), stack: None };
        named_policies::each(std::slice::from_ref(document), cx, |opened| {
            let mut document = opened.document;
            if opened.file.is_none() && opened.within.is_none() && !matches!(document.source.name(), "-") {
                document.source = Source::new(side.name.clone(), document.source.text().to_owned());
            }
            if opened.within.is_none() && is_stack(&document) {
                let folder = opened.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
                side.stack = Some(stack_of(&document, folder, cx)?);
                return Ok(());
            }
            whole(&document)?;
            let policy = lower(&document.root);
            side.documents.push((document, policy));
            Ok(())
        })?;
        if side.stack.is_some() && !side.documents.is_empty() {
            return Err(OpError::invalid(format!(
                "`{}` has policies, and beside them a file that names the policies of every layer",
                side.name
            ))
            .hint("name the one that is meant"));
        }
        Ok(side)
    }

    fn kinds(&self) -> Kinds<'_> {
        Box::new(self.documents.iter().map(|(document, policy)| (document.source.name(), policy)))
    }

    fn settle(self, kind: PolicyKind, is_stack: bool, around: &Around) -> Result<Side, OpError> {
        let Self { name, documents, stack } = self;
        let attached: Vec<_> = documents
            .iter()
            .map(|(document, _)| {
                Attached::new(document.source.name(), &document.root, &document.source, kind)
            })
            .collect();
        let policies = documents.into_iter().map(|(_, policy)| policy).collect();
        let own = OfOneKind { name, policies, attached, kind };
        if is_stack { own.among(stack.unwrap_or_default(), around) } else { Ok(own.pooled()) }
    }
}

impl OfOneKind {
    /// The side of these policies, beside those that hold on both sides.
    pub(crate) fn beside(self, around: &Around) -> Result<Side, OpError> {
        if around.is_empty() { Ok(self.pooled()) } else { self.among(Held::default(), around) }
    }

    fn pooled(mut self) -> Side {
        let kind = self.kind;
        if matches!(kind, PolicyKind::Scp | PolicyKind::Rcp)
            && !self.attached.iter().any(|policy| policy.prepared.has_allow())
        {
            let full = full_access(kind);
            self.attached.push(Attached::new(full.source.name(), &full.root, &full.source, kind));
        }
        let (prepared, abouts): (Vec<_>, Vec<_>) =
            self.attached.into_iter().map(|attached| (attached.prepared, attached.about)).unzip();
        let sources = abouts.into_iter().map(|about| about.source).collect();
        let held = Holding::Pooled { prepared, sources, kind };
        Side { name: self.name, policies: self.policies, held }
    }

    fn among(self, mut held: Held, around: &Around) -> Result<Side, OpError> {
        let Self { name, policies, attached, kind } = self;
        let layer = layer_of(kind);
        if matches!(layer, Layer::Scp | Layer::Rcp) && !attached.is_empty() {
            held.add_level(layer, "", attached);
        } else {
            if layer == Layer::Resource && attached.len() > 1 {
                return Err(OpError::invalid(format!(
                    "a resource has one policy, and `{name}` holds several"
                )));
            }
            for policy in attached {
                held.add(layer, policy);
            }
        }
        around.join(&mut held, &name)?;
        Ok(Side { name, policies, held: Holding::Stack(Box::new(held)) })
    }
}

/// Whether a document names the policies of several layers, as those of `simulate` do.
fn is_stack(document: &Document) -> bool {
    document.root.get("Statement").is_none()
        && POLICIES.iter().any(|key| document.root.get(key.name).is_some())
}

/// A side that cannot be read says nothing, so it is refused.
fn stack_of(document: &Document, folder: &Path, cx: &Context) -> Result<Held, OpError> {
    let mut problems = Problems::default();
    check_policies(&document.root, &mut problems);
    let held = held_by(&document.root, document, folder, &mut Files::new(cx));
    for fault in held.faults() {
        problems.report(document.root.span, fault.clone());
    }
    refusal(problems.lines(document, true)).map_or(Ok(held), Err)
}

pub(crate) fn layer_of(kind: PolicyKind) -> Layer {
    match kind {
        PolicyKind::Identity => Layer::Identity,
        PolicyKind::Resource | PolicyKind::Trust => Layer::Resource,
        PolicyKind::Scp => Layer::Scp,
        PolicyKind::Rcp => Layer::Rcp,
        PolicyKind::Boundary => Layer::Boundary,
        PolicyKind::Session => Layer::Session,
        PolicyKind::Endpoint => Layer::Endpoint,
    }
}

/// What AWS attaches beside policies of an organization that only deny: without it nothing would pass.
///
/// Source: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
pub(crate) fn full_access(kind: PolicyKind) -> Document {
    const SCP: &str =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    const RCP: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    let (name, text) = if kind == PolicyKind::Rcp { (RCP_FULL, RCP) } else { (SCP_FULL, SCP) };
    Document::read(name, text.as_bytes(), None, &policy::Limits::default())
}

const SCP_FULL: &str = "FullAWSAccess";
const RCP_FULL: &str = "RCPFullAWSAccess";

/// What a statement that denies says, but for its Sid, and whether its variables count: under another version it says something else.
pub(crate) type Denial = (bool, String);

/// All of the policies, with what they are called.
pub(crate) fn denials<'p>(
    policies: impl IntoIterator<Item = &'p Policy>,
) -> impl Iterator<Item = (Denial, String)> {
    let of = |policy: &'p Policy| {
        let is_active = policy.variables_active();
        let denials = policy.statements.iter().filter(|statement| statement.denies());
        denials.map(move |statement| {
            let without_sid = Statement { sid: None, ..statement.clone() };
            ((is_active, write(&without_sid.to_node(), Style::Minified)), statement.label())
        })
    };
    policies.into_iter().flat_map(of)
}

/// What one side says of one request.
pub(super) struct Said<'s> {
    /// Why, in one sentence, if whole decisions are asked for.
    pub(super) reason: Option<String>,
    /// The policies that decide, each with the text that its places are in.
    pub(super) policies: Vec<(PolicyReport, Option<&'s Source>)>,
}

impl Side {
    /// Statements that deny and that the other side does not have, as they are called.
    pub(crate) fn denials_without(&self, other: &Self) -> Vec<String> {
        let others: BTreeSet<Denial> = denials(&other.policies).map(|(denial, _)| denial).collect();
        let own = denials(&self.policies).filter(|(denial, _)| !others.contains(denial));
        own.map(|(_, label)| label).collect()
    }

    /// The side as the prover takes it.
    pub(crate) fn with<T>(&self, ask: impl FnOnce(prove::Side<'_>) -> T) -> T {
        match &self.held {
            Holding::Pooled { prepared, .. } => ask(prove::Side::Pooled(prepared)),
            Holding::Stack(held) => held.with(|policies| ask(prove::Side::Stack(policies))),
        }
    }

    /// The kind of the policies; none if whole decisions are asked for.
    pub(crate) fn kind(&self) -> Option<PolicyKind> {
        match &self.held {
            Holding::Pooled { kind, .. } => Some(*kind),
            Holding::Stack(_) => None,
        }
    }

    /// The policies that stand in the documents of the side.
    pub(crate) fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The policies by themselves, where they are of one kind.
    pub(crate) fn pooled(&self) -> Option<(&[Prepared], PolicyKind)> {
        match &self.held {
            Holding::Pooled { prepared, kind, .. } => Some((prepared, *kind)),
            Holding::Stack(_) => None,
        }
    }

    /// What is to be known of a side: that AWS would refuse statements of it, or that by itself it allows nothing.
    pub(crate) fn notes(&self) -> Vec<String> {
        let policies: Vec<&Prepared> = match &self.held {
            Holding::Pooled { prepared, .. } => prepared.iter().collect(),
            Holding::Stack(held) => held.policies().collect(),
        };
        let statements =
            policies.iter().flat_map(|policy| policy.statements().iter().map(|one| (policy.name(), one)));
        let faults = statements.filter_map(|(policy, statement)| {
            let fault = statement.fault.as_ref()?;
            Some(format!("{} of {policy}: {fault}", statement.label))
        });
        let mut notes: Vec<_> = faults.take(MOST_FAULTS).collect();
        if let Some(full) = policies.iter().find(|policy| [SCP_FULL, RCP_FULL].contains(&policy.name())) {
            notes.push(format!(
                "`{}` only denies; AWS's `{}` is taken to be attached beside it",
                self.name,
                full.name()
            ));
        }
        if !policies.iter().any(|policy| policy.has_allow()) {
            notes.push(format!(
                "`{}` has no statement that allows anything: what it denies counts only together with policies that allow it",
                self.name
            ));
        }
        notes
    }

    /// Whether whole decisions are asked for, of somebody who holds policies.
    pub(crate) fn is_of_holder(&self) -> bool {
        match &self.held {
            Holding::Pooled { .. } => false,
            Holding::Stack(held) => held.is_of_caller(),
        }
    }

    /// What the statements say of a request; of whole decisions those of the layers that decide.
    pub(super) fn says(&self, request: &Request) -> Said<'_> {
        let switches = Switches::default();
        match &self.held {
            Holding::Pooled { prepared, sources, .. } => {
                let reports = eval::reports(request, prepared, switches);
                Said { reason: None, policies: reports.into_iter().zip(sources.iter().map(Some)).collect() }
            }
            Holding::Stack(held) => {
                let explanation = held.with(|policies| eval::explain(request, policies, switches));
                let blocked = explanation.decision.blocked_by;
                let mut policies = Vec::new();
                for layer in explanation.layers {
                    // A root user has no policies of its own.
                    let is_root = matches!(request.caller(), Caller::Root { .. });
                    let grants = layer.layer == Layer::Resource || layer.layer == Layer::Identity && !is_root;
                    let is_blocked = blocked.iter().next().is_some();
                    if is_blocked && blocked.contains(layer.layer) || !is_blocked && grants {
                        let of = layer.policies.into_iter().enumerate();
                        policies.extend(of.map(|(at, report)| (report, held.source(layer.layer, at))));
                    }
                }
                Said { reason: Some(explanation.reason), policies }
            }
        }
    }
}
