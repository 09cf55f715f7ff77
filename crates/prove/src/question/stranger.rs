//! Strangers: callers whom policies do not name, with keys of values that they do not name either.

use eval::Prepared;
use eval::prepare::{Condition, FENCES, ValueReading, is_fixed};
use policy::tree::{OperatorName, OperatorType, PolicyKind};

use super::ask::policies;
use crate::atom::{Alternative, Aside, KeyAtom, Shape, Test, Written};
use crate::formula::FormulaId;
use crate::prover::Side;
use crate::reading::{Cell, Kind, Mentions};
use crate::space::Space;
use crate::value::ValueSet;

/// The subject of a token that a stranger has, in the form that providers of pipelines give it.
const STRANGER: &str = "repo:a-stranger/a-repository:ref:refs/heads/main";

impl Space<'_> {
    pub(super) fn strangers(&mut self, side: Side<'_>, mentions: &Mentions) -> Vec<Cell> {
        let cells = self.cells(PolicyKind::Resource, mentions, false);
        let mut strangers = Vec::new();
        for mut cell in cells {
            match &cell.kind {
                Kind::Anonymous | Kind::Role | Kind::User | Kind::Root => {}
                Kind::Provider(name) => {
                    let Some((issuer, whose)) = self.shared_issuer(name) else { continue };
                    let whose = whose.to_owned();
                    let claims = self.foreign_claims(side, &issuer, &whose, &cell);
                    cell.start.extend(claims);
                }
                _ => continue,
            }
            if cell.kind.has_arn() && !mentions.accounts.is_empty() {
                let named = mentions.accounts.iter().map(|account| format!("arn:~:~::{account}:*"));
                let named = self.caller(&named.collect::<Vec<_>>());
                cell.start.push(self.formulas.not(named));
            }
            let fences = self.fences(side, &cell);
            cell.start.extend(fences);
            strangers.push(cell);
        }
        // Whoever has no credentials is the plainest of strangers.
        strangers.sort_by_key(|cell| cell.kind != Kind::Anonymous);
        strangers
    }

    /// The host of an identity provider that serves everybody, if this is one, and the claim that tells whose token it is.
    fn shared_issuer(&self, provider: &str) -> Option<(String, &str)> {
        let host = provider.split_once(":oidc-provider/").map_or(provider, |(_, host)| host);
        let known = self.catalog.oidc_providers().find(|known| known.is_issuer(host))?;
        (!known.is_of_one_customer()).then(|| (host.to_owned(), known.claim_to_pin().unwrap_or("aud")))
    }

    /// Anybody gets a token of such a provider, but not one that says it is somebody else's: its subject is a stranger's, and its
    /// other claims have none of the values that policies name. An audience fences nobody in where whoever asks for the token
    /// chooses it.
    fn foreign_claims(&mut self, side: Side<'_>, issuer: &str, whose: &str, cell: &Cell) -> Vec<FormulaId> {
        let mut claims = Vec::new();
        let statements = policies(side).into_iter().flat_map(Prepared::statements);
        for condition in statements.flat_map(|statement| &statement.conditions) {
            let claim = condition.name().strip_prefix(issuer).and_then(|rest| rest.strip_prefix(':'));
            match claim {
                Some("sub") => claims.push(self.pin(condition.name(), STRANGER, cell)),
                Some("aud") if whose != "aud" => {}
                Some(_) => claims.extend(self.outside(condition, cell)),
                None => {}
            }
        }
        claims
    }

    /// The keys by which policies fence callers in have none of the values that the policies name.
    fn fences(&mut self, side: Side<'_>, cell: &Cell) -> Vec<FormulaId> {
        let mut fences = Vec::new();
        let statements = policies(side).into_iter().flat_map(Prepared::statements);
        for condition in statements.flat_map(|statement| &statement.conditions) {
            if FENCES.contains(&condition.name()) {
                fences.extend(self.outside(condition, cell));
            }
        }
        fences
    }

    fn outside(&mut self, condition: &Condition, cell: &Cell) -> Option<FormulaId> {
        let operator = condition.entry.name;
        let fixed = condition.values.iter().filter(|value| is_fixed(operator, &value.text));
        let test = match operator.value_type() {
            OperatorType::String | OperatorType::Arn => {
                let any_of: Vec<Alternative> = fixed
                    .filter_map(|value| match value.reading() {
                        ValueReading::Fixed(text) => Some(self.fence(operator, text)),
                        _ => None,
                    })
                    .collect();
                Test::Text { any_of, negated: false }
            }
            OperatorType::IpAddress => {
                let ranges: Vec<&str> = fixed.map(|value| &*value.text).collect();
                Test::Value(ValueSet::passing(OperatorName::IpAddress, &ranges))
            }
            _ => return None,
        };
        let written = Written {
            operator: condition.operator(),
            values: condition.values.iter().map(|value| value.text.to_string()).collect(),
        };
        let atom = KeyAtom { shape: Shape::Any { missing: false }, test, written: Aside(written) };
        let named = self.key(condition.name(), atom, cell);
        Some(self.formulas.not(named))
    }

    /// What a fixed value stands for, whichever operator compares it.
    fn fence(&mut self, operator: OperatorName, text: &str) -> Alternative {
        if operator.value_type() == OperatorType::Arn {
            let pattern = policy::ResourcePattern::parse(text).with_short_arn(policy::ShortArn::Nothing);
            if let Some(alternative) = self.resource_pattern(&pattern, text) {
                return alternative;
            }
        }
        self.wild_text(text)
    }
}
