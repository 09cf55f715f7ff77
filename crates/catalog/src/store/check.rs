//! Checks every number of a packed catalogue that did not come with the program.

use std::ops::Range;

use super::header::{Place, broken};
use super::reader::Store;
use crate::facts::Problem;
use crate::layout::{COLUMNS, Column, Holds, Kind};
use crate::view::fold_less;

impl Store {
    /// Finds the first number that leads nowhere, and names that are out of order where a look-up halves.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        for (column, kind, holds) in COLUMNS {
            let place = self.place(*column);
            if place.rows != self.place(kind.first_column()).rows {
                return Err(broken(format!(
                    "the column {column:?} does not have as many rows as others of its kind"
                )));
            }
            let bad = match holds {
                Holds::Text => self.find(place, |number| self.string(number).is_none()),
                Holds::Code(bound) => self.find(place, |number| number >= *bound),
                Holds::Row(kind) => self.find(place, |number| number >= self.rows(*kind)),
                Holds::Maybe(kind) => self.find(place, |number| number > self.rows(*kind)),
                Holds::Starts(kind) => self.find_bad_start(place, self.rows(*kind)),
            };
            if let Some(row) = bad {
                return Err(broken(format!("row {row} of the column {column:?} leads nowhere")));
            }
        }
        self.check_order()
    }

    fn find(&self, place: Place, is_bad: impl Fn(u32) -> bool) -> Option<u32> {
        let numbers = u32::try_from(place.numbers).unwrap_or(u32::MAX);
        (0..numbers).find(|row| self.number(place, *row).is_none_or(&is_bad))
    }

    /// Starts rise from 0 to the count of what they divide.
    fn find_bad_start(&self, place: Place, items: u32) -> Option<u32> {
        let mut last = 0;
        let rows = u32::try_from(place.rows).unwrap_or(u32::MAX);
        for row in 0..=rows {
            let start = self.number(place, row)?;
            let is_bad = start < last || (row == 0 && start != 0) || (row == rows && start != items);
            if is_bad {
                return Some(row);
            }
            last = start;
        }
        None
    }

    fn check_order(&self) -> Result<(), Problem> {
        let services = 0..self.rows(Kind::Service);
        let of_services = |column, starts| {
            services.clone().all(|service| self.is_sorted(column, self.span(starts, service), fold_less))
        };
        let clients = 0..self.rows(Kind::Client);
        let is_sorted = self.is_sorted(Column::ServicePrefix, services.clone(), str::lt)
            && self.is_sorted(Column::ClientName, clients.clone(), str::lt)
            && self.is_sorted(Column::ArnServiceName, 0..self.rows(Kind::ArnService), str::lt)
            && self.is_sorted(Column::KeyName, 0..self.rows(Kind::Key), fold_less)
            && self.rises(Column::KeyTemplateKey, 0..self.rows(Kind::KeyTemplate))
            && of_services(Column::ActionName, Column::ServiceActions)
            && of_services(Column::ResourceName, Column::ServiceResources)
            && clients.clone().all(|client| {
                self.is_sorted(Column::OperationName, self.span(Column::ClientOperations, client), fold_less)
            });
        if is_sorted { Ok(()) } else { Err(broken("names are out of order")) }
    }

    fn rises(&self, column: Column, rows: Range<u32>) -> bool {
        rows.clone().zip(rows.skip(1)).all(|(row, next)| self.at(column, row) < self.at(column, next))
    }

    fn is_sorted(&self, column: Column, rows: Range<u32>, less: fn(&str, &str) -> bool) -> bool {
        rows.clone()
            .zip(rows.skip(1))
            .all(|(row, next)| !less(self.text(column, next), self.text(column, row)))
    }
}
