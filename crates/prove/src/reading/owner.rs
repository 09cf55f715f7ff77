//! Whose resource it is: within an account and across accounts, decisions differ. So whole decisions are asked account by account.

use super::cell::{Cell, Kind};
use super::principal::part;
use super::{Mentions, Owner};
use crate::atom::{Doubt, Variable};
use crate::formula::FormulaId;
use crate::space::Space;
use policy::Glob;
use policy::tree::PolicyKind;

/// Accounts that stand for those that no policy names.
const FRESH: [&str; 4] = ["123456789012", "111122223333", "444455556666", "777788889999"];

impl Space<'_> {
    /// Kinds of callers, each with its account and with resources of its own and of others.
    pub(crate) fn owned_cells(&mut self, mentions: &Mentions) -> Vec<Cell> {
        let fresh: Vec<&str> =
            FRESH.into_iter().filter(|account| !mentions.accounts.contains(*account)).take(2).collect();
        let mut accounts: Vec<&str> = fresh.iter().take(1).copied().collect();
        accounts.extend(mentions.accounts.iter().map(String::as_str));
        let samples: Vec<String> = mentions.account_patterns.iter().filter_map(|text| sample(text)).collect();
        accounts.extend(samples.iter().map(String::as_str).filter(|one| !mentions.accounts.contains(*one)));
        let (mut cells, mut others) = (Vec::new(), Vec::new());
        for cell in self.cells(PolicyKind::Resource, mentions, false) {
            if cell.kind.has_arn()
                && let Some(pattern) = mentions.account_patterns.first()
            {
                others
                    .extend([true, false].map(|is_own| self.of_any_other(&cell, &accounts, is_own, pattern)));
            }
            let of_cell: Vec<&str> = match &cell.kind {
                Kind::Session(arn) => part(arn, 4).into_iter().collect(),
                kind if kind.has_account() => accounts.clone(),
                _ => {
                    cells.push(cell);
                    continue;
                }
            };
            for account in of_cell {
                let stranger = accounts.iter().chain(&fresh).find(|other| **other != account);
                for is_own in [true, false] {
                    let owner = if is_own { Some(&account) } else { stranger };
                    cells.push(self.owned(&cell, account, owner.copied(), is_own));
                }
            }
        }
        cells.extend(others);
        cells
    }

    /// Callers of all other accounts. Where a pattern tells accounts apart, one account does not stand for all; whose the resource is
    /// is then not tied to the caller, which can only show too much, so what is found is doubtful.
    fn of_any_other(&mut self, cell: &Cell, accounts: &[&str], is_own: bool, pattern: &str) -> Cell {
        let mut cell = cell.clone();
        cell.owner = Owner { is_own, account: None };
        let named: Vec<_> = accounts.iter().map(|account| format!("arn:~:~::{account}:*")).collect();
        let named = self.caller(&named);
        let doubt = self.atoms.doubt(Doubt::Accounts(pattern.to_owned()));
        cell.start.push(self.formulas.not(named));
        if is_own {
            let of_named = accounts.iter().map(|account| format!("arn:~:~:~:{account}:*"));
            let of_named = of_named.map(|shape| self.shape(&shape)).collect();
            cell.start.push(self.text(Variable::Resource, of_named, false));
        }
        cell.start.push(self.formulas.literal(doubt, true));
        cell
    }

    fn owned(&mut self, cell: &Cell, account: &str, owner: Option<&str>, is_own: bool) -> Cell {
        let mut cell = cell.clone();
        cell.owner = Owner { is_own, account: owner.map(str::to_owned) };
        if cell.kind.has_arn() {
            let of_account = self.caller(&[format!("arn:~:~::{account}:*")]);
            cell.start.push(of_account);
        }
        let of_resource = self.resource_owner(account, is_own);
        cell.start.push(of_resource);
        cell
    }

    /// The resource is the account's or names no account, or it is another's or names none.
    fn resource_owner(&mut self, account: &str, is_own: bool) -> FormulaId {
        let own = vec![self.shape(&format!("arn:~:~:~:{account}:*"))];
        let own = self.text(Variable::Resource, own, true);
        let nameless = vec![self.shape("arn:~:~:~::*")];
        let nameless = self.text(Variable::Resource, nameless, true);
        let star = vec![self.literal_text("*")];
        let star = self.text(Variable::Resource, star, true);
        if is_own {
            self.formulas.any([own, nameless, star])
        } else {
            let other = self.formulas.any([own, star]);
            self.formulas.not(other)
        }
    }
}

/// An account whose id a pattern of digits and wildcards matches.
fn sample(pattern: &str) -> Option<String> {
    let written = pattern.chars().filter(|letter| *letter != '*').count();
    let (head, tail) = pattern.split_once('*').unwrap_or((pattern, ""));
    let filling = "0".repeat(12_usize.checked_sub(written)?);
    let account = format!("{head}{filling}{tail}").replace('*', "").replace('?', "0");
    (account.len() == 12 && Glob::new(pattern).matches(&account)).then_some(account)
}
