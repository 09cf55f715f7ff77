//! Sets of byte strings, as their digits in base64.

use super::comparison::Comparison;
use super::gather::gather;
use super::region::{Region, Related};

/// These digits, or all but these.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Bytes {
    is_except: bool,
    /// Without padding. INVARIANT: sorted, each once.
    digits: Vec<Box<str>>,
}

impl Region for Bytes {
    fn all() -> Self {
        Self { is_except: true, digits: Vec::new() }
    }

    fn related(_: Comparison, operands: &[&str]) -> Related<Self> {
        let read = |text: &str| digits(text).map(Box::from);
        Related::read(operands, read, |mut digits: Vec<Box<str>>| {
            digits.sort_unstable();
            digits.dedup();
            Self { is_except: false, digits }
        })
    }

    fn intersection(&self, other: &Self) -> Self {
        let (digits, is_except) = match (self.is_except, other.is_except) {
            (false, _) => (self.those(|digits| other.includes(digits)), false),
            (true, false) => (other.those(|digits| self.includes(digits)), false),
            (true, true) => {
                let mut digits = self.digits.clone();
                digits.extend_from_slice(&other.digits);
                digits.sort_unstable();
                digits.dedup();
                (digits, true)
            }
        };
        Self { is_except, digits }
    }

    fn complement(self) -> Self {
        Self { is_except: !self.is_except, ..self }
    }

    fn is_empty(&self) -> bool {
        !self.is_except && self.digits.is_empty()
    }

    fn has(&self, text: &str) -> Option<bool> {
        digits(text).map(|digits| self.includes(digits))
    }

    fn example(&self) -> Option<String> {
        if self.is_except {
            return self.others().next().map(|digits| padded(&digits));
        }
        self.digits.iter().min_by_key(|digits| (digits.is_empty(), digits.len())).map(|digits| padded(digits))
    }

    fn examples(&self, count: usize) -> Vec<String> {
        let listed = if self.is_except { &[][..] } else { &self.digits };
        let others = self.is_except.then(|| self.others()).into_iter().flatten();
        let first = self.example().into_iter().chain(listed.iter().map(|digits| padded(digits)));
        gather(first, others.map(|digits| padded(&digits)), count)
    }

    fn respelled(text: &str) -> Option<String> {
        digits(text).map(|digits| if digits == text { format!("{digits}=") } else { digits.to_owned() })
    }
}

impl Bytes {
    fn includes(&self, digits: &str) -> bool {
        self.is_except != self.digits.binary_search_by(|other| (**other).cmp(digits)).is_ok()
    }

    fn those(&self, wanted: impl Fn(&str) -> bool) -> Vec<Box<str>> {
        self.digits.iter().filter(|digits| wanted(digits)).cloned().collect()
    }

    /// Digits that are not listed: those of the letter `A`, then numbers, in groups of four.
    fn others(&self) -> impl Iterator<Item = String> {
        let numbers = (0_u64..).map(|number| {
            let width = number.to_string().len().next_multiple_of(4);
            format!("{number:0width$}")
        });
        std::iter::once("QQ".to_owned()).chain(numbers).filter(|digits| self.includes(digits))
    }
}

/// The text without its padding; none if it is no base64.
fn digits(text: &str) -> Option<&str> {
    let digits = text.trim_end_matches('=');
    let is_digit = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'+' | b'/');
    (digits.bytes().all(is_digit) && digits.len() % 4 != 1).then_some(digits)
}

fn padded(digits: &str) -> String {
    format!("{digits:=<width$}", width = digits.len().next_multiple_of(4))
}
