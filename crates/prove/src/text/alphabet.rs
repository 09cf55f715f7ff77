//! The letters worth trying in a state: one of each kind that its patterns tell apart.

use super::automaton::{Automaton, Step};
use super::letters::{folded, in_order, rank, spellings};
use super::pattern::{Class, Piece};

/// Finds the letters of one state after the other.
#[derive(Debug, Default)]
pub(super) struct Alphabet {
    named: Vec<char>,
    folds: Vec<char>,
    letters: Vec<char>,
}

impl Alphabet {
    /// Letters in order of rank, so that each letter that does not lead to a dead state has one among them that is
    /// taken by the same places and is of no higher rank.
    pub(super) fn of(&mut self, automaton: &Automaton, state: &[u32]) -> &[char] {
        self.named.clear();
        self.folds.clear();
        self.letters.clear();
        let mut classes = Classes::default();
        let mut narrow = Narrow::default();
        for &at in state {
            let place = automaton.place(at);
            match place.step {
                Step::Piece(Piece::Char(letter)) => self.named.push(letter),
                Step::Piece(Piece::Fold(letter)) => self.folds.push(letter),
                Step::Piece(Piece::One(class) | Piece::Run(class)) => classes.add(class),
                Step::Rest | Step::End => {}
            }
            let is_wide = matches!(place.step, Step::Rest | Step::Piece(Piece::One(_) | Piece::Run(_)));
            narrow.add(place.group, is_wide);
        }
        for letters in [&mut self.named, &mut self.folds] {
            letters.sort_unstable();
            letters.dedup();
        }
        let named = &self.named;
        let unnamed = |letter: &char| named.binary_search(letter).is_err();
        let other_spellings = self
            .folds
            .iter()
            .filter_map(|&fold| spellings(fold).filter(unnamed).min_by_key(|&letter| rank(letter)));
        self.letters.extend(named);
        self.letters.extend(other_spellings);
        if let Some(group) = narrow.group(automaton.groups()) {
            let takes = |letter: char| {
                state.iter().map(|&at| automaton.place(at)).any(|place| match place.step {
                    Step::Piece(piece) => place.group == group && piece.takes(letter),
                    Step::Rest | Step::End => false,
                })
            };
            self.letters.retain(|&letter| takes(letter));
        } else {
            let folds = &self.folds;
            let unfolded = |letter: &char| folds.binary_search(&folded(*letter)).is_err();
            let mut free = in_order().filter(|letter| unnamed(letter) && unfolded(letter));
            let is_special = |letter: &char| classes.part(*letter);
            self.letters.extend(free.find(|letter| !is_special(letter)));
            let special = [':', '/'].into_iter().filter(|letter| unnamed(letter) && is_special(letter));
            self.letters.extend(special);
            self.letters.extend(('0'..='9').find(|letter| unnamed(letter) && is_special(letter)));
        }
        self.letters.sort_unstable_by_key(|&letter| rank(letter));
        &self.letters
    }
}

/// Which classes tell letters apart.
#[derive(Debug, Default)]
struct Classes {
    colon: bool,
    slash: bool,
    digit: bool,
}

impl Classes {
    fn add(&mut self, class: Class) {
        match class {
            Class::Any => {}
            Class::NoColon => self.colon = true,
            Class::NoSlash => (self.colon, self.slash) = (true, true),
            Class::Digit => self.digit = true,
        }
    }

    /// Whether a class takes this letter and not most, or most and not this one.
    fn part(&self, letter: char) -> bool {
        match letter {
            ':' => self.colon,
            '/' => self.slash,
            '0'..='9' => self.digit,
            _ => false,
        }
    }
}

/// Looks for a group that takes only letters that it names; the groups come one after the other.
#[derive(Debug, Default)]
struct Narrow {
    found: Option<usize>,
    /// The group at hand, and whether a place of it takes letters that it does not name.
    current: Option<(usize, bool)>,
}

impl Narrow {
    fn add(&mut self, group: usize, is_wide: bool) {
        match &mut self.current {
            Some((current, wide)) if *current == group => *wide |= is_wide,
            current => {
                if let Some((done, false)) = current.replace((group, is_wide)) {
                    self.found.get_or_insert(done);
                }
            }
        }
    }

    /// The first such group of those numbered below the limit.
    fn group(self, limit: usize) -> Option<usize> {
        let last = self.current.and_then(|(group, wide)| (!wide).then_some(group));
        self.found.or(last).filter(|&group| group < limit)
    }
}
