//! `Principal` and `NotPrincipal`, asked of one kind of caller.

use std::collections::BTreeMap;

use eval::prepare::{Grant, Named, Who};

use super::Mentions;
use super::cell::{Cell, Kind};
use super::pieces::of_shape;
use crate::atom::Variable;
use crate::formula::{FormulaId, Formulas};
use crate::space::Space;
use crate::text::{Class, Piece};

impl Space<'_> {
    /// The statement is about the caller, and reaches at least one of the ways of `grants`.
    pub(super) fn who(&mut self, who: &Who, allows: bool, grants: &[Grant], cell: &Cell) -> FormulaId {
        let is_full = grants.contains(&Grant::Full);
        match who {
            Who::Bearer => Formulas::constant(is_full),
            Who::Nobody => Formulas::FALSE,
            Who::Of(named) => {
                let ways: Vec<_> = named.iter().filter_map(|named| self.named(named, allows, cell)).collect();
                let ways = ways.into_iter().filter(|(grant, _)| grants.contains(grant));
                self.formulas.any(ways.map(|(_, formula)| formula))
            }
            Who::Except(_) if !is_full => Formulas::FALSE,
            Who::Except(_) if !allows && cell.has_boundary => Formulas::TRUE,
            Who::Except(named) => {
                let spared: Vec<_> =
                    named.iter().filter_map(|named| self.named(named, false, cell)).collect();
                let spared = self.formulas.any(spared.into_iter().map(|(_, formula)| formula));
                self.formulas.not(spared)
            }
        }
    }

    /// When a principal named in a policy is the caller, and how far that reaches.
    fn named(&mut self, named: &Named, allows: bool, cell: &Cell) -> Option<(Grant, FormulaId)> {
        let everyone = |grant| Some((grant, Formulas::TRUE));
        match (named, &cell.kind) {
            (Named::Everyone, Kind::Service(_)) => everyone(Grant::Full).filter(|_| !allows),
            (Named::Everyone, _) | (Named::EveryService, Kind::Service(_)) => everyone(Grant::Full),
            (Named::Account(account), Kind::Session(arn)) => {
                (part(arn, 4) == Some(account)).then_some((Grant::Delegated, Formulas::TRUE))
            }
            (Named::Account(account), kind) if kind.has_account() => {
                let formula = self.caller(&[format!("arn:~:~::{account}:+")]);
                Some((Grant::Delegated, formula))
            }
            (Named::User(arn), Kind::User) => {
                let user = self.literal_text(arn);
                Some((Grant::Full, self.text(Variable::Principal, vec![user], true)))
            }
            (Named::User(arn), Kind::FederatedUser) => {
                let (partition, account) = (part(arn, 1)?, part(arn, 4)?);
                let name = arn.rsplit('/').next()?;
                let mut pieces = of_shape(&format!("arn:{partition}:sts::{account}:federated-user/"));
                pieces.extend(name.chars().map(Piece::Char));
                let any_of = vec![self.alternative(pieces, arn)];
                Some((Grant::Limited, self.text(Variable::Principal, any_of, true)))
            }
            (Named::Role { partition, account, name, .. }, Kind::Role) => {
                let formula = self.role(partition, account, name);
                Some((Grant::Limited, formula))
            }
            (Named::Role { partition, account, name, .. }, Kind::Session(arn)) => {
                let role = part(arn, 5)?.split('/').nth(1)?;
                let same_account = part(arn, 1) == Some(partition) && part(arn, 4) == Some(account);
                let same = same_account && name.eq_ignore_ascii_case(role);
                same.then_some((Grant::Limited, Formulas::TRUE))
            }
            (Named::Session(named), Kind::Session(arn)) => {
                everyone(Grant::Session).filter(|_| **named == **arn)
            }
            (Named::FederatedUser(arn), Kind::FederatedUser) => {
                let user = self.literal_text(arn);
                Some((Grant::Session, self.text(Variable::Principal, vec![user], true)))
            }
            (Named::Service(named), Kind::Service(name)) | (Named::Provider(named), Kind::Provider(name)) => {
                everyone(Grant::Full).filter(|_| **named == **name)
            }
            _ => None,
        }
    }

    /// The caller's ARN has one of these shapes.
    pub(crate) fn caller(&mut self, shapes: &[String]) -> FormulaId {
        let any_of = shapes.iter().map(|shape| self.shape(shape)).collect();
        self.text(Variable::Principal, any_of, true)
    }

    /// A role that is called as one that policies name is that one: names are unique in an account, whatever their case and path, and
    /// AWS refuses a policy that names a role which does not exist.
    ///
    /// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    pub(super) fn named_roles(&mut self, mentions: &Mentions) -> Vec<FormulaId> {
        let mut alike: BTreeMap<[String; 3], Vec<&str>> = BTreeMap::new();
        for arn in &mentions.principals {
            let name = arn.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
            let [partition, account] = [1, 4].map(|at| part(arn, at).unwrap_or_default().to_owned());
            alike.entry([partition, account, name]).or_default().push(arn);
        }
        let mut facts = Vec::new();
        for ([partition, account, name], arns) in alike {
            let alike = self.role(&partition, &account, &name);
            let written = arns.into_iter().map(|arn| self.literal_text(arn)).collect();
            let written = self.text(Variable::Principal, written, true);
            let other = self.formulas.not(alike);
            facts.push(self.formulas.any([other, written]));
        }
        facts
    }

    /// The caller's role has this name, in whatever case and path.
    fn role(&mut self, partition: &str, account: &str, name: &str) -> FormulaId {
        let written = format!("arn:{partition}:iam::{account}:role/{name}");
        let head = of_shape(&format!("arn:{partition}:iam::{account}:role/"));
        let name: Vec<_> = name.chars().map(Piece::Fold).collect();
        let plain = head.iter().chain(&name).copied().collect();
        let path = [Piece::Run(Class::NoColon), Piece::Char('/')];
        let nested = head.iter().chain(&path).chain(&name).copied().collect();
        let any_of = vec![self.alternative(plain, &written), self.alternative(nested, &written)];
        self.text(Variable::Principal, any_of, true)
    }
}

/// A part of an ARN, counted from 0.
pub(crate) fn part(arn: &str, at: usize) -> Option<&str> {
    arn.splitn(6, ':').nth(at)
}
