//! Sets of `true` and `false`.

use super::comparison::Comparison;
use super::region::{Region, Related};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Booleans {
    yes: bool,
    no: bool,
}

impl Region for Booleans {
    fn all() -> Self {
        Self { yes: true, no: true }
    }

    fn related(_: Comparison, operands: &[&str]) -> Related<Self> {
        Related::read(operands, parse, |values| Self {
            yes: values.contains(&true),
            no: values.contains(&false),
        })
    }

    fn intersection(&self, other: &Self) -> Self {
        Self { yes: self.yes && other.yes, no: self.no && other.no }
    }

    fn complement(self) -> Self {
        Self { yes: !self.yes, no: !self.no }
    }

    fn is_empty(&self) -> bool {
        !self.yes && !self.no
    }

    fn has(&self, text: &str) -> Option<bool> {
        parse(text).map(|value| if value { self.yes } else { self.no })
    }

    fn example(&self) -> Option<String> {
        self.examples(1).into_iter().next()
    }

    fn examples(&self, _: usize) -> Vec<String> {
        let values = [("true", self.yes), ("false", self.no)];
        values.into_iter().filter(|(_, is_in)| *is_in).map(|(text, _)| text.to_owned()).collect()
    }

    fn respelled(text: &str) -> Option<String> {
        parse(text).map(|value| if value { "True" } else { "False" }.to_owned())
    }
}

fn parse(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else {
        text.eq_ignore_ascii_case("false").then_some(false)
    }
}
