//! The walk along many patterns side by side.
//!
//! A state is the set of places to which the patterns can have come on some text; the patterns are laid end to end, so that a
//! place is a number. States are visited breadth first and the letters tried in order of rank, so that the first text
//! that is accepted is the shortest, and of these the first.
//!
//! Places are left out of a state if another one in it makes them needless: at a run of a class, from all earlier
//! places of the same pattern that are parted from it by pieces within the class only. What can follow on such a place is
//! letters of the class and then what can follow on the run, so it can also follow on the run. For the class
//! of all letters these are all earlier places. A group that has reached a run of all letters at the end of
//! a pattern takes whatever comes, so that this place alone stands for the group.

use super::alphabet::Alphabet;
use super::pattern::{Class, Piece};
use super::seen::Seen;
use crate::budget::{Budget, Spent};

#[derive(Debug, Default)]
pub(super) struct Automaton {
    places: Vec<Place>,
    groups: usize,
    starts: Vec<u32>,
    /// There is a group that takes nothing.
    hopeless: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) step: Step,
    /// The number of the group; for patterns that must not take the text, as many as there are groups.
    pub(super) group: usize,
    /// Places from here up to this one are needless beside it.
    since: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Piece(Piece),
    /// All letters up to the end of the text.
    Rest,
    End,
}

/// What a state is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Its text is one that is looked for.
    Accepted,
    Open,
    /// No text that begins so is looked for.
    Dead,
}

impl Automaton {
    pub(super) fn new(groups: &[Vec<&[Piece]>], none: &[&[Piece]]) -> Self {
        let mut new =
            Self { groups: groups.len(), hopeless: groups.iter().any(Vec::is_empty), ..Self::default() };
        for (number, group) in groups.iter().enumerate() {
            new.lay(group, number);
        }
        new.lay(none, groups.len());
        new
    }

    /// The shortest text, of these the first by rank, that every group takes and none of the others.
    pub(super) fn shortest(&self, budget: &mut Budget) -> Result<Option<String>, Spent> {
        let mut next = Vec::new();
        for &start in &self.starts {
            self.enter(start, &mut next);
        }
        let mut state = Vec::new();
        match self.settle(&mut next, &mut state) {
            Outcome::Dead => return Ok(None),
            Outcome::Accepted => return Ok(Some(String::new())),
            Outcome::Open => {}
        }
        let mut seen = Seen::default();
        seen.insert(&state, 0, ' ');
        let mut here = Vec::new();
        let mut alphabet = Alphabet::default();
        for number in 0.. {
            let Some(places) = seen.state(number) else { break };
            here.clear();
            here.extend_from_slice(places);
            let letters = alphabet.of(self, &here);
            for &letter in letters {
                budget.spend(here.len() as u64 / 16)?;
                next.clear();
                for &place in &here {
                    self.read(place, letter, &mut next);
                }
                match self.settle(&mut next, &mut state) {
                    Outcome::Dead => {}
                    Outcome::Open => {
                        if seen.insert(&state, number, letter) {
                            budget.spend(1 + state.len() as u64 / 16)?;
                        }
                    }
                    Outcome::Accepted => {
                        let mut word = seen.word(number);
                        word.push(letter);
                        return Ok(Some(String::from_iter(word)));
                    }
                }
            }
        }
        Ok(None)
    }

    pub(super) fn place(&self, place: u32) -> Place {
        let end = Place { step: Step::End, group: self.groups, since: place };
        self.places.get(place as usize).copied().unwrap_or(end)
    }

    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    fn lay(&mut self, patterns: &[&[Piece]], group: usize) {
        for pieces in patterns {
            let start = self.next_place();
            self.starts.push(start);
            for (at, &piece) in pieces.iter().enumerate() {
                let here = self.next_place();
                let last = at + 1 == pieces.len();
                let step =
                    if last && piece == Piece::Run(Class::Any) { Step::Rest } else { Step::Piece(piece) };
                let before = pieces.get(..at).unwrap_or_default().iter().rev();
                let needless =
                    before.take_while(|earlier| piece.is_run() && earlier.is_within(piece)).count();
                let since = here - u32::try_from(needless).unwrap_or_default();
                self.places.push(Place { step, group, since });
            }
            let end = self.next_place();
            self.places.push(Place { step: Step::End, group, since: end });
        }
    }

    fn next_place(&self) -> u32 {
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    /// Comes to a place, and past its run to the next.
    fn enter(&self, place: u32, next: &mut Vec<u32>) {
        let mut place = place;
        next.push(place);
        while let Step::Piece(Piece::Run(_)) = self.place(place).step {
            place += 1;
            next.push(place);
        }
    }

    fn read(&self, place: u32, letter: char, next: &mut Vec<u32>) {
        match self.place(place).step {
            Step::Rest => next.push(place),
            Step::Piece(piece @ Piece::Run(_)) if piece.takes(letter) => self.enter(place, next),
            Step::Piece(piece) if !piece.is_run() && piece.takes(letter) => self.enter(place + 1, next),
            Step::Piece(_) | Step::End => {}
        }
    }

    /// Puts places in order, leaves out those that are needless, and looks at what is left.
    fn settle(&self, places: &mut Vec<u32>, state: &mut Vec<u32>) -> Outcome {
        state.clear();
        if self.hopeless {
            return Outcome::Dead;
        }
        if !places.is_sorted_by(|one, other| one < other) {
            places.sort_unstable();
            places.dedup();
        }
        let mut refused = false;
        let mut since = u32::MAX;
        let (mut alive, mut accepting) = (0, 0);
        let (mut last_alive, mut last_accepting) = (usize::MAX, usize::MAX);
        // Whether this group takes whatever comes.
        let mut sated = usize::MAX;
        for &at in places.iter().rev() {
            let place = self.place(at);
            if at >= since || place.group == sated {
                since = since.min(place.since);
                continue;
            }
            since = place.since;
            if place.step == Step::Rest {
                if place.group == self.groups {
                    return Outcome::Dead;
                }
                sated = place.group;
                while state.last().is_some_and(|&other| self.place(other).group == sated) {
                    state.pop();
                }
            }
            state.push(at);
            let accepts = !matches!(place.step, Step::Piece(_));
            if place.group == self.groups {
                refused |= accepts;
                continue;
            }
            if place.group != last_alive {
                last_alive = place.group;
                alive += 1;
            }
            if accepts && place.group != last_accepting {
                last_accepting = place.group;
                accepting += 1;
            }
        }
        if alive < self.groups {
            return Outcome::Dead;
        }
        state.reverse();
        if accepting == self.groups && !refused { Outcome::Accepted } else { Outcome::Open }
    }
}
