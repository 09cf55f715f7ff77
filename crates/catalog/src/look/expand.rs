//! From an action pattern to the actions it names.

use std::ops::Range;

use policy::{ActionPattern, Glob, Token};

use crate::layout::{Column, Kind};
use crate::store::partition;
use crate::view::fold_less;
use crate::{ActionSet, Catalog, Service};

impl Catalog {
    /// The actions that the pattern stands for. A name with a star at its end costs as little as a name without.
    pub fn expand(&self, pattern: &ActionPattern) -> ActionSet {
        let mut set = ActionSet::new();
        if pattern.is_everything() {
            set.insert_range(0..self.store.rows(Kind::Action));
        }
        let (Some(service), Some(name)) = (pattern.service(), pattern.name()) else { return set };
        let (prefix, text) = pattern.as_str().split_once(':').unwrap_or_default();
        if service.has_wildcard() {
            for candidate in self.services().filter(|candidate| service.matches(candidate.prefix())) {
                self.add(candidate, name, text, &mut set);
            }
        } else if let Some(service) = self.service(prefix) {
            self.add(service, name, text, &mut set);
        }
        set
    }

    /// Adds the actions of a service that match `name`, which is written as `text`.
    fn add(&self, service: Service<'_>, name: &Glob, text: &str, set: &mut ActionSet) {
        let Some(wild) = name.tokens().iter().position(|token| token.letter().is_none()) else {
            service.action(text).into_iter().for_each(|action| set.insert(action.id()));
            return;
        };
        let beginning = text.split(['*', '?']).next().unwrap_or_default();
        let rows = self.rows_beginning(service.action_rows(), beginning);
        match name.tokens().get(wild..) {
            Some([Token::AnyRun]) => set.insert_range(rows),
            _ => {
                for row in rows.filter(|row| name.matches(self.store.text(Column::ActionName, *row))) {
                    set.insert_range(row..row + 1);
                }
            }
        }
    }

    /// The actions among `rows`, all of one service, whose names begin so in any case.
    pub(crate) fn rows_beginning(&self, rows: Range<u32>, beginning: &str) -> Range<u32> {
        let name = |row| self.store.text(Column::ActionName, row);
        let start = partition(rows.clone(), |row| fold_less(name(row), beginning));
        let begins_so = |row| {
            let head = name(row).as_bytes().get(..beginning.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(beginning.as_bytes()))
        };
        start..partition(start..rows.end, begins_so)
    }
}
