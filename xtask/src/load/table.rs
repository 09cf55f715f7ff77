//! What was measured, with the bars beside.

use std::time::Duration;

/// The rows so far.
#[derive(Default)]
pub(crate) struct Table {
    missed: usize,
}

impl Table {
    /// Prints a figure; the bar is the most it may be.
    pub(crate) fn row(&mut self, what: &str, figure: f64, unit: &str, bar: Option<f64>) {
        let holds = bar.is_none_or(|bar| figure <= bar);
        let bar = bar.map_or_else(String::new, |bar| format!("≤ {bar}"));
        let verdict = if holds { "" } else { "  MISSED" };
        println!("{what:<58}{figure:>12.2} {unit:<5}{bar:>8}{verdict}");
        self.missed += usize::from(!holds);
    }

    pub(crate) fn time(&mut self, what: &str, time: Duration, bar: Option<f64>) {
        self.row(what, time.as_secs_f64() * 1e3, "ms", bar);
    }

    /// Prints whether something held.
    pub(crate) fn held(&mut self, what: &str, holds: bool) {
        println!("{what:<58}{:>12}", if holds { "holds" } else { "MISSED" });
        self.missed += usize::from(!holds);
    }

    pub(crate) fn all_held(&self) -> bool {
        self.missed == 0
    }
}
