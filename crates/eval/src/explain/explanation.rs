//! An explanation, layer by layer and statement by statement.

use policy::Span;

use super::{reason, statement};
use crate::decide::is_always_allowed;
use crate::decide::{Decision, Layer, Level, Policies, decide};
use crate::request::View;
use crate::{Prepared, Request, Switch, Switches};

/// A decision with everything that led to it.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub decision: Decision,
    /// Why, in one sentence.
    pub reason: String,
    /// The layers that have a say, in the order in which they are asked.
    pub layers: Vec<LayerReport>,
    /// The disputed points that the decision hangs on: read the other way, it would be another.
    pub hangs_on: Vec<Switch>,
}

#[derive(Debug, Clone)]
pub struct LayerReport {
    pub layer: Layer,
    pub policies: Vec<PolicyReport>,
}

#[derive(Debug, Clone)]
pub struct PolicyReport {
    pub name: String,
    /// The level of the organization, for SCPs and RCPs.
    pub level: Option<String>,
    pub statements: Vec<StatementReport>,
}

#[derive(Debug, Clone)]
pub struct StatementReport {
    /// Its Sid, or its number from 1.
    pub label: String,
    /// Position in the policy, from 0.
    pub index: usize,
    pub span: Span,
    pub allows: bool,
    /// Neither if nobody knows what the statement does.
    pub denies: bool,
    pub verdict: Verdict,
}

/// Whether a statement matches a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Matches,
    /// The element that fails first, and why.
    Fails {
        element: &'static str,
        why: String,
    },
    /// It cannot be known, and why.
    Unknown {
        why: String,
    },
}

/// Decides one request and says why.
pub fn explain(request: &Request, policies: &Policies<'_>, switches: Switches) -> Explanation {
    let decision = decide(request, policies, switches);
    let view = request.view(policies.boundary.is_some());
    let layers = if is_always_allowed(request) { Vec::new() } else { layers(&view, policies, switches) };
    let differs = |switch: &Switch| decide(request, policies, switches.flipped(*switch)) != decision;
    Explanation {
        decision,
        reason: reason::of(request, policies, switches, decision, &layers),
        layers,
        hangs_on: Switch::ALL.into_iter().filter(differs).collect(),
    }
}

/// What each statement of some policies says of a request, by themselves, as [`judge`](crate::judge) asks them.
pub fn reports(request: &Request, policies: &[Prepared], switches: Switches) -> Vec<PolicyReport> {
    let view = request.view(false);
    policies.iter().map(|policy| report(policy, None, &view, switches)).collect()
}

fn layers(view: &View<'_>, policies: &Policies<'_>, switches: Switches) -> Vec<LayerReport> {
    let plain = |policies: &[Prepared]| -> Vec<PolicyReport> {
        policies.iter().map(|policy| report(policy, None, view, switches)).collect()
    };
    let leveled = |levels: &[Level<'_>]| -> Vec<PolicyReport> {
        let of = |level: &Level<'_>| -> Vec<PolicyReport> {
            level.policies.iter().map(|policy| report(policy, Some(level.id), view, switches)).collect()
        };
        levels.iter().flat_map(of).collect()
    };
    let of = |layer| match layer {
        Layer::Scp => leveled(policies.scps),
        Layer::Rcp => leveled(policies.rcps),
        Layer::Endpoint => plain(policies.endpoint.unwrap_or_default()),
        Layer::Resource => plain(policies.resource.map(std::slice::from_ref).unwrap_or_default()),
        Layer::Identity => plain(policies.identity),
        Layer::Boundary => plain(policies.boundary.unwrap_or_default()),
        Layer::Session => plain(policies.session.unwrap_or_default()),
    };
    let reports = Layer::ALL.map(|layer| LayerReport { layer, policies: of(layer) });
    reports.into_iter().filter(|report| !report.policies.is_empty()).collect()
}

fn report(policy: &Prepared, level: Option<&str>, view: &View<'_>, switches: Switches) -> PolicyReport {
    let statement = |statement| statement::report(statement, view, switches);
    PolicyReport {
        name: policy.name().to_owned(),
        level: level.map(str::to_owned),
        statements: policy.statements().iter().map(statement).collect(),
    }
}
