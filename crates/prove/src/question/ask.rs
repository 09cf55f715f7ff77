//! The whole question: for every kind of caller, and for the values of policy variables where it hangs on them.

use eval::{Outcome, Prepared, Request, Switches, Tri, decide, judge};
use policy::tree::PolicyKind;
use policy::{ResourcePattern, ShortArn};

use super::explore::{Findings, Goal};
use super::variables;
use crate::atom::Variable;
use crate::formula::FormulaId;
use crate::prover::{Callers, Difference, Prover, Side, Verdict};
use crate::reading::{Cell, Kind, Mentions};
use crate::space::Space;

/// What is looked for: requests that one side allows, another does not, and that lie within limits.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) allowed_by: Side<'a>,
    pub(crate) not_by: Option<Side<'a>>,
    /// Patterns; none for every action.
    pub(crate) actions: &'a [String],
    pub(crate) resources: &'a [String],
    /// Only by callers whom the policies do not name, from where they do not name.
    pub(crate) by_strangers: bool,
}

pub(crate) fn ask(prover: &Prover<'_>, asked: &Asked<'_>) -> Difference {
    let mut space = Space::new(prover.catalog, prover.worlds, prover.limits.steps, prover.stop);
    let policies: Vec<&Prepared> =
        [Some(asked.allowed_by), asked.not_by].into_iter().flatten().flat_map(policies).collect();
    let mentions = Mentions::of(policies.iter().copied(), prover.catalog);
    space.named_actions = mentions.unknown_actions.iter().cloned().collect();
    let mut findings = Findings::new(prover.limits.regions);
    for cell in cells(&mut space, asked, &mentions, prover.callers) {
        if findings.is_enough() {
            break;
        }
        let mut found = Findings::new(prover.limits.regions);
        space.explore(&asked.goal(&mentions), &cell, &mut found);
        if found.hangs_on_variables() {
            found = variables::decide(
                &mut space,
                &asked.goal(&mentions),
                &cell,
                &found.hints,
                prover.limits.regions,
            );
        }
        findings.add(found);
    }
    findings.into_difference()
}

fn cells(space: &mut Space<'_>, asked: &Asked<'_>, mentions: &Mentions, callers: Callers) -> Vec<Cell> {
    let kind = match asked.allowed_by {
        Side::Pooled(policies) => policies.first().map_or(PolicyKind::Identity, Prepared::kind),
        Side::Stack(_) => {
            let mut cells = space.owned_cells(mentions);
            if callers == Callers::Holders {
                cells.retain(|cell| cell.kind != Kind::Root);
                for cell in &mut cells {
                    let linked = space.is_service_linked(cell);
                    cell.start.push(space.formulas.not(linked));
                }
            }
            return cells;
        }
    };
    if asked.by_strangers {
        space.strangers(asked.allowed_by, mentions)
    } else {
        space.cells(kind, mentions, false)
    }
}

/// Every policy of a side.
pub(super) fn policies(side: Side<'_>) -> Vec<&Prepared> {
    match side {
        Side::Pooled(policies) => policies.iter().collect(),
        Side::Stack(stack) => {
            let levels = stack.scps.iter().chain(stack.rcps).flat_map(|level| level.policies);
            let lists = [Some(stack.identity), stack.boundary, stack.session, stack.endpoint];
            lists.into_iter().flatten().flatten().chain(stack.resource).chain(levels).collect()
        }
    }
}

impl<'a> Asked<'a> {
    pub(crate) fn of(allowed_by: Side<'a>) -> Self {
        Self { allowed_by, not_by: None, actions: &[], resources: &[], by_strangers: false }
    }
}

impl Asked<'_> {
    fn goal<'g>(&'g self, mentions: &'g Mentions) -> Goal<'g> {
        Goal {
            mentions,
            formulas: Box::new(|space, cell| self.formulas(space, cell)),
            confirm: Box::new(|request| self.confirm(request)),
        }
    }

    fn formulas(&self, space: &mut Space<'_>, cell: &Cell) -> Vec<FormulaId> {
        let mut goals = cell.start.clone();
        if !self.actions.is_empty() {
            goals.push(space.action_list(self.actions.iter().map(String::as_str), true));
        }
        if !self.resources.is_empty() {
            let any_of = self.resources.iter().filter_map(|text| space.resource_text(text)).collect();
            goals.push(space.text(Variable::Resource, any_of, true));
        }
        goals.push(space.side(self.allowed_by, cell));
        if let Some(side) = self.not_by {
            let allowed = space.side(side, cell);
            goals.push(space.formulas.not(allowed));
        }
        goals
    }

    /// Whether the evaluator says what the search found.
    fn confirm(&self, request: &Request) -> bool {
        let within = |side| passes(side, request);
        within(self.allowed_by) == Tri::Yes && self.not_by.is_none_or(|side| within(side) == Tri::No)
    }
}

fn passes(side: Side<'_>, request: &Request) -> Tri {
    match side {
        Side::Pooled(policies) => judge(request, policies, Switches::default()).passes(),
        Side::Stack(policies) => match decide(request, policies, Switches::default()).outcome {
            Outcome::Allowed => Tri::Yes,
            Outcome::Unknown => Tri::Unknown,
            Outcome::ExplicitlyDenied | Outcome::ImplicitlyDenied => Tri::No,
        },
    }
}

impl Space<'_> {
    fn side(&mut self, side: Side<'_>, cell: &Cell) -> FormulaId {
        match side {
            Side::Pooled(policies) => self.pooled(policies, cell),
            Side::Stack(policies) => self.decided(policies, cell),
        }
    }

    /// A pattern of resources as people give it: an ARN with wildcards, or `*`.
    fn resource_text(&mut self, text: &str) -> Option<crate::atom::Alternative> {
        let pattern = ResourcePattern::parse(text).with_short_arn(ShortArn::Padded);
        self.resource_pattern(&pattern, text)
    }
}

impl Findings {
    fn into_difference(self) -> Difference {
        let (witness, doubts, regions, complete) = self.into_parts();
        let verdict = match witness {
            Some(witness) => Verdict::Witness(Box::new(witness)),
            None if doubts.is_empty() => Verdict::None,
            None => Verdict::Unknown(doubts.into_iter().collect()),
        };
        Difference { verdict, regions, complete }
    }
}
