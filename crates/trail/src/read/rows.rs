//! Rows of CSV, each an event: what Athena and CloudTrail Lake export.

use csv_core::ReadRecordResult;

use super::columns::Columns;
use super::walk::{Walk, hand_over, reason};
use super::window::Window;

const NO_EVENTS: &str = "neither JSON nor a CSV export of CloudTrail events";

impl Walk<'_, '_> {
    /// All of the text, whose first line names the columns.
    pub(super) fn rows(&mut self) {
        let mut at = self.window.offset();
        let mut row = CsvRow::new();
        let limit = self.limits.record as u64;
        let is_whole = row.read(&mut self.window, limit) && !row.is_too_long;
        let columns = is_whole.then(|| Columns::of(&row));
        let columns = match columns {
            Some(Ok(columns)) => columns,
            Some(Err(message)) => return self.fault_at(at, &message),
            None => return self.fault_at(at, NO_EVENTS),
        };
        let mut is_first = true;
        loop {
            let before = self.window.offset();
            if !row.read(&mut self.window, limit) {
                break;
            }
            if self.items == 0 {
                return self.fault("too many records, the rest was not read");
            }
            if row.is_too_long {
                return self.unreadable_at(before, "a row longer than the limit, the rest was not read");
            }
            at = if is_first { at } else { before };
            match columns.event(&row) {
                Err(_) if is_first && matches!(columns, Columns::Event) => {
                    return self.fault_at(at, NO_EVENTS);
                }
                Err(message) => self.unreadable_at(before, &message),
                Ok(event) => {
                    self.items -= 1;
                    match hand_over(&event, self.depth, self.limits, self.visit) {
                        Ok(None) => {}
                        Ok(Some(problem)) => self.fault_at(before, &problem.message),
                        Err(error) => {
                            let message = format!("a row with broken JSON: {}", reason(&error));
                            self.unreadable_at(before, &message);
                        }
                    }
                }
            }
            is_first = false;
        }
        if is_first && matches!(columns, Columns::Event) {
            self.fault_at(at, NO_EVENTS);
        }
    }
}

/// Hands each row of a CSV, the first one too, to `visit`, cell by cell.
pub(crate) fn csv_rows(bytes: &[u8], visit: &mut dyn FnMut(&[&[u8]])) {
    let mut window = Window::whole(bytes.into(), usize::MAX);
    let mut row = CsvRow::new();
    while row.read(&mut window, u64::MAX) {
        visit(&row.cells().collect::<Vec<_>>());
    }
}

/// The cells of one row.
pub(super) struct CsvRow {
    text: Vec<u8>,
    ends: Vec<usize>,
    bytes: usize,
    count: usize,
    /// Whether the row was given up half read.
    is_too_long: bool,
}

/// A row of more cells is none that anybody exports.
const MOST_CELLS: usize = 1 << 16;

impl CsvRow {
    fn new() -> Self {
        Self { text: vec![0; 4096], ends: vec![0; 32], bytes: 0, count: 0, is_too_long: false }
    }

    /// Reads the next row; false at the end. A row is given up half read once it is longer than the limit.
    fn read(&mut self, window: &mut Window<'_>, limit: u64) -> bool {
        let mut reader = csv_core::Reader::new();
        (self.bytes, self.count, self.is_too_long) = (0, 0, false);
        let start = window.offset();
        loop {
            self.is_too_long = window.offset() - start > limit || self.count > MOST_CELLS;
            if self.is_too_long {
                return true;
            }
            // Without input the reader learns that the text ends.
            let input = if window.peek().is_some() { window.ahead() } else { &[] };
            let text = self.text.get_mut(self.bytes..).unwrap_or_default();
            let ends = self.ends.get_mut(self.count..).unwrap_or_default();
            let (result, taken, bytes, count) = reader.read_record(input, text, ends);
            window.advance(taken);
            self.bytes += bytes;
            self.count += count;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => return true,
                ReadRecordResult::End => return false,
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().take(self.count).map(move |end| {
            let cell = self.text.get(start..*end).unwrap_or_default();
            start = *end;
            cell
        })
    }
}
