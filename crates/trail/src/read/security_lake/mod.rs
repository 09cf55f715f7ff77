//! What Amazon Security Lake makes of `CloudTrail`: Parquet with the columns of OCSF, an event a row → records.
//!
//! Source version 1 has OCSF 1.0.0-rc.2, version 2 OCSF 1.1.0. Which member of a record becomes which column:
//! <https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS>; what has no column lies in the map `unmapped`, under the names
//! of its members with full stops between.

mod columns;
mod event;
mod unmapped;

use std::ops::ControlFlow;

use super::limits::Limits;
use super::walk::Item;
use crate::columnar::{File, Source};
use crate::{Place, Problem, Skip};
use columns::Columns;
use event::Event;

/// Reads the events of a file, in order, and hands each to `visit`; answers with what is wrong with the file.
pub(super) fn read(
    name: &str,
    source: Source,
    limits: &Limits,
    visit: &mut dyn FnMut(Item<'_>),
) -> Option<Problem> {
    let mut faults = Faults { name, problem: None };
    let file = match File::open(source) {
        Ok(file) => file,
        Err(message) => {
            faults.add(message);
            return faults.problem;
        }
    };
    if crate::usage::is_table(&file) {
        let problem = Problem::new(name, Place::File, "a usage file, not a log");
        return Some(problem.help("`leastwise usage` and `leastwise generate --usage` read it"));
    }
    let columns = match Columns::of(&file) {
        Ok(columns) => columns,
        Err(problem) => return Some(Problem { file: name.to_owned(), ..problem }),
    };
    let (mut rows, mut is_full) = (0_u64, false);
    let end = file.read(&columns.places, &mut |batch| {
        for row in 0..batch.rows {
            if rows == limits.items {
                is_full = true;
                return ControlFlow::Break(());
            }
            rows += 1;
            let event = Event { batch, row, columns: &columns };
            match event.visit(visit) {
                Ok(()) => {}
                Err(message) => {
                    visit(Item::Skipped(Skip::Unreadable));
                    faults.add(format!("row {rows}: {message}"));
                }
            }
        }
        ControlFlow::Continue(())
    });
    if is_full {
        faults.add("too many records, the rest was not read".to_owned());
    }
    if let Err(message) = end {
        faults.add(message);
    }
    faults.problem
}

struct Faults<'n> {
    name: &'n str,
    problem: Option<Problem>,
}

impl Faults<'_> {
    fn add(&mut self, message: String) {
        match &mut self.problem {
            Some(problem) => problem.more += 1,
            None => self.problem = Some(Problem::new(self.name, Place::File, message)),
        }
    }
}
