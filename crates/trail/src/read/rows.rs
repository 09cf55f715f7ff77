//! Rows of CSV, each an event: what Athena and CloudTrail Lake export.

use csv_core::ReadRecordResult;

use super::columns::Columns;
use super::walk::{Walk, hand_over, reason};

const NO_EVENTS: &str = "neither JSON nor a CSV export of CloudTrail events";

impl Walk<'_, '_> {
    /// All of the text, whose first line names the columns.
    pub(super) fn rows(&mut self) {
        let mut at = self.window.offset();
        let mut row = CsvRow::new();
        let columns = self.row(&mut row).then(|| Columns::of(&row));
        let columns = match columns {
            Some(Ok(columns)) => columns,
            Some(Err(message)) => return self.fault_at(at, &message),
            None => return self.fault_at(at, NO_EVENTS),
        };
        let mut is_first = true;
        loop {
            let before = self.window.offset();
            if !self.row(&mut row) {
                break;
            }
            if self.items == 0 {
                return self.fault("too many records, the rest was not read");
            }
            if self.window.offset() - before > self.limits.record as u64 {
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

    /// Reads the next row; false at the end.
    fn row(&mut self, row: &mut CsvRow) -> bool {
        let mut reader = csv_core::Reader::new();
        row.clear();
        let start = self.window.offset();
        loop {
            if self.window.offset() - start > self.limits.record as u64 {
                return true;
            }
            // Without input the reader learns that the text ends.
            let input = if self.window.peek().is_some() { self.window.ahead() } else { &[] };
            let (text, ends) = row.free();
            let (result, taken, bytes, count) = reader.read_record(input, text, ends);
            self.window.advance(taken);
            row.add(bytes, count);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => row.text.resize(row.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => row.ends.resize(row.ends.len() * 2, 0),
                ReadRecordResult::Record => return true,
                ReadRecordResult::End => return false,
            }
        }
    }
}

/// The cells of one row.
pub(super) struct CsvRow {
    text: Vec<u8>,
    ends: Vec<usize>,
    bytes: usize,
    count: usize,
}

impl CsvRow {
    fn new() -> Self {
        Self { text: vec![0; 4096], ends: vec![0; 32], bytes: 0, count: 0 }
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

    fn free(&mut self) -> (&mut [u8], &mut [usize]) {
        let text = self.text.get_mut(self.bytes..).unwrap_or_default();
        (text, self.ends.get_mut(self.count..).unwrap_or_default())
    }

    fn clear(&mut self) {
        (self.bytes, self.count) = (0, 0);
    }

    fn add(&mut self, bytes: usize, count: usize) {
        self.bytes += bytes;
        self.count += count;
    }
}
